//! Rate decks without an agreement to draft: judge one, compare two, and give notice of what changed.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{File, Library, Options, dress};
use crate::deal::date::Moment;
use crate::deal::deck::Deck;
use crate::deal::money::Currency;
use crate::deal::rates::{Annex, Columns, Defaults, Line, Rates, Route};
use crate::deal::read::{self, DealFile};
use crate::deal::{Deal, Field};
use crate::diagnostic::{self, Finding, Level};
use crate::document::notice;
use crate::input;
use crate::rates::compare::{self, Change, Kind, compare};
use crate::rates::{self, LIMIT, Setting, join, rows, write};
use crate::render::render;
use crate::rules;
use crate::source::{Place, Source, sha256};

/// The flow of a deck that no deal names.
const FLOW: &str = "deck";

/// Families of codes that judge rates.
const FAMILIES: [&str; 3] = ["DECK", "RATE", "REG"];

/// A deck that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its cells and lines.
    pub read: rates::Read,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// What a run knows of its decks beside them: the deal, if one is named, and the flow.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The deal, without the decks that it names itself.
    pub file: Option<DealFile>,
    /// The flow that the decks price.
    pub flow: Option<String>,
}

impl Around {
    /// Reads the deal, if one is named. `None` where it has faults; the findings then tell them.
    pub fn read(deal: Option<&Source>, flow: Option<String>, findings: &mut Vec<Finding>) -> Option<Self> {
        let Some(source) = deal else { return Some(Self { file: None, flow }) };
        // What is open or odd in the deal is another run's business.
        let mut found = Vec::new();
        let file = read::read(source, &mut found);
        findings.extend(found.into_iter().filter(|finding| finding.level == Level::Error));
        Some(Self { file: Some(file?), flow })
    }

    /// What is known of a deck before it is read.
    fn setting<'a>(&'a self, columns: &'a Columns) -> Setting<'a> {
        match &self.file {
            Some(file) => join::setting(file, self.flow.as_deref()),
            None => Setting {
                flow: Some(self.flow.as_deref().unwrap_or(FLOW)),
                currency: None,
                route: Some(Route::Cli),
                increment: None,
                columns,
                one_deck: true,
                dates: None,
                offset: Offset::UTC,
                sheet: None,
            },
        }
    }
}

/// The rates of a deck that no deal names.
fn alone(currency: Currency, lines: Vec<Line>) -> Rates {
    Rates {
        currency,
        effective: Field::Blank,
        lines,
        deck: Field::Absent,
        decks: BTreeMap::new(),
        sheet: None,
        columns: Columns::default(),
        dates: None,
        defaults: Defaults::default(),
        annex: Annex::Inline,
        stated: None,
    }
}

/// Opens a deck. `None` where it cannot be read; the findings then say why.
pub fn open(path: &Path, around: &Around, findings: &mut Vec<Finding>) -> Option<Opened> {
    let name = path.display().to_string();
    let bytes = match input::bytes(path, LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = error.source().map_or_else(String::new, |why| format!(": {why}"));
            findings.push(
                Finding::error("DECK001", format!("{error}{why}"))
                    .at(Place::new(&Source::new(name.as_str(), ""), 0..0))
                    .help("name a file of separated values (CSV), a workbook (XLSX) or an open-rate-card (JSON)"),
            );
            return None;
        }
    };
    let read = rates::read(&bytes, &name, &around.setting(&Columns::default()), findings)?;
    Some(Opened { read, sha256: sha256(&bytes) })
}

/// The deal, or a deal around the deck, with the deck's lines for its rates.
fn placed(deck: Opened, path: &Path, around: &Around) -> Option<DealFile> {
    let read = deck.read;
    let named = Deck {
        path: path.display().to_string(),
        sha256: deck.sha256,
        sheet: read.sheet,
        lines: 0..read.lines.len(),
        rows: read.rows,
        columns: read.columns,
    };
    match &around.file {
        Some(file) => {
            let mut file = file.clone();
            file.deal.rates.lines = read.lines;
            file.deal.rates.stated = read.stated;
            file.decks = vec![named];
            Some(file)
        }
        None => {
            let currency = read.currency.unwrap_or(Currency(iso_currency::Currency::USD));
            let mut rates = alone(currency, read.lines);
            rates.stated = read.stated;
            read::around(rates, vec![named])
        }
    }
}

