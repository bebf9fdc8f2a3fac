//! What a country's law requires of a deal, as data: regulated prices, limits, filings, and where its personal data may go.
//!
//! Each entry is applied within its scope alone and names its source. Only the law's name is printed.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::deal::date::Date;
use crate::deal::measure::{Duration, Percent};
use crate::deal::money::{Currency, Rate};
use crate::deal::place;

/// Where a rule of law stands, when it is in force, and how long our reading of it holds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Provision {
    /// Number and title of the provision.
    #[serde(default)]
    pub article: Option<String>,
    /// The instrument.
    pub law: String,
    /// Where it was published.
    #[serde(default)]
    pub document: Option<String>,
    /// First day in force.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day in force, if it is known.
    #[serde(default)]
    pub until: Option<Date>,
    /// Day on which it was last read.
    pub verified_on: Date,
    /// Day after which it has to be read again.
    pub review_by: Date,
    /// What counsel must confirm.
    #[serde(default)]
    pub confirm: Option<String>,
}

impl Provision {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force(&self, day: jiff::civil::Date) -> bool {
        self.from.is_none_or(|from| from.0 <= day) && self.until.is_none_or(|until| until.0 >= day)
    }

    /// Law and article, as a finding names them.
    #[must_use]
    pub fn cite(&self) -> String {
        match &self.article {
            Some(article) => format!("{}, {article}", self.law),
            None => self.law.clone(),
        }
    }
}

/// A regulated price of a minute, and whom it binds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct RegulatedPrice {
    /// Its name within the country.
    pub id: String,
    /// What is priced, in a line.
    pub what: String,
    /// How it binds.
    pub kind: PriceBound,
    /// Least price.
    #[serde(default)]
    pub least: Option<Rate>,
    /// Highest price.
    #[serde(default)]
    pub most: Option<Rate>,
    /// Price of a carrier that hands calls on, where it has one of its own.
    #[serde(default)]
    pub transit: Option<Rate>,
    /// Currency of the figure.
    pub currency: Currency,
    /// Network of the called numbers; left out, any.
    #[serde(default)]
    pub network: Option<CalledNetwork>,
    /// Leading digits of the called numbers; left out, the country's.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Where the calls begin.
    pub origin: CallOrigin,
    /// Whether it binds only the operator that controls the called number.
    #[serde(default)]
    pub control: bool,
    /// Whether a deal between two carriers can fall under it at all.
    #[serde(default = "yes")]
    pub applies: bool,
    /// Whether its reach is unsettled: a price that departs from it is then a question.
    #[serde(default)]
    pub unsettled: bool,
    /// A note for our own side.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub provision: Provision,
}

fn yes() -> bool {
    true
}

/// How a regulated price binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceBound {
    /// No other price is lawful.
    Fixed,
    /// No higher one is.
    Ceiling,
    /// Neither a lower nor a higher one is.
    Band,
}

/// Network of called numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalledNetwork {
    /// Mobile.
    Mobile,
    /// Fixed.
    Fixed,
}

/// Where calls begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOrigin {
    /// Abroad.
    Foreign,
    /// In the country itself.
    Domestic,
    /// In a member of the union, or in a country put on the same footing.
    Member,
}

impl RegulatedPrice {
    /// A price in the figure's currency.
    #[must_use]
    pub fn price(&self, rate: Option<Rate>) -> String {
        rate.map_or_else(|| "–".to_owned(), |rate| format!("{} {rate}", self.currency))
    }

    /// What it allows, in a few words: `USD 0.10`, `at most EUR 0.002`, `INR 0.35 to INR 0.65`.
    #[must_use]
    pub fn limit(&self) -> String {
        match self.kind {
            PriceBound::Fixed => self.price(self.most.or(self.least)),
            PriceBound::Ceiling => format!("at most {}", self.price(self.most)),
            PriceBound::Band => format!("{} to {}", self.price(self.least), self.price(self.most)),
        }
    }

