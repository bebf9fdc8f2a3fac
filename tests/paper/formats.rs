//! The formats of a draft, read back from their files, and held to each other and to the deal.

use crate::read_back::{
    Block, Drafts, Options, Paper, draft, drafted_examples, drafted_forms, drafted_short, examples, list, options,
    smallest, squeeze, yaml,
};
use peerpact::diagnostic::Level;
use peerpact::render::{Format, Links};
use serde_json::{Value, json};

/// Words that Markdown, HTML, YAML, Tera, PDF or a careless printer might take for something else.
const NAUGHTY: &[&str] = &[
    "A*B_[x](y) <b>{{ 7*7 }}",
    "Straits \"Voice\" 'Pte' ‘Ltd’ “Co”",
    r"back\slash \\ \n \* \| C:\new",
    "a | b || c \\| d",
    "`code` ``two` ~~gone~~",
    "&amp; &lt; &#65; &copy; AT&T & Co;",
    "<script>alert('1')</script> <!-- x --> ]]>",
    "1. One",
    "12) Two",
    "# Three #",
    "## Four ##",
    "- five",
    "-- six",
    "--- seven",
    "– – en dashes — em … dots",
    "+ eight",
    "* nine",
    "> ten",
    "=== eleven",
    "Jürgen Groß & Söhne, Škoda, Łódź, Þór, Ångström",
    "Ελληνικές Επικοινωνίες",
    "Връзка и гласова ООД, Связь",
    "![img](x) [ref] [^1] [ref]: x",
    "***bold*** __bold__ _x_ snake_case_name *",
    "{% raw %}{{ deal }}{% endraw %} {# x #} <# y #>",
    "https://x.example/a*b_c?d=1&e=2#f",
    "{#anchor} {.class}",
    "tilde ~ null ~",
    "=SUM(A1:A9) @cmd %s %d $HOME ${x} $(x) %PATH%",
    "a, b; c: d",
    "12.500,00 (net) 50 % §1 ¶2 ©® €£¥",
    "A really-rather-long-name-that-has-many-hyphens-and-never-ends-before-the-line-does Telecommunications",
    "ffi fl fi AVAT To. LTV, we’re “quoted.”",
    "x² H₂O ½ № 5 µs",
];

/// Text fields of the smallest deal that are printed.
const FIELDS: &[&str] = &[
    "parties.straits.name",
    "parties.harbour.name",
    "parties.straits.address",
    "parties.harbour.registration",
    "parties.straits.signatory.name",
    "parties.straits.signatory.title",
    "parties.straits.licences[0].number",
    "scope.flows.hk.description",
    "rates.lines[0].destination",
    "jurisdiction.courts",
    "disputes.seat",
    "tax[0].tax",
];

/// The smallest deal with naughty words in every one of [`FIELDS`], chosen by `turn`.
fn naughty(turn: usize) -> (String, Vec<&'static str>) {
    let mut deal = yaml::value(&smallest());
    let mut used = Vec::new();
    for (at, field) in FIELDS.iter().enumerate() {
        let words = NAUGHTY[(turn * FIELDS.len() + at) % NAUGHTY.len()];
        yaml::set(&mut deal, field, words);
        used.push(words);
    }
    (yaml::text(&deal), used)
}

/// What stands before the key terms.
fn cover(paper: &Paper) -> &[Block] {
    &paper.blocks[..first_of_body(paper)]
}

fn first_of_body(paper: &Paper) -> usize {
    let key_terms = |block: &Block| matches!(block, Block::Heading(words) if words == "Key terms");
    paper.blocks.iter().position(key_terms).expect("key terms")
}

fn units(blocks: &[Block]) -> Vec<String> {
    let paper = Paper { blocks: blocks.to_vec(), ..Paper::default() };
    paper.units()
}

/// The words of a cover in no order, since each format composes it in its own way.
fn cover_words(paper: &Paper) -> Vec<String> {
    let mut words: Vec<String> = units(cover(paper))
        .iter()
        .flat_map(|unit| unit.split(' '))
        .filter(|word| *word != "·")
        .map(str::to_owned)
        .collect();
    words.sort();
    words
}

