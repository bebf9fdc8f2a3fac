//! What a house makes of the usual weights.
//!
//! A policy may raise any weight, and lower a warning or a note. What is missing or contradicts itself stays what it is.

use super::catalogue;
use crate::deal::schema::nearest;
use crate::diagnostic::{Finding, Level};
use crate::policy::{Policy, Weight};

/// Why a policy's weights cannot stand.
#[must_use]
pub fn fault(policy: &Policy) -> Option<String> {
    let codes = catalogue();
    policy.levels.iter().find_map(|(code, weight)| {
        let Some(known) = codes.iter().find(|known| known.code == code) else {
            return Some(unknown(code));
        };
        let lowered = known.level >= Level::OpenPoint && weight.level().is_none_or(|level| level < known.level);
        lowered.then(|| format!("{code} finds an {}, which cannot be lowered", known.level.name()))
    })
}

/// Says that a code is none, and which one is near.
#[must_use]
pub fn unknown(code: &str) -> String {
    let codes = catalogue();
    let near = nearest(code, codes.iter().map(|known| known.code));
    let hint = near.map_or("`peerpact rules` lists them".into(), |near| format!("did you mean `{near}`?"));
    format!("there is no rule `{code}`; {hint}")
}

/// Gives each finding the weight that it has in this house, and drops those that have none.
pub fn apply(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        let Some(weight) = policy.levels.get(finding.code).copied().map(Weight::level) else { return true };
        match weight {
            Some(level) if level > finding.level || finding.level < Level::OpenPoint => finding.level = level,
            None if finding.level < Level::OpenPoint => return false,
            _ => {}
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn policy(levels: &str) -> Policy {
        Policy::read(Path::new("peerpact.toml"), &format!("[levels]\n{levels}")).unwrap()
    }

    #[test]
    fn a_missing_fact_and_a_contradiction_cannot_be_lowered() {
        for bad in ["DEAL001 = \"off\"", "DEAL010 = \"warning\"", "RATE003 = \"note\"", "RATE00X = \"note\""] {
            assert!(fault(&policy(bad)).is_some(), "{bad}");
        }
        for good in ["DEAL010 = \"error\"", "SLA001 = \"off\"", "SLA001 = \"error\"", "DISP004 = \"warning\""] {
            assert_eq!(fault(&policy(good)), None, "{good}");
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
}