/// Judges a deck: by itself, and where a deal is named by what the deal says of its rates.
#[must_use]
pub fn check(path: &Path, around: &Around, library: &Library, options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(deck) = open(path, around, &mut findings)
        && let Some(file) = placed(deck, path, around)
    {
        if around.file.is_some() {
            let mut found = Vec::new();
            rules::run(&file, library, None, options.as_of, false, &options.policy, &mut found);
            let ours = |finding: &Finding| {
                FAMILIES.iter().any(|family| finding.code.starts_with(family))
                    && finding.path.as_ref().is_some_and(|path| file.decks.iter().any(|deck| deck.gave(path)))
            };
            findings.extend(found.into_iter().filter(ours));
        } else {
            rules::run_on_rates(&file, options.as_of, &options.policy, &mut findings);
        }
        // Taking a hundred thousand small pieces apart need not be waited for.
        rayon::spawn(move || drop(file));
    }
    rules::weights::apply(&options.policy, &mut findings);
    diagnostic::sort(&mut findings);
    findings
}

/// How two decks are compared.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// When the new deck arrived, or will at the latest.
    pub received: Timestamp,
    /// The day for which the deck in force is worked out; none leaves it out.
    pub on: Option<jiff::civil::Date>,
}

/// Rates that rise more than so many times are taken for a slip.
const SLIP: u32 = 5;

/// What is wrong with changes: notice that is not kept, a raise that names no day, a price that a slip may have made. Only a deal
/// knows of notice.
#[must_use]
pub fn judge(changes: &[Change<'_>], new: &Opened, deal: Option<&Deal>, terms: Terms) -> Vec<Finding> {
    let mut findings = Vec::new();
    let place = |line: &Line, field: &str| {
        let row = new.read.rows.get(new.read.lines.element_offset(line)?).copied()?;
        Some(new.read.sheet.place(row, new.read.columns.get(field).copied()?))
    };
    let mut told: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut say = |code: &'static str, level: Level, line: &Line, field: &str, message: String, help: String| {
        let count = told.entry(code).or_default();
        *count += 1;
        if *count <= EACH {
            let mut finding = Finding::new(code, level, message).help(help);
            finding.place = place(line, field).or_else(|| place(line, "rate"));
            findings.push(finding);
        }
    };
    for change in changes {
        let Some(line) = change.line() else { continue };
        let what = format!("{} {}", line.destination, change.code);
        if let (Kind::Raised, Some(before), Some(after)) = (change.kind, change.before, change.after)
            && let (Some(was), Some(will)) = (before.rate.known(), after.rate.known())
            && was.0.checked_mul(Decimal::from(SLIP)).is_some_and(|most| will.0 > most)
        {
            say(
                "DECK012",
                Level::Warning,
                line,
                "rate",
                format!("{what} rises from {was} to {will}, more than {SLIP} times"),
                "check the decimal point and the currency with the supplier".into(),
            );
        }
        let Some(deal) = deal else { continue };
        let Some(notice) = compare::notice(&deal.pricing, change) else { continue };
        let Some(first) = compare::earliest(terms.received, notice) else { continue };
        let (level, word) =
            if change.kind == Kind::Raised { (Level::Error, "raise") } else { (Level::Warning, change.kind.word()) };
        match change.effective() {
            None if change.new.is_empty() => {}
            None => say(
                "DECK011",
                level,
                line,
                "effective",
                format!("{what} is {}, and its row does not say from when", change.kind.word()),
                format!("give the row a date of effect, {} or later", shown(first)),
            ),
            Some(from) if from.timestamp().is_some_and(|from| from < first) => say(
                "DECK011",
                level,
                line,
                "effective",
                format!("{what}: {word} from {from}, and the deal asks for {notice} of notice"),
                format!("received by {}, it can take effect on {} or later", shown(terms.received), shown(first)),
            ),
            Some(from) => {
                if let (Kind::Raised, Some(end)) = (change.kind, frozen(deal))
                    && from.timestamp().is_some_and(|from| from < end)
                {
                    say(
                        "DECK011",
                        Level::Error,
                        line,
                        "effective",
                        format!("{what}: raise from {from}, and no rate rises before {}", shown(end)),
                        "let the raise begin after the freeze of `pricing.freeze`".into(),
                    );
                }
            }
        }
    }
    for (code, count) in told {
        if let Some(more) = count.checked_sub(EACH).filter(|more| *more > 0) {
            let level =
                findings.iter().find(|finding| finding.code == code).map_or(Level::Warning, |finding| finding.level);
            findings.push(
                Finding::new(code, level, format!("and {more} more dial codes")).help("see the first of them, above"),
            );
        }
    }
    diagnostic::sort(&mut findings);
    findings
}

/// Findings of one code that are told one by one.
const EACH: usize = 20;

