//! How a deck writes its codes, dates and prices, told by whole columns: what one cell leaves open, the others settle.

use std::collections::HashMap;

use super::Setting;
use super::codes::{self, CodeNotation};
use super::columns::DeckHeadings;
use super::dates;
use super::headings::DeckColumn;
use super::price::Decimals;
use super::unreadable::brief;
use crate::atlas;
use crate::deal::deck_reading::{DateOrder, DecimalSign};
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;
use crate::source::Place;

/// How a deck is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeckNotation<'a> {
    /// What separates the decimals of prices.
    pub decimals: Decimals,
    /// The order of day and month.
    pub dates: Option<DateOrder>,
    /// Whether a day by which a rate ends is the last day on which it holds.
    pub last_day: bool,
    /// Whether codes hold their country code although a column gives it too.
    pub whole: bool,
    /// How codes are written.
    pub codes: CodeNotation<'a>,
}

impl<'a> DeckNotation<'a> {
    /// Reads it off the columns. What it takes off the cells is told.
    pub(super) fn of(sheet: &Sheet, found: &DeckHeadings, setting: &Setting<'a>, findings: &mut Vec<Finding>) -> Self {
        let dates = setting.dates.or_else(|| {
            let columns = [DeckColumn::Effective, DeckColumn::Until];
            let at = columns.into_iter().filter_map(|column| found.at(column));
            dates::order(at.flat_map(|at| (found.first..sheet.grid.len()).map(move |row| sheet.grid.get(row, at))))
        });
        let codes = CodeNotation {
            strip: stripped(sheet, found, setting, findings),
            north_american: found.at(DeckColumn::NpaNxx).is_some(),
        };
        Self {
            decimals: decimals(sheet, found, setting),
            dates,
            last_day: last_day(sheet, found),
            whole: whole(sheet, found, findings),
            codes,
        }
    }
}

/// The column of the codes.
pub(super) fn code_column(found: &DeckHeadings) -> Option<usize> {
    found.at(DeckColumn::Codes).or(found.at(DeckColumn::NpaNxx))
}

fn decimals(sheet: &Sheet, found: &DeckHeadings, setting: &Setting<'_>) -> Decimals {
    match setting.decimal {
        Some(DecimalSign::Comma) => return Decimals::Comma,
        Some(DecimalSign::Point) => return Decimals::Point,
        None => {}
    }
    // Commas that do not separate cells may separate decimals. If they do separate cells, a comma in a cell was put there on
    // purpose, and is a decimal sign where no price of the column has a point.
    if sheet.delimiter != b',' {
        return Decimals::Either;
    }
    let mut prices =
        found.prices().flat_map(|(_, at)| (found.first..sheet.grid.len()).map(move |row| sheet.grid.get(row, at)));
    let (mut comma, mut point) = (false, false);
    for price in &mut prices {
        comma |= price.contains(',');
        point |= price.contains('.');
    }
    if comma && !point { Decimals::Either } else { Decimals::Point }
}

/// Whether bare days of `until` are the last on which a rate holds. They are, unless the next rate of a code begins on that very day.
fn last_day(sheet: &Sheet, found: &DeckHeadings) -> bool {
    let (Some(codes), Some(effective), Some(until)) =
        (code_column(found), found.at(DeckColumn::Effective), found.at(DeckColumn::Until))
    else {
        return true;
    };
    let mut begins: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in found.first..sheet.grid.len() {
        begins.entry(sheet.grid.get(row, codes)).or_default().push(sheet.grid.get(row, effective));
    }
    !(found.first..sheet.grid.len()).any(|row| {
        let end = sheet.grid.get(row, until);
        !end.is_empty()
            && begins.get(sheet.grid.get(row, codes)).is_some_and(|starts| starts.contains(&end))
            && sheet.grid.get(row, effective) != end
    })
}

