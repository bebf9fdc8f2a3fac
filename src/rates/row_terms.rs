//! What a row says of a call beside the price of its minutes.

use super::headings::{DeckColumn, folded};
use super::price;
use super::row_fields::words_of;
use super::rows::{Priced, Rows};
use super::unit::{self, PriceUnit};
use super::unreadable::brief;
use crate::deal::Field;
use crate::deal::money::{Currency, Rate};
use crate::deal::pricing::Rating;
use crate::diagnostic::Misread;

/// The terms of a row's lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowTerms {
    pub(super) fee: Field<Rate>,
    pub(super) minimum_charge: Field<Rate>,
    pub(super) rating: Field<Rating>,
}

impl Rows<'_> {
    /// The terms of a row; `None` if one cannot be read.
    pub(super) fn terms(&mut self, row: usize) -> Option<RowTerms> {
        let fee = self.call_sum(row, DeckColumn::Fee);
        let minimum_charge = self.call_sum(row, DeckColumn::MinimumCharge);
        let rating = self.rating(row);
        Some(RowTerms { fee: fee?, minimum_charge: minimum_charge?, rating: rating? })
    }

    /// Gives each price of a row its first period, if a column has one at a price of its own. Whether all could be read.
    pub(super) fn first_periods(&mut self, row: usize, prices: &mut [Priced]) -> bool {
        let (after, first) = (self.found.at(DeckColumn::NextRate), self.found.at(DeckColumn::FirstPeriodRate));
        let said = |at: usize| !self.sheet.grid.get(row, at).is_empty();
        let (after, first) = (after.filter(|at| said(*at)), first.filter(|at| said(*at)));
        let Some(at) = after.or(first) else { return true };
        let Some(other) = self.price(row, at, self.sheet.grid.get(row, at)) else { return false };
        let [one] = prices else {
            if prices.iter().all(|price| price.rate == other) {
                return true;
            }
            self.faulty.error(row, Some(at), || {
                Misread::new(
                    "the row has several prices, and nobody knows which of them this one belongs to",
                    "write a row for each kind of call, with its own prices",
                )
            });
            return false;
        };
        if other == one.rate {
            return true;
        }
        // A column of the later price leaves the usual one to the first period.
        let opening = if after.is_some() { std::mem::replace(&mut one.rate, other) } else { other };
        one.first_period_rate = Field::Known(opening);
        self.remarks.openings.add(row);
        true
    }

    /// A sum for each call. A sum of nothing is none.
    fn call_sum(&mut self, row: usize, column: DeckColumn) -> Option<Field<Rate>> {
        let cell = self.cell(row, column);
        if cell.is_empty() || !cell.chars().any(|digit| ('1'..='9').contains(&digit)) && !cell.starts_with('=') {
            return Some(Field::Absent);
        }
        let price = match price::read(cell, self.notation.decimals) {
            Ok(price) => price,
            Err(problem) => {
                self.error(row, column, || problem);
                return None;
            }
        };
        if price.mark == price::DecimalMark::Comma {
            self.commas = self.commas.or(Some(row));
        }
        let cell = self.cell(row, DeckColumn::FeeCurrency);
        let beside = match cell.to_uppercase().parse::<Currency>() {
            _ if cell.is_empty() || column != DeckColumn::Fee => None,
            Ok(currency) => Some(currency),
            Err(problem) => {
                self.error(row, DeckColumn::FeeCurrency, || problem);
                return None;
            }
        };
        if let Err((code, problem)) = self.currency.call_sum(beside, price.currency) {
            let at = self.found.at(if beside.is_some() { DeckColumn::FeeCurrency } else { column });
            self.faulty.add(code, row, at, || problem);
            return None;
        }
        let counted = match column {
            DeckColumn::Fee => &mut self.remarks.fees,
            _ => &mut self.remarks.charges,
        };
        counted.add(row);
        match self.unit_of_call(column).map(|unit| unit.of_call(price.rate)) {
            Some(Ok(sum)) => Some(Field::Known(sum)),
            Some(Err(problem)) => {
                self.error(row, column, || problem);
                None
            }
            None => {
                self.error(row, column, || {
                    Misread::new(
                        format!(
                            "the prices of minutes are in hundredths of the currency, and nobody says whether {} is",
                            brief(&price.rate.to_string())
                        ),
                        "write the unit into the heading, such as `Fee (cents)` or `Fee (USD)`",
                    )
                });
                None
            }
        }
    }

    /// The unit of the sums of a column; `None` if nobody says it and the prices of minutes are in a part of the currency.
    fn unit_of_call(&self, column: DeckColumn) -> Option<PriceUnit> {
        if self.found.first == self.found.header {
            return Some(PriceUnit::default());
        }
        let heading = self.found.at(column).map_or("", |at| self.sheet.grid.get(self.found.header, at));
        let Ok(own) = unit::said(heading) else { return (!self.unit.is_hundredths()).then(PriceUnit::default) };
        let says = own.differs() || super::headings::DeckHeading::of(heading).currency.is_some();
        (says || !self.unit.is_hundredths()).then_some(own)
    }

    /// Which number decides the rate, if the row says so.
    fn rating(&mut self, row: usize) -> Option<Field<Rating>> {
        let cell = self.cell(row, DeckColumn::Rating);
        let word: String = words_of(cell).map(folded).collect();
        match word.as_str() {
            "" => Some(Field::Absent),
            "servingnetwork" | "lrn" | "lrnbased" | "lrndipped" | "ported" | "afterporting" | "routingnumber"
            | "yes" | "y" | "true" | "1" => Some(Field::Known(Rating::ServingNetwork)),
            "dialcode" | "dialed" | "dialled" | "dialednumber" | "diallednumber" | "dnis" | "dialedbased"
            | "asdialled" | "asdialed" | "no" | "n" | "false" | "0" => Some(Field::Known(Rating::DialCode)),
            _ => {
                self.error(row, DeckColumn::Rating, || {
                    Misread::new(
                        format!("`{}` does not say which number decides the rate", brief(cell)),
                        "write dial_code for the dialled number, or serving_network for the one after porting (LRN)",
                    )
                });
                None
            }
        }
    }
}
