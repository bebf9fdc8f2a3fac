use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA019",
    level: Level::Warning,
    summary: "a delay or a duration looks as if its unit were wrong",
    check: Check::Deal(check),
};

/// A figure, its field, and the plausible range.
type Range = (&'static str, &'static str, Duration, Duration);

fn check(deal: &Deal, report: &mut Report<'_>) {
    let ms = |amount| Duration::of(amount, Unit::Millisecond);
    let (seconds, minutes) = (|amount| Duration::of(amount, Unit::Second), |amount| Duration::of(amount, Unit::Minute));
    let ranges: [Range; 4] = [
        ("pdd", "a post-dial delay", ms(100), seconds(20)),
        ("delay", "a one-way delay", ms(1), ms(400)),
        ("jitter", "a delay variation", ms(1), ms(100)),
        ("acd", "an average call duration", seconds(10), minutes(30)),
    ];
    for quality in held(report.file, "quality", &deal.quality) {
        let held = quality.value;
        let given: [&Field<Duration>; 4] = [&held.pdd, &held.delay, &held.jitter, &held.acd];
        for ((field, what, least, most), given) in ranges.iter().zip(given) {
            // A time of zero is another rule's finding.
            let Some(value) = given.known().filter(|value| !value.amount.is_zero()) else { continue };
            let wrong = !value.reaches(*least) || !most.reaches(*value);
            if wrong && quality.gives(&[*field]) {
                report.add(
                    quality.path(*field),
                    format!("{what} of {value} is outside the plausible range of {least} to {most}"),
                    "check the unit: `ms`, `s` or `min`",
                );
            }
        }
    }
}
