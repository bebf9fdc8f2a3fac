//! Findings for people, in the layout of rustc: header, place, snippet, remedy.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::{AnsiColor, Effects};
use annotate_snippets::{AnnotationKind, Group, Origin, Patch, Renderer, Snippet};

use crate::characters::{visible, visible_line, visible_lines};
use crate::diagnostic::{Finding, Level};
use crate::few::{Few, Rest};
use crate::report::Tally;
use crate::source::{Place, Source};

/// How many findings of one code are shown for a file, and how many related places for a finding.
const SHOWN: usize = 10;

/// A span of more lines is shown by its first line.
const SPAN_LINES: usize = 6;

/// In lines of more bytes than this, such as a JSON deck without line breaks, only the text around the marks is shown.
const SHOWN_BYTES: usize = 16 << 10;

/// What the reader's terminal supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether escape sequences for colour are written.
    pub color: bool,
    /// Columns; longer source lines are cut.
    pub width: usize,
}

/// Renders findings, the gravest first: errors, warnings, questions folded by whom to ask, other open points, notes. Each is followed by an
/// empty line.
///
/// After ten findings of one code in one file, the rest are only counted.
#[must_use]
pub fn render(findings: &[Finding], look: Look) -> String {
    let renderer = renderer(look);
    let mut text = String::new();
    let mut few = Few::new(SHOWN);
    let folded = folded(findings);
    for level in [Level::Error, Level::Warning, Level::OpenPoint, Level::Note] {
        if level == Level::OpenPoint {
            for (whom, questions) in &folded {
                text.push_str(&questions_to(whom, questions, &renderer, look));
            }
        }
        let here = findings.iter().filter(|finding| finding.level == level);
        let here = here.filter(|finding| !folded.iter().any(|(whom, _)| asks(finding) == Some(*whom)));
        for finding in here.filter(|finding| few.tells_of(&FindingGroup::of(finding), finding.stands_for, ())) {
            let groups: Vec<Group<'_>> = std::iter::once(group(finding)).chain(suggestion(finding)).collect();
            text.push_str(&renderer.render(&groups));
            text.push_str("\n\n");
        }
    }
    for Rest { cause: kind, more, .. } in few.rest() {
        let file = kind.file.map(|file| format!(" in {file}")).unwrap_or_default();
        let title = level(kind.level).primary_title(visible(&format!("{more} more of these{file}")));
        text.push_str(&renderer.render(&[Group::with_title(title.id(kind.code))]));
        text.push_str("\n\n");
    }
    text
}

/// Whom an open point asks.
fn asks(finding: &Finding) -> Option<&str> {
    let ask = finding.asks().filter(|_| finding.level == Level::OpenPoint)?;
    Some(ask.whom.as_str())
}

/// The open points that ask the same person or side, of which there are several.
fn folded(findings: &[Finding]) -> Vec<(&str, Vec<&Finding>)> {
    let mut by_whom: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let Some(whom) = asks(finding) else { continue };
        match by_whom.iter_mut().find(|(known, _)| *known == whom) {
            Some((_, questions)) => questions.push(finding),
            None => by_whom.push((whom, vec![finding])),
        }
    }
    by_whom.retain(|(_, questions)| questions.len() > 1);
    by_whom
}

/// The questions to one side under one heading, each on its line with its place and code.
fn questions_to(whom: &str, questions: &[&Finding], renderer: &Renderer, look: Look) -> String {
    let title = level(Level::OpenPoint).primary_title(visible(&format!("{} questions to {whom}", questions.len())));
    let mut out = renderer.render(&[Group::with_title(title)]).to_string();
    out.push('\n');
    for finding in questions {
        let place = finding.place.as_ref().map_or_else(String::new, |place| {
            let (line, column) = place.line_column();
            format!("{}:{line}:{column}: ", visible(&place.source.name))
        });
        let question = finding.asks().map_or("", |ask| ask.question.as_str());
        let path = finding.path.as_ref().map_or_else(String::new, |path| format!(" {path}"));
        let line = format!("{place}{} [{}{path}]", visible(question), finding.code);
        let options = textwrap::Options::new(look.width)
            .initial_indent("  ")
            .subsequent_indent("    ")
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&line, options) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.push('\n');
    out
}

