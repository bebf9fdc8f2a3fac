//! `peerpact summary`: what changed between two states of a repository of deals.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::comparing::Comparing;
use crate::cli::console::Console;
use crate::cli::libraries::Libraries;
use crate::cli::states::{State, pairs};
use crate::cli::{Exit, Failure};
use crate::pipeline;
use crate::report::summary::RepositorySummary;

/// Say what changed between two states of a repository of deals, for a comment on a pull request.
#[derive(Debug, Args)]
#[command(after_help = "\
Which deals, which clauses, which figures and times moved and by how much, positions left, approvals missing and from whom, findings
new and gone. A revision is that of the repository of the other folder, or of the one you stand in; of it, the deals below that folder count.
With --output the redlines are DIR/PATH.redline.FORMAT, beside DIR/summary.md and DIR/summary.json. Exit code 0 whether or not there are
differences, unless --exit-code is given; 1 if a deal that changed has errors.

Examples:
  peerpact summary origin/main . -t docx,pdf -o out/changes
  peerpact summary v1 v2 --format json")]
pub(super) struct SummaryArgs {
    /// The older state: a folder, or a revision of git.
    #[arg(value_name = "BASE")]
    base: String,

    /// The newer state: a folder, or a revision of git.
    #[arg(value_name = "HEAD")]
    head: String,

    /// Folder laid over the built-in clauses and templates for the older state.
    #[arg(long, value_name = "DIR")]
    old_library: Option<PathBuf>,

    #[command(flatten)]
    comparing: Comparing,
}

impl SummaryArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.summarise(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn summarise(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let (old, new) = self.states()?;
        let library = self.comparing.weighing.library()?;
        let old_library = self.old_library.as_deref().map(pipeline::load_older).transpose()?;
        let old_library = old_library.map(|library| Libraries::new(library, true));
        let old_library = old_library.as_ref().unwrap_or(&library);
        let stopped = |library| self.comparing.stopped(console, library);
        if let Some(exit) = stopped(old_library).or_else(|| stopped(&library)) {
            return Ok(exit);
        }
        let summary = RepositorySummary {
            base: self.base.clone(),
            head: self.head.clone(),
            faults: old.faults.iter().chain(&new.faults).cloned().collect(),
            ..RepositorySummary::default()
        };
        let comparison = self.comparing.compare([old_library, &library], pairs(&old, &new), summary)?;
        self.comparing.report(console, comparison)
    }

    fn states(&self) -> Result<(State, State), Failure> {
        let folder = |text: &str| Some(PathBuf::from(text)).filter(|path| path.is_dir());
        let (base, head) = (folder(&self.base), folder(&self.head));
        let here = head.as_deref().or(base.as_deref()).unwrap_or(Path::new("."));
        let policy = self.comparing.weighing.policy_file();
        let state = |text: &str, folder: Option<&Path>| match folder {
            Some(folder) => Ok(State::of_folder(folder, policy)),
            None => State::of_revision(text, here, policy),
        };
        Ok((state(&self.base, base.as_deref())?, state(&self.head, head.as_deref())?))
    }
}
