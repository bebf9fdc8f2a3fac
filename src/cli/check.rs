//! `peerpact check`: judges deals, and fixes what needs no decision.

use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::Args;

use crate::budget::{BASELINE_BYTES, DEAL_FAULTS, DEAL_VALUES};
use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::many::{Job, Many, Outcome};
use crate::cli::{Exit, Failure};
use crate::deal::paper::Form;
use crate::diagnostic::{Finding, Level};
use crate::output::Batch;
use crate::pipeline::JudgedAsFar;
use crate::report::Tally;
use crate::report::baseline::Baseline;
use crate::rules::{Run, weights};
use crate::source::Source;
use crate::{fix, input, pipeline};

/// Check deals without drafting them.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    many: Many,

    /// Apply the edits that findings suggest, and nothing else, to the deal files.
    #[arg(long)]
    fix: bool,

    /// Leave out what an earlier run with `--format json` had found, which this file holds.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Judge this form of the paper, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    #[command(flatten)]
    judging: Judging,
}

/// A deal that was read, and its findings.
struct Judged {
    source: Source,
    findings: Vec<Finding>,
    /// How far it was judged.
    far: JudgedAsFar,
    /// What was fixed in it; `None` if its text is that of the file.
    mended: Option<Mended>,
}

/// The fixes in a deal.
struct Mended {
    /// Findings whose edits were applied.
    count: usize,
    /// The findings on the file as it is.
    before: Vec<Finding>,
}

/// Most passes of fixing. Edits that touch wait for the next pass, which at least halves a row of them, so this number fixes
/// everything in a deal and a second run has nothing left to fix.
const PASSES: usize = 32;

impl CheckArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.judge(console) {
            Ok(exit) => exit,
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn judge(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        if self.fix && self.many.reads_stdin() {
            return Err(Failure("cannot fix standard input: name the deal file".to_owned()).into());
        }
        let mut baseline = self.baseline()?;
        let as_of = self.judging.weighing.as_of()?;
        let mut policies = PolicyCache::default();
        let jobs = self.many.find(&self.judging.weighing, &mut policies, |_| Ok(()))?;
        // As in `draft`, freeing it at the end of the program would only take time.
        let library = ManuallyDrop::new(self.judging.weighing.library()?);
        let work = |job: &Job| -> Result<Judged, Failure> {
            let policy = job.policy.as_ref().map_err(Clone::clone)?;
            let source = input::read(&job.path).map_err(|error| Failure::of(&error))?;
            let library = library.of(&source, policy)?;
            let run = Run { form: self.form, ..self.judging.weighing.run_under(policy, library, as_of) };
            Ok(self.one(source, &run))
        };
        // What a baseline knows fails no deal. Another copy counts what of it is gone, when it is known what was mended.
        let mut known = baseline.clone();
        let mut deals: Vec<(PathBuf, Judged)> = Vec::new();
        let mut faults: Vec<Failure> = Vec::new();
        let ended = jobs.each(console, self.judging.format, work, |jobs_of, results| {
            let mut outcomes = Vec::new();
            for (job, result) in jobs_of.iter().zip(results) {
                if let Ok(policy) = &job.policy {
                    policies.add(&job.path, policy);
                }
                let outcome = match result {
                    Ok(judged) => {
                        let mut new = judged.findings.clone();
                        if let Some(known) = &mut known {
                            known.set_aside(&mut new);
                        }
                        let exit = self.judging.exit(&new);
                        let said = Tally::of(&new).to_string();
                        deals.push((job.path.clone(), judged));
                        Outcome { exit, said }
                    }
                    Err(fault) => {
                        let said = fault.to_string();
                        if !faults.iter().any(|known| known.0 == fault.0) {
                            faults.push(fault);
                        }
                        Outcome { exit: Exit::Failed, said }
                    }
                };
                let stop = jobs.stops_at(outcome.exit);
                outcomes.push(outcome);
                if stop {
                    break;
                }
            }
            outcomes
        });
        for fault in &faults {
            console.fault(fault);
        }
        let unread = if ended.exit == Exit::Failed { Exit::Failed } else { Exit::Clean };
        let judged = deals.len();
        // All deals are fixed or none: one that cannot be read leaves the others unchanged too.
        let (mut said, mut fault) = (ended.notes().to_owned(), None);
        if unread != Exit::Clean {
            deals.iter_mut().for_each(|(_, deal)| deal.stays());
        } else if let Err(error) = write(&deals) {
            deals.iter_mut().for_each(|(_, deal)| deal.stays());
            fault = Some(error);
        }
        let mut findings = library.findings.clone();
        for (_, deal) in deals {
            if let Some(Mended { count, .. }) = deal.mended {
                let many = if count == 1 { "" } else { "s" };
                said.push_str(&format!("mended {count} finding{many} in {}\n", visible(&deal.source.name)));
            }
            findings.extend(deal.findings);
        }
        if let (Some(baseline), Some(path)) = (&mut baseline, &self.baseline) {
            let known = baseline.set_aside(&mut findings);
            let name = visible(&path.display().to_string());
            said.push_str(&format!("left out {known} known by {name}; {} of those in it are gone\n", baseline.gone()));
        }
        weights::once(&mut findings);
        let found = self.judging.report(console, &policies, judged, &findings, &said);
        ended.tell(console);
        // Printed last, below the report, because it explains why no deal is fixed.
        let failed = fault.map_or(Exit::Clean, |error| console.fault(error.as_ref()));
        Ok(unread.max(found).max(failed))
    }

