//! `peerpact draft`: judges deals, and prints those without an error.

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::budget::BASELINE_BYTES;
use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::fonts::FontArgs;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::many::{Job, Many, Outcome};
use crate::cli::naming::Naming;
use crate::cli::printing::listing;
use crate::cli::{Exit, Failure, day};
use crate::deal::paper::Form;
use crate::diagnostic::Finding;
use crate::output::{self, Batch};
use crate::pipeline::{Drafted, Print};
use crate::render::Format;
use crate::render::docx::reference::Reference;
use crate::report::merge::{drafts_of_run, manifest_of_run};
use crate::report::{ReportFormat, Tally};
use crate::rules::{Run, weights};
use crate::{input, pipeline};

/// Draft agreements.
#[derive(Debug, Args)]
#[command(after_help = "A deal with errors is not drafted. Open points are printed as blanks, which --final refuses.")]
pub(super) struct DraftArgs {
    #[command(flatten)]
    many: Many,

    /// Formats to write [default: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder to write to, created if it is missing; `-` writes one format of one deal to standard output.
    #[arg(long = "output", short, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Word file (.docx or .dotx) whose styles, margins, header and footer the DOCX takes; its text is not taken.
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,

    #[command(flatten)]
    naming: Naming,

    #[command(flatten)]
    fonts: FontArgs,

    /// Also write the privileged copy for our own side and its record, as review/NAME.review.FORMAT in each format.
    #[arg(long)]
    review: bool,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    overwrite: bool,

    /// Judge and print this form of the paper, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    /// Also write the manifest of the run: the hashes of all its inputs and outputs, which `verify --run` and `merge` read.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// Also print again what stands as it would be printed.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    judging: Judging,
}

/// What came of the drafting of one deal.
struct OneDraft {
    drafted: Drafted,
    stem: OsString,
    /// Whether its findings, or those of the library, stop it.
    stopped: bool,
}

/// What a run wrote, and what it could not do.
#[derive(Default)]
struct Written {
    findings: Vec<Finding>,
    judged: usize,
    paths: Vec<PathBuf>,
    /// Of the deals whose drafts stand or were written.
    stems: Vec<OsString>,
    said: String,
    standing: usize,
    /// Deals that could not be read or drafted.
    unread: Vec<Failure>,
    /// Files that could not be written.
    unwritten: Vec<Failure>,
}

