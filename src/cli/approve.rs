//! `peerpact approve`: records an approval in the deal.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::approvals::is_person;
use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::printing::rewrite;
use crate::cli::{Exit, Failure, day};
use crate::document::deviations;
use crate::input;
use crate::pipeline::departures::to_approve;
use crate::records::{self, NewApproval};
use crate::source::Source;

/// Record in a deal who approved a position, bound to the clause's words and to the deal's values.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  peerpact approve deal.yaml sla.credits --by \"Jo Lim, finance\"\n\nThe approval is void once what it covers changes."
)]
pub(super) struct Approve {
    /// Deal file, which is edited.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// Clauses whose positions are approved, such as `sla.credits`; `peerpact approvals` lists them.
    #[arg(value_name = "POSITION", required = true)]
    positions: Vec<String>,

    /// Person who approves; must be in the house's list, if it has one.
    #[arg(long, value_name = "NAME")]
    by: String,

    /// Day of the approval [default: the day of --as-of].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    date: Option<Date>,

    #[command(flatten)]
    weighing: Weighing,
}

impl Approve {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.recorded() {
            Ok(said) => {
                if !console.quiet {
                    console.say(&said);
                }
                Exit::Clean
            }
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn recorded(&self) -> Result<String, Box<dyn std::error::Error>> {
        if input::is_stdin(&self.deal) {
            return Err(Failure("cannot record an approval in standard input: name the deal file".into()).into());
        }
        let by = self.by.trim();
        if by.is_empty() {
            return Err(Failure("cannot record an approval of nobody: name a person with --by".into()).into());
        }
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.weighing.run(&[&self.deal], &library, &mut policies)?;
        let on = self.date.unwrap_or(run.as_of);
        if on > run.as_of {
            return Err(Failure(format!("cannot record an approval of {on}: it is after {}", run.as_of)).into());
        }
        let mut source = input::read(&self.deal)?;
        let mut said = String::new();
        for clause in &self.positions {
            let wanted = to_approve(&source, &run, clause)?;
            if let Some(listed) = run.policy.approvers(wanted.desk.as_deref())
                && !listed.iter().any(|person| is_person(by, person))
            {
                let desk = wanted.desk.as_deref().unwrap_or("any desk");
                let listed = if listed.is_empty() { "nobody".to_owned() } else { listed.join(", ") };
                let fault = format!("cannot approve `{clause}` by {by}: the house lists {listed} for {desk}");
                return Err(Failure(fault).into());
            }
            let new = NewApproval { clause, position: wanted.position, by, on, approved: &wanted.approved };
            let text = records::approval(&source, &new)?;
            source = Source::new(source.name.clone(), text);
            let values: Vec<String> =
                wanted.approved.values.iter().map(|value| format!("{} {}", value.path, value.value)).collect();
            let what = if values.is_empty() { "its words".to_owned() } else { values.join(", ") };
            said.push_str(&visible(&format!("{clause}, {}: {by} approved {what}", deviations::name(wanted.position))));
            said.push('\n');
        }
        rewrite(&self.deal, &source.text)?;
        Ok(said)
    }
}
