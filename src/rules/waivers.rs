//! The warnings that a deal waives.

use super::{catalogue, unknown_code};
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::path::Path;

/// Sets aside the warnings that the deal waives; returns each with the index of its waiver in the deal's list. A waiver that is
/// expired or matches nothing sets nothing aside and is itself a finding, added to `said`.
pub(super) fn waive(
    file: &DealFile,
    as_of: jiff::civil::Date,
    findings: &mut Vec<Finding>,
    said: &mut Vec<Finding>,
) -> Vec<(usize, Finding)> {
    let mut waived = Vec::new();
    for (at, waiver) in file.deal.waivers.iter().enumerate() {
        let path = Path::from("waivers").index(at);
        let mut say = |message: String, help: &str| {
            let place = file.place(&path.key("rule"));
            said.push(Finding::new("DEAL011", Level::Warning, message).on(path.clone()).at(place).help(help));
        };
        if waiver.until.known().is_some_and(|until| until.0 < as_of) {
            say(format!("the waiver of {} has expired", waiver.rule), "judge the warning again, or remove the waiver");
            continue;
        }
        if !catalogue().iter().any(|code| code.code == waiver.rule) {
            say(unknown_code(&waiver.rule), "write the finding's code, or remove the waiver");
            continue;
        }
        let before = waived.len();
        let set_aside = findings
            .extract_if(.., |finding| finding.code == waiver.rule && finding.level == Level::Warning)
            .map(|finding| (at, finding));
        waived.extend(set_aside);
        if waived.len() == before {
            say(format!("the waiver of {} matches no warning", waiver.rule), "remove it; only warnings can be waived");
        }
    }
    waived
}
