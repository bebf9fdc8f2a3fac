//! Reads the text formats back and holds them to the document and to each other.

use std::collections::BTreeSet;

use crate::read_back::squeeze;
use crate::sample::{agreement, heading, paragraph, plain, strong, table, to, value};
use peerpact::document::{Block, Document, HeadingKind, Inline, Inlines, plain_text};
use peerpact::render::{Dress, html, markdown};
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Names that somebody might give a company.
const NAUGHTY: &[&str] = &[
    r"A*B_[x](y) <b>{{ 7*7 }}",
    "<script>alert('1')</script>",
    "</style><!-- --> ]]> &amp; &lt; &#65; &copy",
    "Straits \"Voice\" 'Pte' ‘Ltd’",
    "שלום Telecom \u{202e}drawkcab",
    "🤝🏽 Zoë & Søn, e\u{301} ﷺ",
    "1. One",
    "2026) Two",
    "# Three ##",
    "- four",
    "+ five",
    "> six",
    "--- | ---",
    "===",
    r"a | b \| c \\| d\",
    "`code` ``two` ~~gone~~ ~~~",
    "![img](x) [link][ref] [^1] [ref]: x",
    "https://x.example/a*b_c www.a_b_.example a_b@c.example <https://y.example>",
    "***bold*** __bold__ _x_ snake_case_name",
    "    four spaces\tand a tab\nand a line\r\n\r\nand another",
    "\u{0}\u{1b}[31mred\u{7f}\u{85}\u{fffe}",
    "!",
    "{#id .class} :-- :-",
];

fn dress() -> Dress {
    Dress { css: include_str!("../../templates/html/agreement.css").to_owned(), ..Dress::default() }
}

fn markdown_of(document: &Document) -> String {
    String::from_utf8(markdown::render(document)).expect("Markdown is UTF-8")
}

fn html_of(document: &Document) -> String {
    String::from_utf8(html::render(document, &dress())).expect("HTML is UTF-8")
}

/// Words without what no format prints: controls, noncharacters and the width of spaces.
fn words(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|character| character.is_whitespace() || !character.is_control())
        .filter(|character| !matches!(*character, '\u{2068}' | '\u{2069}'))
        .filter(|character| {
            let code = u32::from(*character);
            code & 0xFFFE != 0xFFFE && !(0xFDD0..=0xFDEF).contains(&code)
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of each block of Markdown that a reader would see, by a parser with GFM's tables and strikethrough.
fn read_markdown(source: &str) -> Vec<(Option<u8>, String)> {
    let mut blocks = Vec::new();
    let (mut level, mut text) = (None, String::new());
    for event in Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Heading { level: found, .. }) => level = Some(found as u8),
            Event::Text(found) => text.push_str(&found),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::InlineHtml(tag) if &*tag == "<br>" => text.push(' '),
            Event::InlineHtml(tag) => {
                let ours = ["<a id=\"", "</a>", "<strong>", "</strong>", "<em>", "</em>"];
                assert!(ours.iter().any(|known| tag.starts_with(known)), "a tag that nobody wrote: {tag}");
            }
            // A list inside an item ends the item's own words.
            Event::Start(Tag::List(None)) => blocks.push((None, words(&std::mem::take(&mut text)))),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Table(_) | Tag::TableHead) => {}
            Event::Start(Tag::TableRow | Tag::TableCell | Tag::Emphasis | Tag::Strong) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with('#'), "a link outside: {dest_url}")
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                blocks.push((level.take(), words(&std::mem::take(&mut text))));
            }
            Event::End(_) => {}
            other => panic!("mark-up that nobody wrote: {other:?} in\n{source}"),
        }
    }
    blocks.push((None, words(&text)));
    blocks.retain(|(_, text)| !text.is_empty());
    blocks
}

/// A tag of the HTML, or the text between two.
enum Token<'a> {
    Tag(&'a str),
    Text(String),
}

/// Reads the body of our own HTML. A `<` that opens neither a tag nor a comment would be read as a tag, and fail.
fn read_html(source: &str) -> Vec<Token<'_>> {
    let mut rest = source.split_once("<body>").expect("a body").1;
    let mut tokens = Vec::new();
    while let Some((text, after)) = rest.split_once('<') {
        tokens.push(Token::Text(unescape(text)));
        rest = if let Some(comment) = after.strip_prefix("!--") {
            comment.split_once("-->").expect("a comment ends").1
        } else {
            let (tag, after) = after.split_once('>').expect("a tag ends");
            tokens.push(Token::Tag(tag));
            after
        };
    }
    tokens
}

fn unescape(text: &str) -> String {
    let mut out = text.replace("&#9;", "\t").replace("&#160;", "\u{a0}");
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        out = out.replace(entity, character);
    }
    out
}

