//! The letters about rates: that of a Rate Notice, and the answer to one: the changes, in words and tables that every format prints.

#![expect(
    clippy::indexing_slicing,
    reason = "an index into a JSON value gives null where nothing is; what is written to is an object"
)]

use jiff::tz::Offset;
use serde_json::{Value, json};

use super::lines::Lines;
use super::number::plain_blocks;
use super::{Cover, Document, Inline, Inlines, context, leaf_text};
use crate::deal::date::{Date, Moment};
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::library::{Leaf, Library};
use crate::path::Path;
use crate::rates::codes::fold;
use crate::rates::compare::{PriceChange, RateChange, effect, grouped};
use crate::rates::write::route;

/// How many changes a letter lists: about a page. More of them stand in the file alone.
const MOST_LISTED: usize = 40;

/// What a notice states beside its changes.
#[derive(Debug, Clone)]
pub struct NoticeFacts<'a> {
    /// The flow whose rates change.
    pub flow: &'a str,
    /// The day on which it is sent.
    pub sent: jiff::civil::Date,
    /// Name of the file that it accompanies.
    pub file: &'a str,
    /// SHA-256 of that file, in lower-case hexadecimal.
    pub sha256: &'a str,
    /// The latest time at which it arrives.
    pub received: jiff::Timestamp,
    /// Hash of the record of its inputs.
    pub provenance: &'a str,
}

/// Makes the letter; `None` if the library's template cannot print it, and the findings then say why.
#[must_use]
pub fn of(
    file: &DealFile,
    library: &Library,
    changes: &[RateChange<'_>],
    said: &NoticeFacts<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let deal = &file.deal;
    let of_kind = |kind| changes.iter().filter(move |change| change.kind == kind);
    let kinds = || PriceChange::ALL.into_iter().filter(|kind| *kind != PriceChange::Unchanged);
    let counts: Vec<String> = kinds()
        .map(|kind| (of_kind(kind).count(), kind))
        .filter(|(count, _)| *count > 0)
        .map(|(count, kind)| format!("{count} {}", kind.word()))
        .collect();
    let letter = Letter {
        title: "Rate Notice",
        leaf: &library.notice,
        flow: said.flow,
        sent: said.sent,
        provenance: said.provenance,
        term: ("Dial codes", counts.join(", ")),
    };
    let add = |lines: &mut Lines<'_>| {
        let tables: Vec<(PriceChange, Vec<Vec<Inlines>>)> = kinds()
            .map(|kind| {
                let these: Vec<&RateChange<'_>> = of_kind(kind).collect();
                (kind, rows(&these, |change| effect(&deal.pricing, change, said.received)))
            })
            .collect();
        let all: usize = tables.iter().map(|(_, rows)| rows.len()).sum();
        let is_listed = all <= MOST_LISTED;
        let mut notice = json!({ "file": said.file, "sha256": said.sha256, "rows": all, "listed": is_listed });
        for (kind, rows) in tables.into_iter().filter(|(_, rows)| is_listed && !rows.is_empty()) {
            notice[kind.word()] = lines.given(&COLUMNS, rows);
        }
        ("notice", notice)
    };
    letter.printed(file, library, add, findings)
}

/// What the answer to a notice states.
#[derive(Debug, Clone)]
pub struct AnswerFacts<'a> {
    /// The flow whose rates change.
    pub flow: &'a str,
    /// The day on which the answer is sent.
    pub sent: jiff::civil::Date,
    /// Name of the file that is answered.
    pub notice: &'a str,
    /// SHA-256 of that file, in lower-case hexadecimal.
    pub notice_sha256: &'a str,
    /// Name of the file with the answer to each row.
    pub file: &'a str,
    /// SHA-256 of that file.
    pub sha256: &'a str,
    /// When the notice arrived.
    pub received: jiff::Timestamp,
    /// Hash of the record of its inputs.
    pub provenance: &'a str,
    /// How many rows are accepted, and how many refused.
    pub counts: (usize, usize),
    /// The rows that are accepted: line, destination, codes, rate, increment and date; none if they are too many for a letter.
    pub accepted: Vec<[String; 6]>,
    /// The rows that are refused: line, destination, codes, ground and reason; none if they are too many for a letter.
    pub refused: Vec<[String; 5]>,
}

/// Makes the letter that answers a notice; `None` if the library's template cannot print it, and the findings then say why.
#[must_use]
pub fn answer(
    file: &DealFile,
    library: &Library,
    said: AnswerFacts<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let (accepts, refuses) = said.counts;
    let letter = Letter {
        title: "Answer to a Rate Notice",
        leaf: &library.answer,
        flow: said.flow,
        sent: said.sent,
        provenance: said.provenance,
        term: ("Lines", format!("{accepts} accepted, {refuses} refused")),
    };
    let received = Moment { local: Offset::UTC.to_datetime(said.received), offset: Offset::UTC };
    let add = |lines: &mut Lines<'_>| {
        let mut answer = json!({
            "file": said.file,
            "sha256": said.sha256,
            "notice": said.notice,
            "notice_sha256": said.notice_sha256,
            "received": received.to_string(),
            "accepts": accepts,
            "refuses": refuses,
        });
        if !said.refused.is_empty() {
            let columns = ["line", "destination", "codes", "ground", "reason"];
            answer["refused"] = lines.given(&columns, said.refused.into_iter().map(values).collect());
        }
        if !said.accepted.is_empty() {
            let columns = ["line", "destination", "codes", "rate", "increment", "from"];
            answer["accepted"] = lines.given(&columns, said.accepted.into_iter().map(values).collect());
        }
        ("answer", answer)
    };
    letter.printed(file, library, add, findings)
}

