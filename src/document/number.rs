//! Numbers, anchors, and the words by which a place is referred to.

use std::collections::HashMap;

use super::parse::{ListItem, Raw};
use super::{Block, Heading, HeadingKind, Inlines, Paragraph, Table};
use crate::source::PlacedWords;

/// The words by which the paper refers to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceName {
    /// The words outside its schedule, such as `paragraph 2.1 of Schedule 4`.
    pub full: String,
    /// The words inside it, such as `paragraph 2.1`; the same as `full` in the body.
    pub short: String,
    /// The schedule that it stands in.
    pub schedule: Option<String>,
    /// The anchor of the heading or paragraph that it means.
    pub anchor: String,
    /// Whether a special term stands in place of words of the clause, so that a reference to a paragraph means the clause.
    pub replaced: bool,
}

#[derive(Default)]
struct NumberedPlace {
    indent: u8,
    /// The printed number, which hangs left of the indent.
    label: String,
    /// Its number as a reference writes it.
    path: String,
    /// Number of lettered items before its first, in paragraphs of the same number.
    letters: usize,
    /// Whether it is a definition.
    defines: bool,
}

/// Counts through the paper from start to end.
#[derive(Debug, Default)]
pub struct Numbering {
    parts: usize,
    clauses: usize,
    schedules: usize,
    /// Sections and paragraphs of the schedule or clause at hand.
    sections: usize,
    paragraphs: usize,
    /// Whether the current schedule has sections; paragraphs before the first section then bear no number.
    sectioned: bool,
    /// Label and id of the current schedule.
    schedule: Option<(String, String)>,
    /// The words for every place that can be referred to, by its id.
    pub names: HashMap<String, PlaceName>,
}

impl Numbering {
    /// Begins a part of the body.
    pub fn part(&mut self, title: &PlacedWords) -> Block {
        self.parts += 1;
        Block::Heading(Heading {
            kind: HeadingKind::Part,
            label: format!("Part {}", self.parts),
            title: vec![super::Inline::Plain(title.clone())],
            anchor: format!("part-{}", self.parts),
        })
    }

    /// Begins a clause of the body.
    pub fn clause(&mut self, id: &str, title: Inlines) -> Block {
        self.schedule = None;
        self.clauses += 1;
        self.paragraphs = 0;
        let label = self.clauses.to_string();
        self.name(id, format!("clause {label}"));
        Block::Heading(Heading { kind: HeadingKind::Clause, label, title, anchor: id.to_owned() })
    }

    /// Begins an article, in which several clauses stand under one number.
    pub fn article(&mut self, title: Inlines) -> Block {
        self.schedule = None;
        self.clauses += 1;
        self.paragraphs = 0;
        let (label, anchor) = (self.clauses.to_string(), article_anchor(self.clauses));
        Block::Heading(Heading { kind: HeadingKind::Clause, label, title, anchor })
    }

    /// Numbers a clause inside the current article: one number for all its paragraphs and one run of letters for their items,
    /// so that a reference can name the clause as a whole.
    pub fn inside(&mut self, id: &str, raw: Vec<Raw>, out: &mut Vec<Block>) {
        self.paragraphs += 1;
        let number = format!("{}.{}", self.clauses, self.paragraphs);
        let (before, mut label, mut letters) = (out.len(), number.clone(), 0);
        for raw in raw {
            let item = match raw {
                Raw::Paragraph(item) => item,
                // A clause of the body has no sections: a section heading becomes a paragraph.
                Raw::Heading(text, anchor) => ListItem { text, anchor, ..ListItem::default() },
                Raw::Table { columns, header, rows } => {
                    out.push(Block::Table(Table { columns, header, rows }));
                    continue;
                }
            };
            let items = item.items.len();
            let label = std::mem::take(&mut label);
            self.paragraph(
                id,
                item,
                NumberedPlace { indent: 1, label, path: number.clone(), letters, defines: false },
                out,
            );
            letters += items;
        }
        let begins = out.iter_mut().skip(before).find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        // A clause with only tables has no paragraph for its anchor, so it uses its article's.
        let anchor = match begins {
            Some(paragraph) => paragraph.anchor.get_or_insert_with(|| id.to_owned()).clone(),
            None => article_anchor(self.clauses),
        };
        self.name_at(id, format!("clause {number}"), anchor);
    }

