//! Rate decks without an agreement: reads one and judges it, or compares two and judges the changes.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use jiff::Timestamp;

use crate::deal::Field;
use crate::deal::deck::Deck;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::deck_reading::{Columns, DeckIs};
use crate::deal::money::Currency;
use crate::deal::number::DialCode;
use crate::deal::rates::{Annex, Defaults, RateBasis, RateLine, Rates};
use crate::deal::read::{self, DealFile};
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::rates::compare::{self, RateChange};
use crate::rates::told::{OpenReading, Told};
use crate::rates::{self, Closed, LIMIT, Setting, join};
use crate::rules::weights::{Waivers, weigh};
use crate::rules::{self, Comparison, Run, Subject};
use crate::source::{Place, Source, sha256};

/// The flow of a deck that no deal names.
const FLOW: &str = "deck";

/// A deck that was read and judged.
#[derive(Debug)]
pub struct JudgedDeck {
    /// What was found, weighed and sorted.
    pub findings: Vec<Finding>,
    /// The deck, as far as it could be read. Where a finding is an error, it is there to be told about and not to work with.
    pub deck: Option<Opened>,
}

/// A deck that was read, with the deal that it is judged under.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The deal, or a minimal deal for a deck without one; its rates are the deck's lines.
    pub file: DealFile,
    /// The currency of its prices.
    pub currency: Currency,
    /// The rows that close codes.
    pub closed: Vec<Closed>,
    /// SHA-256 of the file, in lower-case hexadecimal.
    pub sha256: String,
    /// The row of its headings; `None` if it has none.
    pub header: Option<usize>,
}

impl Opened {
    /// Its rates, in the order of the file.
    #[must_use]
    pub fn lines(&self) -> &[RateLine] {
        &self.file.deal.rates.lines
    }

    /// Fields of its lines that nobody says.
    #[must_use]
    pub fn assumed(&self) -> &[&'static str] {
        self.file.decks.first().map_or(&[], |deck| &deck.assumed)
    }

    /// The destination that a row names which closes codes, if it names one.
    #[must_use]
    pub fn closed_name(&self, closed: &Closed) -> String {
        let Some(deck) = self.file.decks.first() else { return String::new() };
        let name = deck.columns.get("destination").map(|column| deck.sheet.grid.get(closed.row, *column));
        name.unwrap_or_default().to_owned()
    }

    pub(super) fn source(&self) -> Option<&Source> {
        self.file.decks.first().map(|deck| &deck.sheet.source)
    }
}

/// What a run is told beside its decks: the deal, if any, and the flow.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The deal, without the decks that it names itself.
    pub file: Option<DealFile>,
    /// The flow that the decks price.
    pub flow: Option<String>,
    /// What is said of the decks apart from the deal, and before it.
    pub profile: DeckProfile,
    /// Whether every fault of a deck is told, however many there are.
    pub every_fault: bool,
}

impl Around {
    /// Reads the deal, if one is named. `None` if it has faults, which are added to the findings.
    pub fn read(deal: Option<&Source>, flow: Option<String>, findings: &mut Vec<Finding>) -> Option<Self> {
        let profile = DeckProfile::default();
        let Some(source) = deal else { return Some(Self { file: None, flow, profile, every_fault: false }) };
        // Open points and warnings of the deal itself are not reported by this run.
        let mut found = Vec::new();
        let file = read::read(source, &mut found);
        found.retain(|finding| finding.level == Level::Error);
        let is_sound = found.is_empty();
        findings.append(&mut found);
        Some(Self { file: Some(file.filter(|_| is_sound)?), flow, profile, every_fault: false })
    }

    /// The waivers that apply to a deck: those of the deal. A deck is only part of the deal, so an unused waiver is no
    /// finding.
    pub(super) fn waivers(&self) -> Waivers<'_> {
        self.file.as_ref().map_or(Waivers::None, Waivers::Part)
    }

    /// What is said of the decks, by the deal too.
    fn told(&self) -> DeckProfile {
        let deal = self.file.as_ref().map(|file| DeckProfile::of(&file.deal.rates));
        self.profile.clone().or(deal.unwrap_or_default())
    }

    /// What a deck that follows another lists, if somebody says.
    fn deck_is(&self) -> Option<DeckIs> {
        self.told().deck_is
    }

    /// What is known of a deck before it is read; `told` is what is said of the decks.
    fn setting<'a>(&'a self, told: &'a DeckProfile) -> Setting<'a> {
        let flow = self.flow.as_deref();
        let every_fault = self.every_fault;
        match &self.file {
            Some(file) => Setting { every_fault, ..join::setting(file, told, flow) },
            None => {
                let setting = Setting::of(told);
                Setting { flow: flow.or(setting.flow).or(Some(FLOW)), alone: true, every_fault, ..setting }
            }
        }
    }
}

