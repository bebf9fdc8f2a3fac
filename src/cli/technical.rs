//! `peerpact technical`: the technical form out to the other side's engineers and back into the deal.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::opened::open;
use crate::cli::printing::{listed, rewrite};
use crate::cli::technical_compare::ConfigCompareArgs;
use crate::cli::{Exit, Failure};
use crate::deal::read;
use crate::diagnostic::Level;
use crate::output::Batch;
use crate::report::human;
use crate::trunk_sheet::{self, Conflict, ConflictKind};
use crate::{budget, forms, input};

/// Send the technical form to the other side's engineers, and take their answers into the deal.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  peerpact technical form examples/bilateral-swap.yaml -o out
  peerpact technical import out/bilateral-swap.technical.xlsx --deal examples/bilateral-swap.yaml
  peerpact technical compare examples/germany-france.yaml /etc/asterisk/pjsip.conf")]
pub(super) struct TechnicalArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the form as XLSX and CSV, with our values and a cell for each of theirs.
    Form(FormArgs),
    /// Take the answers of a form that came back into the deal.
    Import(ImportArgs),
    /// List what departs from the form in configurations that run.
    Compare(Box<ConfigCompareArgs>),
}

#[derive(Debug, Args)]
struct FormArgs {
    /// Deal.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// Folder to write to, created if it is missing.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,
}

#[derive(Debug, Args)]
struct ImportArgs {
    /// Form that came back, as XLSX or CSV.
    #[arg(value_name = "FILE")]
    form: PathBuf,

    /// Deal whose form it is.
    #[arg(long, value_name = "DEAL")]
    deal: PathBuf,

    /// Where the deal says something else, take over what came back.
    #[arg(long)]
    take: bool,

    /// Only show what would change.
    #[arg(long)]
    dry_run: bool,
}

type Failed = Box<dyn std::error::Error>;

impl TechnicalArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let done = match &self.command {
            Command::Form(args) => args.run(console),
            Command::Import(args) => args.run(console),
            Command::Compare(args) => args.run(console),
        };
        done.unwrap_or_else(|error| console.fault(error.as_ref()))
    }
}

impl FormArgs {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let Some(file) = open(&self.deal, console)? else { return Ok(Exit::Findings) };
        let form =
            trunk_sheet::form(&file.deal).map_err(|fault| Failure(format!("{}; {}", fault.fact, fault.remedy)))?;
        let stem =
            if input::is_stdin(&self.deal) { "deal".as_ref() } else { self.deal.file_stem().unwrap_or_default() };
        let mut batch = Batch::drafts(input::resolved([self.deal.as_path()]), self.overwrite);
        for (ending, bytes) in [("xlsx", forms::xlsx(&form)?), ("csv", forms::csv(&form)?)] {
            let mut name = stem.to_owned();
            name.push(format!(".technical.{ending}"));
            batch.add(&self.output.join(name), &bytes)?;
        }
        console.say(&listed(&batch.commit()?));
        Ok(Exit::Clean)
    }
}

impl ImportArgs {
    fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let Some(file) = open(&self.deal, console)? else { return Ok(Exit::Findings) };
        let name = self.form.display().to_string();
        let bytes = input::bytes(&self.form, budget::FORM_BYTES)?;
        let refused = |fault: crate::diagnostic::Misread| Failure(format!("{name} {}; {}", fault.fact, fault.remedy));
        let back = forms::read(&bytes, &name).map_err(refused)?;
        if !back.remarks.is_empty() {
            console.say(&human::render(&back.remarks, console.look));
        }
        let returned = trunk_sheet::returned(&file, &back, self.take).map_err(refused)?;
        for (path, value) in &returned.taken {
            console.say(&format!("{path}: {}\n", visible(value)));
        }
        for conflict in &returned.conflicts {
            console.say(&format!("{}\n", told(conflict)));
        }
        let is_unread = |conflict: &Conflict| !matches!(conflict.kind, ConflictKind::Remark);
        let unread = returned.conflicts.iter().filter(|one| is_unread(one)).count();
        // What the answers make of the deal is read before it is written: a value may be out of its range.
        let mut findings = Vec::new();
        if let Some(text) = &returned.text {
            let source = crate::source::Source::new(file.source.name.clone(), text.as_str());
            let sound = read::read(&source, &mut findings).is_some();
            findings.retain(|finding| finding.level == Level::Error);
            if !sound || !findings.is_empty() {
                console.say(&human::render(&findings, console.look));
                console.say("nothing was written: the deal could not be read with these answers\n");
                return Ok(Exit::Findings);
            }
            if self.dry_run {
                console.say("nothing was written: --dry-run\n");
            } else {
                rewrite(&self.deal, text)?;
            }
        }
        console.say(&format!("{} taken over, {unread} not\n", returned.taken.len()));
        Ok(if unread == 0 { Exit::Clean } else { Exit::Findings })
    }
}

/// What was not taken over, in a line.
pub(super) fn told(conflict: &Conflict) -> String {
    let Conflict { path, place, label, deal, back, kind } = conflict;
    let (label, deal, back) = (visible(label), visible(deal), visible(back));
    match kind {
        ConflictKind::Differs => {
            format!(
                "conflict: {place}: {label}: the deal says `{deal}`, and `{back}` came back (`{path}`; --take takes it over)"
            )
        }
        ConflictKind::OursChanged => {
            format!("conflict: {place}: {label}: our value was `{deal}`, and came back as `{back}` (`{path}`)")
        }
        ConflictKind::NoField => format!("not read: {place}: no item of the form: {back}"),
        ConflictKind::Unreadable(why) => format!("not read: {place}: {label}: {}", visible(why)),
        ConflictKind::Remark => format!("remark: {place}: {label}: {back}"),
    }
}
