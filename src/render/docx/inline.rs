//! Inline content as runs: words, fields, and their character styles.

use std::ops::Range;

use unicode_bidi::Level;

use super::job::DocxJob;
use super::marks::RunMark;
use super::places::ReferencePiece;
use super::xml::Xml;
use crate::document::revisions::RevisionStanding;
use crate::document::{Inline, fixed_words};
use crate::path::Path;
use crate::render::direction::{self, isolated, stretches};

/// Writes a run of inline content.
pub(super) fn text(xml: &mut Xml, job: &DocxJob<'_>, text: &[Inline]) {
    styled(xml, job, text, "");
}

/// Writes words without a style of their own.
pub(super) fn words(xml: &mut Xml, words: &str) {
    run(xml, "", words);
}

/// Writes inline content in a character style; an inner style counts before an outer one.
pub(super) fn styled(xml: &mut Xml, job: &DocxJob<'_>, text: &[Inline], style: &str) {
    marked(xml, job, text, style, &mut RunMark::none(), isolates(text));
}

/// Writes inline content, all of it inside one mark of change.
fn marked(xml: &mut Xml, job: &DocxJob<'_>, text: &[Inline], style: &str, mark: &mut RunMark, isolates: bool) {
    for inline in text {
        match inline {
            Inline::Plain(words) if !words.is_empty() => {
                mark.open(xml, job);
                run_in(xml, style, words, mark);
            }
            Inline::Plain(_) => {}
            Inline::Value(words) if !words.is_empty() => {
                mark.open(xml, job);
                value(xml, style, words, mark, isolates);
            }
            Inline::Value(_) => {}
            Inline::Blank(path) => {
                mark.open(xml, job);
                blank(xml, job, path.as_ref(), mark);
            }
            Inline::Strong(inner) => marked(xml, job, inner, job.style("Strong"), mark, isolates),
            Inline::Emphasis(inner) => marked(xml, job, inner, job.style("Emphasis"), mark, isolates),
            Inline::Inserted(inner) => change(xml, job, inner, style, RevisionStanding::Inserted, isolates),
            Inline::Deleted(inner) => change(xml, job, inner, style, RevisionStanding::Deleted, isolates),
            Inline::Ref { target, text } => reference(xml, job, target, text, style, mark),
            Inline::Break => {
                mark.open(xml, job);
                xml.open("w:r", &[]);
                xml.empty("w:br", &[]);
                xml.close("w:r");
            }
        }
    }
}

fn change(xml: &mut Xml, job: &DocxJob<'_>, text: &[Inline], style: &str, standing: RevisionStanding, isolates: bool) {
    let mut mark = RunMark::of(standing);
    marked(xml, job, text, style, &mut mark, isolates);
    mark.close(xml);
}

pub(super) fn run(xml: &mut Xml, style: &str, words: &str) {
    run_in(xml, style, words, &RunMark::none());
}

fn run_in(xml: &mut Xml, style: &str, words: &str, mark: &RunMark) {
    directed(xml, style, words, false, mark);
}

/// A run of one direction. Word decides by `w:rtl` where brackets and numbers of the run stand, and which of its fonts are used.
fn directed(xml: &mut Xml, style: &str, words: &str, leftward: bool, mark: &RunMark) {
    if words.is_empty() {
        return;
    }
    xml.open("w:r", &[]);
    if !style.is_empty() || leftward {
        xml.open("w:rPr", &[]);
        if !style.is_empty() {
            xml.val("w:rStyle", style);
        }
        if leftward {
            xml.empty("w:rtl", &[]);
        }
        xml.close("w:rPr");
    }
    // Word reads `w:t` inside a deletion as if nothing were deleted.
    xml.leaf(if mark.is_deletion() { "w:delText" } else { "w:t" }, &[("xml:space", "preserve")], words);
    xml.close("w:r");
}

pub(super) fn tab(xml: &mut Xml) {
    xml.open("w:r", &[]);
    xml.empty("w:tab", &[]);
    xml.close("w:r");
}

/// A field that shows `text` until it is updated. It is written as complex field characters, because pandoc and
/// python-docx skip a `w:fldSimple` with its words.
pub(super) fn field(xml: &mut Xml, code: &str, style: &str, text: &str) {
    field_in(xml, code, style, text, &RunMark::none());
}

