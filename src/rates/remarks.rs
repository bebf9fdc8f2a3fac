//! What several rows of a deck share, each told once.

use super::Closed;
use super::columns::DeckHeadings;
use super::headings::DeckColumn;
use super::stated::Stated;
use super::unit::PriceUnit;
use super::unreadable::brief;
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;

/// How many rows something holds of, and the first of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    rows: usize,
    first: Option<usize>,
}

impl Count {
    /// One row more.
    pub(super) fn add(&mut self, row: usize) {
        self.rows += 1;
        self.first.get_or_insert(row);
    }
}

/// Words of a column that are not known, of which so many are quoted.
const QUOTED: usize = 5;

/// What is counted while the rows are read.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Rows that hold neither a code nor a rate.
    pub other: Vec<usize>,
    /// Rows with a fee for each call.
    pub fees: Count,
    /// Rows with a least charge of a call.
    pub charges: Count,
    /// Rows whose first period has a price of its own.
    pub openings: Count,
    /// Rows whose route is not a known class.
    pub routes: Count,
    /// Rows whose price has more digits than the workbook shows.
    pub rounded: Count,
    /// Rows with a date of which the workbook shows a part, and its column.
    pub shortened: Count,
    pub shortened_column: Option<DeckColumn>,
    /// Rows that hold at once, in a deck of which nobody knows when it begins.
    pub at_once: Count,
    /// Rows whose last day is a day without a time.
    pub ends: Count,
    /// The unit from which prices are converted, and their column.
    pub unit: Option<(PriceUnit, Option<usize>)>,
    /// Rows whose status or flag says nothing known, the column of the first, and what they say.
    unknown: (Count, Option<usize>, Vec<String>),
}

impl Remarks {
    /// A status or flag that says nothing known.
    pub(super) fn unknown(&mut self, row: usize, column: Option<usize>, cell: &str) {
        let (count, at, words) = &mut self.unknown;
        count.add(row);
        *at = at.or(column);
        let word = brief(cell);
        if words.len() < QUOTED && !words.contains(&word) {
            words.push(word);
        }
    }

    /// Tells what was counted.
    pub(super) fn tell(
        &self,
        sheet: &Sheet,
        found: &DeckHeadings,
        currency: &Stated,
        closed: &[Closed],
        findings: &mut Vec<Finding>,
    ) {
        let mut remark = |code, level, count: Count, at: Option<usize>, message: String, help: &str| {
            let Some(row) = count.first else { return };
            findings.push(Finding::new(code, level, message).at(sheet.place(row, at.unwrap_or_default())).help(help));
        };
        let first = |count: Count, column| {
            count.first.zip(found.at(column)).map_or_else(String::new, |(row, at)| brief(sheet.grid.get(row, at)))
        };
        let opening =
            [DeckColumn::NextRate, DeckColumn::FirstPeriodRate].into_iter().find(|column| found.at(*column).is_some());
        for (count, column, what) in [
            (self.fees, DeckColumn::Fee, "a fee for each call"),
            (self.charges, DeckColumn::MinimumCharge, "a least charge for a call"),
            (
                self.openings,
                opening.unwrap_or(DeckColumn::NextRate),
                "another price within the first period than after it",
            ),
        ] {
            remark(
                "DECK016",
                Level::Warning,
                count,
                found.at(column),
                format!(
                    "{} with {what}, the first of {}: the price of a minute is not the whole price of a call",
                    rows(count.rows),
                    first(count, column)
                ),
                "make sure that it is agreed: the schedule prints it with its line; or have it removed from the deck",
            );
        }
        let (shared, said) = currency.shared;
        if let Some((row, said)) = said {
            let usual = currency.usual.map_or_else(String::new, |usual| usual.to_string());
            remark(
                "DECK003",
                Level::Warning,
                Count { rows: shared, first: Some(row) },
                found.prices().next().map(|(_, at)| at),
                format!(
                    "`{said}` is the sign of several currencies; {} read in {usual}",
                    if shared == 1 { "a price is" } else { "prices are" }
                ),
                "ask in which currency the prices are; then write it into the heading, such as `Rate (USD)`",
            );
        }
        if let Some((unit, at)) = self.unit {
            remark(
                "DECK003",
                Level::Note,
                Count { rows: 1, first: Some(found.header) },
                at,
                format!("the prices are given in {unit}, and are converted"),
                "compare a price of the schedule with that of the deck",
            );
        }
        remark(
            "DECK007",
            Level::Warning,
            self.rounded,
            found.at(DeckColumn::Rate),
            format!(
                "{} with a price of more digits than the workbook shows, the first {}: all digits are read",
                rows(self.rounded.rows),
                first(self.rounded, DeckColumn::Rate)
            ),
            "agree which price holds; then give the column a format that shows every digit, or round the values",
        );
        let column = self.shortened_column.unwrap_or(DeckColumn::Effective);
        remark(
            "DECK007",
            Level::Warning,
            self.shortened,
            found.at(column),
            format!(
                "{} with a date of which the workbook shows a part, the first {}: all of it is read",
                rows(self.shortened.rows),
                first(self.shortened, column)
            ),
            "give the column a format with year, month, day and time of day",
        );
        remark(
            "DECK004",
            Level::Warning,
            self.at_once,
            found.at(DeckColumn::Effective),
            format!(
                "{} to hold at once, the first `{}`, and nothing says when that is",
                rows(self.at_once.rows),
                first(self.at_once, DeckColumn::Effective)
            ),
            "write the day, or name the deal with --deal, whose rates begin on a day",
        );
        remark(
            "DECK004",
            Level::Note,
            self.ends,
            found.at(DeckColumn::Until),
            format!(
                "{} with a last day and no time of it, the first {}: the rate holds to the end of that day",
                rows(self.ends.rows),
                first(self.ends, DeckColumn::Until)
            ),
            "write the moment, such as 2027-02-01T00:00:00Z, if another is meant",
        );
        remark(
            "DECK008",
            Level::Warning,
            self.routes,
            found.at(DeckColumn::Route),
            format!(
                "{} with a route that is no class, the first `{}`: `rates.defaults.route` holds",
                rows(self.routes.rows),
                first(self.routes, DeckColumn::Route)
            ),
            "ask what the route promises, which is part of its price; then write cli, non_cli or direct",
        );
        let (unknown, at, words) = &self.unknown;
        remark(
            "DECK010",
            Level::Warning,
            *unknown,
            *at,
            format!(
                "{} read as on offer, although nobody knows what their column says: {}",
                rows(unknown.rows),
                words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
            ),
            "ask what the words mean; write `closed` where a row offers nothing, and leave the cell empty where it does",
        );
        let column = [DeckColumn::Status, DeckColumn::Closed, DeckColumn::Open, DeckColumn::Rate]
            .into_iter()
            .find_map(|column| found.at(column));
        remark(
            "DECK010",
            Level::Note,
            Count { rows: closed.len(), first: closed.first().map(|closed| closed.row) },
            column,
            format!("{} closed: no rate is printed for them", rows(closed.len())),
            "a dial code without a rate falls to a shorter one, if there is one",
        );
        let other = Count { rows: self.other.len(), first: (!self.other.is_empty()).then_some(found.header) };
        remark(
            "DECK010",
            Level::Note,
            other,
            found.at(DeckColumn::Codes),
            format!(
                "{} below the headings with neither dial code nor rate: nothing is read from them",
                rows(other.rows)
            ),
            "such rows are titles or sums; complete those that are neither",
        );
    }
}

fn rows(count: usize) -> String {
    match count {
        1 => "1 row".to_owned(),
        count => format!("{count} rows"),
    }
}
