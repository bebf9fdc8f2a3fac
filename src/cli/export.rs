//! `peerpact export`: the technical form as configuration of other programs.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::many::{Job, Many, Outcome};
use crate::cli::naming::{Naming, stem};
use crate::cli::printing::listed;
use crate::cli::{Exit, Failure, opened};
use crate::deal::{Deal, PartyId};
use crate::export::local::{Local, VALUES};
use crate::export::model::Trunk;
use crate::export::{KINDS, Kind, kind};
use crate::output::Batch;
use crate::report::ReportFormat;
use crate::rules::Run;
use crate::source::Source;
use crate::{budget, input, pipeline};

/// Write configurations of other programs from the technical form of deals.
#[derive(Debug, Args)]
#[command(
    after_help = "What a target needs and the deal does not say is listed, and stands in its files as a comment or as a placeholder \
                        that does not load. docs/exports.md says what was run with the real programs.

Example:
  peerpact export examples/bilateral-swap.yaml --as kamailio --side us -o out"
)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    many: Many,

    /// Targets, with commas between them.
    #[arg(long = "as", value_name = "KIND", value_delimiter = ',', required = true, value_parser = named)]
    kinds: Vec<&'static Kind>,

    /// Side whose equipment is configured.
    #[arg(long, value_name = "SIDE")]
    side: ExportSide,

    /// Folder to write to, created if it is missing; each target has a folder of its own in it. With several deals each deal has one, called by its stem.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// TOML file of values that no deal holds: paths of keys and certificates, addresses of our own network.
    #[arg(long, value_name = "FILE")]
    secrets: Option<PathBuf>,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,

    #[command(flatten)]
    weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportSide {
    /// Our own side, which the deal names under `we`.
    Us,
    /// The other side.
    Them,
}

impl ExportSide {
    /// The key of its party in a deal.
    pub(super) fn party(self, deal: &Deal) -> PartyId {
        match self {
            Self::Us => deal.we.clone(),
            Self::Them => deal.parties.keys().find(|party| **party != deal.we).cloned().unwrap_or_default(),
        }
    }
}

fn named(text: &str) -> Result<&'static Kind, String> {
    kind(text).ok_or_else(|| {
        let known: Vec<String> = KINDS.iter().map(|kind| format!("{}: {}", kind.name, kind.about)).collect();
        format!("no target is called `{text}`; there are\n  {}", known.join("\n  "))
    })
}

type Failed = Box<dyn std::error::Error>;

