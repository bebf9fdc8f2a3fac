//! `peerpact redline` over many deals: folders, patterns and revisions of git, each deal with the one of the same path.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::characters::visible;
use crate::cli::comparing::{DealPair, below};
use crate::cli::console::Console;
use crate::cli::judging::PolicyCache;
use crate::cli::libraries::Libraries;
use crate::cli::many::{Job, Outcome};
use crate::cli::printing::listing;
use crate::cli::redline::{RedlineArgs, RedlineForm};
use crate::cli::states::{State, pairs};
use crate::cli::{Exit, Failure};
use crate::diagnostic::Finding;
use crate::document::revisions::ChangeWeight;
use crate::input;
use crate::output::Batch;
use crate::pipeline::File;
use crate::pipeline::redline::{Marks, RedlineBase, Redlined, redline};
use crate::policy::{PathPattern, Policy};
use crate::render::Format;
use crate::report::ReportFormat;
use crate::report::redline::{DealRedline, Differences, RedlineFate, human_of_many, json_of_many};
use crate::repository::find::{Found, find, pattern};
use crate::repository::git;
use crate::rules::Run;

/// The deals to compare.
#[derive(Default)]
struct Pairs {
    found: Found,
    /// What each newer deal is compared with.
    older: HashMap<PathBuf, Older>,
    /// What deals are called that lie in a folder that goes away.
    names: HashMap<PathBuf, String>,
    /// Older deals that are gone.
    gone: Vec<String>,
    /// Keep the files of revisions.
    states: Vec<State>,
}

/// What a newer deal is compared with.
enum Older {
    /// Its own standard.
    Standard,
    /// Another file, or itself under the older library.
    File {
        path: PathBuf,
        /// What it was called, if it moved.
        was: Option<String>,
        policy: Result<Arc<Policy>, Failure>,
    },
    Nothing,
}

/// What came of one deal.
struct Compared {
    redline: DealRedline,
    findings: Vec<Finding>,
    files: Vec<File>,
    weight: Option<ChangeWeight>,
}

type Failed = Box<dyn std::error::Error>;

impl Pairs {
    /// Adds the deals of two states. Of the older one only those count that are asked for.
    fn pair(&mut self, mut before: State, new: State, asked: impl Fn(&str) -> bool) {
        before.deals.retain(|path, _| asked(path));
        self.found.faults.extend(before.faults.iter().chain(&new.faults).map(|fault| Failure(fault.clone())));
        for DealPair { was, old, new: newer, .. } in pairs(&before, &new) {
            let Some(newer) = newer else {
                self.gone.extend(old.map(|old| before.named(&old.file.display().to_string())));
                continue;
            };
            let old = old.map(|old| Older::File { path: old.file, was, policy: unread() });
            self.names.insert(newer.file.clone(), new.named(&newer.file.display().to_string()));
            if self.older.insert(newer.file.clone(), old.unwrap_or(Older::Nothing)).is_none() {
                self.found.deals.push(newer.file);
            }
        }
        self.states.extend([before, new]);
    }
}

impl RedlineArgs {
    /// Whether the arguments name many deals: a folder, a pattern, two revisions, or more than one deal on a side.
    pub(super) fn are_many(&self) -> bool {
        let is_many = |path: &PathBuf| path.is_dir() || !path.exists() && pattern(path).is_some();
        let is_revision = |path: &PathBuf| is_revision(path);
        let most = if self.is_of_one_side() { 1 } else { 2 };
        self.deals.len() > most
            || self.deals.iter().any(is_many)
            || self.deals.len() == 2 && self.deals.iter().all(is_revision)
    }

    /// Whether each deal is compared with itself, under another library or without its departures.
    fn is_of_one_side(&self) -> bool {
        self.against.is_some() || self.old_library.is_some() && self.deals.len() == 1
    }

