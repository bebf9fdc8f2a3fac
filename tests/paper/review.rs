//! The copy for our own side holds what counsel needs, and the files for the other side hold none of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::read_back::{
    Block, Options, Paper, check, deals as rich_deals, docx, draft, errors, examples, files, files_below, html,
    library, markdown, options, paper, pdf, root, smallest, squeeze, yaml,
};
use peerpact::deal::governance::Position;
use peerpact::deal::read::{DealFile, read};
use peerpact::deal::schema;
use peerpact::diagnostic::Level;
use peerpact::document::assemble::{Draft, assemble};
use peerpact::document::review::{self, Copies};
use peerpact::document::{self, blanks, words_of};
use peerpact::library::positions::standing;
use peerpact::library::sha256;
use peerpact::render::Format;
use peerpact::source::Source;
use rayon::prelude::*;
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

/// A deal in both forms.
fn forms(name: &str, deal: &str) -> [(String, String); 2] {
    let short = yaml::patched(deal, &[("legal.form", "short".into())]);
    [(name.to_owned(), deal.to_owned()), (format!("{name}, short"), short)]
}

/// A draft and its review copies, before any format.
fn made(name: &str, deal: &str, epoch: Option<jiff::Timestamp>) -> (Draft, Copies) {
    let file = deal_file(name, deal);
    let draft = assemble(&file, library(), false, &mut Vec::new());
    let copies = review::of(&draft, &file, library(), &check(deal), &[], epoch);
    (draft, copies)
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

/// The id of the clause that a row of the annex is about.
fn id(row: &[String]) -> &str {
    row[0].rsplit(' ').nth(1).unwrap_or_default()
}

/// Words as the review prints them: without the marks that findings put around names.
fn shown(words: &str) -> String {
    squeeze(&words.replace('`', ""))
}

const CLAUSES: &str = "Review: clauses and their sources";
const COUNSEL: &str = "Review: points for counsel";
const DEFAULTS: &str = "Review: defaults that the deal left untouched";

#[test]
fn every_default_is_a_row() {
    for (name, deal) in deals() {
        let file = deal_file(&name, &deal);
        let rows = rows(&review(&name, &deal), DEFAULTS);
        for (path, text) in &file.defaults {
            let row = vec![path.to_string(), shown(text)];
            assert!(rows.contains(&row), "{name}: {path} is left to its default, `{text}`, and the review is silent");
        }
        assert_eq!(rows.len(), file.defaults.len(), "{name}");
    }
    let file = deal_file("smallest.yaml", &smallest());
    let default = |path: &str| file.defaults.iter().find(|(known, _)| *known == *path).map(|(_, text)| text.as_str());
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
                // The names of clauses and countries stand in the paper too.
                let columns = match part {
                    DEFAULTS => 0..1,
                    CLAUSES | "Review: departures from the standard" | "Review: not in this paper" => 1..usize::MAX,
                    COUNSEL => 3..usize::MAX,
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
            assert!(with[suffix] == *bytes, "{name}: --review changes {suffix}");
        }
        let mut private = private(&markdown::read(&with["review.md"]));
        let html = html::read(&with["review.html"]);
        private.extend(html.notes.iter().flatten().filter_map(|line| Some(line.split_once(' ')?.1.to_owned())));
        private.extend(html.blanks.into_iter().flatten());
        private.retain(|words| words.chars().count() >= 20);
        assert!(private.len() > 150, "{name}: the review hardly says anything");
        for format in Format::ALL {
            let bytes = &with[format.extension()];
            let paper = paper(format, bytes);
            let text = paper.text();
            assert!(text.len() > 10_000, "{name}: {format:?}");
            for words in private.iter().chain([&"Privileged".to_owned(), &"Review: ".to_owned()]) {
                assert!(!text.contains(words.as_str()), "{name}: the {format:?} holds: {words}");
            }
            assert!(paper.notes.is_empty() && paper.blanks.iter().all(Option::is_none), "{name}: {format:?}");
            // Nor does what is no text, such as a style sheet, tell of a review.
            let raw = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(!raw.contains("review copy") && !raw.contains("privileged"), "{name}: {format:?}");
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
            let found = special.iter().any(|row| {
                row[1] == term.after.as_deref().unwrap_or_default() && row[2] == squeeze(term.text.as_str())
            });
            assert!(found, "{name}: the special term {} is not marked", term.text);
        }
        let waivers = rows(&paper, "Review: waivers");
        for waiver in &file.deal.waivers {
            let found = waivers.iter().any(|row| row[0] == waiver.rule && row[1] == shown(waiver.reason.as_str()));
            assert!(found, "{name}: the waiver of {} is not listed", waiver.rule);
        }
        let open = rows(&paper, "Review: open points");
        let findings = check(&deal);
        for finding in findings.iter().filter(|finding| finding.level == Level::OpenPoint) {
            let help = finding.remedy_text().unwrap_or_default();
            let row = [finding.path_text(), finding.message.clone(), help.clone()].map(|text| shown(&text));
            assert!(open.contains(&row.to_vec()), "{name}: {} is not listed as open", finding.path_text());
            assert!(
                finding.code != "DEAL010" || help.starts_with("ask "),
                "{name}: {} asks nobody",
                finding.path_text()
            );
        }
        for row in rows(&paper, CLAUSES) {
            let id = id(&row);
            let standing = standing(&library().clauses[id], &file);
            if standing.position == Position::WalkAway {
                walked += 1;
                let because = standing.because.as_deref().map_or_else(|| "walk-away".to_owned(), shown);
                assert!(row[1].contains(&because), "{name}: {id} is walked away from, and the review does not say why");
            }
        }
    }
    assert!(walked > 0, "nothing is walked away from");
}