fn values<const N: usize>(cells: [String; N]) -> Vec<Inlines> {
    cells.map(|cell| vec![Inline::Value(cell)]).to_vec()
}

/// A letter between the parties about rates.
struct Letter<'a> {
    title: &'static str,
    leaf: &'a Leaf,
    flow: &'a str,
    sent: jiff::civil::Date,
    provenance: &'a str,
    /// A key term of its own.
    term: (&'static str, String),
}

impl Letter<'_> {
    /// Prints it; `add` gives the value that its template reads, and the name of it.
    fn printed<'d>(
        self,
        file: &'d DealFile,
        library: &Library,
        add: impl FnOnce(&mut Lines<'d>) -> (&'static str, Value),
        findings: &mut Vec<Finding>,
    ) -> Option<Document> {
        let deal = &file.deal;
        let (mut context, blanks, mut lines) = context::of(file, library, findings);
        let (name, value) = add(&mut lines);
        let flow =
            context["flows"].as_array().and_then(|flows| flows.iter().find(|flow| flow["id"] == self.flow)).cloned();
        context["flow"] = flow.unwrap_or(Value::Null);
        context[name] = value;
        let raw = leaf_text::of(self.leaf, library, (&context, &blanks, &lines), "the letter", findings)?;
        let party = |key: &str| -> Inlines {
            let name = deal.parties.get(key).and_then(|party| party.name.known()).map(ToString::to_string);
            vec![name.map_or_else(|| Inline::Blank(Some(Path::from("parties").key(key).key("name"))), Inline::Value)]
        };
        let flow = deal.scope.flows.get(self.flow);
        let party_of = |supplies: bool| {
            flow.map_or_else(Inlines::new, |flow| party(if supplies { &flow.supplier } else { &flow.customer }))
        };
        let parties = flow.map_or_else(Vec::new, |flow| vec![party(&flow.supplier), party(&flow.customer)]);
        let term = |label: &str, value: String| (vec![Inline::Plain(label.into())], vec![Inline::Value(value)]);
        let reference =
            deal.reference.known().map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string);
        let (label, value) = self.term;
        Some(Document {
            title: self.title.into(),
            reference: reference.clone(),
            version: format!("sent on {}", Date(self.sent)),
            marks: Vec::new(),
            language: "en".into(),
            paper: deal.legal.paper,
            compact: false,
            provenance: self.provenance.to_owned(),
            cover: Cover {
                parties,
                key_terms: vec![
                    (vec![Inline::Plain("Supplier".into())], party_of(true)),
                    (vec![Inline::Plain("Customer".into())], party_of(false)),
                    term("Agreement", reference),
                    term("Flow", self.flow.to_owned()),
                    term("Sent", Date(self.sent).to_string()),
                    term("Currency", deal.rates.currency.to_string()),
                    term(label, value),
                ],
            },
            blocks: plain_blocks(raw),
            clauses: Vec::new(),
            review: None,
            revisions: None,
        })
    }
}

const COLUMNS: [&str; 8] =
    ["destination", "codes", "calls", "rate_before", "rate", "increment_before", "increment", "from"];

/// The rows of one kind of change: codes that change alike are one row.
fn rows(changes: &[&RateChange<'_>], effect: impl Fn(&RateChange<'_>) -> Option<Moment>) -> Vec<Vec<Inlines>> {
    let dash = || "\u{2013}".to_owned();
    // The terms beside the minute stand with the rate, which alone would not be the price.
    let rate = |line: Option<&RateLine>| {
        let Some(line) = line else { return dash() };
        let rate = line.rate.known().map_or_else(dash, ToString::to_string);
        let beside = line.price().beside();
        if beside.is_empty() { rate } else { format!("{rate}, {beside}") }
    };
    let increment = |line: Option<&RateLine>| line.map_or_else(dash, |line| line.increment.to_string());
    let key = |change: &RateChange<'_>| {
        let line = change.line()?;
        Some([
            line.destination.to_string(),
            calls(line),
            rate(change.before),
            rate(change.after),
            increment(change.before),
            increment(change.after),
            effect(change).map_or_else(|| super::fixed_words::BLANK.to_owned(), |moment| moment.to_string()),
        ])
    };
    let row = |(key, codes): ([String; 7], Vec<&DialCode>)| {
        let [destination, calls, rate_before, rate, increment_before, increment, from] = key;
        [destination, fold(codes), calls, rate_before, rate, increment_before, increment, from]
            .map(|cell| vec![Inline::Value(cell)])
            .to_vec()
    };
    grouped(changes.iter().copied(), key).into_iter().map(row).collect()
}

/// The calls of a line, beside their destination.
fn calls(line: &RateLine) -> String {
    let words = [
        line.origin.known().map(|origin| format!("from {origin}")),
        line.jurisdiction.known().map(ToString::to_string),
        line.band.known().map(ToString::to_string),
    ];
    let class = route(line.route).replace("non_cli", "non-CLI").replace("cli", "CLI");
    std::iter::once(class).chain(words.into_iter().flatten()).collect::<Vec<_>>().join(", ")
}
