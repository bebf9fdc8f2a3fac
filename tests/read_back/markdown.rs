//! Markdown, through the parser that a reader's viewer would use.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Block, Link, Paper, squeeze};

/// Reads a file of Markdown. Mark-up that no draft may hold, such as code or an image, fails the test.
pub fn read(bytes: &[u8]) -> Paper {
    let source = std::str::from_utf8(bytes).expect("Markdown is UTF-8");
    let mut reader = Reader::default();
    for event in Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.event(event);
    }
    reader.paper
}

#[derive(Default)]
struct Reader {
    paper: Paper,
    words: String,
    /// Words of the link at hand, and where it leads.
    link: Option<(String, String)>,
    /// Places named in the block at hand.
    anchors: Vec<String>,
    lists: usize,
    row: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let to = dest_url.strip_prefix('#').unwrap_or_else(|| panic!("a link outside: {dest_url}"));
                self.link = Some((to.to_owned(), String::new()));
            }
            Event::End(TagEnd::Link) => {
                let (to, words) = self.link.take().expect("a link that was opened");
                self.paper.links.push(Link { to, words: squeeze(&words) });
            }
            Event::Start(Tag::List(_)) => {
                self.entry();
                self.lists += 1;
            }
            Event::End(TagEnd::List(_)) => self.lists -= 1,
            Event::End(TagEnd::Item) => self.entry(),
            Event::End(TagEnd::Heading(_)) => {
                let words = self.take();
                // The heading over the table of contents belongs to it.
                if words != "Contents" {
                    self.paper.blocks.push(Block::Heading(words));
                }
            }
            Event::End(TagEnd::Paragraph) if self.lists > 0 => self.entry(),
            Event::End(TagEnd::Paragraph) => {
                let words = self.take();
                self.paper.blocks.push(Block::Paragraph(words));
            }
            Event::End(TagEnd::TableCell) => {
                let words = self.take();
                self.row.push(words);
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.rows.push(std::mem::take(&mut self.row)),
            Event::End(TagEnd::Table) => self.paper.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::Item | Tag::Table(_) | Tag::TableHead)
            | Event::Start(Tag::TableRow | Tag::TableCell | Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            other => panic!("mark-up that no draft may hold: {other:?}"),
        }
    }

    fn text(&mut self, text: &str) {
        self.words.push_str(text);
        if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        }
    }

    fn tag(&mut self, tag: &str) {
        if let Some(id) = tag.strip_prefix("<a id=\"").and_then(|rest| rest.strip_suffix("\">")) {
            self.anchors.push(id.to_owned());
        } else if tag == "<br>" {
            self.text(" ");
        } else {
            assert!(
                ["</a>", "<strong>", "</strong>", "<em>", "</em>"].contains(&tag),
                "a tag that nobody wrote: {tag}"
            );
        }
    }

    /// Ends a block: its words, noted under every place that it names.
    fn take(&mut self) -> String {
        let words = squeeze(&std::mem::take(&mut self.words));
        for anchor in self.anchors.drain(..) {
            let twice = self.paper.places.insert(anchor.clone(), words.clone());
            assert!(twice.is_none(), "the place {anchor} is there twice");
        }
        words
    }

    /// Ends a line of the table of contents; the only list of a draft.
    fn entry(&mut self) {
        let words = self.take();
        if !words.is_empty() {
            self.paper.contents.push(words);
        }
    }
}

/// Text without links, anchors, emphasis, line ends and typographic quotation marks.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[', ']', '*', '\\']) {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        rest = if let Some(anchor) = after.strip_prefix("<a id=") {
            anchor.split_once("</a>").map_or("", |(_, rest)| rest)
        } else if let Some(link) = after.strip_prefix("](") {
            link.split_once(')').map_or("", |(_, rest)| rest)
        } else {
            &after[1..]
        };
    }
    out.push_str(rest);
    let straight = out.replace(['“', '”'], "\"").replace(['’', '‘'], "'").replace('\u{a0}', " ");
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}