fn html_words(source: &str) -> String {
    let mut out = String::new();
    for token in read_html(source) {
        match token {
            Token::Text(text) => out.push_str(&text),
            Token::Tag(tag) => {
                let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
                if !["a", "span", "strong", "em", "bdi"].contains(&name) {
                    out.push(' ');
                }
            }
        }
    }
    words(&out)
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// The agreement with a naughty string in every kind of place.
fn naughty(name: &str) -> Document {
    let mut document = agreement(name);
    document.title = format!("Agreement with {name}");
    document.reference = name.to_owned();
    document.marks.push(name.to_owned());
    document.cover.key_terms.push((vec![value(name)], vec![value(name), Inline::Break, value(name)]));
    document.blocks.extend([
        heading(HeadingKind::Section, "9", vec![plain("Of "), value(name)], "naughty.9"),
        heading(HeadingKind::Section, "", vec![value(name)], "naughty.10"),
        paragraph(0, "", Some("naughty.p"), vec![value(name)]),
        paragraph(0, "1.", None, vec![value(name), Inline::Break, value(name), to("naughty.p", "see above")]),
        paragraph(2, "(a)", None, vec![plain("x"), Inline::Strong(vec![value(name)]), plain("y")]),
        paragraph(1, "", None, vec![Inline::Emphasis(vec![value(name), strong("both")]), strong("then"), value(name)]),
        table(&[peerpact::document::Align::Left; 2], &[name, "Head"], &[&[name, "cell"], &["cell", name]]),
        paragraph(0, "", None, vec![value(name), to("nowhere", "clause 99")]),
    ]);
    document
}

#[test]
fn both_formats_carry_the_same_words() {
    for name in NAUGHTY {
        let document = naughty(name);
        let markdown = read_markdown(&markdown_of(&document)).into_iter().map(|(_, text)| text);
        // What a reader of Markdown sees of a rule to sign on is drawn in HTML.
        let markdown: Vec<_> = markdown.filter(|text| text.chars().any(|character| character != '_')).collect();
        assert_eq!(markdown.join(" "), html_words(&html_of(&document)), "for {name:?}");
    }
}

#[test]
fn every_word_of_the_document_is_in_the_markdown_in_order() {
    for name in NAUGHTY {
        let document = naughty(name);
        let read =
            read_markdown(&markdown_of(&document)).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
        let mut rest = read.as_str();
        for block in &document.blocks {
            let expected = match block {
                Block::Heading(heading) => format!("{} {}", heading.label, plain_text(&heading.title)),
                Block::Paragraph(paragraph) => format!("{} {}", paragraph.label, plain_text(&paragraph.text)),
                Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => continue,
            };
            let expected = words(&expected);
            let Some(at) = rest.find(&expected) else { panic!("{expected:?} is not in\n{rest}") };
            rest = &rest[at + expected.len()..];
        }
    }
}

#[test]
fn html_ids_are_unique_and_every_link_leads_to_one() {
    let html = html_of(&naughty("A"));
    let tags: Vec<_> = read_html(&html)
        .into_iter()
        .filter_map(|token| if let Token::Tag(tag) = token { Some(tag) } else { None })
        .collect();
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|tag| attribute(tag, "id")) {
        assert!(ids.insert(id), "{id} stands twice");
    }
    let hrefs: Vec<_> = tags.iter().filter_map(|tag| attribute(tag, "href")).collect();
    assert!(hrefs.len() > 10);
    for target in hrefs.iter().map(|href| href.trim_start_matches('#')) {
        assert!(ids.contains(target), "{target} is nowhere");
    }
    let labels = tags.iter().filter_map(|tag| attribute(tag, "aria-labelledby"));
    for name in labels.flat_map(str::split_whitespace) {
        assert!(ids.contains(name), "{name} names nothing");
    }
}

#[test]
fn markdown_anchors_are_unique_and_every_link_leads_to_one() {
    let markdown = markdown_of(&naughty("A"));
    let mut ids = BTreeSet::new();
    for part in markdown.split("<a id=\"").skip(1) {
        let id = part.split('"').next().unwrap_or_default();
        assert!(ids.insert(id), "{id} stands twice");
    }
    let links: Vec<_> = markdown.split("](#").skip(1).filter_map(|part| part.split(')').next()).collect();
    assert!(links.len() > 10);
    links.iter().for_each(|link| assert!(ids.contains(link), "{link} is nowhere"));
}

