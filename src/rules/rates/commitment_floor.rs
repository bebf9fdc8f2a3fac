use crate::deal::Deal;
use crate::deal::governance::Position;
use crate::deal::money::grouped;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE019",
    level: Level::Warning,
    summary: "a commitment has a floor of zero, or no relief",
    check: Check::Deal(check),
};

/// The clause on commitments. Its walk-away position removes relief and carry-over.
const CLAUSE: &str = "price.commitment";

fn check(deal: &Deal, report: &mut Report<'_>) {
    let commitments = &deal.pricing.commitments;
    for (at, commitment) in commitments.iter().enumerate().filter(|(_, commitment)| commitment.floor.0.is_zero()) {
        let minutes = grouped(commitment.minutes.into());
        report.add(
            Path::from("pricing.commitments").index(at).key("floor"),
            format!("{minutes} minutes are committed, and no number of minutes is below a floor of 0 %"),
            "agree on a floor, usually 80 %, or leave the commitment out",
        );
    }
    if !commitments.is_empty() && deal.positions.get(CLAUSE) == Some(&Position::WalkAway) {
        report
            .add(
                Path::from("positions").key(CLAUSE),
                "missing minutes are charged even if the supplier could not carry them",
                "take the standard position, which does not charge minutes that the supplier could not carry",
            )
            .also("pricing.commitments", "the commitment");
    }
}
