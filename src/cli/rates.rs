//! `peerpact rates`: judges rate decks, compares them, gives notice of changes, counts them, and exports them.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache, Weighing};
use crate::cli::progress::Progress;
use crate::cli::{Exit, Failure, day};
use crate::deal::date::Moment;
use crate::diagnostic::Finding;
use crate::output::Batch;
use crate::pipeline::decks::{self, Around, JudgedDeck, Opened};
use crate::pipeline::notice::{self, Terms};
use crate::pipeline::{File, Library, Print};
use crate::rates::{stats, write};
use crate::render::Format;
use crate::rules::Run;
use crate::{input, report};

/// Check rate decks, compare two, give notice of changes, count, or write a deck in another format.
#[derive(Debug, Args)]
#[command(
    after_help = "A deck is a CSV, XLSX or open-rate-card JSON file. What it does not say of itself, a deal says: --deal DEAL."
)]
pub(super) struct RatesArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check decks, by themselves or against a deal.
    Check(CheckDecksArgs),
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
struct CheckDecksArgs {
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

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,

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

    #[command(flatten)]
    weighing: Weighing,

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

    #[command(flatten)]
    weighing: Weighing,
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

type Failed = Box<dyn std::error::Error>;

impl RatesArgs {
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

/// What the decks of a run are read and judged by.
struct DeckRun<'a> {
    /// What is said around the decks; none where the deal has faults.
    around: Option<Around>,
    deal: Option<&'a Path>,
    weighing: &'a Weighing,
    library: &'a Library,
    policies: PolicyCache,
    /// The findings so far. Findings on decks that stop nothing are left to `rates check`.
    findings: Vec<Finding>,
}

impl<'a> DeckRun<'a> {
    fn open(
        deal: Option<&'a Path>,
        flow: Option<&String>,
        weighing: &'a Weighing,
        library: &'a Library,
    ) -> Result<Self, Failed> {
        let mut findings = library.findings.clone();
        let source = deal.map(input::read).transpose()?;
        let around = Around::read(source.as_ref(), flow.cloned(), &mut findings);
        if let (Some(Around { file: Some(file), flow: Some(flow) }), true) = (&around, deal.is_some())
            && !file.deal.scope.flows.contains_key(flow)
        {
            let known: Vec<&str> = file.deal.scope.flows.keys().map(String::as_str).collect();
            return Err(Failure(format!("the deal has no flow `{flow}`; its flows are {}", known.join(", "))).into());
        }
        Ok(Self { around, deal, weighing, library, policies: PolicyCache::default(), findings })
    }

    /// The settings for judging a deck: the policy of the deal's folder, if one is named, made stricter by that of the
    /// deck's folder.
    fn judged_by(&mut self, deck: &Path) -> Result<Run<'a>, Failed> {
        let paths: Vec<&Path> = self.deal.into_iter().chain([deck]).collect();
        self.weighing.run(&paths, self.library, &mut self.policies)
    }

    /// Reads and judges a deck to work with, and returns how it was judged. Only findings that stop the run are kept.
    fn deck(&mut self, deck: &Path) -> Result<(Option<Opened>, Run<'a>), Failed> {
        let run = self.judged_by(deck)?;
        let Some(around) = &self.around else { return Ok((None, run)) };
        let JudgedDeck { mut findings, deck } = decks::judge(deck, around, &run);
        findings.retain(|finding| self.weighing.stops(finding));
        let is_sound = findings.is_empty();
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

    /// Whether no error was found, so that the run may continue.
    fn is_sound(&self) -> bool {
        self.weighing.are_sound(&self.findings)
    }
}

impl With {
    fn deck_run<'a>(&'a self, weighing: &'a Weighing, library: &'a Library) -> Result<DeckRun<'a>, Failed> {
        DeckRun::open(self.deal.as_deref(), self.flow.as_ref(), weighing, library)
    }
}

fn arrival(received: Option<Timestamp>, weighing: &Weighing) -> Result<Timestamp, Failure> {
    let received = match received {
        Some(received) => Some(received),
        None => end_of(weighing.as_of()?),
    };
    received.ok_or_else(|| Failure("the day of --as-of is beyond the calendar".into()))
}

impl CheckDecksArgs {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let mut deck_run = self.with.deck_run(weighing, &library)?;
        let progress = Progress::over(console, self.decks.len());
        for deck in &self.decks {
            progress.begin(&deck.display().to_string());
            let run = deck_run.judged_by(deck)?;
            if let Some(around) = &deck_run.around {
                deck_run.findings.extend(decks::judge(deck, around, &run).findings);
            }
            progress.end();
        }
        drop(progress);
        Ok(self.judging.report(console, &deck_run.policies, self.decks.len(), &deck_run.findings, ""))
    }
}

impl Diff {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let received = arrival(self.received, weighing)?;
        let mut deck_run = self.with.deck_run(weighing, &library)?;
        let (old, _) = deck_run.deck(&self.old)?;
        let (new, run) = deck_run.deck(&self.new)?;
        let new = deck_run.after(old.as_ref(), new, &run);
        let mut changes = None;
        if let (Some(old), Some(new), true) = (&old, &new, deck_run.is_sound())
            && let Some(around) = &deck_run.around
        {
            let found = decks::changes(old, new);
            deck_run.findings.extend(decks::judge_changes(&found, new, around, &run, received));
            changes = Some(found);
        }
        let (findings, policies) = (&deck_run.findings, &deck_run.policies);
        let changes = changes.as_deref();
        match self.judging.format {
            report::ReportFormat::Human => {
                let text = changes.map_or_else(String::new, report::rates::changes);
                Ok(console.print(text.as_bytes()).max(self.judging.report(console, policies, 1, findings, "")))
            }
            report::ReportFormat::Json => {
                let text = report::rates::changes_json(changes, findings, policies.judged());
                Ok(console.print(text.as_bytes()).max(self.judging.exit(findings)))
            }
            report::ReportFormat::Sarif | report::ReportFormat::Github => {
                Ok(self.judging.report(console, policies, 1, findings, ""))
            }
        }
    }
}

