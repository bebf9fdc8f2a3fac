//! Inline content as runs: words, fields, and their character styles.

use super::job::DocxJob;
use super::places::ReferencePiece;
use super::xml::Xml;
use crate::document::{Inline, fixed_words};
use crate::path::Path;
use crate::render::words::turns_direction;

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
    for inline in text {
        match inline {
            Inline::Plain(words) => run(xml, style, words),
            Inline::Value(words) => value(xml, style, words),
            Inline::Blank(path) => blank(xml, job, path.as_ref()),
            Inline::Strong(inner) => styled(xml, job, inner, job.style("Strong")),
            Inline::Emphasis(inner) => styled(xml, job, inner, job.style("Emphasis")),
            Inline::Ref { target, text } => reference(xml, job, target, text, style),
            Inline::Break => {
                xml.open("w:r", &[]);
                xml.empty("w:br", &[]);
                xml.close("w:r");
            }
        }
    }
}

pub(super) fn run(xml: &mut Xml, style: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    xml.open("w:r", &[]);
    if !style.is_empty() {
        xml.open("w:rPr", &[]);
        xml.val("w:rStyle", style);
        xml.close("w:rPr");
    }
    xml.leaf("w:t", &[("xml:space", "preserve")], words);
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
    field_end(xml, "begin");
    xml.open("w:r", &[]);
    xml.leaf("w:instrText", &[("xml:space", "preserve")], &format!(" {code} "));
    xml.close("w:r");
    field_end(xml, "separate");
    run(xml, style, text);
    field_end(xml, "end");
}

/// The begin, separator or end mark of a field.
pub(super) fn field_end(xml: &mut Xml, kind: &str) {
    xml.open("w:r", &[]);
    xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
    xml.close("w:r");
}

/// A value of the deal. One with right-to-left text is isolated from the words around it.
fn value(xml: &mut Xml, style: &str, words: &str) {
    let turns = words.chars().any(turns_direction);
    if turns {
        xml.open("w:dir", &[("w:val", "ltr")]);
    }
    run(xml, style, words);
    if turns {
        xml.close("w:dir");
    }
}

/// A blank: highlighted, and in our own copy a control that asks its question.
fn blank(xml: &mut Xml, job: &DocxJob<'_>, path: Option<&Path>) {
    let style = job.style("Blank");
    let asked = path.and_then(|path| Some((path, job.document.review.as_ref()?.questions.get(path)?)));
    let Some((path, question)) = asked else { return run(xml, style, fixed_words::BLANK) };
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

/// A reference: a field for each number, which follows its place when the paper is edited.
fn reference(xml: &mut Xml, job: &DocxJob<'_>, target: &str, text: &str, style: &str) {
    for piece in job.places.pieces(target, text) {
        match piece {
            ReferencePiece::Words(words) => run(xml, style, words),
            ReferencePiece::Number { bookmark, text } => field(xml, &format!("REF {bookmark} \\n \\h"), style, text),
            ReferencePiece::Link { bookmark, text } => {
                xml.open("w:hyperlink", &[("w:anchor", bookmark), ("w:history", "1")]);
                run(xml, style, text);
                xml.close("w:hyperlink");
            }
        }
    }
}
