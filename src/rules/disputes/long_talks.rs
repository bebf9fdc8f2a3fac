use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP007",
    level: Level::Warning,
    summary: "talks or mediation delay a claim for long",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let disputes = &deal.disputes;
    let steps = [
        ("talks", "each level of talks", Some(&disputes.talks), Duration::of(30, Unit::BusinessDay)),
        ("mediation", "mediation", disputes.mediation.known(), Duration::of(90, Unit::Day)),
    ];
    for (field, what, time, most) in steps {
        let Some(time) = time else { continue };
        if time.about_seconds() > most.about_seconds() {
            report.add(
                Path::from("disputes").join(field),
                format!("{what} may take {time}, and the arbitration of a dispute waits for it"),
                format!("agree on {most} at most; the parties can extend it when a settlement is near"),
            );
        }
    }
}
