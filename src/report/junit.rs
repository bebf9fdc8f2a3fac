//! Findings as JUnit's XML, which every CI shows as tests: a suite for each file, a case for each finding.
//!
//! An error is a failed case; the others pass and say in their output what was found. A deal without findings is one case.

use std::collections::BTreeMap;

use crate::characters::visible_lines;
use crate::diagnostic::{Finding, Level};
use crate::report::policies::JudgingPolicy;

/// The suite of findings that have no place.
pub(super) const NOWHERE: &str = "peerpact";

/// Cases by the names of their suites.
pub(super) type Suites = BTreeMap<String, Vec<Case>>;

/// What a report says of one finding, or of a deal without any. Its texts are those that were meant, without escapes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Case {
    pub name: String,
    /// The suite that it belongs to, as the case itself repeats it.
    pub suite: String,
    pub outcome: CaseResult,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum CaseResult {
    #[default]
    Passed,
    Failed {
        code: String,
        message: String,
        text: String,
    },
    /// It passed, and says what was found.
    Said(String),
}

/// Renders findings as one document that ends in a line break; the suites are sorted by name.
#[must_use]
pub fn render(findings: &[Finding], policies: &[JudgingPolicy]) -> String {
    let mut suites = Suites::new();
    for deal in policies.iter().flat_map(|policy| &policy.deals) {
        suites.entry(deal.clone()).or_default();
    }
    for finding in findings {
        let suite = finding.place.as_ref().map_or(NOWHERE, |place| &place.source.name);
        suites.entry(suite.to_owned()).or_default().push(case(finding, suite));
    }
    for (suite, cases) in &mut suites {
        if cases.is_empty() {
            cases.push(Case { name: "no findings".to_owned(), suite: suite.clone(), outcome: CaseResult::Passed });
        }
    }
    document(&suites)
}

/// The document of suites.
pub(super) fn document(suites: &Suites) -> String {
    let failed = |cases: &[Case]| cases.iter().filter(|case| matches!(case.outcome, CaseResult::Failed { .. })).count();
    let (mut tests, mut failures) = (0, 0);
    let mut body = String::new();
    for (name, cases) in suites {
        let (all, failed) = (cases.len(), failed(cases));
        (tests, failures) = (tests + all, failures + failed);
        let name = escaped(name);
        body.push_str(&format!("  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\">\n"));
        cases.iter().for_each(|case| body.push_str(&format!("    {}\n", written(case))));
        body.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"peerpact\" tests=\"{tests}\" failures=\"{failures}\" \
         errors=\"0\">\n{body}</testsuites>\n"
    )
}

fn case(finding: &Finding, suite: &str) -> Case {
    let at = finding.place.as_ref().map_or_else(String::new, |place| format!("{suite}:{}\n", place.line_column().0));
    let help = finding.remedy_text().map_or_else(String::new, |help| format!("\n{help}"));
    let text = format!("{at}{}{help}", finding.message);
    let outcome = match finding.level {
        Level::Error => CaseResult::Failed { code: finding.code.to_owned(), message: finding.message.clone(), text },
        level => CaseResult::Said(format!("{}: {text}", level.name())),
    };
    let name = format!("{} {}", finding.code, finding.path_text()).trim_end().to_owned();
    Case { name, suite: suite.to_owned(), outcome }
}

/// A case as one line of XML. Whatever its texts hold, none of them ends the line, the attribute or the element.
fn written(case: &Case) -> String {
    let head = format!("<testcase name=\"{}\" classname=\"{}\"", escaped(&case.name), escaped(&case.suite));
    match &case.outcome {
        CaseResult::Passed => format!("{head}/>"),
        CaseResult::Failed { code, message, text } => format!(
            "{head}><failure type=\"{}\" message=\"{}\">{}</failure></testcase>",
            escaped(code),
            escaped(message),
            escaped(text)
        ),
        CaseResult::Said(text) => format!("{head}><system-out>{}</system-out></testcase>", escaped(text)),
    }
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
