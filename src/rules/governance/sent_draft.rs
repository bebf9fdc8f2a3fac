use crate::deal::read::DealFile;
use crate::deal::state::{DealState, terms};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV006",
    level: Level::Error,
    summary: "the deal changed under the number of a draft that was sent",
    check: Check::File(check),
};

fn check(file: &DealFile, report: &mut Report<'_>) {
    let deal = &file.deal;
    // GOV007 finds what changed in a deal that is signed.
    if deal.history.iter().any(|step| step.state == DealState::Signed) {
        return;
    }
    let of_this = |step: &&(usize, &crate::deal::state::Milestone)| {
        step.1.state == DealState::Sent && step.1.draft == Some(deal.draft)
    };
    let steps: Vec<_> = deal.history.iter().enumerate().collect();
    let Some((at, step)) = steps.iter().rfind(of_this) else { return };
    let Some(sent) = &step.terms else { return };
    let now = terms(file);
    if sent.as_str() != now {
        let next = deal.draft.saturating_add(1);
        report
            .add(
                "draft",
                format!("draft {} was sent on {}, and the deal has changed since", deal.draft, step.on),
                format!("write `draft: {next}`: two papers of one number cannot be told apart"),
            )
            .also(Path::from("history").index(*at), "as it was sent");
    }
}
