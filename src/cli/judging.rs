//! What `check` and `draft` share: how to judge, and how to say what was found.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::{Exit, Fault, day};
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::pipeline::Options;
use crate::policy::{Policy, Weight};
use crate::rules::{catalogue, weights};
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

    /// Judge by this policy file alone, whatever `peerpact.toml` lies at or above the deals.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// Treat findings of this code, or every warning, as errors; may be given several times.
    #[arg(long, value_name = "warnings|CODE", value_parser = denied)]
    deny: Vec<Deny>,

    /// Leave out warnings and notes of this code; may be given several times.
    #[arg(long, value_name = "CODE", value_parser = code)]
    allow: Vec<String>,

    /// Report to people on standard error, or to machines on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: report::Format,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Deny {
    Warnings,
    Code(String),
}

fn denied(text: &str) -> Result<Deny, String> {
    if text == "warnings" { Ok(Deny::Warnings) } else { code(text).map(Deny::Code) }
}

fn code(text: &str) -> Result<String, String> {
    let code = text.to_uppercase();
    if catalogue().iter().any(|known| known.code == code) { Ok(code) } else { Err(weights::unknown(&code)) }
}

/// The policies of a run, each read once a folder, and what is said of them.
#[derive(Debug)]
pub(super) struct Policies {
    known: HashMap<PathBuf, Policy>,
    used: report::policies::Policies,
}

impl Default for Policies {
    fn default() -> Self {
        Self { known: HashMap::new(), used: report::policies::Policies::here() }
    }
}

impl Judging {
    pub(super) fn options(&self, review: bool, formats: Vec<render::Format>) -> Result<Options, Fault> {
        Ok(Options {
            final_version: self.final_version,
            review,
            epoch: if review { day::epoch()? } else { None },
            library: self.library.clone(),
            as_of: day::as_of(self.as_of)?,
            policy: Policy::default(),
            formats,
            reference: None,
        })
    }

    /// The options of a run as they hold for one deal: its folder's policy, and what the command line says beside it.
    pub(super) fn options_for(
        &self,
        deal: &Path,
        options: &Options,
        policies: &mut Policies,
    ) -> Result<Options, Box<dyn std::error::Error>> {
        // A link is judged where the deal lies: whoever made the link does not choose the policy.
        let whole = if input::is_stdin(deal) { Path::new(".").join("-") } else { deal.to_owned() };
        let whole = std::fs::canonicalize(&whole).unwrap_or(whole);
        let folder = whole.parent().unwrap_or(Path::new(""));
        let policy = match policies.known.get(folder) {
            Some(policy) => policy.clone(),
            None => {
                let policy = self.policy(folder)?;
                policies.known.insert(folder.to_owned(), policy.clone());
                policy
            }
        };
        policies.used.add(&input::name(deal), &policy);
        Ok(Options { policy, ..options.clone() })
    }

    /// The policy for the deals of a folder, with what the command line says beside it.
    pub(super) fn policy(&self, folder: &Path) -> Result<Policy, Box<dyn std::error::Error>> {
        let mut policy = match &self.policy {
            Some(path) => Policy::alone(path)?,
            None => Policy::of(folder)?,
        };
        for file in &policy.files {
            if let Some(fault) = weights::fault(&file.written.levels) {
                return Err(Fault(format!("cannot use the policy {}: {fault}", file.path.display())).into());
            }
        }
        for deny in &self.deny {
            if let Deny::Code(code) = deny {
                policy.levels.insert(code.clone(), Weight::Error);
            }
        }
        for code in &self.allow {
            policy.levels.insert(code.clone(), Weight::Off);
            policy.raised.remove(code);
        }
        if let Some(fault) = weights::fault(&policy.levels) {
            return Err(Fault(format!("cannot use --allow: {fault}")).into());
        }
        Ok(policy)
    }

    /// Whether a finding stops the run: an error, or what `--deny` makes one.
    fn stops(&self, finding: &Finding) -> bool {
        finding.level == Level::Error || (finding.level == Level::Warning && self.deny.contains(&Deny::Warnings))
    }

    /// Whether the report is for people.
    pub(super) fn is_human(&self) -> bool {
        self.format == report::Format::Human
    }

    pub(super) fn exit(&self, findings: &[Finding]) -> Exit {
        if findings.iter().any(|finding| self.stops(finding)) { Exit::Findings } else { Exit::Clean }
    }

    /// Reports every finding of a run that judged so many deals; `between` is said between the findings and the summary.
    pub(super) fn report(
        &self,
        console: &Console,
        policies: &Policies,
        judged: usize,
        findings: &[Finding],
        between: &str,
    ) -> Exit {
        let found = self.exit(findings);
        if let Some(text) = report::machine(findings, policies.used.judged(), self.format) {
            return found.max(console.print(text.as_bytes()));
        }
        if console.quiet {
            let stopping: Vec<Finding> = findings.iter().filter(|finding| self.stops(finding)).cloned().collect();
            console.say(&report::human::render(&stopping, console.look));
        } else {
            console.say(&report::human::render(findings, console.look));
            console.say(between);
            console.say(&policies.used.said(self.policy.is_some()));
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