    /// Begins a schedule and its numbering.
    pub fn schedule(&mut self, id: &str, title: Inlines, sectioned: bool) -> Block {
        self.schedules += 1;
        self.sectioned = sectioned;
        self.sections = 0;
        self.paragraphs = 0;
        let label = format!("Schedule {}", self.schedules);
        self.schedule = Some((label.clone(), id.to_owned()));
        self.names.insert(
            id.to_owned(),
            PlaceName {
                full: label.clone(),
                short: label.clone(),
                schedule: Some(id.to_owned()),
                anchor: id.to_owned(),
                replaced: false,
            },
        );
        Block::Heading(Heading { kind: HeadingKind::Schedule, label, title, anchor: id.to_owned() })
    }

    /// Begins a section of the schedule at hand.
    pub fn section(&mut self, id: Option<&str>, title: Inlines) -> Block {
        self.sections += 1;
        self.paragraphs = 0;
        let label = self.sections.to_string();
        if let Some(id) = id {
            self.name(id, format!("paragraph {label}"));
        }
        let schedule = self.schedule.as_ref().map_or("", |(_, id)| id.as_str());
        let anchor = id.map_or_else(|| format!("{schedule}.section-{label}"), str::to_owned);
        Block::Heading(Heading { kind: HeadingKind::Section, label, title, anchor })
    }

    /// Numbers the content of a clause, schedule or module.
    pub fn content(&mut self, id: &str, raw: Vec<Raw>, out: &mut Vec<Block>) {
        for raw in raw {
            match raw {
                Raw::Heading(title, anchor) => {
                    let anchor = anchor.map(|anchor| format!("{id}.{anchor}"));
                    out.push(self.section(anchor.as_deref(), title));
                }
                Raw::Table { columns, header, rows } => out.push(Block::Table(Table { columns, header, rows })),
                Raw::Paragraph(item) => {
                    if self.schedule.is_some() && self.sectioned && self.sections == 0 {
                        self.paragraph(id, item, NumberedPlace::default(), out);
                        continue;
                    }
                    self.paragraphs += 1;
                    let label = match (&self.schedule, self.sections) {
                        (None, _) => format!("{}.{}", self.clauses, self.paragraphs),
                        (Some(_), 0) => self.paragraphs.to_string(),
                        (Some(_), section) => format!("{section}.{}", self.paragraphs),
                    };
                    self.paragraph(
                        id,
                        item,
                        NumberedPlace { indent: 1, path: label.clone(), label, ..NumberedPlace::default() },
                        out,
                    );
                }
            }
        }
    }

    fn paragraph(&mut self, id: &str, item: ListItem, place: NumberedPlace, out: &mut Vec<Block>) {
        let NumberedPlace { indent, label, path, letters: from, defines } = place;
        let anchor = item.anchor.map(|anchor| format!("{id}.{anchor}"));
        if let Some(anchor) = &anchor {
            let kind = if self.schedule.is_some() { "paragraph" } else { "clause" };
            self.name(anchor, format!("{kind} {path}"));
        }
        out.push(Block::Paragraph(Paragraph { indent, label, defines, anchor, text: item.text }));
        for item in item.definitions {
            // Below a definition the letters begin at (a), as below a numbered paragraph.
            let place = NumberedPlace { indent, path: path.clone(), defines: true, ..NumberedPlace::default() };
            self.paragraph(id, item, place, out);
        }
        let indent = indent.max(1);
        for (at, item) in item.items.into_iter().enumerate() {
            let at = at + from;
            let label = match indent {
                1 => format!("({})", letters(at)),
                2 => format!("({})", roman(at + 1)),
                _ => format!("({})", letters(at).to_uppercase()),
            };
            let path = format!("{path}{label}");
            self.paragraph(
                id,
                item,
                NumberedPlace { indent: indent + 1, label, path, ..NumberedPlace::default() },
                out,
            );
        }
    }

