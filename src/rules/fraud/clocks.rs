use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD001",
    level: Level::Warning,
    summary: "the time to report fraud, or to hand over its records, is long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let fraud = &deal.fraud;
    let clocks = [
        ("notify", fraud.notify, Duration::of(1, Unit::Hour), "a suspicion may be reported"),
        ("records", fraud.records, Duration::of(24, Unit::Hour), "the call records may be handed over"),
    ];
    for (field, time, most, what) in clocks {
        if !most.reaches(time) {
            report.add(
                Path::from("fraud").join(field),
                format!("{what} {time} later, while the calls go on"),
                format!("agree on {most} or less"),
            );
        }
    }
}
