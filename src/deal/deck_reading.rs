//! How a rate deck is read where it does not say so itself: its headings, its figures, its dates.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scalar::{Text, scalar};
use crate::diagnostic::Misread;

/// Headings of a deck's columns, as the file writes them. A column that is not named here is found by its usual headings.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// Dial codes.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Prefix"], "x-also" = ["code"]))]
    pub codes: Option<Text>,
    /// Country code, where the dial codes leave it out.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Country code"]))]
    pub country_code: Option<Text>,
    /// Name of the destination.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Destination"]))]
    pub destination: Option<Text>,
    /// The destination's country.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Country"]))]
    pub country: Option<Text>,
    /// Type of number or network, such as Mobile, that belongs to the destination's name.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Type"]))]
    pub network_type: Option<Text>,
    /// Price of a minute.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Price per minute"]))]
    pub rate: Option<Text>,
    /// Currency of the price.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Currency"]))]
    pub currency: Option<Text>,
    /// Billed seconds, first and next in one cell, such as 30/6.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Increment"]))]
    pub increment: Option<Text>,
    /// Billed seconds: the first period.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["First period"]))]
    pub first: Option<Text>,
    /// Billed seconds: each further period.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Next period"]))]
    pub next: Option<Text>,
    /// Least seconds that a call is billed for.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Minimum"]))]
    pub minimum: Option<Text>,
    /// What the route promises.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Quality"]))]
    pub route: Option<Text>,
    /// Caller numbers that the price holds for.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Origin"]))]
    pub origin: Option<Text>,
    /// Headings of prices for callers of one origin each, by the origin's name.
    #[schemars(extend("examples" = [{"GCC": "Rate zone 1", "rest of the world": "Rate zone 2"}]))]
    pub origins: BTreeMap<String, Text>,
    /// Jurisdiction of the calls.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Jurisdiction"]))]
    pub jurisdiction: Option<Text>,
    /// Time band.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Time band"]))]
    pub band: Option<Text>,
    /// Flow that the row prices.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Flow"]))]
    pub flow: Option<Text>,
    /// When the price begins to hold.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Valid from"]))]
    pub effective: Option<Text>,
    /// When the price ceases to hold.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Valid until"]))]
    pub until: Option<Text>,
    /// What is new about the row, such as increase or closed.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Change"]))]
    pub status: Option<Text>,
    /// Fee for each call.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Set-up fee"]))]
    pub fee: Option<Text>,
    /// Price of a minute after the first period, if `rate` is that of the first period.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Price N"]))]
    pub next_rate: Option<Text>,
    /// Price of a minute within the first period, if `rate` is that after it.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["First period price"]))]
    pub first_period_rate: Option<Text>,
    /// What a call costs at least.
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Minimum charge"]))]
    pub minimum_charge: Option<Text>,
    /// Which number decides the price: the dialled one, or the one after porting (LRN).
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Rated on"]))]
    pub rating: Option<Text>,
}

impl Columns {
    /// These headings, and those of others for columns that these leave out.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            codes: self.codes.or(other.codes),
            country_code: self.country_code.or(other.country_code),
            destination: self.destination.or(other.destination),
            country: self.country.or(other.country),
            network_type: self.network_type.or(other.network_type),
            rate: self.rate.or(other.rate),
            currency: self.currency.or(other.currency),
            increment: self.increment.or(other.increment),
            first: self.first.or(other.first),
            next: self.next.or(other.next),
            minimum: self.minimum.or(other.minimum),
            route: self.route.or(other.route),
            origin: self.origin.or(other.origin),
            origins: if self.origins.is_empty() { other.origins } else { self.origins },
            jurisdiction: self.jurisdiction.or(other.jurisdiction),
            band: self.band.or(other.band),
            flow: self.flow.or(other.flow),
            effective: self.effective.or(other.effective),
            until: self.until.or(other.until),
            status: self.status.or(other.status),
            fee: self.fee.or(other.fee),
            next_rate: self.next_rate.or(other.next_rate),
            first_period_rate: self.first_period_rate.or(other.first_period_rate),
            minimum_charge: self.minimum_charge.or(other.minimum_charge),
            rating: self.rating.or(other.rating),
        }
    }
}

/// Where the headings of a deck stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingRow {
    /// The deck has none.
    None,
    /// On this line, counted from 1.
    Line(u32),
}

scalar!(HeadingRow, "heading-row", ["string", "integer"], Some(r"^(none|[1-9]\d{0,5})$"), "none");

impl FromStr for HeadingRow {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        match text.parse() {
            _ if text == "none" => Ok(Self::None),
            Ok(line @ 1..=999_999) => Ok(Self::Line(line)),
            _ => Err(Misread::new(
                format!("`{text}` is not a row of headings"),
                "write the number of its line, or `none` if the deck has none",
            )),
        }
    }
}

impl fmt::Display for HeadingRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Line(line) => line.fmt(f),
        }
    }
}

/// What separates the decimals of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    /// 0.018.
    Point,
    /// 0,018.
    Comma,
}

/// What a deck that follows another lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeckIs {
    /// Every rate: a code that it leaves out is closed.
    Full,
    /// Changes only: a code that it leaves out keeps its rate.
    Changes,
}

/// Which of day and month comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 02/01/2027 is 2 January.
    DayFirst,
    /// 02/01/2027 is 1 February.
    MonthFirst,
}
