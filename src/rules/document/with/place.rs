//! The place at which a passage's words were written.

use std::ops::Range;

use crate::deal::read::DealFile;
use crate::document::prose::{Kind, Origin, Passage};
use crate::library::{AGREEMENT, Library, SHORT};
use crate::rules::{Added, Report};
use crate::source::{Place, Source};

/// Words around a finding by which its place is told from others of the same words.
const CONTEXT: usize = 4;

/// Findings that are told to the word. Beyond them a paragraph is near enough, and much sooner found.
const MOST_EXACT: usize = 500;

/// Adds a finding on some bytes of a passage.
pub(crate) fn add<'r>(
    report: &'r mut Report<'_>,
    library: &Library,
    passage: &Passage,
    span: Range<usize>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Added<'r> {
    let exact = report.findings.len() < MOST_EXACT;
    let place = of(report.file, library, passage, if exact { span } else { 0..0 });
    match passage.origin {
        Origin::SpecialTerm(at) => {
            let mut added = report.add(format!("special_terms[{at}].text"), message, help);
            added.place = Some(place);
            added
        }
        Origin::Clause(_) | Origin::Outline => report.at(place, message, help),
    }
}

/// Where some bytes of a passage were written; the whole passage's place where they are none or cannot be found.
pub(crate) fn of(file: &DealFile, library: &Library, passage: &Passage, span: Range<usize>) -> Place {
    let (source, region) = written(file, library, passage);
    let whole = || match passage.origin {
        Origin::SpecialTerm(_) => region.clone(),
        Origin::Clause(_) | Origin::Outline => source.line_span(source.line_column(region.start).0),
    };
    if span.is_empty() {
        return Place::new(&source, whole());
    }
    let found = (0..=CONTEXT).rev().find_map(|reach| {
        let (before, after) = around(passage, &span, reach);
        find(&source.text, &region, [passage.at(before), passage.at(span.clone()), passage.at(after)])
    });
    let near = || find(&source.text, &region, ["", passage.at(own(passage, &span)), ""]);
    Place::new(&source, found.or_else(near).unwrap_or_else(whole))
}

/// The file that holds a passage, and the bytes to look in.
fn written(file: &DealFile, library: &Library, passage: &Passage) -> (Source, Range<usize>) {
    match &passage.origin {
        Origin::SpecialTerm(at) => {
            let node = file.tree.find(&format!("special_terms[{at}].text"));
            (file.source.clone(), node.map_or(0..0, |node| node.span.clone()))
        }
        Origin::Clause(id) => match library.clauses.get(id) {
            Some(clause) => {
                let body = if passage.kind == Kind::Heading { 0 } else { clause.source.text.len() - clause.body.len() };
                (clause.source.clone(), body..clause.source.text.len())
            }
            None => (Source::new(id.as_str(), ""), 0..0),
        },
        Origin::Outline => {
            let path = match file.deal.legal.form {
                crate::deal::law::Form::Full => AGREEMENT,
                crate::deal::law::Form::Short => SHORT,
            };
            let source = library.assets.text(path).unwrap_or_else(|| Source::new(path, ""));
            let end = source.text.len();
            (source, 0..end)
        }
    }
}

/// Up to `reach` of the writer's own words on either side, with all that stands between.
fn around(passage: &Passage, span: &Range<usize>, reach: usize) -> (Range<usize>, Range<usize>) {
    let first = passage.words.partition_point(|word| word.span.end <= span.start);
    let last = passage.words.partition_point(|word| word.span.start < span.end);
    let before = passage.words.get(..first).unwrap_or_default().iter().rev().take(reach).take_while(|word| word.own);
    let after = passage.words.get(last..).unwrap_or_default().iter().take(reach).take_while(|word| word.own);
    let from = before.last().map_or(span.start, |word| word.span.start);
    let to = after.last().map_or(span.end, |word| word.span.end);
    (from..span.start, span.end..to)
}

/// The longest run of the writer's own words in a span and around it, where not all of the span is that writer's.
fn own(passage: &Passage, span: &Range<usize>) -> Range<usize> {
    let first = passage.words.partition_point(|word| word.span.end <= span.start).saturating_sub(CONTEXT);
    let last = passage.words.partition_point(|word| word.span.start < span.end) + CONTEXT;
    let words = passage.words.get(first..last.min(passage.words.len())).unwrap_or_default();
    let runs = words.split(|word| !word.own).filter(|run| !run.is_empty());
    match runs.max_by_key(|run| run.len()) {
        Some([one]) => one.span.clone(),
        Some([from, .., to]) => from.span.start..to.span.end,
        _ => span.clone(),
    }
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

/// The end of a text that begins at a byte of a source, whose marks, quotation marks and line breaks print otherwise.
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
