//! The PDF's pages, judged on the layout: what a reader would see without opening a viewer.

use std::collections::{BTreeMap, HashMap, HashSet};

use peerpact::assets::Assets;
use peerpact::deal::read::read;
use peerpact::document::assemble::assemble;
use peerpact::document::*;
use peerpact::library::Library;
use peerpact::render::pdf::fonts::Fonts;
use peerpact::render::pdf::page::{Artifact, DrawnItem, GlyphRun, Layout, Owner, Page, RowKind};
use peerpact::render::pdf::style::Density;
use peerpact::render::pdf::tags::{Child, TagRole, Tags};
use peerpact::render::pdf::{layout, render};
use peerpact::render::{Dress, FontFile, PrintError};
use peerpact::source::Source;

const LOREM: &str = "The Supplier shall terminate the Traffic that the Customer presents at the Interconnection Point in \
    accordance with the technical specification, and shall notify the Customer without undue delay of every circumstance \
    that is reasonably likely to impair the availability of the Service, whether or not the circumstance lies within the \
    responsibility of the Supplier; the notification shall describe the circumstance, its expected duration and the \
    measures taken for the restoration of normal operation.";

fn plain(words: &str) -> Inline {
    Inline::Plain(words.into())
}

fn value(words: &str) -> Inline {
    Inline::Value(words.into())
}

fn heading(kind: HeadingKind, label: &str, title: &str) -> Block {
    let anchor = format!("{}-{}", label.replace(' ', "-"), title.len());
    Block::Heading(Heading { kind, label: label.into(), title: vec![plain(title)], anchor })
}

fn paragraph(indent: u8, label: &str, text: Inlines) -> Block {
    Block::Paragraph(Paragraph {
        indent,
        label: label.into(),
        defines: false,
        anchor: Some(format!("p-{indent}-{label}")),
        text,
    })
}

fn words(count: usize) -> String {
    LOREM.split(' ').cycle().take(count).collect::<Vec<_>>().join(" ")
}

fn empty() -> Document {
    Document {
        title: "Voice Interconnect Agreement".into(),
        reference: "SH-2027-01".into(),
        version: "draft 3".into(),
        marks: vec!["DRAFT".into(), "Subject to contract".into()],
        language: "en-GB".into(),
        paper: Paper::A4,
        compact: false,
        provenance: "0f".repeat(32),
        cover: Cover { parties: Vec::new(), key_terms: Vec::new() },
        blocks: Vec::new(),
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }
}

pub fn with(blocks: Vec<Block>) -> Document {
    Document { blocks, ..empty() }
}

fn signature(name: &str) -> Signature {
    Signature {
        heading: vec![plain("Signed for and on behalf of "), Inline::Strong(vec![value(name)])],
        lines: vec![
            ("Signature".into(), None),
            ("Name".into(), Some(vec![value("Mei Tan")])),
            ("Title".into(), Some(vec![Inline::Blank(None)])),
            ("Date".into(), None),
        ],
    }
}

fn rates(rows: usize) -> Block {
    let cell = |words: String| vec![Inline::Value(words)];
    let row = |index: usize| {
        vec![
            cell(format!("Hong Kong Mobile, operator group {}", index % 17)),
            cell(format!("8525{index:04}")),
            cell("CLI".into()),
            cell(format!("0.0{:04}", 1000 + index % 900)),
            cell("1/1".into()),
        ]
    };
    Block::Table(Table {
        columns: vec![Align::Left, Align::Left, Align::Center, Align::Right, Align::Right],
        header: ["Destination", "Codes", "Route", "Rate (USD/min)", "Increment"].map(|words| vec![plain(words)]).into(),
        rows: (0..rows).map(row).collect(),
    })
}