/// The rates of a deck that no deal names.
fn alone(currency: Currency, lines: Vec<RateLine>) -> Rates {
    Rates {
        currency,
        effective: Field::Blank,
        basis: RateBasis::Listed,
        price_list: Field::Absent,
        lines,
        deck: Field::Absent,
        decks: BTreeMap::new(),
        sheet: None,
        head: None,
        encoding: None,
        decimal: None,
        country_code: None,
        strip: None,
        deck_is: None,
        columns: Columns::default(),
        dates: None,
        defaults: Defaults::default(),
        annex: Annex::Inline,
        stated: None,
        partly_read: false,
    }
}

/// Reads a deck and judges it: by itself, and under the deal if one is named.
#[must_use]
pub fn judge(path: &Path, around: &Around, run: &Run<'_>) -> JudgedDeck {
    let mut findings = Vec::new();
    let deck = open(path, around, &mut findings);
    if let Some(Opened { file, .. }) = &deck {
        if around.file.is_some() {
            let mut found = Vec::new();
            rules::judge(file, Subject::Deal, run, &mut found);
            // Findings about other parts of the deal are not reported by this run.
            let in_deck = |finding: &Finding| {
                finding.path.as_ref().is_some_and(|path| file.decks.iter().any(|deck| deck.gave(path)))
            };
            findings.extend(found.into_iter().filter(in_deck));
        } else {
            rules::judge(file, Subject::Rates, run, &mut findings);
        }
    }
    if deck.is_none() && !findings.iter().any(|finding| finding.level == Level::Error) {
        findings
            .push(Finding::error("DECK001", format!("{} cannot be read", path.display())).help("please report this"));
    }
    weigh(around.waivers(), run, &mut findings);
    JudgedDeck { findings, deck }
}

/// The changes from one deck to the next, code by code.
#[must_use]
pub fn changes<'a>(old: &'a Opened, new: &'a Opened) -> Vec<RateChange<'a>> {
    compare::compare(old.lines(), new.lines(), &new.closed)
}

/// What is wrong with comparing decks of several suppliers: prices in two currencies.
#[must_use]
pub fn one_currency(first: &Opened, other: &Opened, around: &Around, run: &Run<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if first.currency != other.currency {
        let name = |opened: &Opened| opened.source().map_or_else(String::new, |source| source.name.to_string());
        let fact = format!(
            "{} is in {}, and {} in {}: no price can be compared",
            name(first),
            first.currency,
            name(other),
            other.currency
        );
        let finding = Finding::error("DECK009", fact).help("ask for the decks in one currency");
        findings.push(match other.source() {
            Some(source) => finding.at(Place::new(source, source.line_span(1))),
            None => finding,
        });
    }
    weigh(around.waivers(), run, &mut findings);
    findings
}

/// What is wrong with comparing two decks at all: prices in two currencies, or a later deck that leaves out so many codes that it may
/// list changes only.
#[must_use]
pub fn judge_pair(old: &Opened, new: &Opened, around: &Around, run: &Run<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let whole = |opened: &Opened| opened.source().map(|source| Place::new(source, source.line_span(1)));
    let mut say = |finding: Finding| {
        findings.push(match whole(new) {
            Some(place) => finding.at(place),
            None => finding,
        });
    };
    if old.currency != new.currency {
        say(Finding::error(
            "DECK009",
            format!(
                "the earlier deck is in {}, and the later one in {}: no price can be compared",
                old.currency, new.currency
            ),
        )
        .help("ask for both decks in one currency"));
    }
    let codes = |opened: &Opened| -> BTreeSet<DialCode> {
        let closed = opened.closed.iter().flat_map(|row| row.codes.iter().copied());
        opened.lines().iter().flat_map(|line| line.codes.iter().copied()).chain(closed).collect()
    };
    let (before, after) = (codes(old), codes(new));
    let left_out = before.difference(&after).count();
    if around.deck_is().is_none() && left_out * MANY > before.len() {
        say(Finding::new(
            "DECK014",
            Level::Warning,
            format!("the later deck leaves out {left_out} of {} dial codes, which are taken for closed", before.len()),
        )
        .help("ask whether it lists every rate; say `rates: {deck_is: changes}` in the deal if it lists changes only, else `full`"));
    }
    weigh(around.waivers(), run, &mut findings);
    findings
}

