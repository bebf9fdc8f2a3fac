//! The copy for our own side holds what counsel needs, and the files for the other side hold none of it.

mod read_back;

use std::collections::BTreeMap;

use peerpact::deal::governance::Position;
use peerpact::deal::read::{DealFile, read};
use peerpact::diagnostic::Level;
use peerpact::library::positions::standing;
use peerpact::pipeline::Options;
use peerpact::render::Format;
use peerpact::source::Source;
use read_back::{Block, Paper, check, examples, files, html, library, markdown, options, pdf, smallest, squeeze, yaml};
use serde_json::json;

/// The examples, and a deal that holds what they may lack.
fn deals() -> Vec<(String, String)> {
    let mut deals = examples();
    deals.push(("rich.yaml".to_owned(), rich()));
    deals
}

/// The smallest deal with special terms, waivers, blanks, a position of its own text and one that we do not sign.
fn rich() -> String {
    let patches = [
        (
            "special_terms",
            json!([
                {"after": "sla.credits", "text": "The `codes` | of *each* <list> stand in no field."},
                {"after": "bill.payment", "text": "Sums below ten dollars wait for the next invoice."},
            ]),
        ),
        (
            "waivers",
            json!([
                {"rule": "SLA001", "reason": "Counsel thinks that this is weak", "by": "Mei Tan", "until": "2027-12-31"},
                {"rule": "DISP004", "reason": "The other side insists on London", "by": "Mei Tan", "until": null},
            ]),
        ),
        ("positions", json!({"sla.credits": "fallback"})),
        (
            "technical.standards",
            json!([
                {"document": "Guide to echo", "edition": "third edition", "binding": "false"},
                {"document": "Rule of tone", "edition": "first edition"},
            ]),
        ),
    ];
    let mut deal = yaml::value(&yaml::patched(&smallest(), &patches));
    yaml::set(&mut deal, "sla.credits.cap", "3 %");
    yaml::set(&mut deal, "rates.lines[0].rate", json!(null));
    yaml::text(&deal)
}

fn deal_file(name: &str, deal: &str) -> DealFile {
    let mut findings = Vec::new();
    read(&Source::new(name, deal), &mut findings).unwrap_or_else(|| panic!("{name}: {findings:?}"))
}

fn drafted(name: &str, deal: &str, review: bool) -> BTreeMap<String, Vec<u8>> {
    files(name, deal, &Options { review, ..options(&Format::ALL) })
}

fn review(name: &str, deal: &str) -> Paper {
    let options = Options { review: true, ..options(&[Format::Markdown]) };
    markdown::read(&files(name, deal, &options)["review.md"])
}

/// The rows of the tables below a heading of the review, without their header rows.
fn rows(paper: &Paper, heading: &str) -> Vec<Vec<String>> {
    let part = paper.part(|words| words == heading, |_| true);
    assert!(!part.is_empty(), "the review has no {heading}");
    let tables = part.into_iter().filter_map(|block| match block {
        Block::Table(rows) => Some(rows.iter().skip(1).cloned()),
        _ => None,
    });
    tables.flatten().collect()
}

/// Words as the review prints them: without the marks that findings put around names.
fn shown(words: &str) -> String {
    squeeze(&words.replace('`', ""))
}

const CLAUSES: &str = "Review: clauses and their sources";
const DEFAULTS: &str = "Review: defaults that the deal left untouched";

