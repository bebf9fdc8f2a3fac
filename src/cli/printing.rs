//! Where a paper beside the draft is written, and in which formats.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::{Exit, Failure};
use crate::diagnostic::Finding;
use crate::input;
use crate::output::Batch;
use crate::pipeline::{File, Print};
use crate::render::Format;
use crate::rules::Run;
use crate::source::Source;

/// A paper on one deal for our own side.
#[derive(Debug, Args)]
pub(super) struct OwnPaper {
    /// Deal; `-` is standard input.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    judging: Judging,
}

/// What prints such a paper: the findings, and its files, or none where the deal has no paper.
pub(super) type PrintedPaper = fn(&Source, &Run<'_>, &Print) -> Result<(Vec<Finding>, Vec<File>), Failure>;

impl OwnPaper {
    /// Prints the paper and reports. Errors of the deal do not stop it while it has files. `what` is what the paper is called.
    pub(super) fn run(&self, console: &Console, what: &str, print: PrintedPaper) -> Exit {
        self.printed(console, what, print).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn printed(&self, console: &Console, what: &str, print: PrintedPaper) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.judging.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.judging.weighing.run(&[&self.deal], &library, &mut policies)?;
        let source = input::read(&self.deal)?;
        let (found, files) = print(&source, &run, &self.printing.print())?;
        let mut findings = library.findings.clone();
        let said = if files.is_empty() {
            format!("no {what} is written\n")
        } else {
            self.printing.write(&self.deal, &files)?
        };
        findings.extend(found);
        findings.retain(|finding| self.judging.weighing.stops(finding));
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}

/// Formats and folder of a paper.
#[derive(Debug, Args)]
pub(super) struct Printing {
    /// Formats to write [default: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder to write to, created if it is missing.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,
}

impl Printing {
    /// The formats that were asked for, in the fixed order of writing.
    pub(super) fn print(&self) -> Print {
        Print { formats: Format::wanted(&self.to), ..Print::default() }
    }

    /// Writes the files of a paper on a deal, all of them or none, and lists them.
    pub(super) fn write(&self, deal: &Path, files: &[File]) -> Result<String, Box<dyn std::error::Error>> {
        let stem = if input::is_stdin(deal) { Some(OsStr::new("deal")) } else { deal.file_stem() };
        let Some(stem) = stem else {
            return Err(Failure(format!("cannot name the files after {}: it names no file", deal.display())).into());
        };
        self.write_as(stem, &[deal], files)
    }

    /// Writes the files under a name of their own; `inputs` are what the run read, which no file replaces.
    pub(super) fn write_as(
        &self,
        stem: &OsStr,
        inputs: &[&Path],
        files: &[File],
    ) -> Result<String, Box<dyn std::error::Error>> {
        let mut batch = Batch::drafts(input::resolved(inputs.iter().copied()), self.overwrite).below(&self.output);
        for file in files {
            batch.add(&file.path(&self.output, stem), &file.bytes)?;
        }
        Ok(listed(&batch.commit()?))
    }
}

/// A line for each file that was written.
pub(super) fn listed(written: &[PathBuf]) -> String {
    written.iter().map(|path| format!("wrote {}\n", visible(&path.display().to_string()))).collect()
}

/// Most files that are listed at the end of a run over many deals.
const LISTED: usize = 20;

/// The first files that a run over many deals wrote, and how many more there are.
pub(super) fn listing(written: &[PathBuf]) -> String {
    let mut text = listed(written.get(..LISTED).unwrap_or(written));
    if written.len() > LISTED {
        text.push_str(&format!("wrote {} more files\n", written.len() - LISTED));
    }
    text
}

/// Replaces the text of a file that the run read, with its byte order mark if it has one. A link stays one.
pub(super) fn rewrite(path: &Path, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let whole =
        std::fs::canonicalize(path).map_err(|error| Failure(format!("cannot write {}: {error}", path.display())))?;
    let before = input::bytes(&whole, input::LIMIT)?;
    let mut bytes = if before.starts_with(MARK) { MARK.to_vec() } else { Vec::new() };
    bytes.extend_from_slice(text.as_bytes());
    let mut batch = Batch::replacing(Vec::new());
    batch.add(&whole, &bytes)?;
    batch.commit()?;
    Ok(())
}