/// Whether (nearly) every code begins with the country code beside it, so that it is whole already.
fn whole(sheet: &Sheet, found: &DeckHeadings, findings: &mut Vec<Finding>) -> bool {
    let (Some(codes), Some(country)) = (code_column(found), found.at(DeckColumn::CountryCode)) else { return false };
    let (mut all, mut begin, mut odd) = (0_usize, 0_usize, None);
    // Where the name of the destination says which of the two is meant.
    let (mut as_whole, mut as_rest) = (0_usize, 0_usize);
    let name = found.at(DeckColumn::Destination).or(found.at(DeckColumn::Country));
    for row in found.first..sheet.grid.len() {
        let digits = |cell: &str| -> String { cell.chars().filter(char::is_ascii_digit).collect() };
        let (code, country) =
            (sheet.grid.get(row, codes).trim_start_matches('+'), digits(sheet.grid.get(row, country)));
        if code.is_empty() || country.is_empty() {
            continue;
        }
        all += 1;
        if !code.starts_with(&country) {
            odd.get_or_insert(row);
            continue;
        }
        begin += 1;
        let code = digits(code.split([',', ';', '/', ' ', '-']).next().unwrap_or_default());
        let named = name.map(|at| atlas::named(sheet.grid.get(row, at))).unwrap_or_default();
        if let (Some(place), 1) = (named.first(), named.len()) {
            as_whole += usize::from(atlas::can_reach(&code, *place));
            as_rest += usize::from(atlas::can_reach(&format!("{country}{code}"), *place));
        }
    }
    if all == 0 || begin * 10 < all * 9 || as_rest > as_whole {
        return false;
    }
    let heading = brief(sheet.grid.get(found.header, codes));
    let (level, rest) = match odd {
        Some(row) => (Level::Warning, format!("; the first that does not is in row {}", sheet.grid.line(row))),
        None => (Level::Note, String::new()),
    };
    findings.push(
        Finding::new(
            "DECK003",
            level,
            format!(
                "the codes of `{heading}` begin with the country code beside them, and are read as whole codes{rest}"
            ),
        )
        .at(sheet.place(found.header, codes))
        .help("take the country code out of the deck, or out of the codes, if they are meant behind it"),
    );
    true
}

/// The digits to take off before every code: those that somebody names, or an exit code that stands before all of them.
fn stripped<'a>(sheet: &Sheet, found: &DeckHeadings, setting: &Setting<'a>, findings: &mut Vec<Finding>) -> &'a str {
    let Some(codes) = code_column(found) else { return "" };
    let cells = || {
        (found.first..sheet.grid.len())
            .map(|row| sheet.grid.get(row, codes).trim_start_matches(['\'', '\u{2019}']))
            .filter(|cell| !cell.is_empty())
    };
    if let Some(strip) = setting.strip {
        if !cells().any(|cell| cell.starts_with(strip)) {
            findings.push(
                Finding::new(
                    "DECK003",
                    Level::Warning,
                    format!("no code begins with {strip}, which is to be taken off"),
                )
                .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(found.header))))
                .help("leave `strip` out, or write what stands before the codes"),
            );
        }
        return strip;
    }
    let Some(exit) =
        ["011", "00"].into_iter().find(|exit| cells().next().is_some() && cells().all(|cell| cell.starts_with(exit)))
    else {
        return "";
    };
    // Only where the codes behind it lead somewhere is it one.
    let leads = |cell: &str| {
        let read = codes::read_as(cell, "", CodeNotation { strip: exit, north_american: false });
        read.is_ok_and(|codes| codes.iter().all(|code| atlas::assigned(code.as_str())))
    };
    let named = found.at(DeckColumn::Destination).is_none_or(|name| {
        (found.first..sheet.grid.len()).all(|row| {
            let named = atlas::named(sheet.grid.get(row, name));
            let code = sheet.grid.get(row, codes).trim_start_matches(['\'', '\u{2019}']);
            let code: String =
                code.strip_prefix(exit).unwrap_or(code).chars().take_while(char::is_ascii_digit).collect();
            code.is_empty() || named.len() != 1 || named.iter().any(|country| atlas::can_reach(&code, *country))
        })
    });
    if !cells().all(leads) || !named {
        return "";
    }
    findings.push(
        Finding::new(
            "DECK003",
            Level::Warning,
            format!("{exit} stands before every code and is taken off as an exit code"),
        )
        .at(sheet.place(found.first, codes))
        .help(format!("say so in the deal, `rates: {{strip: \"{exit}\"}}`, or write the codes without it")),
    );
    exit
}
