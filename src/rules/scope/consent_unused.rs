use crate::deal::Deal;
use crate::deal::scope::AutomatedCalls;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE012",
    level: Level::Warning,
    summary: "a consent process is named and not printed",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let now = match deal.scope.automated_calls {
        AutomatedCalls::Allowed => return,
        AutomatedCalls::PriorNotice => "need a notice of each campaign, with its proof of consent",
        AutomatedCalls::Prohibited => "may not be sent",
    };
    if deal.scope.consent_process.known().is_some() {
        report
            .add(
                "scope.consent_process",
                format!("a process of consent to automated calls is named, and such calls {now}"),
                "remove it, or write `automated_calls: allowed`",
            )
            .also("scope.automated_calls", "whether they may be sent");
    }
}
