//! Price of a minute, by destination.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::FlowId;
use super::date::{Date, Moment};
use super::deck_reading::{Columns, DateOrder, DecimalSign, DeckIs, HeadingRow};
use super::field::Field;
use super::money::{Currency, Increment, Rate};
use super::number::DialCode;
use super::place::Country;
use super::pricing::Rating;
use super::scalar::Text;
use super::schema::needs;

/// The rate schedule: rates listed here, rates of a deck, or both.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = needed)]
pub struct Rates {
    /// Currency of every rate and invoice.
    #[schemars(extend(
        "x-ask" = "In which currency are the rates?",
        "x-why" = "invoices are in it",
        "examples" = ["USD"]
    ))]
    pub currency: Currency,
    /// Time from which the rates hold.
    #[schemars(extend(
        "x-ask" = "From when do the rates hold?",
        "x-why" = "calls before are not billed at them; a day is read as its first moment in UTC",
        "examples" = ["2027-01-01T00:00:00Z"]
    ))]
    #[serde(default)]
    pub effective: Field<Moment>,
    /// How the rates of a flow without lines and without a deck come.
    #[serde(default)]
    pub basis: RateBasis,
    /// The supplier's published price list, where `basis` is `price_list`.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which published price list holds the rates, and where does it stand?",
        "x-why" = "the price in force when a call is answered is read there",
        "examples" = ["Carrier price list, at prices.harbour.example"]
    ))]
    pub price_list: Field<Text>,
    /// The rates, a line each. Those of a deck follow them once it is read.
    // A deck has thousands of lines, so code that prints or counts them reads this list directly and not through JSON.
    #[serde(default, skip_serializing)]
    pub lines: Vec<RateLine>,
    /// File of the rate deck, CSV, XLSX or open-rate-card JSON, as a path from the folder of this file.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which file holds the rate deck, if there is one?",
        "x-why" = "CSV, XLSX or open-rate-card JSON, by its path from the folder of the deal",
        "examples" = ["decks/harbour-2027-01.csv"]
    ))]
    pub deck: Field<Text>,
    /// The deck of each flow with a deck of its own.
    #[serde(default)]
    #[schemars(extend("examples" = [{"hk": "decks/harbour-2027-01.csv"}]))]
    pub decks: BTreeMap<FlowId, Text>,
    /// Name of the sheet, if a deck is a workbook of several; otherwise the first visible one.
    #[serde(default)]
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["Rates A-Z"]))]
    pub sheet: Option<Text>,
    /// Line of a deck's headings, or `none` if it has none and `columns` gives the numbers of its columns.
    #[serde(default)]
    #[schemars(with = "HeadingRow")]
    #[schemars(extend("examples" = ["none"]))]
    pub head: Option<HeadingRow>,
    /// Encoding of a deck that is neither UTF-8 nor UTF-16.
    #[serde(default)]
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["gbk"]))]
    pub encoding: Option<Text>,
    /// Decimal sign of a deck's prices.
    #[serde(default)]
    #[schemars(with = "DecimalSign")]
    pub decimal: Option<DecimalSign>,
    /// Country code that a deck leaves out of every dial code.
    #[serde(default)]
    #[schemars(with = "DialCode")]
    #[schemars(extend("examples" = ["1"]))]
    pub country_code: Option<DialCode>,
    /// Digits that a deck writes before its dial codes and that are no part of them.
    #[serde(default)]
    #[schemars(with = "Text")]
    #[schemars(extend("examples" = ["00"]))]
    pub strip: Option<Text>,
    /// Whether a later deck lists every rate, or changes only.
    #[serde(default)]
    #[schemars(with = "DeckIs")]
    pub deck_is: Option<DeckIs>,
    /// Headings of a deck's columns, if its usual headings do not tell.
    #[serde(default)]
    pub columns: Columns,
    /// Which comes first in a deck's dates such as 02/01/2027; year first needs no answer.
    #[serde(default)]
    #[schemars(with = "DateOrder")]
    pub dates: Option<DateOrder>,
    /// Values for a deck's rows that do not give them.
    #[serde(default)]
    pub defaults: Defaults,
    /// Where the rates stand.
    #[serde(default)]
    pub annex: Annex,
    /// The last day of the period that the deck says it is for, such as 2024-Q2, and its words.
    #[serde(skip)]
    pub stated: Option<(Date, String)>,
    /// Whether rows of a deck could not be read, so that what the lines lack may stand there.
    #[serde(skip)]
    pub partly_read: bool,
}

/// A master agreement whose orders hold the rates says no day for them.
fn needed(schema: &mut Schema) {
    needs(schema, "basis", &["orders"], &["effective"], &[]);
}

/// Values for a deck's rows that do not give them.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// The flow; not needed if the deal has only one.
    #[schemars(with = "FlowId")]
    #[schemars(extend("examples" = ["hk"], "x-names" = "flow"))]
    pub flow: Option<FlowId>,
    /// What the route promises.
    #[schemars(with = "Route")]
    #[schemars(extend(
        "x-ask" = "Which class are the deck's routes of?",
        "x-why" = "it holds where a row does not say"
    ))]
    pub route: Option<Route>,
    /// Billed seconds: first period and next.
    #[schemars(with = "Increment")]
    #[schemars(extend(
        "x-ask" = "In which increments are calls billed by the deck?",
        "x-why" = "it holds where a row does not say",
        "x-unit" = "seconds: first period / each further one",
        "examples" = ["1/1"]
    ))]
    pub increment: Option<Increment>,
}