/// An agreement of about thirty pages with everything in it.
fn sample() -> Document {
    let mut document = empty();
    document.title = "Bilateral Voice Interconnect Agreement".into();
    document.cover.parties = vec![vec![value("Straits Voice Pte. Ltd.")], vec![value("Harbour Telecom Ltd")]];
    document.cover.key_terms = vec![
        (vec![plain("Effective date")], vec![value("1 January 2027")]),
        (vec![plain("Traffic")], vec![plain("Mobile and international voice, Hong Kong")]),
        (vec![plain("Currency")], vec![value("USD")]),
        (vec![plain("Governing law")], vec![value("England and Wales")]),
        (vec![plain("Disputes")], vec![plain("LCIA arbitration, London, one arbitrator")]),
        (vec![plain("Signatory")], vec![Inline::Blank(None)]),
    ];
    let titles = [
        "Definitions",
        "Term and commencement",
        "The Services",
        "Quality of service",
        "Charges and invoicing",
        "Fraud",
    ];
    let mut number = 0;
    for part in 1..=4 {
        document.blocks.push(heading(HeadingKind::Part, &format!("Part {part}"), "Commercial and technical terms"));
        for title in titles {
            number += 1;
            document.blocks.push(heading(HeadingKind::Clause, &number.to_string(), title));
            if title == "Definitions" {
                for term in ["Allowance", "Interconnection Point", "Service Credit"] {
                    document.blocks.push(paragraph(
                        1,
                        "",
                        vec![
                            plain("“"),
                            Inline::Strong(vec![plain(term)]),
                            plain("” means the "),
                            plain(&words(24 + term.len())),
                        ],
                    ));
                }
            }
            for item in 1..=4 {
                document.blocks.push(paragraph(
                    1,
                    &format!("{number}.{item}"),
                    vec![
                        plain("Subject to "),
                        Inline::Ref { target: "Schedule-1-5".into(), text: "Schedule 1".into() },
                        plain(" and "),
                        Inline::Ref { target: format!("p-1-{}.2", number).into(), text: format!("clause {number}.2") },
                        plain(", and for not less than "),
                        value("99.9 %"),
                        plain(" of each month, "),
                        plain(&words(40 + item * 23)),
                        plain(if item == 2 { " The parties agree that:" } else { " " }),
                    ],
                ));
                if item == 2 {
                    for letter in ["(a)", "(b)", "(c)"] {
                        document.blocks.push(paragraph(
                            2,
                            letter,
                            vec![plain(&words(26)), plain(" by "), Inline::Blank(None)],
                        ));
                    }
                    document.blocks.push(paragraph(3, "(i)", vec![plain(&words(18))]));
                    document.blocks.push(paragraph(3, "(ii)", vec![plain(&words(30))]));
                    document.blocks.push(paragraph(4, "(A)", vec![plain(&words(30))]));
                    document.blocks.push(paragraph(
                        1,
                        "",
                        vec![Inline::Emphasis(vec![plain("Continuing")]), plain(&format!(" {}", words(33)))],
                    ));
                }
            }
        }
    }
    document.blocks.push(heading(HeadingKind::Clause, "25", "Execution"));
    document.blocks.push(paragraph(
        0,
        "",
        vec![plain("The parties have signed this agreement on the dates stated below.")],
    ));
    document
        .blocks
        .push(Block::Signatures(vec![signature("Straits Voice Pte. Ltd."), signature("Harbour Telecom Ltd")]));
    document.blocks.push(heading(HeadingKind::Schedule, "Schedule 1", "Rates"));
    document.blocks.push(heading(HeadingKind::Section, "1", "Hong Kong"));
    document.blocks.push(paragraph(0, "", vec![plain(&words(50))]));
    document.blocks.push(rates(120));
    document.blocks.push(heading(HeadingKind::Schedule, "Schedule 2", "Contacts"));
    document.blocks.push(Block::Table(Table {
        columns: vec![Align::Left; 4],
        header: ["Role", "Name", "Telephone", "Remarks"].map(|words| vec![plain(words)]).into(),
        rows: (0..6)
            .map(|index| {
                vec![
                    vec![plain("Network operations centre")],
                    if index == 2 { vec![Inline::Blank(None)] } else { vec![value("Chan Tai Man")] },
                    vec![value("+852 2345 6789"), Inline::Break, value("+852 2345 6780")],
                    vec![plain(&words(12 + index * 6))],
                ]
            })
            .collect(),
    }));
    document
}

fn laid(document: &Document) -> Layout {
    let fonts = Fonts::new(&[]).expect("built-in fonts");
    layout(document, &fonts).expect("a layout")
}

fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|item| match item {
        DrawnItem::Text(run) => Some(run),
        DrawnItem::Fill(_) | DrawnItem::Link(_) => None,
    })
}

/// Everything that a deal may hold and a layout stumble over.
fn naughty() -> Document {
    let url = format!("https://example.net/{}", "portal/rates?deck=2027&file=".repeat(11));
    let sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb822cd15d6c15b0f00a08";
    let cell = |words: &str| vec![value(words)];
    let mut blocks = vec![
        heading(HeadingKind::Clause, "", ""),
        heading(HeadingKind::Part, "Part 1", &words(60)),
        heading(
            HeadingKind::Section,
            "A label that is far too long to hang beside anything at all, and then some",
            "Title",
        ),
        heading(HeadingKind::Clause, "1", &"Donaudampfschifffahrtsgesellschaft".repeat(9)),
        paragraph(0, "", Vec::new()),
        paragraph(1, "1.1", Vec::new()),
        paragraph(255, "(zzzzzzzz)", vec![plain(&words(90)), value(&url)]),
        paragraph(
            2,
            "A label as long as a sentence, which no column can ever hold, be it ever so wide",
            vec![plain("text")],
        ),
        paragraph(0, "", vec![value(&url), Inline::Break, Inline::Break, plain("after"), Inline::Break]),
        paragraph(1, "1.2", vec![plain(&words(3000))]),
        paragraph(
            1,
            "",
            vec![value(
                "tab\tline\nfeed  two spaces\u{a0}fixed\u{202f}narrow\u{2011}hyphen so\u{ad}ft zero\u{200b}width \u{feff}mark",
            )],
        ),
        paragraph(
            1,
            "1.3",
            vec![Inline::Ref { target: "nowhere".into(), text: "clause 99".into() }, plain("—"), Inline::Blank(None)],
        ),
        Block::Signatures(Vec::new()),
        Block::Signatures(vec![Signature { heading: Vec::new(), lines: Vec::new() }]),
        Block::Signatures(vec![Signature {
            heading: cell(&url),
            lines: vec![(url.clone(), Some(cell(&url))), (sha.into(), None)],
        }]),
        Block::Table(Table { columns: Vec::new(), header: Vec::new(), rows: Vec::new() }),
        Block::Table(Table { columns: vec![Align::Right], header: Vec::new(), rows: vec![Vec::new()] }),
        Block::Table(Table { columns: vec![Align::Left], header: vec![cell("Only a header")], rows: Vec::new() }),
        Block::Table(Table {
            columns: vec![Align::Left, Align::Right, Align::Center],
            header: vec![cell(sha), cell(&url), cell("Mark")],
            rows: vec![
                vec![cell(sha), cell(sha), cell(&url)],
                vec![cell("short")],
                vec![cell(&words(2500)), cell(sha), cell("x")],
            ],
        }),
        paragraph(1, "1.4", vec![Inline::Strong(vec![Inline::Emphasis(vec![plain("Ω ж é e\u{301} € ½ “quoted”")])])]),
    ];
    for count in [2, 12, 40] {
        blocks.push(Block::Table(Table {
            columns: vec![Align::Right; count],
            header: (0..count).map(|index| cell(&format!("Column {index}"))).collect(),
            rows: (0..3)
                .map(|row| (0..count).map(|index| cell(&"0.0185 ".repeat(row * index % 5))).collect())
                .collect(),
        }));
    }
    Document { title: words(40), marks: vec![words(30)], reference: url.clone(), version: sha.into(), ..with(blocks) }
}

