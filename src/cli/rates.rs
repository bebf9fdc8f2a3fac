//! `peerpact rates`: judge rate decks, compare them, give notice of what changed, count them, and write them anew.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::cli::console::Console;
use crate::cli::judging::{Judging, Policies};
use crate::cli::progress::Progress;
use crate::cli::{Exit, Fault, day};
use crate::deal::date::Moment;
use crate::diagnostic::{Finding, Level};
use crate::output::Batch;
use crate::pipeline::decks::{self, Around, Noticed, Opened, Terms};
use crate::pipeline::{self, Options};
use crate::rates::compare::{Change, compare};
use crate::rates::{stats, write};
use crate::render::Format;
use crate::{input, report};

/// Check rate decks, compare two, give notice of changes, count, or write a deck in another format.
#[derive(Debug, Args)]
#[command(
    after_help = "A deck is a CSV, XLSX or open-rate-card JSON file. What it does not say of itself, a deal says: --deal DEAL."
)]
pub(super) struct Rates {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check decks, by themselves or against a deal.
    Check(Check),
    /// Show what changes from one deck to another, and whether the deal's notice is kept.
    Diff(Diff),
    /// Draft the notice of what changes from one deck to another, and the deck in force on a day.
    Notice(Notice),
    /// Count a deck: destinations, codes, median and spread, cheapest and dearest, short calls.
    Stats(Counted),
    /// Write a deck as CSV by dial code, or as open-rate-card JSON.
    Export(Export),
}

#[derive(Debug, Args)]
struct With {
    /// Deal that says what a deck does not: flow, route, increment, columns.
    #[arg(long, value_name = "DEAL")]
    deal: Option<PathBuf>,

    /// Flow that the deck prices, where neither deck nor deal says.
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,
}

#[derive(Debug, Args)]
struct Check {
    /// Decks.
    #[arg(required = true, value_name = "DECK")]
    decks: Vec<PathBuf>,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    judging: Judging,
}

#[derive(Debug, Args)]
struct Diff {
    /// Deck in force.
    old: PathBuf,

    /// Deck that follows it.
    new: PathBuf,

    #[command(flatten)]
    with: With,

    /// When the new deck arrived, as a day or a moment with its offset [default: end of the day of --as-of].
    #[arg(long, value_name = "MOMENT", value_parser = received)]
    received: Option<Timestamp>,

    #[command(flatten)]
    judging: Judging,
}

#[derive(Debug, Args)]
struct Notice {
    /// Deck in force.
    old: PathBuf,

    /// Deck that follows it.
    new: PathBuf,

    /// Deal under which notice is given.
    #[arg(long, value_name = "DEAL")]
    deal: PathBuf,

    /// Flow that the decks price, where neither they nor the deal say.
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,

    /// When the notice arrives at the latest, as a day or a moment with its offset [default: end of the day of --as-of].
    #[arg(long, value_name = "MOMENT", value_parser = received)]
    received: Option<Timestamp>,

    /// Also write the deck in force on this day.
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    on: Option<Date>,

    /// Formats of the letter [default: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder to write to, created if it is missing.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    #[command(flatten)]
    judging: Judging,
}

#[derive(Debug, Args)]
struct Counted {
    /// Decks.
    #[arg(required = true, value_name = "DECK")]
    decks: Vec<PathBuf>,

    #[command(flatten)]
    with: With,

    /// Print for people or one JSON document.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Form,
}

#[derive(Debug, Args)]
struct Export {
    /// Deck.
    deck: PathBuf,

    /// Format to write.
    #[arg(long = "to", short, value_name = "FORMAT", default_value = "csv")]
    to: DeckFormat,

    #[command(flatten)]
    with: With,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DeckFormat {
    /// Comma-separated values, a row a dial code.
    Csv,
    /// Open-rate-card 1.0.0.
    Json,
}

/// A day counts to its end, so that notice is not thought longer than it was.
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

type Failed = Box<dyn std::error::Error>;

impl Rates {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let done = match &self.command {
            Command::Check(args) => args.run(console),
            Command::Diff(args) => args.run(console),
            Command::Notice(args) => args.run(console),
            Command::Stats(args) => args.run(console),
            Command::Export(args) => args.run(console),
        };
        done.unwrap_or_else(|error| console.fault(error.as_ref()))
    }
}

