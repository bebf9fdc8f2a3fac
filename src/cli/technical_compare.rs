//! `peerpact technical compare`: configurations held against the technical form.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::export::ExportSide;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::{Exit, Failure, opened};
use crate::configured::{self, ConfigKind, compare, told};
use crate::export::model::Trunk;
use crate::{budget, input, pipeline};

/// List what departs from the form in configurations that run, item by item with the clause.
#[derive(Debug, Args)]
#[command(after_help = "\
Give all files of one program together: what stands in none of them is told as missing. Exit code 0 whether or not something departs,
unless --exit-code is given.

Examples:
  peerpact technical compare deal.yaml /etc/asterisk/pjsip.conf /etc/asterisk/acl.conf
  kamcmd dispatcher.list >dump.txt; peerpact technical compare deal.yaml dump.txt --only 1")]
pub(super) struct ConfigCompareArgs {
    /// Deal.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// Configurations: a gateway, access list or dial plan of FreeSWITCH; pjsip.conf, acl.conf, rtp.conf; Kamailio's lists or dumps;
    /// the table of `export --as sbc-csv`.
    #[arg(value_name = "CONFIG", required = true)]
    configs: Vec<PathBuf>,

    /// What the files are, if their text does not tell.
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<ConfigKind>,

    /// Whose equipment it is.
    #[arg(long, default_value = "us")]
    side: ExportSide,

    /// Gateways, endpoints, sets or groups of the other side [default: those with its name or one of its addresses].
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,

    /// Exit with 4 if something departs from the form.
    #[arg(long)]
    exit_code: bool,

    /// Print lines for people or JSON for programs.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: CompareFormat,

    #[command(flatten)]
    weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    Human,
    Json,
}

impl ValueEnum for ConfigKind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.name()))
    }
}

type Failed = Box<dyn std::error::Error>;

impl ConfigCompareArgs {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let mut policies = PolicyCache::default();
        let policy = self.weighing.policy_of(&[&self.deal], &mut policies)?;
        let library = self.weighing.library()?;
        let source = input::read(&self.deal)?;
        let run = self.weighing.run_under(&policy, library.of(&source, &policy)?, self.weighing.as_of()?);
        let Some(file) = opened::opened(&source, console) else { return Ok(Exit::Findings) };
        let Some((_, draft)) = pipeline::paper(&source, &run) else {
            return Err(Failure(format!(
                "cannot compare with {}: its paper cannot be assembled; run `peerpact check`",
                source.name
            ))
            .into());
        };
        let trunk = Trunk::of(&file.deal, &draft, &self.side.party(&file.deal), "").map_err(|fault| {
            Failure(format!("cannot compare with {}: {}; {}", source.name, fault.fact, fault.remedy))
        })?;
        let mut files = Vec::new();
        for path in &self.configs {
            let name = input::name(path);
            let text = input::text_of(path, budget::FORM_BYTES)?;
            let read = configured::read(&name, &text, self.kind);
            files.push(read.map_err(|fault| Failure(format!("{} {}; {}", visible(&name), fault.fact, fault.remedy)))?);
        }
        let comparison = compare::compare(&files, &trunk, &self.only);
        let printed = match self.format {
            CompareFormat::Human => console.print(told::human(&comparison).as_bytes()),
            CompareFormat::Json => console.print(told::json(&comparison).as_bytes()),
        };
        let departs = !comparison.departures.is_empty() && self.exit_code;
        Ok(printed.max(if departs { Exit::Substance } else { Exit::Clean }))
    }
}
