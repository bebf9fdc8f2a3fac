use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA021",
    level: Level::Error,
    summary: "a quality figure is agreed for a destination that no rate lists",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.rates.lines.is_empty() {
        return;
    }
    for quality in held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["destinations"])) {
        for (at, own) in quality.value.destinations.iter().enumerate() {
            let priced =
                deal.rates.lines.iter().any(|line| {
                    line.destination == own.destination && own.route.is_none_or(|route| route == line.route)
                });
            if !priced {
                let class = own.route.map_or("", |_| " of that route class");
                report.add(
                    quality.path(Path::from("destinations").index(at).key("destination")),
                    format!("no rate line{class} is called {}", own.destination),
                    "spell the destination as `rates.lines` does, or take the figure out",
                );
            }
        }
    }
}
