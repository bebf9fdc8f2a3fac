//! `peerpact rates notice`: drafts the notice of what changes from one deck to another.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::reading::Reading;
use super::{DeckRun, Failed, arrival, received};
use crate::cli::console::Console;
use crate::cli::fonts::FontArgs;
use crate::cli::judging::Judging;
use crate::cli::printing::Printing;
use crate::cli::progress::Progress;
use crate::cli::{Exit, Failure, day};
use crate::pipeline::Print;
use crate::pipeline::notice::{self, Terms};

#[derive(Debug, Args)]
pub(super) struct Notice {
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

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    fonts: FontArgs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    judging: Judging,
}

impl Notice {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let received = arrival(self.received, weighing)?;
        let Some(stem) = self.new.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else {
            return Err(
                Failure(format!("cannot name the notice after {}: it names no file", self.new.display())).into()
            );
        };
        let mut deck_run = DeckRun::open(Some(&self.deal), self.flow.as_ref(), &self.reading, weighing, &library, 2)?;
        let (old, _) = deck_run.deck(&self.old)?;
        let (new, run) = deck_run.deck(&self.new)?;
        let new = deck_run.after(old.as_ref(), new, &run);
        let mut files = Vec::new();
        if let (Some(old), Some(new), true) = (&old, &new, deck_run.is_sound())
            && let Some(around) = &deck_run.around
        {
            let progress = Progress::over(console, 1);
            progress.begin(&self.new.display().to_string());
            let print = Print { faces: self.fonts.faces()?, ..self.printing.print() };
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
            match self.printing.write_as(stem.as_ref(), &[&self.old, &self.new, &self.deal], &files) {
                Ok(written) => said = written,
                Err(error) => fault = Some(error),
            }
        }
        let found = self.judging.report(console, &deck_run.policies, 1, &deck_run.findings, &said);
        // Said last, below what may be a long report: it is why the files are not there.
        Ok(found.max(fault.map_or(Exit::Clean, |error| console.fault(error.as_ref()))))
    }
}
