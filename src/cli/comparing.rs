//! What the commands share that compare many deals in two states: how to compare, redlines, and the summary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rayon::prelude::*;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::libraries::Libraries;
use crate::cli::printing::listed;
use crate::cli::{Exit, Failure, day};
use crate::deal::paper::Form;
use crate::document::revisions::ChangeWeight;
use crate::output::Batch;
use crate::pipeline::Library;
use crate::pipeline::redline::Marks;
use crate::pipeline::summary::{Summarised, summary};
use crate::policy::Policy;
use crate::render::Format;
use crate::report::summary::{DealChange, DealFate, RepositorySummary, json, markdown};
use crate::rules::Run;
use crate::source::{Source, sha256};
use crate::{input, provenance};

/// How to compare and what to write.
#[derive(Debug, Args)]
pub(super) struct Comparing {
    /// Formats of the redlines [default with --output: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',', requires = "output")]
    to: Vec<Format>,

    /// Folder for the redlines and the summary, created if it is missing.
    #[arg(long = "output", short, value_name = "DIR", id = "output")]
    output: Option<PathBuf>,

    /// What stands in front of a redline's path in the links of the comment, such as the address of a job's artifacts.
    #[arg(long, value_name = "URL", default_value = "")]
    link: String,

    /// Compare this form of the papers, whatever the deals say.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    /// Who is named as the author of each change in the redlines.
    #[arg(long, value_name = "NAME", default_value = "peerpact")]
    author: String,

    /// Exit with 3 if only wording differs, and with 4 if a term does.
    #[arg(long)]
    exit_code: bool,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,

    /// Print Markdown for people or JSON for programs.
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: SummaryForm,

    #[command(flatten)]
    pub(super) weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummaryForm {
    Markdown,
    Json,
}

/// Deals that are compared before their redlines are written. The number bounds memory.
const CHUNK: usize = 16;

/// A deal in two states; one of them may be missing.
pub(super) struct DealPair {
    /// What it is called.
    pub(super) path: String,
    /// What it was called, if that is something else.
    pub(super) was: Option<String>,
    pub(super) old: Option<PairedDeal>,
    pub(super) new: Option<PairedDeal>,
}

/// One state of a deal.
pub(super) struct PairedDeal {
    pub(super) file: PathBuf,
    /// Its text, if it is another than that of the file.
    pub(super) text: Option<Source>,
}

/// One state of a deal, with its policy.
struct Held {
    source: Source,
    policy: Arc<Policy>,
}

/// What came of a comparison.
pub(super) struct ManyCompared {
    pub(super) summary: RepositorySummary,
    pub(super) exit: Exit,
    written: Vec<PathBuf>,
}

type Failed = Box<dyn std::error::Error>;

impl Comparing {
    /// Compares deals and writes their redlines. `summary` says what the two states are called.
    pub(super) fn compare(
        &self,
        [old, new]: [&Libraries; 2],
        pairs: Vec<DealPair>,
        summary: RepositorySummary,
    ) -> Result<ManyCompared, Failed> {
        let (marks, as_of) = (self.marks()?, self.weighing.as_of()?);
        let exit = if summary.faults.is_empty() { Exit::Clean } else { Exit::Failed };
        let summary = RepositorySummary { link: Some(self.link.clone()), ..summary };
        let mut out = ManyCompared { summary, exit, written: Vec::new() };
        let mut policies = PolicyCache::default();
        for chunk in pairs.chunks(CHUNK) {
            let mut hold = |deal: &Option<PairedDeal>| -> Result<Option<Held>, Failure> {
                let Some(PairedDeal { file, text }) = deal else { return Ok(None) };
                let policy = self.weighing.policy_of(&[file], &mut policies)?;
                let source = match text {
                    Some(source) => source.clone(),
                    None => input::read(file).map_err(|error| Failure::of(&error))?,
                };
                Ok(Some(Held { source, policy }))
            };
            let held: Vec<_> = chunk.iter().map(|pair| Ok([hold(&pair.old)?, hold(&pair.new)?])).collect();
            let done: Vec<Result<Summarised, Failure>> = chunk
                .par_iter()
                .zip(held)
                .map(|(pair, held)| self.one(pair, &held?, [old, new], as_of, &marks))
                .collect();
            for (pair, done) in chunk.iter().zip(done) {
                match done {
                    Ok(done) => self.take(pair, done, &mut out)?,
                    Err(fault) => {
                        out.exit = Exit::Failed;
                        out.summary.faults.push(format!("{}: {fault}", pair.path));
                    }
                }
            }
        }
        Ok(out)
    }

