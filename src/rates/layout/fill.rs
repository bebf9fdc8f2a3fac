//! Writes a deck in a layout, and tells what the layout cannot hold.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::force::CodeLine;
use super::{DeckLayout, LayoutColumn, LayoutValue, LineEnd, Quotes};
use crate::deal::date::Moment;
use crate::deal::line_terms::LineTerm;
use crate::deal::money::{Currency, Rate};
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::deal::{Field, Text};
use crate::diagnostic::{Finding, Level};
use crate::rates::guard::runs;
use crate::rates::write::route;
use crate::source::Place;

/// What is written.
#[derive(Debug)]
pub struct LaidDeck<'a> {
    /// Codes with their lines.
    pub rows: Vec<CodeLine<'a>>,
    /// Codes that are closed, each with its name; none if they are not asked for.
    pub closed: Vec<(DialCode, String)>,
    /// Whether closed codes are asked for.
    pub wants_closed: bool,
    /// The currency of the rates.
    pub currency: Currency,
    /// Fields that nobody says.
    pub assumed: &'a [&'static str],
    /// Whether `rows` are those that hold on one day.
    pub on_a_day: bool,
}

/// Tells what the layout cannot hold of a deck: an error where a price would be another, else a warning. `place` is that of a field of a
/// line.
#[must_use]
pub fn judge(layout: &DeckLayout, deck: &LaidDeck<'_>, place: &dyn Fn(usize, &str) -> Place) -> Vec<Finding> {
    let title = layout.title.as_str();
    let mut findings = Vec::new();
    let mut say = |level, row: &CodeLine<'_>, field: &str, fact: String, help: &str| {
        findings.push(Finding::new("DECK015", level, fact).at(place(row.at, field)).help(help));
    };
    apart(layout, deck, &mut say);
    terms(layout, deck, &mut say);
    periods(layout, deck, &mut say);
    for column in &layout.columns {
        cells(layout, column, deck, &mut say);
    }
    if deck.wants_closed
        && !layout.has(LayoutValue::State)
        && let Some(row) = deck.rows.first()
    {
        let fact = format!("{title} has no column that closes a code, and {} are closed", deck.closed.len());
        say(
            Level::Error,
            row,
            "codes",
            fact,
            "leave out --closed, and close them by hand: codes that are left out may stay open",
        );
    }
    // Several columns may hold one value, and lack the same.
    let mut told = std::collections::HashSet::new();
    findings.retain(|finding| told.insert(finding.message.clone()));
    findings
}

type Say<'s> = dyn FnMut(Level, &CodeLine<'_>, &str, String, &str) + 's;

/// Calls and days that the layout cannot tell apart.
fn apart(layout: &DeckLayout, deck: &LaidDeck<'_>, say: &mut Say<'_>) {
    let title = layout.title.as_str();
    for value in [LayoutValue::Origin, LayoutValue::Jurisdiction, LayoutValue::Band] {
        let of = |line: &RateLine| -> Option<String> {
            let said = match value {
                LayoutValue::Origin => &line.origin,
                LayoutValue::Jurisdiction => &line.jurisdiction,
                _ => &line.band,
            };
            said.known().map(ToString::to_string)
        };
        if layout.has(value) {
            continue;
        }
        if let Some((row, word)) = deck.rows.iter().find_map(|row| Some((row, of(row.line)?))) {
            let fact = format!(
                "{title} has no column for {}, and the rate of {} holds for `{word}` alone",
                value.name(),
                row.code
            );
            say(
                Level::Error,
                row,
                field(value),
                fact,
                "export to a layout with such a column, or a deck of one such kind of call",
            );
        }
    }
    let dated = |row: &&CodeLine<'_>| row.line.effective.known().is_some() || row.line.until.known().is_some();
    let has_dates = layout.has(LayoutValue::Effective);
    let ends = |row: &&CodeLine<'_>| row.line.until.known().is_some() && !layout.has(LayoutValue::Until);
    if !deck.on_a_day {
        if let Some(row) = deck.rows.iter().find(dated).filter(|_| !has_dates) {
            let fact = format!("{title} has no column for the begin of a rate, and that of {} has dates", row.code);
            say(Level::Error, row, "effective", fact, "say on which day the rates hold: --on 2027-03-01");
            return;
        }
        if let Some(row) = deck.rows.iter().find(ends) {
            let fact = format!("{title} has no column for the end of a rate, and that of {} ends", row.code);
            say(Level::Error, row, "until", fact, "say on which day the rates hold: --on 2027-03-01");
            return;
        }
    }
    let other = |row: &&CodeLine<'_>| deck.rows.first().is_some_and(|first| first.line.route != row.line.route);
    if let Some(row) = deck.rows.iter().find(other).filter(|_| !layout.has(LayoutValue::Route)) {
        let fact = format!("{title} has no column for the route class, and {} is {}", row.code, route(row.line.route));
        say(Level::Warning, row, "route", fact, "export a deck of one class, if calls must be routed by it");
    }
    // Rows are in the order of the codes.
    let told = |one: &RateLine, other: &RateLine| {
        (layout.dated && has_dates && one.effective != other.effective)
            || (layout.has(LayoutValue::Route) && one.route != other.route)
            || (layout.has(LayoutValue::Flow) && one.flow != other.flow)
            || (layout.has(LayoutValue::Origin) && one.origin != other.origin)
            || (layout.has(LayoutValue::Jurisdiction) && one.jurisdiction != other.jurisdiction)
            || (layout.has(LayoutValue::Band) && one.band != other.band)
    };
    let twice = deck.rows.windows(2).find_map(|pair| match pair {
        [one, other] if one.code == other.code && !told(one.line, other.line) => Some(other),
        _ => None,
    });
    if let Some(row) = twice {
        let fact = format!("{title} holds one rate for a code, and {} has several", row.code);
        let help = if deck.on_a_day {
            "export a deck with one class of route and one flow"
        } else {
            "say on which day the rates hold: --on 2027-03-01; or export a deck with one class of route and one flow"
        };
        say(Level::Error, row, "codes", fact, help);
    }
}

