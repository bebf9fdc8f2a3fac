//! Which policy a run judged by: what a report says of it.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use crate::characters::visible;
use crate::policy::Policy;

/// A policy that a run judged deals by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JudgingPolicy {
    /// The files that it was made of, the farthest from the deals first.
    pub files: Vec<Used>,
    /// Files of the same name farther up that did not count: above one with `root = true`, or outside the work tree.
    pub left_out: Vec<String>,
    /// The deals, as they were named.
    pub deals: Vec<String>,
}

/// A file of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Used {
    /// Its path: from the working folder if it lies below that, else from the root.
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
    /// None yet, seen from the working folder.
    #[must_use]
    pub fn here() -> Self {
        // From a working folder that is gone, paths are said from the root.
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
        // One expects the files at and above the folder that one works in.
        let expected = |path: &Path| path.parent().is_some_and(|folder| self.here.starts_with(folder));
        let surprising = !policy.left_out.is_empty() || policy.files.iter().any(|file| !expected(&file.path));
        self.judged.push(JudgingPolicy { files, left_out, deals: vec![deal.to_owned()] });
        self.surprising.push(surprising);
    }

    /// A path as this run says it.
    #[must_use]
    pub fn name(&self, path: &Path) -> String {
        match path.strip_prefix(&self.here) {
            Ok(below) if !self.here.as_os_str().is_empty() => below.display().to_string(),
            _ => path.display().to_string(),
        }
    }

    /// What the JSON and SARIF reports hold.
    #[must_use]
    pub fn judged(&self) -> &[JudgingPolicy] {
        &self.judged
    }

    /// Lines for people: those policies that one does not expect in the folder that one works in, or with `all` every one.
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
