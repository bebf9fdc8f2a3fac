//! Marked papers: accepting every change gives the new draft, rejecting every change gives the old one.

use std::collections::BTreeSet;

use peerpact::pipeline::redline::{Marks, RedlineBase, Redlined, redline};
use peerpact::render::Format;
use peerpact::source::Source;

use crate::read_back::docx::{Node, parts};
use crate::read_back::tracked::{Answer, Seen, marks, seen};
use crate::read_back::{examples, files, library, list, options, yaml};

/// Compares two deals, and prints the marked paper in one format.
pub(super) fn compared(old: &str, new: &str, formats: &[Format]) -> Redlined {
    let options = options(&[]);
    let run = options.run(library());
    let marks = Marks {
        formats: formats.to_vec(),
        author: "Straits".into(),
        date: Some("2027-01-02T03:04:05Z".parse().unwrap()),
    };
    let (old, new) = (Source::new("old.yaml", old), Source::new("new.yaml", new));
    let redlined = redline(RedlineBase::Deal(&old, &run), (&new, &run), &marks).unwrap();
    assert!(redlined.findings.is_empty(), "{}", list(&redlined.findings));
    redlined
}

fn marked(old: &str, new: &str) -> Vec<u8> {
    compared(old, new, &[Format::Docx]).files.swap_remove(0).bytes
}

/// The unmarked draft, read the same way.
fn drafted(deal: &str) -> Seen {
    let bytes = files("deal", deal, &options(&[Format::Docx])).remove("docx").expect("a DOCX");
    seen(&bytes, Answer::Accept)
}

pub(super) fn assert_same(got: &Seen, want: &Seen, what: &str) {
    for (at, (got, want)) in got.blocks.iter().zip(&want.blocks).enumerate() {
        assert_eq!(got, want, "{what}: block {at}");
    }
    assert_eq!(got.blocks.len(), want.blocks.len(), "{what}: blocks");
    for (got, want) in got.references.iter().zip(&want.references) {
        assert_eq!(got, want, "{what}: a reference");
    }
    assert_eq!(got, want, "{what}");
}

pub(super) fn assert_answers(old: &str, new: &str, what: &str) -> Vec<u8> {
    let bytes = marked(old, new);
    assert_same(&seen(&bytes, Answer::Accept), &drafted(new), &format!("{what}: accepted"));
    assert_same(&seen(&bytes, Answer::Reject), &drafted(old), &format!("{what}: rejected"));
    assert_sound(&bytes, what);
    bytes
}

/// What the format asks of marks beyond what the pages show.
fn assert_sound(bytes: &[u8], what: &str) {
    let (mut ids, mut inside) = (BTreeSet::new(), Vec::new());
    fn walk(node: &Node, above: &mut Vec<String>, ids: &mut BTreeSet<String>, what: &str) {
        let is_mark = matches!(node.name.as_str(), "w:ins" | "w:del");
        if is_mark {
            assert!(ids.insert(node.attribute("w:id").to_owned()), "{what}: two marks bear one number");
            assert_eq!(node.attribute("w:author"), "Straits", "{what}");
            assert_eq!(node.attribute("w:date"), "2027-01-02T03:04:05Z", "{what}");
            assert!(!above.iter().any(|name| name == "w:ins" || name == "w:del"), "{what}: a mark in a mark");
            let (mut begun, mut ended) = (0, 0);
            node.walk(&mut |inner| match inner.attribute("w:fldCharType") {
                "begin" => begun += 1,
                "end" => ended += 1,
                _ => {}
            });
            assert_eq!(begun, ended, "{what}: a mark holds half a field");
            node.walk(&mut |inner| assert_ne!(inner.name, "w:hyperlink", "{what}: a mark around a link"));
        }
        let deleted = above.iter().any(|name| name == "w:del");
        match node.name.as_str() {
            "w:t" | "w:instrText" => assert!(!deleted, "{what}: words in a deletion that Word reads as kept"),
            "w:delText" | "w:delInstrText" => assert!(deleted, "{what}: deleted words outside a deletion"),
            "w:pPrChange" | "w:rPrChange" | "w:numberingChange" | "w:tblGridChange" | "w:cellIns" | "w:cellDel" => {
                panic!("{what}: {} is noise", node.name)
            }
            _ => {}
        }
        above.push(node.name.clone());
        node.children.iter().for_each(|child| walk(child, above, ids, what));
        above.pop();
    }
    let parts = parts(bytes);
    for part in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
        walk(&Node::parse(&parts[part]), &mut inside, &mut ids, what);
    }
}

