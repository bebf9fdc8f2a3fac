use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RISK007", level: Level::Warning, summary: "confidentiality ends soon", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let kept = deal.legal.confidentiality;
    if !kept.reaches(Duration::of(2, Unit::Year)) {
        report.add(
            "legal.confidentiality",
            format!("rates, records and routes may be disclosed {kept} after the end"),
            "agree on 2 years or more; 3 are usual",
        );
    }
}