impl DraftArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.draft(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn draft(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let weighing = &self.judging.weighing;
        let formats = self.formats();
        let to_stdout = self.output.as_os_str() == input::STDIN;
        let mut policies = PolicyCache::default();
        // Everything that can be refused before a deal is read.
        let jobs = self.many.find(weighing, &mut policies, |deals| {
            self.naming.keep_apart(deals.iter().map(PathBuf::as_path), "draft", "drafts")?;
            if to_stdout { self.for_stdout(deals, &formats) } else { Ok(()) }
        })?;
        if let Some(path) = &self.manifest {
            self.allows(path)?;
        }
        let reference = self.reference.as_deref().map(|path| reference(path, &formats)).transpose()?;
        if let (Some(path), Some(reference)) = (&self.reference, &reference) {
            console.say(&rounded(path, reference));
        }
        let epoch = if self.review { day::epoch()? } else { None };
        let as_of = weighing.as_of()?;
        // Freeing it at the end of the program would only take time.
        let library = ManuallyDrop::new(weighing.library()?);
        let print = Print { formats, faces: self.fonts.faces()?, reference, review: self.review, epoch };
        // A fault in the library stops every draft; the deals are still judged.
        let library_stops = self.judging.exit(&library.findings) != Exit::Clean;
        if !to_stdout {
            output::settle(&self.output);
        }
        // No draft may replace one of its inputs.
        let inputs = jobs.jobs.iter().map(|job| job.path.as_path()).chain(self.reference.as_deref());
        let inputs = input::resolved(inputs);

        let work = |job: &Job| -> Result<OneDraft, Failure> {
            let policy = job.policy.as_ref().map_err(Clone::clone)?;
            let deal = input::read(&job.path).map_err(|error| Failure::of(&error))?;
            let stem = self.naming.stem(&job.path, &deal)?;
            let standing = if self.force || to_stdout { None } else { output::standing(&self.output, &stem) };
            let run = Run { form: self.form, ..weighing.run_under(policy, library.of(&deal, policy)?, as_of) };
            let drafted = pipeline::draft_beside(&deal, &run, &print, standing.as_ref())?;
            // What only the PDF lacks stops no other format.
            let stops = |finding: &Finding| {
                finding.code != pipeline::NO_FONT && self.judging.exit(std::slice::from_ref(finding)) != Exit::Clean
            };
            let none = drafted.files.is_empty() && !drafted.is_standing;
            let stopped = library_stops || none || drafted.findings.iter().any(stops);
            Ok(OneDraft { drafted, stem, stopped })
        };
        let mut written = Written { findings: library.findings.clone(), ..Written::default() };
        let mut paper = Vec::new();
        let ended = jobs.each(console, self.judging.format, work, |chunk, results| {
            let mut outcomes = Vec::new();
            let mut drafts = Vec::new();
            for ((at, job), result) in chunk.iter().enumerate().zip(results) {
                if let Ok(policy) = &job.policy {
                    policies.add(&job.path, policy);
                }
                let outcome = self.take((at, job), result, &mut written, &mut drafts);
                let stop = jobs.stops_at(outcome.exit);
                outcomes.push(outcome);
                if stop {
                    break;
                }
            }
            if to_stdout {
                paper.extend(drafts.into_iter().flat_map(|(_, draft)| draft.drafted.files).next());
                return outcomes;
            }
            for (at, result) in self.write(&inputs, &drafts) {
                let (Some(outcome), Some((_, draft))) = (outcomes.get_mut(at), drafts.iter().find(|(of, _)| *of == at))
                else {
                    continue;
                };
                match result {
                    Ok(paths) => {
                        written.paths.extend(paths);
                        written.stems.push(draft.stem.clone());
                        written.said.push_str(&self.earlier(&draft.stem, &print.formats));
                    }
                    Err(fault) => {
                        *outcome = Outcome { exit: Exit::Failed, said: fault.0.clone() };
                        written.unwritten.push(fault);
                    }
                }
            }
            outcomes
        });
        for fault in &written.unread {
            console.fault(fault);
        }
        weights::once(&mut written.findings);
        let mut said = ended.notes().to_owned() + &listing(&written.paths) + &written.said;
        if written.standing > 0 {
            let plural = if written.standing == 1 { "" } else { "s" };
            said.push_str(&format!("{} deal{plural} up to date; --force draws again\n", written.standing));
        }
        if let Some(path) = &self.manifest {
            self.prove(path, &written.stems)?;
            said.push_str(&listing(std::slice::from_ref(path)));
        }
        let found = self.judging.report(console, &policies, written.judged, &written.findings, &said);
        ended.tell(console);
        // Printed last, below the report, because they explain why files are missing.
        for fault in &written.unwritten {
            console.fault(fault);
        }
        let printed = paper.first().map_or(Exit::Clean, |file| console.print(&file.bytes));
        Ok(ended.exit.max(found).max(printed))
    }

    /// Takes what came of one deal: its findings, and its draft if there is one to write.
    fn take(
        &self,
        (at, job): (usize, &Job),
        result: Result<OneDraft, Failure>,
        written: &mut Written,
        drafts: &mut Vec<(usize, OneDraft)>,
    ) -> Outcome {
        let mut draft = match result {
            Ok(draft) => draft,
            Err(fault) => {
                let said = fault.0.clone();
                if !written.unread.contains(&fault) {
                    written.unread.push(fault);
                }
                return Outcome { exit: Exit::Failed, said };
            }
        };
        written.judged += 1;
        let findings = std::mem::take(&mut draft.drafted.findings);
        let tally = Tally::of(&findings);
        let exit = self.judging.exit(&findings);
        written.findings.extend(findings);
        if draft.stopped {
            written.said.push_str(&format!("not drafted: {}\n", visible(&job.name)));
            return Outcome { exit: exit.max(Exit::Findings), said: format!("not drafted, {tally}") };
        }
        if let Some(lines) = draft.drafted.long_rates {
            written.said.push_str(&format!(
                "note: {} prints {lines} lines of rates; `rates: {{annex: separate}}` puts them into a file of their own, which the agreement \
                 names with its hash\n",
                visible(&input::name(&job.path))
            ));
        }
        let how = if draft.drafted.is_standing { "up to date" } else { "drafted" };
        written.standing += usize::from(draft.drafted.is_standing);
        drafts.push((at, draft));
        Outcome { exit, said: format!("{how}, {tally}") }
    }

    /// Writes drafts, all files of one deal or none. Gives the files of each deal by its place in the chunk.
    fn write(&self, inputs: &[PathBuf], drafts: &[(usize, OneDraft)]) -> Vec<(usize, Result<Vec<PathBuf>, Failure>)> {
        let batch = || Batch::drafts(inputs.to_owned(), self.overwrite).below(&self.output);
        let add = |batch: &mut Batch, draft: &OneDraft| {
            let files = draft.drafted.files.iter();
            if draft.drafted.signed {
                for file in files.clone().filter(|file| !file.is_manifest()) {
                    batch.keep(&file.path(&self.output, &draft.stem), &file.bytes)?;
                }
            }
            batch.add_all(files.map(|file| (file.path(&self.output, &draft.stem), file.bytes.as_slice())))
        };
        let alone = |draft: &OneDraft| {
            let mut batch = batch();
            add(&mut batch, draft).and_then(|()| batch.commit()).map_err(|error| Failure::of(&error))
        };
        let mut results = Vec::new();
        if self.many.stops_early() {
            for (at, draft) in drafts {
                let written = alone(draft);
                let failed = written.is_err();
                results.push((*at, written));
                if failed {
                    break;
                }
            }
            return results;
        }
        let mut together = batch();
        for (at, draft) in drafts {
            let added = add(&mut together, draft);
            results.push((*at, added.map(|()| self.paths(draft)).map_err(|error| Failure::of(&error))));
        }
        if together.commit().is_err() {
            // One file that cannot be put into place does not keep the other deals from being written.
            for ((_, draft), (_, result)) in drafts.iter().zip(&mut results) {
                if result.is_ok() {
                    *result = alone(draft);
                }
            }
        }
        results
    }

    fn paths(&self, draft: &OneDraft) -> Vec<PathBuf> {
        draft.drafted.files.iter().map(|file| file.path(&self.output, &draft.stem)).collect()
    }

    /// Refuses what standard output cannot hold: more than one file, or a file beside a report.
    fn for_stdout(&self, deals: &[PathBuf], formats: &[Format]) -> Result<(), Failure> {
        let why = if deals.len() > 1 {
            "it holds one deal; name one"
        } else if formats.len() > 1 {
            "it holds one format; name it with --to"
        } else if self.review {
            "it holds one file; leave out --review"
        } else if self.manifest.is_some() {
            "it has no manifest; leave out --manifest"
        } else if self.judging.format != ReportFormat::Human {
            "it cannot hold the report too; leave out --format"
        } else {
            return Ok(());
        };
        Err(Failure(format!("cannot write to standard output: {why}")))
    }

    /// Refuses to write the manifest of the run over anything but another one.
    fn allows(&self, path: &Path) -> Result<(), Failure> {
        let is_manifest = || input::text_of(path, BASELINE_BYTES).is_ok_and(|text| drafts_of_run(&text).is_some());
        if self.overwrite || !path.exists() || is_manifest() {
            return Ok(());
        }
        let name = path.display();
        Err(Failure(format!("cannot write {name}: it is not the manifest of a run; --overwrite replaces it")))
    }

    /// Writes the manifest of the run, from those beside its drafts.
    fn prove(&self, path: &Path, stems: &[OsString]) -> Result<(), Failure> {
        let mut manifests = Vec::new();
        for stem in stems {
            let mut name = stem.clone();
            name.push(".manifest.json");
            let beside = self.output.join(name);
            // A deal that is signed on the other side's paper has no draft.
            if beside.exists() {
                let text = input::text_of(&beside, BASELINE_BYTES).map_err(|error| Failure::of(&error))?;
                manifests.push((beside.display().to_string(), text));
            }
        }
        let fail = |why: String| Failure(format!("cannot write the manifest of the run: {why}"));
        let text = manifest_of_run(&manifests).map_err(fail)?;
        let mut batch = Batch::replacing(Vec::new());
        batch.add(path, text.as_bytes()).and_then(|()| batch.commit()).map_err(|error| Failure::of(&error))?;
        Ok(())
    }

    /// The formats asked for, without repetition, in the fixed order of writing.
    fn formats(&self) -> Vec<Format> {
        Format::wanted(&self.to)
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

/// What of a firm's template was mended, a line for each part.
fn rounded(path: &Path, reference: &Reference) -> String {
    let line = |(part, count): (&String, &usize)| {
        format!(
            "note: {}: {} holds {count} length{} that {} no whole number, as Google Docs writes them; the draft rounds them\n",
            visible(&path.display().to_string()),
            visible(part),
            if *count == 1 { "" } else { "s" },
            if *count == 1 { "is" } else { "are" },
        )
    };
    reference.rounded.iter().map(line).collect()
}
