//! Parses rendered Markdown into unnumbered content. The only user of the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blanks::Blanks;
use super::lines::Lines;
use super::{Align, Inline, Inlines};
use crate::budget::CLAUSE_LEVELS;
use crate::source::PlacedWords;
use crate::template::mark::{self, Mark};
use crate::template::{VALUE_END, VALUE_START, is_blank};

/// Content of one clause file, in order, not yet numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// `## Title {#anchor}`.
    Heading(Inlines, Option<String>),
    /// A paragraph with the items below it.
    Paragraph(ListItem),
    /// A table: one header row, and rows of as many cells.
    Table {
        /// One alignment for each column.
        columns: Vec<Align>,
        /// The header row, a cell for each column.
        header: Vec<Inlines>,
        /// The rows below the header.
        rows: Vec<Vec<Inlines>>,
    },
}

/// A paragraph or list item, with the items nested below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListItem {
    /// Its words, without the anchor.
    pub text: Inlines,
    /// `{#anchor}` at its end.
    pub anchor: Option<String>,
    /// The items nested below it.
    pub items: Vec<ListItem>,
    /// Definitions below it, which bear no number.
    pub definitions: Vec<ListItem>,
}

/// Markup that a clause cannot hold, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// The markup, as a message names it.
    pub what: &'static str,
    /// The bytes of the file, if they are known.
    pub written: Option<Range<usize>>,
}

/// Parses a rendered clause. `blanks` maps blank characters to fields, `lines` expands the rows of the rate schedule.
pub fn parse(markdown: &str, blanks: &Blanks, lines: &Lines<'_>) -> Result<Vec<Raw>, Unsupported> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
    let (markdown, marks) = mark::take(markdown);
    let events = Parser::new_ext(&markdown, options).into_offset_iter().collect();
    let mut reader = Reader { events, marks, blanks, lines, at: 0, in_value: false };
    reader.refuse_depth()?;
    let mut out: Vec<Raw> = Vec::new();
    while let Some((event, span)) = reader.next() {
        match event {
            Event::Start(Tag::Paragraph) => out.push(Raw::Paragraph(reader.item(TagEnd::Paragraph)?)),
            Event::Start(Tag::Heading { level, .. }) => {
                let item = reader.item(TagEnd::Heading(level))?;
                out.push(Raw::Heading(item.text, item.anchor));
            }
            Event::Start(Tag::List(_)) => {
                let items = reader.list()?;
                match out.last_mut() {
                    Some(Raw::Paragraph(item)) => item.items.extend(items),
                    // A list without a paragraph above it: each item is a paragraph.
                    _ => out.extend(items.into_iter().map(Raw::Paragraph)),
                }
            }
            Event::Start(Tag::Table(columns)) => out.push(reader.table(&columns)?),
            Event::Rule => {}
            other => return Err(reader.unsupported(&other, &span)),
        }
    }
    out.retain(|part| !matches!(part, Raw::Table { rows, .. } if rows.is_empty()));
    // A heading with nothing below it: the deal has no rows for its table.
    let mut below = false;
    let mut kept: Vec<Raw> = Vec::new();
    for part in out.into_iter().rev() {
        let heading = matches!(part, Raw::Heading(..));
        if !heading || below {
            kept.push(part);
        }
        below = !heading;
    }
    kept.reverse();
    Ok(kept)
}

