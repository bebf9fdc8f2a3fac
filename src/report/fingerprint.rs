//! What a finding is known by when its line has moved: file, code, path and words, as a baseline knows it.

use std::collections::HashMap;

use crate::diagnostic::Finding;
use crate::report::baseline::words;
use crate::source::sha256;

/// The fingerprint of each finding, in their order: a SHA-256 in hexadecimal. Equal findings are told apart by their order alone.
#[must_use]
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let one = |finding: &Finding| {
        let file = finding.place.as_ref().map(|place| place.source.name.to_string()).unwrap_or_default();
        let known = [finding.code, &file, &finding.path_text(), &words(&finding.message)].join("\n");
        let times = seen.entry(known.clone()).or_default();
        *times += 1;
        sha256(format!("{known}\n{times}").as_bytes())
    };
    findings.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, Source};

    #[test]
    fn a_finding_is_known_wherever_its_line_has_moved() {
        let of = |text: &str, message: &str| {
            Finding::error("SLA003", message).at(Place::of(&Source::new("deal.yaml", text), "1 %")).on("sla")
        };
        let first = fingerprints(&[of("sla: 1 %\n", "of 90 days"), of("sla: 1 %\n", "of 90 days")]);
        let moved = fingerprints(&[of("a: 2\n\nsla: 1 %\n", "of 91 days"), of("a: 2\n\nsla: 1 %\n", "of 91 days")]);
        assert_eq!(first, moved);
        assert_ne!(first[0], first[1]);
        assert_ne!(first[0], fingerprints(&[of("sla: 1 %\n", "of weeks")])[0]);
    }
}
