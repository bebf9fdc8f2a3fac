//! Resolves references by id to the words that print.

use std::collections::HashMap;

use super::number::PlaceName;
use super::{Block, Inline, Inlines, plain_text};
use crate::source::PlacedWords;

/// Fills in every reference of a block that stands in `schedule`; returns the targets that do not exist. `missing` gives the
/// words for a place that the deal has left out.
pub fn resolve<'a>(
    block: &mut Block,
    schedule: Option<&str>,
    names: &HashMap<String, PlaceName>,
    missing: &dyn Fn(&str) -> Option<&'a str>,
) -> Vec<PlacedWords> {
    let mut resolver = Resolver { schedule, names, missing, dangling: Vec::new() };
    let mut fill = |text: &mut Inlines| resolver.text(text);
    match block {
        Block::Heading(heading) => fill(&mut heading.title),
        Block::Paragraph(paragraph) => fill(&mut paragraph.text),
        Block::Table(table) => {
            table.header.iter_mut().for_each(&mut fill);
            table.rows.iter_mut().flatten().for_each(&mut fill);
        }
        Block::Signatures(_) | Block::Chart(_) => {}
    }
    resolver.dangling
}

/// Fills in the references of a run that stands outside the body, such as the cover.
pub fn resolve_cell(text: &mut Inlines, names: &HashMap<String, PlaceName>) {
    Resolver { schedule: None, names, missing: &|_| None, dangling: Vec::new() }.text(text);
}

struct Resolver<'a, 'b> {
    schedule: Option<&'a str>,
    names: &'a HashMap<String, PlaceName>,
    missing: &'a dyn Fn(&str) -> Option<&'b str>,
    dangling: Vec<PlacedWords>,
}

impl Resolver<'_, '_> {
    fn text(&mut self, text: &mut Inlines) {
        shorten(text, &|target| self.name(target).is_none() && (self.missing)(target).is_some());
        let mut before = String::new();
        for inline in text.iter_mut() {
            let begins = before.trim_end().is_empty() || before.trim_end().ends_with(['.', ':']);
            let print = |words: &str| if begins { capitalised(words) } else { words.to_owned() };
            match inline {
                Inline::Ref { target, text } => match self.name(target) {
                    Some(name) => {
                        let inside = self.schedule.is_some() && name.schedule.as_deref() == self.schedule;
                        let here = inside && self.schedule != Some(&**target);
                        *text = print(if here { &name.short } else { &name.full });
                        *target = name.anchor.as_str().into();
                    }
                    None => match (self.missing)(target) {
                        Some(words) => *inline = Inline::Plain(print(words).as_str().into()),
                        None => self.dangling.push(target.clone()),
                    },
                },
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.text(inner),
                _ => {}
            }
            before.push_str(&plain_text(std::slice::from_ref(inline)));
        }
    }

    /// The name of a place. A paragraph that a special term has taken the place of is referred to as its clause.
    fn name(&self, target: &str) -> Option<&PlaceName> {
        self.names.get(target).or_else(|| {
            let clause = target.rsplit_once('.')?.0;
            let special = self.names.get(clause)?;
            special.replaced.then_some(special)
        })
    }
}

/// Takes references that lead nowhere out of a series such as `clause 3, clause 4 and clause 5`, as long as one is left.
fn shorten(text: &mut Inlines, gone: &dyn Fn(&str) -> bool) {
    let separates = |inline: &Inline| matches!(inline, Inline::Plain(words) if matches!(&**words, ", " | " and " | " or " | ", and " | ", or "));
    let is_gone = |inline: &Inline| matches!(inline, Inline::Ref { target, .. } if gone(target));
    let mut at = 0;
    while at < text.len() {
        if !text.get(at).is_some_and(is_gone) {
            at += 1;
            continue;
        }
        let sound = |place: Option<usize>| {
            place.and_then(|place| text.get(place)).is_some_and(|one| matches!(one, Inline::Ref { .. }))
        };
        let separated = |place: Option<usize>| place.and_then(|place| text.get(place)).is_some_and(separates);
        let (left, right) = (at.checked_sub(1), Some(at + 1));
        if separated(right) && sound(Some(at + 2)) {
            text.drain(at..at + 2);
        } else if separated(left) && sound(at.checked_sub(2)) {
            // The last of a series goes with the word before it, which then stands before the one that is now last.
            let last = text.get(at - 1).cloned();
            text.drain(at - 1..=at);
            let before = at.checked_sub(3).filter(|place| text.get(*place).is_some_and(separates));
            let before = before.filter(|place| {
                place.checked_sub(1).is_some_and(|place| matches!(text.get(place), Some(Inline::Ref { .. })))
            });
            if let (Some(last), Some(before)) = (last, before)
                && let Some(separator) = text.get_mut(before)
            {
                *separator = last;
            }
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
