//! The copy for our own side: the draft between what one reads first and an annex for counsel.
//!
//! It is a separate document, so that no note can reach the other side's files, which are printed from another one.

mod bearing;
mod belongs;
mod countries;
mod decks;
mod departed;
mod front;
mod notes;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;

use super::assemble::{Draft, Printed};
use super::{
    Align, Block, Document, Extent, Heading, HeadingKind, Inline, Inlines, Note, Paragraph, Review, Table, blanks,
};
use crate::deal::governance::SpecialPlace;
use crate::deal::read::DealFile;
use crate::deal::{contacts, questions};
use crate::diagnostic::{Finding, Level, Remedy};
use crate::library::Library;
use crate::path::Path;

/// The review copy of one draft, in the two layouts that formats print. Both hold the same words.
#[derive(Debug, Clone)]
pub struct Copies {
    /// With the notes on a clause beside it, in [`Document::review`].
    pub beside: Document,
    /// With the notes on clauses in a table of the annex.
    pub annexed: Document,
}

/// The clause where a field of the deal appears, as an index into the printed ones.
#[must_use]
pub fn clause_of(path: &Path, draft: &Draft, file: &DealFile, library: &Library) -> Option<usize> {
    belongs::Owners::of(&draft.printed, file, library).of_path(path)
}

/// Makes the review copy of a draft. `waived` are the findings that were set aside, each with the index of its waiver;
/// `epoch` is the time that the comments bear: never today, so that the same deal gives the same file.
#[must_use]
pub fn of(
    draft: &Draft,
    file: &DealFile,
    library: &Library,
    findings: &[Finding],
    waived: &[(usize, Finding)],
    epoch: Option<Timestamp>,
) -> Copies {
    let paper = &draft.document;
    let notes = notes::of(draft, file, library, findings, waived);
    let mut blocks = departed::departed(draft, library);
    blocks.extend(front::before(draft, file, library, findings));
    front::sums(&mut blocks, file);
    front::omitted(&mut blocks, draft, file, library);
    let before = blocks.len();
    let moved =
        |extent: &Extent| Extent { blocks: extent.blocks.start + before..extent.blocks.end + before, ..extent.clone() };
    let clauses = paper.clauses.iter().map(moved).collect();
    blocks.extend(paper.blocks.iter().cloned());
    let lists = lists(draft, file, library, findings, waived);
    let marks = [vec!["Privileged: not for the other side".to_owned()], paper.marks.clone()].concat();
    let beside = Document { marks, blocks, clauses, ..paper.clone() };
    let mut annexed = marked(beside.clone(), &notes);
    annexed.blocks.push(heading(ANNEX, "Review: clauses and their sources"));
    let rows = notes.iter().map(|(printed, note)| row(printed, note)).collect();
    section(&mut annexed.blocks, "No clauses.", &["Clause", "What there is to know"], rows);
    annexed.blocks.extend(lists.iter().cloned());
    let notes = notes.into_iter().map(|(_, note)| note).collect();
    let date = epoch.map(|epoch| epoch.to_string());
    let review = Review { author: AUTHOR.to_owned(), date, notes, questions: asked(paper, file, findings) };
    let mut beside = Document { review: Some(review), ..beside };
    beside.blocks.extend(lists);
    Copies { beside, annexed }
}

/// The layout without a margin: before each clause that has a row in the annex stands a mark that leads there.
fn marked(document: Document, notes: &[(&Printed, Note)]) -> Document {
    let mut blocks: Vec<Block> = Vec::with_capacity(document.blocks.len() + notes.len());
    let mut clauses = Vec::with_capacity(document.clauses.len());
    let part = |range: Range<usize>| document.blocks.get(range).unwrap_or_default().iter().cloned();
    let mut done = 0;
    for extent in &document.clauses {
        blocks.extend(part(done..extent.blocks.start));
        if notes.iter().any(|(printed, _)| printed.id == extent.id) {
            let see = vec![
                Inline::Plain("Review: see the ".into()),
                Inline::Ref { target: ANNEX.into(), text: "annex".to_owned() },
                Inline::Plain(" on what follows.".into()),
            ];
            let text = vec![Inline::Emphasis(see)];
            blocks.push(Block::Paragraph(Paragraph {
                indent: 0,
                label: String::new(),
                defines: false,
                anchor: None,
                text,
            }));
        }
        let start = blocks.len();
        blocks.extend(part(extent.blocks.clone()));
        clauses.push(Extent { blocks: start..blocks.len(), ..extent.clone() });
        done = extent.blocks.end;
    }
    blocks.extend(part(done..document.blocks.len()));
    Document { blocks, clauses, ..document }
}

/// A note as a row of the annex.
fn row(printed: &Printed, note: &Note) -> Vec<Inlines> {
    let mut clause = reference(printed);
    let mut rest = Inlines::new();
    for (at, (label, text)) in note.lines.iter().enumerate() {
        let (cell, lead) = if at == 0 {
            (&mut clause, None)
        } else {
            (&mut rest, Some([Inline::Strong(plain(label)), Inline::Plain(" ".into())]))
        };
        if !cell.is_empty() {
            cell.push(Inline::Break);
        }
        cell.extend(lead.into_iter().flatten());
        cell.extend(text.iter().cloned());
    }
    vec![clause, rest]
}

/// Anchor of the annex.
const ANNEX: &str = "review-annex";

/// The author of the comments: the program wrote them, and no person answers for them.
const AUTHOR: &str = "peerpact";