fn pages_of_rows(layout: &Layout) -> impl Iterator<Item = (usize, &Page)> {
    layout.pages.iter().enumerate()
}

/// Faults that no page may have, whatever the document.
fn faults(layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    let frame = layout.frame;
    for (index, page) in pages_of_rows(layout) {
        let mut by_line: HashMap<(i32, bool), Vec<&GlyphRun>> = HashMap::new();
        for run in runs(page) {
            if run.x < frame.left - 0.05 || run.x + run.width > frame.right + 0.05 {
                faults.push(format!("page {}: overfull at {}..{}: {}", index + 1, run.x, run.x + run.width, run.text));
            }
            let fixed_words = matches!(run.owner, Owner::Artifact(Artifact::Head | Artifact::Foot));
            if !fixed_words && (run.y < frame.top || run.y > frame.bottom) {
                faults.push(format!("page {}: outside the text block: {}", index + 1, run.text));
            }
            by_line.entry(((run.y * 8.0) as i32, fixed_words)).or_default().push(run);
        }
        for line in by_line.values_mut() {
            line.sort_by(|one, other| one.x.total_cmp(&other.x));
            for pair in line.windows(2) {
                if let [one, other] = pair
                    && one.x + one.width > other.x + 0.1
                    && other.width > 0.0
                {
                    faults.push(format!("page {}: {:?} runs into {:?}", index + 1, one.text, other.text));
                }
            }
        }
        for pair in page.rows.windows(2) {
            if let [one, other] = pair
                && one.bottom > other.top + 0.01
            {
                faults.push(format!("page {}: rows overlap at {}", index + 1, one.bottom));
            }
        }
        if page.rows.last().is_some_and(|row| row.bottom > frame.bottom + 0.02) {
            faults.push(format!("page {}: the last row sticks out", index + 1));
        }
        if let Some(last) = page.rows.last().filter(|_| index + 1 < layout.pages.len()) {
            match last.kind {
                RowKind::Heading => faults.push(format!("page {}: a heading is last", index + 1)),
                // A table without rows is a header and no more: it may stand anywhere.
                RowKind::TableHeader | RowKind::RepeatedHeader
                    if layout.pages.iter().any(|page| {
                        page.rows.iter().any(|row| row.block == last.block && row.kind == RowKind::TableRow)
                    }) =>
                {
                    faults.push(format!("page {}: a table header is last", index + 1))
                }
                RowKind::Line { line, of } if line + 1 < of && (line == 0 || line + 2 == of) => {
                    faults.push(format!("page {}: line {line} of {of} ends it", index + 1));
                }
                _ => {}
            }
        }
    }
    faults
}

/// What no page of a real paper should look like.
fn untidy(layout: &Layout, document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    let depth = layout.frame.depth();
    let mut heights: HashMap<usize, (f32, HashSet<usize>)> = HashMap::new();
    let schedule = |block: Option<usize>| {
        let heading = block.and_then(|block| document.blocks.get(block));
        matches!(heading, Some(Block::Heading(heading)) if heading.kind == HeadingKind::Schedule)
    };
    for (index, page) in pages_of_rows(layout) {
        let has = |kind: fn(&RowKind) -> bool| page.rows.iter().any(|row| kind(&row.kind));
        if has(|kind| matches!(kind, RowKind::Signature { .. })) && !has(|kind| matches!(kind, RowKind::Line { .. })) {
            out.push(format!("page {}: signatures without a word of the agreement", index + 1));
        }
        for row in page.rows.iter().filter(|row| row.kind == RowKind::TableRow) {
            if let Some(block) = row.block {
                let (height, pages) = heights.entry(block).or_default();
                *height += row.bottom - row.top;
                pages.insert(index);
            }
        }
        let (Some(last), Some(next)) = (page.rows.last(), layout.pages.get(index + 1)) else { continue };
        let first = next.rows.first().expect("a row");
        let filled = (last.bottom - layout.frame.top) / depth;
        let ends = matches!(last.kind, RowKind::Cover | RowKind::Entry) || schedule(first.block);
        // What keeps together below is at most as tall as the page; a page is left emptier for signatures alone.
        let signed = next.rows.iter().any(|row| matches!(row.kind, RowKind::Signature { .. }));
        if filled < 0.5 && !ends && !signed {
            out.push(format!("page {}: only {:.0} % of it is filled", index + 1, filled * 100.0));
        }
    }
    for (block, (height, pages)) in heights {
        if pages.len() > 1 && height < 0.25 * depth {
            out.push(format!("a table of {height:.0} points (block {block}) stands on {} pages", pages.len()));
        }
    }
    let cover = layout.pages.iter().filter(|page| page.rows.iter().any(|row| row.kind == RowKind::Cover));
    for page in cover.skip(1) {
        let rows = page.rows.len();
        if rows < 8 {
            out.push(format!("a page of the cover holds {rows} rows"));
        }
    }
    let few = layout.pages.iter().filter(|page| page.rows.iter().any(|row| row.kind == RowKind::Entry));
    for page in few.skip(1) {
        let entries = page.rows.len();
        if entries < 8 {
            out.push(format!("a page of the contents holds {entries} lines"));
        }
    }
    out
}

/// What a screen reader says, without any white space: the leaves' words in reading order.
fn spoken(layout: &Layout) -> String {
    let mut leaves: Vec<(usize, &str)> = layout
        .pages
        .iter()
        .flat_map(runs)
        .filter_map(|run| match run.owner {
            Owner::Leaf(leaf) => Some((leaf.index(), run.text.as_str())),
            Owner::Artifact(_) => None,
        })
        .collect();
    leaves.sort_by_key(|(leaf, _)| *leaf);
    squeeze(&leaves.into_iter().map(|(_, text)| text).collect::<String>())
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '\u{ad}' | '\u{feff}' | '\u{200b}'))
        .collect()
}

