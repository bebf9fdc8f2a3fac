//! `peerpact summary`: what changed between two states of a repository of deals.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::comparing::{Comparing, DealPair, PairedDeal, below};
use crate::cli::console::Console;
use crate::cli::libraries::Libraries;
use crate::cli::{Exit, Failure};
use crate::report::summary::RepositorySummary;
use crate::repository::find::find_below;
use crate::repository::git::{Checkout, checkout};
use crate::{input, pipeline};

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

/// A state of the repository.
struct State {
    /// Keeps the files of a revision.
    _checkout: Option<Checkout>,
    /// Each deal by its path below the folder.
    deals: BTreeMap<String, PathBuf>,
    faults: Vec<String>,
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
        let state = |text: &str, folder: Option<&Path>| -> Result<State, Failure> {
            Ok(match folder {
                Some(folder) => self.state(folder, None),
                None => {
                    let checkout = checkout(text, here)?;
                    self.state(&checkout.folder(), Some(checkout))
                }
            })
        };
        Ok((state(&self.base, base.as_deref())?, state(&self.head, head.as_deref())?))
    }

    fn state(&self, folder: &Path, checkout: Option<Checkout>) -> State {
        let found = find_below(folder, self.comparing.weighing.policy_file());
        let whole = format!("{}/", folder.display());
        State {
            deals: found.deals.iter().map(|path| (below(folder, path), path.clone())).collect(),
            faults: found.faults.iter().map(|fault| fault.0.replace(&whole, "")).collect(),
            _checkout: checkout,
        }
    }
}

/// The deals of both states side by side, in the order of their paths. One that only moved is known by its text.
fn pairs(old: &State, new: &State) -> Vec<DealPair> {
    let digest = |state: &State, path: &str| Some(input::read(state.deals.get(path)?).ok()?.digest());
    let mut gone: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for path in old.deals.keys().filter(|path| !new.deals.contains_key(*path)) {
        gone.entry(digest(old, path).unwrap_or_else(|| path.clone())).or_default().push(path);
    }
    let deal =
        |state: &State, path: &str| state.deals.get(path).map(|file| PairedDeal { file: file.clone(), text: None });
    let mut pairs = Vec::new();
    for path in new.deals.keys() {
        let mut moved = || gone.get_mut(&digest(new, path)?)?.pop().cloned();
        let was = if old.deals.contains_key(path) { None } else { moved() };
        let old = deal(old, was.as_ref().unwrap_or(path));
        pairs.push(DealPair { path: path.clone(), was, old, new: deal(new, path) });
    }
    let left: BTreeSet<&String> = gone.into_values().flatten().collect();
    pairs.extend(left.into_iter().map(|path| DealPair {
        path: path.clone(),
        was: None,
        old: deal(old, path),
        new: None,
    }));
    pairs.sort_by(|one, other| one.path.cmp(&other.path));
    pairs
}
