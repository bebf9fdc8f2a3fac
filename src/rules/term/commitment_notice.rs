use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM012",
    level: Level::Warning,
    summary: "a commitment can be left at short notice",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let pricing = &deal.pricing;
    let path = if !pricing.commitments.is_empty() {
        "pricing.commitments"
    } else if pricing.swap.known().is_some() {
        "pricing.swap"
    } else {
        return;
    };
    let Some(notice) = deal.termination.notice.known() else { return };
    if !notice.reaches(Duration::of(60, Unit::Day)) {
        report
            .add(
                "termination.notice",
                format!("a volume is committed, and either party may leave {notice} after a notice"),
                "agree on 60 days or more",
            )
            .also(path, "the volume");
    }
}
