//! Rate decks: reading them from the files that carriers send, comparing, counting, and writing them.
//!
//! A file becomes a [`Sheet`] of text cells, whatever its format (`csv`, `xlsx`, `json`); the headings say what its columns mean
//! (`columns`); each row then becomes a line of the rate schedule (`rows`), which the rules judge like those that a deal lists itself.

use std::collections::BTreeMap;

use jiff::tz::Offset;

use crate::deal::date::{Date, Moment};
use crate::deal::money::{Currency, Increment};
use crate::deal::number::DialCode;
use crate::deal::rates::{Columns, DateOrder, RateLine, Route};
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;

mod cells;
pub mod codes;
pub mod columns;
pub mod compare;
pub mod csv;
pub mod currency;
pub mod dates;
mod unreadable;
mod cell_faults;
mod guard;
pub mod headings;
pub mod join;
pub mod json;
pub mod price;
pub mod rows;
pub mod schedule;
mod stated;
pub mod stats;
pub mod write;
pub mod xlsx;

/// Bytes of the largest deck.
pub const LIMIT: u64 = crate::budget::DECK_BYTES;

/// What is known of a deck before it is read: what holds where it does not say itself.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The flow that it prices.
    pub flow: Option<&'a str>,
    /// The currency that its prices must be in; where it is not known, the deck's own.
    pub currency: Option<Currency>,
    /// What its routes promise.
    pub route: Option<Route>,
    /// By which increment its calls are billed.
    pub increment: Option<Increment>,
    /// The headings that somebody named.
    pub columns: &'a Columns,
    /// Whether they name headings of this deck alone, and of no other.
    pub one_deck: bool,
    /// The order of day and month.
    pub dates: Option<DateOrder>,
    /// The offset from UTC of dates that name none.
    pub offset: Offset,
    /// The sheet or card wanted.
    pub sheet: Option<&'a str>,
}

/// A deck that was read.
#[derive(Debug, Clone)]
pub struct ReadDeck {
    /// Its cells.
    pub sheet: Sheet,
    /// Its rates, in the order of the file.
    pub lines: Vec<RateLine>,
    /// For each of them its row.
    pub rows: Vec<usize>,
    /// Column of each field of a line that it gives.
    pub columns: BTreeMap<&'static str, usize>,
    /// The currency of its prices.
    pub currency: Option<Currency>,
    /// The rows that offer nothing any longer.
    pub closed: Vec<Closed>,
    /// What it says of its own age: the last day of it, and the words.
    pub stated: Option<(Date, String)>,
}

/// A row that offers nothing any longer.
#[derive(Debug, Clone)]
pub struct Closed {
    /// The row.
    pub row: usize,
    /// Its codes.
    pub codes: Vec<DialCode>,
    /// From when on.
    pub effective: Option<Moment>,
}

/// Reads a deck, whatever its format: a workbook (XLSX), an open-rate-card (JSON), or separated values. `name` is what findings call
/// it. Faults are added to `findings`; `None` if any leaves no deck.
pub fn read(bytes: &[u8], name: &str, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Option<ReadDeck> {
    let before = findings.len();
    let sheet = sheet(bytes, name, setting.sheet, findings)?;
    let read = rows::read(sheet, setting, findings);
    let cell_faults = findings.get(before..).is_some_and(|new| new.iter().any(|finding| finding.level == Level::Error));
    read.filter(|_| !cell_faults)
}

fn sheet(bytes: &[u8], name: &str, wanted: Option<&str>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match (bytes, start) {
        ([b'P', b'K', ..] | [0xd0, 0xcf, 0x11, 0xe0, ..], _) => xlsx::read(bytes, name, wanted, findings),
        (_, Some(b'{')) => json::read(bytes, name, wanted, findings),
        _ => csv::read(bytes, name, findings),
    }
}