#[test]
fn every_default_is_a_row() {
    for (name, deal) in deals() {
        let file = deal_file(&name, &deal);
        let rows = rows(&review(&name, &deal), DEFAULTS);
        for (path, text) in &file.defaults {
            let row = vec![path.clone(), shown(text)];
            assert!(rows.contains(&row), "{name}: {path} is left to its default, `{text}`, and the review is silent");
        }
        assert_eq!(rows.len(), file.defaults.len(), "{name}");
    }
    let file = deal_file("smallest.yaml", &smallest());
    let default = |path: &str| file.defaults.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str());
    for (path, text) in [
        ("legal.changes.rates", "notice"),
        ("technical.dscp.media", "46"),
        ("technical.hops", "2"),
        ("technical.reinvite", "true"),
        ("scope.fax", "false"),
        ("technical.uri_schemes", "sip, tel"),
        ("credit.adjust_on", "payment_record"),
        ("termination.cures.traffic", "24 hours"),
    ] {
        assert_eq!(default(path), Some(text), "{path}");
    }
    assert!(default("legal.force_majeure").is_some_and(|events| events.starts_with("war, ") && events.len() > 60));
}

/// What stands in the review alone: each cell and paragraph long enough to be nobody's by chance. What the deal itself
/// says, or how the paper refers to a clause, the paper prints as well.
fn private(paper: &Paper) -> Vec<String> {
    let ours = ["Review: special terms", "Review: standards that inform"];
    let mut part: Option<&str> = None;
    let mut out = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Heading(words) => part = words.starts_with("Review: ").then_some(words),
            Block::Paragraph(words) => out.extend(part.map(|_| words.clone())),
            Block::Table(rows) => {
                let Some(part) = part.filter(|part| !ours.contains(part)) else { continue };
                let columns = match part {
                    DEFAULTS => 0..1,
                    CLAUSES => 1..usize::MAX,
                    _ => 0..usize::MAX,
                };
                out.extend(rows.iter().flat_map(|row| row.iter().skip(columns.start).take(columns.len()).cloned()));
            }
        }
    }
    out.retain(|words| words.chars().count() >= 20);
    out
}

#[test]
fn no_word_of_the_review_reaches_the_other_side() {
    for (name, deal) in deals() {
        let (with, without) = (drafted(&name, &deal, true), drafted(&name, &deal, false));
        for (suffix, bytes) in &without {
            assert!(suffix == "manifest.json" || with[suffix] == *bytes, "{name}: --review changes {suffix}");
        }
        let private = private(&markdown::read(&with["review.md"]));
        assert!(private.len() > 100, "{name}: the review hardly says anything");
        let texts = [
            ("md", markdown::read(&with["md"]).text()),
            ("html", html::read(&with["html"]).text()),
            ("pdf", pdf::read(&with["pdf"]).paper.text()),
        ];
        for (format, text) in texts {
            assert!(text.len() > 10_000, "{name}: {format}");
            for words in private.iter().chain([&"Privileged".to_owned(), &"Review: ".to_owned()]) {
                assert!(!text.contains(words.as_str()), "{name}: the {format} holds: {words}");
            }
        }
    }
}

#[test]
fn what_is_marked_for_counsel_is_there() {
    let mut walked = 0;
    for (name, deal) in deals() {
        let file = deal_file(&name, &deal);
        let paper = review(&name, &deal);
        let special = rows(&paper, "Review: special terms");
        for term in &file.deal.special_terms {
            let found = special.iter().any(|row| row[1] == term.after && row[2] == squeeze(term.text.as_str()));
            assert!(found, "{name}: the special term after {} is not marked", term.after);
        }
        let waivers = rows(&paper, "Review: waivers");
        for waiver in &file.deal.waivers {
            let found = waivers.iter().any(|row| row[0] == waiver.rule && row[1] == shown(waiver.reason.as_str()));
            assert!(found, "{name}: the waiver of {} is not listed", waiver.rule);
        }
        let open = rows(&paper, "Review: open points");
        let findings = check(&deal);
        for finding in findings.iter().filter(|finding| finding.level == Level::OpenPoint) {
            let help = finding.help.as_deref().unwrap_or_default();
            let row = [&finding.path, &finding.message, help].map(shown);
            assert!(open.contains(&row.to_vec()), "{name}: {} is not listed as open", finding.path);
            assert!(finding.code != "DEAL010" || help.starts_with("ask "), "{name}: {} asks nobody", finding.path);
        }
        for row in rows(&paper, CLAUSES) {
            let id = row[1].split(' ').next().unwrap_or_default();
            let standing = standing(&library().clauses[id], &file);
            if standing.position == Position::WalkAway {
                walked += 1;
                let because = standing.because.as_deref().map_or_else(|| "walk-away".to_owned(), shown);
                assert!(row[2].contains(&because), "{name}: {id} is walked away from, and the review does not say why");
            }
        }
    }
    assert!(walked > 0, "nothing is walked away from");
}