/// Terms of a line that the layout cannot hold: a call would be billed without them.
fn terms(layout: &DeckLayout, deck: &LaidDeck<'_>, say: &mut Say<'_>) {
    let title = layout.title.as_str();
    for term in LineTerm::ALL.into_iter().filter(|term| !layout.has(LayoutValue::of(*term))) {
        let has = |row: &&CodeLine<'_>| {
            let price = row.line.price();
            match term {
                LineTerm::FirstPeriodRate => price.first_period_rate.is_some(),
                LineTerm::Fee => price.fee.is_some(),
                LineTerm::MinimumCharge => price.minimum_charge.is_some(),
                LineTerm::Rating => price.rating.is_some(),
            }
        };
        let Some(row) = deck.rows.iter().find(has) else { continue };
        let said = term.text(row.line).known().cloned().unwrap_or_default();
        let fact = format!("{title} has no column for {}, which is {said} for {}", term.name(), row.code);
        // A system rates every call by the one number or by the other.
        let alike = deck.rows.iter().all(|other| other.line.rating == row.line.rating);
        match term {
            LineTerm::Rating if alike => {
                say(Level::Warning, row, term.key(), fact, "set the system to rate calls by that number");
            }
            _ => {
                say(Level::Error, row, term.key(), fact, "such rates cannot go there: calls would be billed without it")
            }
        }
    }
}

/// Increments that the layout cannot hold.
fn periods(layout: &DeckLayout, deck: &LaidDeck<'_>, say: &mut Say<'_>) {
    let title = layout.title.as_str();
    let has = |value| layout.has(value);
    if has(LayoutValue::Increment) || (has(LayoutValue::First) && has(LayoutValue::Next)) {
        return;
    }
    let holds = |row: &CodeLine<'_>| {
        let increment = row.line.increment;
        if has(LayoutValue::Next) || has(LayoutValue::First) {
            increment.first == increment.next
        } else {
            increment.first == 1 && increment.next == 1
        }
    };
    if let Some(row) = deck.rows.iter().find(|row| !holds(row)) {
        let what = if has(LayoutValue::Next) || has(LayoutValue::First) { "one period" } else { "no periods" };
        let fact = format!("{title} holds {what}, and {} is billed {}", row.code, row.line.increment);
        say(Level::Error, row, "increment", fact, "such rates cannot go there: calls would be billed otherwise");
    }
}