    fn name(&mut self, id: &str, short: String) {
        self.name_at(id, short, id.to_owned());
    }

    fn name_at(&mut self, id: &str, short: String, anchor: String) {
        let name = match &self.schedule {
            Some((label, schedule)) => PlaceName {
                full: format!("{short} of {label}"),
                short,
                schedule: Some(schedule.clone()),
                anchor,
                replaced: false,
            },
            None => PlaceName { full: short.clone(), short, schedule: None, anchor, replaced: false },
        };
        self.names.insert(id.to_owned(), name);
    }
}

fn article_anchor(number: usize) -> String {
    format!("article-{number}")
}

/// `a` to `z`, then `aa`.
fn letters(at: usize) -> String {
    let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { letter.to_string() } else { format!("{}{letter}", letters(at / 26 - 1)) }
}

/// `i`, `ii`, `iii`, `iv` for 1 to 4.
#[must_use]
pub fn roman(mut number: usize) -> String {
    const NUMERALS: [(usize, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            out.push_str(numeral);
            number -= value;
        }
    }
    out
}

/// Content of a paper without numbers, such as a letter.
#[must_use]
pub fn plain_blocks(raw: Vec<Raw>) -> Vec<Block> {
    let mut sections = 0;
    let one = |raw| match raw {
        Raw::Heading(title, anchor) => {
            sections += 1;
            let anchor = anchor.unwrap_or_else(|| format!("section-{sections}"));
            Block::Heading(Heading { kind: HeadingKind::Part, label: String::new(), title, anchor })
        }
        Raw::Paragraph(item) => Block::Paragraph(Paragraph {
            indent: 0,
            label: String::new(),
            defines: false,
            anchor: None,
            text: item.text,
        }),
        Raw::Table { columns, header, rows } => Block::Table(Table { columns, header, rows }),
    };
    raw.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Numbering, letters, roman};
    use crate::document::blanks::Blanks;
    use crate::document::lines::Lines;
    use crate::document::parse::parse;
    use crate::document::{Block, Inline};

    /// A reference to a clause of an article leads to exactly one place, whatever the clause begins with, and no two places
    /// share an anchor.
    #[test]
    fn a_clause_inside_an_article_is_found_at_one_place() {
        let table = "| A | B |\n|---|---|\n| 1 | 2 |\n";
        let clauses = [
            "One. {#own}\n\nTwo:\n\n- a;\n- b.\n\nThree:\n\n- c.\n",
            "## Title\n\nText. {#own}\n",
            "## Title {#own}\n\nText.\n",
            table,
        ];
        let mut numbering = Numbering::default();
        let mut blocks = vec![numbering.article(vec![Inline::Plain("Article".into())])];
        for (at, clause) in clauses.iter().enumerate() {
            numbering.inside(
                &format!("test.{at}"),
                parse(clause, &Blanks::default(), &Lines::default()).expect("parses"),
                &mut blocks,
            );
        }
        let anchors: Vec<&str> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(heading) => Some(heading.anchor.as_str()),
                Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
                Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
            })
            .collect();
        assert_eq!(anchors.iter().collect::<HashSet<_>>().len(), anchors.len(), "{anchors:?}");
        for (id, name) in &numbering.names {
            assert!(anchors.contains(&name.anchor.as_str()), "{id} leads to {}, which is nowhere", name.anchor);
        }
        let labels: Vec<&str> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(paragraph.label.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(labels, ["1.1", "", "(a)", "(b)", "", "(c)", "1.2", "", "1.3", ""]);
    }

    #[test]
    fn labels_go_on_past_the_alphabet() {
        assert_eq!([0, 25, 26, 51, 52].map(letters), ["a", "z", "aa", "az", "ba"]);
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["i", "iv", "ix", "xiv", "xl"]);
    }
}
