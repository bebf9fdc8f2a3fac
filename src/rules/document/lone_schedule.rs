use std::collections::{HashMap, HashSet};

use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::{Block, HeadingKind, Inline, Inlines, plain_text};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC014",
    level: Level::Warning,
    summary: "no clause refers to a schedule",
    check: Check::Draft(check),
};

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    // The schedule of each anchor, and the anchors that other parts refer to.
    let mut inside: HashMap<&str, &str> = HashMap::new();
    let mut spoken: Vec<(&str, &str)> = Vec::new();
    let mut schedules = Vec::new();
    let mut here = "";
    for block in &draft.document.blocks {
        match block {
            Block::Heading(heading) => {
                match heading.kind {
                    HeadingKind::Schedule => {
                        here = &heading.anchor;
                        schedules.push(heading);
                    }
                    HeadingKind::Part | HeadingKind::Clause => here = "",
                    HeadingKind::Section => {}
                }
                inside.insert(&heading.anchor, here);
            }
            Block::Paragraph(paragraph) => {
                inside.extend(paragraph.anchor.as_deref().map(|anchor| (anchor, here)));
                targets(&paragraph.text, &mut |target| spoken.push((target, here)));
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    targets(cell, &mut |target| spoken.push((target, here)));
                }
            }
            Block::Signatures(_) | Block::Chart(_) => {}
        }
    }
    let known: HashSet<&str> = spoken
        .iter()
        .filter_map(|(target, from)| inside.get(target).copied().filter(|schedule| schedule != from))
        .collect();
    for heading in schedules.into_iter().filter(|heading| !known.contains(heading.anchor.as_str())) {
        let Some(clause) = library.clauses.get(&heading.anchor) else { continue };
        report.at(
            Place::of(&clause.source, "title:"),
            format!("no clause of this draft refers to {}, {}", heading.label, plain_text(&heading.title)),
            format!(
                "refer to it by `[](#{})` in the clause that it belongs to, or remove it from the outline",
                clause.id
            ),
        );
    }
}

fn targets<'a>(text: &'a Inlines, visit: &mut impl FnMut(&'a str)) {
    for inline in text {
        match inline {
            Inline::Ref { target, .. } => visit(target),
            Inline::Strong(inner) | Inline::Emphasis(inner) => targets(inner, visit),
            _ => {}
        }
    }
}
