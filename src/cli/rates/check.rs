//! `peerpact rates check`: judges decks, by themselves or against a deal.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failed, With};
use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::Judging;
use crate::cli::progress::Progress;
use crate::cli::{Exit, Failure};
use crate::diagnostic::{self, Finding, Level};
use crate::few::{EACH, Few, Rest};
use crate::input;
use crate::output::Batch;
use crate::pipeline::bad_rows::BadRows;
use crate::pipeline::decks::{self, Opened};

#[derive(Debug, Args)]
pub(super) struct CheckDecksArgs {
    /// Decks.
    #[arg(required = true, value_name = "DECK")]
    decks: Vec<PathBuf>,

    /// Write every row with an error to this file, as it stands in the deck, with its line and the reasons (CSV). One deck at a time.
    #[arg(long, value_name = "FILE")]
    bad_rows: Option<PathBuf>,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    judging: Judging,
}

impl CheckDecksArgs {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let mut deck_run = self.with.deck_run(weighing, &library, self.decks.len())?;
        if self.bad_rows.is_some() && self.decks.len() > 1 {
            return Err(Failure("--bad-rows takes one deck at a time, so that each file is of one deck".into()).into());
        }
        if let Some(around) = &mut deck_run.around {
            around.every_fault = self.bad_rows.is_some();
        }
        let mut said = String::new();
        let progress = Progress::over(console, self.decks.len());
        for deck in &self.decks {
            progress.begin(&deck.display().to_string());
            let run = deck_run.judged_by(deck)?;
            if let Some(around) = &deck_run.around {
                let judged = decks::judge(deck, around, &run);
                if let (Some(file), Some(opened)) = (&self.bad_rows, &judged.deck) {
                    said = self.write_bad(file, deck, opened, &judged.findings)?;
                }
                deck_run.findings.extend(if self.bad_rows.is_some() {
                    first(judged.findings)
                } else {
                    judged.findings
                });
            }
            progress.end();
        }
        drop(progress);
        Ok(self.judging.report(console, &deck_run.policies, self.decks.len(), &deck_run.findings, &said))
    }

    /// Writes the rows with errors, and says so.
    fn write_bad(&self, file: &Path, deck: &Path, opened: &Opened, findings: &[Finding]) -> Result<String, Failed> {
        let bad = BadRows::of(opened, findings, |finding| self.judging.weighing.stops(finding));
        if bad.rows.is_empty() {
            return Ok(String::new());
        }
        let inputs = [Some(deck), self.with.deal.as_deref()].into_iter().flatten();
        let mut batch = Batch::replacing(input::resolved(inputs));
        batch.add(file, &bad.csv(opened)?)?;
        batch.commit()?;
        let rows = bad.rows.len();
        Ok(format!(
            "wrote {rows} {} to {}\n",
            if rows == 1 { "row" } else { "rows" },
            visible(&file.display().to_string())
        ))
    }
}

/// The first findings of each code, and how many more there are, for a report beside a file that holds all.
pub(super) fn first(findings: Vec<Finding>) -> Vec<Finding> {
    let mut few: Few<&'static str, ()> = Few::new(EACH);
    let mut out: Vec<Finding> = findings.into_iter().filter(|finding| few.tells(&finding.code, ())).collect();
    for Rest { cause, more, .. } in few.rest() {
        let level = out.iter().filter(|finding| finding.code == cause).map(|finding| finding.level).max();
        let fact = format!("and {more} more of these; the file that is written holds every row");
        out.push(Finding::new(cause, level.unwrap_or(Level::Error), fact).standing_for(more));
    }
    diagnostic::sort(&mut out);
    out
}
