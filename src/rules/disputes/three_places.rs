use super::with::places;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP006",
    level: Level::Warning,
    summary: "law, seat and courts are in three countries",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let (law, seat, courts) = (&deal.jurisdiction.law, &deal.disputes.seat, &deal.jurisdiction.courts);
    let (Some(law), Some(seat), Some(courts)) = (law.known(), seat.known(), courts.known()) else { return };
    let meant = [law, seat, courts].map(|text| places::countries(text, library));
    let [one, two, three] = &meant;
    let apart = one.is_disjoint(two) && one.is_disjoint(three) && two.is_disjoint(three);
    if apart && meant.iter().all(|countries| !countries.is_empty()) {
        report
            .add(
                "jurisdiction.courts",
                format!("the governing law is that of {law}, the seat is {seat}, and the courts are those of {courts}"),
                "take the courts of the seat, which supervise the arbitration, or those where a party has its assets",
            )
            .also("jurisdiction.law", "the governing law")
            .also("disputes.seat", "the seat");
    }
}