/// Renders the line that says which command explains the findings; empty without any.
#[must_use]
pub fn explained(findings: &[Finding]) -> String {
    /// More codes than this are not listed: the findings bear them.
    const NAMED: usize = 6;
    let mut codes: Vec<&str> = Vec::new();
    for level in [Level::Error, Level::Warning, Level::OpenPoint, Level::Note] {
        for finding in findings.iter().filter(|finding| finding.level == level && !finding.code.is_empty()) {
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
    }
    match codes.as_slice() {
        [] => String::new(),
        [code] => format!("`peerpact rules {code}` explains it\n"),
        [first, ..] if codes.len() > NAMED => {
            format!("`peerpact rules CODE` explains each, such as {first}\n")
        }
        _ => format!("`peerpact rules CODE` explains each: {}\n", codes.join(", ")),
    }
}

/// Renders the line that ends a report, such as `2 errors, 3 open points, 1 warning`.
#[must_use]
pub fn summary(findings: &[Finding]) -> String {
    format!("{}\n", Tally::of(findings))
}

/// Findings that are counted together if there are many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct FindingGroup {
    code: &'static str,
    level: Level,
    file: Option<Arc<str>>,
}

impl FindingGroup {
    fn of(finding: &Finding) -> Self {
        let file = finding.place.as_ref().map(|place| Arc::clone(&place.source.name));
        Self { code: finding.code, level: finding.level, file }
    }
}

fn renderer(look: Look) -> Renderer {
    let renderer = if look.color {
        // An open point uses annotate-snippets' "info". A style set on a plain renderer would be written too.
        Renderer::styled().info(AnsiColor::BrightMagenta.on_default().effects(Effects::BOLD))
    } else {
        Renderer::plain()
    };
    renderer.term_width(look.width)
}

fn level(level: Level) -> annotate_snippets::Level<'static> {
    match level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::OpenPoint => annotate_snippets::Level::INFO.with_name(Level::OpenPoint.name()),
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    }
}

fn group(finding: &Finding) -> Group<'static> {
    let mut title = level(finding.level).primary_title(visible(&finding.message));
    if !finding.code.is_empty() {
        title = title.id(finding.code);
    }
    let mut group = Group::with_title(title);
    for (source, marks) in by_file(finding) {
        let first = marks.first().map_or(0, |mark| mark.span.start);
        let lines = lines(&source, marks).unwrap_or_default();
        let mut snippet = Snippet::source(lines.shown).line_start(lines.first.max(1));
        if lines.cut {
            let (line, column) = source.line_column(first);
            group = group.element(Origin::path(visible(&source.name)).line(line).char_column(column));
        } else {
            snippet = snippet.path(visible(&source.name));
        }
        let marks = lines.marks.into_iter().map(|mark| mark.kind.span(mark.span).label(mark.label));
        group = group.element(snippet.annotations(marks));
    }
    if finding.related.len() > SHOWN {
        let more = finding.related.len() - SHOWN;
        group = group.element(annotate_snippets::Level::NOTE.message(format!("{more} more related places")));
    }
    if let Some(help) = finding.remedy_text() {
        group = group.element(annotate_snippets::Level::HELP.message(visible_lines(help.trim_end())));
    }
    group
}

/// The text of the file after the finding's edits.
fn suggestion(finding: &Finding) -> Option<Group<'static>> {
    let source = &finding.place.as_ref()?.source;
    let marks: Vec<Mark> = finding
        .edits
        .iter()
        .map(|edit| Mark {
            kind: AnnotationKind::Primary,
            span: floor(&source.text, edit.span.start)..floor(&source.text, edit.span.end),
            label: Some(visible_lines(&edit.text)),
        })
        .collect();
    let lines = lines(source, marks)?;
    let patches = lines.marks.into_iter().map(|mark| Patch::new(mark.span, mark.label.unwrap_or_default()));
    let title = annotate_snippets::Level::HELP.secondary_title("`peerpact check --fix` writes");
    Some(
        Group::with_title(title)
            .element(Snippet::source(lines.shown).line_start(lines.first).path(visible(&source.name)).patches(patches)),
    )
}

struct Mark {
    kind: AnnotationKind,
    span: Range<usize>,
    label: Option<String>,
}

