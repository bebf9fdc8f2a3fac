use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::formulas::availability::combined;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA012",
    level: Level::Note,
    summary: "speech is promised for less time than signalling",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&["availability", "media"])) {
        let (Some(signalling), Some(media)) = (sla.value.availability.known(), sla.value.media.known()) else {
            continue;
        };
        if media >= signalling {
            continue;
        }
        let Some(both) = combined(*signalling, *media) else { continue };
        report
            .add(
                sla.path("media"),
                format!(
                    "calls can be set up for {signalling} of the time, and speech flows for {media} of that: together {both}"
                ),
                "compare offers by the figure for both, or agree on the same figure for both",
            )
            .also(sla.path("availability"), "the time in which calls can be set up");
    }
}
