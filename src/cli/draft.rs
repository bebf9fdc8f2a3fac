//! `peerpact draft`: judges deals, and prints those without an error.

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache, one_stdin};
use crate::cli::progress::Progress;
use crate::cli::{Exit, Failure, day};
use crate::deal::law::Form;
use crate::output::{self, Batch};
use crate::pipeline::{Drafted, Library, Print};
use crate::render::Format;
use crate::render::docx::reference::Reference;
use crate::rules::{Run, weights};
use crate::{input, pipeline};

/// Draft agreements.
#[derive(Debug, Args)]
#[command(after_help = "A deal with errors is not drafted. Open points are printed as blanks, which --final refuses.")]
pub(super) struct DraftArgs {
    /// Deal files; `-` is standard input and is drafted as `deal`.
    #[arg(required = true, value_name = "DEAL")]
    deals: Vec<PathBuf>,

    /// Formats to write [default: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder to write to, created if it is missing.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Word file (.docx or .dotx) whose styles, margins, header and footer the DOCX takes; its text is not taken.
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,

    /// Also write the privileged copy for our own side and its record, as review/NAME.review.FORMAT in each format.
    #[arg(long)]
    review: bool,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,

    /// Judge and print this form of the paper, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    #[command(flatten)]
    judging: Judging,
}

/// The stem of the drafts of a deal from standard input.
const STDIN_STEM: &str = "deal";

/// Most paths listed at the end of a run.
const LISTED: usize = 20;

/// A deal's path, and the stem of its drafts.
type Named<'a> = (&'a Path, OsString);

impl DraftArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let (deals, print, library) = match self.prepare() {
            Ok(prepared) => prepared,
            Err(error) => return console.fault(error.as_ref()),
        };
        // Freeing it at the end of the program would only take time.
        let library = ManuallyDrop::new(library);
        let mut exit = Exit::Clean;
        let mut findings = library.findings.clone();
        // A fault in the library stops every draft; the deals are still judged.
        let library_stops = self.judging.exit(&findings) != Exit::Clean;
        let mut stopped = String::new();
        let mut judged = 0;
        // After a file could not be written, no file is, and the remaining deals are only judged.
        let mut policies = PolicyCache::default();
        // No draft may replace one of its inputs.
        let inputs = deals.iter().map(|(path, _)| *path).chain(self.reference.as_deref());
        let mut batch = Ok(Batch::drafts(input::resolved(inputs), self.overwrite));
        let progress = Progress::over(console, deals.len());
        for (path, stem) in &deals {
            progress.begin(&path.display().to_string());
            let run = match self.judging.weighing.run(&[path], &library, &mut policies) {
                Ok(run) => Run { form: self.form, ..run },
                Err(fault) => return console.fault(fault.as_ref()),
            };
            let deal = match input::read(path) {
                Ok(deal) => deal,
                Err(error) => {
                    exit = console.fault(&error);
                    continue;
                }
            };
            judged += 1;
            let Drafted { findings: found, files } = match pipeline::draft(&deal, &run, &print) {
                Ok(drafted) => drafted,
                Err(fault) => return console.fault(&fault),
            };
            if library_stops || self.judging.exit(&found) != Exit::Clean {
                stopped.push_str(&format!("not drafted: {}\n", visible(&deal.name)));
            } else {
                batch = batch.and_then(|batch| self.add(batch, stem, &files));
                stopped.push_str(&self.earlier(stem, &print.formats));
            }
            findings.extend(found);
            progress.end();
        }
        drop(progress);
        let (written, fault) = match batch.and_then(Batch::commit) {
            Ok(written) => (written, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        weights::once(&mut findings);
        let found = self.judging.report(console, &policies, judged, &findings, &(listing(&written) + &stopped));
        // Printed last, below the report, because it explains why the files are missing.
        let failed = fault.map_or(Exit::Clean, |error| console.fault(&error));
        exit.max(found).max(failed)
    }

    /// Checks everything that can be refused before a deal is read.
    fn prepare(&self) -> Result<(Vec<Named<'_>>, Print, Library), Box<dyn std::error::Error>> {
        one_stdin(&self.deals)?;
        let deals = named(&self.deals)?;
        let formats = self.formats();
        let reference = self.reference.as_deref().map(|path| reference(path, &formats)).transpose()?;
        let epoch = if self.review { day::epoch()? } else { None };
        let library = self.judging.weighing.library()?;
        Ok((deals, Print { formats, reference, review: self.review, epoch }, library))
    }

    /// The formats asked for, without repetition, in the fixed order of writing.
    fn formats(&self) -> Vec<Format> {
        Format::ALL.into_iter().filter(|format| self.to.is_empty() || self.to.contains(format)).collect()
    }

    /// Reports our own copies that an earlier version left among the files to send.
    fn earlier(&self, stem: &OsString, formats: &[Format]) -> String {
        let path = |format: &Format| {
            let mut name = stem.clone();
            name.push(format!(".review.{}", format.extension()));
            self.output.join(name)
        };
        let left = formats.iter().map(path).filter(|path| path.exists());
        let said = |path: PathBuf| {
            let name = visible(&path.display().to_string());
            format!("{name} is privileged, written by an earlier version: remove it before you send the folder\n")
        };
        left.map(said).collect()
    }

    /// Adds a deal's files to the run's. A batch that refuses one is dropped as a whole.
    fn add(&self, mut batch: Batch, stem: &OsString, files: &[pipeline::File]) -> Result<Batch, output::WriteError> {
        for file in files {
            batch.add(&file.path(&self.output, stem), &file.bytes)?;
        }
        Ok(batch)
    }
}

/// Reads a firm's template. It is refused if no format uses it, because the user expects to see it.
fn reference(path: &Path, formats: &[Format]) -> Result<Arc<Reference>, Box<dyn std::error::Error>> {
    if !formats.contains(&Format::Docx) {
        return Err(Failure(
            "cannot use --reference: it dresses the DOCX, which --to leaves out; add docx to --to".into(),
        )
        .into());
    }
    let bytes = input::bytes(path, crate::budget::TEMPLATE_BYTES)?;
    let reference = Reference::read(&bytes)
        .map_err(|fault| Failure(format!("cannot use the reference {}: {fault}", path.display())))?;
    Ok(Arc::new(reference))
}

/// Names each deal's drafts after its file, and refuses two that would be written to the same names.
fn named(paths: &[PathBuf]) -> Result<Vec<Named<'_>>, Failure> {
    let mut deals: Vec<Named<'_>> = Vec::new();
    for path in paths {
        let stem = if input::is_stdin(path) { Some(STDIN_STEM.as_ref()) } else { path.file_stem() };
        let Some(stem) = stem else {
            return Err(Failure(format!("cannot draft {}: it names no file", path.display())));
        };
        if let Some((other, _)) = deals.iter().find(|(_, taken)| taken == stem) {
            return Err(Failure(format!(
                "cannot draft both {} and {}: their drafts would have the same names",
                other.display(),
                path.display()
            )));
        }
        deals.push((path, stem.to_owned()));
    }
    Ok(deals)
}

fn listing(written: &[PathBuf]) -> String {
    let mut text = String::new();
    for path in written.iter().take(LISTED) {
        text.push_str(&format!("wrote {}\n", visible(&path.display().to_string())));
    }
    if written.len() > LISTED {
        text.push_str(&format!("wrote {} more files\n", written.len() - LISTED));
    }
    text
}
