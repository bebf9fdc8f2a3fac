use std::fmt::Display;
use std::str::FromStr;

use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::measure::{Duration, Figure, Percent};
use crate::deal::pricing::BonusMeasure;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow::path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA020",
    level: Level::Warning,
    summary: "a bonus is paid for what is expected anyway",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, bonus) in deal.pricing.quality_bonus.iter().enumerate() {
        let quality = deal.quality.of(&bonus.flow);
        let threshold = bonus.threshold.as_str();
        let percent = |expected| reached(threshold, expected, |Percent(share)| *share);
        let (field, expected) = match bonus.measure {
            BonusMeasure::Asr => ("asr", percent(&quality.asr)),
            BonusMeasure::Ner => ("ner", percent(&quality.ner)),
            BonusMeasure::Acd => {
                ("acd", reached(threshold, &quality.acd, |duration: &Duration| duration.about_seconds()))
            }
            BonusMeasure::Mos => ("mos", reached(threshold, &quality.mos, |Figure(score)| *score)),
        };
        if let Some(expected) = expected {
            let place = path(report.file, "quality", &bonus.flow, field);
            report
                .add(
                    Path::from("pricing.quality_bonus").index(at).key("threshold"),
                    format!(
                        "{} of the charges are given back from {} {threshold} upwards, and {expected} is agreed",
                        bonus.percent,
                        field.to_uppercase()
                    ),
                    format!("set the threshold above {expected}"),
                )
                .also(place, "the agreed figure");
        }
    }
}

/// The agreed figure, if it earns the bonus. A threshold in words cannot be compared.
fn reached<T: FromStr + Display, S: PartialOrd>(
    threshold: &str,
    agreed: &Field<T>,
    size: impl Fn(&T) -> S,
) -> Option<String> {
    let agreed = agreed.known()?;
    let threshold: T = threshold.parse().ok()?;
    (size(&threshold) <= size(agreed)).then(|| agreed.to_string())
}
