//! `peerpact rates export`: writes a deck in another format.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Failed, With, show};
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::Weighing;
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

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    weighing: Weighing,
}

impl Export {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library)?;
        let mut bytes = Vec::new();
        let (opened, _) = deck_run.deck(&self.deck)?;
        if let (Some(opened), true) = (&opened, deck_run.is_sound()) {
            let name =
                self.deck.file_stem().map_or_else(|| "deck".to_owned(), |stem| stem.to_string_lossy().into_owned());
            bytes = match self.to {
                DeckFormat::Csv => write::prefixes(opened.lines(), opened.currency, opened.assumed())?,
                DeckFormat::Json => write::open_rate_card(
                    opened.lines(),
                    opened.currency,
                    opened.assumed(),
                    &name,
                    self.weighing.as_of()?,
                ),
            };
        }
        let exit = show(console, &deck_run, "");
        Ok(if bytes.is_empty() { exit } else { exit.max(console.print(&bytes)) })
    }
}