/// What is said around the decks; `None` where the deal has faults.
fn around(deal: Option<&Path>, flow: Option<&String>, findings: &mut Vec<Finding>) -> Result<Option<Around>, Failed> {
    let source = deal.map(input::read).transpose()?;
    let around = Around::read(source.as_ref(), flow.cloned(), findings);
    if let (Some(Around { file: Some(file), flow: Some(flow) }), true) = (&around, deal.is_some())
        && !file.deal.scope.flows.contains_key(flow)
    {
        let known: Vec<&str> = file.deal.scope.flows.keys().map(String::as_str).collect();
        return Err(Fault(format!("the deal has no flow `{flow}`; its flows are {}", known.join(", "))).into());
    }
    Ok(around)
}

/// Opens both decks of a comparison.
fn both(old: &Path, new: &Path, around: &Around, findings: &mut Vec<Finding>) -> Option<(Opened, Opened)> {
    let (one, other) = (decks::open(old, around, findings), decks::open(new, around, findings));
    // What is odd in a deck is another command's business.
    findings.retain(|finding| finding.level == Level::Error);
    Some((one?, other?))
}

fn terms(received: Option<Timestamp>, options: &Options, on: Option<Date>) -> Result<Terms, Fault> {
    let received = received.or_else(|| end_of(options.as_of));
    let received = received.ok_or_else(|| Fault("the day of --as-of is beyond the calendar".into()))?;
    Ok(Terms { received, on })
}

impl Check {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let options = self.judging.options(false, Vec::new())?;
        let library = pipeline::load(&options)?;
        let mut policies = Policies::default();
        let mut findings = library.findings.clone();
        let around = around(self.with.deal.as_deref(), self.with.flow.as_ref(), &mut findings)?;
        let progress = Progress::over(console, self.decks.len());
        for deck in around.iter().flat_map(|_| &self.decks) {
            progress.begin(&deck.display().to_string());
            let options = self.judging.options_for(deck, &options, &mut policies)?;
            if let Some(around) = &around {
                findings.extend(decks::check(deck, around, &library, &options));
            }
            progress.end();
        }
        drop(progress);
        Ok(self.judging.report(console, &policies, self.decks.len(), &findings, ""))
    }
}

impl Diff {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let options = self.judging.options(false, Vec::new())?;
        let terms = terms(self.received, &options, None)?;
        let mut findings = Vec::new();
        let around = around(self.with.deal.as_deref(), self.with.flow.as_ref(), &mut findings)?;
        let opened = around.as_ref().and_then(|around| both(&self.old, &self.new, around, &mut findings));
        let mut exit = Exit::Clean;
        if let (Some(around), Some((old, new))) = (&around, &opened) {
            let changes: Vec<Change<'_>> = compare(&old.read.lines, &new.read.lines, &new.read.closed);
            let deal = around.file.as_ref().map(|file| &file.deal);
            findings.extend(decks::judge(&changes, new, deal, terms));
            let text = if self.judging.is_human() {
                report::rates::changes(&changes)
            } else {
                report::rates::changes_json(&changes)
            };
            exit = console.print(text.as_bytes());
            if !self.judging.is_human() {
                return Ok(exit.max(self.judging.exit(&findings)));
            }
        }
        Ok(exit.max(self.judging.report(console, &Policies::default(), 1, &findings, "")))
    }
}

