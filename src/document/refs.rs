//! Resolves references by id to the words that print.

use std::collections::HashMap;

use super::number::PlaceName;
use super::{Block, Inline, Inlines, plain_text};
use crate::source::PlacedWords;

/// Fills in every reference of a block that stands in `schedule`; returns the targets that do not exist.
pub fn resolve(block: &mut Block, schedule: Option<&str>, names: &HashMap<String, PlaceName>) -> Vec<PlacedWords> {
    let mut dangling = Vec::new();
    let mut fill = |text: &mut Inlines| resolve_text(text, schedule, names, &mut dangling);
    match block {
        Block::Heading(heading) => fill(&mut heading.title),
        Block::Paragraph(paragraph) => fill(&mut paragraph.text),
        Block::Table(table) => {
            table.header.iter_mut().for_each(&mut fill);
            table.rows.iter_mut().flatten().for_each(&mut fill);
        }
        Block::Signatures(_) | Block::Chart(_) => {}
    }
    dangling
}

fn resolve_text(
    text: &mut Inlines,
    schedule: Option<&str>,
    names: &HashMap<String, PlaceName>,
    dangling: &mut Vec<PlacedWords>,
) {
    let mut before = String::new();
    for inline in text.iter_mut() {
        match inline {
            Inline::Ref { target, text } => match names.get(&**target) {
                Some(name) => {
                    let here =
                        schedule.is_some() && name.schedule.as_deref() == schedule && schedule != Some(&**target);
                    let words = if here { &name.short } else { &name.full };
                    let first = before.trim_end().is_empty() || before.trim_end().ends_with(['.', ':']);
                    *text = if first { capitalised(words) } else { words.clone() };
                    *target = name.anchor.as_str().into();
                }
                None => dangling.push(target.clone()),
            },
            Inline::Strong(inner) | Inline::Emphasis(inner) => resolve_text(inner, schedule, names, dangling),
            _ => {}
        }
        before.push_str(&plain_text(std::slice::from_ref(inline)));
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