/// Every word of the document after its contents, in order.
fn body_words(document: &Document) -> String {
    let mut out = String::new();
    let mut add = |text: &str| {
        out.push_str(text);
        out.push(' ');
    };
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => {
                add(&heading.label);
                add(&plain_text(&heading.title));
            }
            Block::Paragraph(paragraph) => {
                add(&paragraph.label);
                add(&plain_text(&paragraph.text));
            }
            Block::Table(table) => {
                table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| add(&plain_text(cell)))
            }
            Block::Chart(_) => {}
            Block::Signatures(signatures) => {
                for signature in signatures {
                    add(&plain_text(&signature.heading));
                    for (label, known) in &signature.lines {
                        add(label);
                        add(&plain_text(known.as_deref().unwrap_or_default()));
                    }
                }
            }
        }
    }
    out
}

#[test]
fn sample_is_written_in_the_same_bytes_twice() {
    let pdf = render(&sample(), &Dress::default()).expect("a PDF");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-sample.pdf");
    std::fs::write(path, &pdf).expect("written");
    let start = std::time::Instant::now();
    let again = render(&sample(), &Dress::default()).expect("a PDF");
    let took = start.elapsed();
    println!("{} pages in {:?}, {} bytes", laid(&sample()).pages.len(), took, pdf.len());
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(pdf == again, "two renderings differ");
}

#[test]
fn good_pages_have_no_faults() {
    assert_eq!(faults(&laid(&sample())), Vec::<String>::new());
    let letter = Document { paper: Paper::Letter, ..sample() };
    assert_eq!(faults(&laid(&letter)), Vec::<String>::new());
}

#[test]
fn the_pages_of_every_example_have_no_faults() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let library = Library::read(Assets::load(None).expect("the library"));
    let mut pages = 0;
    for entry in std::fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("an entry").path()) {
        if entry.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&entry).expect("an example");
        let mut findings = Vec::new();
        let file = read(&Source::new("deal.yaml", text), &mut findings).expect("a deal");
        for final_version in [false, true] {
            let document = assemble(&file, &library, final_version, &mut findings).document;
            for paper in [Paper::A4, Paper::Letter] {
                let layout = laid(&Document { paper, ..document.clone() });
                assert_eq!(faults(&layout), Vec::<String>::new(), "{}", entry.display());
                assert_eq!(untidy(&layout, &document), Vec::<String>::new(), "{}", entry.display());
                pages += layout.pages.len();
            }
        }
    }
    assert!(pages > 400, "{pages} pages");
}

#[test]
fn naughty_documents_are_printed_without_faults() {
    let document = naughty();
    assert_eq!(faults(&laid(&document)), Vec::<String>::new());
    let pdf = render(&document, &Dress::default()).expect("a PDF");
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-naughty.pdf"), pdf).expect("written");
    let bare = Document {
        title: String::new(),
        reference: String::new(),
        version: String::new(),
        marks: Vec::new(),
        language: String::new(),
        ..empty()
    };
    let pdf = render(&bare, &Dress::default()).expect("a PDF of nothing");
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-empty.pdf"), pdf).expect("written");
}

#[test]
fn nothing_is_lost_and_nothing_is_added() {
    for document in [sample(), naughty()] {
        let spoken = spoken(&laid(&document));
        let wanted = squeeze(&body_words(&document));
        assert!(wanted.len() > 1000);
        assert!(spoken.contains(&wanted), "the body's words are not the document's");
    }
}

#[test]
fn extracted_text_keeps_its_words_apart() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-extracted.pdf");
    let document = sample();
    std::fs::write(path, render(&document, &Dress::default()).expect("a PDF")).expect("written");
    let Ok(output) = std::process::Command::new("pdftotext").args([path, "-"]).output() else {
        println!(
            "NOT RUN: there is no pdftotext here; the layout's words are compared by nothing_is_lost_and_nothing_is_added"
        );
        return;
    };
    let text = String::from_utf8(output.stdout).expect("UTF-8").replace("\u{ad}\n", "");
    let mut left: HashMap<&str, i64> = HashMap::new();
    for word in text.split_whitespace() {
        *left.entry(word).or_default() += 1;
    }
    let wanted = body_words(&document);
    for word in wanted.split_whitespace() {
        *left.entry(word).or_default() -= 1;
    }
    let missing: Vec<_> = left.iter().filter(|(_, count)| **count < 0).collect();
    assert!(missing.is_empty(), "words that cannot be found in the file: {missing:?}");
}

#[test]
fn headings_labels_and_signatures_stay_whole_wherever_they_fall() {
    // One more line of text at a time pushes them over every place on the page.
    for lines in 0..54 {
        let mut blocks = vec![heading(HeadingKind::Clause, "1", "Filler")];
        for _ in 0..lines {
            blocks.push(paragraph(1, "", vec![plain("A short line.")]));
        }
        blocks.push(heading(HeadingKind::Clause, "2", "Heading under test"));
        blocks.push(paragraph(1, "2.1", vec![plain(&words(90))]));
        blocks.push(Block::Signatures(vec![signature("Straits"), signature("Harbour")]));
        let layout = laid(&with(blocks));
        assert_eq!(faults(&layout), Vec::<String>::new(), "{lines} lines");
        let mut signed = HashMap::new();
        for (index, page) in pages_of_rows(&layout) {
            for (at, row) in page.rows.iter().enumerate() {
                if let RowKind::Signature { .. } = row.kind {
                    signed.entry(row.block).or_insert_with(Vec::new).push(index);
                }
                if row.kind == RowKind::Heading && row.block == Some(lines + 1) {
                    let two: Vec<_> = page.rows.iter().skip(at + 1).take(2).map(|row| row.kind).collect();
                    assert!(
                        matches!(two[..], [RowKind::Line { line: 0, .. }, RowKind::Line { line: 1, .. }]),
                        "{lines}: {two:?}"
                    );
                }
            }
            let label = runs(page).find(|run| run.text.trim() == "2.1" && matches!(run.owner, Owner::Leaf(_)));
            if let Some(label) = label {
                let row = page.rows.iter().find(|row| row.top < label.y && label.y < row.bottom).expect("a row");
                assert!(matches!(row.kind, RowKind::Line { line: 0, .. }), "the label left its first line");
            }
        }
        for pages in signed.values() {
            assert!(pages.iter().all(|page| Some(page) == pages.first()), "{lines}: a signature is split: {pages:?}");
            assert_eq!(pages.len(), 10);
        }
    }
}

