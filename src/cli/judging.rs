//! What `check` and `draft` share: how to judge, and how to say what was found.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::{Exit, Fault, day};
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::pipeline::Options;
use crate::{render, report};

#[derive(Debug, Args)]
pub(super) struct Judging {
    /// Judge the paper that will be signed: refuse open points.
    #[arg(long = "final")]
    final_version: bool,

    /// Judge what depends on the day on this one [default: SOURCE_DATE_EPOCH, else today].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    as_of: Option<Date>,

    /// Folder laid over the built-in clauses and templates.
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,

    /// Treat findings of this level as errors.
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,

    /// Report to people on standard error, or to machines on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: report::Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

impl Judging {
    pub(super) fn options(&self, review: bool, formats: Vec<render::Format>) -> Result<Options, Fault> {
        Ok(Options {
            final_version: self.final_version,
            review,
            library: self.library.clone(),
            as_of: day::as_of(self.as_of)?,
            policy: crate::policy::Policy::default(),
            formats,
        })
    }

    /// Whether a finding stops the run: an error, or what `--deny` makes one.
    fn stops(&self, finding: &Finding) -> bool {
        finding.level == Level::Error || (finding.level == Level::Warning && self.deny == Some(Deny::Warnings))
    }

    pub(super) fn exit(&self, findings: &[Finding]) -> Exit {
        if findings.iter().any(|finding| self.stops(finding)) { Exit::Findings } else { Exit::Clean }
    }

    /// Reports every finding of a run that judged so many deals; `between` is said between the findings and the summary.
    pub(super) fn report(&self, console: &Console, judged: usize, findings: &[Finding], between: &str) -> Exit {
        let found = self.exit(findings);
        if let Some(text) = report::machine(findings, self.format) {
            return found.max(console.print(text.as_bytes()));
        }
        if console.quiet {
            let stopping: Vec<Finding> = findings.iter().filter(|finding| self.stops(finding)).cloned().collect();
            console.say(&report::human::render(&stopping, console.look));
        } else {
            console.say(&report::human::render(findings, console.look));
            console.say(between);
            // "No findings" about no deal would be read as praise.
            if judged > 0 || !findings.is_empty() {
                console.say(&report::human::summary(findings));
            }
        }
        found
    }
}

/// Refuses a list of deals in which standard input stands twice: it can be read once.
pub(super) fn one_stdin(deals: &[PathBuf]) -> Result<(), Fault> {
    if deals.iter().filter(|path| input::is_stdin(path)).count() > 1 {
        return Err(Fault("cannot read standard input twice: `-` may be given once".to_owned()));
    }
    Ok(())
}
