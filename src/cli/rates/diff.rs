//! `peerpact rates diff`: what changes from one deck to another.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::{DeckRun, Failed, With, arrival, received};
use crate::characters::visible_lines;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::Judging;
use crate::pipeline::decks;
use crate::report;

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// Deck in force.
    old: PathBuf,

    /// Deck that follows it.
    new: PathBuf,

    #[command(flatten)]
    with: With,

    /// When the new deck arrived, as a day or a moment with its offset [default: end of the day of --as-of].
    #[arg(long, value_name = "MOMENT", value_parser = received)]
    received: Option<Timestamp>,

    /// Minutes by dial code, a table with the headings code and minutes: show what the changes cost.
    #[arg(long, value_name = "FILE")]
    traffic: Option<PathBuf>,

    /// Length of a call in seconds, by which the traffic is priced: by the increment and the terms of each line [default: the price of a minute].
    #[arg(long, value_name = "SECONDS", requires = "traffic", value_parser = clap::value_parser!(u32).range(1..=86_400))]
    call: Option<u32>,

    #[command(flatten)]
    judging: Judging,
}

impl Diff {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let received = arrival(self.received, weighing)?;
        let mut deck_run = self.with.deck_run(weighing, &library, 2)?;
        let (old, _) = deck_run.deck(&self.old)?;
        let (new, run) = deck_run.deck(&self.new)?;
        let new = deck_run.after(old.as_ref(), new, &run);
        let traffic = deck_run.traffic(self.traffic.as_deref())?;
        let mut changes = None;
        let mut cost = None;
        if let (Some(old), Some(new), true) = (&old, &new, deck_run.is_sound())
            && let Some(around) = &deck_run.around
        {
            let found = decks::changes(old, new);
            deck_run.findings.extend(decks::judge_changes(&found, new, around, &run, received));
            changes = Some(found);
            if let Some(traffic) = &traffic {
                let names = [&self.old, &self.new].map(|path| path.display().to_string());
                cost = Some((DeckRun::change_cost(traffic, old, new, self.call)?, names, old.currency.to_string()));
            }
        }
        let (findings, policies) = (&deck_run.findings, &deck_run.policies);
        let changes = changes.as_deref();
        match self.judging.format {
            report::ReportFormat::Human => {
                let mut text = changes.map_or_else(String::new, report::rates::changes);
                if let Some((cost, _, currency)) = &cost {
                    text.push_str(&report::rate_offers::changed_cost(cost, currency));
                }
                Ok(console
                    .print(visible_lines(&text).as_bytes())
                    .max(self.judging.report(console, policies, 1, findings, "")))
            }
            report::ReportFormat::Json => {
                let cost = cost.map(|(cost, names, _)| report::rate_offers::cost_json(&cost, &names));
                let text = report::rates::changes_json(changes, cost, findings, policies.judged());
                Ok(console.print(text.as_bytes()).max(self.judging.exit(findings)))
            }
            _ => Ok(self.judging.report(console, policies, 1, findings, "")),
        }
    }
}