#[test]
fn labels_are_read_apart_from_what_they_label() {
    let layout = laid(&sample());
    let mut leaves: Vec<(usize, &str)> = Vec::new();
    for run in layout.pages.iter().flat_map(runs) {
        if let Owner::Leaf(leaf) = run.owner {
            leaves.push((leaf.index(), run.text.as_str()));
        }
    }
    leaves.sort_by_key(|(leaf, _)| *leaf);
    let all: String = leaves.into_iter().map(|(_, text)| text).collect();
    for words in [
        "Part 1 Commercial and technical terms 3",
        "1 Definitions 3",
        "1.1 Subject to Schedule 1 and clause 1.2, and",
        "(a) The Supplier",
        "Name Mei Tan",
        "25 Execution",
    ] {
        assert!(all.contains(words), "{words}");
    }
}

#[test]
fn signature_blocks_that_fill_more_than_a_page_are_split_only_between_them() {
    let all: Vec<_> = (0..9).map(|index| signature(&format!("Party {index}"))).collect();
    let layout = laid(&with(vec![paragraph(0, "", vec![plain(&words(200))]), Block::Signatures(all)]));
    let mut pages: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, page) in pages_of_rows(&layout) {
        for row in &page.rows {
            if let RowKind::Signature { index: which } = row.kind {
                pages.entry(which).or_default().push(index);
            }
        }
    }
    assert_eq!(pages.len(), 9);
    for (which, pages) in pages {
        assert!(pages.iter().all(|page| Some(page) == pages.first()), "block {which} stands on {pages:?}");
    }
}

#[test]
fn tables_of_the_two_parties_have_the_same_columns() {
    let cell = |words: &str| vec![value(words)];
    let table = |name: &str| {
        let header = ["Role", "Name", "Telephone"].map(|words| vec![plain(words)]).into();
        let rows = vec![vec![cell("Operations"), cell(name), cell("+1 302 555 0110")]];
        Block::Table(Table { columns: vec![Align::Left; 3], header, rows })
    };
    let layout = laid(&with(vec![
        heading(HeadingKind::Schedule, "Schedule 1", "Contacts"),
        table("A"),
        table("Somebody with a long name"),
    ]));
    let numbers: Vec<f32> =
        layout.pages.iter().flat_map(runs).filter(|run| run.text.starts_with("Telephone")).map(|run| run.x).collect();
    assert_eq!(numbers.len(), 2);
    assert_eq!(numbers[0], numbers[1]);
}

#[test]
fn a_table_that_fits_a_page_is_split_only_where_it_would_leave_the_page_rather_empty() {
    for lines in 0..40 {
        let mut blocks: Vec<Block> = (0..lines).map(|_| paragraph(0, "", vec![plain("A short line.")])).collect();
        blocks.push(paragraph(0, "", vec![plain("This table says:")]));
        blocks.push(rates(14));
        let layout = laid(&with(blocks));
        let on = |page: &Page| page.rows.iter().any(|row| row.kind == RowKind::TableRow);
        assert_eq!(layout.pages.iter().filter(|page| on(page)).count(), 1, "{lines} lines before");
        let page = layout.pages.iter().find(|page| on(page)).expect("the table's page");
        assert!(runs(page).any(|run| run.text.contains("says:")), "{lines}: the table left its introduction");
    }
}

#[test]
fn a_page_names_the_part_or_schedule_that_it_belongs_to() {
    let layout = laid(&sample());
    let head = |page: &Page| -> String {
        runs(page).filter(|run| run.owner == Owner::Artifact(Artifact::Head)).map(|run| run.text.as_str()).collect()
    };
    let last = head(layout.pages.last().expect("a page"));
    assert!(last.contains("Voice Interconnect Agreement · Schedule"), "{last}");
    assert!(!head(&layout.pages[0]).contains('·') || head(&layout.pages[0]).contains("DRAFT ·"));
}

#[test]
fn table_headers_repeat_as_dressing() {
    let layout = laid(&with(vec![rates(200)]));
    let mut headers = [0, 0];
    for page in &layout.pages {
        let Some(first) = page
            .rows
            .iter()
            .find(|row| matches!(row.kind, RowKind::TableRow | RowKind::TableHeader | RowKind::RepeatedHeader))
        else {
            continue;
        };
        let repeated = match first.kind {
            RowKind::TableHeader => false,
            RowKind::RepeatedHeader => true,
            _ => panic!("a page of a table without a header"),
        };
        headers[usize::from(repeated)] += 1;
        let header: Vec<&GlyphRun> = runs(page).filter(|run| run.y > first.top && run.y < first.bottom).collect();
        assert_eq!(
            header.iter().map(|run| run.text.trim()).collect::<Vec<_>>().join("|"),
            "Destination|Codes|Route|Rate (USD/min)|Increment"
        );
        assert!(header.iter().all(|run| (run.owner == Owner::Artifact(Artifact::Layout)) == repeated));
    }
    assert_eq!(headers[0], 1);
    assert!(headers[1] >= 3);
}

