//! `peerpact check`: judge deals, and mend what can be mended without a decision.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, Policies, one_stdin};
use crate::cli::progress::Progress;
use crate::cli::{Exit, Fault};
use crate::diagnostic::{Finding, Level};
use crate::output::Batch;
use crate::pipeline::{Library, Options};
use crate::report::baseline::Baseline;
use crate::source::Source;
use crate::{fix, input, pipeline};

/// Check deals without drafting them.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Deal files; `-` is standard input.
    #[arg(required = true, value_name = "DEAL")]
    deals: Vec<PathBuf>,

    /// Apply the edits that findings suggest, and nothing else, to the deal files.
    #[arg(long)]
    fix: bool,

    /// Leave out what an earlier run with `--format json` had found, which this file holds.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    #[command(flatten)]
    judging: Judging,
}

/// A deal that could be read, and what was found in it.
struct Judged {
    source: Source,
    findings: Vec<Finding>,
    /// Findings whose edits were applied.
    mended: usize,
}

/// Edits may make room for others, though hardly ever more than once.
const PASSES: usize = 5;

impl Check {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.judge(console) {
            Ok(exit) => exit,
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn judge(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        one_stdin(&self.deals)?;
        if self.fix && self.deals.iter().any(|path| input::is_stdin(path)) {
            return Err(Fault("cannot fix standard input: name the deal file".to_owned()).into());
        }
        let options = self.judging.options(false, Vec::new())?;
        let mut baseline = self.baseline()?;
        // As in `draft`: it is not taken apart at the end of the program.
        let library = ManuallyDrop::new(pipeline::load(&options)?);
        let mut policies = Policies::default();
        let options: Vec<Options> = self
            .deals
            .iter()
            .map(|path| self.judging.options_for(path, &options, &mut policies))
            .collect::<Result<_, _>>()?;
        let progress = Progress::over(console, self.deals.len());
        let one = |(path, options): (&PathBuf, Options)| {
            progress.begin(&path.display().to_string());
            let judged = input::read(path).map(|deal| self.one(deal, &library, &options));
            progress.end();
            judged
        };
        let deals: Vec<_> = self.deals.par_iter().zip(options).map(one).collect();
        drop(progress);

        let mut exit = Exit::Clean;
        let mut findings = library.findings.clone();
        let (mut judged, mut said) = (0, String::new());
        for (path, deal) in self.deals.iter().zip(deals) {
            match deal {
                Ok(deal) => {
                    judged += 1;
                    if deal.mended > 0 {
                        write(path, &deal.source)?;
                        let many = if deal.mended == 1 { "" } else { "s" };
                        let name = visible(&deal.source.name);
                        said.push_str(&format!("mended {} finding{many} in {name}\n", deal.mended));
                    }
                    findings.extend(deal.findings);
                }
                Err(error) => exit = console.fault(&error),
            }
        }
        if let (Some(baseline), Some(path)) = (&mut baseline, &self.baseline) {
            let known = baseline.set_aside(&mut findings);
            let name = visible(&path.display().to_string());
            said.push_str(&format!("left out {known} known by {name}; {} of those in it are gone\n", baseline.gone()));
        }
        Ok(exit.max(self.judging.report(console, &policies, judged, &findings, &said)))
    }

    fn baseline(&self) -> Result<Option<Baseline>, Fault> {
        let Some(path) = &self.baseline else { return Ok(None) };
        let fault = |reason: &dyn std::fmt::Display| {
            let name = path.display();
            Fault(format!(
                "cannot use the baseline {name}: {reason}; write it with `peerpact check --format json DEAL... >{name}`"
            ))
        };
        let text = std::fs::read_to_string(path).map_err(|error| fault(&error))?;
        Baseline::read(&text).map(Some).map_err(|error| fault(&error))
    }

    fn one(&self, source: Source, library: &Library, options: &Options) -> Judged {
        let findings = pipeline::check(&source, library, options);
        let mut judged = Judged { source, findings, mended: 0 };
        for _ in 0..if self.fix { PASSES } else { 0 } {
            let here = |finding: &&Finding| {
                finding.place.as_ref().is_some_and(|place| place.source.name == judged.source.name)
            };
            let fixed = fix::apply(&judged.source.text, judged.findings.iter().filter(here));
            if fixed.mended == 0 {
                break;
            }
            let source = Source::new(judged.source.name.clone(), fixed.text);
            let findings = pipeline::check(&source, library, options);
            // An edit that would leave the deal worse is not what its finding promised.
            if errors(&findings) > errors(&judged.findings) {
                break;
            }
            judged = Judged { source, findings, mended: judged.mended + fixed.mended };
        }
        judged
    }
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Writes a mended deal in place of the file, whose byte order mark stays.
fn write(path: &Path, deal: &Source) -> Result<(), Box<dyn std::error::Error>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let fault = |error| Fault(format!("cannot mend {}: {error}", path.display()));
    // A link stays one: what it leads to is replaced.
    let path = std::fs::canonicalize(path).map_err(fault)?;
    let mut bytes = if std::fs::read(&path).map_err(fault)?.starts_with(MARK) { MARK.to_vec() } else { Vec::new() };
    bytes.extend_from_slice(deal.text.as_bytes());
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&path, &bytes)?;
    batch.commit()?;
    Ok(())
}
