//! The headings that carriers and billing systems give the columns of a deck.
//!
//! The words are data: `headings.csv` lists them by column and language. `usual` headings name their column wherever they stand;
//! those of rank `else` count only if no usual one is there.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::currency::{self, CurrencyWord};

/// Column, rank, language, and headings separated by strokes.
const WORDS: &str = include_str!("headings.csv");

/// The calls that a column of prices is for, if a deck has several such columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnCalls {
    /// Between two states of the United States.
    Interstate,
    /// Within one of them.
    Intrastate,
    /// Within or between, which the numbers do not tell.
    Indeterminate,
    /// In the dear hours.
    Peak,
    /// In the cheap hours.
    OffPeak,
    /// On Saturdays and Sundays.
    Weekend,
    /// From callers of the European Economic Area.
    Eea,
    /// From all other callers.
    NonEea,
    /// From the callers that the heading of a column names; with the number of that column.
    Origin(u16),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeckColumn {
    /// Dial codes.
    Codes,
    /// Dial codes of North America without the country code.
    NpaNxx,
    /// The area code of North America, apart from the rest of such a code.
    Npa,
    /// The country code apart from the rest of a dial code.
    CountryCode,
    /// The name of the destination.
    Destination,
    /// The country of the destination.
    Country,
    /// The ISO code of that country.
    CountryIso,
    /// The network, which together with its country is the destination.
    Network,
    /// Mobile, fixed or another kind of network.
    NetworkType,
    /// The price.
    Rate,
    /// The price after the first period; that of the first period then stands in the column of the price.
    NextRate,
    /// The price of the first period; that after it then stands in the column of the price.
    FirstPeriodRate,
    /// The price for some calls only.
    Priced(ColumnCalls),
    /// The currency of the price.
    Currency,
    /// What the price is for: a minute or a second.
    Unit,
    /// First and next seconds in one cell, such as `60/1`.
    Increment,
    /// Seconds that a call costs at least.
    First,
    /// Seconds of each further step.
    Next,
    /// The least time of a call.
    Minimum,
    /// The least charge of a call.
    MinimumCharge,
    /// The quality of the route.
    Route,
    /// Where the calls come from.
    Origin,
    /// Interstate, intrastate and the like.
    Jurisdiction,
    /// The time band.
    Band,
    /// The flow of the deal that the line prices.
    Flow,
    /// The first day of the price.
    Effective,
    /// The last day of the price.
    Until,
    /// What changed since the last deck.
    Status,
    /// Whether the row is closed.
    Closed,
    /// Whether the row is open.
    Open,
    /// A charge for each call.
    Fee,
    /// Whether the dialled number decides the price, or the one after porting.
    Rating,
    /// The currency of that charge.
    FeeCurrency,
    /// The day on which the price was looked up.
    AsOf,
    /// Remarks, and figures that are not prices of this deck.
    Note,
}

/// Each column by its name in `headings.csv`. Up to the empty one they are the keys of `rates.columns`.
const COLUMNS: &[(&str, DeckColumn)] = &[
    ("codes", DeckColumn::Codes),
    ("country_code", DeckColumn::CountryCode),
    ("destination", DeckColumn::Destination),
    ("country", DeckColumn::Country),
    ("network_type", DeckColumn::NetworkType),
    ("rate", DeckColumn::Rate),
    ("currency", DeckColumn::Currency),
    ("increment", DeckColumn::Increment),
    ("first", DeckColumn::First),
    ("next", DeckColumn::Next),
    ("minimum", DeckColumn::Minimum),
    ("route", DeckColumn::Route),
    ("origin", DeckColumn::Origin),
    ("jurisdiction", DeckColumn::Jurisdiction),
    ("band", DeckColumn::Band),
    ("flow", DeckColumn::Flow),
    ("effective", DeckColumn::Effective),
    ("until", DeckColumn::Until),
    ("status", DeckColumn::Status),
    ("fee", DeckColumn::Fee),
    ("next_rate", DeckColumn::NextRate),
    ("first_period_rate", DeckColumn::FirstPeriodRate),
    ("minimum_charge", DeckColumn::MinimumCharge),
    ("rating", DeckColumn::Rating),
    ("", DeckColumn::Note),
    ("npanxx", DeckColumn::NpaNxx),
    ("npa", DeckColumn::Npa),
    ("country_iso", DeckColumn::CountryIso),
    ("network", DeckColumn::Network),
    ("price:jurisdiction=interstate", DeckColumn::Priced(ColumnCalls::Interstate)),
    ("price:jurisdiction=intrastate", DeckColumn::Priced(ColumnCalls::Intrastate)),
    ("price:jurisdiction=indeterminate", DeckColumn::Priced(ColumnCalls::Indeterminate)),
    ("price:band=peak", DeckColumn::Priced(ColumnCalls::Peak)),
    ("price:band=off-peak", DeckColumn::Priced(ColumnCalls::OffPeak)),
    ("price:band=weekend", DeckColumn::Priced(ColumnCalls::Weekend)),
    ("price:origin=EEA", DeckColumn::Priced(ColumnCalls::Eea)),
    ("price:origin=non-EEA", DeckColumn::Priced(ColumnCalls::NonEea)),
    ("unit", DeckColumn::Unit),
    ("closed", DeckColumn::Closed),
    ("open", DeckColumn::Open),
    ("fee_currency", DeckColumn::FeeCurrency),
    ("as_of", DeckColumn::AsOf),
    ("note", DeckColumn::Note),
];

