//! The command line: clap types, one file for each subcommand. Only this module and the wizard's prompt print.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

mod amend;
mod approvals;
mod approve;
mod brief;
mod changes;
mod check;
mod clauses;
mod comparing;
mod completions;
mod console;
mod day;
mod deals;
mod deviations;
mod draft;
mod due;
mod ending;
mod explain;
mod forms;
mod fonts;
mod init;
mod export;
mod judging;
mod libraries;
mod licences;
mod list;
mod man;
mod many;
mod merge;
mod naming;
mod new;
mod notice;
mod opened;
mod policy;
mod printing;
mod progress;
mod proof;
mod questionnaire;
mod rates;
mod redline;
mod redlines;
mod returned;
mod rules;
mod schema;
mod sources;
mod state;
mod states;
mod summary;
mod technical;
mod technical_compare;
mod threads;
mod upgrade;
mod verify;

use crate::diagnostic::Failure;
use console::{Color, Console};

/// Draft voice interconnect agreements from a deal file.
#[derive(Debug, Parser)]
#[command(name = "peerpact", version, after_help = AFTER_HELP)]
struct Cli {
    /// Print errors only.
    #[arg(long, short, global = true, display_order = 100)]
    quiet: bool,

    /// Colour the findings; auto means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, display_order = 101, value_name = "WHEN", default_value = "auto")]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Example:
  peerpact draft examples/smallest.yaml -t pdf -o out

`peerpact help COMMAND` says more of one, with its exit codes.

Exit code: 0 clean, 1 findings at error level, 2 could not run";

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Check(check::CheckArgs),
    Draft(draft::DraftArgs),
    Init(init::Init),
    Merge(merge::MergeArgs),
    Redline(Box<redline::RedlineArgs>),
    Summary(Box<summary::SummaryArgs>),
    Upgrade(Box<upgrade::UpgradeArgs>),
    Returned(Box<returned::ReturnedArgs>),
    Rates(Box<rates::RatesArgs>),
    Approvals(approvals::ApprovalsArgs),
    Approve(approve::Approve),
    Deviations(deviations::Deviations),
    Brief(brief::Brief),
    Amend(amend::AmendArgs),
    Notice(notice::LetterArgs),
    Verify(verify::VerifyArgs),
    State(state::StateArgs),
    Due(due::DueArgs),
    List(list::ListArgs),
    Technical(technical::TechnicalArgs),
    Export(export::ExportArgs),
    Explain(explain::Explain),
    Clauses(clauses::ClausesArgs),
    Rules(rules::RulesArgs),
    Policy(policy::PolicyArgs),
    Schema(schema::SchemaArgs),
    Licences(licences::Licences),
    Completions(completions::Completions),
    Man(man::Man),
}

/// The result of a run; with several files the highest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing stops the run.
    Clean,
    /// Two papers differ in wording alone, and the user asked.
    Wording,
    /// Two papers differ in a term, and the user asked.
    Substance,
    /// There are findings at error level.
    Findings,
    /// Something could not be run.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
            Exit::Wording => 3,
            Exit::Substance => 4,
        })
    }
}

/// The whole command line, with the exit codes on the help of each command.
fn command() -> clap::Command {
    with_exit_codes(Cli::command())
}

/// Commands that judge nothing: they print, or could not.
const PRINTING: [&str; 9] =
    ["due", "list", "explain", "clauses", "rules", "policy", "schema", "licences", "completions"];

fn with_exit_codes(command: clap::Command) -> clap::Command {
    let below: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    below.into_iter().filter(|name| name != "help").fold(command, |command, name| {
        command.mut_subcommand(name, |one| {
            if one.get_subcommands().next().is_some() {
                return with_exit_codes(one);
            }
            let says = exit_codes(&one);
            let before = one.get_after_help().map(|text| format!("{text}\n\n")).unwrap_or_default();
            one.after_help(format!("{before}{says}"))
        })
    })
}

fn exit_codes(command: &clap::Command) -> &'static str {
    if PRINTING.contains(&command.get_name()) || command.get_name() == "man" {
        return "Exit code: 0 printed, 2 could not run";
    }
    if command.get_arguments().any(|arg| arg.get_id() == "exit_code") {
        return "Exit code: 0 clean, 1 findings at error level, 2 could not run; with --exit-code 3 wording differs, 4 a term does";
    }
    "Exit code: 0 clean, 1 findings at error level, 2 could not run"
}

/// Runs the program with its arguments, its own name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut jobs = None;
    let parsed = command().try_get_matches_from(args).and_then(|matches| {
        let wanted = |below: &clap::ArgMatches| below.try_get_one::<NonZeroUsize>("jobs").ok().flatten().copied();
        jobs = matches.subcommand().and_then(|(_, below)| wanted(below));
        Cli::from_arg_matches(&matches)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let console = Console::new(cli.color, cli.quiet);
    if let Err(fault) = threads::start(jobs) {
        return console.fault(&fault).into();
    }
    let exit = match &cli.command {
        Command::New(args) => args.run(&console),
        Command::Check(args) => args.run(&console),
        Command::Draft(args) => args.run(&console),
        Command::Init(args) => args.run(&console),
        Command::Merge(args) => args.run(&console),
        Command::Redline(args) => args.run(&console),
        Command::Summary(args) => args.run(&console),
        Command::Upgrade(args) => args.run(&console),
        Command::Returned(args) => args.run(&console),
        Command::Rates(args) => args.run(&console),
        Command::Approvals(args) => args.run(&console),
        Command::Approve(args) => args.run(&console),
        Command::Deviations(args) => args.run(&console),
        Command::Brief(args) => args.run(&console),
        Command::Amend(args) => args.run(&console),
        Command::Notice(args) => args.run(&console),
        Command::Verify(args) => args.run(&console),
        Command::State(args) => args.run(&console),
        Command::Due(args) => args.run(&console),
        Command::List(args) => args.run(&console),
        Command::Technical(args) => args.run(&console),
        Command::Export(args) => args.run(&console),
        Command::Explain(args) => args.run(&console),
        Command::Clauses(args) => args.run(&console),
        Command::Rules(args) => args.run(&console),
        Command::Policy(args) => args.run(&console),
        Command::Schema(args) => args.run(&console),
        Command::Licences(args) => args.run(&console),
        Command::Completions(args) => args.run(&console, command()),
        Command::Man(args) => args.run(&console, command()),
    };
    exit.into()
}

/// Prints clap's own output: help and version on standard output, errors on standard error.
fn usage(error: &clap::Error) -> ExitCode {
    let wanted = !error.use_stderr();
    match error.print() {
        Err(fault) if wanted && fault.kind() != std::io::ErrorKind::BrokenPipe => Exit::Failed.into(),
        _ if wanted => Exit::Clean.into(),
        _ => Exit::Failed.into(),
    }
}

/// The built-in library, overridden by a folder if one is given.
fn library(overlay: Option<&std::path::Path>) -> Result<crate::pipeline::Library, Box<dyn std::error::Error>> {
    Ok(crate::pipeline::load(overlay)?)
}

impl ValueEnum for crate::render::Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.extension()))
    }
}

impl ValueEnum for crate::deal::paper::Form {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

impl ValueEnum for crate::report::ReportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        command().debug_assert();
    }
}
