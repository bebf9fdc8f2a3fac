use crate::deal::Deal;
use crate::deal::sla::{Application, Sla};
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA013",
    level: Level::Warning,
    summary: "credits are automatic, and a time to claim them is set",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let automatic = |sla: &Sla| sla.credits.application == Application::Automatic;
    // A time set in the section may be meant for the flows that do claim.
    let claims = deal.sla.flows.values().any(|sla| !automatic(sla));
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| automatic(sla.value)) {
        let path = sla.path("credits.claim");
        let whole_section = path == "sla.credits.claim";
        if !sla.gives(&["credits.claim"]) || report.file.tree.find(&path).is_none() || whole_section && claims {
            continue;
        }
        report
            .add(
                path,
                format!("credits come with the next invoice, and are to be claimed within {}", sla.value.credits.claim),
                "remove `claim`, or write `application: on_claim`",
            )
            .also(sla.path("credits.application"), "how credits are given");
    }
}
