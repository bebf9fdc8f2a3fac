//! `peerpact export`: the technical form as configuration of other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::printing::listed;
use crate::cli::{Exit, Failure, technical};
use crate::export::local::{Local, VALUES};
use crate::export::model::Trunk;
use crate::export::{KINDS, Kind, kind};
use crate::output::Batch;
use crate::{budget, input, pipeline};

/// Write configurations of other programs from the technical form.
#[derive(Debug, Args)]
#[command(
    after_help = "What a target needs and the deal does not say is listed, and stands in its files as a comment or as a placeholder \
                        that does not load. docs/exports.md says what was run with the real programs.

Example:
  peerpact export examples/bilateral-swap.yaml --as kamailio --side us -o out"
)]
pub(super) struct ExportArgs {
    /// Deal.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// Targets, with commas between them.
    #[arg(long = "as", value_name = "KIND", value_delimiter = ',', required = true, value_parser = named)]
    kinds: Vec<&'static Kind>,

    /// Side whose equipment is configured.
    #[arg(long, value_name = "SIDE")]
    side: ExportSide,

    /// Folder to write to, created if it is missing; each target has a folder of its own in it.
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
enum ExportSide {
    /// Our own side, which the deal names under `we`.
    Us,
    /// The other side.
    Them,
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
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.weighing.run(&[self.deal.as_path()], &library, &mut policies)?;
        let Some(file) = technical::open(&self.deal, console)? else { return Ok(Exit::Findings) };
        let Some((_, draft)) = pipeline::paper(&file.source, &run) else {
            return Err(Failure(format!(
                "cannot export {}: its paper cannot be assembled; run `peerpact check`",
                self.deal.display()
            ))
            .into());
        };
        let deal = &file.deal;
        let party = match self.side {
            ExportSide::Us => deal.we.clone(),
            ExportSide::Them => deal.parties.keys().find(|party| **party != deal.we).cloned().unwrap_or_default(),
        };
        let digest: String = file.source.digest().chars().take(16).collect();
        let made_of = format!("version {}, deal {digest}", env!("CARGO_PKG_VERSION"));
        let trunk = Trunk::of(deal, &draft, &party, &made_of).map_err(|fault| {
            Failure(format!("cannot export {}: {}; {}", self.deal.display(), fault.fact, fault.remedy))
        })?;
        let mut batch = Batch::drafts(
            input::resolved([self.deal.as_path()].into_iter().chain(self.secrets.as_deref())),
            self.overwrite,
        );
        let mut said = String::new();
        let mut exit = Exit::Clean;
        let side = if self.side == ExportSide::Us { "us" } else { "them" };
        for kind in &self.kinds {
            match (kind.export)(&trunk, &local) {
                Ok(exported) => {
                    let folder = self.output.join(format!("{}-{side}", kind.name));
                    for one in &exported.files {
                        batch.add(&folder.join(&one.name), one.text.as_bytes())?;
                    }
                    for lack in &exported.lacks {
                        said.push_str(&format!("{}: lacking: {}\n", kind.name, visible(lack)));
                    }
                }
                Err(needs) => {
                    exit = Exit::Findings;
                    for need in needs {
                        said.push_str(&format!(
                            "{}: not exported, it cannot do without {}\n",
                            kind.name,
                            visible(&need)
                        ));
                    }
                }
            }
        }
        console.say(&listed(&batch.commit()?));
        console.say(&said);
        if self.secrets.is_none() && said.contains("--secrets") {
            let keys: Vec<&str> = VALUES.iter().map(|value| value.key).collect();
            console.say(&format!("--secrets FILE is TOML with the keys {}\n", keys.join(", ")));
        }
        Ok(exit)
    }
}