/// Cells that a column cannot hold.
fn cells(layout: &DeckLayout, column: &LayoutColumn, deck: &LaidDeck<'_>, say: &mut Say<'_>) {
    let title = layout.title.as_str();
    let Some(value) = column.holds else { return };
    let (mut changed, mut first) = (0, None);
    for row in &deck.rows {
        let cell = plain(column, value, row, deck);
        if let (Some(sum), Some(most)) = (money(value, row.line), column.decimals)
            && sum.0.normalize().scale() > most
        {
            let fact = format!("{title} holds {most} decimals, and {} of {} is {sum}", value.name(), row.code);
            say(Level::Error, row, field(value), fact, "agree on a price that fits, or export to another layout");
            return;
        }
        if value == LayoutValue::Rate && row.line.price().rate.is_none() {
            say(Level::Error, row, "rate", format!("the price of {} is not known", row.code), "fill it in first");
            return;
        }
        let written = fitted(layout, column, &cell);
        if runs(&written) {
            say(Level::Error, row, field(value), runs_there(value, &written), RENAME);
            return;
        }
        if written == cell {
            continue;
        }
        if value != LayoutValue::Destination {
            let fact = format!("{title} cannot hold `{cell}` as {}", value.name());
            say(Level::Error, row, field(value), fact, "export to another layout");
            return;
        }
        changed += 1;
        first.get_or_insert((row, cell));
    }
    if value == LayoutValue::Destination
        && let Some((code, name)) = deck.closed.iter().find(|(_, name)| runs(&fitted(layout, column, name)))
        && let Some(row) = deck.rows.first()
    {
        let fact = format!("{} (of the closed code {code})", runs_there(value, name));
        say(Level::Error, row, "destination", fact, RENAME);
    }
    if let Some((row, cell)) = first {
        let fact = format!(
            "{changed} {} written otherwise, for {title} cannot hold them: `{cell}` becomes `{}`",
            if changed == 1 { "name is" } else { "names are" },
            fitted(layout, column, &cell)
        );
        say(Level::Warning, row, "destination", fact, "rename them before you export, if the names matter");
    }
}

/// What to do about a cell that a spreadsheet runs.
const RENAME: &str = "write it in the deck without the sign at its beginning";

/// A billing system would keep the apostrophe that marks text elsewhere, so that such a cell is not written at all.
fn runs_there(value: LayoutValue, cell: &str) -> String {
    format!("a spreadsheet that opens the file runs `{cell}`, {}, as a formula", value.name())
}

/// The field of a line that a value is of.
fn field(value: LayoutValue) -> &'static str {
    match value {
        LayoutValue::Code | LayoutValue::State | LayoutValue::Currency => "codes",
        LayoutValue::Destination => "destination",
        LayoutValue::Country => "country",
        LayoutValue::Rate => "rate",
        LayoutValue::First | LayoutValue::Next | LayoutValue::Increment => "increment",
        LayoutValue::Effective => "effective",
        LayoutValue::Until => "until",
        LayoutValue::Route => "route",
        LayoutValue::Origin => "origin",
        LayoutValue::Jurisdiction => "jurisdiction",
        LayoutValue::Band => "band",
        LayoutValue::Flow => "flow",
        LayoutValue::FirstPeriodRate => LineTerm::FirstPeriodRate.key(),
        LayoutValue::Fee => LineTerm::Fee.key(),
        LayoutValue::MinimumCharge => LineTerm::MinimumCharge.key(),
        LayoutValue::Rating => LineTerm::Rating.key(),
    }
}

/// The sum of money that a value is; `None` for other values, and while it is open.
fn money(value: LayoutValue, line: &RateLine) -> Option<Rate> {
    let nothing = || Some(Rate(Decimal::ZERO));
    match value {
        LayoutValue::Rate => line.rate.known().copied(),
        LayoutValue::FirstPeriodRate => line.first_period_rate.known().or(line.rate.known()).copied(),
        LayoutValue::Fee => line.fee.known().copied().or_else(nothing),
        LayoutValue::MinimumCharge => line.minimum_charge.known().copied().or_else(nothing),
        _ => None,
    }
}

/// A value as the layout writes it, before it is made to fit.
fn plain(column: &LayoutColumn, value: LayoutValue, row: &CodeLine<'_>, deck: &LaidDeck<'_>) -> String {
    let line = row.line;
    let words = |field: &Field<Text>| field.known().map_or_else(String::new, ToString::to_string);
    let text = match value {
        LayoutValue::Code => row.code.to_string(),
        LayoutValue::Destination => line.destination.to_string(),
        LayoutValue::Country => line.country.known().map_or_else(String::new, |country| country.code().to_owned()),
        LayoutValue::Rate | LayoutValue::FirstPeriodRate | LayoutValue::Fee | LayoutValue::MinimumCharge => {
            money(value, line).map_or_else(String::new, |sum| sum.to_string())
        }
        LayoutValue::Rating => LineTerm::Rating.text(line).known().cloned().unwrap_or_default(),
        LayoutValue::Currency => deck.currency.to_string(),
        LayoutValue::First => line.increment.first.to_string(),
        LayoutValue::Next => line.increment.next.to_string(),
        LayoutValue::Increment => line.increment.to_string(),
        LayoutValue::Effective => moment(column, &line.effective),
        LayoutValue::Until => moment(column, &line.until),
        LayoutValue::Route if deck.assumed.contains(&"route") => String::new(),
        LayoutValue::Route => route(line.route).to_owned(),
        LayoutValue::Origin => words(&line.origin),
        LayoutValue::Jurisdiction => words(&line.jurisdiction),
        LayoutValue::Band => words(&line.band),
        LayoutValue::Flow => line.flow.clone(),
        LayoutValue::State => column.open.as_ref().map_or_else(String::new, ToString::to_string),
    };
    headed(column, text)
}