/// The end of the time in which no rate rises.
fn frozen(deal: &Deal) -> Option<Timestamp> {
    let start = deal.term.start.known()?.0.to_zoned(TimeZone::UTC).ok()?.timestamp();
    compare::earliest(start, *deal.pricing.freeze.known()?)
}

fn shown(moment: Timestamp) -> Moment {
    Moment { local: Offset::UTC.to_datetime(moment), offset: Offset::UTC }
}

/// The files of a notice, or why there are none.
#[derive(Debug, Clone, Default)]
pub struct Noticed {
    /// What there is to say, sorted.
    pub findings: Vec<Finding>,
    /// The letter in each format, the notice itself, and the deck in force.
    pub files: Vec<File>,
}

/// Drafts the notice of the changes from one deck to another. No file is made if a finding is an error.
#[must_use]
pub fn give_notice(
    decks: (&Opened, &Opened),
    stem: &str,
    around: &Around,
    library: &Library,
    options: &Options,
    terms: Terms,
) -> Noticed {
    let (old, new) = decks;
    let Some(file) = &around.file else { return Noticed::default() };
    let changes = compare(&old.read.lines, &new.read.lines, &new.read.closed);
    let mut findings = judge(&changes, new, Some(&file.deal), terms);
    let changed: Vec<Change<'_>> = changes.iter().filter(|change| change.kind != Kind::Unchanged).cloned().collect();
    let Some(flow) = one_flow(&changed, file, new, &mut findings) else {
        return Noticed { findings, files: Vec::new() };
    };
    let effect = |change: &Change<'_>| compare::effect(&file.deal.pricing, change, terms.received);
    let bytes = write::notice(&changed, effect).unwrap_or_default();
    let name = format!("{stem}.notice.csv");
    let hash = sha256(&bytes);
    let provenance = sha256(format!("{}\n{}\n{}", old.sha256, new.sha256, file.source.digest()).as_bytes());
    let said = notice::Said {
        flow: &flow,
        sent: options.as_of,
        file: &name,
        sha256: &hash,
        received: terms.received,
        provenance: &provenance,
    };
    let letter = notice::of(file, library, &changed, &said, &mut findings);
    if let (Some(letter), false) = (letter, findings.iter().any(|finding| finding.level == Level::Error)) {
        let dress = dress(library, options);
        let printed: Vec<_> =
            options.formats.par_iter().map(|format| (*format, render(&letter, &dress, *format))).collect();
        let mut files = Vec::new();
        for (format, bytes) in printed {
            match bytes {
                Ok(bytes) => files.push(File { suffix: format!("notice.{}", format.extension()), bytes }),
                Err(failure) => findings.push(super::unprintable(&failure, file, library)),
            }
        }
        files.push(File { suffix: "notice.csv".into(), bytes });
        if let Some(on) = terms.on
            && let Ok(at) = rows::offset(&file.deal.rates.effective).to_timestamp(on.at(0, 0, 0, 0))
        {
            let lines = compare::in_force(&changes, at, effect);
            let bytes = write::lines(&lines, file.deal.rates.currency).unwrap_or_default();
            files.push(File { suffix: format!("in-force.{on}.csv"), bytes });
        }
        if !findings.iter().any(|finding| finding.level == Level::Error) {
            return Noticed { findings, files };
        }
    }
    diagnostic::sort(&mut findings);
    Noticed { findings, files: Vec::new() }
}

/// The flow whose rates change: a notice is one supplier's to one customer.
fn one_flow(changed: &[Change<'_>], file: &DealFile, new: &Opened, findings: &mut Vec<Finding>) -> Option<String> {
    let mut flows: Vec<&str> = changed.iter().filter_map(|change| Some(change.line()?.flow.as_str())).collect();
    flows.sort_unstable();
    flows.dedup();
    let say = |message: String, help: &str| {
        Finding::error("DECK003", message)
            .at(Place::new(&new.read.sheet.source, new.read.sheet.source.line_span(1)))
            .help(help)
    };
    match flows.as_slice() {
        [flow] if file.deal.scope.flows.contains_key(*flow) => Some((*flow).to_owned()),
        [flow] => {
            findings.push(say(
                format!("the deal has no flow `{flow}`"),
                "name one of its flows with --flow, or in the deck",
            ));
            None
        }
        [] => {
            findings.push(say(
                "nothing changes from one deck to the other".into(),
                "give the deck in force first, and the new one second",
            ));
            None
        }
        _ => {
            findings.push(say(
                format!("the changes are of several flows: {}", flows.join(", ")),
                "give notice for each flow by itself: decks of that flow alone",
            ));
            None
        }
    }
}
