//! `peerpact rates stats`: counts decks.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Failed, With, arrival, show};
use crate::characters::visible_json;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::Weighing;
use crate::pipeline::decks;
use crate::rates::stats;
use crate::report;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Counted {
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

impl Counted {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library, self.decks.len())?;
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