/// A value with what stands before it.
fn headed(column: &LayoutColumn, text: String) -> String {
    match &column.before {
        Some(before) if !text.is_empty() => format!("{before}{text}"),
        _ => text,
    }
}

fn moment(column: &LayoutColumn, field: &Field<Moment>) -> String {
    let Field::Known(moment) = field else { return String::new() };
    let time = column.time.as_ref().and_then(|time| {
        let local = moment.timestamp()?.to_zoned(TimeZone::UTC).datetime();
        jiff::fmt::strtime::format(time.as_str(), local).ok()
    });
    time.unwrap_or_else(|| moment.iso())
}

/// A cell as the column can hold it.
fn fitted(layout: &DeckLayout, column: &LayoutColumn, cell: &str) -> String {
    let quoted = layout.quotes == Quotes::Never;
    let without = column.without.as_ref().map_or("", |text| text.as_str());
    let bars = |c: char| without.contains(c) || (quoted && (c == layout.delimiter() || c == '"')) || c.is_control();
    let kept: Cow<'_, str> = if cell.contains(bars) {
        let spaced: String = cell.chars().map(|c| if bars(c) { ' ' } else { c }).collect();
        Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(cell)
    };
    match column.most.and_then(|most| usize::try_from(most).ok()) {
        Some(most) if kept.chars().count() > most => kept.chars().take(most).collect::<String>().trim_end().to_owned(),
        _ => kept.into_owned(),
    }
}

/// Writes the deck. What [`judge`] refuses is not held back here.
#[must_use]
pub fn write(layout: &DeckLayout, deck: &LaidDeck<'_>) -> Vec<u8> {
    let mut out = String::new();
    let text = |text: &Option<Text>| text.as_ref().map_or_else(String::new, ToString::to_string);
    if layout.headings {
        end_line(layout, layout.columns.iter().map(|column| text(&column.heading)), &mut out);
    }
    // Codes that are closed stand among the others, in the order of the codes.
    let mut closed = deck.closed.iter().peekable();
    for row in &deck.rows {
        while let Some((code, name)) = closed.next_if(|(code, _)| *code < row.code) {
            end_line(
                layout,
                layout.columns.iter().map(|column| closed_cell(layout, column, *code, name, deck)),
                &mut out,
            );
        }
        let cells = layout.columns.iter().map(|column| match column.holds {
            Some(value) => fitted(layout, column, &plain(column, value, row, deck)),
            None => text(&column.text),
        });
        end_line(layout, cells, &mut out);
    }
    for (code, name) in closed {
        end_line(layout, layout.columns.iter().map(|column| closed_cell(layout, column, *code, name, deck)), &mut out);
    }
    out.into_bytes()
}

/// What a column holds of a closed code. Its rate is nothing, since nobody may be billed by it.
fn closed_cell(layout: &DeckLayout, column: &LayoutColumn, code: DialCode, name: &str, deck: &LaidDeck<'_>) -> String {
    match column.holds {
        Some(LayoutValue::Code) => headed(column, code.to_string()),
        Some(LayoutValue::Destination) => fitted(layout, column, name),
        Some(LayoutValue::Currency) => deck.currency.to_string(),
        Some(value) if value.is_money() => "0".to_owned(),
        Some(LayoutValue::First | LayoutValue::Next) => "1".to_owned(),
        Some(LayoutValue::Increment) => "1/1".to_owned(),
        Some(LayoutValue::State) => column.closed.as_ref().map_or_else(String::new, ToString::to_string),
        Some(_) => String::new(),
        None => column.text.as_ref().map_or_else(String::new, ToString::to_string),
    }
}

fn end_line(layout: &DeckLayout, cells: impl Iterator<Item = String>, out: &mut String) {
    let delimiter = layout.delimiter();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(delimiter);
        }
        let needs = layout.quotes == Quotes::Needed && cell.contains([delimiter, '"', '\n', '\r']);
        if needs {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str(match layout.lines {
        LineEnd::Lf => "\n",
        LineEnd::Crlf => "\r\n",
    });
}
