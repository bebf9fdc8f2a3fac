use crate::deal::disputes::Arbitrators;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP005",
    level: Level::Warning,
    summary: "three arbitrators are agreed twice",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.disputes.arbitrators == Some(Arbitrators::Three) && deal.disputes.three_above != Field::Absent {
        report
            .add(
                "disputes.three_above",
                "three arbitrators decide every dispute, and a sum is given above which three decide",
                "write `arbitrators: 1`, if a single one is to decide below the sum; otherwise remove the sum, which is not printed",
            )
            .also("disputes.arbitrators", "three from the start");
    }
}
