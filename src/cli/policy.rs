//! `peerpact policy`: the whole policy in force, each part with the file that it came from.

use std::path::PathBuf;

use clap::Args;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::pipeline;
use crate::policy::Policy;
use crate::report::policies::Policies;
use crate::rules::{catalogue, weights};

/// Print the policy in force for a deal, each part with the file it came from.
#[derive(Debug, Args)]
#[command(after_help = "What is printed is a policy file itself: --policy reads it.")]
pub(super) struct PolicyArgs {
    /// Deal [default: one in this folder].
    #[arg(value_name = "DEAL")]
    deal: Option<PathBuf>,

    /// Print this policy file alone, as --policy makes it count.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl PolicyArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.printed() {
            Ok(text) => console.print(text.as_bytes()),
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn printed(&self) -> Result<String, Box<dyn std::error::Error>> {
        let policy = match (&self.policy, &self.deal) {
            (Some(file), _) => Policy::alone(file)?,
            (None, Some(deal)) if !deal.exists() => {
                return Err(
                    Failure(format!("cannot find the policy for {}: there is no such file", deal.display())).into()
                );
            }
            (None, Some(deal)) => Policy::for_deal(deal)?,
            (None, None) => Policy::of(".".as_ref())?,
        };
        for file in &policy.files {
            if let Some(fault) = weights::fault(&file.written.levels) {
                return Err(Failure(format!("cannot use the policy {}: {fault}", file.path.display())).into());
            }
        }
        let usual: Vec<_> = catalogue().iter().map(|code| (code.code, code.level)).collect();
        let library = pipeline::load(None)?;
        if let Some(clause) = policy.positions.keys().find(|clause| !library.clauses.contains_key(*clause)) {
            return Err(Failure(format!("cannot use the policy: `positions` names no clause by `{clause}`")).into());
        }
        let names = Policies::here();
        Ok(policy.printed(&usual, &library.positions(), |path| visible(&names.name(path))))
    }
}
