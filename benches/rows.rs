//! A paper that is one long table, as a Word document: `rows ROWS OUT`, ROWS holding a line for each row and a tab between
//! cells, its header first. `benches/docx.py` writes the rows and measures this program whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

use std::error::Error;

use peerpact::document::{Align, Block, Cover, Document, Heading, HeadingKind, Inline, Inlines, Paper, Table};
use peerpact::render::docx::DocxTemplates;
use peerpact::render::{Dress, Format, render};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [rows, out] = arguments.as_slice() else {
        println!("usage: rows ROWS OUT; see benches/docx.py");
        return Ok(());
    };
    let bytes = render(&paper(&std::fs::read_to_string(rows)?), &dress(), Format::Docx);
    Ok(std::fs::write(out, bytes.map_err(|failure| format!("{failure:?}"))?)?)
}

fn paper(rows: &str) -> Document {
    let row =
        |line: &str| -> Vec<Inlines> { line.split('\t').map(|cell| vec![Inline::Value(cell.to_owned())]).collect() };
    let mut rows = rows.lines().map(row);
    let header = rows.next().unwrap_or_default();
    let columns = vec![Align::Left; header.len()];
    let title = vec![Inline::Plain("Rates".into())];
    Document {
        title: "Rates".into(),
        reference: "R-1".into(),
        version: "draft 1".into(),
        marks: Vec::new(),
        language: "en".into(),
        paper: Paper::A4,
        compact: false,
        provenance: "0".repeat(64),
        cover: Cover { parties: Vec::new(), key_terms: Vec::new() },
        blocks: vec![
            Block::Heading(Heading { kind: HeadingKind::Clause, label: "1".into(), title, anchor: "rates".into() }),
            Block::Table(Table { columns, header, rows: rows.collect() }),
        ],
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }
}

fn dress() -> Dress {
    let docx = DocxTemplates {
        styles: include_str!("../templates/docx/styles.xml").into(),
        compact: include_str!("../templates/docx/compact.xml").into(),
        numbering: include_str!("../templates/docx/numbering.xml").into(),
        settings: include_str!("../templates/docx/settings.xml").into(),
    };
    Dress { docx, ..Dress::default() }
}
