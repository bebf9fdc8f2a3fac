use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK004",
    level: Level::Warning,
    summary: "the cap on liability counts few or many months",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let period = deal.legal.liability_period;
    let (least, most) = (Duration::of(6, Unit::Month), Duration::of(24, Unit::Month));
    if !period.reaches(least) || !most.reaches(period) {
        report.add(
            "legal.liability_period",
            format!("a party is liable for the charges of {period}, whatever it breaks"),
            format!("agree on {least} to {most}; 12 are usual"),
        );
    }
}