impl ExportArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.export(console).unwrap_or_else(|error| console.fault(error.as_ref()))
    }

    fn export(&self, console: &Console) -> Result<Exit, Failed> {
        let local = match &self.secrets {
            Some(path) => Local::read(&input::text_of(path, budget::DEAL_BYTES)?)
                .map_err(|fault| Failure(format!("{} {}; {}", path.display(), fault.fact, fault.remedy)))?,
            None => Local::default(),
        };
        let as_of = self.weighing.as_of()?;
        let mut policies = PolicyCache::default();
        let alone = self.many.is_one_file();
        let kinds = self.kinds();
        let jobs = self.many.find(&self.weighing, &mut policies, |deals| {
            Naming::default().keep_apart(deals.iter().map(PathBuf::as_path), "export", "files")
        })?;
        let library = self.weighing.library()?;
        let inputs = jobs.jobs.iter().map(|job| job.path.as_path()).chain(self.secrets.as_deref());
        let inputs = input::resolved(inputs);
        let work = |job: &Job| -> Result<Exported, Failure> {
            let policy = job.policy.as_ref().map_err(Clone::clone)?;
            let source = input::read(&job.path).map_err(|error| Failure::of(&error))?;
            let run = self.weighing.run_under(policy, library.of(&source, policy)?, as_of);
            let folder = if alone { self.output.clone() } else { self.output.join(stem(&job.path)?) };
            self.one(console, (&source, &run), &kinds, &local, &folder)
        };
        let mut needs_secrets = false;
        let ended = jobs.each(console, ReportFormat::Human, work, |chunk, results| {
            let mut outcomes = Vec::new();
            for (job, result) in chunk.iter().zip(results) {
                let outcome = result.and_then(|exported| {
                    let mut batch = Batch::drafts(inputs.clone(), self.overwrite).below(&self.output);
                    let files = exported.files.iter().map(|(path, text)| (path.clone(), text.as_bytes()));
                    batch.add_all(files).map_err(|error| Failure::of(&error))?;
                    let written = batch.commit().map_err(|error| Failure::of(&error))?;
                    console.say(&listed(&written));
                    let deal = if alone { String::new() } else { format!("{}: ", visible(&job.name)) };
                    let lines = exported.said.iter().map(|line| format!("{deal}{line}\n"));
                    console.say(&lines.collect::<String>());
                    needs_secrets |= exported.said.iter().any(|line| line.contains("--secrets"));
                    Ok(Outcome { exit: exported.exit, said: format!("{} files", written.len()) })
                });
                let outcome = outcome.unwrap_or_else(|fault| {
                    console.fault(&fault);
                    Outcome { exit: Exit::Failed, said: fault.0 }
                });
                let stop = jobs.stops_at(outcome.exit);
                outcomes.push(outcome);
                if stop {
                    break;
                }
            }
            outcomes
        });
        console.say(ended.notes());
        if self.secrets.is_none() && needs_secrets {
            let keys: Vec<&str> = VALUES.iter().map(|value| value.key).collect();
            console.say(&format!("--secrets FILE is TOML with the keys {}\n", keys.join(", ")));
        }
        ended.tell(console);
        Ok(ended.exit)
    }

    /// The targets in their own order, each once: two runs that lock the same folders lock them in one order, so that neither waits for the other
    /// for ever.
    fn kinds(&self) -> Vec<&'static Kind> {
        KINDS.iter().filter(|kind| self.kinds.iter().any(|asked| asked.name == kind.name)).collect()
    }

    /// The files of one deal below a folder.
    fn one(
        &self,
        console: &Console,
        (source, run): (&Source, &Run<'_>),
        kinds: &[&'static Kind],
        local: &Local,
        folder: &Path,
    ) -> Result<Exported, Failure> {
        let Some(file) = opened::opened(source, console) else {
            return Ok(Exported { files: Vec::new(), said: Vec::new(), exit: Exit::Findings });
        };
        let fail = |why: String| Failure(format!("cannot export {}: {why}", source.name));
        let Some((_, draft)) = pipeline::paper(source, run) else {
            return Err(fail("its paper cannot be assembled; run `peerpact check`".into()));
        };
        let deal = &file.deal;
        let party = self.side.party(deal);
        let digest: String = source.digest().chars().take(16).collect();
        let made_of = format!("version {}, deal {digest}", env!("CARGO_PKG_VERSION"));
        let trunk = Trunk::of(deal, &draft, &party, &made_of)
            .map_err(|fault| fail(format!("{}; {}", fault.fact, fault.remedy)))?;
        let mut out = Exported { files: Vec::new(), said: Vec::new(), exit: Exit::Clean };
        let side = if self.side == ExportSide::Us { "us" } else { "them" };
        for kind in kinds {
            match (kind.export)(&trunk, local) {
                Ok(exported) => {
                    let folder = folder.join(format!("{}-{side}", kind.name));
                    out.files.extend(exported.files.into_iter().map(|one| (folder.join(&one.name), one.text)));
                    out.said
                        .extend(exported.lacks.iter().map(|lack| format!("{}: lacking: {}", kind.name, visible(lack))));
                }
                Err(needs) => {
                    out.exit = Exit::Findings;
                    out.said.extend(
                        needs
                            .iter()
                            .map(|need| format!("{}: not exported, it cannot do without {}", kind.name, visible(need))),
                    );
                }
            }
        }
        Ok(out)
    }
}

/// What one deal gives.
struct Exported {
    files: Vec<(PathBuf, String)>,
    /// What is lacking, a line each.
    said: Vec<String>,
    exit: Exit,
}