impl DeckColumn {
    /// Its key under `rates.columns`; empty if it has none.
    #[must_use]
    pub fn key(self) -> &'static str {
        let keys = COLUMNS.iter().take_while(|(name, _)| !name.is_empty());
        keys.filter(|(_, column)| *column == self).map(|(name, _)| *name).next().unwrap_or_default()
    }

    /// Every column with a key under `rates.columns`.
    pub fn keyed() -> impl Iterator<Item = Self> {
        COLUMNS.iter().take_while(|(name, _)| !name.is_empty()).map(|(_, column)| *column)
    }

    /// The field of a line that a column of prices for some calls sets, and the word in it.
    #[must_use]
    pub fn sets(self) -> Option<(&'static str, &'static str)> {
        let name = COLUMNS.iter().find(|(_, column)| *column == self).map(|(name, _)| *name)?;
        name.strip_prefix("price:")?.split_once('=')
    }
}

impl fmt::Display for DeckColumn {
    /// Its key under `rates.columns`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Words of a heading that say it is a price; the currency says so too.
const PRICE: [&str; 8] = ["rate", "rates", "price", "prices", "tariff", "charge", "cost", "termination"];

/// Words before or behind the name of an origin.
const CALLERS: [&str; 8] = ["from", "origin", "orig", "originating", "origination", "callers", "caller", "obr"];

/// Words of a heading about time, or about another price.
const NO_ORIGIN: [&str; 22] = [
    "date",
    "day",
    "days",
    "effective",
    "valid",
    "start",
    "starts",
    "begin",
    "begins",
    "now",
    "to",
    "until",
    "old",
    "new",
    "current",
    "previous",
    "next",
    "first",
    "currency",
    "country",
    "code",
    "prefix",
];

/// The callers for whom the heading of a price says that it holds, as it spells them: `Rate from GCC (USD)`, `Origin Zone A rate`.
pub(super) fn origin_of(heading: &str) -> Option<String> {
    let (mut is_price, mut names_callers, mut name) = (false, false, Vec::new());
    for word in
        heading.split(|c: char| c.is_whitespace() || "/()[]{},;:-_|*".contains(c)).filter(|word| !word.is_empty())
    {
        let plain = folded(word);
        let plain = plain.as_str();
        if NO_ORIGIN.contains(&plain) || (plain.len() >= 4 && plain.bytes().all(|byte| byte.is_ascii_digit())) {
            return None;
        }
        if named(word).is_some() || PRICE.contains(&plain) {
            is_price = true;
        } else if CALLERS.contains(&plain) {
            names_callers = true;
        } else if !MINUTE.contains(&plain) || plain == "a" {
            name.push(word);
        }
    }
    let says = name.iter().any(|word| word.chars().any(char::is_alphabetic));
    (is_price && names_callers && says).then(|| name.join(" "))
}

/// What a heading can mean: the column, and for a heading that is not a usual one its place among the others of that column.
pub(super) type Meaning = (DeckColumn, Option<usize>);

fn words() -> &'static HashMap<String, Vec<Meaning>> {
    static TABLE: OnceLock<HashMap<String, Vec<Meaning>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<String, Vec<Meaning>> = HashMap::new();
        for row in WORDS.lines().skip(1) {
            let mut cells = row.splitn(4, ',');
            let (Some(column), Some(rank), Some(_), Some(headings)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let Some((_, column)) = COLUMNS.iter().find(|(name, _)| *name == column) else { continue };
            for (at, heading) in headings.split('|').enumerate() {
                let meaning = (*column, (rank == "else").then_some(at));
                let known = table.entry(DeckHeading::of(heading).name).or_default();
                if !known.iter().any(|(column, _)| *column == meaning.0) {
                    known.push(meaning);
                }
            }
        }
        table
    })
}