#[test]
fn a_schedule_starts_a_page_unless_a_fifth_is_left_and_every_page_is_marked() {
    let mut blocks = vec![heading(HeadingKind::Part, "Part 1", "Empty")];
    // The first schedule begins a page; the second follows it, and fills the page; so the third begins one again.
    for (number, length) in [(1, 40), (2, 640), (3, 40)] {
        blocks.push(heading(HeadingKind::Schedule, &format!("Schedule {number}"), "Rates"));
        blocks.push(paragraph(0, "", vec![plain(&words(length))]));
    }
    let layout = laid(&with(blocks));
    let pages: Vec<_> = layout.bookmarks.iter().map(|bookmark| bookmark.page).collect();
    assert_eq!(pages, [1, 2, 3, 3, 4]);
    for (index, page) in layout.pages.iter().enumerate() {
        let text = |artifact| -> String {
            runs(page).filter(|run| run.owner == Owner::Artifact(artifact)).map(|run| run.text.as_str()).collect()
        };
        let head = text(Artifact::Head);
        assert!(
            head.contains("Voice Interconnect Agreement") && head.contains("DRAFT · Subject to contract"),
            "{head}"
        );
        let foot = text(Artifact::Foot);
        assert!(foot.contains("SH-2027-01 · draft 3") && foot.contains(&format!("Page {} of 5", index + 1)), "{foot}");
    }
    let cover: Vec<_> = runs(&layout.pages[0]).filter(|run| run.size > 15.0).map(|run| run.text.trim()).collect();
    assert_eq!(cover, ["DRAFT", "Subject to contract", "Voice Interconnect Agreement"]);
}

#[test]
fn every_cell_of_the_tag_tree_holds_something() {
    let cell = |words: &str| vec![value(words)];
    let layout = laid(&with(vec![Block::Table(Table {
        columns: vec![Align::Left; 3],
        header: vec![cell("A"), Vec::new(), cell(" ")],
        rows: vec![
            vec![Vec::new(), cell(""), vec![Inline::Break]],
            vec![cell("short of cells")],
            vec![cell("x"), cell("y"), cell("z")],
        ],
    })]));
    let drawn: HashSet<_> = layout
        .pages
        .iter()
        .flat_map(runs)
        .filter_map(|run| match run.owner {
            Owner::Leaf(leaf) => Some(leaf),
            Owner::Artifact(_) => None,
        })
        .collect();
    let mut open = vec![Tags::ROOT];
    let mut cells = 0;
    while let Some(node) = open.pop() {
        let (role, children) = layout.tags.get(node).expect("a node");
        open.extend(children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(*node),
            Child::Leaf(_) => None,
        }));
        if matches!(role, TagRole::Cell | TagRole::RowHeading | TagRole::ColumnHeading) {
            cells += 1;
            assert!(
                children.iter().any(|child| matches!(child, Child::Leaf(leaf) if drawn.contains(leaf))),
                "an empty {role:?}"
            );
        }
    }
    assert_eq!(cells, 12);
}

#[test]
fn contents_numbers_are_the_pages_that_headings_stand_on() {
    let layout = laid(&sample());
    let mut printed = Vec::new();
    for page in &layout.pages {
        let entries: Vec<_> = page.rows.iter().filter(|row| row.kind == RowKind::Entry).collect();
        for row in entries {
            let number = runs(page)
                .filter(|run| {
                    run.y > row.top && run.y < row.bottom && (run.x + run.width - layout.frame.right).abs() < 0.1
                })
                .find_map(|run| run.text.trim().parse::<usize>().ok());
            printed.extend(number);
        }
    }
    let sample = sample();
    let listed = sample.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading.is_listed()),
        _ => None,
    });
    let headings: Vec<_> = layout
        .bookmarks
        .iter()
        .filter(|bookmark| bookmark.text != fixed_words::CONTENTS && bookmark.text != fixed_words::KEY_TERMS)
        .zip(listed)
        .filter_map(|(bookmark, listed)| listed.then_some(bookmark))
        .collect();
    assert!(headings.len() > 20);
    assert_eq!(printed, headings.iter().map(|bookmark| bookmark.page + 1).collect::<Vec<_>>());
    for bookmark in headings {
        let page = &layout.pages[bookmark.page];
        let line: String = runs(page)
            .filter(|run| run.y > bookmark.y && run.y < bookmark.y + 20.0)
            .map(|run| run.text.as_str())
            .collect();
        assert_eq!(squeeze(&line), squeeze(&bookmark.text));
        let head: String = runs(page)
            .filter(|run| run.owner == Owner::Artifact(Artifact::Foot))
            .map(|run| run.text.as_str())
            .collect();
        assert!(head.contains(&format!("Page {} of {}", bookmark.page + 1, layout.pages.len())), "{head}");
    }
    assert!(layout.links.iter().all(|link| link.to.is_some()));
}

#[test]
fn a_character_that_no_font_has_is_reported_with_its_word() {
    for (words, character, word) in [
        ("Tower 日本 Ltd", '日', "日本"),
        ("plane 𝐀B", '𝐀', "𝐀B"),
        ("bell\u{7}", '\u{7}', "bell\u{7}"),
        ("x\u{e001}", '\u{e001}', "x\u{e001}"),
    ] {
        let failure =
            render(&with(vec![paragraph(0, "", vec![value(words)])]), &Dress::default()).expect_err("no glyph");
        assert_eq!(failure, PrintError::MissingGlyph { character, word: word.into() });
    }
    let dress = Dress { fonts: vec![FontFile::first("none", b"no font".to_vec())], ..Dress::default() };
    assert!(matches!(render(&empty(), &dress), Err(PrintError::Font { index: 0, .. })));
}