    /// Compares each deal, and writes its redline. One that fails stops no other.
    pub(super) fn compare_many(&self, console: &Console) -> Result<Exit, Failed> {
        if self.deals.iter().any(|path| input::is_stdin(path)) {
            return Err(Failure("cannot compare standard input with many deals: name files".to_owned()).into());
        }
        let mut policies = PolicyCache::default();
        let Pairs { found, mut older, names, gone, states } = self.pairs()?;
        let marks = self.marks()?;
        if !marks.formats.is_empty() {
            self.naming.keep_apart(found.deals.iter().map(PathBuf::as_path), "write the redlines of", "files")?;
        }
        let mut jobs = self.pace.jobs(found, &self.weighing, &mut policies)?;
        for job in &mut jobs.jobs {
            if let Some(name) = names.get(&job.path) {
                job.name.clone_from(name);
            }
            if let Some(Older::File { path, policy, .. }) = older.get_mut(&job.path) {
                *policy = self.weighing.policy_of(&[path], &mut policies);
            }
        }
        let library = self.weighing.library()?;
        let old_library = self.older_library()?;
        let as_of = self.weighing.as_of()?;
        let libraries = [old_library.as_ref().unwrap_or(&library), &library];
        let named = |text: &str| states.iter().fold(text.to_owned(), |text, state| state.named(&text));
        let work = |job: &Job| {
            let older = older.get(&job.path).unwrap_or(&Older::Nothing);
            self.one(job, older, libraries, as_of, &marks).map_err(|fault| Failure(named(&fault.0)))
        };
        let inputs = jobs.jobs.iter().map(|job| job.path.as_path());
        let inputs = input::resolved(inputs.chain(self.deals.iter().map(PathBuf::as_path)));
        let mut redlines: Vec<DealRedline> = Vec::new();
        let (mut findings, mut faults, mut written, mut stale) = (Vec::new(), Vec::new(), Vec::new(), String::new());
        let mut weight = None;
        let ended = jobs.each(console, ReportFormat::Human, work, |chunk, results| {
            let mut outcomes = Vec::new();
            for (job, result) in chunk.iter().zip(results) {
                let outcome = result.and_then(|compared| {
                    written.extend(self.write_one(job, &compared.files, &inputs)?);
                    if compared.files.is_empty() {
                        stale.push_str(&self.left(job, &marks));
                    }
                    weight = weight.max(compared.weight);
                    let exit = self.weighing.exit(&compared.findings);
                    let said = if exit == Exit::Clean { said(&compared) } else { "not compared".to_owned() };
                    findings.extend(compared.findings);
                    redlines.push(compared.redline);
                    Ok(Outcome { exit, said })
                });
                let outcome = outcome.unwrap_or_else(|fault: Failure| {
                    redlines.push(DealRedline::new(job.name.clone(), None, RedlineFate::NotCompared, None));
                    let said = fault.0.clone();
                    faults.push(fault);
                    Outcome { exit: Exit::Failed, said }
                });
                let stop = jobs.stops_at(outcome.exit);
                outcomes.push(outcome);
                if stop {
                    break;
                }
            }
            outcomes
        });
        redlines.extend(gone.into_iter().map(|deal| DealRedline::new(deal, None, RedlineFate::Removed, None)));
        let text = match self.format {
            RedlineForm::Human => human_of_many(&redlines),
            RedlineForm::Json => json_of_many(&redlines),
        };
        let printed = console.print(text.as_bytes());
        for place in findings.iter_mut().filter_map(|finding: &mut Finding| finding.place.as_mut()) {
            place.source.name = named(&place.source.name).into();
        }
        faults.iter().for_each(|fault| {
            console.fault(fault);
        });
        let said = ended.notes().to_owned() + &listing(&written) + &stale;
        self.weighing.tell(console, &policies, 0, &findings, &said);
        ended.tell(console);
        Ok(ended.exit.max(printed).max(self.exit_of(weight)))
    }