/// The name of markup that no format prints.
fn name(event: &Event<'_>) -> &'static str {
    match event {
        Event::Start(Tag::CodeBlock(_)) => "a code block, or text indented by four spaces",
        Event::Start(Tag::BlockQuote(_)) => "a block quotation",
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "HTML",
        Event::Start(Tag::Image { .. }) => "an image",
        Event::Code(_) => "code",
        _ => "this mark-up",
    }
}

struct Reader<'a> {
    /// The events of the Markdown parser, each with its bytes of the text.
    events: Vec<(Event<'a>, Range<usize>)>,
    marks: Vec<Mark>,
    blanks: &'a Blanks,
    lines: &'a Lines<'a>,
    at: usize,
    in_value: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    /// Refuses deep nesting, because the code below recurses for each level.
    fn refuse_depth(&self) -> Result<(), Unsupported> {
        let mut depth = 0_usize;
        for (event, span) in &self.events {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > CLAUSE_LEVELS {
                let what = "lists or emphasis nested too deep";
                return Err(Unsupported { what, written: self.written(&(span.start..span.start + 1)) });
            }
        }
        Ok(())
    }

    fn unsupported(&self, event: &Event<'_>, span: &Range<usize>) -> Unsupported {
        Unsupported { what: name(event), written: self.written(span) }
    }

    /// The byte of the file for a byte of the text, and whether the following bytes map one to one.
    fn byte(&self, at: usize) -> Option<(usize, bool)> {
        let mark = self.marks.get(self.marks.partition_point(|mark| mark.at <= at).checked_sub(1)?)?;
        Some(if mark.own { (mark.written + at - mark.at, true) } else { (mark.written, false) })
    }

    /// The bytes of the file from which some bytes of the text come.
    fn written(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let (start, _) = self.byte(span.start)?;
        let (end, own) = self.byte(span.end.saturating_sub(1).max(span.start))?;
        Some(start..(end + usize::from(own)).max(start))
    }

    fn list(&mut self) -> Result<Vec<ListItem>, Unsupported> {
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(TagEnd::Item)?),
                Event::End(TagEnd::List(_)) => break,
                other => return Err(self.unsupported(&other, &span)),
            }
        }
        Ok(items)
    }

    /// Reads up to `end`: the words of one paragraph, and the lists below it.
    fn item(&mut self, end: TagEnd) -> Result<ListItem, Unsupported> {
        let mut item = ListItem::default();
        let mut closed = false;
        while let Some((event, span)) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::Paragraph) if closed => {
                    let what = "a second paragraph in one list item";
                    return Err(Unsupported { what, written: self.written(&span) });
                }
                Event::Start(Tag::Paragraph) => {}
                Event::End(TagEnd::Paragraph) => closed = true,
                Event::Start(Tag::List(_)) => item.items.extend(self.list()?),
                event => self.inline(event, &span, &mut item.text)?,
            }
        }
        item.anchor = take_anchor(&mut item.text);
        trim(&mut item.text);
        Ok(item)
    }

    fn table(&mut self, columns: &[pulldown_cmark::Alignment]) -> Result<Raw, Unsupported> {
        let columns = columns
            .iter()
            .map(|align| match align {
                pulldown_cmark::Alignment::Right => Align::Right,
                pulldown_cmark::Alignment::Center => Align::Center,
                pulldown_cmark::Alignment::Left | pulldown_cmark::Alignment::None => Align::Left,
            })
            .collect();
        let (mut header, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.item(TagEnd::TableCell)?.text),
                Event::End(TagEnd::TableHead) => header = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.extend(self.lines.expand(std::mem::take(&mut row))),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Ok(Raw::Table { columns, header, rows })
    }

    fn inline(&mut self, event: Event<'a>, span: &Range<usize>, out: &mut Inlines) -> Result<(), Unsupported> {
        match event {
            Event::Text(text) => self.words(&text, span, out),
            Event::SoftBreak => self.words(" ", &(span.start..span.start + 1), out),
            Event::HardBreak => out.push(Inline::Break),
            Event::Start(Tag::Strong) => out.push(Inline::Strong(self.nested(TagEnd::Strong)?)),
            Event::Start(Tag::Emphasis) => out.push(Inline::Emphasis(self.nested(TagEnd::Emphasis)?)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = dest_url.strip_prefix('#');
                let inner = self.nested(TagEnd::Link)?;
                match target {
                    // `[](#target)`.
                    Some(target) if inner.is_empty() => {
                        let written = self.byte(span.start + 4);
                        let target = match written {
                            Some((byte, true)) => PlacedWords::written_at(target, byte),
                            _ => target.into(),
                        };
                        out.push(Inline::Ref { target, text: String::new() });
                    }
                    _ => return Err(Unsupported { what: "a link that is no reference", written: self.written(span) }),
                }
            }
            Event::InlineHtml(text) if text.eq_ignore_ascii_case("<br>") => out.push(Inline::Break),
            other => return Err(self.unsupported(&other, span)),
        }
        Ok(())
    }

    fn nested(&mut self, end: TagEnd) -> Result<Inlines, Unsupported> {
        let mut out = Inlines::new();
        while let Some((event, span)) = self.next() {
            if event == Event::End(end) {
                break;
            }
            self.inline(event, &span, &mut out)?;
        }
        Ok(out)
    }

    /// Adds words to the right run: the library's, or the deal's if they stand between its marks. `span` is their bytes in
    /// the text, where a character may be written in another way.
    fn words(&mut self, words: &str, span: &Range<usize>, out: &mut Inlines) {
        // Only words that print as written map byte by byte; quotation marks and character references do not.
        let plain = words.len() == span.len();
        let mut next = self.marks.partition_point(|mark| mark.at <= span.start);
        let mut due = true;
        let mut at = 0;
        while let Some((rest, first)) = words.get(at..).and_then(|rest| Some((rest, rest.chars().next()?))) {
            while plain && self.marks.get(next).is_some_and(|mark| mark.at <= span.start + at) {
                (next, due) = (next + 1, true);
            }
            if is_private(first) {
                match first {
                    VALUE_START => self.in_value = true,
                    VALUE_END => self.in_value = false,
                    blank => out.push(Inline::Blank(self.blanks.path(blank).cloned())),
                }
                at += first.len_utf8();
                continue;
            }
            let run = rest.get(..rest.find(is_private).unwrap_or(rest.len())).unwrap_or(rest);
            if self.in_value {
                match out.last_mut() {
                    Some(Inline::Value(words)) => words.push_str(run),
                    _ => out.push(Inline::Value(run.into())),
                }
                at += run.len();
                continue;
            }
            // The run ends where another part of the file begins.
            let ends = self.marks.get(next).filter(|_| plain).map_or(run.len(), |mark| mark.at - span.start - at);
            let run = run.get(..ends).unwrap_or(run);
            if !matches!(out.last(), Some(Inline::Plain(_))) {
                out.push(Inline::Plain(PlacedWords::default()));
                due = true;
            }
            let here = if due { self.byte(if plain { span.start + at } else { span.start }) } else { None };
            if let Some(Inline::Plain(words)) = out.last_mut() {
                if let Some((byte, own)) = here {
                    words.spot(byte, own && plain);
                    due = false;
                }
                words.push_str(run);
            }
            at += run.len();
        }
    }
}

