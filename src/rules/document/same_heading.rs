use std::collections::HashMap;

use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::PassageKind;
use crate::document::{Block, HeadingKind, plain_text};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC015", level: Level::Note, summary: "two headings read the same", check: Check::Draft(check) };

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let mut passages = draft.passages().iter().filter(|passage| passage.kind == PassageKind::Heading);
    let mut first: HashMap<(HeadingKind, String, String), String> = HashMap::new();
    let mut schedule = String::new();
    for block in &draft.document.blocks {
        let Block::Heading(heading) = block else { continue };
        let title = plain_text(&heading.title);
        if heading.kind == HeadingKind::Schedule {
            schedule.clone_from(&heading.label);
        }
        // Sections are compared within their schedule, because each schedule may have the same section.
        let within = if heading.kind == HeadingKind::Section { schedule.clone() } else { String::new() };
        let passage = passages.by_ref().find(|passage| *passage.text == title);
        if let Some(other) = first.get(&(heading.kind, within.clone(), title.to_lowercase())) {
            let Some(passage) = passage else { continue };
            let message = format!("{} and {} are both headed “{title}”", other, heading.label);
            let help = "give each a heading of its own";
            place::add(report, library, passage, 0..title.len(), message, help);
        } else {
            first.insert((heading.kind, within, title.to_lowercase()), heading.label.clone());
        }
    }
}
