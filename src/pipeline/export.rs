//! A deck in the layout of a billing system.

use std::path::Path as FilePath;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Library;
use super::decks::Opened;
use crate::assets;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::diagnostic::{Failure, Finding, Level};
use crate::input;
use crate::path::Path;
use crate::rates::layout::fill::{self, LaidDeck};
use crate::rates::layout::force::{self, CodeLine};
use crate::rates::layout::{DeckLayout, FOLDER, cgrates};
use crate::rates::write;
use crate::source::Place;

/// Bytes of a layout.
const LAYOUT_BYTES: u64 = crate::budget::LIBRARY_BYTES;
/// The layouts that are not a list of columns.
const OPEN_RATE_CARD: &str = "open-rate-card";
const CGRATES: &str = "cgrates";

/// What a deck is written as.
#[derive(Debug)]
pub enum ExportLayout {
    /// An open-rate-card.
    OpenRateCard,
    /// The tables of a cgrates tariff plan.
    Cgrates,
    /// A table.
    Columns(Box<DeckLayout>),
}

/// What is asked of an export.
#[derive(Debug, Clone, Copy)]
pub struct ExportTerms<'a> {
    /// Name of the deck, for what needs one.
    pub name: &'a str,
    /// The day on which the rates hold; every rate of the deck if there is none.
    pub on: Option<Date>,
    /// Whether closed codes are written, too.
    pub closed: bool,
    /// The day that an open-rate-card bears.
    pub as_of: Date,
}

