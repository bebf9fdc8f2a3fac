//! The levels of findings in a run: the one place where they change after a rule has run.
//!
//! A policy may raise any level, and lower a warning or a note. It cannot lower open points and errors. In a paper for signature an
//! open point is an error, and so are the codes of `FINAL`.

use std::collections::BTreeMap;

use super::waivers::waive;
use super::{Run, catalogue, unknown_code};
use crate::deal::read::DealFile;
use crate::diagnostic::{self, Finding, Level};
use crate::policy::{Policy, Weight};

/// Why the levels of a policy file are invalid.
#[must_use]
pub fn fault(levels: &BTreeMap<String, Weight>) -> Option<String> {
    let codes = catalogue();
    levels.iter().find_map(|(code, weight)| {
        let Some(known) = codes.iter().find(|known| known.code == code) else {
            return Some(unknown_code(code));
        };
        let lowered = known.level >= Level::OpenPoint && weight.level().is_none_or(|level| level < known.level);
        lowered.then(|| format!("{code} finds an {}, which cannot be lowered", known.level.name()))
    })
}

/// Codes whose findings are errors in a paper for signature, whatever their level in a draft: law and lists that are out of date,
/// and positions that nobody approved.
const FINAL: [&str; 3] = ["GOV002", "REG003", "REG007"];

/// Codes that speak of the library's age. They belong to the library, and not to a deal.
pub const AGE: [&str; 2] = ["REG003", "REG011"];

/// Leaves each note on the library's age once in a run over several deals.
pub fn once(findings: &mut Vec<Finding>) {
    let mut said: Vec<(&str, String)> = Vec::new();
    findings.retain(|finding| {
        if finding.level != Level::Note || !AGE.contains(&finding.code) {
            return true;
        }
        let new = !said.iter().any(|(code, message)| *code == finding.code && *message == finding.message);
        if new {
            said.push((finding.code, finding.message.clone()));
        }
        new
    });
}

/// How much of a deal was judged, for its waivers.
#[derive(Debug, Clone, Copy)]
pub enum Waivers<'a> {
    /// No deal is named, so nothing is waived.
    None,
    /// The whole deal was judged: a waiver that sets nothing aside is itself a finding.
    Whole(&'a DealFile),
    /// Only some rules ran, so a waiver's finding may not have been looked for.
    Part(&'a DealFile),
}

/// Weighs all findings of a run by policy, waivers and `--final`, and sorts them. Returns what was waived, each with the index of
/// its waiver in the deal's list.
pub fn weigh(waivers: Waivers<'_>, run: &Run<'_>, findings: &mut Vec<Finding>) -> Vec<(usize, Finding)> {
    if run.final_version {
        // A departure that nobody is asked about is no lack.
        let is_asked = |finding: &Finding| finding.stand.is_none() || finding.level != Level::Note;
        for finding in findings.iter_mut().filter(|one| FINAL.contains(&one.code) && is_asked(one)) {
            finding.level = Level::Error;
        }
    }
    apply(&run.policy, findings);
    let mut said = Vec::new();
    let waived = match waivers {
        Waivers::None => Vec::new(),
        Waivers::Whole(file) => waive(file, run.as_of, findings, &mut said),
        Waivers::Part(file) => waive(file, run.as_of, findings, &mut Vec::new()),
    };
    apply(&run.policy, &mut said);
    findings.append(&mut said);
    if run.final_version {
        for finding in findings.iter_mut().filter(|finding| finding.level == Level::OpenPoint) {
            finding.level = Level::Error;
        }
    }
    diagnostic::sort(findings);
    waived
}

/// Gives each finding its level in this house, and drops those that are off.
fn apply(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        let raised = policy.raised.get(finding.code).copied().and_then(Weight::level);
        let level = match policy.levels.get(finding.code).copied().map(Weight::level) {
            Some(Some(level)) if level > finding.level || finding.level < Level::OpenPoint => Some(level),
            Some(None) if finding.level < Level::OpenPoint => None,
            _ => Some(finding.level),
        };
        level.max(raised).is_some_and(|level| {
            finding.level = level;
            true
        })
    });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::policy::PolicyFile;

    fn policy(levels: &str) -> Policy {
        Policy::read(Path::new("peerpact.toml"), &format!("[levels]\n{levels}")).unwrap()
    }

    #[test]
    fn a_missing_fact_and_a_contradiction_cannot_be_lowered() {
        for bad in ["DEAL001 = \"off\"", "DEAL010 = \"warning\"", "RATE003 = \"note\"", "RATE00X = \"note\""] {
            assert!(fault(&policy(bad).levels).is_some(), "{bad}");
        }
        for good in ["DEAL010 = \"error\"", "SLA001 = \"off\"", "SLA001 = \"error\"", "DISP004 = \"warning\""] {
            assert_eq!(fault(&policy(good).levels), None, "{good}");
        }
    }

    #[test]
    fn a_finding_graver_than_its_rule_keeps_its_weight() {
        let mut findings = vec![
            Finding::new("SLA001", Level::Warning, "one"),
            Finding::new("SLA001", Level::Error, "two"),
            Finding::new("SLA002", Level::Note, "three"),
        ];
        apply(&policy("SLA001 = \"off\"\nSLA002 = \"error\""), &mut findings);
        let left: Vec<_> = findings.iter().map(|finding| (finding.message.as_str(), finding.level)).collect();
        assert_eq!(left, [("two", Level::Error), ("three", Level::Error)]);
    }

    #[test]
    fn a_nearer_file_raises_and_never_lowers() {
        let file = |levels: &str| PolicyFile::read(Path::new("x"), format!("[levels]\n{levels}").as_bytes()).unwrap();
        let near = "SLA001 = \"off\"\nSLA002 = \"off\"\nSLA003 = \"error\"\nSLA004 = \"warning\"";
        let policy = Policy::merged(vec![file("SLA001 = \"error\"\nSLA004 = \"off\""), file(near)]);
        let mut findings: Vec<Finding> =
            ["SLA001", "SLA002", "SLA003", "SLA004"].map(|code| Finding::new(code, Level::Warning, code)).into();
        apply(&policy, &mut findings);
        let levels: Vec<Level> = findings.iter().map(|finding| finding.level).collect();
        assert_eq!(levels, [Level::Error, Level::Warning, Level::Error, Level::Warning]);
    }
}
