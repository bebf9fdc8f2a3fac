//! The blocks of the paper: headings, numbered paragraphs, signatures, each clause's heading in its bookmark.

use super::clauses::ClauseBookmarks;
use super::comments::Comments;
use super::job::DocxJob;
use super::numbering::{LabelSource, List};
use super::xml::Xml;
use super::{inline, marks, table};
use crate::document::revisions::RevisionStanding;
use crate::document::{Block, Heading, HeadingKind, Inline, Paragraph, Signature};

/// Writes every block.
pub(super) fn write(xml: &mut Xml, job: &DocxJob<'_>, comments: &Comments<'_>, clauses: &ClauseBookmarks<'_>) {
    for (at, block) in job.document.blocks.iter().enumerate() {
        match block {
            Block::Heading(_) | Block::Paragraph(_) => self::block(xml, job, comments, clauses, at, block),
            // A clause without a heading has its first table between the marks.
            Block::Table(_) | Block::Chart(_) | Block::Signatures(_) => {
                clauses.begin(xml, at);
                self::block(xml, job, comments, clauses, at, block);
                clauses.end(xml, at);
            }
        }
    }
    // The end of the last paragraph cannot be deleted, so a paragraph that stays stands behind one that came or went.
    if job
        .document
        .blocks
        .len()
        .checked_sub(1)
        .is_some_and(|last| job.document.standing(last) != RevisionStanding::Kept)
    {
        open_paragraph(xml, job, job.style("Table End"), LabelSource::None, RevisionStanding::Kept);
        xml.close("w:p");
    }
}

fn block(
    xml: &mut Xml,
    job: &DocxJob<'_>,
    comments: &Comments<'_>,
    clauses: &ClauseBookmarks<'_>,
    at: usize,
    block: &Block,
) {
    let mark = job.labels.marks.get(at).copied().unwrap_or(LabelSource::None);
    let next = job.document.blocks.get(at + 1);
    let standing = job.document.standing(at);
    let before_page = matches!(next, Some(Block::Heading(heading)) if heading.kind == HeadingKind::Schedule);
    match block {
        Block::Heading(heading) => {
            open_paragraph(xml, job, job.style(heading_style(heading, mark)), mark, standing);
            let label = if mark == LabelSource::Words { heading.label.as_str() } else { "" };
            clauses.begin(xml, at);
            content(xml, job, comments, at, Some(&heading.anchor), label, &heading.title);
            clauses.end(xml, at);
            xml.close("w:p");
        }
        Block::Paragraph(paragraph) => {
            open_paragraph(xml, job, job.style(&paragraph_style(paragraph, mark)), mark, standing);
            let label = if mark == LabelSource::Words { paragraph.label.as_str() } else { "" };
            clauses.begin(xml, at);
            content(xml, job, comments, at, paragraph.anchor.as_deref(), label, &paragraph.text);
            clauses.end(xml, at);
            xml.close("w:p");
        }
        Block::Table(table) => table::write(xml, job, at, table, before_page),
        Block::Chart(_) => {}
        Block::Signatures(signatures) => {
            for (index, block) in signatures.iter().enumerate() {
                let last = before_page && index + 1 == signatures.len();
                signature(xml, job, (index, block), last, standing);
            }
        }
    }
}

/// Begins a paragraph. Only a number that its style does not give is stated beside the style.
fn open_paragraph(xml: &mut Xml, job: &DocxJob<'_>, style: &str, mark: LabelSource, standing: RevisionStanding) {
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", style);
    if let LabelSource::Named { level, number, .. } = mark {
        xml.open("w:numPr", &[]);
        xml.val("w:ilvl", &level.to_string());
        xml.val("w:numId", &number.to_string());
        xml.close("w:numPr");
    }
    marks::paragraph_end(xml, job, standing);
    xml.close("w:pPr");
}