/// Of so many codes one may be left out without a word.
const MANY: usize = 4;

/// A later deck that lists changes only, made whole by what the earlier one says of the other calls.
#[must_use]
pub fn completed(old: &Opened, mut new: Opened, around: &Around) -> Opened {
    if around.deck_is() != Some(DeckIs::Changes) {
        return new;
    }
    let kept = compare::kept(old.lines(), new.lines(), &new.closed);
    new.file.deal.rates.lines.extend(kept);
    new
}

/// Judges the changes to a deck that arrives at `received`: notice not kept, and likely slips in a price.
#[must_use]
pub fn judge_changes(
    changes: &[RateChange<'_>],
    new: &Opened,
    around: &Around,
    run: &Run<'_>,
    received: Timestamp,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let comparison = Comparison { changes, deal: around.file.as_ref().map(|file| &file.deal), received };
    rules::judge(&new.file, Subject::Change(&comparison), run, &mut findings);
    weigh(around.waivers(), run, &mut findings);
    findings
}

/// How a deck is read, and what that leaves open. `None` if it is not a deck at all; the findings say why.
#[must_use]
pub fn profile(path: &Path, around: &Around) -> (Option<Told>, Vec<Finding>) {
    let mut findings = Vec::new();
    let Some(bytes) = bytes(path, &mut findings) else { return (None, findings) };
    let told = around.told();
    if let Some(read) = rates::read(&bytes, &path.display().to_string(), &around.setting(&told), &mut findings) {
        let given = DeckProfile { columns: Columns::default(), ..told };
        let profile = read.told.profile.clone().or(given);
        return (Some(Told { profile, ..read.told }), findings);
    }
    // A table without columns of codes and rates can be a deck whose headings nobody knows.
    let lacks = findings.iter().find(|finding| finding.code == "DECK003" && finding.level == Level::Error);
    let open = lacks.map(|finding| OpenReading::new("columns", format!("Which are they? For {}", finding.message)));
    (open.map(|open| Told { profile: told, open: vec![open], header: None }), findings)
}

fn bytes(path: &Path, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    match input::bytes(path, LIMIT) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let why = error.source().map_or_else(String::new, |why| format!(": {why}"));
            findings.push(
                Finding::error("DECK001", format!("{error}{why}"))
                    .at(Place::new(&Source::new(path.display().to_string(), ""), 0..0))
                    .help("name a file of separated values (CSV), a workbook (XLSX, ODS) or an open-rate-card (JSON)"),
            );
            None
        }
    }
}

/// Opens a deck. `None` if it cannot be read; the findings say why.
fn open(path: &Path, around: &Around, findings: &mut Vec<Finding>) -> Option<Opened> {
    let name = path.display().to_string();
    let bytes = bytes(path, findings)?;
    let told = around.told();
    let read = rates::read(&bytes, &name, &around.setting(&told), findings)?;
    placed(read, &name, sha256(&bytes), around)
}

/// A deck in the deal, or in a deal around it.
fn placed(read: rates::ReadDeck, name: &str, sha256: String, around: &Around) -> Option<Opened> {
    let named = Deck {
        path: name.to_owned(),
        sha256: sha256.clone(),
        sheet: read.sheet,
        lines: 0..read.lines.len(),
        rows: read.rows,
        columns: read.columns,
        assumed: read.assumed,
        every_fault: around.every_fault,
    };
    let own = around.file.as_ref().map(|file| file.deal.rates.currency);
    // A deck that does not say its currency has a fault, and is judged for all else.
    let currency = read.currency.or(own).unwrap_or(Currency(iso_currency::Currency::XXX));
    let file = match &around.file {
        Some(file) => {
            let mut file = file.clone();
            file.deal.rates.lines = read.lines;
            file.deal.rates.stated = read.stated;
            file.deal.rates.partly_read = !read.whole;
            file.decks = vec![named];
            file
        }
        None => {
            let mut rates = alone(currency, read.lines);
            rates.stated = read.stated;
            rates.partly_read = !read.whole;
            read::around(rates, vec![named])?
        }
    };
    Some(Opened { file, currency, closed: read.closed, sha256, header: read.told.header })
}
