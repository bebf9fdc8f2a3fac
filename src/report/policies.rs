//! What a report says about the policy that a run judged by.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use crate::characters::visible;
use crate::policy::Policy;

/// A policy, and the deals judged by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JudgingPolicy {
    /// The files that it was merged from, the farthest from the deals first.
    pub files: Vec<Used>,
    /// Files of the same name farther up that did not count: above one with `root = true`, or outside the work tree.
    pub left_out: Vec<String>,
    /// The deals, as they were named.
    pub deals: Vec<String>,
}

/// A file of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Used {
    /// Its path: relative to the working folder if it lies below it, otherwise absolute.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The policies of a run.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    here: PathBuf,
    judged: Vec<JudgingPolicy>,
    surprising: Vec<bool>,
}

impl Policies {
    /// No policies yet; paths are relative to the working folder.
    #[must_use]
    pub fn here() -> Self {
        // If the working folder no longer exists, paths are absolute.
        let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_else(|_| PathBuf::new());
        Self { here, ..Self::default() }
    }

    /// Adds a deal and the policy that it was judged by.
    pub fn add(&mut self, deal: &str, policy: &Policy) {
        let name = |path: &Path| self.name(path);
        let used = |file: &crate::policy::PolicyFile| Used { path: name(&file.path), sha256: file.sha256.clone() };
        let files: Vec<Used> = policy.files.iter().map(used).collect();
        let left_out: Vec<String> = policy.left_out.iter().map(|path| name(path)).collect();
        if let Some(known) = self.judged.iter_mut().find(|known| known.files == files && known.left_out == left_out) {
            known.deals.push(deal.to_owned());
            return;
        }
        // Files at and above the working folder are expected.
        let expected = |path: &Path| path.parent().is_some_and(|folder| self.here.starts_with(folder));
        let surprising = !policy.left_out.is_empty() || policy.files.iter().any(|file| !expected(&file.path));
        self.judged.push(JudgingPolicy { files, left_out, deals: vec![deal.to_owned()] });
        self.surprising.push(surprising);
    }

    /// The name of a path in this run's reports.
    #[must_use]
    pub fn name(&self, path: &Path) -> String {
        match path.strip_prefix(&self.here) {
            Ok(below) if !self.here.as_os_str().is_empty() => below.display().to_string(),
            _ => path.display().to_string(),
        }
    }

    /// The policies for the JSON and SARIF reports.
    #[must_use]
    pub fn judged(&self) -> &[JudgingPolicy] {
        &self.judged
    }

    /// Lines for people about unexpected policies, those outside the working folder and its ancestors; with `all` about
    /// every policy.
    #[must_use]
    pub fn said(&self, all: bool) -> String {
        let mut out = String::new();
        for (judged, surprising) in self.judged.iter().zip(&self.surprising) {
            if !all && !surprising {
                continue;
            }
            let files: Vec<String> = judged
                .files
                .iter()
                .map(|file| format!("{} ({})", visible(&file.path), file.sha256.get(..12).unwrap_or_default()))
                .collect();
            let files = if files.is_empty() { "none".to_owned() } else { files.join(", ") };
            let left_out: Vec<String> = judged.left_out.iter().map(|path| visible(path)).collect();
            let left_out =
                if left_out.is_empty() { String::new() } else { format!("; left out: {}", left_out.join(", ")) };
            let deals = match judged.deals.as_slice() {
                [deal] => visible(deal),
                deals => format!("{} deals", deals.len()),
            };
            out.push_str(&format!("policy of {deals}: {files}{left_out}\n"));
        }
        out
    }
}
