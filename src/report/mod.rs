//! Turns findings into text, for people and for programs.
//!
//! A new machine format is one file, one variant of [`ReportFormat`] and one arm in [`machine`].

use crate::diagnostic::{Finding, Level};
use crate::source::Place;

pub mod approvals;
pub mod baseline;
pub mod columns;
pub mod due;
pub mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
mod junit_read;
pub mod merge;
pub mod policies;
pub mod rate_offers;
pub mod region;
pub mod rates;
pub mod redline;
pub mod returned;
pub mod sarif;
pub mod summary;

/// A way to report findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// For people, who read standard error.
    Human,
    /// One JSON document, described by its schema.
    Json,
    /// One SARIF 2.1.0 document, for code hosts.
    Sarif,
    /// Workflow commands for GitHub's annotations.
    Github,
    /// One JUnit document, which every CI shows as tests.
    Junit,
    /// GitLab's code quality report.
    Gitlab,
}

impl ReportFormat {
    /// Every format, in the order of the help.
    pub const ALL: [Self; 6] = [Self::Human, Self::Json, Self::Sarif, Self::Github, Self::Junit, Self::Gitlab];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
        }
    }
}

/// Renders findings for a program that reads standard output; `None` if the format is for people.
#[must_use]
pub fn machine(findings: &[Finding], policies: &[policies::JudgingPolicy], format: ReportFormat) -> Option<String> {
    match format {
        ReportFormat::Human => None,
        ReportFormat::Json => Some(json::render(findings, policies)),
        ReportFormat::Sarif => Some(sarif::render(findings, policies)),
        ReportFormat::Github => Some(github::render(findings)),
        ReportFormat::Junit => Some(junit::render(findings, policies)),
        ReportFormat::Gitlab => Some(gitlab::render(findings, policies)),
    }
}

/// Sorts the findings of a run over several deals for programs: by the path of the file, then by place, code and words. So reports of
/// shards that are put together (`merge`) are the report of one run.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| {
        let place = finding.place.as_ref();
        let file = place.map_or_else(|| vec![String::new()], |place| region::parts(&place.source.name));
        (file, place.map(Place::line_column), finding.code, finding.message.clone())
    });
}

/// How many facts were found at each level; a finding that only counts some is as many as it stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Facts at [`Level::Error`].
    pub errors: usize,
    /// Facts at [`Level::OpenPoint`].
    pub open_points: usize,
    /// Facts at [`Level::Warning`].
    pub warnings: usize,
    /// Facts at [`Level::Note`].
    pub notes: usize,
}

impl Tally {
    /// Counts what findings stand for, by their level.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            match finding.level {
                Level::Error => tally.errors += finding.stands_for,
                Level::OpenPoint => tally.open_points += finding.stands_for,
                Level::Warning => tally.warnings += finding.stands_for,
                Level::Note => tally.notes += finding.stands_for,
            }
        }
        tally
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut separator = "";
        for (count, level) in [
            (self.errors, Level::Error),
            (self.open_points, Level::OpenPoint),
            (self.warnings, Level::Warning),
            (self.notes, Level::Note),
        ] {
            if count > 0 {
                let plural = if count == 1 { "" } else { "s" };
                write!(f, "{separator}{count} {}{plural}", level.name())?;
                separator = ", ";
            }
        }
        if separator.is_empty() { f.write_str("no findings") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_names_what_there_is_and_only_that() {
        let tally = Tally { errors: 2, open_points: 3, warnings: 1, notes: 0 };
        assert_eq!(tally.to_string(), "2 errors, 3 open points, 1 warning");
        assert_eq!(Tally::default().to_string(), "no findings");
    }
}