    fn baseline(&self) -> Result<Option<Baseline>, Failure> {
        let Some(path) = &self.baseline else { return Ok(None) };
        let fault = |reason: &dyn std::fmt::Display| {
            let name = path.display();
            Failure(format!(
                "cannot use the baseline {name}: {reason}; write it with `peerpact check --format json DEAL... >{name}`"
            ))
        };
        let text = input::text_of(path, BASELINE_BYTES).map_err(|error| fault(&error.reason()))?;
        Baseline::read(&text).map(Some).map_err(|error| fault(&error))
    }

    fn one(&self, source: Source, run: &Run<'_>) -> Judged {
        let mut most = DEAL_FAULTS;
        let (mut findings, mut far) = pipeline::check_as_far(&source, run, most);
        // To mend all of a file with more faults than are told they are all asked for: in few steps, so that the cost grows with the file.
        while self.fix && far == JudgedAsFar::File && has_more(&findings, most) {
            most *= 16;
            (findings, far) = pipeline::check_as_far(&source, run, most);
        }
        let mut judged = Judged { source, findings, far, mended: None };
        for _ in 0..if self.fix { PASSES } else { 0 } {
            let here = |finding: &&Finding| {
                finding.place.as_ref().is_some_and(|place| place.source.name == judged.source.name)
            };
            let fixed = fix::apply(&judged.source.text, judged.findings.iter().filter(here));
            if fixed.mended == 0 {
                break;
            }
            let source = Source::new(judged.source.name.clone(), fixed.text);
            let (findings, far) = pipeline::check_as_far(&source, run, most);
            // An edit that adds errors is not applied. Those that a deal shows only once it is judged further were there before.
            let adds = far == judged.far && errors(&findings) > errors(&judged.findings);
            if far < judged.far || adds {
                break;
            }
            let mended = match judged.mended {
                Some(mended) => Mended { count: mended.count + fixed.mended, ..mended },
                None => Mended { count: fixed.mended, before: judged.findings },
            };
            judged = Judged { source, findings, far, mended: Some(mended) };
        }
        if most > DEAL_FAULTS && has_more(&judged.findings, DEAL_FAULTS) {
            judged.findings = pipeline::check_as_far(&judged.source, run, DEAL_FAULTS).0;
        }
        judged
    }
}

/// Whether a file may have more faults than the `most` that were told, and than a deal has values.
fn has_more(findings: &[Finding], most: usize) -> bool {
    findings.len() >= most && most < DEAL_VALUES
}

impl Judged {
    /// Discards the fixes because they cannot be written: the file still has its first findings.
    fn stays(&mut self) {
        if let Some(Mended { before, .. }) = self.mended.take() {
            self.findings = before;
        }
    }
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Writes each fixed deal over its file, with its byte order mark: all of them or none.
fn write(deals: &[(PathBuf, Judged)]) -> Result<(), Box<dyn std::error::Error>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let mut batch = Batch::replacing(Vec::new());
    let mut known: Vec<PathBuf> = Vec::new();
    for (path, deal) in deals.iter().filter(|(_, deal)| deal.mended.is_some()) {
        let fault = |error| Failure(format!("cannot mend {}: {error}", path.display()));
        // A link stays one: what it leads to is replaced.
        let path = std::fs::canonicalize(path).map_err(fault)?;
        if known.contains(&path) {
            continue;
        }
        let mut bytes = if input::bytes(&path, input::LIMIT)?.starts_with(MARK) { MARK.to_vec() } else { Vec::new() };
        bytes.extend_from_slice(deal.source.text.as_bytes());
        batch.add(&path, &bytes)?;
        known.push(path);
    }
    batch.commit()?;
    Ok(())
}
