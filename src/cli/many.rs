//! What the commands over many deals share: which deals, how many at once, and what is said of each.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use rayon::prelude::*;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::progress::Progress;
use crate::cli::{Exit, Failure};
use crate::input;
use crate::policy::Policy;
use crate::report::ReportFormat;
use crate::repository::find::LeftOut;
use crate::repository::{Found, Shard, find};

/// Which deals, and how to go through them.
#[derive(Debug, Args)]
pub(super) struct Many {
    /// Deal files, folders of them, and patterns such as 'deals/**/*.yaml'; `-` is standard input.
    #[arg(required = true, value_name = "DEAL")]
    deals: Vec<PathBuf>,

    #[command(flatten)]
    pace: Pace,
}

/// How to go through many deals: which part of them, how many at once, and how far.
#[derive(Debug, Args)]
pub(super) struct Pace {
    /// Stop at the first deal that fails.
    #[arg(long)]
    fail_fast: bool,

    /// Use this many processors [default: all].
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Take the I-th of N parts of the deals; a deal's part follows from its path in the repository alone.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
}

/// Deals that are worked on before what came of them is taken. The number bounds memory; a higher one is not faster.
const CHUNK: usize = 16;

/// Most names in a list at the end of a run.
const LISTED: usize = 20;

/// A deal to work on, and the policy that judges it.
pub(super) struct Job {
    pub(super) path: PathBuf,
    /// What it is called.
    pub(super) name: String,
    /// Why not, if its policy cannot be used.
    pub(super) policy: Result<Arc<Policy>, Failure>,
}

/// What came of one deal.
pub(super) struct Outcome {
    pub(super) exit: Exit,
    /// A few words: `2 warnings`, `drafted`.
    pub(super) said: String,
}

/// The deals of a run.
pub(super) struct Jobs {
    pub(super) jobs: Vec<Job>,
    /// What of the arguments could not be used.
    faults: Vec<Failure>,
    left_out: Vec<(PathBuf, LeftOut)>,
    shard: Option<Shard>,
    fail_fast: bool,
}

/// What came of all deals.
pub(super) struct Ended {
    /// The highest of all deals and arguments.
    pub(super) exit: Exit,
    failed: Vec<(String, String)>,
    total: usize,
    /// Deals that were not worked on, because one before them failed.
    stopped: usize,
    notes: String,
}

impl Many {
    /// Whether standard input is one of the deals.
    pub(super) fn reads_stdin(&self) -> bool {
        self.deals.iter().any(|path| input::is_stdin(path))
    }

    /// Whether one deal is named by itself, and neither a folder nor a pattern.
    pub(super) fn is_one_file(&self) -> bool {
        let is_pattern = |path: &Path| path.to_str().is_some_and(|path| path.contains(['*', '?', '[']));
        matches!(self.deals.as_slice(), [deal] if deal.is_file() || !deal.is_dir() && !is_pattern(deal))
    }

    /// Whether the run stops at the first deal that fails.
    pub(super) fn stops_early(&self) -> bool {
        self.pace.fail_fast
    }

    /// Finds the deals with their policies, those of this part among them. `judge` looks at all deals before the part is taken.
    pub(super) fn find(
        &self,
        weighing: &Weighing,
        policies: &mut PolicyCache,
        judge: impl FnOnce(&[PathBuf]) -> Result<(), Failure>,
    ) -> Result<Jobs, Failure> {
        if self.deals.iter().filter(|path| input::is_stdin(path)).count() > 1 {
            return Err(Failure("cannot read standard input twice: `-` may be given once".to_owned()));
        }
        if self.reads_stdin() && self.pace.shard.is_some() {
            return Err(Failure("cannot take a part of standard input: name files, or leave out --shard".to_owned()));
        }
        let found = find(&self.deals, weighing.policy_file());
        judge(&found.deals)?;
        self.pace.jobs(found, weighing, policies)
    }
}

impl Pace {
    /// The deals of this part, each with the policy that judges it.
    pub(super) fn jobs(&self, found: Found, weighing: &Weighing, policies: &mut PolicyCache) -> Result<Jobs, Failure> {
        let Found { mut deals, faults, left_out } = found;
        if let Some(shard) = self.shard {
            shard.keep(&mut deals);
        }
        let job = |path: PathBuf| {
            let policy = weighing.policy_of(&[&path], policies);
            Job { name: input::name(&path), policy, path }
        };
        let jobs = deals.into_iter().map(job).collect();
        Ok(Jobs { jobs, faults, left_out, shard: self.shard, fail_fast: self.fail_fast })
    }
}

