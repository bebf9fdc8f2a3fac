use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK006",
    level: Level::Warning,
    summary: "force majeure ends the agreement soon, or hardly ever",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let exit = deal.legal.force_majeure_exit;
    let (least, most) = (Duration::of(30, Unit::Day), Duration::of(180, Unit::Day));
    if !exit.reaches(least) || !most.reaches(exit) {
        report.add(
            "legal.force_majeure_exit",
            format!("either party may leave a flow once force majeure has lasted {exit}"),
            "agree on 30 to 180 days; 60 are usual",
        );
    }
}