#[test]
fn the_users_fonts_are_asked_in_order_for_what_is_missing() {
    // A sans-serif of the built-in assets stands for the user's own: it has box drawings, which the serif has not.
    let sans = FontFile::first("sans", typst_assets::fonts().last().expect("a font").to_vec());
    let document = with(vec![paragraph(1, "1.1", vec![value("a ■╬ b")])]);
    assert!(render(&document, &Dress::default()).is_err());
    let fonts = Fonts::new(std::slice::from_ref(&sans)).expect("fonts");
    let layout = layout(&document, &fonts).expect("a layout");
    let faces: Vec<_> =
        layout.pages.iter().flat_map(runs).filter(|run| run.text.contains('╬')).map(|run| run.face).collect();
    assert_eq!(faces, [4]);
    let pdf = render(&document, &Dress { fonts: vec![sans], ..Dress::default() }).expect("a PDF");
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-fallback.pdf"), pdf).expect("written");
}

#[test]
fn values_are_never_hyphenated_and_library_words_are() {
    let text = words(300).to_lowercase();
    for (inline, hyphens) in [(value(&text), false), (plain(&text), true)] {
        let layout = laid(&with(vec![paragraph(6, "(i)", vec![inline])]));
        let found = layout.pages.iter().flat_map(runs).any(|run| run.text.contains('\u{ad}'));
        assert_eq!(found, hyphens);
    }
}

#[test]
fn a_defined_term_is_not_hyphenated_where_it_is_defined() {
    let text = words(300).to_lowercase();
    let layout = laid(&with(vec![paragraph(6, "", vec![Inline::Strong(vec![plain(&text)])])]));
    assert!(!layout.pages.iter().flat_map(runs).any(|run| run.text.contains('\u{ad}')));
}

#[test]
fn a_line_of_the_full_form_holds_eighty_to_ninety_characters() {
    for paper in [Paper::A4, Paper::Letter] {
        let layout = laid(&Document { paper, ..with(vec![paragraph(1, "1.1", vec![plain(&words(600))])]) });
        let mut lines: HashMap<i32, usize> = HashMap::new();
        let body = layout.pages.iter().flat_map(runs).filter(|run| run.size == Density::NORMAL.body.size);
        for run in body {
            *lines.entry((run.y * 8.0) as i32).or_default() += run.text.chars().count();
        }
        let mut counts: Vec<usize> = lines.into_values().collect();
        counts.sort_unstable();
        let middle = counts[counts.len() / 2];
        assert!((80..=92).contains(&middle), "{paper:?}: {middle} characters a line");
    }
}

#[test]
fn a_word_wider_than_the_line_is_cut_and_not_squeezed() {
    let url = format!("https://example.net/{}", "x7/rates?deck=2027&file=".repeat(20));
    let fonts = Fonts::new(&[]).expect("fonts");
    let layout = layout(&with(vec![paragraph(1, "", vec![value(&url)])]), &fonts).expect("a layout");
    let parts: Vec<&GlyphRun> =
        runs(layout.pages.last().expect("a page")).skip_while(|run| !run.text.starts_with("https")).collect();
    let parts: Vec<&GlyphRun> = parts.into_iter().filter(|run| matches!(run.owner, Owner::Leaf(_))).collect();
    assert!(parts.len() > 4);
    assert_eq!(parts.iter().map(|run| run.text.as_str()).collect::<String>(), url);
    let drawn: f32 = parts.iter().map(|run| run.width).sum();
    let natural = fonts.word(0, &url).expect("shaped").width * Density::NORMAL.body.size;
    assert!((drawn / natural - 1.0).abs() < 0.01, "{drawn} instead of {natural}");
}

#[test]
fn references_lead_to_their_place_and_others_are_plain() {
    let target = |target: &str| Inline::Ref { target: target.into(), text: "clause 1.1".into() };
    let layout = laid(&with(vec![
        paragraph(1, "1.1", vec![plain(&words(900))]),
        paragraph(1, "1.2", vec![plain("See "), target("p-1-1.1"), plain(", not "), target("gone"), plain(".")]),
    ]));
    let areas =
        layout.pages.iter().flat_map(|page| &page.items).filter(|item| matches!(item, DrawnItem::Link(_))).count();
    assert_eq!((layout.links.len(), areas), (1, 1));
    let (page, y) = layout.links[0].to.expect("a place");
    let label = runs(&layout.pages[page]).find(|run| run.text.trim() == "1.1").expect("the label");
    assert!((label.y - y).abs() < 14.0);
}

#[test]
fn no_line_ends_between_words_that_belong_together() {
    let said = "as paragraph 4 of Schedule 1 says, 99.9 % of Calls within 12 months from 15 February 2027 under RFC 4694 (Cap. 106), 5 Business Days";
    let pairs =
        ["paragraph 4", "Schedule 1", "99.9 %", "12 months", "15 February", "RFC 4694", "(Cap. 106", "5 Business"];
    for lead in 0..40 {
        let layout = laid(&with(vec![paragraph(0, "", vec![plain(&words(lead)), plain(" "), plain(said)])]));
        let mut lines: Vec<(f32, String)> = Vec::new();
        for run in layout.pages.iter().flat_map(runs) {
            match lines.last_mut() {
                Some((y, line)) if (*y - run.y).abs() < 0.1 => line.push_str(&run.text),
                _ => lines.push((run.y, run.text.clone())),
            }
        }
        for pair in pairs {
            assert!(
                lines.iter().any(|(_, line)| line.contains(pair)),
                "{lead} words before: {pair:?} is parted in {lines:?}"
            );
        }
    }
}

/// Words before and behind a number that stay on its line.
const PAIRED: [(&str, &str); 13] = [
    ("paragraph ", ""),
    ("clause ", ""),
    ("Schedule ", ""),
    ("Article ", ""),
    ("section ", ""),
    ("", " %"),
    ("", " months"),
    ("", " Business"),
    ("", " hours"),
    ("", " ms"),
    ("EUR ", ""),
    ("RFC ", ""),
    ("(RFC ", ")"),
];

