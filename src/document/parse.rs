//! Rendered Markdown to unnumbered content. The only user of the Markdown parser.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::blanks::Blanks;
use super::lines::Lines;
use super::{Align, Inline, Text};
use crate::budget::CLAUSE_LEVELS;
use crate::template::{VALUE_END, VALUE_START, is_blank, mark};

/// Content of one clause file, in order, not yet numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// `## Title {#anchor}`.
    Heading(Text, Option<String>),
    /// A paragraph with the items below it.
    Paragraph(Item),
    /// A table.
    Table {
        /// Alignment of each column.
        columns: Vec<Align>,
        /// Header row.
        header: Vec<Text>,
        /// Other rows.
        rows: Vec<Vec<Text>>,
    },
}

/// A paragraph or list item, with the items nested below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Its words.
    pub text: Text,
    /// `{#anchor}` at its end.
    pub anchor: Option<String>,
    /// Items below it.
    pub items: Vec<Item>,
    /// Definitions below it, which bear no number.
    pub definitions: Vec<Item>,
}

/// What a clause cannot hold, with the words near it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported {
    /// What it is.
    pub what: &'static str,
    /// Words by which it can be found.
    pub near: String,
}

/// Parses a rendered clause. `blanks` knows the fields of the blanks that it may hold, `lines` the rows of the rate schedule.
pub fn parse(markdown: &str, blanks: &Blanks, lines: &Lines<'_>) -> Result<Vec<Raw>, Unsupported> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
    let (markdown, _) = mark::take(markdown);
    let events: Vec<Event<'_>> = Parser::new_ext(&markdown, options).collect();
    refuse_depth(&events)?;
    let mut reader = Reader { events, blanks, lines, at: 0, in_value: false };
    let mut out: Vec<Raw> = Vec::new();
    while let Some(event) = reader.next() {
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
                    // A list without a paragraph above it stands for itself.
                    _ => out.extend(items.into_iter().map(Raw::Paragraph)),
                }
            }
            Event::Start(Tag::Table(columns)) => out.push(reader.table(&columns)?),
            Event::Rule => {}
            other => return Err(unsupported(&other)),
        }
    }
    Ok(out)
}

/// Refuses what nests deeper than any clause: what follows calls itself for each level.
fn refuse_depth(events: &[Event<'_>]) -> Result<(), Unsupported> {
    let mut depth = 0_usize;
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > CLAUSE_LEVELS {
            return Err(Unsupported { what: "lists or emphasis nested too deep", near: "- - -".into() });
        }
    }
    Ok(())
}

fn unsupported(event: &Event<'_>) -> Unsupported {
    let (what, near) = match event {
        Event::Start(Tag::CodeBlock(_)) => ("a code block, or text indented by four spaces", String::new()),
        Event::Start(Tag::BlockQuote(_)) => ("a block quotation", ">".into()),
        Event::Html(text) | Event::InlineHtml(text) => ("HTML", text.to_string()),
        Event::Start(Tag::HtmlBlock) => ("HTML", "<".into()),
        Event::Start(Tag::Image { .. }) => ("an image", "![".into()),
        Event::Code(text) => ("code", text.to_string()),
        _ => ("this mark-up", String::new()),
    };
    Unsupported { what, near }
}