/// Words for the minute in which a price is given, and what stands before them.
const MINUTE: [&str; 34] = [
    "min",
    "mins",
    "minute",
    "minutes",
    "mn",
    "permin",
    "perminute",
    "per",
    "par",
    "por",
    "pro",
    "je",
    "al",
    "a",
    "la",
    "p",
    "m",
    "minuto",
    "minutos",
    "minuti",
    "minut",
    "minuut",
    "minuten",
    "мин",
    "минуту",
    "минута",
    "минуты",
    "за",
    "в",
    "分钟",
    "每分钟",
    "دقيقة",
    "الدقيقة",
    "للدقيقة",
];

/// Words for the second, in headings of increments.
const SECONDS: [&str; 12] =
    ["s", "sec", "secs", "second", "seconds", "seg", "sek", "in", "секунд", "сек", "秒", "ثانية"];

/// Codes that a heading or a title may name in any case. Others are words too, such as `all` and `mad`.
pub(super) const CURRENCIES: [&str; 24] = [
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "HKD", "SGD", "JPY", "CNY", "INR", "AED", "SAR", "ZAR", "NGN",
    "KES", "BRL", "MXN", "PLN", "SEK", "NOK", "DKK", "RUB",
];

/// A heading without marks, accents and the currency that it names, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeckHeading {
    /// All its words, without spaces.
    pub name: String,
    /// The same without the words that say by the minute, or in seconds.
    bare: [String; 2],
    /// The currency that it names.
    pub currency: Option<CurrencyWord>,
}

impl DeckHeading {
    /// Reads a heading.
    pub(super) fn of(heading: &str) -> Self {
        let mut currency = None;
        let mut words: Vec<String> = Vec::new();
        for word in heading.split(|c: char| c.is_whitespace() || "/()[]{},;:-_|.*".contains(c)) {
            match named(word) {
                Some(said) => currency = Some(said),
                None => {
                    let word = folded(word);
                    if !word.is_empty() {
                        words.push(word);
                    }
                }
            }
        }
        let without = |list: &[&str]| -> String {
            let kept = words.iter().rposition(|word| !list.contains(&word.as_str())).map_or(0, |at| at + 1);
            words.get(..kept).unwrap_or_default().concat()
        };
        let mut bare = [without(&MINUTE), without(&SECONDS)];
        let name = words.concat();
        // USD/min is a price, and Min alone the least seconds.
        if currency.is_some()
            && let [by_minute, _] = &mut bare
            && by_minute.is_empty()
        {
            "rate".clone_into(by_minute);
            return Self { name: by_minute.clone(), bare, currency };
        }
        Self { name, bare, currency }
    }

    /// What it can mean.
    pub(super) fn meanings(&self) -> &'static [Meaning] {
        if let Some(known) = words().get(&self.name) {
            return known;
        }
        let [by_minute, seconds] = &self.bare;
        let found = |name: &String, columns: &[DeckColumn]| {
            let known = words().get(name)?;
            known.iter().any(|(column, _)| columns.contains(column)).then_some(known.as_slice())
        };
        let periods = [DeckColumn::Increment, DeckColumn::First, DeckColumn::Next, DeckColumn::Minimum];
        found(by_minute, &[DeckColumn::Rate]).or_else(|| found(seconds, &periods)).unwrap_or_default()
    }
}

