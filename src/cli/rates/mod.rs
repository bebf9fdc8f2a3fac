//! `peerpact rates`: judges rate decks, compares them, gives notice of changes, counts them, and exports them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

mod answer;
mod check;
mod compare;
mod diff;
mod export;
mod notice;
mod profile;
mod reading;
mod stats;

use crate::budget::DECKS_ROWS;
use crate::characters::without_commands;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::libraries::Libraries;
use crate::cli::{Exit, Failure, day};
use crate::deal::date::Moment;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::deck_reading::Columns;
use crate::deal::money::Currency;
use crate::diagnostic::{Finding, Level};
use crate::pipeline::decks::{self, Around, JudgedDeck, Opened};
use crate::rates::offers::{DeckOffer, OfferMeasure, Offers};
use crate::rates::traffic::{TrafficCost, TrafficList};
use crate::rates::{LIMIT, Setting};
use crate::rules::Run;
use crate::{input, report};

/// Check rate decks, compare them, give notice of changes, count, or write a deck in another format.
#[derive(Debug, Args)]
#[command(
    after_help = "A deck is a CSV, XLSX, ODS or open-rate-card JSON file. What it does not say of itself is said by flags, by a profile \
                  (--profile FILE, which `rates profile` writes), or by a deal (--deal DEAL)."
)]
pub(super) struct RatesArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check decks, by themselves or against a deal.
    Check(check::CheckDecksArgs),
    /// Show what changes from one deck to another, and whether the deal's notice is kept.
    Diff(diff::Diff),
    /// Show decks of several suppliers side by side: who asks least for each code, or what a sell deck earns over them.
    Compare(compare::Compare),
    /// Draft the notice of what changes from one deck to another, and the deck in force on a day.
    Notice(notice::Notice),
    /// Answer a Rate Notice that came: each row accepted, or refused with the ground; a letter and a list.
    Answer(answer::AnswerArgs),
    /// Count a deck: destinations, codes, median and spread, cheapest and dearest, short calls.
    Stats(stats::Counted),
    /// Write a deck as CSV by dial code, or as open-rate-card JSON.
    Export(export::Export),
    /// Write a profile of a deck: how it is read, with what it leaves open.
    Profile(profile::ProfileArgs),
}

#[derive(Debug, Args)]
struct With {
    /// Deal that says what a deck does not: flow, route, increment, columns.
    #[arg(long, value_name = "DEAL")]
    deal: Option<PathBuf>,

    /// Flow that the deck prices, where neither deck nor deal says.
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,

    #[command(flatten)]
    reading: Reading,
}

/// Reads a day or a moment. A day counts to its end, so that the notice is not overestimated.
fn received(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Moment>() {
        return moment.timestamp().ok_or_else(|| format!("`{text}` is beyond the calendar"));
    }
    let day = day::parse(text)
        .map_err(|_| format!("`{text}` is neither a day nor a moment; write 2027-01-31 or 2027-01-31T09:00:00Z"))?;
    end_of(day).ok_or_else(|| format!("`{text}` is beyond the calendar"))
}

fn end_of(day: Date) -> Option<Timestamp> {
    Some(day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

use reading::Reading;

type Failed = Box<dyn std::error::Error>;

impl RatesArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let done = match &self.command {
            Command::Check(args) => args.run(console),
            Command::Diff(args) => args.run(console),
            Command::Compare(args) => args.run(console),
            Command::Notice(args) => args.run(console),
            Command::Answer(args) => args.run(console),
            Command::Stats(args) => args.run(console),
            Command::Export(args) => args.run(console),
            Command::Profile(args) => args.run(console),
        };
        done.unwrap_or_else(|error| console.fault(error.as_ref()))
    }
}

/// What the decks of a run are read and judged by.
struct DeckRun<'a> {
    /// What is said around the decks; none where the deal has faults.
    around: Option<Around>,
    /// How each deck is read that is still to come, where they are read by profiles of their own.
    profiles: std::vec::IntoIter<DeckProfile>,
    deal: Option<&'a Path>,
    weighing: &'a Weighing,
    library: &'a Libraries,
    policies: PolicyCache,
    /// Rates of the decks so far, which the run holds together.
    rates: usize,
    /// The findings so far. Findings on decks that stop nothing are left to `rates check`.
    findings: Vec<Finding>,
}

impl<'a> DeckRun<'a> {
    fn open(
        deal: Option<&'a Path>,
        flow: Option<&String>,
        reading: &Reading,
        weighing: &'a Weighing,
        library: &'a Libraries,
        decks: usize,
    ) -> Result<Self, Failed> {
        let mut findings = library.findings.clone();
        let source = deal.map(input::read).transpose()?;
        let profiles = reading.profiles(decks, &mut findings)?;
        let around = Around::read(source.as_ref(), flow.cloned(), &mut findings);
        let around = around.zip(profiles.first().cloned()).map(|(around, profile)| Around { profile, ..around });
        if let Some(Around { file: Some(file), flow, .. }) = &around {
            if let Some(flow) = flow
                && !file.deal.scope.flows.contains_key(flow)
            {
                let known: Vec<&str> = file.deal.scope.flows.keys().map(String::as_str).collect();
                return Err(
                    Failure(format!("the deal has no flow `{flow}`; its flows are {}", known.join(", "))).into()
                );
            }
            let other = |currency: &Currency| *currency != file.deal.rates.currency;
            if let Some(currency) = profiles.iter().filter_map(|profile| profile.currency).find(other) {
                let deal = file.deal.rates.currency;
                return Err(
                    Failure(format!("the rates of the deal are in {deal}, and cannot be read as {currency}")).into()
                );
            }
        }
        Ok(Self {
            around,
            profiles: profiles.into_iter(),
            deal,
            weighing,
            library,
            policies: PolicyCache::default(),
            rates: 0,
            findings,
        })
    }

