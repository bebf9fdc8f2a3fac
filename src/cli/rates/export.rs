//! `peerpact rates export`: writes a deck in another format.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{DeckRun, Failed, With, show};
use crate::cli::console::Console;
use crate::cli::judging::Weighing;
use crate::cli::printing::listed;
use crate::cli::{Exit, Failure, day};
use crate::input;
use crate::output::Batch;
use crate::pipeline::export::{self, ExportLayout, ExportTerms, ExportedDeck};
use crate::rates::write;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DeckFormat {
    /// Comma-separated values, a row a dial code.
    Csv,
    /// Open-rate-card 1.0.0.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Deck.
    deck: PathBuf,

    /// Format to write.
    #[arg(long = "to", short, value_name = "FORMAT", default_value = "csv")]
    to: DeckFormat,

    /// Layout of a billing system, such as astpp, cgrates or yeti, or a file with a layout of your own, such as ./ours.yaml.
    #[arg(long = "as", value_name = "LAYOUT", conflicts_with = "to")]
    layout: Option<String>,

    /// Write the rates that hold on this day alone.
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    on: Option<Date>,

    /// Write codes that are closed, too, so that a system which keeps what is missing closes them.
    #[arg(long, requires = "layout")]
    closed: bool,

    /// Folder to write to, created if it is missing [default: standard output].
    #[arg(long = "output", short, value_name = "DIR", requires = "layout")]
    output: Option<PathBuf>,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long, requires = "output")]
    overwrite: bool,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    weighing: Weighing,
}

impl Export {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library, 1)?;
        let layout = match &self.layout {
            Some(name) => {
                let Some(layout) = ExportLayout::named(name, &library, &mut deck_run.findings)? else {
                    return Ok(show(console, &deck_run, ""));
                };
                Some(layout)
            }
            None => None,
        };
        let (opened, _) = deck_run.deck(&self.deck)?;
        let Some(opened) = opened.filter(|_| deck_run.is_sound()) else { return Ok(show(console, &deck_run, "")) };
        let stem = self.deck.file_stem().map_or_else(|| "deck".to_owned(), |stem| stem.to_string_lossy().into_owned());
        // The ending of a packed deck, such as `.gz`, does not belong to its name.
        let stem = stem.strip_suffix(".csv").map_or(stem.clone(), str::to_owned);
        if let Some(layout) = layout {
            let terms = ExportTerms { name: &stem, on: self.on, closed: self.closed, as_of: self.weighing.as_of()? };
            return self.laid_out(console, &mut deck_run, &export::lay_out(&opened, &layout, terms)?, &stem);
        }
        let held = self.on.map(|on| export::in_force(&opened, on)).transpose()?;
        let lines = held.as_deref().unwrap_or(opened.lines());
        let bytes = match self.to {
            DeckFormat::Csv => write::prefixes(lines, opened.currency, opened.assumed())?,
            DeckFormat::Json => {
                write::open_rate_card(lines, opened.currency, opened.assumed(), &stem, self.weighing.as_of()?)
            }
        };
        Ok(show(console, &deck_run, "").max(console.print(&bytes)))
    }

    /// Writes the files of a layout, and tells what it cannot hold.
    fn laid_out(
        &self,
        console: &Console,
        deck_run: &mut DeckRun<'_>,
        exported: &ExportedDeck,
        stem: &str,
    ) -> Result<Exit, Failed> {
        deck_run.findings.extend(exported.findings.iter().cloned());
        let notes: String = exported.notes.iter().map(|note| format!("note: {note}\n")).collect();
        let found = self.weighing.tell(console, &deck_run.policies, 0, &deck_run.findings, &notes);
        if exported.files.is_empty() || found != Exit::Clean {
            return Ok(found);
        }
        let Some(folder) = &self.output else {
            let [(_, bytes)] = exported.files.as_slice() else {
                return Err(Failure("this layout is several files: say where they go, with -o DIR".into()).into());
            };
            return Ok(found.max(console.print(bytes)));
        };
        let inputs = [Some(self.deck.as_path()), deck_run.deal].into_iter().flatten();
        let mut batch = Batch::drafts(input::resolved(inputs), self.overwrite);
        for (suffix, bytes) in &exported.files {
            batch.add(&folder.join(format!("{stem}.{suffix}")), bytes)?;
        }
        let wrote = listed(&batch.commit()?);
        if !console.quiet {
            console.say(&wrote);
        }
        Ok(found)
    }
}
