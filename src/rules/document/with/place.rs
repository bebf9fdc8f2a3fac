//! The place at which a passage's words were written.

use std::ops::Range;

use crate::deal::paper::Form;
use crate::deal::read::DealFile;
use crate::diagnostic::Remedy;
use crate::document::prose::{Author, Passage};
use crate::library::{AGREEMENT, Library, SHORT};
use crate::path::Path;
use crate::rules::{Added, Report};
use crate::source::{Place, Source};

/// Number of words around a finding that distinguish its place from others with the same words.
const CONTEXT: usize = 4;

/// Findings on special terms that are placed exactly. Further ones are placed at the whole term, which is much faster.
const MOST_EXACT: usize = 500;

/// Adds a finding on some bytes of a passage.
pub(crate) fn add<'r>(
    report: &'r mut Report<'_>,
    library: &Library,
    passage: &Passage,
    span: Range<usize>,
    message: impl Into<String>,
    remedy: impl Into<Remedy>,
) -> Added<'r> {
    let exact = !matches!(passage.origin, Author::SpecialTerm(_)) || report.findings.len() < MOST_EXACT;
    let place = of(report.file, library, passage, if exact { span } else { 0..0 });
    match passage.origin {
        Author::SpecialTerm(at) => {
            let mut added = report.add(Path::from("special_terms").index(at).key("text"), message, remedy);
            added.place = Some(place);
            added
        }
        Author::Clause(_) | Author::Outline => report.at(place, message, remedy),
    }
}

/// The place where some bytes of a passage were written; otherwise the line at which the passage begins.
pub(in crate::rules) fn of(file: &DealFile, library: &Library, passage: &Passage, span: Range<usize>) -> Place {
    let source = match &passage.origin {
        Author::SpecialTerm(at) => return special_term(file, *at, passage, span),
        Author::Clause(id) => library.clauses.get(id).map(|clause| clause.source.clone()),
        Author::Outline => library.assets.text(match file.deal.legal.form {
            Form::Full => AGREEMENT,
            Form::Short => SHORT,
        }),
    };
    let source = source.unwrap_or_else(|| Source::new("", ""));
    let line = || {
        let start = passage.written(0..0).map_or(0, |start| start.start);
        source.line_span(source.line_column(start).0)
    };
    let found = if span.is_empty() { None } else { passage.written(span) };
    Place::new(&source, found.unwrap_or_else(line))
}

/// The place of some bytes of a special term in the deal, which may fold its lines.
fn special_term(file: &DealFile, at: usize, passage: &Passage, span: Range<usize>) -> Place {
    let node = file.tree.find(&Path::from("special_terms").index(at).key("text"));
    let region = node.map_or(0..0, |node| node.span.clone());
    let found = (0..=CONTEXT).rev().filter(|_| !span.is_empty()).find_map(|reach| {
        let (before, after) = around(passage, &span, reach);
        find(&file.source.text, &region, [passage.at(before), passage.at(span.clone()), passage.at(after)])
    });
    Place::new(&file.source, found.unwrap_or(region))
}

/// Up to `reach` of the author's own words on either side, with everything between.
fn around(passage: &Passage, span: &Range<usize>, reach: usize) -> (Range<usize>, Range<usize>) {
    let first = passage.words.partition_point(|word| word.span.end <= span.start);
    let last = passage.words.partition_point(|word| word.span.start < span.end);
    let before = passage.words.get(..first).unwrap_or_default().iter().rev().take(reach).take_while(|word| word.own);
    let after = passage.words.get(last..).unwrap_or_default().iter().take(reach).take_while(|word| word.own);
    let from = before.last().map_or(span.start, |word| word.span.start);
    let to = after.last().map_or(span.end, |word| word.span.end);
    (from..span.start, span.end..to)
}

/// The bytes of the middle one of three texts that follow each other in a source.
fn find(source: &str, region: &Range<usize>, [before, middle, after]: [&str; 3]) -> Option<Range<usize>> {
    let text = source.get(region.clone())?;
    text.char_indices().find_map(|(at, _)| {
        let start = region.start + at;
        let from = follow(source, start, before)?;
        let to = follow(source, from, middle)?;
        follow(source, to, after)?;
        let blank = source.get(from..to)?;
        Some(to - blank.trim_start().len()..to)
    })
}

/// The end of a text that begins at a byte of a source. Marks, quotation marks and line breaks may print differently
/// there.
fn follow(source: &str, from: usize, text: &str) -> Option<usize> {
    let mut at = from;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        while source.get(at..)?.starts_with('*') {
            at += 1;
        }
        let here = source.get(at..)?.chars().next()?;
        if letter.is_whitespace() {
            let rest = source.get(at..)?;
            let spaces = rest.len() - rest.trim_start().len();
            if spaces == 0 {
                return None;
            }
            at += spaces;
            while letters.next_if(|next| next.is_whitespace()).is_some() {}
        } else if plain(here) == plain(letter) {
            at += here.len_utf8();
        } else {
            return None;
        }
    }
    Some(at)
}

fn plain(letter: char) -> char {
    match letter {
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn words_are_found_over_lines_marks_and_quotation_marks() {
        let source = "---\nthe sum\n---\nPay the \"**Sum**\"\n  at the\n  time.";
        let found = find(source, &(15..source.len()), ["“Sum” ", "at the", " time"]).expect("it is there");
        assert_eq!(source.get(found), Some("at the"));
        assert_eq!(find(source, &(15..source.len()), ["", "the\u{a0}sum", ""]), None);
    }
}
