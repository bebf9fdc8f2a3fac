//! The answer to a supplier's Rate Notice: each of its rows accepted, or refused with the ground.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::Offset;

use super::bad_rows::{BadRows, codes, reasons};
use super::decks::{self, Around, JudgedDeck, Opened};
use super::{File, Print, papers};
use crate::deal::date::Moment;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::read::DealFile;
use crate::diagnostic::{self, Failure, Finding};
use crate::document::notice::{self, AnswerFacts};
use crate::provenance::sha256;
use crate::rates::compare::{self, RateChange};
use crate::rates::{join, write};
use crate::rules::Run;
use crate::source::Place;

/// How many rows a letter lists; a longer list stands in the file alone.
const MOST_LISTED: usize = 100;

/// The answer to a notice.
#[derive(Debug, Default)]
pub struct Answered {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// The letter in each format, the answer to each row, and their manifest; none if the notice cannot be answered.
    pub files: Vec<File>,
    /// How many rows are accepted, and how many refused.
    pub counts: (usize, usize),
}

/// Holds a notice against the deal: against its rates, its currency and its notice times.
///
/// # Errors
///
/// No deal is named, or a file cannot be made.
pub fn answer(
    judged: JudgedDeck,
    around: &Around,
    run: &Run<'_>,
    print: &Print,
    (stem, name, received): (&str, &str, jiff::Timestamp),
    stops: &dyn Fn(&Finding) -> bool,
) -> Result<Answered, Failure> {
    let Some(file) = &around.file else { return Err(Failure("cannot answer a notice: no deal is named".into())) };
    let mut findings = judged.findings;
    let mut answered = Answered::default();
    let (Some(notice), Some(old)) = (judged.deck, in_force(file, &mut findings)) else {
        answered.findings = findings;
        return Ok(answered);
    };
    let whole = decks::completed(&old, notice.clone(), around);
    let changes = decks::changes(&old, &whole);
    findings.extend(decks::judge_changes(&changes, &whole, around, run, received));
    findings.extend(late_closings(&notice, &changes, file, received));
    diagnostic::sort(&mut findings);
    let Some(flow) = flow_of(&notice, file, around, &mut findings) else {
        answered.findings = findings;
        return Ok(answered);
    };
    // A row whose name and codes lead to two countries cannot be agreed, though a deck with one can be read.
    let refuses = |finding: &Finding| stops(finding) || matches!(finding.code, "RATE006" | "RATE007");
    let bad = BadRows::of(&notice, &findings, refuses);
    let rows = rows_of(&notice, &bad);
    answered.counts = (
        rows.values().filter(|faults| faults.is_empty()).count(),
        rows.values().filter(|faults| !faults.is_empty()).count(),
    );
    let fail = |what: &str, error: std::io::Error| Failure(format!("cannot write the {what}: {error}"));
    let csv = csv(&notice, &rows).map_err(|error| fail("answer", error))?;
    let own = format!("{stem}.answer.csv");
    let hash = sha256(&csv);
    let provenance = sha256(format!("{}\n{}", notice.sha256, file.source.digest()).as_bytes());
    let (accepted, refused) = listed(&notice, &rows);
    let facts = AnswerFacts {
        flow: &flow,
        sent: run.as_of,
        notice: name,
        notice_sha256: &notice.sha256,
        file: &own,
        sha256: &hash,
        received,
        provenance: &provenance,
        counts: answered.counts,
        accepted,
        refused,
    };
    let mut found = Vec::new();
    let mut files = Vec::new();
    if let Some(letter) = notice::answer(file, run.library, facts, &mut found) {
        files = papers::printed(&letter, "answer", file, run, print, &mut found);
        files.push(File { suffix: "answer.csv".into(), bytes: csv });
        let hashes = files.iter().map(|file| (file.suffix.clone(), sha256(&file.bytes))).collect();
        let decks = vec![notice.sha256.clone()];
        files.push(papers::manifest("answer.manifest.json", decks, &provenance, hashes, file, run, print)?);
    }
    findings.extend(found);
    answered.findings = findings;
    answered.files = files;
    Ok(answered)
}

/// The closings that come later than the deal's notice allows.
fn late_closings(
    notice: &Opened,
    changes: &[RateChange<'_>],
    file: &DealFile,
    received: jiff::Timestamp,
) -> Vec<Finding> {
    let Some(deck) = notice.file.decks.first() else { return Vec::new() };
    let rows = notice.closed.iter().flat_map(|row| row.codes.iter().map(move |code| (*code, row.row)));
    let rows: BTreeMap<DialCode, usize> = rows.collect();
    let late = |change: &RateChange<'_>| {
        let (row, closes) = (rows.get(change.code)?, change.closes?);
        let asked = compare::notice(&file.deal.pricing, change)?;
        let first = compare::earliest(received, asked)?;
        if closes.timestamp()? >= first {
            return None;
        }
        let first = Moment { local: Offset::UTC.to_datetime(first), offset: Offset::UTC };
        let column = deck.columns.get("effective").copied().unwrap_or(0);
        let fact = format!("{} is closed from {closes}, and the deal asks for {asked} of notice", change.code);
        let finding = Finding::error("DECK011", fact).at(deck.sheet.place(*row, column));
        Some(finding.help(format!("it can close on {first} or later")))
    };
    changes.iter().filter(|change| change.new.is_empty()).filter_map(late).collect()
}

