//! Every check of a deal and of the paper made from it: one file a rule, one page under `docs/rules/` a code.
//!
//! A rule speaks in deal paths; the place is looked up once, here. To add one, see CONTRIBUTING.

use crate::deal::Deal;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::document::assemble::Draft;
use crate::library::Library;

pub mod party;

/// A check.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable code; the file and the page bear it.
    pub code: &'static str,
    /// Its usual weight.
    pub level: Level,
    /// The fact that it finds, in a line.
    pub summary: &'static str,
    /// What it reads.
    pub check: Check,
}

/// What a rule reads, and so when it runs.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The deal alone.
    Deal(fn(&Deal, &mut Report<'_>)),
    /// The assembled paper, with the library that it came from.
    Draft(fn(&Draft, &Library, &mut Report<'_>)),
}

/// Every rule, in the order of the code.
pub const ALL: &[&Rule] = &[&party::we::RULE];

/// Takes what one rule finds.
pub struct Report<'a> {
    /// The deal and its file.
    pub file: &'a DealFile,
    /// The day on which what depends on the day is judged.
    pub as_of: jiff::civil::Date,
    /// Whether the paper is to be signed.
    pub final_version: bool,
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    /// Adds a finding at a deal path; its help, level and related places can then be set.
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>) -> &mut Finding {
        let path = path.into();
        let place = self.file.place(&path);
        self.findings.push(Finding::new(self.rule.code, self.rule.level, message).on(path).at(place));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// Runs the rules that read the deal, or those that read the draft if there is one.
pub fn run(
    file: &DealFile,
    draft: Option<(&Draft, &Library)>,
    as_of: jiff::civil::Date,
    final_version: bool,
    findings: &mut Vec<Finding>,
) {
    for rule in ALL {
        let mut report = Report { file, as_of, final_version, rule, findings };
        match (rule.check, draft) {
            (Check::Deal(check), None) => check(&file.deal, &mut report),
            (Check::Draft(check), Some((draft, library))) => check(draft, library, &mut report),
            _ => {}
        }
    }
}
