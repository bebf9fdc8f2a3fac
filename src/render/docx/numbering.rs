//! Live numbers: the list and level that make Word print the label of a block.
//!
//! Four lists stand in `templates/docx/numbering.xml`: parts, clauses, schedules, and the items of definitions. This module
//! counts as Word does. If the count gives the label, the paragraph's style makes it. If a count has to begin again without
//! a higher number before it, the list is restarted. A label that no list can give is printed as words.

use std::collections::HashMap;

use super::styles::StyleSheet;
use super::xml::Xml;
use crate::document::number::roman;
use crate::document::revisions::{BlockStanding, RevisionStanding};
use crate::document::{Block, Document, HeadingKind, Paragraph};

/// The lists, by their `w:numId`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Parts = 1,
    Clauses = 2,
    Schedules = 3,
    Definitions = 4,
}

/// Number of lists in the template; restarted ones follow.
const LISTS: usize = 4;

/// How a level writes its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CountStyle {
    /// Nothing at all, as of a definition.
    Nothing,
    /// `Part 1`, `Schedule 1`: a word, and the count.
    Named(&'static str),
    /// `1`.
    Bare,
    /// `1.1`: the level above, and this one.
    Pair,
    /// `(a)`, `(i)`, `(A)`.
    Lower,
    Roman,
    Upper,
}

impl List {
    /// The levels, as the template has them.
    fn levels(self) -> &'static [CountStyle] {
        match self {
            Self::Parts => &[CountStyle::Named("Part")],
            Self::Clauses => {
                &[CountStyle::Bare, CountStyle::Pair, CountStyle::Lower, CountStyle::Roman, CountStyle::Upper]
            }
            Self::Schedules => &[
                CountStyle::Named("Schedule"),
                CountStyle::Bare,
                CountStyle::Pair,
                CountStyle::Lower,
                CountStyle::Roman,
                CountStyle::Upper,
            ],
            Self::Definitions => &[CountStyle::Nothing, CountStyle::Lower, CountStyle::Roman, CountStyle::Upper],
        }
    }
}

/// How a block gets its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelSource {
    /// The block has no number.
    None,
    /// Its style numbers it, through this list and level.
    Styled(List, u8),
    /// The paragraph itself names list and level, because no style is linked to the level or the list was restarted.
    Named { list: List, level: u8, number: usize },
    /// No list can give the label, so it is printed as words.
    Words,
}

/// The labels of a whole document.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// One for each block.
    pub(super) marks: Vec<LabelSource>,
    /// Lists that begin again, each with the level that restarts at one.
    restarts: Vec<(List, u8)>,
}

/// The counts of one list.
#[derive(Default)]
struct Count {
    at: [usize; 9],
    /// The restarted list in force below each level.
    number: [Option<usize>; 9],
}

/// Plans the numbers of a document; of a marked one, those that it has when all its changes are accepted, and for what is then
/// gone those that it has when all are rejected.
pub(super) fn labels(document: &Document) -> Labels {
    let all = || document.blocks.iter().enumerate();
    let Some(revisions) = &document.revisions else {
        return counted(document.blocks.len(), all().map(|(at, block)| (at, block, label_of(block))));
    };
    let accepted = all().filter(|(at, _)| document.standing(*at) != RevisionStanding::Deleted);
    let mut new = counted(document.blocks.len(), accepted.map(|(at, block)| (at, block, label_of(block))));
    let rejected = all().filter(|(at, _)| document.standing(*at) != RevisionStanding::Inserted);
    let old = counted(
        document.blocks.len(),
        rejected.map(|(at, block)| match revisions.blocks.get(at) {
            Some(BlockStanding::Kept { was, .. }) => (at, block, was.as_str()),
            _ => (at, block, label_of(block)),
        }),
    );
    // A list that is restarted in both is one list, whose items may be kept and deleted.
    let mut lists: HashMap<usize, usize> = HashMap::new();
    for pair in new.marks.iter().zip(&old.marks) {
        if let (LabelSource::Named { number, .. }, LabelSource::Named { number: before, .. }) = pair
            && *number > LISTS
            && *before > LISTS
        {
            lists.entry(*before).or_insert(*number);
        }
    }
    for at in (0..document.blocks.len()).filter(|at| document.standing(*at) == RevisionStanding::Deleted) {
        let (Some(place), Some(mark)) = (new.marks.get_mut(at), old.marks.get(at)) else { continue };
        *place = match *mark {
            LabelSource::Named { list, level, number } if number > LISTS => {
                let number = *lists.entry(number).or_insert_with(|| {
                    new.restarts.extend(old.restarts.get(number - LISTS - 1));
                    LISTS + new.restarts.len()
                });
                LabelSource::Named { list, level, number }
            }
            mark => mark,
        };
    }
    new
}

fn label_of(block: &Block) -> &str {
    match block {
        Block::Heading(heading) => &heading.label,
        Block::Paragraph(paragraph) => &paragraph.label,
        Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => "",
    }
}

