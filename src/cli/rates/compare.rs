//! `peerpact rates compare`: decks of several suppliers side by side, and what a sell deck earns over them.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Failed, With, by_the_minute, one_kind, show};
use crate::characters::{visible, visible_json, visible_lines};
use crate::cli::console::Console;
use crate::cli::judging::Weighing;
use crate::cli::{Exit, Failure, day};
use crate::deal::rates::RateLine;
use crate::pipeline::{decks, export};
use crate::rates::offers::{DeckOffer, OfferMeasure, Offers};
use crate::rates::traffic::TrafficList;
use crate::report::rate_offers::{self, NamedOffers};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Csv,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// Decks of suppliers, in one currency.
    #[arg(required = true, value_name = "DECK")]
    decks: Vec<PathBuf>,

    /// Deck that we sell by: show what it earns over the least of the others, losers first.
    #[arg(long, value_name = "DECK")]
    sell: Option<PathBuf>,

    /// Minutes by dial code, a table with the headings code and minutes: show what they cost.
    #[arg(long, value_name = "FILE")]
    traffic: Option<PathBuf>,

    /// Compare what calls of so many seconds cost by the increment of each deck [default: the price of a minute].
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    call: Option<u32>,

    /// Compare the rates that hold on this day [default: the last to begin].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    on: Option<Date>,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    weighing: Weighing,

    /// Print a table, comma-separated values or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,
}

impl Compare {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let paths: Vec<&Path> = self.sell.iter().chain(&self.decks).map(PathBuf::as_path).collect();
        if paths.len() < 2 {
            return Err(Failure("name two decks or more, or one and the deck that sells by --sell".into()).into());
        }
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library, paths.len())?;
        let mut opened = Vec::new();
        for path in &paths {
            let (deck, run) = deck_run.deck(path)?;
            opened.extend(deck.map(|deck| (deck, run)));
        }
        if let ([(first, _), rest @ ..], Some(around)) = (opened.as_slice(), &deck_run.around) {
            for (other, run) in rest {
                deck_run.findings.extend(decks::one_currency(first, other, around, run));
            }
        }
        let traffic = deck_run.traffic(self.traffic.as_deref())?;
        let [(first, _), ..] = opened.as_slice() else { return Ok(show(console, &deck_run, "")) };
        if !deck_run.is_sound() || opened.len() < paths.len() {
            return Ok(show(console, &deck_run, ""));
        }
        let mut held: Vec<Vec<RateLine>> = Vec::new();
        for ((deck, _), path) in opened.iter().zip(&paths) {
            one_flow(path, deck.lines())?;
            held.extend(self.on.map(|on| export::in_force(deck, on)).transpose()?);
        }
        let offers: Vec<DeckOffer<'_>> = opened
            .iter()
            .enumerate()
            .map(|(at, (deck, _))| DeckOffer {
                lines: held.get(at).map_or(deck.lines(), Vec::as_slice),
                classless: deck.assumed().contains(&"route"),
            })
            .collect();
        let asked = traffic.as_ref().map(TrafficList::codes).unwrap_or_default();
        let table = Offers::of(&offers, &asked);
        if traffic.is_some() {
            one_kind(&table)?;
        }
        if self.call.is_none() {
            by_the_minute(&table)?;
        }
        let names = names(&paths);
        let currency = first.currency.to_string();
        let measure = self.call.map_or(OfferMeasure::Minute, OfferMeasure::Calls);
        let named =
            NamedOffers { offers: &table, names: &names, currency: &currency, measure, traffic: traffic.as_ref() };
        let text = match (self.format, &self.sell) {
            (Form::Human, None) => visible_lines(&rate_offers::offers(&named)).into_bytes(),
            (Form::Human, Some(_)) => visible_lines(&rate_offers::margins(&named)).into_bytes(),
            (Form::Csv, None) => rate_offers::offers_csv(&named)?,
            (Form::Csv, Some(_)) => rate_offers::margins_csv(&named)?,
            (Form::Json, sell) => {
                let value =
                    if sell.is_some() { rate_offers::margins_json(&named) } else { rate_offers::offers_json(&named) };
                visible_json(&format!("{value:#}\n")).into_bytes()
            }
        };
        if !console.quiet {
            console.say(&self.notes(&table, &offers, &names));
        }
        Ok(show(console, &deck_run, "").max(console.print(&text)))
    }

    /// What the table leaves out of account.
    fn notes(&self, table: &Offers<'_>, offers: &[DeckOffer<'_>], names: &[String]) -> String {
        let mut out = String::new();
        let differ = |lines: &[Option<&RateLine>]| {
            let mut increments = lines.iter().flatten().map(|line| line.increment);
            increments.next().is_some_and(|first| increments.any(|other| other != first))
        };
        let apart = table.rows().filter(|(_, lines)| differ(lines)).count();
        if self.call.is_none() && apart > 0 {
            out.push_str(&format!(
                "note: {apart} codes are billed by different increments, which the price of a minute does not show; see --call \
                 SECONDS\n"
            ));
        }
        for (offer, name) in offers.iter().zip(names) {
            let dated = offer.lines.iter().filter(|line| line.effective.known().is_some()).count();
            if self.on.is_none() && dated > 0 {
                out.push_str(&format!(
                    "note: {} rates of {} begin on a day of their own; the last to begin is compared; see --on DATE\n",
                    dated,
                    visible(name)
                ));
            }
        }
        if table.rows().all(|(_, lines)| lines.iter().flatten().count() < 2) {
            out.push_str("note: no two decks price the same calls: their codes, route classes or origins differ\n");
        }
        out
    }
}

/// Refuses a deck of several flows, which may have several prices for one call.
fn one_flow(path: &Path, lines: &[RateLine]) -> Result<(), Failure> {
    let other = lines.windows(2).find(|pair| matches!(pair, [one, other] if one.flow != other.flow));
    match other {
        Some([one, other]) => Err(Failure(format!(
            "cannot compare {}: it prices the flows {} and {}; give each its deck",
            path.display(),
            one.flow,
            other.flow
        ))),
        _ => Ok(()),
    }
}

/// What decks are called: by their file alone where that tells them apart.
fn names(paths: &[&Path]) -> Vec<String> {
    let short = |path: &Path| path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let count = |name: &str| paths.iter().filter(|path| short(path) == name).count();
    paths
        .iter()
        .map(|path| {
            let name = short(path);
            if count(&name) == 1 { name } else { path.display().to_string() }
        })
        .collect()
}