#[test]
fn large_tables_take_seconds() {
    let count = if cfg!(debug_assertions) { 5_000 } else { 20_000 };
    let document = with(vec![rates(count)]);
    let start = std::time::Instant::now();
    let layout = laid(&document);
    println!("{count} rows laid out in {:?}", start.elapsed());
    assert_eq!(faults(&layout), Vec::<String>::new());
    let rows = layout.pages.iter().flat_map(|page| &page.rows).filter(|row| row.kind == RowKind::TableRow).count();
    assert_eq!(rows, count);
    let start = std::time::Instant::now();
    let pdf = render(&document, &Dress::default()).expect("a PDF");
    println!("{count} rows printed in {:?}, {} bytes", start.elapsed(), pdf.len());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_document_is_laid_out_without_faults(seed in proptest::collection::vec((0u8..12, 0usize..200, "[a-zA-Z0-9/,.()%-]{0,90}"), 1..40)) {
        let blocks: Vec<Block> = seed
            .iter()
            .map(|(kind, count, odd)| match kind {
                0 => heading(HeadingKind::Clause, &count.to_string(), &words(count % 30)),
                1 => heading(HeadingKind::Schedule, &format!("Schedule {count}"), odd),
                2 => Block::Signatures((0..count % 4).map(|_| signature(odd)).collect()),
                3 | 4 => Block::Table(Table {
                    columns: vec![Align::Left; count % 13],
                    header: vec![vec![plain(odd)]; count % 13],
                    rows: (0..1 + count % 30).map(|row| (0..count % 13).map(|at| vec![if at == row { value(odd) } else { plain(&words(at * row % 9)) }]).collect()).collect(),
                }),
                _ => paragraph(kind - 5, if count % 3 == 0 { "" } else { "(a)" }, vec![plain(&words(*count)), value(odd), Inline::Break, Inline::Strong(vec![value(odd)]), plain(odd)]),
            })
            // Headings in a heap cannot all be kept with what follows: here each is followed by text.
            .flat_map(|block| match block {
                Block::Heading(_) => vec![block, paragraph(0, "", vec![plain(&words(12))])],
                other => vec![other],
            })
            .collect();
        let document = with(blocks);
        let layout = laid(&document);
        proptest::prop_assert_eq!(faults(&layout), Vec::<String>::new());
        let (spoken, body) = (spoken(&layout), squeeze(&body_words(&document)));
        proptest::prop_assert!(spoken.contains(&body));
        // So long a text stands nowhere but in the body: it is there once.
        proptest::prop_assert!(body.len() < 400 || spoken.matches(&body).count() == 1);
    }

    #[test]
    fn any_label_figure_or_date_stands_on_one_line(
        lead in 0usize..60,
        indent in 0u8..6,
        number in 1u32..9999,
        is_value in proptest::bool::ANY,
        in_cell in proptest::bool::ANY,
    ) {
        for (before, after) in PAIRED {
            let figure = number.to_string();
            let kept = format!("{before}{figure}{after}");
            // A value of the deal takes part, whichever side of the space it stands on.
            let said = if is_value {
                vec![plain(&words(lead)), plain(" "), plain(before), value(&figure), plain(after), plain(" and so on.")]
            } else {
                vec![plain(&format!("{} {kept} and so on.", words(lead)))]
            };
            let block = if in_cell {
                let wide = vec![plain(&words(40))];
                Block::Table(Table { columns: vec![Align::Left; 2], header: vec![vec![plain("Matter")], vec![plain("Words")]], rows: vec![vec![said, wide]] })
            } else {
                paragraph(indent, "(a)", said)
            };
            let layout = laid(&with(vec![block]));
            let kept: String = kept.chars().filter(|character| !character.is_whitespace()).collect();
            let mut lines: BTreeMap<(usize, i32), String> = BTreeMap::new();
            for (page, placed) in layout.pages.iter().enumerate() {
                for run in runs(placed) {
                    let line = lines.entry((page, (run.y * 8.0) as i32)).or_default();
                    line.extend(run.text.chars().filter(|character| !character.is_whitespace()));
                }
            }
            proptest::prop_assert!(lines.values().any(|line| line.contains(&kept)), "{:?} is parted in {:?}", kept, lines);
        }
    }

    #[test]
    fn any_characters_are_printed_or_reported(odd in "\\PC{0,40}", some in "[ a-zé\u{300}-\u{302}\u{5d0}-\u{5ea}\u{627}-\u{64a}\u{200b}-\u{200f}\u{ad}\u{2010}-\u{2015}\u{a0}\u{202f}½ﬁ]{0,60}") {
        // The monospaced face has Arabic, which runs from right to left and joins.
        let fonts: Vec<FontFile> = typst_assets::fonts().skip(6).map(|font| FontFile::first("mono", font.to_vec())).collect();
        let dress = Dress { fonts, ..Dress::default() };
        for words in [odd, some] {
            let table = Block::Table(Table { columns: vec![Align::Left; 9], header: vec![vec![plain(&words)]; 9], rows: vec![vec![vec![value(&words)]; 9]] });
            let document = with(vec![heading(HeadingKind::Clause, "1", &words), paragraph(6, "(a)", vec![plain(&words), value(&words)]), table]);
            match render(&document, &dress) {
                Ok(_) => {
                    let fonts = Fonts::new(&dress.fonts).expect("fonts");
                    proptest::prop_assert_eq!(faults(&layout(&document, &fonts).expect("a layout")), Vec::<String>::new());
                }
                Err(PrintError::MissingGlyph { character, word }) => proptest::prop_assert!(word.contains(character) && words.contains(character)),
                Err(other) => proptest::prop_assert!(false, "{other:?}"),
            }
        }
    }
}