/// The question for each blank that prints and whose field is known.
fn asked(paper: &Document, file: &DealFile, findings: &[Finding]) -> BTreeMap<Path, String> {
    let lacking = contacts::lacking(&file.deal);
    let contact = |path: &Path| lacking.iter().find(|(.., entry)| path.parent().as_ref() == Some(entry));
    let ask = |path: &Path| {
        let mut asked: Vec<String> = Vec::new();
        let open = |finding: &&Finding| finding.level == Level::OpenPoint && finding.path.as_ref() == Some(path);
        for question in findings.iter().filter(open).map(question) {
            if !asked.contains(&question) {
                asked.push(question);
            }
        }
        match contact(path) {
            _ if !asked.is_empty() => asked.join("; "),
            Some((party, role, _)) => questions::ask_contact(&file.tree, path, party, *role).to_string(),
            None => questions::ask(&file.tree, path).to_string(),
        }
    };
    blanks::printed(paper).into_iter().map(|path| (path.clone(), squeezed(&ask(path)))).collect()
}

/// The question of an open point, on one line.
fn question(finding: &Finding) -> String {
    finding.remedy.as_ref().map_or_else(|| finding.message.clone(), Remedy::first_line)
}

/// The code of the finding for a field left blank.
const BLANK_FIELD: &str = "DEAL010";

/// The complete lists at the end.
fn lists(
    draft: &Draft,
    file: &DealFile,
    library: &Library,
    findings: &[Finding],
    waived: &[(usize, Finding)],
) -> Vec<Block> {
    let mut blocks = Vec::new();
    special_terms(&mut blocks, draft, file);
    countries::countries(&mut blocks, file, library);
    standards(&mut blocks, file);
    decks::decks(&mut blocks, file);

    blocks.push(heading("review-findings", "Review: findings"));
    let rows = findings
        .iter()
        .filter(|finding| finding.level != Level::OpenPoint)
        .map(|finding| {
            vec![plain(finding.code), plain(finding.level.name()), value(&finding.message), value(&remedy(finding))]
        })
        .collect();
    section(&mut blocks, "No findings.", &["Rule", "Level", "What was found", "Remedy"], rows);

    blocks.push(heading("review-waivers", "Review: waivers"));
    let rows = file.deal.waivers.iter().enumerate().map(|(at, waiver)| {
        let aside = waived.iter().filter(|(of, _)| *of == at).map(|(_, finding)| finding.message.as_str());
        vec![
            value(&waiver.rule),
            value(waiver.reason.as_str()),
            value(waiver.by.as_str()),
            value(&waiver.until.known().map_or("–".into(), ToString::to_string)),
            value(&or_dash(aside.collect::<Vec<_>>().join("; "))),
        ]
    });
    let rows = rows.collect();
    section(&mut blocks, "No waivers.", &["Rule", "Reason", "By", "Until", "What it sets aside"], rows);

    blocks.push(heading("review-defaults", "Review: defaults that the deal left untouched"));
    let rows = file.defaults.iter().map(|(path, text)| vec![value(&path.to_string()), value(text)]).collect();
    section(&mut blocks, "No defaults.", &["Field", "Default"], rows);
    blocks
}

/// The deal's special terms. In the paper free text looks like the library's own; here it is listed separately.
fn special_terms(blocks: &mut Vec<Block>, draft: &Draft, file: &DealFile) {
    blocks.push(heading("review-special-terms", "Review: special terms"));
    let rows = file.deal.special_terms.iter().map(|term| {
        let id = term.place().map_or("", SpecialPlace::clause);
        let printed = draft.printed.iter().find(|printed| printed.id == id);
        let clause = printed.map_or_else(|| value("not printed"), reference);
        let place = term.instead.as_ref().map_or_else(|| id.to_owned(), |place| format!("instead of {place}"));
        vec![clause, value(&place), vec![Inline::Value(term.text.to_string())]]
    });
    section(blocks, "No special terms.", &["Clause", "Id", "Text that no field or position holds"], rows.collect());
}

/// Standards that the deal lists without making them binding.
fn standards(blocks: &mut Vec<Block>, file: &DealFile) {
    blocks.push(heading("review-standards", "Review: standards that inform"));
    let standards = file.deal.technical.standards.iter().filter(|standard| !standard.binding);
    let rows = standards.map(|standard| vec![value(standard.document.as_str()), value(standard.edition.as_str())]);
    section(blocks, "No standards that only inform.", &["Document", "Edition"], rows.collect());
}

fn reference(printed: &Printed) -> Inlines {
    vec![Inline::Ref { target: printed.anchor.as_str().into(), text: printed.name.clone() }]
}

/// The remedy in words, or a dash.
fn remedy(finding: &Finding) -> String {
    or_dash(finding.remedy_text().unwrap_or_default())
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".into() } else { text }
}

fn heading(anchor: &str, title: &str) -> Block {
    Block::Heading(Heading {
        kind: HeadingKind::Schedule,
        label: String::new(),
        title: plain(title),
        anchor: anchor.into(),
    })
}

fn words(text: &str) -> Block {
    Block::Paragraph(Paragraph { indent: 0, label: String::new(), defines: false, anchor: None, text: plain(text) })
}

fn plain(text: &str) -> Inlines {
    vec![Inline::Plain(text.into())]
}

/// Words of findings, fields and sources, without the marks that findings put around names.
fn value(text: &str) -> Inlines {
    vec![Inline::Value(squeezed(text))]
}

fn squeezed(text: &str) -> String {
    text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn confirm(what: Option<&String>) -> String {
    what.map_or_else(String::new, |what| format!("; counsel to confirm: {what}"))
}

fn section(blocks: &mut Vec<Block>, empty: &str, header: &[&str], rows: Vec<Vec<Inlines>>) {
    if rows.is_empty() {
        blocks.push(words(empty));
        return;
    }
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; header.len()],
        header: header.iter().map(|title| plain(title)).collect(),
        rows,
    }));
}
