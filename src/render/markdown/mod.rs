//! Markdown: CommonMark with pipe tables, readable as text as well as through a parser.
//!
//! A numbered paragraph prints its number as text, because a Markdown list has no `1.1` and would renumber the others.
//! Its depth is no-break spaces, which begin neither a list nor a code block.

mod escape;
mod inline;
mod table;

use std::collections::BTreeSet;

use self::escape::Surrounding;
use self::inline::MarkdownLine;
use super::anchors;
use crate::document::{Align, Block, Document, Heading, Inline, Paragraph, Signature, Table, fixed_words, plain_text};

/// One step of indentation: four no-break spaces.
const STEP: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

/// The line for a signature. Between spaces, underscores are not mark-up.
const RULE: &str = "______________________________";

/// Prints a document as CommonMark with tables.
#[must_use]
pub fn render(document: &Document) -> Vec<u8> {
    let places = anchors::places(document);
    let writer = Writer { places: &places, targets: anchors::targets(document) };
    let mut blocks = writer.cover(document);
    blocks.extend(writer.contents(document));
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => blocks.push(writer.heading(heading)),
            Block::Paragraph(paragraph) => blocks.push(writer.paragraph(paragraph)),
            Block::Table(table) => blocks.push(writer.table(table)),
            Block::Chart(_) => {}
            Block::Signatures(signatures) => blocks.extend(signatures.iter().map(|block| writer.signature(block))),
        }
    }
    blocks.retain(|block| !block.trim().is_empty());
    let mut out = blocks.iter().map(|block| block.trim_end_matches('\n')).collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out.into_bytes()
}

/// What every block needs of the document.
struct Writer<'a> {
    places: &'a BTreeSet<&'a str>,
    targets: BTreeSet<&'a str>,
}

impl Writer<'_> {
    fn line(&self) -> MarkdownLine<'_> {
        MarkdownLine::new(self.places)
    }

    fn cover(&self, document: &Document) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut marks = Vec::new();
        for mark in document.marks_text() {
            if !marks.is_empty() {
                marks.push(Inline::Break);
            }
            marks.push(Inline::Strong(mark));
        }
        blocks.push(self.line().text(&marks).write(Surrounding::Line, ""));
        blocks.push(format!("# {}", self.line().text(&document.title_text()).write(Surrounding::Heading, "")));
        blocks
            .extend(document.cover.parties.iter().map(|party| self.line().strong(party).write(Surrounding::Line, "")));
        let [mut edition, version] = document.edition_text();
        edition.push(Inline::Break);
        edition.extend(version);
        blocks.push(self.line().text(&edition).write(Surrounding::Line, ""));
        if !document.cover.key_terms.is_empty() {
            blocks.push(format!("## {}", self.line().words(fixed_words::KEY_TERMS).write(Surrounding::Heading, "")));
            let rows: Vec<_> = document
                .cover
                .key_terms
                .iter()
                .map(|(label, value)| vec![self.cell(label), self.cell(value)])
                .collect();
            blocks.push(table::write(&[Align::Left, Align::Left], &[], &rows));
        }
        blocks
    }

    fn contents(&self, document: &Document) -> Vec<String> {
        let mut list = String::new();
        for (_, heading) in document.listed() {
            list.push_str(&"  ".repeat(usize::from(heading.kind.level().saturating_sub(1))));
            list.push_str("- ");
            let words = format!("{} {}", heading.label, plain_text(&heading.title));
            // Neither a cell nor the text of a link needs escapes for the start of a line.
            list.push_str(&self.line().link(&heading.anchor, words.trim()).write(Surrounding::Cell, ""));
            list.push('\n');
        }
        if list.is_empty() {
            return Vec::new();
        }
        vec![format!("## {}", self.line().words(fixed_words::CONTENTS).write(Surrounding::Heading, "")), list]
    }

    fn heading(&self, heading: &Heading) -> String {
        let line = self.line().label(&heading.label).text(&heading.title).words(" ").anchor(Some(&heading.anchor));
        let marks = "#".repeat(1 + usize::from(heading.kind.level()));
        format!("{marks} {}", line.write(Surrounding::Heading, ""))
    }

    /// A paragraph. Its label hangs left of the indent, so it stands one step further out.
    fn paragraph(&self, paragraph: &Paragraph) -> String {
        let steps = usize::from(paragraph.indent).saturating_sub(usize::from(!paragraph.label.is_empty()));
        let anchor = paragraph.anchor.as_deref().filter(|anchor| self.targets.contains(anchor));
        let line = self.line().label(&paragraph.label).anchor(anchor).text(&paragraph.text);
        line.write(Surrounding::Line, &STEP.repeat(steps))
    }

    fn cell(&self, text: &[Inline]) -> String {
        self.line().text(text).write(Surrounding::Cell, "")
    }

    fn table(&self, table: &Table) -> String {
        let row = |cells: &Vec<_>| cells.iter().map(|cell: &Vec<Inline>| self.cell(cell)).collect::<Vec<_>>();
        table::write(&table.columns, &row(&table.header), &table.rows.iter().map(row).collect::<Vec<_>>())
    }

    fn signature(&self, signature: &Signature) -> String {
        let rows: Vec<_> = signature
            .lines
            .iter()
            .map(|(label, value)| {
                let label = self.line().words(label).write(Surrounding::Cell, "");
                vec![label, value.as_ref().map_or_else(|| RULE.to_owned(), |text| self.cell(text))]
            })
            .collect();
        table::write(&[Align::Left, Align::Left], &[self.cell(&signature.heading)], &rows)
    }
}