/// How rates come that the deal does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateBasis {
    /// The deal lists every rate, or names its deck.
    #[default]
    Listed,
    /// The supplier notifies them from time to time.
    Notified,
    /// They stand in the supplier's published price list.
    PriceList,
    /// The parties agree them before the first call.
    Later,
    /// They stand in the orders under a master agreement.
    Orders,
}

/// Where the rates of the schedule stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Annex {
    /// In the agreement.
    #[default]
    Inline,
    /// In a file of their own, which the agreement names with its date and SHA-256.
    Separate,
}

/// The price of a minute to one destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLine {
    /// The flow that it prices.
    #[schemars(extend(
        "x-ask" = "On which flow does the rate hold?",
        "x-why" = "the supplier of that flow bills it",
        "examples" = ["hk"],
        "x-names" = "flow"
    ))]
    pub flow: FlowId,
    /// Name of the destination.
    #[schemars(extend(
        "x-ask" = "Which destination does the rate cover?",
        "x-why" = "the name that both sides' decks use",
        "examples" = ["Hong Kong Mobile"]
    ))]
    pub destination: Text,
    /// Leading digits of its numbers; the longest match decides.
    #[schemars(length(min = 1))]
    #[schemars(extend(
        "x-ask" = "Which dial codes belong to it?",
        "x-why" = "a call is billed by the longest code that its number begins with",
        "examples" = [["85251", "85259"]]
    ))]
    pub codes: Vec<DialCode>,
    /// What the route promises.
    #[schemars(extend(
        "x-ask" = "Is the caller's number delivered?",
        "x-why" = "routes that deliver the number are what destinations ask for"
    ))]
    pub route: Route,
    /// Price of a minute.
    #[schemars(extend(
        "x-ask" = "What does a minute[ to {destination}] cost?",
        "x-why" = "exact: zeros at the end are kept",
        "x-unit" = "price of a minute, in `rates.currency`",
        "examples" = ["0.0180"]
    ))]
    pub rate: Field<Rate>,
    /// Billed seconds: first period and next.
    #[schemars(extend(
        "x-ask" = "In which increments is it billed?",
        "x-why" = "it decides how many seconds of a call are paid",
        "x-unit" = "seconds: first period / each further one",
        "examples" = ["1/1"]
    ))]
    pub increment: Increment,
    /// Price of a minute within the first period, if it is another; otherwise the rate.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What does a minute[ to {destination}] cost within the first period, if it is another price?",
        "x-why" = "some switches bill the first period of a call at a price of its own",
        "x-unit" = "price of a minute, in `rates.currency`",
        "examples" = ["0.0300"]
    ))]
    pub first_period_rate: Field<Rate>,
    /// Fee for each answered call, beside its minutes.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What does each answered call[ to {destination}] cost beside its minutes?",
        "x-why" = "it is due once a call, however short",
        "x-unit" = "price of a call, in `rates.currency`",
        "examples" = ["0.0050"]
    ))]
    pub fee: Field<Rate>,
    /// What an answered call costs at least, its fee included.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What does an answered call[ to {destination}] cost at least?",
        "x-why" = "a call whose minutes and fee come to less is charged so much",
        "x-unit" = "price of a call, in `rates.currency`",
        "examples" = ["0.0100"]
    ))]
    pub minimum_charge: Field<Rate>,
    /// Which number is matched with the dial codes, if another than `pricing.rating` says.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which number is matched with the dial codes[ of {destination}]: the dialled one, or the one after porting?",
        "x-why" = "a moved number may begin with the codes of another network",
        "examples" = ["serving_network"]
    ))]
    pub rating: Field<Rating>,
    /// Caller numbers for which it holds, if the price depends on the origin; otherwise every caller.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For calls from which origin does the rate[ to {destination}] hold?",
        "x-why" = "some destinations charge by the caller's country",
        "examples" = ["EEA"]
    ))]
    pub origin: Field<Text>,
    /// Jurisdiction of the calls for which it holds, such as interstate; otherwise every jurisdiction.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "For calls of which jurisdiction does the rate[ to {destination}] hold?",
        "x-why" = "in the United States interstate and intrastate calls are priced apart",
        "examples" = ["interstate"]
    ))]
    pub jurisdiction: Field<Text>,
    /// Name of the time band of `pricing.bands` in which it holds; otherwise every hour.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which time band does the rate[ to {destination}] hold?",
        "x-why" = "the rate holds in the hours of the band alone",
        "examples" = ["peak"]
    ))]
    pub band: Field<Text>,
    /// Country of the destination, if its name does not tell.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which country is the destination[ {destination}]?",
        "x-why" = "a dial code may lead to several countries",
        "examples" = ["HK"]
    ))]
    pub country: Field<Country>,
    /// When the rate begins to hold, if later than the schedule.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "From when does the rate[ to {destination}] hold, with time and zone?",
        "x-why" = "an earlier rate holds until then",
        "examples" = ["2027-03-01T00:00:00Z"]
    ))]
    pub effective: Field<Moment>,
    /// When the rate ceases to hold; otherwise when another replaces it.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Until when does the rate[ to {destination}] hold, with time and zone?",
        "x-why" = "afterwards no rate is agreed for it",
        "examples" = ["2027-12-31T23:59:59Z"]
    ))]
    pub until: Field<Moment>,
}

/// A route class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The caller's number arrives as it was sent.
    Cli,
    /// The caller's number may not arrive.
    NonCli,
    /// Straight to the called network, without another carrier.
    Direct,
}