struct Reader<'a> {
    events: Vec<Event<'a>>,
    blanks: &'a Blanks,
    lines: &'a Lines<'a>,
    at: usize,
    in_value: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Event<'a>> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn list(&mut self) -> Result<Vec<Item>, Unsupported> {
        let mut items = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.item(TagEnd::Item)?),
                Event::End(TagEnd::List(_)) => break,
                other => return Err(unsupported(&other)),
            }
        }
        Ok(items)
    }

    /// Reads up to `end`: the words of one paragraph, and the lists below it.
    fn item(&mut self, end: TagEnd) -> Result<Item, Unsupported> {
        let mut item = Item::default();
        let mut closed = false;
        while let Some(event) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::Paragraph) if closed => {
                    return Err(Unsupported {
                        what: "a second paragraph in one list item",
                        near: super::plain_text(&item.text),
                    });
                }
                Event::Start(Tag::Paragraph) => {}
                Event::End(TagEnd::Paragraph) => closed = true,
                Event::Start(Tag::List(_)) => item.items.extend(self.list()?),
                event => self.inline(event, &mut item.text)?,
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
        while let Some(event) = self.next() {
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

    fn inline(&mut self, event: Event<'a>, out: &mut Text) -> Result<(), Unsupported> {
        match event {
            Event::Text(text) => self.words(&text, out),
            Event::SoftBreak => self.words(" ", out),
            Event::HardBreak => out.push(Inline::Break),
            Event::Start(Tag::Strong) => out.push(Inline::Strong(self.nested(TagEnd::Strong)?)),
            Event::Start(Tag::Emphasis) => out.push(Inline::Emphasis(self.nested(TagEnd::Emphasis)?)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = dest_url.strip_prefix('#').map(str::to_owned);
                let inner = self.nested(TagEnd::Link)?;
                match target {
                    Some(target) if inner.is_empty() => out.push(Inline::Ref { target, text: String::new() }),
                    _ => return Err(Unsupported { what: "a link that is no reference", near: dest_url.to_string() }),
                }
            }
            Event::InlineHtml(text) if text.eq_ignore_ascii_case("<br>") => out.push(Inline::Break),
            other => return Err(unsupported(&other)),
        }
        Ok(())
    }

    fn nested(&mut self, end: TagEnd) -> Result<Text, Unsupported> {
        let mut out = Text::new();
        while let Some(event) = self.next() {
            if event == Event::End(end) {
                break;
            }
            self.inline(event, &mut out)?;
        }
        Ok(out)
    }

    /// Adds words to the run that they belong to: the library's, or the deal's between its marks.
    fn words(&mut self, text: &str, out: &mut Text) {
        for character in text.chars() {
            match character {
                VALUE_START => self.in_value = true,
                VALUE_END => self.in_value = false,
                blank if is_blank(blank) => out.push(Inline::Blank(self.blanks.path(blank).to_owned())),
                character => match (out.last_mut(), self.in_value) {
                    (Some(Inline::Value(words)), true) | (Some(Inline::Plain(words)), false) => words.push(character),
                    (_, true) => out.push(Inline::Value(character.into())),
                    (_, false) => out.push(Inline::Plain(character.into())),
                },
            }
        }
    }
}

/// Takes `{#anchor}` off the end of a run.
fn take_anchor(text: &mut Text) -> Option<String> {
    let Some(Inline::Plain(words)) = text.last_mut() else { return None };
    let rest = words.trim_end().strip_suffix('}')?;
    let (before, anchor) = rest.rsplit_once("{#")?;
    let valid = !anchor.is_empty() && anchor.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (before, anchor) = (before.trim_end().to_owned(), anchor.to_owned());
    if !valid {
        return None;
    }
    *words = before;
    Some(anchor)
}

fn trim(text: &mut Text) {
    if let Some(Inline::Plain(words)) = text.last_mut() {
        words.truncate(words.trim_end().len());
    }
    if let Some(Inline::Plain(words)) = text.first_mut() {
        *words = words.trim_start().to_owned();
    }
    text.retain(|inline| !matches!(inline, Inline::Plain(words) if words.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::{Blanks, Item, Lines, Raw, Unsupported};
    use crate::document::Inline;

    fn parse(markdown: &str) -> Result<Vec<Raw>, Unsupported> {
        super::parse(markdown, &Blanks::default(), &Lines::default())
    }

    #[test]
    fn values_are_apart_from_words_and_keep_every_character() {
        let parsed = parse("The \u{E000}A&#42;B &#124; x\u{E001} pays, see [](#sla.credits). {#pay}").expect("parses");
        let [Raw::Paragraph(Item { text, anchor, .. })] = parsed.as_slice() else { panic!("one paragraph") };
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