    fn one(
        &self,
        pair: &DealPair,
        [before, after]: &[Option<Held>; 2],
        [old, new]: [&Libraries; 2],
        as_of: Date,
        marks: &Marks,
    ) -> Result<Summarised, Failure> {
        let (old_run, new_run) = (self.run_of(before, old, as_of)?, self.run_of(after, new, as_of)?);
        let state = |held: &'_ Option<Held>| held.as_ref().map(|held| held.source.clone());
        let (old_source, new_source) = (state(before), state(after));
        let mut done = summary(
            &pair.path,
            old_source.as_ref().zip(old_run.as_ref()),
            new_source.as_ref().zip(new_run.as_ref()),
            marks,
        )?;
        if pair.was.is_some() {
            let change = || DealChange::new(&pair.path, DealFate::Changed);
            done.change.get_or_insert_with(change).was.clone_from(&pair.was);
        }
        Ok(done)
    }

    fn run_of<'a>(
        &self,
        held: &Option<Held>,
        libraries: &'a Libraries,
        as_of: Date,
    ) -> Result<Option<Run<'a>>, Failure> {
        let Some(Held { source, policy }) = held else { return Ok(None) };
        let run = self.weighing.run_under(policy, libraries.of(source, policy)?, as_of);
        Ok(Some(Run { form: self.form, ..run }))
    }

    /// Takes what came of one deal, and writes its redlines: all of them or none.
    fn take(&self, pair: &DealPair, done: Summarised, out: &mut ManyCompared) -> Result<(), Failed> {
        out.exit = out.exit.max(self.weighing.exit(&done.findings));
        let Some(mut change) = done.change else {
            out.summary.unchanged += 1;
            return Ok(());
        };
        if let Some(output) = &self.output {
            let mut batch = Batch::drafts(Vec::new(), self.overwrite).below(output);
            for file in &done.files {
                let path = format!("{}.redline.{}", stem(&pair.path), file.suffix);
                batch.add(&output.join(&path), &file.bytes)?;
                if !file.is_manifest() {
                    change.redlines.push((file.suffix.clone(), path));
                }
            }
            out.written.extend(batch.commit()?);
        }
        out.summary.deals.push(change);
        Ok(())
    }

    fn marks(&self) -> Result<Marks, Failed> {
        let formats = if self.output.is_some() { Format::wanted(&self.to) } else { Vec::new() };
        let date = match day::epoch()? {
            Some(epoch) => Some(epoch),
            None => Some(jiff::Timestamp::from_second(jiff::Timestamp::now().as_second())?),
        };
        Ok(Marks { formats, author: self.author.clone(), date })
    }

    /// Writes and prints the summary.
    pub(super) fn report(&self, console: &Console, mut comparison: ManyCompared) -> Result<Exit, Failed> {
        let summary = &comparison.summary;
        let (comment, whole) = (markdown(summary), json(summary));
        if let Some(output) = &self.output {
            let files = BTreeMap::from([("md", sha256(comment.as_bytes())), ("json", sha256(whole.as_bytes()))]);
            let manifest = serde_json::json!({
                "version": 1,
                "peerpact": env!("CARGO_PKG_VERSION"),
                "provenance": sha256(whole.as_bytes()),
                "files": files,
            });
            let mut batch = Batch::drafts(Vec::new(), self.overwrite);
            batch.add(&output.join("summary.md"), comment.as_bytes())?;
            batch.add(&output.join("summary.json"), whole.as_bytes())?;
            batch.add(&output.join("summary.manifest.json"), &provenance::written(&manifest)?)?;
            comparison.written.extend(batch.commit()?);
        }
        if !console.quiet {
            console.say(&listed(&comparison.written));
        }
        for fault in &summary.faults {
            console.say(&format!("not compared: {}\n", visible(fault)));
        }
        let printed = console.print(match self.format {
            SummaryForm::Markdown => comment.as_bytes(),
            SummaryForm::Json => whole.as_bytes(),
        });
        let differs = match summary.weight() {
            Some(ChangeWeight::Duty | ChangeWeight::Money) if self.exit_code => Exit::Substance,
            Some(ChangeWeight::Wording) if self.exit_code => Exit::Wording,
            _ => Exit::Clean,
        };
        Ok(comparison.exit.max(printed).max(differs))
    }

    /// Reports the faults of a library that stop every comparison; `None` if there is none.
    pub(super) fn stopped(&self, console: &Console, library: &Library) -> Option<Exit> {
        let stops = library.findings.iter().filter(|finding| self.weighing.stops(finding));
        let findings: Vec<_> = stops.cloned().collect();
        let tell = || self.weighing.tell(console, &PolicyCache::default(), 0, &findings, "not compared\n");
        (!findings.is_empty()).then(tell)
    }
}

/// A deal's path without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && !end.contains('/')).map_or(name, |(stem, _)| stem)
}

/// A path below a folder, with `/`.
pub(super) fn below(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
