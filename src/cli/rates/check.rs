//! `peerpact rates check`: judges decks, by themselves or against a deal.

use std::path::PathBuf;

use clap::Args;

use super::{Failed, With};
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::Judging;
use crate::cli::progress::Progress;
use crate::pipeline::decks;

#[derive(Debug, Args)]
pub(super) struct CheckDecksArgs {
    /// Decks.
    #[arg(required = true, value_name = "DECK")]
    decks: Vec<PathBuf>,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    judging: Judging,
}

impl CheckDecksArgs {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
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
