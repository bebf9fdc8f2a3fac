//! What the cells of a row say, field by field.

use super::headings::{DeckColumn, folded};
use super::price::{self, DecimalMark, Price};
use super::rows::{Priced, Rows};
use super::unit::PriceUnit;
use super::unreadable::brief;
use super::{cells, dates};
use crate::atlas;
use crate::deal::date::Moment;
use crate::deal::money::{Currency, Increment, Rate};
use crate::deal::number::DialCode;
use crate::deal::place::Country;
use crate::deal::rates::Route;
use crate::deal::{Field, Text};
use crate::diagnostic::Misread;

impl Rows<'_> {
    /// The prices of a row. A column of prices for some calls may be empty, if another is not.
    pub(super) fn prices(&mut self, row: usize) -> Option<Vec<Priced>> {
        let columns: Vec<(DeckColumn, usize)> = self.found.prices().collect();
        let any = columns.iter().any(|(_, at)| !self.sheet.grid.get(row, *at).is_empty());
        let (mut out, mut whole) = (Vec::with_capacity(columns.len()), true);
        for (column, at) in columns {
            let cell = self.sheet.grid.get(row, at);
            if cell.is_empty() && any {
                continue;
            }
            match self.price(row, at, cell) {
                Some(rate) => out.push(Priced { column, rate, first_period_rate: Field::Absent }),
                None => whole = false,
            }
            if cell.is_empty() {
                break;
            }
        }
        whole &= self.first_periods(row, &mut out);
        whole.then_some(out)
    }

    pub(super) fn price(&mut self, row: usize, at: usize, cell: &str) -> Option<Rate> {
        let price = match price::read(cell, self.notation.decimals) {
            Ok(price) => price,
            Err(problem) => {
                self.faulty.error(row, Some(at), || problem);
                return None;
            }
        };
        match price.mark {
            DecimalMark::Plain => {}
            DecimalMark::Comma => self.commas = self.commas.or(Some(row)),
            DecimalMark::Doubtful => self.doubtful = self.doubtful.or(Some(row)),
        }
        if self.sheet.is_rounded(row, at) {
            self.remarks.rounded.add(row);
        }
        let unit = self.check_currency(row, at, &price)?;
        match unit.by_minute(price.rate) {
            Ok(rate) => Some(rate),
            Err(problem) => {
                self.faulty.error(row, Some(at), || problem);
                None
            }
        }
    }

    /// Whether the first price names the currency that it is in.
    pub(super) fn first_price_says(&self) -> bool {
        let Some((_, at)) = self.found.prices().next() else { return false };
        let mut cells = (self.found.first..self.sheet.grid.len()).map(|row| self.sheet.grid.get(row, at));
        let first = cells.find(|cell| !cell.is_empty()).unwrap_or_default();
        price::read(first, self.notation.decimals).is_ok_and(|price| price.currency.is_some())
    }

    /// Reports a deck with decimal commas that also has a point that may separate thousands.
    pub(super) fn two_marks(&mut self) {
        if let (Some(comma), Some(row)) = (self.commas, self.doubtful) {
            let (cell, line) = (
                self.cell(row, DeckColumn::Rate),
                self.sheet.name(comma, self.found.at(DeckColumn::Rate).unwrap_or_default()),
            );
            self.error(row, DeckColumn::Rate, || {
                Misread::new(
                    format!("`{}` could be a thousand times as much, for {line} has a decimal comma", brief(cell)),
                    "write a decimal point everywhere",
                )
            });
        }
    }

    pub(super) fn increment(&mut self, row: usize) -> Option<Increment> {
        let said = cells::Periods {
            pair: self.cell(row, DeckColumn::Increment),
            first: self.cell(row, DeckColumn::First),
            next: self.cell(row, DeckColumn::Next),
            minimum: self.cell(row, DeckColumn::Minimum),
        };
        // An increment that is not given anywhere is asked for once, and counts as 1/1 until then.
        let usual = self.assumed.contains(&"increment").then_some(Increment { first: 1, next: 1 });
        match cells::increment(&said, self.setting.increment.or(usual)) {
            Ok(increment) => Some(increment),
            Err((column, problem)) => {
                self.error(row, column, || problem);
                None
            }
        }
    }

    pub(super) fn moment(&mut self, row: usize, column: DeckColumn) -> Field<Moment> {
        let cell = self.cell(row, column);
        if cell.is_empty() {
            return Field::Absent;
        }
        if column == DeckColumn::Effective && dates::is_at_once(cell) {
            if !self.setting.has_start {
                self.remarks.at_once.add(row);
            }
            return Field::Absent;
        }
        if self.found.at(column).is_some_and(|at| self.sheet.is_rounded(row, at)) {
            self.remarks.shortened.add(row);
            self.remarks.shortened_column.get_or_insert(column);
        }
        match dates::moment(cell, self.notation.dates, self.setting.offset) {
            Ok(moment) => Field::Known(moment),
            Err(problem) => {
                self.error(row, column, || problem);
                Field::Absent
            }
        }
    }

    /// When the rate ceases to hold. A day without a time of it is the last on which it holds.
    pub(super) fn end(&mut self, row: usize) -> Field<Moment> {
        let until = self.moment(row, DeckColumn::Until);
        let cell = self.cell(row, DeckColumn::Until);
        let (Field::Known(moment), true) = (until, self.notation.last_day && dates::is_bare(cell)) else {
            return until;
        };
        match moment.local.tomorrow() {
            Ok(local) => {
                self.remarks.ends.add(row);
                Field::Known(Moment { local, ..moment })
            }
            Err(_) => until,
        }
    }

    /// Weighs the currency and the unit of a price; the unit, unless it is a fault.
    pub(super) fn check_currency(&mut self, row: usize, at: usize, price: &Price) -> Option<PriceUnit> {
        let unit = self.cell(row, DeckColumn::Unit).to_lowercase();
        let words: Vec<&str> = unit.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let usual =
            ["min", "mins", "minute", "minutes", "per", "1", "60", "60s", "usd", "eur", "gbp", "minuto", "мин", "分钟"];
        let is_currency = |word: &str| super::currency::said(word).is_some();
        if !words.iter().all(|word| usual.contains(word) || is_currency(word)) {
            self.error(row, DeckColumn::Unit, || {
                Misread::new(format!("a price by `{}` is not the price of a minute", brief(&unit)), "convert the deck")
            });
            return None;
        }
        let beside = words.iter().find_map(|word| super::currency::said(word)).or(super::currency::sign_in(&unit));
        let cell = self.cell(row, DeckColumn::Currency);
        let column = match cell.to_uppercase().parse::<Currency>() {
            _ if cell.is_empty() => None,
            Ok(currency) => Some(currency),
            Err(problem) => {
                self.error(row, DeckColumn::Currency, || problem);
                return None;
            }
        };
        if let Err((code, problem)) = self.currency.row(row, column, price.currency.or(beside)) {
            let at = if column.is_some() && price.currency.is_none() {
                self.found.at(DeckColumn::Currency)
            } else {
                Some(at)
            };
            self.faulty.add(code, row, at, || problem);
        }
        Some(self.unit)
    }

    pub(super) fn country(&self, row: usize) -> Option<Country> {
        let read = |cell: &str| {
            if cell.is_empty() {
                return None;
            }
            cell.to_uppercase().parse().ok().or_else(|| {
                let named = atlas::named(cell);
                named.first().copied().filter(|_| named.len() == 1)
            })
        };
        read(self.cell(row, DeckColumn::CountryIso)).or_else(|| read(self.cell(row, DeckColumn::Country)))
    }

    pub(super) fn destination(&mut self, row: usize, country: Option<Country>, codes: &[DialCode]) -> Option<Text> {
        let words = |text: &str| text.to_lowercase();
        let has_name = self.named;
        let (mut name, network) =
            (self.cell(row, DeckColumn::Destination).to_owned(), self.cell(row, DeckColumn::Network));
        if name.is_empty() {
            network.clone_into(&mut name);
        }
        let place = self.cell(row, DeckColumn::Country);
        if name.is_empty() {
            name = match (place, country) {
                ("", None) if !has_name => codes
                    .first()
                    .and_then(|code| atlas::of(code.as_str()))
                    .map_or_else(String::new, |leads| leads.name.clone()),
                (cell, country) => country.map_or_else(|| cell.to_owned(), |country| country.to_string()),
            };
        } else if (!has_name || is_kind(&name)) && !place.is_empty() {
            // Fixed of Germany and Fixed of Austria are two destinations.
            let place = match country {
                Some(country) if place.len() <= 3 => country.to_string(),
                _ => place.to_owned(),
            };
            let names = country.is_some_and(|country| atlas::named(&name).contains(&country));
            if !names && !words(&name).contains(&words(&place)) {
                name = format!("{place} {name}");
            }
        }
        let kind = self.cell(row, DeckColumn::NetworkType);
        if !kind.is_empty() && !name.is_empty() && !words(&name).contains(&words(kind)) {
            name = format!("{name} {kind}");
        }
        match self.words.of(&name) {
            Some(name) => Some(name),
            // If the codes should have given the name, they are at fault.
            None if codes.is_empty() && !has_name => None,
            None => {
                self.error(row, DeckColumn::Destination, || Misread::new("the row names no destination", "name it"));
                None
            }
        }
    }

    pub(super) fn route(&mut self, row: usize) -> Option<Route> {
        let cell = self.cell(row, DeckColumn::Route);
        let word: String = cell.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match (word.as_str(), self.setting.route) {
            // CLIR is the caller's number withheld, and no class.
            ("cli" | "withcli" | "yes", _) => Some(Route::Cli),
            ("noncli" | "ncli" | "nocli" | "withoutcli" | "no", _) => Some(Route::NonCli),
            ("direct" | "clidirect" | "directcli", _) => Some(Route::Direct),
            ("", Some(usual)) if cell.is_empty() => Some(usual),
            (_, Some(usual)) => {
                self.remarks.routes.add(row);
                Some(usual)
            }
            ("", None) if self.assumed.contains(&"route") => Some(Route::Cli),
            (_, None) => {
                self.error(row, DeckColumn::Route, || {
                    let fact = if cell.is_empty() {
                        "the row does not say of which class its route is".to_owned()
                    } else {
                        format!("`{}` is no class of route", brief(cell))
                    };
                    Misread::new(
                        fact,
                        "write cli, non_cli or direct; or say which holds where the deck names none, with --route or \
                         `rates: {defaults: {route: cli}}`",
                    )
                });
                None
            }
        }
    }
}

/// The words of a cell.
pub(super) fn words_of(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a name says a kind of network and no place.
fn is_kind(name: &str) -> bool {
    const KINDS: [&str; 26] = [
        "fixed",
        "mobile",
        "landline",
        "cellular",
        "proper",
        "other",
        "others",
        "all",
        "premium",
        "special",
        "services",
        "toll",
        "free",
        "satellite",
        "voip",
        "national",
        "rest",
        "mobil",
        "fest",
        "fijo",
        "movil",
        "fixe",
        "fisso",
        "vast",
        "mobiel",
        "network",
    ];
    words_of(name).all(|word| KINDS.contains(&folded(word).as_str()))
}
