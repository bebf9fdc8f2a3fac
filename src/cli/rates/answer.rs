//! `peerpact rates answer`: the reply to a supplier's Rate Notice.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::reading::Reading;
use super::{DeckRun, Failed, arrival, received};
use crate::cli::console::Console;
use crate::cli::fonts::FontArgs;
use crate::cli::judging::Judging;
use crate::cli::printing::Printing;
use crate::cli::{Exit, Failure};
use crate::deal::deck_reading::DeckIs;
use crate::pipeline::{Print, answer, decks};

#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    /// Notice that came, a deck of changes.
    notice: PathBuf,

    /// Deal under which it was given, with the rates in force.
    #[arg(long, value_name = "DEAL")]
    deal: PathBuf,

    /// Flow that the notice prices, where neither it nor the deal says.
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,

    /// When the notice arrived, as a day or a moment with its offset [default: end of the day of --as-of].
    #[arg(long, value_name = "MOMENT", value_parser = received)]
    received: Option<Timestamp>,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    fonts: FontArgs,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    judging: Judging,
}

impl AnswerArgs {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let received = arrival(self.received, weighing)?;
        let Some(stem) = self.notice.file_stem().map(|stem| stem.to_string_lossy().into_owned()) else {
            return Err(
                Failure(format!("cannot name the answer after {}: it names no file", self.notice.display())).into()
            );
        };
        let name = self.notice.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or(stem.clone());
        let mut deck_run = DeckRun::open(Some(&self.deal), self.flow.as_ref(), &self.reading, weighing, &library, 1)?;
        let run = deck_run.judged_by(&self.notice)?;
        let mut refused_any = Exit::Clean;
        let mut said = "no answer is written\n".to_owned();
        if let Some(around) = &mut deck_run.around {
            // A notice lists changes, and each of its rows has an answer.
            around.profile.deck_is = Some(DeckIs::Changes);
            around.every_fault = true;
        }
        if let Some(around) = &deck_run.around {
            let judged = decks::judge(&self.notice, around, &run);
            let print = Print { faces: self.fonts.faces()?, ..self.printing.print() };
            let stops = |finding: &crate::diagnostic::Finding| weighing.stops(finding);
            let answered = answer::answer(judged, around, &run, &print, (&stem, &name, received), &stops)?;
            if !answered.files.is_empty() {
                let inputs = [self.notice.as_path(), self.deal.as_path()];
                let written = self.printing.write_as(stem.as_ref(), &inputs, &answered.files)?;
                let (accepted, refused) = answered.counts;
                if refused > 0 {
                    refused_any = Exit::Findings;
                }
                said = format!("{accepted} rows accepted, {refused} refused\n{written}");
            }
            deck_run.findings.extend(super::check::first(answered.findings));
        }
        Ok(self.judging.report(console, &deck_run.policies, 1, &deck_run.findings, &said).max(refused_any))
    }
}
