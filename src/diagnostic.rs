//! A finding: one fact about a deal or a clause file, with its place and its remedy.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::source::Place;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing; stops nothing.
    Note,
    /// Likely a mistake; stops nothing.
    Warning,
    /// A fact still missing: a blank in a draft, refused by `--final`.
    OpenPoint,
    /// Stops every draft.
    Error,
}

impl Level {
    /// The word that prints before a finding of this level.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::OpenPoint => "open point",
            Self::Error => "error",
        }
    }
}

/// A change of the file that a finding stands in, which mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file that go; empty to put text in.
    pub span: Range<usize>,
    /// What stands there then.
    pub text: String,
}

/// A finding. `message` states the fact, `help` the remedy; neither repeats the other.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Stable code, such as `SLA003`.
    pub code: &'static str,
    /// Its weight.
    pub level: Level,
    /// The fact, in one line, without a full stop.
    pub message: String,
    /// Where the fact stands.
    pub place: Option<Place>,
    /// Path of the deal field, such as `rates.lines[0].rate`; empty if the place is not in a deal.
    pub path: String,
    /// Other places that belong to it, each with what it shows.
    pub related: Vec<(Place, String)>,
    /// The remedy; may hold several lines, such as YAML to paste.
    pub help: Option<String>,
    /// Where the remedy is mechanical: the edits of the file of `place` that carry it out, together.
    pub edits: Vec<Edit>,
    /// Whether its words name a party of the deal, so that the same words about another are another finding.
    pub names_party: bool,
}

impl Finding {
    /// Starts a finding without a place.
    pub fn new(code: &'static str, level: Level, message: impl Into<String>) -> Self {
        Self {
            code,
            level,
            message: message.into(),
            place: None,
            path: String::new(),
            related: Vec::new(),
            help: None,
            edits: Vec::new(),
            names_party: false,
        }
    }

    /// Starts an error.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, message)
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds the deal path.
    #[must_use]
    pub fn on(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Adds a related place and what it shows.
    #[must_use]
    pub fn see(mut self, place: Place, what: impl Into<String>) -> Self {
        self.related.push((place, what.into()));
        self
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Sorts findings as a reader meets them: by file in order of first mention, then by place, then by code.
pub fn sort(findings: &mut [Finding]) {
    let mut files: Vec<String> = Vec::new();
    for finding in findings.iter() {
        if let Some(place) = &finding.place {
            let name = place.source.name.to_string();
            if !files.contains(&name) {
                files.push(name);
            }
        }
    }
    findings.sort_by_cached_key(|finding| {
        let (file, start) = match &finding.place {
            Some(place) => {
                (files.iter().position(|name| **name == *place.source.name).map_or(0, |at| at + 1), place.span.start)
            }
            None => (0, 0),
        };
        (file, start, finding.code, finding.message.clone())
    });
}