/// Whether a heading can be that of a column.
pub(super) fn is(heading: &str, column: DeckColumn) -> bool {
    DeckHeading::of(heading).meanings().iter().any(|(known, _)| *known == column)
}

/// The currency that a word of a heading names.
fn named(word: &str) -> Option<CurrencyWord> {
    let code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if code {
        let upper = word.to_ascii_uppercase();
        let is_word = matches!(upper.as_str(), "ALL" | "TOP");
        return ((upper == word && !is_word) || CURRENCIES.contains(&upper.as_str()))
            .then(|| currency::said(word))
            .flatten();
    }
    match folded(word).as_str() {
        "euro" | "euros" => currency::said("euro"),
        _ => currency::sign_in(word),
    }
}

/// A word in small letters without marks and accents.
pub(super) fn folded(word: &str) -> String {
    word.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::deck_reading::Columns;

    fn columns(heading: &str) -> Vec<DeckColumn> {
        DeckHeading::of(heading).meanings().iter().map(|(column, _)| *column).collect()
    }

    #[test]
    fn no_usual_heading_means_two_things_and_every_key_is_a_column_of_the_deal() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        let mut languages = std::collections::BTreeSet::new();
        for row in WORDS.lines().skip(1) {
            let cells: Vec<&str> = row.splitn(4, ',').collect();
            let [column, rank, language, headings] = cells[..] else { panic!("{row}") };
            assert!(COLUMNS.iter().any(|(name, _)| *name == column && !name.is_empty()), "{row}");
            assert!(["usual", "else"].contains(&rank), "{row}");
            languages.insert(language);
            for heading in headings.split('|').filter(|_| rank == "usual") {
                let name = DeckHeading::of(heading).name;
                assert!(!name.is_empty(), "{heading}");
                let known = seen.entry(name).or_insert(column);
                assert_eq!(*known, column, "{heading}");
            }
        }
        assert_eq!(languages.len(), 10);
        let keys = serde_json::to_value(Columns::default()).expect("columns");
        assert!(DeckColumn::keyed().all(|column| keys.get(column.key()).is_some()));
    }

    #[test]
    fn a_heading_may_name_the_callers_for_whom_a_price_holds() {
        for (heading, origin) in [
            ("Rate from GCC (USD)", "GCC"),
            ("Price origin Zone A", "Zone A"),
            ("Origin: EU 27 rate/min", "EU 27"),
            ("USD/min from OECD", "OECD"),
        ] {
            assert_eq!(origin_of(heading).as_deref(), Some(origin), "{heading}");
        }
        for heading in [
            "Rate",
            "Price from",
            "Rate valid from",
            "From",
            "Rate from 2027",
            "Rate effective from 1 March",
            "Origin",
            "Origin rate",
            "From country",
            "Rate to GCC",
            "Callers from",
        ] {
            assert_eq!(origin_of(heading), None, "{heading}");
        }
    }

    #[test]
    fn a_heading_may_name_the_currency() {
        let named = |heading: &str| DeckHeading::of(heading).currency.map(|currency| currency.to_string());
        for heading in
            ["Rate (USD) / Min", "Rate usd", "Rate in USD", "US$/min", "USD/min", "Price_USD", "US$ per minute"]
        {
            assert_eq!(named(heading).as_deref(), Some("USD"), "{heading}");
            assert_eq!(columns(heading), [DeckColumn::Rate], "{heading}");
        }
        assert_eq!(named("Rate (\u{20ac})").as_deref(), Some("EUR"));
        assert_eq!(named("$/min").as_deref(), Some("$"));
        for heading in ["All codes", "ALL CODES", "Min", "Mad rate"] {
            assert_eq!(named(heading), None, "{heading}");
        }
        assert_eq!(columns("Min"), [DeckColumn::Minimum]);
        assert_eq!(columns("Interval 1 (sec)"), [DeckColumn::First]);
        assert_eq!(columns("Tarif (EUR/min)"), [DeckColumn::Rate]);
        assert_eq!(columns("Цена, USD/мин"), [DeckColumn::Rate]);
        assert_eq!(columns("PRÉFIXE"), [DeckColumn::Codes]);
    }
}