/// The content of a paragraph, between its bookmark and its comment.
fn content(
    xml: &mut Xml,
    job: &DocxJob<'_>,
    comments: &Comments<'_>,
    at: usize,
    anchor: Option<&str>,
    label: &str,
    text: &[Inline],
) {
    let beside: Vec<String> =
        anchor.map(|anchor| comments.at(anchor)).unwrap_or_default().iter().map(usize::to_string).collect();
    let id = at.to_string();
    // The bookmark holds the comment, and not the other way round: LibreOffice loses one that a comment holds.
    let bookmark = job.places.bookmark(at);
    if let Some(name) = bookmark {
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
    }
    for comment in &beside {
        xml.empty("w:commentRangeStart", &[("w:id", comment)]);
    }
    if !label.is_empty() {
        inline::words(xml, label);
        inline::tab(xml);
    }
    inline::text(xml, job, text);
    for comment in &beside {
        xml.empty("w:commentRangeEnd", &[("w:id", comment)]);
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        xml.val("w:rStyle", job.style("annotation reference"));
        xml.close("w:rPr");
        xml.empty("w:commentReference", &[("w:id", comment)]);
        xml.close("w:r");
    }
    if bookmark.is_some() {
        xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

pub(super) fn heading_style(heading: &Heading, mark: LabelSource) -> &'static str {
    let is_numbered = matches!(mark, LabelSource::Styled(..) | LabelSource::Named { .. });
    match heading.kind {
        HeadingKind::Part if is_numbered => "Part Heading",
        HeadingKind::Schedule if is_numbered => "Schedule Heading",
        HeadingKind::Clause if is_numbered => "Clause Heading",
        HeadingKind::Section if is_numbered => "Section Heading",
        HeadingKind::Part | HeadingKind::Schedule => "Unnumbered Heading",
        HeadingKind::Clause => "heading 2",
        HeadingKind::Section => "heading 3",
    }
}

pub(super) fn paragraph_style(paragraph: &Paragraph, mark: LabelSource) -> String {
    let (list, level) = match mark {
        LabelSource::Styled(list, level) | LabelSource::Named { list, level, .. } => (list, level),
        LabelSource::None | LabelSource::Words if paragraph.indent == 0 => return "Body Text".into(),
        LabelSource::None | LabelSource::Words => return format!("Clause Text {}", paragraph.indent.min(4)),
    };
    match (list, level) {
        (List::Parts | List::Clauses, level) => format!("Clause Level {}", level + 1),
        (List::Schedules, level) => format!("Schedule Level {}", level.max(1)),
        (List::Definitions, 0) => "Definition".into(),
        (List::Definitions, level) => format!("Definition Level {}", level + 1),
    }
}

/// One signature block: its styles keep it on one page. In a paper to be signed, the line to sign on lies in a bookmark, `signature_1` for the
/// first party, by which signing services find it.
fn signature(
    xml: &mut Xml,
    job: &DocxJob<'_>,
    (index, signature): (usize, &Signature),
    before_page: bool,
    standing: RevisionStanding,
) {
    open_paragraph(xml, job, job.style("Signature Heading"), LabelSource::None, standing);
    inline::text(xml, job, &signature.heading);
    xml.close("w:p");
    if signature.lines.is_empty() {
        return;
    }
    let left = job.measure / 5;
    table::open(xml, job, "Signature Table", &[left, job.measure - left]);
    let signs = signature.lines.iter().position(|(_, value)| value.is_none()).filter(|_| job.document.marks.is_empty());
    for (line, (label, value)) in signature.lines.iter().enumerate() {
        table::open_row(xml, job, false, standing);
        let label = match (standing, Inline::Plain(label.as_str().into())) {
            (RevisionStanding::Kept, label) => label,
            (RevisionStanding::Inserted, label) => Inline::Inserted(vec![label]),
            (RevisionStanding::Deleted, label) => Inline::Deleted(vec![label]),
        };
        table::cell(xml, job, job.style("Signature Line"), left, standing, |xml| inline::text(xml, job, &[label]));
        let style = job.style(if value.is_some() { "Signature Line" } else { "Signature Rule" });
        table::cell(xml, job, style, job.measure - left, standing, |xml| {
            // Neither the id of a clause, which has seven digits, nor that of a paragraph.
            let id = (500_000 + index).to_string();
            if signs == Some(line) {
                let name = format!("signature_{}", index + 1);
                xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            }
            inline::text(xml, job, value.as_deref().unwrap_or_default());
            if signs == Some(line) {
                xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
            }
        });
        xml.close("w:tr");
    }
    table::close(xml, job, before_page, standing);
}