/// Counts through blocks of a document of `count`, each with the label that it shall bear.
fn counted<'a>(count: usize, blocks: impl Iterator<Item = (usize, &'a Block, &'a str)>) -> Labels {
    let mut labels = Labels { marks: vec![LabelSource::None; count], restarts: Vec::new() };
    let mut counts: [Count; LISTS] = Default::default();
    let mut in_schedule = false;
    let mut in_definition = false;
    for (at, block, label) in blocks {
        let (list, level, linked) = match block {
            Block::Heading(heading) => {
                in_definition = false;
                in_schedule = matches!(heading.kind, HeadingKind::Schedule | HeadingKind::Section);
                let (list, level) = match heading.kind {
                    HeadingKind::Part => (List::Parts, 0),
                    HeadingKind::Clause => (List::Clauses, 0),
                    HeadingKind::Schedule => (List::Schedules, 0),
                    HeadingKind::Section => (List::Schedules, 1),
                };
                (list, level, true)
            }
            Block::Paragraph(paragraph) => {
                in_definition = paragraph.defines || in_definition && paragraph.indent > 1;
                let (list, level) = place(paragraph, label, in_schedule, in_definition);
                // The style of a section heading is linked to level `1` of a schedule.
                let linked = !(list == List::Schedules && level == 1);
                (list, level, linked)
            }
            Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => continue,
        };
        let defines = matches!(block, Block::Paragraph(paragraph) if paragraph.defines && label.is_empty());
        if label.is_empty() && !defines {
            continue;
        }
        let mark = match counts.get_mut(list as usize - 1) {
            Some(count) => labels.mark(count, list, level, label, linked),
            None => LabelSource::Words,
        };
        if let Some(place) = labels.marks.get_mut(at) {
            *place = mark;
        }
    }
    labels
}

/// The list and the level of a paragraph that bears a number.
fn place(paragraph: &Paragraph, label: &str, in_schedule: bool, in_definition: bool) -> (List, usize) {
    let indent = usize::from(paragraph.indent);
    if in_definition {
        (List::Definitions, indent.saturating_sub(1))
    } else if in_schedule {
        let is_bare = indent < 2 && !label.contains('.');
        (List::Schedules, if is_bare { 1 } else { indent + 1 })
    } else {
        (List::Clauses, indent.max(1))
    }
}

impl Labels {
    fn mark(&mut self, count: &mut Count, list: List, level: usize, label: &str, linked: bool) -> LabelSource {
        let (Some(form), Ok(small)) = (list.levels().get(level), u8::try_from(level)) else {
            return LabelSource::Words;
        };
        let Some(value) = count.at.get(level).map(|value| value + 1) else { return LabelSource::Words };
        let above = level.checked_sub(1).and_then(|level| count.at.get(level)).copied().unwrap_or(0);
        let is_next = written(*form, above, value) == label;
        if !is_next && written(*form, above, 1) != label {
            return LabelSource::Words;
        }
        for (at, (count, number)) in count.at.iter_mut().zip(&mut count.number).enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => {
                    *count = if is_next { value } else { 1 };
                    if !is_next {
                        self.restarts.push((list, small));
                        *number = Some(LISTS + self.restarts.len());
                    }
                }
                std::cmp::Ordering::Greater => (*count, *number) = (0, None),
            }
        }
        match count.number.get(level).copied().flatten() {
            Some(number) => LabelSource::Named { list, level: small, number },
            None if linked => LabelSource::Styled(list, small),
            None => LabelSource::Named { list, level: small, number: list as usize },
        }
    }

    /// The template with the restarted lists added, its levels named after the styles in force.
    pub(super) fn part(&self, template: &str, styles: &StyleSheet) -> Result<Vec<u8>, String> {
        let root = styles.numbering(template.as_bytes())?;
        let mut xml = Xml::bare();
        for (at, (list, level)) in self.restarts.iter().enumerate() {
            xml.open("w:num", &[("w:numId", &(LISTS + at + 1).to_string())]);
            xml.val("w:abstractNumId", &(*list as usize - 1).to_string());
            xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
            xml.val("w:startOverride", "1");
            xml.close("w:lvlOverride");
            xml.close("w:num");
        }
        Ok(root.part_around("", &String::from_utf8_lossy(&xml.finish())))
    }
}

/// What Word prints for a count.
fn written(form: CountStyle, above: usize, value: usize) -> String {
    match form {
        CountStyle::Nothing => String::new(),
        CountStyle::Named(word) => format!("{word} {value}"),
        CountStyle::Bare => value.to_string(),
        CountStyle::Pair => format!("{above}.{value}"),
        CountStyle::Lower => format!("({})", letters(value)),
        CountStyle::Upper => format!("({})", letters(value).to_uppercase()),
        CountStyle::Roman => format!("({})", roman(value)),
    }
}

/// `a` to `z`, then `aa`, `bb`: Word doubles the letter where the paper continues with `ab`.
fn letters(value: usize) -> String {
    let at = value.saturating_sub(1);
    let letter = u8::try_from(at % 26).map_or('a', |at| char::from(b'a' + at));
    std::iter::repeat_n(letter, at / 26 + 1).collect()
}
