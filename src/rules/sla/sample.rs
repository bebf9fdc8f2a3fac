use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::formulas::sample;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA007",
    level: Level::Warning,
    summary: "a quality figure rests on too few calls",
    check: Check::Deal(check),
};

/// Fewest calls for which chance moves a ratio by less than ten points.
const LEAST: u32 = 100;

fn check(deal: &Deal, report: &mut Report<'_>) {
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["sample"])) {
        let calls = quality.value.sample;
        let Some(margin) = sample::margin(calls).filter(|_| calls < LEAST) else { continue };
        let seizures = if calls == 1 { "seizure" } else { "seizures" };
        report.add(
            quality.path("sample"),
            format!(
                "a figure counts from {calls} {seizures}, at which chance alone moves a ratio by up to {margin} points"
            ),
            "ask for at least 100 seizures, better 1000",
        );
    }
}
