//! The order of the agreement: `templates/agreement.md`.

use crate::diagnostic::Finding;
use crate::source::{Place, PlacedWords, Source};

/// The title, and the order of clauses and schedules.
#[derive(Debug, Clone, Default)]
pub struct Outline {
    /// Title of the agreement, for the cover.
    pub title: String,
    /// Its entries, in printing order.
    pub entries: Vec<OutlineEntry>,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutlineEntry {
    /// A part of the body begins.
    Part(PlacedWords),
    /// A clause of the body.
    Clause(String),
    /// Several clauses of the body under one heading.
    Article(PlacedWords, Vec<String>),
    /// A schedule, with the clauses printed as its last sections.
    Schedule(String, Vec<String>),
    /// The signature blocks of all parties.
    Signatures,
}

impl Outline {
    /// Reads an outline: `# title`, `## part`, `- clause.id`, `- Article:` with `  - clause.id` below it, `- schedule.id` with
    /// `  - section.id` below it, where `reg.*` names every country's section, and `- signatures`.
    pub fn read(source: &Source, sections: &[String], findings: &mut Vec<Finding>) -> Self {
        let mut out = Self::default();
        let mut from = 0;
        for (at, whole) in source.text.split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches(['\n', '\r']);
            let nested = line.starts_with("  ");
            let start = from;
            from += whole.len();
            // The title is the end of its line.
            let run = |title: &str, after: usize| {
                let end = start + line.trim_end().len() - after;
                PlacedWords::written_at(title, end - title.len())
            };
            let line = line.trim();
            if let Some(title) = line.strip_prefix("# ") {
                out.title = title.trim().to_owned();
            } else if let Some(part) = line.strip_prefix("## ") {
                // Schedules have labels of their own, so this heading makes no part.
                if part.trim() != "Schedules" {
                    out.entries.push(OutlineEntry::Part(run(part.trim(), 0)));
                }
            } else if let Some(id) = line.strip_prefix("- ") {
                let id = id.trim().to_owned();
                match out.entries.last_mut() {
                    Some(OutlineEntry::Schedule(_, inside)) if nested && id == "reg.*" => {
                        inside.extend_from_slice(sections)
                    }
                    Some(OutlineEntry::Schedule(_, inside) | OutlineEntry::Article(_, inside)) if nested => {
                        inside.push(id)
                    }
                    _ if id.ends_with(':') => {
                        let title = id.trim_end_matches(':');
                        out.entries.push(OutlineEntry::Article(run(title, id.len() - title.len()), Vec::new()));
                    }
                    _ if id == "signatures" => out.entries.push(OutlineEntry::Signatures),
                    _ if id.starts_with("schedule.") => out.entries.push(OutlineEntry::Schedule(id, Vec::new())),
                    _ => out.entries.push(OutlineEntry::Clause(id)),
                }
            } else if !line.is_empty() {
                findings.push(
                    Finding::error("LIB007", "this line of the outline is neither title, part nor clause")
                        .at(Place::new(source, source.line_span(at + 1)))
                        .help("write `# title`, `## part` or `- clause.id`"),
                );
            }
        }
        out
    }

    /// Every clause id that it names.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| match entry {
            OutlineEntry::Clause(id) => vec![id.as_str()],
            OutlineEntry::Article(_, inside) => inside.iter().map(String::as_str).collect(),
            OutlineEntry::Schedule(id, inside) => {
                std::iter::once(id.as_str()).chain(inside.iter().map(String::as_str)).collect()
            }
            OutlineEntry::Part(_) | OutlineEntry::Signatures => Vec::new(),
        })
    }
}
