//! What the commands that judge share: how to judge, and how to report findings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::libraries::Libraries;
use crate::cli::{Exit, Failure, day};
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::pipeline::{self, Library};
use crate::policy::{Policy, Weight};
use crate::report;
use crate::rules::{Run, catalogue, unknown_code, weights};

/// How to judge, for every command that judges.
#[derive(Debug, Args)]
pub(super) struct Weighing {
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
}

/// How to judge, and how to report.
#[derive(Debug, Args)]
pub(super) struct Judging {
    #[command(flatten)]
    pub(super) weighing: Weighing,

    /// Report to people on standard error, or to machines on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: report::ReportFormat,
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
    if catalogue().iter().any(|known| known.code == code) { Ok(code) } else { Err(unknown_code(&code)) }
}

/// The policies of a run, each read once for the folders that it applies to, and the report about them.
#[derive(Debug)]
pub(super) struct PolicyCache {
    /// A policy that cannot be used keeps the reason: it fails each deal that it applies to.
    known: HashMap<Vec<PathBuf>, Result<Arc<Policy>, String>>,
    used: report::policies::Policies,
}

impl PolicyCache {
    /// Records that a deal was judged by a policy.
    pub(super) fn add(&mut self, deal: &Path, policy: &Policy) {
        self.used.add(&input::name(deal), policy);
    }

    /// The policies for the JSON and SARIF reports.
    pub(super) fn judged(&self) -> &[report::policies::JudgingPolicy] {
        self.used.judged()
    }
}

impl Default for PolicyCache {
    fn default() -> Self {
        Self { known: HashMap::new(), used: report::policies::Policies::here() }
    }
}

impl Weighing {
    /// The library that a run judges by, and those that the house keeps beside it.
    pub(super) fn library(&self) -> Result<Libraries, Failure> {
        Ok(Libraries::new(pipeline::load(self.library.as_deref())?, self.library.is_some()))
    }

    /// The settings for judging one deal, or a deck and its deal together: the policy of the first folder, made stricter by those
    /// of the others, and the flags of the command line. Reports then name the last of the paths.
    pub(super) fn run<'a>(
        &self,
        paths: &[&Path],
        libraries: &'a Libraries,
        policies: &mut PolicyCache,
    ) -> Result<Run<'a>, Box<dyn std::error::Error>> {
        let policy = self.policy_of(paths, policies)?;
        if let Some(last) = paths.last() {
            policies.used.add(&input::name(last), &policy);
        }
        let library = libraries.of_files(paths, &policy)?;
        Ok(self.run_under(&policy, library, day::as_of(self.as_of)?))
    }

    /// The settings for judging deals of one policy on a day.
    pub(super) fn run_under<'a>(&self, policy: &Policy, library: &'a Library, as_of: Date) -> Run<'a> {
        Run { as_of, policy: policy.clone(), final_version: self.final_version, form: None, library }
    }

    /// The policy for a deal, or for a deck and its deal together. It is read once for their folders.
    pub(super) fn policy_of(&self, paths: &[&Path], policies: &mut PolicyCache) -> Result<Arc<Policy>, Failure> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for path in paths {
            // A link is judged where the deal lies, so that whoever made the link cannot choose the policy.
            let whole = if input::is_stdin(path) { Path::new(".").join("-") } else { (*path).to_owned() };
            let whole = std::fs::canonicalize(&whole).unwrap_or(whole);
            let folder = whole.parent().unwrap_or(Path::new("")).to_owned();
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let policy = match policies.known.get(&folders) {
            Some(policy) => policy.clone(),
            None => {
                let policy = self.policy(&folders).map(Arc::new).map_err(|fault| fault.to_string());
                policies.known.insert(folders, policy.clone());
                policy
            }
        };
        policy.map_err(Failure)
    }

    /// The policy file that replaces those at and above the deals.
    pub(super) fn policy_file(&self) -> Option<&Path> {
        self.policy.as_deref()
    }

    /// The day on which what depends on the day is judged.
    pub(super) fn as_of(&self) -> Result<Date, Failure> {
        day::as_of(self.as_of)
    }

    /// The policy for these folders, with the flags of the command line.
    fn policy(&self, folders: &[PathBuf]) -> Result<Policy, Box<dyn std::error::Error>> {
        let mut policy = match (&self.policy, folders) {
            (Some(path), _) => Policy::alone(path)?,
            (None, [folder]) => Policy::of(folder)?,
            (None, folders) => {
                let each: Vec<Policy> = folders.iter().map(|folder| Policy::of(folder)).collect::<Result<_, _>>()?;
                Policy::together(each)
            }
        };
        for file in &policy.files {
            if let Some(fault) = weights::fault(&file.written.levels) {
                return Err(Failure(format!("cannot use the policy {}: {fault}", file.path.display())).into());
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
            return Err(Failure(format!("cannot use --allow: {fault}")).into());
        }
        Ok(policy)
    }

    /// Whether a finding stops the run: an error, or one that `--deny` turns into one.
    pub(super) fn stops(&self, finding: &Finding) -> bool {
        finding.level == Level::Error || (finding.level == Level::Warning && self.deny.contains(&Deny::Warnings))
    }

    pub(super) fn exit(&self, findings: &[Finding]) -> Exit {
        if findings.iter().any(|finding| self.stops(finding)) { Exit::Findings } else { Exit::Clean }
    }

    /// Whether the findings stop the run.
    pub(super) fn are_sound(&self, findings: &[Finding]) -> bool {
        self.exit(findings) == Exit::Clean
    }

    /// Reports every finding of a run over `judged` deals to people; `between` is printed between the findings and the summary.
    pub(super) fn tell(
        &self,
        console: &Console,
        policies: &PolicyCache,
        judged: usize,
        findings: &[Finding],
        between: &str,
    ) -> Exit {
        if console.quiet {
            let stopping: Vec<Finding> = findings.iter().filter(|finding| self.stops(finding)).cloned().collect();
            console.say(&report::human::render(&stopping, console.look));
        } else {
            console.say(&report::human::render(findings, console.look));
            console.say(between);
            console.say(&policies.used.said(self.policy.is_some()));
            // Without a judged deal, "No findings" would be misleading.
            if judged > 0 || !findings.is_empty() {
                console.say(&report::human::summary(findings));
                console.say(&report::human::explained(findings));
            }
        }
        self.exit(findings)
    }
}

impl Judging {
    pub(super) fn exit(&self, findings: &[Finding]) -> Exit {
        self.weighing.exit(findings)
    }

    /// Reports every finding of a run over `judged` deals; `between` is printed between the findings and the summary.
    pub(super) fn report(
        &self,
        console: &Console,
        policies: &PolicyCache,
        judged: usize,
        findings: &[Finding],
        between: &str,
    ) -> Exit {
        let mut sorted = findings.to_vec();
        if judged > 1 {
            report::sort(&mut sorted);
        }
        match report::machine(&sorted, policies.used.judged(), self.format) {
            Some(text) => self.exit(findings).max(console.print(text.as_bytes())),
            None => self.weighing.tell(console, policies, judged, findings, between),
        }
    }
}