/// The rates of the deal: those that it lists, and those of its decks.
fn in_force(file: &DealFile, findings: &mut Vec<Finding>) -> Option<Opened> {
    let mut file = file.clone();
    let mut found = Vec::new();
    let is_sound = join::join(&mut file, &mut found) && !file.deal.rates.partly_read;
    if !is_sound {
        found.retain(|finding| finding.level == diagnostic::Level::Error);
        findings.append(&mut found);
        return None;
    }
    let (currency, sha256) = (file.deal.rates.currency, file.source.digest());
    Some(Opened { file, currency, closed: Vec::new(), sha256, header: None })
}

/// The flow that the notice prices: one, as a letter goes from one customer to one supplier.
fn flow_of(notice: &Opened, file: &DealFile, around: &Around, findings: &mut Vec<Finding>) -> Option<String> {
    let mut flows: BTreeSet<&str> = notice.lines().iter().map(|line| line.flow.as_str()).collect();
    if flows.is_empty() {
        let known = file.deal.scope.flows.keys().map(String::as_str);
        flows = around.flow.as_deref().map_or_else(|| known.collect(), |flow| BTreeSet::from([flow]));
    }
    let known = |flow: &&str| file.deal.scope.flows.contains_key(*flow);
    if let (Some(flow), 1) = (flows.iter().next().filter(|flow| known(flow)), flows.len()) {
        return Some((*flow).to_owned());
    }
    let finding = Finding::error("DECK003", "the notice does not price one flow of the deal")
        .help("answer the notice of each flow by itself, with --flow");
    findings.push(match notice.file.decks.first() {
        Some(deck) => finding.at(Place::new(&deck.sheet.source, deck.sheet.source.line_span(1))),
        None => finding,
    });
    None
}

/// Every row of the notice, with what is wrong with it. A fault of the whole notice is one of each row.
fn rows_of<'f>(notice: &Opened, bad: &BadRows<'f>) -> BTreeMap<usize, Vec<&'f Finding>> {
    let deck = notice.file.decks.first();
    let priced = deck.into_iter().flat_map(|deck| deck.rows.iter().copied());
    let closed = notice.closed.iter().map(|row| row.row);
    let mut rows: BTreeMap<usize, Vec<&Finding>> = priced.chain(closed).map(|row| (row, bad.whole.clone())).collect();
    for (row, findings) in &bad.rows {
        rows.entry(*row).or_insert_with(|| bad.whole.clone()).extend(findings);
    }
    rows
}

fn csv(notice: &Opened, rows: &BTreeMap<usize, Vec<&Finding>>) -> std::io::Result<Vec<u8>> {
    let Some(deck) = notice.file.decks.first() else { return Ok(Vec::new()) };
    let rows: Vec<(usize, [String; 5])> = rows
        .iter()
        .map(|(row, faults)| {
            let answer = if faults.is_empty() { "accepted" } else { "refused" };
            let line = deck.sheet.grid.line(*row).to_string();
            (*row, [line, answer.to_owned(), ground(faults).to_owned(), codes(faults), reasons(faults)])
        })
        .collect();
    write::beside(&deck.sheet, notice.header, ["line", "answer", "ground", "fault", "reason"], &rows)
}

/// What kind of fault a row is refused for: the first.
fn ground(faults: &[&Finding]) -> &'static str {
    match faults.first().map_or("", |finding| finding.code) {
        "" => "",
        "DECK011" => "notice time",
        "DECK009" => "currency",
        "DECK003" | "DECK004" => "cannot be read",
        "RATE003" | "RATE006" | "RATE007" => "dial code",
        _ => "rate",
    }
}

/// The price of a minute, with the calls that it is for if other calls have others, and the terms beside it.
fn price(line: &RateLine) -> String {
    let rate = line.rate.known().map(ToString::to_string);
    let calls = [&line.origin, &line.jurisdiction, &line.band].map(|words| words.known().map(ToString::to_string));
    let beside = Some(line.price().beside()).filter(|beside| !beside.is_empty());
    rate.into_iter().chain(calls.into_iter().flatten()).chain(beside).collect::<Vec<_>>().join(", ")
}

/// Rows as a letter lists them: those that are accepted, and those that are refused; none of a kind that is too long for a letter.
fn listed(notice: &Opened, rows: &BTreeMap<usize, Vec<&Finding>>) -> (Vec<[String; 6]>, Vec<[String; 5]>) {
    let Some(deck) = notice.file.decks.first() else { return (Vec::new(), Vec::new()) };
    let cell = |row: usize, field: &str| {
        let column = deck.columns.get(field);
        column.map_or_else(String::new, |column| deck.sheet.grid.get(row, *column).to_owned())
    };
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for (row, faults) in rows {
        let line = deck.sheet.grid.line(*row).to_string();
        let [destination, codes] = ["destination", "codes"].map(|field| cell(*row, field));
        if faults.is_empty() {
            // Lines stand in the order of their rows, and a row with several prices has several.
            let at = deck.rows.partition_point(|known| known < row);
            let own = deck.rows.iter().skip(at).take_while(|known| *known == row).count();
            let lines = notice.lines().get(at..at + own).unwrap_or_default();
            let from = lines.first().and_then(|line| line.effective.known());
            let from = from.map_or_else(|| cell(*row, "effective"), Moment::to_string);
            let rate: Vec<String> = lines.iter().map(price).collect();
            let rate = if rate.is_empty() { cell(*row, "rate") } else { rate.join("; ") };
            accepted.push([line, destination, codes, rate, cell(*row, "increment"), from]);
        } else {
            refused.push([line, destination, codes, ground(faults).to_owned(), reasons(faults)]);
        }
    }
    if accepted.len() > MOST_LISTED {
        accepted.clear();
    }
    if refused.len() > MOST_LISTED {
        refused.clear();
    }
    (accepted, refused)
}
