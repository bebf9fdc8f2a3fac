//! The PDF's pages, judged on the layout: what a reader would see without opening a viewer.

use std::collections::HashMap;

use peerpact::document::*;
use peerpact::render::pdf::fonts::Fonts;
use peerpact::render::pdf::page::{Artifact, Item, Layout, Owner, Page, RowKind, Run};
use peerpact::render::pdf::{layout, render};
use peerpact::render::{Dress, Failure};

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

fn paragraph(indent: u8, label: &str, text: Text) -> Block {
    Block::Paragraph(Paragraph { indent, label: label.into(), anchor: Some(format!("p-{indent}-{label}")), text })
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
        provenance: "0f".repeat(32),
        cover: Cover { parties: Vec::new(), key_terms: Vec::new() },
        blocks: Vec::new(),
    }
}

fn with(blocks: Vec<Block>) -> Document {
    Document { blocks, ..empty() }
}

fn signature(name: &str) -> Signature {
    Signature {
        heading: vec![plain("Signed for and on behalf of "), Inline::Strong(vec![value(name)])],
        lines: vec![
            ("Signature".into(), None),
            ("Name".into(), Some(vec![value("Mei Tan")])),
            ("Title".into(), Some(vec![Inline::Blank])),
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
        (vec![plain("Signatory")], vec![Inline::Blank]),
    ];
    let titles = ["Definitions", "Term and commencement", "The Services", "Quality of service", "Charges and invoicing", "Fraud"];
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
                        vec![plain("“"), Inline::Strong(vec![plain(term)]), plain("” means the "), plain(&words(24 + term.len()))],
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
                        Inline::Ref { target: format!("p-1-{}.2", number), text: format!("clause {number}.2") },
                        plain(", and for not less than "),
                        value("99.9 %"),
                        plain(" of each month, "),
                        plain(&words(40 + item * 23)),
                        plain(if item == 2 { " The parties agree that:" } else { " " }),
                    ],
                ));
                if item == 2 {
                    for letter in ["(a)", "(b)", "(c)"] {
                        document.blocks.push(paragraph(2, letter, vec![plain(&words(26)), plain(" by "), Inline::Blank]));
                    }
                    document.blocks.push(paragraph(3, "(i)", vec![plain(&words(18))]));
                    document.blocks.push(paragraph(3, "(ii)", vec![plain(&words(30))]));
                    document.blocks.push(paragraph(4, "(A)", vec![plain(&words(30))]));
                    document.blocks.push(paragraph(1, "", vec![Inline::Emphasis(vec![plain("Continuing")]), plain(&format!(" {}", words(33)))]));
                }
            }
        }
    }
    document.blocks.push(heading(HeadingKind::Clause, "25", "Execution"));
    document.blocks.push(paragraph(0, "", vec![plain("The parties have signed this agreement on the dates stated below.")]));
    document.blocks.push(Block::Signatures(vec![signature("Straits Voice Pte. Ltd."), signature("Harbour Telecom Ltd")]));
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
                    if index == 2 { vec![Inline::Blank] } else { vec![value("Chan Tai Man")] },
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

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        Item::Fill(_) | Item::Link(_) => None,
    })
}

#[test]
fn sample_is_written() {
    let pdf = render(&sample(), &Dress::default()).expect("a PDF");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/pdf-sample.pdf");
    std::fs::write(path, &pdf).expect("written");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let start = std::time::Instant::now();
    for _ in 0..5 {
        let _ = render(&sample(), &Dress::default());
    }
    eprintln!("{} pages, {:?} each, {} bytes", laid(&sample()).pages.len(), start.elapsed() / 5, pdf.len());
}
