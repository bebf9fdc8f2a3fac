//! `peerpact verify` over folders: drafts against the manifests beside them, or each against the deal of its name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::json;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::PolicyCache;
use crate::cli::verify::{VerifyArgs, VerifyFormat, json_of, of_file, of_name};
use crate::cli::{Exit, Failure};
use crate::diagnostic::Finding;
use crate::input;
use crate::output::proof::{Proof, proof};
use crate::pipeline::verify::FileVerdict;
use crate::render::Format;
use crate::report::merge::drafts_of_run;
use crate::repository::find;
use crate::rules::Run;

type Failed = Box<dyn std::error::Error>;

/// A draft, and its format.
type Drafts = Vec<(PathBuf, Format)>;

impl VerifyArgs {
    /// Holds every file below the folders against the manifest beside it, and the manifests against that of a run.
    pub(super) fn prove(&self, console: &Console) -> Result<Exit, Failed> {
        if let Some(file) = self.files.iter().find(|path| !path.is_dir()) {
            return Err(Failure(format!(
                "cannot verify {} by itself: name its deal with --deal, or the folder that it lies in with its manifest",
                file.display()
            ))
            .into());
        }
        let run = match &self.run {
            Some(path) => {
                let text = input::text_of(path, crate::budget::BASELINE_BYTES)?;
                let fault = || Failure(format!("cannot verify by {}: it is not the manifest of a run", path.display()));
                Some(drafts_of_run(&text).ok_or_else(fault)?)
            }
            None => None,
        };
        let proved = proof(&self.files, run.as_ref())?;
        if proved.is_empty() {
            let folders: Vec<String> = self.files.iter().map(|path| path.display().to_string()).collect();
            return Err(Failure(format!("cannot verify {}: no manifest lies there", folders.join(", "))).into());
        }
        let told = match self.format {
            VerifyFormat::Human => told(&proved),
            VerifyFormat::Json => {
                let files = proved.iter().map(|(path, proof)| json!({"file": path.display().to_string(), "is": proof}));
                json_of(files.collect())
            }
        };
        let all = proved.values().all(|proof| proof.holds());
        Ok(console.print(told.as_bytes()).max(if all { Exit::Clean } else { Exit::Findings }))
    }

    /// Prints each deal anew and compares it with the drafts of its name. One deal's fault stops no other.
    pub(super) fn verify_each(&self, console: &Console, deals: &Path) -> Result<Exit, Failed> {
        let found = find(&[deals.to_owned()], self.weighing.policy_file());
        self.naming.keep_apart(found.deals.iter().map(PathBuf::as_path), "verify", "drafts")?;
        let mut drafts = self.drafts()?;
        let library = self.weighing.library()?;
        let as_of = self.weighing.as_of()?;
        let mut policies = PolicyCache::default();
        let mut jobs = Vec::new();
        for deal in &found.deals {
            // A deal that has no name by the pattern has no draft either.
            let name = self
                .naming
                .stem_of_file(deal)
                .map_or_else(|_| String::new(), |name| name.to_string_lossy().into_owned());
            jobs.push((
                deal,
                self.weighing.policy_of(&[deal], &mut policies),
                drafts.remove(&name).unwrap_or_default(),
            ));
        }
        type Verdicts = Result<(Vec<(String, FileVerdict)>, Vec<Finding>), Failure>;
        let verify = |(deal, policy, files): &(&PathBuf, Result<_, Failure>, Drafts)| -> Verdicts {
            let policy: &std::sync::Arc<crate::policy::Policy> = policy.as_ref().map_err(Clone::clone)?;
            let source = input::read(deal).map_err(|error| Failure::of(&error))?;
            let run = self.weighing.run_under(policy, library.of(&source, policy)?, as_of);
            let run = Run { form: self.form, ..run };
            if files.is_empty() {
                let why = "no draft of it lies there".to_owned();
                return Ok((vec![(deal.display().to_string(), FileVerdict::Other { why })], Vec::new()));
            }
            let mut verdicts = Vec::new();
            for (path, format) in files {
                match of_file(path, *format, &source, &run)? {
                    Ok(verdict) => verdicts.push((path.display().to_string(), verdict)),
                    Err(findings) => return Ok((verdicts, findings)),
                }
            }
            Ok((verdicts, Vec::new()))
        };
        let done: Vec<Verdicts> = jobs.par_iter().map(verify).collect();
        let (mut verdicts, mut findings) = (Vec::new(), Vec::new());
        let mut exit = Exit::Clean;
        for fault in &found.faults {
            exit = exit.max(console.fault(fault));
        }
        for result in done {
            match result {
                Ok((of_deal, found)) => {
                    verdicts.extend(of_deal);
                    findings.extend(found);
                }
                Err(fault) => exit = exit.max(console.fault(&fault)),
            }
        }
        for (path, _) in drafts.into_values().flatten() {
            let why = "no deal of its name was given".to_owned();
            verdicts.push((path.display().to_string(), FileVerdict::Other { why }));
        }
        verdicts.sort_by(|one, other| one.0.cmp(&other.0));
        if !findings.is_empty() {
            exit = exit.max(self.weighing.tell(console, &policies, jobs.len(), &findings, "not compared\n"));
        }
        Ok(exit.max(self.tell(console, &verdicts)))
    }

    /// The drafts that the arguments name, by the stem of their deal. Our own copies and redlines are no draft of a deal.
    fn drafts(&self) -> Result<BTreeMap<String, Drafts>, Failure> {
        let mut out: BTreeMap<String, Drafts> = BTreeMap::new();
        let mut open: Vec<PathBuf> = self.files.clone();
        while let Some(path) = open.pop() {
            if path.is_dir() {
                let entries = input::entries(&path).map_err(|error| Failure::of(&error))?;
                open.extend(entries.into_iter().map(|(path, _)| path));
                continue;
            }
            let (Some(format), Some(stem)) = (of_name(&path), path.file_stem()) else { continue };
            let stem = stem.to_string_lossy().into_owned();
            let is_other = [".review", ".redline", ".brief"].iter().any(|end| stem.ends_with(end));
            if !is_other {
                out.entry(stem).or_default().push((path, format));
            }
        }
        out.values_mut().for_each(|files| files.sort_by(|one, other| one.0.cmp(&other.0)));
        Ok(out)
    }
}

/// What departs, a line each, and how many files hold.
fn told(proved: &BTreeMap<PathBuf, Proof>) -> String {
    let mut out = String::new();
    for (path, proof) in proved.iter().filter(|(_, proof)| !proof.holds()) {
        out.push_str(&format!("{} {}\n", visible(&path.display().to_string()), proof.words()));
    }
    let held = proved.values().filter(|proof| proof.holds()).count();
    out.push_str(&format!("files that are as they were written: {held}; that are not: {}\n", proved.len() - held));
    out
}
