//! How to read a deck, said on the command line: a profile, and flags that come before it.

use std::path::PathBuf;

use clap::Args;

use super::Failed;
use crate::cli::Failure;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::deck_reading::{Columns, DateOrder, DecimalSign, DeckIs, HeadingRow};
use crate::deal::money::{Currency, Increment};
use crate::deal::number::DialCode;
use crate::deal::rates::{Defaults, Route};
use crate::deal::{Field, Text};
use crate::diagnostic::{Finding, Misread};
use crate::input;
use crate::misspelt::nearest;

/// What a deck does not say of itself.
#[derive(Debug, Args, Default)]
pub(super) struct Reading {
    /// File with what the deck does not say: the part `rates` of a deal, alone; for several decks one for all, or one for each in
    /// their order.
    #[arg(long, value_name = "FILE")]
    profile: Vec<PathBuf>,

    /// Currency of every price.
    #[arg(long, value_name = "CODE", value_parser = read::<Currency>)]
    currency: Option<Currency>,

    /// Billed seconds, first period and next, of rows that name none.
    #[arg(long, value_name = "FIRST/NEXT", value_parser = read::<Increment>)]
    increment: Option<Increment>,

    /// Route class of rows that name none: cli, non_cli or direct.
    #[arg(long, value_name = "CLASS", value_parser = choice::<Route>)]
    route: Option<Route>,

    /// Heading of a column, or its number where there are no headings, such as codes=Breakout,rate=Price; may be given several
    /// times.
    #[arg(long, value_name = "COLUMN=HEADING")]
    columns: Vec<String>,

    /// Sheet or card to read, by its name.
    #[arg(long, value_name = "NAME", value_parser = read::<Text>)]
    sheet: Option<Text>,

    /// Which comes first in dates such as 02/01/2027: day_first or month_first.
    #[arg(long, value_name = "ORDER", value_parser = choice::<DateOrder>)]
    dates: Option<DateOrder>,

    /// Decimal sign of the prices: point or comma.
    #[arg(long, value_name = "SIGN", value_parser = choice::<DecimalSign>)]
    decimal: Option<DecimalSign>,

    /// Encoding of a deck that is neither UTF-8 nor UTF-16.
    #[arg(long, value_name = "NAME", value_parser = read::<Text>)]
    encoding: Option<Text>,

    /// Country code that the dial codes leave out.
    #[arg(long, value_name = "DIGITS", value_parser = read::<DialCode>)]
    country_code: Option<DialCode>,

    /// Digits before the dial codes that do not belong to them.
    #[arg(long, value_name = "DIGITS", value_parser = read::<Text>)]
    strip: Option<Text>,

    /// Line of the headings, or none if there are none.
    #[arg(long, value_name = "LINE", value_parser = read::<HeadingRow>)]
    head: Option<HeadingRow>,

    /// Whether a later deck lists every rate (full) or changes only (changes).
    #[arg(long, value_name = "WHAT", value_parser = choice::<DeckIs>)]
    deck_is: Option<DeckIs>,
}

fn read<T: std::str::FromStr<Err = Misread>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|problem: Misread| format!("{}; {}", problem.fact, problem.remedy))
}

/// A choice as a deal writes it.
fn choice<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}

impl Reading {
    /// What the flags say, and the profile where they are silent: one for all of so many decks, or one for each. Empty if a profile has
    /// faults, which are added to the findings.
    pub(super) fn profiles(&self, decks: usize, findings: &mut Vec<Finding>) -> Result<Vec<DeckProfile>, Failed> {
        let many = self.profile.len();
        if many > 1 && many != decks {
            return Err(Failure(format!(
                "--profile is given {many} times for {decks} {}; give it once for all, or once for each",
                if decks == 1 { "deck" } else { "decks" }
            ))
            .into());
        }
        let flags = DeckProfile {
            currency: self.currency,
            effective: Field::Absent,
            sheet: self.sheet.clone(),
            head: self.head,
            encoding: self.encoding.clone(),
            decimal: self.decimal,
            country_code: self.country_code,
            strip: self.strip.clone(),
            deck_is: self.deck_is,
            columns: self.columns()?,
            dates: self.dates,
            defaults: Defaults { flow: None, route: self.route, increment: self.increment },
        };
        if self.profile.is_empty() {
            return Ok(vec![flags]);
        }
        let mut all = Vec::new();
        for path in &self.profile {
            all.push(DeckProfile::read(&input::read(path)?, findings).map(|file| flags.clone().or(file)));
        }
        Ok(all.into_iter().collect::<Option<_>>().unwrap_or_default())
    }

    fn columns(&self) -> Result<Columns, Failed> {
        let known = serde_json::to_value(Columns::default())?;
        let known = known.as_object().into_iter().flat_map(|keys| keys.keys().cloned());
        let known: Vec<String> = known.filter(|key| key != "origins").collect();
        let mut said = serde_json::Map::new();
        let mut origins = serde_json::Map::new();
        for (key, heading) in self.columns.iter().flat_map(|text| pairs(text, &known)) {
            let key = if key == "code" { "codes" } else { key };
            let origin = key.strip_prefix(ORIGIN);
            if origin.is_none_or(str::is_empty) && !known.iter().any(|name| name == key) {
                let near = nearest(key, known.iter().map(String::as_str));
                let near = near.map_or_else(|| known.join(", "), |near| format!("did you mean `{near}`?"));
                return Err(Failure(format!("--columns names no column `{key}`: {near}")).into());
            }
            if heading.trim().is_empty() {
                return Err(Failure(format!("--columns gives `{key}` no heading; write {key}=HEADING")).into());
            }
            let (said, name) = origin.map_or((&mut said, key), |origin| (&mut origins, origin));
            if said.insert(name.to_owned(), heading.into()).is_some() {
                return Err(Failure(format!("--columns gives `{key}` two headings; keep one")).into());
            }
        }
        said.insert("origins".to_owned(), origins.into());
        Ok(serde_json::from_value(said.into())?)
    }
}

/// What stands before the name of an origin, whose callers a column of prices is for: `origins.GCC=Zone 1`.
const ORIGIN: &str = "origins.";

/// The parts of `codes=Breakout,rate=Price, net`. A comma belongs to a heading unless a column's name and `=` follow it.
fn pairs<'a>(text: &'a str, known: &[String]) -> Vec<(&'a str, &'a str)> {
    let begins = |part: &str| {
        let key = part.split_once('=').map(|(key, _)| key.trim());
        key.is_some_and(|key| key == "code" || key.starts_with(ORIGIN) || known.iter().any(|name| name == key))
    };
    let mut starts = vec![0];
    starts.extend(text.match_indices(',').map(|(at, _)| at + 1).filter(|at| text.get(*at..).is_some_and(begins)));
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([text.len()]);
    let part = |(start, end): (&usize, usize)| {
        let part = text.get(*start..end).unwrap_or_default();
        part.split_once('=').map_or((part.trim(), ""), |(key, heading)| (key.trim(), heading.trim()))
    };
    starts.iter().zip(ends).map(part).collect()
}