fn assert_same_words(name: &str, drafts: &Drafts) {
    let first = drafts.paper(Format::Markdown);
    let expected = units(&first.blocks[first_of_body(first)..]);
    assert!(expected.len() > 300, "{name}: hardly any words were read");
    for kind in Format::ALL {
        let (format, paper) = (kind.described().name, drafts.paper(kind));
        let found = units(&paper.blocks[first_of_body(paper)..]);
        for (at, (expected, found)) in expected.iter().zip(&found).enumerate() {
            assert_eq!(found, expected, "{name}: unit {at} of the {format} differs from the Markdown");
        }
        assert_eq!(found.len(), expected.len(), "{name}: the {format} ends elsewhere than the Markdown");
        assert_eq!(cover_words(paper), cover_words(first), "{name}: the cover of the {format}");
        let contents: &[String] = if kind.described().contents { &first.contents } else { &[] };
        assert_eq!(paper.contents, contents, "{name}: the contents of the {format}");
    }
}

/// Deals of every kind that these tests look at: each example, and naughty ones.
fn naughty_drafts() -> Vec<(String, Vec<&'static str>, Drafts)> {
    let turns = NAUGHTY.len().div_ceil(FIELDS.len());
    (0..turns)
        .map(|turn| {
            let (deal, words) = naughty(turn);
            let name = format!("naughty {turn}");
            let drafts = Drafts::of(&name, &deal, &options(&[]));
            (name, words, drafts)
        })
        .collect()
}

#[test]
fn examples_carry_the_same_words_in_every_format() {
    for (name, _, drafts) in drafted_forms() {
        assert_same_words(name, drafts);
    }
}

#[test]
fn the_full_form_has_25_to_45_pages_and_the_short_one_fewer() {
    // Carriers sign short papers of 10 to 18 pages; ours are longer since both forms carry the same duties. A whole technical form
    // adds up to seven.
    for ((name, _, full), (_, _, short)) in drafted_examples().iter().zip(drafted_short()) {
        let (full, short) = (full.pdf.pages.len(), short.pdf.pages.len());
        assert!((25..=45).contains(&full), "{name}: {full} pages");
        assert!((12..=31).contains(&short) && short < full, "{name}: {short} pages of {full}");
    }
}

#[test]
fn naughty_words_are_printed_as_they_are_in_every_format() {
    let mut seen = Vec::new();
    for (name, words, drafts) in naughty_drafts() {
        assert_same_words(&name, &drafts);
        for (format, paper) in drafts.papers() {
            let text = paper.text();
            for words in &words {
                assert!(text.contains(&squeeze(words)), "{name}: the {format} does not hold {words}");
            }
        }
        assert_links(&name, &drafts);
        assert_headings(&name, &drafts);
        seen.extend(words);
    }
    for words in NAUGHTY {
        assert!(seen.contains(words), "no deal held {words}");
    }
}

#[test]
fn every_mark_stands_on_every_page_of_a_draft() {
    for (name, deal, drafts) in drafted_forms() {
        let reference =
            yaml::get(&yaml::value(deal), "reference").and_then(Value::as_str).expect("a reference").to_owned();
        let pages = drafts.pdf.pages.len();
        assert!(pages > 10, "{name}: {pages} pages");
        for (at, page) in drafts.pdf.pages.iter().enumerate() {
            let head = squeeze(&page.head.join(" "));
            for mark in ["DRAFT", "Subject to contract"] {
                assert!(head.contains(mark), "{name}: page {} does not say {mark}: {head}", at + 1);
            }
            assert_foot(name, &page.foot, &reference, at + 1, pages);
        }
        // A text file has no pages: its first words warn the reader.
        for (format, paper) in drafts.papers() {
            let first = units(cover(paper)).join(" ");
            assert!(first.starts_with("DRAFT Subject to contract"), "{name}: the {format} begins with {first}");
        }
    }
}

fn assert_foot(name: &str, foot: &[String], reference: &str, page: usize, pages: usize) {
    let foot: Vec<String> = foot.iter().map(|piece| squeeze(piece)).filter(|piece| !piece.is_empty()).collect();
    let number = format!("Page {page} of {pages}");
    assert!(foot.contains(&number), "{name}: the foot of page {page} is {foot:?}");
    let imprint: Vec<&String> = foot.iter().filter(|piece| **piece != number).collect();
    assert!(
        matches!(imprint.as_slice(), [one] if one.starts_with(reference)),
        "{name}: the foot of page {page} is {foot:?}, without {reference}"
    );
}