#[test]
fn a_position_shows_its_text_and_who_decides() {
    let rows = rows(&review("rich.yaml", &rich()), CLAUSES);
    let credits = rows.iter().find(|row| id(row) == "sla.credits").expect("sla.credits is printed");
    let says = library().clauses["sla.credits"].front.positions.fallback.says.clone().expect("a text");
    let position = format!("; to be approved by commercial; text of the fallback position: {says}");
    assert!(credits[1].contains(&position), "{}", credits[1]);
}

#[test]
fn a_source_shows_its_scope_its_date_and_what_counsel_must_confirm() {
    let paper = review("rich.yaml", &rich());
    let touched: Vec<String> = rows(&paper, "Review: countries").into_iter().map(|row| row[0].clone()).collect();
    let bears = |code: &str| touched.iter().any(|country| country.ends_with(&format!("({code})")));
    let rows = rows(&paper, CLAUSES);
    let mut seen = [0; 3];
    for row in rows {
        let id = id(&row);
        for source in &library().clauses[id].front.sources {
            if source.country.as_deref().is_some_and(|code| !bears(code)) {
                let article = source.article.clone().unwrap_or_default();
                assert!(
                    article.is_empty() || !row[1].contains(&shown(&article)),
                    "{id}: {article} does not bear on the deal"
                );
                continue;
            }
            let facts = [
                source.scope.as_ref().map(|scope| format!("binds: {scope}")),
                source.from.map(|from| format!("in force from {from}")),
                source.confirm.as_ref().map(|what| format!("; counsel to confirm: {what}")),
            ];
            for (at, fact) in facts.into_iter().enumerate() {
                let Some(fact) = fact else { continue };
                seen[at] += 1;
                assert!(row[1].contains(&shown(&fact)), "{id}: {fact}");
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
fn what_counsel_has_to_confirm_stands_in_front_by_country_with_a_box() {
    for (name, deal) in deals() {
        let paper = review(&name, &deal);
        let points = rows(&paper, COUNSEL);
        let countries: Vec<&String> = points.iter().map(|row| &row[1]).collect();
        assert!(countries.is_sorted(), "{name}: {countries:?}");
        let touched: Vec<String> = rows(&paper, "Review: countries").into_iter().map(|row| row[0].clone()).collect();
        for row in &points {
            assert!(row[0].contains("[ ]"), "{name}: no box: {row:?}");
            assert!(row[1] == "Any" || touched.iter().any(|country| country.starts_with(&row[1])), "{name}: {row:?}");
            let unread = row[4].contains("general knowledge") || row[4].contains("not read");
            assert!(!unread || !row[4].contains("verified"), "{name}: nobody read it: {row:?}");
        }
        for printed in made(&name, &deal, None).0.printed {
            for source in &library().clauses[&printed.id].front.sources {
                let Some(confirm) = source.confirm.as_ref().filter(|_| source.country.is_none()) else { continue };
                assert!(points.iter().any(|row| row[3] == shown(confirm)), "{name}: {} asks {confirm}", printed.id);
            }
        }
    }
}

#[test]
fn the_front_says_what_departs_what_it_comes_to_and_what_is_left_out() {
    let name = "us-india-mobile.yaml";
    let (_, deal) = examples().into_iter().find(|(path, _)| path.ends_with(name)).expect("the example");
    let paper = review(name, &deal);
    let departures = rows(&paper, "Review: departures from the standard");
    let (draft, _) = made(name, &deal, None);
    let departing = draft.printed.iter().filter(|printed| printed.standing.position != Position::Standard).count();
    assert_eq!(departures.len(), departing);
    let retention = departures.iter().find(|row| row[1].contains("dpa.retention")).expect("the departure");
    assert!(retention[1].contains("approved by Privacy Office on 18 November 2026"), "{retention:?}");
    assert!(retention[2].contains("<= 36 months") && retention[3].contains("> 60 months"), "{retention:?}");
    let sums = rows(&paper, "Review: worked sums");
    let sum =
        |start: &str| sums.iter().find(|row| row[0].starts_with(start)).unwrap_or_else(|| panic!("{start}: {sums:?}"));
    // 1.5 % a month, simple.
    assert_eq!(sum("Interest a year")[1], "18 %");
    assert!(sum("Sessions that")[2].contains("4500 are agreed"), "{sums:?}");
    assert!(sum("Liability cap")[2].contains("never less than USD 100,000.00"), "{sums:?}");
    let left_out: Vec<String> =
        rows(&paper, "Review: not in this paper").into_iter().map(|row| row[1].clone()).collect();
    for id in ["risk.insurance", "disp.expert", "price.fees"] {
        assert!(left_out.iter().any(|out| out == id), "{id}: {left_out:?}");
    }
    assert!(draft.printed.iter().all(|printed| !left_out.contains(&printed.id)));
}

#[test]
fn only_standards_that_bind_nobody_are_said_to_inform() {
    let rows = rows(&review("rich.yaml", &rich()), "Review: standards that inform");
    assert_eq!(rows, [["Guide to echo", "third edition"]]);
}

#[test]
fn each_format_that_is_asked_for_has_its_copy() {
    for format in Format::ALL {
        let options = Options { review: true, ..options(&[format]) };
        let files = files("smallest.yaml", &smallest(), &options);
        let (ours, theirs) = (format!("review.{}", format.extension()), format.extension().to_owned());
        let expected = BTreeSet::from([theirs.as_str(), "manifest.json", ours.as_str(), "review.manifest.json"]);
        assert_eq!(files.keys().map(String::as_str).collect::<BTreeSet<_>>(), expected);
        let manifest: serde_json::Value = serde_json::from_slice(&files["review.manifest.json"]).expect("JSON");
        assert_eq!(manifest["files"][format.extension()], sha256(&files[&ours]));
        let copy = paper(format, &files[&ours]);
        let headings = copy.headings();
        let front = [
            "Review: departures from the standard",
            "Review: open points",
            COUNSEL,
            "Review: worked sums",
            "Review: not in this paper",
        ];
        let place = |wanted: &str| headings.iter().position(|heading| *heading == wanted).expect("a list in front");
        let places: Vec<usize> = front.iter().map(|wanted| place(wanted)).collect();
        assert!(places.is_sorted(), "{format:?}: {places:?}");
        let first = *places.last().expect("a list");
        assert!(headings.iter().skip(first + 1).any(|heading| !heading.starts_with("Review: ")), "{format:?}");
        assert!(headings.contains(&DEFAULTS), "{format:?}");
        assert_eq!(headings.contains(&CLAUSES), !format.has_margin(), "{format:?}");
        let marked = match format {
            Format::Pdf => {
                pdf::read(&files[&ours]).pages.iter().skip(1).all(|page| page.head.join(" ").contains("Privileged"))
            }
            _ => copy.text().contains("Privileged: not for the other side"),
        };
        assert!(marked, "{format:?}");
    }
}

#[test]
fn the_annex_says_what_the_notes_say() {
    let deals: Vec<_> = deals().into_iter().flat_map(|(name, deal)| forms(&name, &deal)).collect();
    deals.par_iter().for_each(|(name, deal)| {
        let files = drafted(name, deal, true);
        let copy = |format: Format| paper(format, &files[&format!("review.{}", format.extension())]);
        let margins: Vec<_> = Format::ALL.into_iter().filter(|format| format.has_margin()).map(copy).collect();
        let annexes: Vec<_> = Format::ALL.into_iter().filter(|format| !format.has_margin()).map(copy).collect();
        for annex in &annexes {
            let rows = rows(annex, CLAUSES);
            for margin in &margins {
                assert_eq!(rows.len(), margin.notes.len(), "{name}");
                // A clause of tables alone has no line of its own, so its note stands at its article, before the others.
                let said: BTreeMap<&str, &[String]> = margin
                    .notes
                    .iter()
                    .map(|note| {
                        (note[0].strip_prefix("Clause: ").expect("a first line"), note.get(1..).unwrap_or_default())
                    })
                    .collect();
                for row in &rows {
                    let lines = said.iter().find(|(clause, _)| row[0].ends_with(&format!(" {clause}")));
                    let (_, lines) = lines.unwrap_or_else(|| panic!("{name}: no note for {}", row[0]));
                    assert_eq!(row[1], lines.join(" "), "{name}: {}", row[0]);
                }
            }
        }
    });
}

#[test]
fn every_clause_has_one_note_and_is_found_where_it_stands() {
    for (name, deal) in deals().into_iter().flat_map(|(name, deal)| forms(&name, &deal)) {
        let (draft, Copies { beside, annexed }) = made(&name, &deal, None);
        assert!(annexed.review.is_none() && draft.document.review.is_none());
        let notes = &beside.review.as_ref().expect("a review").notes;
        let ids: Vec<&str> = draft.printed.iter().map(|printed| printed.id.as_str()).collect();
        let said: Vec<String> = notes.iter().map(|note| document::plain_text(&note.lines[0].1)).collect();
        let said: Vec<&str> = said.iter().filter_map(|line| line.split(' ').next()).collect();
        // A clause without anything to say has no comment; the others stand in the order of the paper.
        let told: Vec<&str> = ids.iter().copied().filter(|id| said.contains(id)).collect();
        assert_eq!(said, told, "{name}");
        assert!(said.len() < ids.len(), "{name}: every clause has a comment");
        for printed in draft.printed.iter().filter(|printed| printed.standing.position != Position::Standard) {
            assert!(said.contains(&printed.id.as_str()), "{name}: {} departs without a word", printed.id);
        }
        for note in notes {
            assert_eq!((note.lines[0].0.as_str(), note.lines[1].0.as_str()), ("Clause:", "Position:"), "{name}");
            let places = beside.blocks.iter().filter(|block| match block {
                document::Block::Heading(heading) => heading.anchor == note.anchor,
                document::Block::Paragraph(paragraph) => paragraph.anchor.as_ref() == Some(&note.anchor),
                _ => false,
            });
            assert_eq!(places.count(), 1, "{name}: {}", note.anchor);
        }
        for copy in [&beside, &annexed] {
            assert_eq!(copy.clauses.len(), draft.document.clauses.len(), "{name}");
            for extent in &copy.clauses {
                let words = words_of(&copy.blocks[extent.blocks.clone()]);
                assert_eq!(sha256(words.as_bytes()), extent.sha256, "{name}: {}", extent.id);
            }
        }
    }
}

#[test]
fn what_was_found_stands_at_the_clause_that_it_is_about() {
    let waiver =
        json!([{"rule": "SLA015", "reason": "Credits are small here", "by": "Mei Tan", "until": "2027-12-31"}]);
    let files = drafted("rich.yaml", &yaml::patched(&rich(), &[("waivers", waiver)]), true);
    let notes = html::read(&files["review.html"]).notes;
    let note = |id: &str| notes.iter().find(|note| note[0].starts_with(&format!("Clause: {id} v"))).expect("a note");
    let says = |id: &str, start: &str| note(id).iter().any(|line| line.starts_with(start));
    for (id, start) in [
        (
            "schedule.rates",
            "Open: rates.lines[0].rate: ask Harbour Telecom Ltd: What does a minute to Hong Kong Mobile cost?",
        ),
        ("schedule.contacts", "Open: contacts: harbour names no contact for "),
        (
            "sla.credits",
            "Finding: SLA002 (warning): service credits are capped at 3 % of a month's charges; agree on a cap",
        ),
        ("sla.credits", "Finding: GOV001 (warning): sla.credits is past its walk-away limit"),
        ("sla.credits", "Waiver: SLA015: each hour is credited with 5 %"),
    ] {
        assert!(says(id, start), "{id} does not say {start}: {:#?}", note(id));
    }
    let waived = note("sla.credits").iter().find(|line| line.starts_with("Waiver: ")).expect("a waiver");
    assert!(waived.ends_with("; set aside until 31 December 2027 by Mei Tan: Credits are small here"), "{waived}");
    let rate = notes.iter().flatten().filter(|line| line.contains("rates.lines[0].rate")).count();
    assert_eq!(rate, 1, "an open point stands at one clause");
}

/// The paths of the blanks that a deal's paper prints.
fn blank_paths(deal: &str) -> Option<BTreeSet<String>> {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", deal), &mut findings)?;
    let draft = assemble(&file, library(), false, &mut findings);
    Some(blanks::printed(&draft.document).into_iter().map(ToString::to_string).collect())
}

#[test]
fn a_blank_knows_its_field() {
    let mut known = BTreeSet::new();
    for deal in [rich_deals::rich(), rich_deals::other()] {
        let before = blank_paths(&yaml::text(&deal)).expect("a deal");
        let found: Vec<_> = rich_deals::fields(&deal)
            .par_iter()
            .filter_map(|field| {
                let mut deal = deal.clone();
                yaml::set(&mut deal, &field.path, serde_json::Value::Null);
                let found = blank_paths(&yaml::text(&deal))?;
                let new: BTreeSet<_> = found.difference(&before).cloned().collect();
                Some((field.path.clone(), new))
            })
            .collect();
        for (path, new) in found {
            // A field that prints in several places is one blank, and none prints under another name.
            assert!(new.is_empty() || new == BTreeSet::from([path.clone()]), "{path} prints as {new:?}");
            known.extend(new);
        }
    }
    assert!(known.len() > 60, "only {}: {known:?}", known.len());
    let deal = yaml::patched(&smallest(), &[("quality", json!({"by_flow": {"hk": {"asr": null}}, "delay": null}))]);
    let found = blank_paths(&deal).expect("a deal");
    assert!(found.contains("quality.by_flow.hk.asr") && found.contains("quality.delay"), "{found:?}");
}

#[test]
fn no_deal_holds_what_stands_for_a_blank() {
    for name in ["\u{F0000}", "\\U000F0001", "\u{FFFFD}"] {
        let deal = smallest().replacen("name: Harbour Telecom Ltd", &format!("name: \"Harbour {name}\""), 1);
        assert!(deal.contains(name), "the smallest deal names Harbour otherwise");
        assert!(check(&deal).iter().any(|finding| finding.code == "DEAL006"), "{name:?} is let in");
    }
}

#[test]
fn every_blank_asks_its_question_in_our_copy_and_nothing_in_the_other() {
    let list =
        ["technical.transports", "technical.codecs", "technical.sites.straits", "jurisdiction.law", "disputes.seat"];
    let mut blank = yaml::value(&rich());
    list.iter().for_each(|path| yaml::set(&mut blank, path, serde_json::Value::Null));
    for (name, deal) in deals().into_iter().chain([("blank.yaml".to_owned(), yaml::text(&blank))]) {
        for (name, deal) in forms(&name, &deal) {
            let files = drafted(&name, &deal, true);
            let blanks_of = html::read(&files["html"]).blanks.len();
            for format in Format::ALL.into_iter().filter(|format| format.has_margin()) {
                let ours = paper(format, &files[&format!("review.{}", format.extension())]);
                assert_eq!(ours.blanks.len(), blanks_of, "{name}: {format:?}");
                for question in &ours.blanks {
                    let question = question.as_ref().unwrap_or_else(|| panic!("{name}: a blank asks nothing"));
                    assert!(question.starts_with("ask ") && question.ends_with('?'), "{name}: {question}");
                }
            }
            let copy = made(&name, &deal, None).1.beside;
            let questions = copy.review.clone().expect("a review").questions;
            assert_eq!(questions.keys().collect::<BTreeSet<_>>(), blanks::printed(&copy), "{name}");
        }
    }
}

#[test]
fn every_blank_of_a_paper_stands_for_a_field_that_a_deal_can_have() {
    // Nobody's contacts are known, and every field of a full deal that may be blank is.
    let mut open = rich_deals::rich();
    let given = |deal: &serde_json::Value, path: &str| {
        let pointer = path.replace(['.', '['], "/").replace(']', "");
        deal.pointer(&format!("/{pointer}")).is_some()
    };
    for field in rich_deals::fields(&open) {
        if !given(&open, &field.path) {
            continue;
        }
        let path: peerpact::path::Path = field.path.parse().expect("a path");
        let of = schema::at(&path).expect("a field");
        let kinds = of["anyOf"].as_array().into_iter().flatten().map(|one| &one["type"]);
        let kinds = kinds.chain(of["type"].as_array().into_iter().flatten());
        if kinds.into_iter().any(|kind| kind == "null") {
            yaml::set(&mut open, &field.path, serde_json::Value::Null);
        }
    }
    let none = yaml::patched(&smallest(), &[("contacts", json!([]))]);
    let (mut contacts, mut others) = (0, 0);
    for (name, deal) in deals().into_iter().chain([("open".into(), yaml::text(&open)), ("none".into(), none)]) {
        let (draft, copies) = made(&name, &deal, None);
        let questions = copies.beside.review.expect("a review").questions;
        for path in blanks::printed(&draft.document) {
            assert!(schema::at(path).is_some(), "{name}: no deal can hold `{path}`");
            assert_eq!(path.to_string().parse().as_ref(), Ok(path), "{name}");
            let question = questions.get(path).unwrap_or_else(|| panic!("{name}: `{path}` asks nothing"));
            let of = path.section();
            *if of == "contacts" { &mut contacts } else { &mut others } += 1;
            assert!(question.starts_with("ask "), "{name}: `{path}`: {question}");
        }
    }
    assert!(contacts > 0 && others > 50, "{contacts} blanks of contacts, {others} others");
}

#[test]
fn the_environment_dates_the_copy_and_neither_deal_nor_day_does() {
    let epoch: jiff::Timestamp = "2026-11-14T22:13:20Z".parse().expect("a time");
    let of = |deal: &str, epoch| made("deal.yaml", deal, epoch).1.beside.review.expect("a review");
    let unread = yaml::patched(&smallest(), &[("legal", json!({}))]);
    let read = yaml::patched(&smallest(), &[("legal", json!({"reviewed_by": "Ann Goh", "reviewed_on": "2026-11-18"}))]);
    assert_eq!(of(&unread, None).date, None);
    assert_eq!(of(&unread, Some(epoch)).date.as_deref(), Some("2026-11-14T22:13:20Z"));
    // The program wrote the comments: neither counsel nor the day of her review stands on them.
    assert_eq!(of(&read, Some(epoch)).date.as_deref(), Some("2026-11-14T22:13:20Z"));
    assert_eq!((of(&read, None).author.as_str(), of(&read, None).date), ("peerpact", None));
    assert!(review("deal.yaml", &read).text().contains("Counsel who reviews the draft: Ann Goh, 18 November 2026."));
    let options = Options { review: true, epoch: Some(epoch), ..options(&[Format::Docx]) };
    for deal in [&unread, &read] {
        let comments = docx::read(&files("deal.yaml", deal, &options)["review.docx"]).comments;
        assert!(comments.len() > 10, "{}", comments.len());
        let date = Some("2026-11-14T22:13:20Z");
        assert!(comments.iter().all(|comment| comment.author == "peerpact" && comment.date.as_deref() == date));
    }
    let on = |day| {
        let options = Options {
            review: true,
            as_of: jiff::civil::date(2026, 11, day),
            ..crate::read_back::options(&Format::ALL)
        };
        files("smallest.yaml", &smallest(), &options)
    };
    assert!(on(22) == on(23), "the day changes a file");
}

/// A review copy prints words that no paper does: those of the rules, and the notes of the library.
#[test]
fn the_built_in_fonts_have_every_character_of_the_review() {
    let mut characters = BTreeSet::new();
    for (folder, extension) in [("clauses", "md"), ("clauses", "yaml"), ("src/rules", "rs"), ("src/deal", "rs")] {
        for path in files_below(&root().join(folder), extension) {
            let text = std::fs::read_to_string(&path).expect("a text");
            // The table of company forms holds letters that names of the deal are compared with; no rule prints them. Tests hold
            // characters that the rules are to find.
            if path.ends_with("listed_name.rs") {
                continue;
            }
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            characters.extend(code.flat_map(str::chars).filter(|character| !character.is_ascii()));
        }
    }
    assert!(characters.len() > 5, "{characters:?}");
    let reason: String = characters.iter().flat_map(|character| [*character, ' ']).collect();
    let mut deal = yaml::value(&rich());
    yaml::set(&mut deal, "waivers[0].reason", reason);
    let drafted = draft("deal.yaml", &yaml::text(&deal), &Options { review: true, ..options(&[Format::Pdf]) });
    assert!(errors(&drafted.findings).is_empty(), "{:?}", errors(&drafted.findings));
}