/// A finding's places, its own file first.
fn by_file(finding: &Finding) -> Vec<(Source, Vec<Mark>)> {
    let mut files: Vec<(Source, Vec<Mark>)> = Vec::new();
    let own = finding.place.iter().map(|place| (place, AnnotationKind::Primary, None));
    let related = finding.related.iter().take(SHOWN);
    let related = related.map(|(place, what)| (place, AnnotationKind::Context, Some(visible(what))));
    for (place, kind, label) in own.chain(related) {
        let mark = Mark { kind, span: shown_span(place), label };
        match files.iter_mut().find(|(source, _)| source.name == place.source.name && source.text == place.source.text)
        {
            Some((_, marks)) => marks.push(mark),
            None => files.push((place.source.clone(), vec![mark])),
        }
    }
    files
}

/// The part of a place to underline: inside the text, on character boundaries, of few lines and of few bytes.
fn shown_span(place: &Place) -> Range<usize> {
    let text = &*place.source.text;
    let start = floor(text, place.span.start);
    let end = floor(text, place.span.end).max(start);
    let span = text[start..end].trim_end_matches(['\n', '\r']);
    if span.lines().nth(SPAN_LINES).is_some() {
        let first = span.lines().next().unwrap_or_default();
        return start..start + floor(first, SHOWN_BYTES / 2);
    }
    start..start + floor(span, SHOWN_BYTES / 2)
}

fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Lines of a file, and the marks as they stand in them.
#[derive(Default)]
struct Lines {
    /// The number of the first.
    first: usize,
    shown: String,
    marks: Vec<Mark>,
    /// Whether they are too long, and only what stands around the marks is shown.
    cut: bool,
}

/// Only the lines that the marks cover, so that the cost does not grow with the file. `None` without a mark.
fn lines(source: &Source, marks: Vec<Mark>) -> Option<Lines> {
    let text = &*source.text;
    let first = marks.iter().map(|mark| mark.span.start).min()?;
    let last = marks.iter().map(|mark| mark.span.end).max()?;
    let mut start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let mut end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    let cut = end - start > SHOWN_BYTES;
    if cut {
        start = start.max(floor(text, first.saturating_sub(SHOWN_BYTES / 8)));
        end = end.min(floor(text, last + SHOWN_BYTES / 8));
    }
    let number = source.line(start);
    let (shown, marks) = window(text, start..end, marks);
    Some(Lines { first: number, shown, marks, cut })
}