/// A field inside one mark of change: a mark that holds half a field is shown by no program.
fn field_in(xml: &mut Xml, code: &str, style: &str, text: &str, mark: &RunMark) {
    field_end(xml, "begin");
    xml.open("w:r", &[]);
    let name = if mark.is_deletion() { "w:delInstrText" } else { "w:instrText" };
    xml.leaf(name, &[("xml:space", "preserve")], &format!(" {code} "));
    xml.close("w:r");
    field_end(xml, "separate");
    run_in(xml, style, text, mark);
    field_end(xml, "end");
}

/// The begin, separator or end mark of a field.
pub(super) fn field_end(xml: &mut Xml, kind: &str) {
    xml.open("w:r", &[]);
    xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
    xml.close("w:r");
}

/// A value of the deal: a run for each stretch of one direction. All are plain runs, because python-docx, pandoc and mammoth skip the
/// words of a `w:dir`.
fn value(xml: &mut Xml, style: &str, words: &str, mark: &RunMark, isolates: bool) {
    if !words.chars().any(direction::turns) {
        return run_in(xml, style, words, mark);
    }
    let words = if isolates { isolated(words) } else { words.into() };
    for (words, leftward) in stretches(&words) {
        directed(xml, style, words, leftward, mark);
    }
}

/// Whether the marks of an isolate must stand around the values of a text, which readers that know no isolates show or search: only
/// if its words would stand in another order without them.
fn isolates(text: &[Inline]) -> bool {
    let (mut words, mut values) = (String::new(), Vec::new());
    flatten(text, &mut words, &mut values);
    if values.is_empty() {
        return false;
    }
    let (with, without) = (direction::levels(&words, &values), direction::levels(&words, &[]));
    let mirrored = |(one, other): (&Level, &Level)| one.is_rtl() != other.is_rtl();
    with.iter().zip(&without).any(mirrored) || direction::order(&with) != direction::order(&without)
}

/// The words of a text, and the bytes of those values that may turn the direction.
fn flatten(text: &[Inline], words: &mut String, values: &mut Vec<Range<usize>>) {
    for inline in text {
        match inline {
            Inline::Plain(more) => words.push_str(more),
            Inline::Ref { text: more, .. } => words.push_str(more),
            Inline::Value(value) => {
                let start = words.len();
                words.push_str(value);
                if value.chars().any(direction::turns) {
                    values.push(start..words.len());
                }
            }
            Inline::Blank(_) => words.push_str(fixed_words::BLANK),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => {
                flatten(inner, words, values);
            }
            Inline::Break => words.push('\n'),
        }
    }
}

/// A blank: highlighted, and in our own copy a control that asks its question.
fn blank(xml: &mut Xml, job: &DocxJob<'_>, path: Option<&Path>, mark: &RunMark) {
    let style = job.style("Blank");
    let asked = path.and_then(|path| Some((path, job.document.review.as_ref()?.questions.get(path)?)));
    let Some((path, question)) = asked else { return run_in(xml, style, fixed_words::BLANK, mark) };
    xml.open("w:sdt", &[]);
    xml.open("w:sdtPr", &[]);
    xml.open("w:rPr", &[]);
    xml.val("w:rStyle", style);
    xml.close("w:rPr");
    // A title and a tag hold at most 64 characters.
    let path: String = path.to_string().chars().take(64).collect();
    xml.val("w:alias", &path);
    xml.val("w:tag", &path);
    xml.empty("w:showingPlcHdr", &[]);
    xml.empty("w:text", &[]);
    xml.close("w:sdtPr");
    xml.open("w:sdtContent", &[]);
    run(xml, style, &format!("{} {question}", fixed_words::BLANK));
    xml.close("w:sdtContent");
    xml.close("w:sdt");
}

/// A reference: a field for each number, which follows its place when the paper is edited. A link holds its mark, because a mark
/// that holds a link is not a valid file.
fn reference(xml: &mut Xml, job: &DocxJob<'_>, target: &str, text: &str, style: &str, mark: &mut RunMark) {
    for piece in job.places.pieces(target, text, mark.is_deletion()) {
        match piece {
            ReferencePiece::Words(words) => {
                mark.open(xml, job);
                run_in(xml, style, words, mark);
            }
            ReferencePiece::Number { bookmark, text } => {
                mark.open(xml, job);
                field_in(xml, &format!("REF {bookmark} \\n \\h"), style, text, mark);
            }
            ReferencePiece::Link { bookmark, text } => {
                mark.close(xml);
                xml.open("w:hyperlink", &[("w:anchor", bookmark), ("w:history", "1")]);
                mark.open(xml, job);
                run_in(xml, style, text, mark);
                mark.close(xml);
                xml.close("w:hyperlink");
            }
        }
    }
}