    /// Whether a price in its currency is lawful; a carrier that hands calls on may have a price of its own.
    #[must_use]
    pub fn allows(&self, price: Decimal, hands_on: bool) -> bool {
        let is = |other: Option<Rate>| other.is_some_and(|other| other.0 == price);
        let above = self.least.is_none_or(|least| price >= least.0);
        let below = self.most.is_none_or(|most| price <= most.0);
        match self.kind {
            PriceBound::Fixed => is(self.most.or(self.least)) || (hands_on && is(self.transit)),
            PriceBound::Ceiling => below,
            PriceBound::Band => above && below,
        }
    }
}

/// A limit to a term of the deal, and whom it binds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Limit {
    /// Its name within the country.
    pub id: String,
    /// What is limited, in a line.
    pub what: String,
    /// Longest time to pay that passes.
    #[serde(default)]
    pub pay: Option<Duration>,
    /// Highest simple interest a year that passes.
    #[serde(default)]
    pub interest: Option<Percent>,
    /// Least time for which records of calls are kept.
    #[serde(default)]
    pub keep: Option<Duration>,
    /// Whether a carrier there may not take calls from abroad that carry no caller number.
    #[serde(default)]
    pub caller_number: bool,
    /// Words in the name of a licence whose holder carries calls there and delivers none itself.
    #[serde(default)]
    pub transit_only: Option<String>,
    /// Whether what goes beyond it cannot be claimed; otherwise a court may look at it.
    #[serde(default)]
    pub void: bool,
    /// Whether it binds a party that is at home there, whatever law governs.
    #[serde(default = "yes")]
    pub home: bool,
    /// Words in `jurisdiction.law` that bring it in, whoever the parties are; left out, a choice of law alone does not.
    #[serde(default)]
    pub laws: Vec<String>,
    /// What to do about it.
    #[serde(default)]
    pub remedy: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub provision: Provision,
}

impl Limit {
    /// Whether a governing law brings it in.
    #[must_use]
    pub fn comes_with(&self, law: &str) -> bool {
        self.laws.iter().any(|name| holds(law, name))
    }

    /// What the law does with interest, in a few words that follow its name.
    #[must_use]
    pub fn of_interest(&self) -> Option<String> {
        let most = self.interest?;
        Some(match (self.void, most.0.is_zero()) {
            (true, true) => "enforces none".to_owned(),
            (true, false) => format!("enforces {most} a year"),
            (false, true) => "lets a court look at the rate".to_owned(),
            (false, false) => format!("lets a court look at more than {most} a year"),
        })
    }
}

/// A filing of the agreement that a carrier of the country owes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct FilingDuty {
    /// Its name within the country.
    pub id: String,
    /// What is filed and with whom, in a line that `regulatory.filings` can take over.
    pub what: String,
    /// Time to file, from the last signature; left out, the law names none.
    #[serde(default)]
    pub within: Option<Duration>,
    /// Whether only an agreement between two carriers of the country is filed.
    #[serde(default)]
    pub domestic: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub provision: Provision,
}

/// A decision that personal data are safe in other countries.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub struct Adequacy {
    /// Its name within the country.
    pub id: String,
    /// Countries that it finds adequate.
    pub countries: Vec<place::Country>,
    /// Receivers that it covers, where it does not cover all.
    #[serde(default)]
    pub only: Option<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub provision: Provision,
}

/// Whether a text holds a name as whole words, regardless of case.
pub(crate) fn holds(text: &str, name: &str) -> bool {
    if text.is_ascii() && name.is_ascii() && !name.is_empty() {
        // Most texts and names need no second spelling. A deal asks for every country of the world by name.
        let (text, name) = (text.as_bytes(), name.as_bytes());
        let in_word = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let whole = |at: usize| !in_word(at.checked_sub(1)) && !in_word(Some(at + name.len()));
        return text.windows(name.len()).enumerate().any(|(at, here)| here.eq_ignore_ascii_case(name) && whole(at));
    }
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    text.match_indices(&name).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