#[test]
fn a_final_paper_carries_no_mark_of_a_draft() {
    let mut finals = 0;
    for (name, deal) in examples() {
        let options = Options { final_version: true, ..options(&[]) };
        // An example may show open points; one that has none can be signed.
        if draft(&name, &deal, &options).findings.iter().any(|finding| finding.level == Level::Error) {
            continue;
        }
        finals += 1;
        let drafts = Drafts::of(&name, &deal, &options);
        assert_same_words(&name, &drafts);
        for (format, paper) in drafts.papers() {
            let text = paper.text();
            for mark in ["DRAFT", "Subject to contract", "[•]"] {
                assert!(!text.contains(mark), "{name}: the final {format} says {mark}");
            }
        }
        let pages = drafts.pdf.pages.len();
        let reference =
            yaml::get(&yaml::value(&deal), "reference").and_then(Value::as_str).expect("a reference").to_owned();
        for (at, page) in drafts.pdf.pages.iter().enumerate() {
            let furniture = [page.head.join(" "), page.foot.join(" ")].join(" ");
            for mark in ["DRAFT", "draft", "ubject to contract"] {
                assert!(!furniture.contains(mark), "{name}: page {} of the final paper says {mark}", at + 1);
            }
            assert_foot(&name, &page.foot, &reference, at + 1, pages);
        }
    }
    assert!(finals > 0, "no example is complete enough to be final");
}

/// The label that a reference promises: `26.1` of `clause 26.1`, `(a)` of `clause 26.1(a)`, `Schedule 4` of `Schedule 4`.
fn promised(words: &str) -> String {
    let parts: Vec<&str> = words.split(' ').collect();
    match parts.as_slice() {
        ["Schedule", number] => format!("Schedule {number}"),
        ["clause" | "Clause" | "paragraph" | "Paragraph", number, ..] => match number.rfind('(') {
            Some(at) => number[at..].to_owned(),
            None => (*number).to_owned(),
        },
        _ => words.to_owned(),
    }
}