impl Jobs {
    /// Works on all deals, some at once, and takes what came of them in their order. `take` is given the results of a few deals,
    /// whose places in the run follow each other, and says what came of each; it runs beside the work on the next few.
    pub(super) fn each<T: Send>(
        &self,
        console: &Console,
        format: ReportFormat,
        work: impl Fn(&Job) -> T + Sync,
        mut take: impl FnMut(&[Job], Vec<T>) -> Vec<Outcome> + Send,
    ) -> Ended {
        let mut ended = Ended {
            exit: if self.faults.is_empty() { Exit::Clean } else { Exit::Failed },
            failed: Vec::new(),
            total: self.jobs.len() + self.faults.len(),
            stopped: 0,
            notes: self.notes(),
        };
        // A report for programs is alone in what a run says, unless something fails.
        let several = self.jobs.len() > 1 && format == ReportFormat::Human;
        let progress = Progress::over(console, self.jobs.len());
        let all = |jobs: &[Job]| -> Vec<T> {
            let one = |job: &Job| {
                progress.begin(&job.name);
                let result = work(job);
                progress.end();
                result
            };
            jobs.par_iter().map(one).collect()
        };
        let mut done = 0;
        let mut ready: Option<(&[Job], Vec<T>)> = None;
        let mut chunks = self.jobs.chunks(CHUNK);
        if self.fail_fast && !self.faults.is_empty() {
            chunks = [].chunks(CHUNK);
        }
        loop {
            let next = chunks.next();
            let (outcomes, results) = rayon::join(
                || ready.take().map(|(jobs, results)| (jobs, take(jobs, results))),
                || next.map(|jobs| (jobs, all(jobs))),
            );
            ready = results;
            let Some((jobs, outcomes)) = outcomes else {
                if ready.is_none() {
                    break;
                }
                continue;
            };
            for (job, outcome) in jobs.iter().zip(outcomes) {
                done += 1;
                let name = job.name.clone();
                if several {
                    progress.line(&format!("[{done}/{}] {}: {}", self.jobs.len(), visible(&name), outcome.said));
                }
                ended.exit = ended.exit.max(outcome.exit);
                if outcome.exit != Exit::Clean {
                    ended.failed.push((name, outcome.said));
                    if self.fail_fast {
                        break;
                    }
                }
            }
            if self.fail_fast && !ended.failed.is_empty() {
                break;
            }
        }
        ended.stopped = self.jobs.len() - done;
        drop(progress);
        for fault in &self.faults {
            console.fault(fault);
        }
        ended
    }

    /// How far results may be taken: up to the first deal that fails, if the run stops there.
    pub(super) fn stops_at(&self, exit: Exit) -> bool {
        self.fail_fast && exit != Exit::Clean
    }

    fn notes(&self) -> String {
        let mut text = String::new();
        for (why, means) in [
            (LeftOut::NoKey, "is not a deal: it has no key `peerpact`"),
            (LeftOut::NotNamed, "looks like a deal, and no pattern of [repository] in peerpact.toml names it"),
        ] {
            let of_kind: Vec<&Path> =
                self.left_out.iter().filter(|(_, other)| *other == why).map(|(path, _)| path.as_path()).collect();
            for path in of_kind.iter().take(LISTED) {
                text.push_str(&format!("left out: {} {means}\n", visible(&path.display().to_string())));
            }
            if of_kind.len() > LISTED {
                text.push_str(&format!("left out: {} more files like that\n", of_kind.len() - LISTED));
            }
        }
        if let (Some(shard), true) = (self.shard, self.jobs.is_empty()) {
            text.push_str(&format!("no deal is in part {shard}\n"));
        }
        text
    }
}

impl Ended {
    /// What people are told between findings and summary.
    pub(super) fn notes(&self) -> &str {
        &self.notes
    }

    /// Says which deals failed, as the last words of a run over several.
    pub(super) fn tell(&self, console: &Console) {
        if self.total < 2 || self.failed.is_empty() {
            return;
        }
        let mut text = format!("{} of {} deals failed:\n", self.failed.len(), self.total);
        for (name, said) in self.failed.iter().take(LISTED) {
            text.push_str(&format!("  {}: {said}\n", visible(name)));
        }
        if self.failed.len() > LISTED {
            text.push_str(&format!("  and {} more\n", self.failed.len() - LISTED));
        }
        if self.stopped > 0 {
            text.push_str(&format!("stopped there (--fail-fast): {} deals were not looked at\n", self.stopped));
        }
        console.say(&text);
    }
}