/// Copies a range of the text with every character visible, and moves the marks into the copy.
fn window(text: &str, range: Range<usize>, marks: Vec<Mark>) -> (String, Vec<Mark>) {
    let mut shown = String::with_capacity(range.len());
    // The position in the copy of each byte of the range, and of its end.
    let mut moved: Vec<usize> = Vec::with_capacity(range.len() + 1);
    for line in text[range.clone()].split_inclusive('\n') {
        // "\r\n" is one break, and only its line feed is copied.
        let words = line.strip_suffix("\r\n").or_else(|| line.strip_suffix('\n')).unwrap_or(line);
        // The copy has as many characters as the line.
        let copy = visible_line(words);
        for (character, copied) in words.chars().zip(copy.chars()) {
            moved.extend(std::iter::repeat_n(shown.len(), character.len_utf8()));
            shown.push(copied);
        }
        moved.extend(std::iter::repeat_n(shown.len(), line.len() - words.len()));
        if line.ends_with('\n') {
            shown.push('\n');
        }
    }
    moved.push(shown.len());
    let place = |offset: usize| moved.get(offset - range.start).copied().unwrap_or(shown.len());
    let marks = marks.into_iter().map(|mark| {
        let span = place(mark.span.start)..place(mark.span.end);
        Mark { span, ..mark }
    });
    let marks = marks.collect();
    (shown, marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look { color: false, width: 100 };

    fn deal() -> Source {
        Source::new("deal.yaml", "peerpact: 1\nsla:\n  cap: 25 %\n  rate: 30 %\n")
    }

    #[test]
    fn a_place_that_is_a_line_without_end_is_shown_by_its_beginning() {
        let deck = Source::new("deck.json", "[0.01], ".repeat(1_000_000));
        let place = Place::new(&deck, 0..deck.text.len());
        assert_eq!(shown_span(&place), 0..SHOWN_BYTES / 2);
        let finding = Finding::error("DECK004", "no rate").at(place).help("mend it");
        let text = render(&[finding], PLAIN);
        assert!(text.contains("deck.json:1:1") && text.contains("[0.01], "), "{text}");
    }

    #[test]
    fn a_line_without_end_is_shown_where_the_mark_stands() {
        let deck = Source::new("deck.json", format!("{{\n{}x", "\u{e9}".repeat(20_000)));
        let finding = Finding::error("DECK004", "no rate").at(Place::of(&deck, "x")).help("mend it");
        let text = render(&[finding], PLAIN);
        assert!(text.starts_with("error[DECK004]: no rate\n --> deck.json:2:20001\n"), "{text}");
        assert!(text.len() < 1_000 && text.contains("x\n") && text.contains("^\n"), "{text}");
    }

    #[test]
    fn a_suggested_edit_is_shown_as_it_would_read() {
        let deal = Source::new("deal.yaml", "technical:\r\n  methods: [INVITE, BYE] # é\r\n");
        let mut finding = Finding::error("TECH002", "a method is missing").at(Place::of(&deal, "methods"));
        let at = deal.text.find(']').unwrap();
        finding.edits.push(crate::diagnostic::Edit { span: at..at, text: ", ACK".into() });
        assert_eq!(
            render(&[finding], PLAIN),
            "\
error[TECH002]: a method is missing
 --> deal.yaml:2:3
  |
2 |   methods: [INVITE, BYE] # é
  |   ^^^^^^^
  |
help: `peerpact check --fix` writes
  |
2 |   methods: [INVITE, BYE, ACK] # é
  |                        +++++

"
        );
    }

    #[test]
    fn a_finding_reads_like_rustc() {
        let deal = deal();
        let clause = Source::new("clauses/sla/credits.md", "---\ntitle: Credits\n---\nText\n");
        let finding = Finding::error("SLA003", "the credit is above its cap")
            .at(Place::of(&deal, "30 %"))
            .see(Place::of(&deal, "25 %"), "the cap")
            .see(Place::of(&clause, "Credits"), "the clause that prints it")
            .help("lower the rate, for example:\n  sla:\n    rate: 5 %");
        let text = render(&[finding], PLAIN);
        assert_eq!(
            text,
            "\
error[SLA003]: the credit is above its cap
 --> deal.yaml:4:9
  |
3 |   cap: 25 %
  |        ---- the cap
4 |   rate: 30 %
  |         ^^^^
  |
 ::: clauses/sla/credits.md:2:8
  |
2 | title: Credits
  |        ------- the clause that prints it
  |
  = help: lower the rate, for example:
            sla:
              rate: 5 %

"
        );
    }

    #[test]
    fn errors_come_first_and_questions_are_folded_by_whom_to_ask() {
        let deal = deal();
        let ask = |whom: &str, question: &str| {
            Finding::new("DEAL010", Level::OpenPoint, "blank")
                .at(Place::of(&deal, "cap"))
                .help(crate::diagnostic::Ask::new(whom, question))
        };
        let findings = [
            Finding::new("N", Level::Note, "a note"),
            ask("Harbour", "Who signs?"),
            ask("your own side", "Who reads it?"),
            Finding::new("W", Level::Warning, "a warning"),
            ask("Harbour", "Where is your office?"),
            Finding::error("E", "an error"),
        ];
        let text = render(&findings, PLAIN);
        let places =
            ["an error", "a warning", "2 questions to Harbour", "Who signs?", "Where is", "Who reads", "a note"]
                .map(|words| text.find(words).unwrap_or_else(|| panic!("no `{words}` in:\n{text}")));
        assert!(places.is_sorted(), "{places:?}\n{text}");
        assert!(text.contains("open point: 2 questions to Harbour\n  deal.yaml:3:3: Who signs? [DEAL010]\n"), "{text}");
        assert_eq!(text.matches("Who signs?").count(), 1, "{text}");
        assert_eq!(explained(&findings[..1]), "`peerpact rules N` explains it\n");
        assert_eq!(explained(&findings), "`peerpact rules CODE` explains each: E, W, DEAL010, N\n");
        assert_eq!(explained(&[]), "");
    }

    #[test]
    fn without_a_place_there_are_header_and_help() {
        let finding = Finding::new("TAX001", Level::OpenPoint, "no tax is agreed").help("add `tax:`");
        assert_eq!(render(&[finding], PLAIN), "open point[TAX001]: no tax is agreed\n |\n = help: add `tax:`\n\n");
    }

    #[test]
    fn an_empty_file_and_a_place_past_the_end_are_shown() {
        let empty = Source::new("deal.yaml", "");
        let text = render(&[Finding::error("DEAL001", "nothing here").at(Place::new(&empty, 0..0))], PLAIN);
        assert!(text.contains("deal.yaml:1:1"), "{text}");
        let text = render(&[Finding::error("DEAL001", "nothing here").at(Place::new(&empty, 7..9))], PLAIN);
        assert!(text.contains("deal.yaml"), "{text}");
        let deal = deal();
        let all = Place::new(&deal, 0..deal.text.len());
        assert!(render(&[Finding::error("DEAL001", "all of it").at(all)], PLAIN).contains("deal.yaml:1:1"));
    }

    #[test]
    fn windows_line_breaks_leave_no_trace() {
        let deal = Source::new("deal.yaml", "a: 1\r\nb: 2\r\nc: 3\r\n");
        let text = render(&[Finding::error("X", "x").at(Place::of(&deal, "2\r\nc")).help("h")], PLAIN);
        assert!(text.contains("deal.yaml:2:4"), "{text}");
        assert!(text.contains("3 | | c: 3\n"), "{text}");
        assert!(!text.contains(['\r', '\u{240d}']), "{text}");
    }

    #[test]
    fn nothing_in_a_deal_reaches_the_terminal_as_a_control() {
        let hostile = "name: \u{1b}[2J\u{9b}31m\u{202e}\u{7}evil\u{e0041}\n";
        let deal = Source::new("de\u{1b}]0;al.yaml", hostile);
        let finding = Finding::error("X", hostile.trim())
            .at(Place::of(&deal, "evil"))
            .see(Place::of(&deal, "name"), hostile.trim())
            .help(hostile);
        for color in [false, true] {
            let text = render(std::slice::from_ref(&finding), Look { color, width: 100 });
            let text = if color { without_colour(&text) } else { text };
            let is_control = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
            assert_eq!(text.chars().find(is_control), None, "{text}");
        }
        let text = render(&[finding], PLAIN);
        let (source, carets) = (text.lines().nth(3).unwrap(), text.lines().nth(4).unwrap());
        let column = |line: &str, needle: &str| line[..line.find(needle).unwrap()].chars().count();
        assert_eq!(column(source, "evil"), column(carets, "^^^^"), "{text}");
    }

    /// Removes the escape sequences for colour that annotate-snippets writes, and no others.
    fn without_colour(text: &str) -> String {
        let mut plain = String::new();
        for (index, part) in text.split("\u{1b}[").enumerate() {
            if index == 0 {
                plain.push_str(part);
            } else if let Some((digits, rest)) = part.split_once('m') {
                assert!(digits.chars().all(|c| c.is_ascii_digit() || c == ';'), "{digits}");
                plain.push_str(rest);
            }
        }
        plain
    }

    #[test]
    fn many_of_one_code_are_counted_file_by_file() {
        let deals = ["a.yaml", "b.yaml"].map(|name| Source::new(name, "x: 1\n"));
        let mut findings = Vec::new();
        for (deal, count) in deals.iter().zip([13, 10]) {
            findings.extend((0..count).map(|_| Finding::error("RAT001", "bad rate").at(Place::of(deal, "x"))));
        }
        let text = render(&findings, PLAIN);
        assert_eq!(text.matches("bad rate").count(), 20);
        assert!(text.ends_with("error[RAT001]: 3 more of these in a.yaml\n\n"), "{text}");
        assert_eq!(summary(&findings), "23 errors\n");
    }

    #[test]
    fn a_file_in_one_line_is_cut_to_the_terminal() {
        let deal = Source::new("deal.yaml", "x".repeat(1 << 20) + "NEEDLE" + &"y".repeat(1 << 20));
        let began = std::time::Instant::now();
        let text = render(&[Finding::error("X", "x").at(Place::of(&deal, "NEEDLE"))], PLAIN);
        assert!(text.contains("deal.yaml:1:1048577"), "{}", text.len());
        assert!(text.contains("NEEDLE"));
        assert!(text.lines().all(|line| line.chars().count() < 130), "{}", text.len());
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    }
}