impl Notice {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let received = arrival(self.received, weighing)?;
        let Some(stem) = self.new.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else {
            return Err(
                Failure(format!("cannot name the notice after {}: it names no file", self.new.display())).into()
            );
        };
        let mut deck_run = DeckRun::open(Some(&self.deal), self.flow.as_ref(), weighing, &library)?;
        let (old, _) = deck_run.deck(&self.old)?;
        let (new, run) = deck_run.deck(&self.new)?;
        let new = deck_run.after(old.as_ref(), new, &run);
        let mut files = Vec::new();
        if let (Some(old), Some(new), true) = (&old, &new, deck_run.is_sound())
            && let Some(around) = &deck_run.around
        {
            let progress = Progress::over(console, 1);
            progress.begin(&self.new.display().to_string());
            let formats =
                Format::ALL.into_iter().filter(|format| self.to.is_empty() || self.to.contains(format)).collect();
            let print = Print { formats, ..Print::default() };
            let terms = Terms { stem: &stem, received, on: self.on };
            let noticed = notice::draft((old, new), around, &run, &print, terms)?;
            drop(progress);
            deck_run.findings.extend(noticed.findings);
            files = noticed.files;
        }
        let mut fault: Option<Failed> = None;
        let mut said = String::new();
        if files.is_empty() || !deck_run.is_sound() {
            said = "no notice is written\n".to_owned();
        } else {
            match self.write(&stem, &files) {
                Ok(written) => said = written,
                Err(error) => fault = Some(error),
            }
        }
        let found = self.judging.report(console, &deck_run.policies, 1, &deck_run.findings, &said);
        // Said last, below what may be a long report: it is why the files are not there.
        Ok(found.max(fault.map_or(Exit::Clean, |error| console.fault(error.as_ref()))))
    }

    /// Writes the files of a notice, and lists them.
    fn write(&self, stem: &str, files: &[File]) -> Result<String, Failed> {
        let inputs = [self.old.as_path(), self.new.as_path(), self.deal.as_path()];
        let mut batch = Batch::drafts(input::resolved(inputs), self.overwrite);
        for file in files {
            batch.add(&self.output.join(format!("{stem}.{}", file.suffix)), &file.bytes)?;
        }
        let written = batch.commit()?;
        Ok(written.iter().map(|path| format!("wrote {}\n", visible(&path.display().to_string()))).collect())
    }
}

impl Counted {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library)?;
        let (mut text, mut values, mut all) = (String::new(), Vec::new(), Vec::new());
        for deck in &self.decks {
            let (Some(opened), run) = deck_run.deck(deck)? else { continue };
            let figures = stats::of(opened.lines());
            let currency = opened.currency.to_string();
            let name = deck.display().to_string();
            text.push_str(&report::rates::stats(&name, &currency, &figures));
            values.push(report::rates::stats_json(&name, &currency, &figures));
            let first = all.first().map(|(opened, _)| opened).filter(|_| self.decks.len() == 2);
            let whole = deck_run.after(first, Some(opened), &run);
            all.extend(whole.map(|opened| (opened, run)));
        }
        // Two decks are an earlier and a later one; a deck with faults is not compared.
        let mut changed = None;
        if let ([(old, _), (new, run)], 2, true) = (all.as_slice(), self.decks.len(), deck_run.is_sound())
            && let Some(around) = &deck_run.around
        {
            let changes = decks::changes(old, new);
            let received = arrival(None, &self.weighing)?;
            deck_run.findings.extend(decks::judge_changes(&changes, new, around, run, received));
            text.push_str(&format!("from the first to the second: {}", report::rates::counts(&changes)));
            changed = Some(report::rates::counts_json(&changes));
        }
        if self.format == Form::Json {
            text = visible_json(&format!("{:#}\n", json!({ "version": 1, "decks": values, "changes": changed })));
        }
        Ok(show(console, &deck_run, &text))
    }
}

impl Export {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library)?;
        let mut bytes = Vec::new();
        let (opened, _) = deck_run.deck(&self.deck)?;
        if let (Some(opened), true) = (&opened, deck_run.is_sound()) {
            let name =
                self.deck.file_stem().map_or_else(|| "deck".to_owned(), |stem| stem.to_string_lossy().into_owned());
            bytes = match self.to {
                DeckFormat::Csv => write::prefixes(opened.lines(), opened.currency)?,
                DeckFormat::Json => {
                    write::open_rate_card(opened.lines(), opened.currency, &name, self.weighing.as_of()?)
                }
            };
        }
        let exit = show(console, &deck_run, "");
        Ok(if bytes.is_empty() { exit } else { exit.max(console.print(&bytes)) })
    }
}

/// Prints what was asked for, and what stood in the way of it.
fn show(console: &Console, deck_run: &DeckRun<'_>, text: &str) -> Exit {
    let mut findings = deck_run.findings.clone();
    findings.retain(|finding| deck_run.weighing.stops(finding));
    console.say(&report::human::render(&findings, console.look));
    let found = if findings.is_empty() { Exit::Clean } else { Exit::Findings };
    found.max(console.print(text.as_bytes()))
}