/// A deck as files.
#[derive(Debug, Default)]
pub struct ExportedDeck {
    /// What the layout cannot hold.
    pub findings: Vec<Finding>,
    /// What whoever imports it has to know.
    pub notes: Vec<String>,
    /// The files, each with the end of its name; none if a finding is an error.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The names of all layouts of a library.
#[must_use]
pub fn layouts(library: &Library) -> Vec<String> {
    let own = library
        .assets
        .below(FOLDER)
        .filter_map(|(path, _)| Some(path.strip_prefix(FOLDER)?.strip_suffix(".yaml")?.to_owned()));
    let mut all: Vec<String> = own.chain([OPEN_RATE_CARD.to_owned(), CGRATES.to_owned()]).collect();
    all.sort();
    all
}

impl ExportLayout {
    /// The layout of a name, or in a file of one's own: a name with an ending is a file. `None` if it has faults, which are added to the
    /// findings.
    ///
    /// # Errors
    ///
    /// There is no such layout, or the file cannot be read.
    pub fn named(
        name: &str,
        library: &Library,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Self>, Box<dyn std::error::Error>> {
        let source = match name {
            OPEN_RATE_CARD => return Ok(Some(Self::OpenRateCard)),
            CGRATES => return Ok(Some(Self::Cgrates)),
            _ if name.contains(['.', '/', '\\']) => {
                let path = FilePath::new(name);
                crate::source::Source::new(path.display().to_string(), input::text_of(path, LAYOUT_BYTES)?)
            }
            _ => {
                let path = format!("{FOLDER}{name}.yaml");
                let all = layouts(library);
                let Some((_, asset)) = library.assets.below(&path).next() else {
                    let near = crate::misspelt::nearest(name, all.iter().map(String::as_str));
                    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                    return Err(Failure(format!(
                        "there is no layout `{name}`; {near}The layouts are {}, and a file of your own such as ./ours.yaml",
                        all.join(", ")
                    ))
                    .into());
                };
                assets::source(asset)
            }
        };
        Ok(DeckLayout::read(&source, findings).map(|layout| Self::Columns(Box::new(layout))))
    }
}

/// Lays a deck out.
///
/// # Errors
///
/// The day is beyond the calendar, or a table of cgrates has no day.
pub fn lay_out(
    opened: &Opened,
    layout: &ExportLayout,
    terms: ExportTerms<'_>,
) -> Result<ExportedDeck, Box<dyn std::error::Error>> {
    let lines = opened.lines();
    let deck = LaidDeck {
        rows: rows(opened, terms.on)?,
        closed: closed(opened, terms)?,
        wants_closed: terms.closed,
        currency: opened.currency,
        assumed: opened.assumed(),
        on_a_day: terms.on.is_some(),
    };
    let place =
        |at: usize, field: &str| -> Place { opened.file.place(&Path::from("rates.lines").index(at).key(field)) };
    let mut out = ExportedDeck::default();
    match layout {
        ExportLayout::Columns(layout) => {
            out.findings = fill::judge(layout, &deck, &place);
            out.notes = layout.notes.iter().map(ToString::to_string).collect();
            if !layout.has(crate::rates::layout::LayoutValue::Currency) {
                out.notes.insert(0, format!("The rates are in {}, which the file does not say.", opened.currency));
            }
            out.files = vec![("csv".to_owned(), fill::write(layout, &deck))];
        }
        ExportLayout::Cgrates => {
            let Some(on) = terms.on else {
                return Err(Failure(
                    "a tariff plan of cgrates needs the day from which it is active: --on DATE".into(),
                )
                .into());
            };
            out.findings = cgrates::judge(&deck, &place);
            out.notes = vec![
                format!("The rates are in {}, which the files do not say.", opened.currency),
                "Tenant, category and subject of RatingProfiles.csv are those of a fresh installation.".to_owned(),
            ];
            let tables = cgrates::tables(&deck, terms.name, on).into_iter();
            out.files = tables.map(|(name, bytes)| (name.to_owned(), bytes)).collect();
        }
        ExportLayout::OpenRateCard => {
            if terms.closed {
                return Err(
                    Failure("an open-rate-card has no field that closes a code: leave out --closed".into()).into()
                );
            }
            let held = held(&deck.rows);
            let lines = if terms.on.is_some() { held.as_slice() } else { lines };
            let card = write::open_rate_card(lines, opened.currency, opened.assumed(), terms.name, terms.as_of);
            out.files = vec![("json".to_owned(), card)];
        }
    }
    if out.findings.iter().any(|finding| finding.level == Level::Error) {
        out.files.clear();
    }
    Ok(out)
}

/// The lines of a deck that hold on a day, a code each.
///
/// # Errors
///
/// The day is beyond the calendar.
pub fn in_force(opened: &Opened, on: Date) -> Result<Vec<RateLine>, Failure> {
    Ok(held(&rows(opened, Some(on))?))
}

fn held(rows: &[CodeLine<'_>]) -> Vec<RateLine> {
    rows.iter().map(|row| RateLine { codes: vec![row.code], ..row.line.clone() }).collect()
}

fn moment(on: Date) -> Result<Timestamp, Failure> {
    let zoned = on.to_zoned(TimeZone::UTC).map_err(|_| Failure(format!("{on} is beyond the calendar")))?;
    Ok(zoned.timestamp())
}

fn rows(opened: &Opened, on: Option<Date>) -> Result<Vec<CodeLine<'_>>, Failure> {
    let lines = opened.lines();
    let Some(on) = on else { return Ok(force::codes(lines)) };
    let moment = moment(on)?;
    let gone = force::gone(&opened.closed, moment);
    Ok(force::at(lines, moment, &gone))
}

/// The codes that are closed, and have no rate, on the day; every code that a row closes if there is no day.
fn closed(opened: &Opened, terms: ExportTerms<'_>) -> Result<Vec<(DialCode, String)>, Failure> {
    if !terms.closed {
        return Ok(Vec::new());
    }
    let open: std::collections::BTreeSet<DialCode> = rows(opened, terms.on)?.iter().map(|row| row.code).collect();
    let moment = terms.on.map(moment).transpose()?;
    let mut out = Vec::new();
    for row in &opened.closed {
        let begins = row.effective.and_then(|moment| moment.timestamp());
        if begins.zip(moment).is_some_and(|(begins, moment)| begins > moment) {
            continue;
        }
        for code in row.codes.iter().filter(|code| !open.contains(code)) {
            out.push((*code, opened.closed_name(row)));
        }
    }
    out.sort();
    out.dedup_by_key(|(code, _)| *code);
    Ok(out)
}