#[test]
fn a_position_shows_its_text_and_who_decides() {
    let rows = rows(&review("rich.yaml", &rich()), CLAUSES);
    let credits = rows.iter().find(|row| row[1].starts_with("sla.credits v")).expect("sla.credits is printed");
    let says = library().clauses["sla.credits"].front.positions.fallback.says.clone().expect("a text");
    assert!(credits[2].contains("; to be approved by commercial; text of the fallback position: "), "{}", credits[2]);
    assert!(credits[2].ends_with(&says), "{}", credits[2]);
}

#[test]
fn a_source_shows_its_scope_its_date_and_what_counsel_must_confirm() {
    let paper = review("rich.yaml", &rich());
    let rows = rows(&paper, CLAUSES);
    let mut seen = [0; 3];
    for row in rows {
        let id = row[1].split(' ').next().unwrap_or_default();
        for source in &library().clauses[id].front.sources {
            let facts = [
                source.scope.as_ref().map(|scope| format!("binds: {scope}")),
                source.from.map(|from| format!("in force from {from}")),
                source.confirm.as_ref().map(|what| format!("; counsel to confirm: {what}")),
            ];
            for (at, fact) in facts.into_iter().enumerate() {
                let Some(fact) = fact else { continue };
                seen[at] += 1;
                assert!(row[3].contains(&shown(&fact)), "{id}: {fact}");
            }
        }
    }
    assert!(seen[0] > 0 && seen[2] > 0, "{seen:?}");
}

#[test]
fn countries_show_why_they_are_touched_and_which_prices_are_regulated() {
    let name = "uk-nigeria-transit.yaml";
    let (_, deal) = examples().into_iter().find(|(path, _)| path.ends_with(name)).expect("the example");
    let rows = rows(&review(name, &deal), "Review: countries");
    let row = |start: &str| rows.iter().find(|row| row[0].starts_with(start)).unwrap_or_else(|| panic!("{start}"));
    assert_eq!(row("Nigeria (NG)")[1], "a party's home, numbers in the rates");
    assert_eq!(row("United Kingdom (GB)")[1], "a party's home, the seat of arbitration, the governing law");
    assert!(row("Nigeria (NG)")[2].starts_with("Value added tax: "));
    let price = row("Nigeria: ");
    assert!(price[1].starts_with("fixed at USD 0.10"), "{price:?}");
    assert!(price[2].starts_with("calls from abroad, to mobile numbers, under 2347"), "{price:?}");
    for fact in ["Determination of the international termination rate", "in force from 1 September 2022", "review by"] {
        assert!(price[3].contains(fact), "{price:?}");
    }
    let filing = row("Nigeria: Registration of this agreement");
    assert_eq!(filing[1], "within 30 days");
    assert!(
        filing[2].contains("Interconnection Regulations 2007") && filing[2].contains("counsel to confirm"),
        "{filing:?}"
    );
    assert_eq!(row("United Kingdom: Time to pay")[1], "at most 60 days to pay");
    assert!(rows.iter().any(|row| row[0] == "United Kingdom: transfers without a tool" && row[1] == "KR"));
    assert!(!rows.iter().any(|row| row[0].starts_with("India")), "India is not touched");
}

#[test]
fn only_standards_that_bind_nobody_are_said_to_inform() {
    let rows = rows(&review("rich.yaml", &rich()), "Review: standards that inform");
    assert_eq!(rows, [["Guide to echo", "third edition"]]);
}