/// A change of a deal, and what it is called.
pub(super) type Mutation = (&'static str, fn(&mut serde_json::Value));

/// Changes of a deal, each as an edit of its values: money, time, whole clauses, rows, names, positions.
pub(super) fn mutations() -> Vec<Mutation> {
    use yaml::{set, take};
    vec![
        ("pay", |deal| set(deal, "billing.pay", "45 days")),
        ("notice", |deal| set(deal, "termination.notice", "60 days")),
        ("draft", |deal| set(deal, "draft", "7")),
        ("reference", |deal| set(deal, "reference", "OTHER-2031")),
        ("availability", |deal| set(deal, "sla.availability", "99.0 %")),
        ("no clause", |deal| set(deal, "clauses", serde_json::json!({"bill.reconciliation": "none"}))),
        ("no rows", |deal| drop(take(deal, "contacts"))),
        ("short", |deal| set(deal, "legal.form", "short")),
        ("one rate less", |deal| {
            if yaml::get(deal, "rates.lines").and_then(|lines| lines.as_array()).is_some_and(|lines| lines.len() > 1) {
                drop(take(deal, "rates.lines[0]"));
            }
        }),
        ("a rate", |deal| {
            if yaml::get(deal, "rates.lines[0].rate").is_some() {
                set(deal, "rates.lines[0].rate", "0.1234");
            }
        }),
        ("special term", |deal| {
            set(deal, "special_terms", serde_json::json!([{"after": "bill.payment", "text": "No sum is set off."}]));
        }),
        ("no technical", |deal| drop(take(deal, "technical"))),
        ("no quality", |deal| drop(take(deal, "quality"))),
        ("no fraud", |deal| drop(take(deal, "fraud"))),
    ]
}

/// A changed deal, if it still makes a paper.
pub(super) fn mutated(deal: &str, change: fn(&mut serde_json::Value)) -> Option<String> {
    let mut value = yaml::value(deal);
    change(&mut value);
    let text = yaml::text(&value);
    let drafted = crate::read_back::draft("mutated", &text, &options(&[Format::Docx]));
    (!drafted.files.is_empty()).then_some(text)
}

#[test]
fn a_paper_compared_with_itself_bears_no_mark() {
    for (name, deal) in examples() {
        let bytes = assert_answers(&deal, &deal, &name);
        assert_eq!(marks(&bytes), (0, 0), "{name}");
    }
}

#[test]
fn each_kind_of_change_is_accepted_and_rejected() {
    let examples = examples();
    let mut tried = 0;
    for (at, (what, change)) in mutations().into_iter().enumerate() {
        // Each change is tried on the next example that takes it: all on all would say the same and take an hour.
        let mut turn = examples.iter().cycle().skip(at).take(examples.len());
        let Some((name, deal, new)) =
            turn.find_map(|(name, deal)| Some((name, deal, mutated(deal, change).filter(|new| new != deal)?)))
        else {
            continue;
        };
        tried += 1;
        assert_answers(deal, &new, &format!("{name}, {what}"));
    }
    assert!(tried > 10, "only {tried} changes make a paper");
}

#[test]
fn different_examples_are_accepted_and_rejected() {
    let examples = examples();
    for (at, (name, old)) in examples.iter().enumerate() {
        let (other, new) = &examples[(at + 1) % examples.len()];
        assert_answers(old, new, &format!("{name} to {other}"));
    }
}