impl Notice {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let formats = Format::ALL.into_iter().filter(|format| self.to.is_empty() || self.to.contains(format)).collect();
        let mut policies = Policies::default();
        let options = self.judging.options(false, formats)?;
        let options = self.judging.options_for(&self.deal, &options, &mut policies)?;
        let library = pipeline::load(&options)?;
        let terms = terms(self.received, &options, self.on)?;
        let mut findings = library.findings.clone();
        let around = around(Some(&self.deal), self.flow.as_ref(), &mut findings)?;
        let opened = around.as_ref().and_then(|around| both(&self.old, &self.new, around, &mut findings));
        let Some(stem) = self.new.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else {
            return Err(Fault(format!("cannot name the notice after {}: it names no file", self.new.display())).into());
        };
        let mut said = String::new();
        if let (Some(around), Some((old, new))) = (&around, &opened) {
            let progress = Progress::over(console, 1);
            progress.begin(&self.new.display().to_string());
            let Noticed { findings: found, files } =
                decks::give_notice((old, new), &stem, around, &library, &options, terms);
            drop(progress);
            findings.extend(found);
            if files.is_empty() || self.judging.exit(&findings) != Exit::Clean {
                said = "no notice is written\n".to_owned();
            } else {
                let inputs = [self.old.as_path(), self.new.as_path(), self.deal.as_path()];
                let mut batch = Batch::replacing(input::resolved(inputs));
                for file in &files {
                    batch.add(&self.output.join(format!("{stem}.{}", file.suffix)), &file.bytes)?;
                }
                for path in batch.commit()? {
                    said.push_str(&format!("wrote {}\n", visible(&path.display().to_string())));
                }
            }
        }
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}

impl Counted {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let mut findings = Vec::new();
        let around = around(self.with.deal.as_deref(), self.with.flow.as_ref(), &mut findings)?;
        let (mut text, mut values, mut all) = (String::new(), Vec::new(), Vec::new());
        for deck in around.iter().flat_map(|_| &self.decks) {
            let Some(opened) = around.as_ref().and_then(|around| decks::open(deck, around, &mut findings)) else {
                continue;
            };
            let figures = stats::of(&opened.read.lines);
            let currency = opened.read.currency.map_or_else(String::new, |currency| currency.to_string());
            let name = deck.display().to_string();
            text.push_str(&report::rates::stats(&name, &currency, &figures));
            values.push(report::rates::stats_json(&name, &currency, &figures));
            all.push(opened.read);
        }
        // Two decks are an earlier and a later one.
        let mut changed = None;
        if let [old, new] = all.as_slice() {
            let changes = compare(&old.lines, &new.lines, &new.closed);
            text.push_str(&format!("from the first to the second: {}", report::rates::counts(&changes)));
            changed = Some(report::rates::counts_json(&changes));
        }
        if self.format == Form::Json {
            text = visible_json(&format!("{:#}\n", json!({ "version": 1, "decks": values, "changes": changed })));
        }
        Ok(show(console, &text, findings))
    }
}

impl Export {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let mut findings = Vec::new();
        let around = around(self.with.deal.as_deref(), self.with.flow.as_ref(), &mut findings)?;
        let mut bytes = Vec::new();
        if let Some(opened) = around.as_ref().and_then(|around| decks::open(&self.deck, around, &mut findings))
            && let Some(currency) = opened.read.currency
        {
            let lines = &opened.read.lines;
            let name =
                self.deck.file_stem().map_or_else(|| "deck".to_owned(), |stem| stem.to_string_lossy().into_owned());
            bytes = match self.to {
                DeckFormat::Csv => write::prefixes(lines, currency)?,
                DeckFormat::Json => write::open_rate_card(lines, currency, &name, day::as_of(None)?),
            };
        }
        let exit = show(console, "", findings);
        Ok(if bytes.is_empty() { exit } else { exit.max(console.print(&bytes)) })
    }
}

/// Prints what was asked for, and what stood in the way of it.
fn show(console: &Console, text: &str, mut findings: Vec<Finding>) -> Exit {
    findings.retain(|finding| finding.level == Level::Error);
    console.say(&report::human::render(&findings, console.look));
    let found = if findings.is_empty() { Exit::Clean } else { Exit::Findings };
    found.max(console.print(text.as_bytes()))
}
