use crate::deal::read::DealFile;
use crate::deal::state::{DealState, terms};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV007",
    level: Level::Error,
    summary: "the deal says something else than what was signed",
    check: Check::File(check),
};

fn check(file: &DealFile, report: &mut Report<'_>) {
    let signed = file.deal.history.iter().enumerate().rfind(|(_, step)| step.state == DealState::Signed);
    let Some((at, step)) = signed else { return };
    if step.terms.as_ref().is_some_and(|signed| signed.as_str() != terms(file)) {
        report.add(
            Path::from("history").index(at).key("terms"),
            format!("the deal was signed on {}, and its terms have changed since", step.on),
            "put the signed terms back, and make the change in a copy without `state` and `history`: \
             `peerpact amend SIGNED NEW` prints the amendment",
        );
    }
}
