//! `peerpact amend`: the agreement that changes a signed one.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::libraries::Libraries;
use crate::cli::printing::Printing;
use crate::cli::{Exit, day};
use crate::deal::paper::Form;
use crate::pipeline::amend::{Amendment, amend};
use crate::rules::Run;
use crate::{input, pipeline};

/// Write the amendment that turns a signed deal into a new one: only what changes, by clause and schedule.
#[derive(Debug, Args)]
#[command(after_help = "\
Writes NEW.amendment.FORMAT, or NEW.restatement.FORMAT with --restate. A place is named by its number in the signed agreement; give
--signed-library if that was printed from another library than this one.

Example:
  peerpact amend signed.yaml new.yaml --effective 2027-04-01")]
pub(super) struct AmendArgs {
    /// Deal as it was signed.
    #[arg(value_name = "SIGNED")]
    signed: PathBuf,

    /// Deal as it shall be.
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Day from which the changes count [default: the last signature of the amendment].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    effective: Option<Date>,

    /// Day of the last signature of the signed agreement [default: as SIGNED records it].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    signed_on: Option<Date>,

    /// Print the whole agreement as it reads from then on, instead of the changes.
    #[arg(long)]
    restate: bool,

    /// Folder laid over the built-in clauses and templates for the signed deal.
    #[arg(long, value_name = "DIR")]
    signed_library: Option<PathBuf>,

    /// Form of both papers, whatever the deals say.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    judging: Judging,
}

impl AmendArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.written(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn written(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let weighing = &self.judging.weighing;
        let library = weighing.library()?;
        let signed_library = match &self.signed_library {
            Some(folder) => Some(Libraries::new(pipeline::load_older(folder)?, true)),
            None => None,
        };
        let mut policies = PolicyCache::default();
        let run = Run { form: self.form, ..weighing.run(&[&self.new], &library, &mut policies)? };
        let signed_run = weighing.run(&[&self.signed], signed_library.as_ref().unwrap_or(&library), &mut policies)?;
        let signed_run = Run { form: self.form, ..signed_run };
        let (signed, new) = (input::read(&self.signed)?, input::read(&self.new)?);
        let said = Amendment { signed_on: self.signed_on, effective: self.effective, restates: self.restate };
        let (found, files) = amend((&signed, &signed_run), (&new, &run), &said, &self.printing.print())?;
        let mut findings = library.findings.clone();
        findings.extend(found);
        findings.retain(|finding| weighing.stops(finding));
        let sound = weighing.are_sound(&findings) && !files.is_empty();
        let said = if sound { self.printing.write(&self.new, &files)? } else { "no amendment is written\n".to_owned() };
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}
