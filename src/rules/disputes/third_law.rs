use super::with::places;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP008",
    level: Level::Warning,
    summary: "the law of the arbitration agreement is neither the governing law nor the seat's",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let (own, law, seat) = (&deal.disputes.arbitration_law, &deal.jurisdiction.law, &deal.disputes.seat);
    let (Some(own), Some(law), Some(seat)) = (own.known(), law.known(), seat.known()) else { return };
    let [meant, governing, seated] = [own, law, seat].map(|text| places::countries(text, library));
    let known = !meant.is_empty() && !governing.is_empty() && !seated.is_empty();
    if known && meant.is_disjoint(&governing) && meant.is_disjoint(&seated) {
        report
            .add(
                "disputes.arbitration_law",
                format!(
                    "the law of {own} governs the arbitration agreement, that of {law} the rest, and the seat is {seat}"
                ),
                "take the law of the seat, or the governing law",
            )
            .also("jurisdiction.law", "the governing law")
            .also("disputes.seat", "the seat");
    }
}