/// Whether the words of a place begin with a label.
fn bears(place: &str, label: &str) -> bool {
    place.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Each format links what its entry says, and a link leads to the place whose number it prints.
fn assert_links(name: &str, drafts: &Drafts) {
    for kind in Format::ALL {
        let (format, paper) = (kind.described().name, drafts.paper(kind));
        let linked = kind.described().links;
        assert_eq!(
            paper.links.len() > 100,
            linked != Links::None,
            "{name}: links of the {format}: {}",
            paper.links.len()
        );
        if linked != Links::Places {
            continue;
        }
        for link in &paper.links {
            let place = paper.places.get(&link.to);
            let place = place.unwrap_or_else(|| panic!("{name}: a link of the {format} to {} leads nowhere", link.to));
            assert!(
                bears(place, &promised(&link.words)),
                "{name}: in the {format}, `{}` leads to `{place}`",
                link.words
            );
        }
    }
}

#[test]
fn every_link_leads_to_the_place_whose_number_it_prints() {
    for (name, _, drafts) in drafted_forms() {
        assert_links(name, drafts);
        for jump in &drafts.pdf.jumps {
            let label = promised(&jump.words);
            // A reader's window opens a little above the place.
            let near = drafts.pdf.pages[jump.page].lines.iter().filter(|(y, _)| (jump.y - 45.0..=jump.y).contains(y));
            let near: Vec<&str> = near.map(|(_, words)| words.as_str()).collect();
            assert!(
                near.iter().any(|line| begins(line, &label)),
                "{name}: in the PDF, `{}` leads to page {} and the words {near:?}",
                jump.words,
                jump.page + 1
            );
        }
    }
}

/// Whether a line of a PDF begins with a label, or holds all that fits on a line of it. A label and what it labels may stand
/// apart by space alone.
fn begins(line: &str, label: &str) -> bool {
    let bare = |text: &str| squeeze(text).replace(' ', "");
    let (line, label) = (bare(line), bare(label));
    match line.strip_prefix(&label) {
        Some(rest) => !rest.starts_with(|next: char| next.is_ascii_digit() || next == '.'),
        None => line.len() > 20 && label.starts_with(&line),
    }
}

fn assert_headings(name: &str, drafts: &Drafts) {
    let expected = drafts.paper(Format::Markdown).headings();
    assert_eq!(drafts.paper(Format::Html).headings(), expected, "{name}: headings of the HTML");
    let body = |headings: Vec<&str>| -> Vec<String> {
        let at = headings.iter().position(|words| *words == "Key terms").expect("key terms");
        headings[at + 1..].iter().map(|words| (*words).to_owned()).collect()
    };
    let expected = body(expected);
    assert!(expected.len() > 30, "{name}: hardly any heading was read");
    assert_eq!(body(drafts.pdf.paper.headings()), expected, "{name}: headings of the PDF");
    let outline: Vec<String> =
        drafts.pdf.outline.iter().map(|(_, words, _)| words.clone()).filter(|words| words != "Contents").collect();
    assert_eq!(outline, expected, "{name}: the outline of the PDF");
}

#[test]
fn headings_are_the_same_in_every_format_and_in_the_outline() {
    for (name, _, drafts) in drafted_forms() {
        assert_headings(name, drafts);
    }
}

#[test]
fn the_contents_of_the_pdf_name_the_pages_that_headings_stand_on() {
    for (name, _, drafts) in drafted_forms() {
        let pdf = &drafts.pdf;
        assert_eq!(pdf.numbers.len(), pdf.paper.contents.len());
        let mut outline = pdf.outline.iter();
        for (words, number) in pdf.paper.contents.iter().zip(&pdf.numbers) {
            let (_, _, page) = outline
                .find(|(_, title, _)| title == words)
                .unwrap_or_else(|| panic!("{name}: {words} is in the contents and not in the outline, in this order"));
            assert_eq!(*number, page + 1, "{name}: page of {words}");
            let text = pdf.pages[*page].lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join(" ");
            assert!(squeeze(&text).contains(words), "{name}: page {number} does not hold the heading {words}");
        }
    }
}

#[test]
fn metadata_name_the_paper_and_carry_no_value_of_the_deal() {
    for (name, deal, drafts) in drafted_forms() {
        let about = &drafts.pdf.about;
        assert_eq!(about.get("Title").map(String::as_str), Some("Voice Interconnection Agreement"), "{name}");
        let said: String = about.values().cloned().collect::<Vec<_>>().join(" ");
        let deal = yaml::value(deal);
        for (_, party) in deal["parties"].as_object().expect("parties") {
            let party = party["name"].as_str().expect("a name");
            assert!(!said.contains(party), "{name}: the metadata name {party}");
        }
    }
}

#[test]
fn the_sheet_has_the_size_that_the_deal_asks_for() {
    for (paper, size) in [("A4", [595.28, 841.89]), ("Letter", [612.0, 792.0])] {
        let deal = yaml::patched(&smallest(), &[("legal.paper", json!(paper))]);
        let drafts = Drafts::of("deal.yaml", &deal, &options(&[]));
        for (at, page) in drafts.pdf.pages.iter().enumerate() {
            let near = page.size.iter().zip(size).all(|(found, wanted)| (found - wanted).abs() < 0.5);
            assert!(near, "{paper}: page {} measures {:?}", at + 1, page.size);
        }
    }
}

#[test]
fn the_review_stays_out_of_the_files_for_the_other_side() {
    let secret = "Our counsel says that this is weak";
    let deal = yaml::patched(
        &smallest(),
        &[("waivers", json!([{"rule": "SLA001", "reason": secret, "by": "Mei Tan", "until": "2027-12-31"}]))],
    );
    let drafted = draft("deal.yaml", &deal, &Options { review: true, ..options(&Format::ALL) });
    let review = drafted.files.iter().find(|file| file.suffix == "review.md");
    let review = review.unwrap_or_else(|| panic!("no review copy:\n{}", list(&drafted.findings)));
    let ours = crate::read_back::markdown::read(&review.bytes);
    assert!(ours.text().contains(secret), "the review copy does not hold the reason of a waiver");
    assert!(ours.text().contains("Privileged"), "the review copy bears no mark");
    let plain = Drafts::of("deal.yaml", &deal, &options(&[]));
    for (format, paper) in plain.papers() {
        assert!(!paper.text().contains(secret), "the {format} holds the reason of a waiver");
    }
}

/// The words of each sentence: it ends with a full stop, a question mark, a colon or a semicolon before a capital letter.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut out = vec![Vec::new()];
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if let Some(last) = out.last_mut() {
            last.push(word);
        }
        let begins = |next: &&str| next.starts_with(|first: char| first.is_uppercase() || "“[•".contains(first));
        if word.ends_with(['.', '?', ':', ';']) && words.peek().is_some_and(begins) {
            out.push(Vec::new());
        }
    }
    out
}

#[test]
fn no_sentence_has_more_than_fifty_words() {
    for (name, _, drafts) in drafted_forms() {
        let long: Vec<String> = drafts
            .paper(Format::Markdown)
            .units()
            .iter()
            .flat_map(|unit| {
                sentences(unit)
                    .into_iter()
                    .filter(|words| words.len() > 50)
                    .map(|words| words.join(" "))
                    .collect::<Vec<_>>()
            })
            .collect();
        assert!(long.is_empty(), "{name}: {long:#?}");
    }
}
