//! The deals of a run over many files: what can be read, and what cannot.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::{Exit, Failure};
use crate::deal::read::DealFile;
use crate::repository::find::{LeftOut, find};
use crate::{input, pipeline};

/// The deals of a run, and what was said of the other files.
pub(super) struct ReadDeals {
    /// Each deal with its path, in the order of the paths.
    pub(super) deals: Vec<(PathBuf, DealFile)>,
    /// Files that are not deals, or that cannot be read, a line each.
    left: Vec<String>,
    /// Whether one that was asked for could not be used.
    failed: bool,
}

impl ReadDeals {
    /// Reads files, and the deals below folders. A file that is not a deal stops nothing else.
    pub(super) fn read(paths: &[PathBuf]) -> Self {
        let here = [PathBuf::from(".")];
        let found = find(if paths.is_empty() { &here } else { paths }, None);
        let mut failed = !found.faults.is_empty();
        let mut left: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
        left.extend(found.left_out.iter().map(|(path, why)| match why {
            LeftOut::NoKey => format!("{} is not a deal", path.display()),
            LeftOut::NotNamed => format!("{} is named by no pattern of `[repository]`", path.display()),
        }));
        let one = |path: &PathBuf| -> Result<(PathBuf, DealFile), String> {
            let source = input::read(path).map_err(|error| Failure::of(&error).to_string())?;
            pipeline::deal(&source).map(|file| (path.clone(), file)).map_err(|fault| fault.to_string())
        };
        let read: Vec<_> = found.deals.par_iter().map(one).collect();
        let mut deals = Vec::new();
        for found in read {
            match found {
                Ok(deal) => deals.push(deal),
                Err(reason) => {
                    left.push(reason);
                    failed = true;
                }
            }
        }
        Self { deals, left, failed }
    }

    /// Names the files that were left out, and says whether the run is complete.
    pub(super) fn tell(&self, console: &Console) -> Exit {
        if !console.quiet || self.failed {
            let lines: String = self.left.iter().map(|line| format!("left out: {}\n", visible(line))).collect();
            console.say(&lines);
        }
        if self.failed { Exit::Failed } else { Exit::Clean }
    }
}

/// How a deal is named: its reference, else its file.
pub(super) fn reference(path: &Path, file: &DealFile) -> String {
    file.deal.reference.known().map_or_else(
        || path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        ToString::to_string,
    )
}

/// The other party's name, or its key while the name is open.
pub(super) fn other_party(file: &DealFile) -> String {
    let other = file.deal.parties.iter().find(|(id, _)| **id != file.deal.we);
    other.map_or_else(String::new, |(id, party)| party.name.known().map_or_else(|| id.clone(), ToString::to_string))
}