/// Whether a character is a mark of a value or a blank, and prints nothing of itself.
fn is_private(character: char) -> bool {
    character >= VALUE_START && (matches!(character, VALUE_START | VALUE_END) || is_blank(character))
}

/// Takes `{#anchor}` off the end of a run.
fn take_anchor(text: &mut Inlines) -> Option<String> {
    let Some(Inline::Plain(words)) = text.last_mut() else { return None };
    let rest = words.trim_end().strip_suffix('}')?;
    let (before, anchor) = rest.rsplit_once("{#")?;
    let valid = !anchor.is_empty() && anchor.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (before, anchor) = (before.trim_end().len(), anchor.to_owned());
    if !valid {
        return None;
    }
    words.truncate(before);
    Some(anchor)
}

fn trim(text: &mut Inlines) {
    if let Some(Inline::Plain(words)) = text.last_mut() {
        let end = words.trim_end().len();
        words.truncate(end);
    }
    if let Some(Inline::Plain(words)) = text.first_mut() {
        words.trim_front();
    }
    text.retain(|inline| !matches!(inline, Inline::Plain(words) if words.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::{Blanks, Lines, ListItem, Raw, Unsupported};
    use crate::document::Inline;

    fn parse(markdown: &str) -> Result<Vec<Raw>, Unsupported> {
        super::parse(markdown, &Blanks::default(), &Lines::default())
    }

    #[test]
    fn values_are_apart_from_words_and_keep_every_character() {
        let parsed = parse("The \u{E000}A&#42;B &#124; x\u{E001} pays, see [](#sla.credits). {#pay}").expect("parses");
        let [Raw::Paragraph(ListItem { text, anchor, .. })] = parsed.as_slice() else { panic!("one paragraph") };
        assert_eq!(anchor.as_deref(), Some("pay"));
        assert_eq!(
            text,
            &[
                Inline::Plain("The ".into()),
                Inline::Value("A*B | x".into()),
                Inline::Plain(" pays, see ".into()),
                Inline::Ref { target: "sla.credits".into(), text: String::new() },
                Inline::Plain(".".into()),
            ]
        );
    }

    #[test]
    fn a_list_belongs_to_the_paragraph_above_it() {
        let parsed = parse("Each Party:\n\n- pays; and\n- holds:\n  - this;\n  - that.\n").expect("parses");
        let [Raw::Paragraph(item)] = parsed.as_slice() else { panic!("one paragraph") };
        assert_eq!(item.items.len(), 2);
        assert_eq!(item.items[1].items.len(), 2);
    }

    #[test]
    fn a_list_of_three_thousand_levels_is_refused() {
        for markdown in ["- ".repeat(3_000) + "x", "*a ".repeat(3_000) + &"b*".repeat(3_000)] {
            assert!(parse(&markdown).is_err());
        }
        assert!(parse("- a\n  - b\n    - c\n      - *d*\n").is_ok());
    }

    #[test]
    fn what_no_format_prints_is_refused() {
        for markdown in ["<script>x</script>", "`code`", "> quoted", "    indented", "[text](https://example.com)"] {
            assert!(parse(markdown).is_err(), "{markdown}");
        }
    }
}