    /// The settings for judging the next deck: the policy of the deal's folder, if one is named, made stricter by that of the
    /// deck's folder; and its profile, if it has one of its own.
    fn judged_by(&mut self, deck: &Path) -> Result<Run<'a>, Failed> {
        if let (Some(around), Some(profile)) = (&mut self.around, self.profiles.next()) {
            around.profile = profile;
        }
        let paths: Vec<&Path> = self.deal.into_iter().chain([deck]).collect();
        self.weighing.run(&paths, self.library, &mut self.policies)
    }

    /// Reads and judges a deck to work with, and returns how it was judged. Only findings that stop the run are kept, and those on
    /// money that what comes out does not hold.
    fn deck(&mut self, path: &Path) -> Result<(Option<Opened>, Run<'a>), Failed> {
        let run = self.judged_by(path)?;
        let Some(around) = &self.around else { return Ok((None, run)) };
        let JudgedDeck { mut findings, deck } = decks::judge(path, around, &run);
        findings.retain(|finding| self.weighing.stops(finding) || loses_money(finding));
        self.rates += deck.as_ref().map_or(0, |deck| deck.lines().len());
        if self.rates > DECKS_ROWS {
            let fact = format!("the decks up to {} have more than {DECKS_ROWS} rows together", path.display());
            findings.push(Finding::error("DECK001", fact).help("compare parts of them, such as one country of each"));
        }
        let is_sound = self.weighing.are_sound(&findings);
        self.findings.append(&mut findings);
        Ok((deck.filter(|_| is_sound), run))
    }

    /// A deck that follows another, made whole if it lists changes only. What is wrong with comparing the two is kept.
    fn after(&mut self, old: Option<&Opened>, new: Option<Opened>, run: &Run<'_>) -> Option<Opened> {
        let (Some(old), Some(around)) = (old, &self.around) else { return new };
        let new = new?;
        self.findings.extend(decks::judge_pair(old, &new, around, run));
        Some(decks::completed(old, new, around))
    }

    /// Reads the minutes by dial code, if a file is named. `None` if it has faults, too.
    fn traffic(&mut self, path: Option<&Path>) -> Result<Option<TrafficList>, Failed> {
        let Some(path) = path else { return Ok(None) };
        let bytes = input::bytes(path, LIMIT)?;
        let columns = Columns::default();
        Ok(TrafficList::read(&bytes, &path.display().to_string(), &Setting::new(&columns), &mut self.findings))
    }

    /// What traffic costs at an earlier deck and at the one that follows it.
    fn change_cost(
        traffic: &TrafficList,
        old: &Opened,
        new: &Opened,
        call: Option<u32>,
    ) -> Result<TrafficCost, Failed> {
        let offers =
            [old, new].map(|deck| DeckOffer { lines: deck.lines(), classless: deck.assumed().contains(&"route") });
        let table = Offers::of(&offers, &traffic.codes());
        one_kind(&table)?;
        if call.is_none() {
            by_the_minute(&table)?;
        }
        Ok(traffic.cost(&table, call.map_or(OfferMeasure::Minute, OfferMeasure::Calls)))
    }

    /// Whether no error was found, so that the run may continue.
    fn is_sound(&self) -> bool {
        self.weighing.are_sound(&self.findings)
    }
}

impl With {
    /// What a run over so many decks reads and judges them by.
    fn deck_run<'a>(
        &'a self,
        weighing: &'a Weighing,
        library: &'a Libraries,
        decks: usize,
    ) -> Result<DeckRun<'a>, Failed> {
        DeckRun::open(self.deal.as_deref(), self.flow.as_ref(), &self.reading, weighing, library, decks)
    }
}

/// Whether a finding is about money of a deck that is not read, such as a fee for each call.
fn loses_money(finding: &Finding) -> bool {
    finding.code == "DECK008" && finding.level >= Level::Warning
}

/// Refuses offers that ask for more than minutes: without the length of calls nobody knows what a minute costs there.
fn by_the_minute(offers: &Offers<'_>) -> Result<(), Failure> {
    let Some((code, line)) = offers.beside_minutes() else { return Ok(()) };
    Err(Failure(format!(
        "calls to {code} cost {} beside {} a minute, so the price of a minute depends on how long calls are; say how many seconds a call \
         lasts, with --call 180",
        line.price().beside(),
        line.rate.known().map_or_else(|| "an open price".to_owned(), ToString::to_string)
    )))
}

/// Refuses offers that price calls apart by more than their code, which traffic does not tell.
fn one_kind(offers: &Offers<'_>) -> Result<(), Failure> {
    if offers.kinds() < 2 {
        return Ok(());
    }
    Err(Failure(
        "the decks price calls apart by route class, origin, jurisdiction or time, which the traffic does not tell; compare decks of one \
         kind of call"
            .into(),
    ))
}

fn arrival(received: Option<Timestamp>, weighing: &Weighing) -> Result<Timestamp, Failure> {
    let received = match received {
        Some(received) => Some(received),
        None => end_of(weighing.as_of()?),
    };
    received.ok_or_else(|| Failure("the day of --as-of is beyond the calendar".into()))
}

/// Prints what was asked for, and what stood in the way of it.
fn show(console: &Console, deck_run: &DeckRun<'_>, text: &str) -> Exit {
    let mut findings = deck_run.findings.clone();
    findings.retain(|finding| deck_run.weighing.stops(finding) || (!console.quiet && loses_money(finding)));
    console.say(&report::human::render(&findings, console.look));
    let found = deck_run.weighing.exit(&findings);
    found.max(console.print(without_commands(text).as_bytes()))
}