#[test]
fn headings_have_their_levels() {
    let document = agreement("A");
    let expected: Vec<_> = std::iter::once((HeadingLevel::H1 as u8, document.title.clone()))
        .chain([(2, "Key terms".to_owned()), (2, "Contents".to_owned())])
        .chain(document.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => {
                Some((heading.kind.level() + 1, format!("{} {}", heading.label, plain_text(&heading.title))))
            }
            _ => None,
        }))
        .collect();
    let markdown: Vec<_> = read_markdown(&markdown_of(&document))
        .into_iter()
        .filter_map(|(level, text)| Some((level?, squeeze(&text))))
        .collect();
    assert_eq!(markdown, expected);
    let mut found: Vec<(u8, String)> = Vec::new();
    let mut is_open = false;
    let html = html_of(&document);
    for token in read_html(&html) {
        match token {
            Token::Tag(tag) if tag.starts_with('h') && tag.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                found.push((tag.as_bytes()[1] - b'0', String::new()));
                is_open = true;
            }
            Token::Tag(tag) if tag.starts_with("/h") => is_open = false,
            Token::Text(text) if is_open => {
                if let Some(last) = found.last_mut() {
                    last.1.push_str(&text);
                }
            }
            _ => {}
        }
    }
    // Label and number stand on one line.
    found.iter_mut().for_each(|(_, text)| *text = squeeze(text));
    assert_eq!(found, expected);
}

#[test]
fn html_is_well_formed_and_runs_nothing() {
    for name in NAUGHTY {
        let html = html_of(&naughty(name));
        let mut open = Vec::new();
        for token in read_html(&html) {
            let Token::Tag(tag) = token else { continue };
            let tag_name = tag.split(' ').next().unwrap_or_default();
            if let Some(closed) = tag_name.strip_prefix('/') {
                if !["body", "html"].contains(&closed) {
                    assert_eq!(open.pop(), Some(closed), "in {name:?}");
                }
            } else if tag_name != "br" {
                assert!(tag_name != "script" && tag_name != "b" && tag_name != "img", "in {name:?}");
                open.push(tag_name);
            }
        }
        assert_eq!(open, Vec::<&str>::new());
        assert_eq!(html.matches("</style>").count(), 2, "a name ended the style sheet: {name:?}");
        assert!(!html.chars().any(|character| character.is_control() && character != '\n'));
    }
}

#[test]
fn a_style_sheet_cannot_leave_its_element() {
    let css = "a{} </STYLE><script>1</script>".to_owned();
    let dress = Dress { css, ..Dress::default() };
    let html = String::from_utf8(html::render(&agreement("A"), &dress)).expect("HTML is UTF-8");
    assert!(!html.contains("</STYLE") && !html.contains("</script"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for name in NAUGHTY {
        assert_eq!(markdown_of(&naughty(name)), markdown_of(&naughty(name)));
        assert_eq!(html_of(&naughty(name)), html_of(&naughty(name)));
    }
}

/// Strings of every character, and strings of little but mark-up.
fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+*_#>|`~\\[\\]()!<&;:=.a1 \\\\\n\t“é]{0,16}",
        "(\\*|_|~|`|\\\\|\\||<|>|&amp;|&#1;|\\[|\\]|\\(#|https?://|www\\.|!| |a|\n){0,10}",
    ]
}

fn any_text() -> impl Strategy<Value = Inlines> {
    let leaf = prop_oneof![
        4 => any_words().prop_map(Inline::Value),
        1 => Just(Inline::Blank(None)),
        1 => Just(Inline::Break),
        1 => any_words().prop_map(|text| Inline::Ref { target: "here".into(), text }),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Inline::Strong),
            prop::collection::vec(inner, 0..3).prop_map(Inline::Emphasis),
        ]
    });
    prop::collection::vec(inline, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_reads_back_from_markdown(text in any_text(), indent in 0u8..4, label in "(|1\\.|1\\.1|\\(a\\))") {
        let mut document = agreement("A");
        document.blocks = vec![
            heading(HeadingKind::Clause, "", text.clone(), "here"),
            paragraph(indent, &label, Some("p"), text.clone()),
            Block::Table(peerpact::document::Table {
                columns: vec![peerpact::document::Align::Left; 2],
                header: vec![vec![plain("Head")], text.clone()],
                rows: vec![vec![text.clone(), vec![plain("end")]]],
            }),
        ];
        let source = markdown_of(&document);
        let seen = words(&plain_text(&text));
        let numbered = words(&format!("{label} {}", plain_text(&text)));
        let expected: Vec<_> = [seen.clone(), numbered, "Head".to_owned(), seen.clone(), seen, "end".to_owned()]
            .into_iter().filter(|text| !text.is_empty()).collect();
        let blocks: Vec<_> = read_markdown(&source).into_iter().map(|(_, text)| text).collect();
        prop_assert_eq!(&blocks[blocks.len() - expected.len()..], &expected[..], "\n{}", source);
    }
}
