//! Findings as JUnit's XML, which every CI shows as tests: a suite for each file, a case for each finding.
//!
//! An error is a failed case; the others pass and say in their output what was found. A deal without findings is one case. Each case
//! is one line of the document, so that reports of shards can be put together (`merge`).

use std::collections::BTreeMap;

use crate::characters::visible_lines;
use crate::diagnostic::{Finding, Level};
use crate::report::policies::JudgingPolicy;

/// The suite of findings that have no place.
pub(super) const NOWHERE: &str = "peerpact";

/// Renders findings as one document that ends in a line break; the suites are sorted by name.
#[must_use]
pub fn render(findings: &[Finding], policies: &[JudgingPolicy]) -> String {
    let mut suites: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for deal in policies.iter().flat_map(|policy| &policy.deals) {
        suites.entry(escaped(deal)).or_default();
    }
    for finding in findings {
        let suite = finding.place.as_ref().map_or(NOWHERE, |place| &place.source.name);
        suites.entry(escaped(suite)).or_default().push(case(finding, suite));
    }
    for (suite, cases) in &mut suites {
        if cases.is_empty() {
            cases.push(format!("<testcase name=\"no findings\" classname=\"{suite}\"/>"));
        }
    }
    document(&suites)
}

/// The document of suites, by their escaped names.
pub(super) fn document(suites: &BTreeMap<String, Vec<String>>) -> String {
    let count = |cases: &[String]| (cases.len(), cases.iter().filter(|case| case.contains("<failure ")).count());
    let (mut tests, mut failures) = (0, 0);
    let mut body = String::new();
    for (name, cases) in suites {
        let (all, failed) = count(cases);
        (tests, failures) = (tests + all, failures + failed);
        body.push_str(&format!("  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\">\n"));
        cases.iter().for_each(|case| body.push_str(&format!("    {case}\n")));
        body.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"peerpact\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"0\">\n{body}</testsuites>\n"
    )
}

fn case(finding: &Finding, suite: &str) -> String {
    let at = finding.place.as_ref().map_or_else(String::new, |place| format!("{suite}:{}\n", place.line_column().0));
    let help = finding.remedy_text().map_or_else(String::new, |help| format!("\n{help}"));
    let text = escaped(&format!("{at}{}{help}", finding.message));
    let name = escaped(format!("{} {}", finding.code, finding.path_text()).trim_end());
    let said = match finding.level {
        Level::Error => {
            format!(
                "<failure type=\"{}\" message=\"{}\">{text}</failure>",
                escaped(finding.code),
                escaped(&finding.message)
            )
        }
        level => format!("<system-out>{}: {text}</system-out>", level.name()),
    };
    format!("<testcase name=\"{name}\" classname=\"{}\">{said}</testcase>", escaped(suite))
}

/// Text that is safe in an attribute and in content, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in visible_lines(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            _ => out.push(character),
        }
    }
    out
}
