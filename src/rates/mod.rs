//! Rate decks: reading them from the files that carriers send, comparing, counting, and writing them.
//!
//! A file becomes a [`Sheet`] of text cells, whatever its format (`csv`, `xlsx`, `json`); the headings say what its columns mean
//! (`columns`); each row then becomes a line of the rate schedule (`rows`), which the rules judge like those that a deal lists itself.

use std::collections::BTreeMap;

use jiff::tz::Offset;

use crate::deal::date::{Date, Moment};
use crate::deal::deck_profile::DeckProfile;
use crate::deal::deck_reading::{Columns, DateOrder, DecimalSign, HeadingRow};
use crate::deal::money::{Currency, Increment};
use crate::deal::number::DialCode;
use crate::deal::rates::{RateLine, Route};
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;
use told::Told;

mod cells;
pub mod codes;
pub mod columns;
pub mod compare;
pub mod csv;
pub mod currency;
pub mod dates;
mod unreadable;
mod cell_faults;
pub(crate) mod guard;
mod gzip;
pub mod headings;
pub mod join;
pub mod json;
pub mod layout;
pub mod offers;
pub mod price;
pub mod rows;
mod row_fields;
mod row_terms;
pub mod schedule;
mod notation;
mod remarks;
mod stated;
pub mod stats;
mod status;
pub mod told;
pub mod traffic;
mod unit;
mod unread;
pub mod write;
pub mod xlsx;

/// Size of the largest deck, in bytes.
pub const LIMIT: u64 = crate::budget::DECK_BYTES;

/// What is known of a deck before it is read: the values for what the deck leaves out.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The flow that the deck prices.
    pub flow: Option<&'a str>,
    /// The currency that its prices must be in. If it is unknown, the deck's own counts.
    pub currency: Option<Currency>,
    /// The route class of lines that name none.
    pub route: Option<Route>,
    /// The billing increment of lines that name none.
    pub increment: Option<Increment>,
    /// The headings that the deal names.
    pub columns: &'a Columns,
    /// Whether these headings belong to this deck alone.
    pub one_deck: bool,
    /// The order of day and month in its dates.
    pub dates: Option<DateOrder>,
    /// The offset from UTC of dates without one.
    pub offset: Offset,
    /// The name of the sheet or card to read.
    pub sheet: Option<&'a str>,
    /// Where the headings stand.
    pub head: Option<HeadingRow>,
    /// The encoding, if it is neither UTF-8 nor UTF-16.
    pub encoding: Option<&'a str>,
    /// The decimal sign of its prices.
    pub decimal: Option<DecimalSign>,
    /// The country code that its dial codes leave out.
    pub country_code: Option<DialCode>,
    /// The digits before its dial codes that do not belong to them.
    pub strip: Option<&'a str>,
    /// Whether the deal says when its rates begin, so that a row which holds at once has a date.
    pub has_start: bool,
    /// Whether no deal is there. Then a deck without a word about its routes leaves their class open.
    pub alone: bool,
    /// Whether every fault of a cell is told, and not the first ones of a column and the number of the others.
    pub every_fault: bool,
}

impl<'a> Setting<'a> {
    /// Nothing is known but the headings that somebody names.
    #[must_use]
    pub fn new(columns: &'a Columns) -> Self {
        Self {
            flow: None,
            currency: None,
            route: None,
            increment: None,
            columns,
            one_deck: true,
            dates: None,
            offset: Offset::UTC,
            sheet: None,
            head: None,
            encoding: None,
            decimal: None,
            country_code: None,
            strip: None,
            has_start: false,
            alone: false,
            every_fault: false,
        }
    }

    /// What a profile says.
    #[must_use]
    pub fn of(profile: &'a DeckProfile) -> Self {
        Self {
            flow: profile.defaults.flow.as_deref(),
            currency: profile.currency,
            route: profile.defaults.route,
            increment: profile.defaults.increment,
            columns: &profile.columns,
            one_deck: true,
            dates: profile.dates,
            offset: dates::offset(&profile.effective),
            sheet: profile.sheet.as_ref().map(|sheet| sheet.as_str()),
            head: profile.head,
            encoding: profile.encoding.as_ref().map(|name| name.as_str()),
            decimal: profile.decimal,
            country_code: profile.country_code,
            strip: profile.strip.as_ref().map(|digits| digits.as_str()),
            has_start: profile.effective.known().is_some(),
            alone: false,
            every_fault: false,
        }
    }
}

/// A deck as it was read.
#[derive(Debug, Clone)]
pub struct ReadDeck {
    /// Its cells.
    pub sheet: Sheet,
    /// Its rates, in the order of the file.
    pub lines: Vec<RateLine>,
    /// For each of its rates, the index of the row in the sheet.
    pub rows: Vec<usize>,
    /// The index of the column that gives each field of a line.
    pub columns: BTreeMap<&'static str, usize>,
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// The rows that close a code.
    pub closed: Vec<Closed>,
    /// The last day of the period that the deck says it is for, and its words for it.
    pub stated: Option<(Date, String)>,
    /// Fields of its lines that neither it nor anybody else says, so that what stands in them is nothing to judge.
    pub assumed: Vec<&'static str>,
    /// How it was read, and what that leaves open.
    pub told: Told,
    /// Whether nothing in it is at fault. Else its lines are those that could be read, to be judged and for nothing else.
    pub whole: bool,
}

/// A row that closes codes: they are no longer on offer.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Index of the row in the sheet.
    pub row: usize,
    /// The dial codes that it closes.
    pub codes: Vec<DialCode>,
    /// The moment from which they are closed, if the row says so.
    pub effective: Option<Moment>,
}

/// Reads a deck, whatever its format: a workbook (XLSX, ODS), an open-rate-card (JSON), or separated values, packed by gzip or not. `name` is what findings call
/// it. Faults are added to `findings`, and leave what can be read all the same; `None` where that is nothing.
pub fn read(bytes: &[u8], name: &str, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<ReadDeck> {
    let before = findings.len();
    let sheet = sheet(bytes, name, setting, findings)?;
    let mut read = rows::read(sheet, setting, findings)?;
    read.whole = !findings.get(before..).unwrap_or_default().iter().any(|finding| finding.level == Level::Error);
    Some(read)
}

fn sheet(bytes: &[u8], name: &str, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let unpacked;
    let bytes = if bytes.starts_with(&gzip::MAGIC) {
        unpacked = gzip::unpacked(bytes, name, findings)?;
        unpacked.as_slice()
    } else {
        bytes
    };
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match (bytes, start) {
        ([b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..], _) => xlsx::read(bytes, name, setting.sheet, findings),
        (_, Some(b'{')) => json::read(bytes, name, setting.sheet, findings),
        _ => csv::read(bytes, name, setting.encoding, findings),
    }
}
