use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM016",
    level: Level::Warning,
    summary: "one incident, or those of one day, end the agreement",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (incidents, window) = (deal.termination.fraud_incidents, deal.termination.fraud_window);
    if incidents == 1 {
        report.add(
            "termination.fraud_incidents",
            "a single proven incident of fraud is ground to end the agreement",
            "agree on several, such as 3 in 90 days; a party whose customer was hacked may not be at fault",
        );
    } else if Duration::of(1, Unit::Day).reaches(window) {
        report
            .add(
                "termination.fraud_window",
                format!("{incidents} incidents count together only within {window}, which is often one attack"),
                "count over weeks; 90 days are usual",
            )
            .also("termination.fraud_incidents", "the incidents");
    }
}