    /// One deal against what it is compared with.
    fn one(
        &self,
        job: &Job,
        older: &Older,
        [old_library, library]: [&Libraries; 2],
        as_of: Date,
        marks: &Marks,
    ) -> Result<Compared, Failure> {
        let read = |path: &Path| input::read(path).map_err(|error| Failure::of(&error));
        let run = |policy: &Arc<Policy>, library| -> Run<'_> {
            Run { form: self.form, ..self.weighing.run_under(policy, library, as_of) }
        };
        let policy = job.policy.as_ref().map_err(Clone::clone)?;
        let newer = read(&job.path)?;
        let new_run = run(policy, library.of(&newer, policy)?);
        let (mut known_as, mut old_state) = (None, None);
        if let Older::File { path, was, policy } = older {
            let policy = policy.as_ref().map_err(Clone::clone)?;
            let source = read(path)?;
            let library = old_library.of(&source, policy)?;
            old_state = Some((source, run(policy, library)));
            known_as.clone_from(was);
        }
        let base = match (older, &old_state) {
            (Older::Nothing, _) => {
                let redline = DealRedline::new(job.name.clone(), None, RedlineFate::Added, None);
                return Ok(Compared { redline, findings: Vec::new(), files: Vec::new(), weight: None });
            }
            (_, Some((source, run))) => RedlineBase::Deal(source, run),
            (_, None) => RedlineBase::Standard,
        };
        let Redlined { findings, differences, files } = redline(base, (&newer, &new_run), marks)?;
        let weight = differences.as_ref().and_then(Differences::weight);
        let fate = match (&differences, weight) {
            (None, _) => RedlineFate::NotCompared,
            (Some(_), None) => RedlineFate::Unchanged,
            (Some(_), Some(_)) => RedlineFate::Changed,
        };
        // A redline without a change is no file to send.
        let files = if fate == RedlineFate::Changed && findings.is_empty() { files } else { Vec::new() };
        let redline = DealRedline::new(job.name.clone(), known_as, fate, differences.as_ref());
        Ok(Compared { redline, findings, files, weight })
    }

    /// Writes the redline of one deal: all of its files or none.
    fn write_one(&self, job: &Job, files: &[File], inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let (folder, stem) = (self.folder(), self.naming.stem_of_file(&job.path)?);
        let mut batch = Batch::drafts(inputs.to_owned(), self.overwrite).below(&folder);
        for file in files {
            let mut name = stem.clone();
            name.push(format!(".redline.{}", file.suffix));
            batch.add(&folder.join(name), &file.bytes).map_err(|error| Failure::of(&error))?;
        }
        batch.commit().map_err(|error| Failure::of(&error))
    }

    /// Names the redlines of an earlier run that stand where this one has none to write.
    fn left(&self, job: &Job, marks: &Marks) -> String {
        let path = |format: &Format| {
            let mut name = self.naming.stem_of_file(&job.path).ok()?;
            name.push(format!(".redline.{}", format.extension()));
            Some(self.folder().join(name)).filter(|path| path.exists())
        };
        let tell = |path: PathBuf| format!("{} is of an earlier run\n", visible(&path.display().to_string()));
        marks.formats.iter().filter_map(path).map(tell).collect()
    }

    /// The deals of both sides.
    fn pairs(&self) -> Result<Pairs, Failure> {
        let policy = self.weighing.policy_file();
        if self.is_of_one_side() {
            let found = find(&self.deals, policy);
            let older = |path: &PathBuf| match self.against {
                Some(_) => Older::Standard,
                None => Older::File { path: path.clone(), was: None, policy: unread() },
            };
            let older = found.deals.iter().map(|path| (path.clone(), older(path))).collect();
            return Ok(Pairs { found, older, ..Pairs::default() });
        }
        let [old, new @ ..] = self.deals.as_slice() else { return Ok(Pairs::default()) };
        let mut out = Pairs::default();
        // Files of one folder are one state, because each state of a revision is written out.
        let mut files: BTreeMap<PathBuf, Vec<&PathBuf>> = BTreeMap::new();
        for argument in new {
            let matched = pattern(argument).filter(|_| !argument.exists());
            if argument.is_dir() || matched.is_some() {
                let base = matched.as_ref().map_or(argument, |(folder, _)| folder);
                let found = find(std::slice::from_ref(argument), policy);
                let new = State::of_files(found.deals.iter().map(|path| (below(base, path), path.clone())));
                out.found.faults.extend(found.faults);
                out.found.left_out.extend(found.left_out);
                let asked = |path: &str| {
                    let above = |pattern: &PathPattern| Path::new(path).ancestors().any(|path| pattern.matches(path));
                    matched.as_ref().is_none_or(|(_, pattern)| above(pattern))
                };
                out.pair(self.older_state(old, base)?, new, asked);
            } else if let Some((revision, folder)) = git::named(argument) {
                let new = State::of_folder_in(revision, folder, policy)?;
                out.pair(self.older_state(old, Path::new(folder))?, new, |_| true);
            } else if is_revision(argument) {
                let here = if old.is_dir() { old } else { Path::new(".") };
                let new = State::of_revision(&argument.to_string_lossy(), here, policy)?;
                out.pair(self.older_state(old, here)?, new, |_| true);
            } else if argument.exists() {
                let folder = argument.parent().filter(|folder| !folder.as_os_str().is_empty());
                files.entry(folder.unwrap_or(Path::new(".")).to_owned()).or_default().push(argument);
            } else {
                // It is a fault when it is read.
                out.found.deals.push(argument.clone());
            }
        }
        for (folder, files) in files {
            let named = |path: &&PathBuf| (below(&folder, path), (*path).clone());
            let new = State::of_files(files.iter().map(named));
            let asked: Vec<String> = new.deals.keys().cloned().collect();
            out.pair(self.older_state(old, &folder)?, new, |path| asked.iter().any(|file| file == path));
        }
        Ok(out)
    }

    /// The older side below the folder that corresponds to `base`.
    fn older_state(&self, old: &Path, base: &Path) -> Result<State, Failure> {
        let policy = self.weighing.policy_file();
        if old.is_dir() {
            return Ok(State::of_folder(old, policy));
        }
        if let Some((folder, pattern)) = pattern(old).filter(|_| !old.exists()) {
            let mut state = State::of_folder(&folder, policy);
            state.deals.retain(|path, _| Path::new(path).ancestors().any(|path| pattern.matches(path)));
            return Ok(state);
        }
        match git::named(old) {
            Some((revision, folder)) => State::of_folder_in(revision, folder, policy),
            None if is_revision(old) => State::of_revision(&old.to_string_lossy(), base, policy),
            None => Err(Failure(format!(
                "cannot compare {} with many deals: name a folder, a pattern or a revision of git as the older side",
                old.display()
            ))),
        }
    }
}

/// Whether an argument names neither a file nor what should be one.
fn is_revision(path: &Path) -> bool {
    let is_yaml = path.extension().is_some_and(|end| end == "yaml" || end == "yml");
    !path.exists() && !is_yaml && git::named(path).is_none() && pattern(path).is_none() && !input::is_stdin(path)
}

fn unread() -> Result<Arc<Policy>, Failure> {
    Err(Failure("its policy was not read".to_owned()))
}

/// A few words on what came of a deal.
fn said(compared: &Compared) -> String {
    match compared.redline.fate {
        RedlineFate::Changed => match compared.weight {
            Some(ChangeWeight::Wording) | None => "wording changed",
            Some(ChangeWeight::Duty | ChangeWeight::Money) => "terms changed",
        },
        RedlineFate::Unchanged => "nothing changed",
        RedlineFate::Added => "no older one to compare with",
        RedlineFate::Removed => "gone",
        RedlineFate::NotCompared => "not compared",
    }
    .to_owned()
}
