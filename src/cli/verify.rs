//! `peerpact verify`: whether files are what a deal and the library print.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::naming::Naming;
use crate::cli::{Exit, Failure};
use crate::deal::paper::Form;
use crate::diagnostic::Finding;
use crate::pipeline::verify::{FileVerdict, verify};
use crate::render::Format;
use crate::repository::find::pattern;
use crate::rules::Run;
use crate::source::Source;
use crate::{budget, input};

/// Say whether a file is what this deal and library print, and if not, which clause departs and what changed.
#[derive(Debug, Args)]
#[command(after_help = "\
A signed PDF counts as what was printed if signatures follow it and nothing else; whether a signature is genuine, your PDF reader says. A Word
file that another program saved is compared by its words. The manifest of the draft is not needed. Exit code 1 if a file departs.

Without --deal, every file below the folders is held against the manifest beside it, and with --run against the manifest of a run too: nothing is
printed anew. With a folder or pattern of deals, each draft below the folders is printed anew from the deal of its name.

Examples:
  peerpact verify signed.pdf --deal deal.yaml
  peerpact verify out --run run.json
  peerpact verify out --deal deals")]
pub(super) struct VerifyArgs {
    /// Files (.docx, .pdf, .html, .md), or folders with Word files and PDFs; without --deal folders of drafts.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    /// Deal that they should be printed from, or a folder or pattern of deals.
    #[arg(long, value_name = "DEAL")]
    deal: Option<PathBuf>,

    /// Manifest of a run (`draft --manifest`, `merge`) that the manifests below the folders should be those of.
    #[arg(long, value_name = "FILE", conflicts_with = "deal")]
    pub(super) run: Option<PathBuf>,

    #[command(flatten)]
    pub(super) naming: Naming,

    /// Form in which they were printed, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    pub(super) form: Option<Form>,

    /// Report for people or for programs.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: VerifyFormat,

    #[command(flatten)]
    pub(super) weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum VerifyFormat {
    Human,
    Json,
}

impl VerifyArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let done = match &self.deal {
            None => self.prove(console),
            Some(deal) if are_many(deal) => self.verify_each(console, deal),
            Some(deal) => self.verified(console, deal),
        };
        done.unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn verified(&self, console: &Console, deal: &Path) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = Run { form: self.form, ..self.weighing.run(&[deal], &library, &mut policies)? };
        let deal = input::read(deal)?;
        let mut verdicts = Vec::new();
        for (path, format) in self.wanted()? {
            match of_file(&path, format, &deal, &run)? {
                Ok(verdict) => verdicts.push((path.display().to_string(), verdict)),
                Err(findings) => {
                    return Ok(self.weighing.tell(console, &policies, 1, &findings, "not compared\n"));
                }
            }
        }
        Ok(self.tell(console, &verdicts))
    }

    /// Reports what the files are.
    pub(super) fn tell(&self, console: &Console, verdicts: &[(String, FileVerdict)]) -> Exit {
        let all = verdicts.iter().all(|(_, verdict)| verdict.holds());
        let told = match self.format {
            VerifyFormat::Human => verdicts.iter().map(|(name, verdict)| human(name, verdict)).collect::<String>(),
            VerifyFormat::Json => {
                let files = verdicts.iter().map(|(name, verdict)| json!({"file": name, "is": verdict}));
                json_of(files.collect())
            }
        };
        let printed = console.print(told.as_bytes());
        printed.max(if all { Exit::Clean } else { Exit::Findings })
    }

    /// The files, with their formats; of a folder its Word files and PDFs that are a draft by their name.
    fn wanted(&self) -> Result<Vec<(PathBuf, Format)>, Failure> {
        let mut out = Vec::new();
        for path in &self.files {
            if !path.is_dir() {
                let format = of_name(path).ok_or_else(|| {
                    Failure(format!(
                        "cannot verify {}: its name ends in none of .docx, .pdf, .html, .md",
                        path.display()
                    ))
                })?;
                out.push((path.clone(), format));
                continue;
            }
            let mut inside: Vec<(PathBuf, Format)> = input::entries(path)
                .map_err(|fault| Failure(fault.to_string()))?
                .into_iter()
                .filter(|(_, is_folder)| !is_folder)
                .filter_map(|(file, _)| of_name(&file).map(|format| (file, format)))
                .filter(|(_, format)| matches!(format, Format::Docx | Format::Pdf))
                .collect();
            if inside.is_empty() {
                return Err(Failure(format!("cannot verify {}: it holds no Word file and no PDF", path.display())));
            }
            inside.sort_by(|one, other| one.0.cmp(&other.0));
            out.append(&mut inside);
        }
        Ok(out)
    }
}

/// What one file is.
pub(super) fn of_file(
    path: &Path,
    format: Format,
    deal: &Source,
    run: &Run<'_>,
) -> Result<Result<FileVerdict, Vec<Finding>>, Failure> {
    let most = if format == Format::Docx { budget::RETURNED_BYTES } else { budget::DRAFT_BYTES };
    let bytes = input::bytes(path, most).map_err(|error| Failure::of(&error))?;
    verify(&bytes, &path.display().to_string(), format, deal, run)
}

/// The report for programs.
pub(super) fn json_of(files: Vec<serde_json::Value>) -> String {
    visible_json(&format!("{:#}\n", json!({"version": 1, "files": files})))
}

/// Whether a path names many deals.
fn are_many(path: &Path) -> bool {
    path.is_dir() || !path.exists() && pattern(path).is_some()
}

/// The format of a draft by its name.
pub(super) fn of_name(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Format::wanted(&[]).into_iter().find(|format| format.extension() == extension)
}

/// A verdict for people.
fn human(name: &str, verdict: &FileVerdict) -> String {
    let mut out = match verdict {
        FileVerdict::Same => format!("{name} is what this deal and library print, byte by byte\n"),
        FileVerdict::Signed { signatures } => {
            format!(
                "{name} is what this deal and library print, byte by byte, with {signatures} signature(s) after it\n"
            )
        }
        FileVerdict::SameWords { .. } => {
            format!("{name} says what this deal and library print, word by word; another program saved it\n")
        }
        FileVerdict::Departs { places, .. } => format!("{name} departs at {} place(s)\n", places.len()),
        FileVerdict::Other { why } => format!("{name} is not what this deal and library print: {why}\n"),
    };
    if let FileVerdict::Departs { places, .. } = verdict {
        for one in places {
            let words =
                |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.chars().take(120).collect() };
            out.push_str(&format!(
                "  {}: [{} → {}] (changed: {})\n",
                one.place,
                words(&one.ours),
                words(&one.file),
                one.changed
            ));
        }
    }
    if let FileVerdict::Departs { remarks, .. } | FileVerdict::SameWords { remarks } = verdict {
        remarks.iter().for_each(|remark| out.push_str(&format!("  {remark}\n")));
    }
    out.lines().map(|line| format!("{}\n", visible(line))).collect()
}
