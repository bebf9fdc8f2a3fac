//! `peerpact verify`: whether files are what a deal and the library print.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::{Exit, Failure};
use crate::deal::paper::Form;
use crate::pipeline::verify::{FileVerdict, verify};
use crate::render::Format;
use crate::rules::Run;
use crate::{budget, input};

/// Say whether a file is what this deal and library print, and if not, which clause departs and what changed.
#[derive(Debug, Args)]
#[command(after_help = "\
A signed PDF counts as what was printed if signatures follow it and nothing else; whether a signature is genuine, your PDF reader says. A Word
file that another program saved is compared by its words. The manifest of the draft is not needed. Exit code 1 if a file departs.

Example:
  peerpact verify signed.pdf --deal deal.yaml")]
pub(super) struct VerifyArgs {
    /// Files (.docx, .pdf, .html, .md), or folders with Word files and PDFs.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Deal that they should be printed from.
    #[arg(long, value_name = "DEAL")]
    deal: PathBuf,

    /// Form in which they were printed, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    /// Report for people or for programs.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: VerifyFormat,

    #[command(flatten)]
    weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum VerifyFormat {
    Human,
    Json,
}

impl VerifyArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.verified(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn verified(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = Run { form: self.form, ..self.weighing.run(&[&self.deal], &library, &mut policies)? };
        let deal = input::read(&self.deal)?;
        let mut verdicts = Vec::new();
        for (path, format) in self.wanted()? {
            let most = if format == Format::Docx { budget::RETURNED_BYTES } else { budget::DRAFT_BYTES };
            let bytes = input::bytes(&path, most)?;
            let name = path.display().to_string();
            match verify(&bytes, &name, format, &deal, &run)? {
                Ok(verdict) => verdicts.push((name, verdict)),
                Err(findings) => {
                    return Ok(self.weighing.tell(console, &policies, 1, &findings, "not compared\n"));
                }
            }
        }
        let all = verdicts.iter().all(|(_, verdict)| verdict.holds());
        let told = match self.format {
            VerifyFormat::Human => verdicts.iter().map(|(name, verdict)| human(name, verdict)).collect::<String>(),
            VerifyFormat::Json => {
                let files: Vec<_> =
                    verdicts.iter().map(|(name, verdict)| json!({"file": name, "is": verdict})).collect();
                visible_json(&format!("{:#}\n", json!({"version": 1, "files": files})))
            }
        };
        let printed = console.print(told.as_bytes());
        Ok(printed.max(if all { Exit::Clean } else { Exit::Findings }))
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

fn of_name(path: &std::path::Path) -> Option<Format> {
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
