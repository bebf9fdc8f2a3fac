//! The letter that goes with a Rate Notice: the changes, in words and tables that every format prints.

#![expect(
    clippy::indexing_slicing,
    reason = "an index into a JSON value gives null where nothing is; what is written to is an object"
)]

use serde_json::{Value, json};

use super::number::plain_blocks;
use super::{Cover, Document, Inline, Inlines, context, parse};
use crate::deal::date::{Date, Moment};
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::library::Library;
use crate::path::Path;
use crate::rates::codes::fold;
use crate::rates::compare::{PriceChange, RateChange, effect, grouped};
use crate::rates::write::route;
use crate::source::Place;
use crate::template::Context;

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
    let (mut context, blanks, mut lines) = context::of(file, library, findings);
    let mut notice = json!({ "file": said.file, "sha256": said.sha256 });
    let mut counts = Vec::new();
    for kind in PriceChange::ALL.into_iter().filter(|kind| *kind != PriceChange::Unchanged) {
        let these: Vec<&RateChange<'_>> = changes.iter().filter(|change| change.kind == kind).collect();
        if !these.is_empty() {
            counts.push(format!("{} {}", these.len(), kind.word()));
            notice[kind.word()] =
                lines.given(&COLUMNS, rows(&these, |change| effect(&deal.pricing, change, said.received)));
        }
    }
    let flow = context["flows"].as_array().and_then(|flows| flows.iter().find(|flow| flow["id"] == said.flow)).cloned();
    context["flow"] = flow.unwrap_or(Value::Null);
    context["notice"] = notice;
    let fault = |finding: Finding, findings: &mut Vec<Finding>| findings.push(finding);
    let markdown = match library.render_leaf(&library.notice, &Context::of(&context)) {
        Ok(markdown) => markdown,
        Err(finding) => {
            fault(*finding, findings);
            return None;
        }
    };
    let raw = match parse::parse(&markdown, &blanks, &lines) {
        Ok(raw) => raw,
        Err(unsupported) => {
            fault(
                Finding::error("LIB008", format!("the notice cannot hold {}", unsupported.what))
                    .at(Place::new(
                        &library.notice.source,
                        unsupported.written.unwrap_or_else(|| library.notice.source.line_span(1)),
                    ))
                    .help("write paragraphs, lists, pipe tables and `##` headings"),
                findings,
            );
            return None;
        }
    };
    let party = |key: &str| -> Inlines {
        let name = deal.parties.get(key).and_then(|party| party.name.known()).map(ToString::to_string);
        vec![name.map_or_else(|| Inline::Blank(Some(Path::from("parties").key(key).key("name"))), Inline::Value)]
    };
    let party_of = |supplies: bool| {
        let flow = deal.scope.flows.get(said.flow);
        flow.map_or_else(Inlines::new, |flow| party(if supplies { &flow.supplier } else { &flow.customer }))
    };
    let parties = deal
        .scope
        .flows
        .get(said.flow)
        .map_or_else(Vec::new, |flow| vec![party(&flow.supplier), party(&flow.customer)]);
    let term = |label: &str, value: String| (vec![Inline::Plain(label.into())], vec![Inline::Value(value)]);
    let reference = deal.reference.known().map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string);
    Some(Document {
        title: "Rate Notice".into(),
        reference: reference.clone(),
        version: format!("sent on {}", Date(said.sent)),
        marks: Vec::new(),
        language: "en".into(),
        paper: deal.legal.paper,
        compact: false,
        provenance: said.provenance.to_owned(),
        cover: Cover {
            parties,
            key_terms: vec![
                (vec![Inline::Plain("Supplier".into())], party_of(true)),
                (vec![Inline::Plain("Customer".into())], party_of(false)),
                term("Agreement", reference),
                term("Flow", said.flow.to_owned()),
                term("Sent", Date(said.sent).to_string()),
                term("Currency", deal.rates.currency.to_string()),
                term("Dial codes", counts.join(", ")),
            ],
        },
        blocks: plain_blocks(raw),
        clauses: Vec::new(),
        review: None,
        revisions: None,
    })
}

const COLUMNS: [&str; 8] =
    ["destination", "codes", "calls", "rate_before", "rate", "increment_before", "increment", "from"];

/// The rows of one kind of change: codes that change alike are one row.
fn rows(changes: &[&RateChange<'_>], effect: impl Fn(&RateChange<'_>) -> Option<Moment>) -> Vec<Vec<Inlines>> {
    let dash = || "\u{2013}".to_owned();
    let rate = |line: Option<&RateLine>| line.and_then(|line| line.rate.known()).map_or_else(dash, ToString::to_string);
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
