//! `peerpact redline`: what changed from one deal's paper to another's.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::libraries::Libraries;
use crate::cli::many::Pace;
use crate::cli::naming::Naming;
use crate::cli::printing::listed;
use crate::cli::{Exit, Failure, day};
use crate::deal::paper::Form;
use crate::document::revisions::ChangeWeight;
use crate::output::Batch;
use crate::pipeline::redline::{Marks, RedlineBase, Redlined, redline};
use crate::render::Format;
use crate::report::redline::{human, json};
use crate::repository::git;
use crate::rules::Run;
use crate::source::Source;
use crate::{deal, input, pipeline};

/// Compare two drafts: what was agreed differently, without what only moved.
#[derive(Debug, Args)]
#[command(after_help = "\
Without --to and --output, only the summary is printed. The marked papers are DIR/NEW.redline.FORMAT; the DOCX bears tracked changes: accept
all and it is the new paper, reject all and it is the old one. Exit code 0 whether or not there are differences, unless --exit-code is given.

Many deals: the older side is a folder, a pattern or a revision of git, and each newer deal is compared with the older one of the same path below
it. One that fails stops no other, and the end of the run names what failed.

Examples:
  peerpact redline old.yaml new.yaml
  peerpact redline HEAD~3:deals/straits.yaml deals/straits.yaml -t docx -o out
  peerpact redline deal.yaml --against standard
  peerpact redline deal.yaml --old-library clauses-2026
  peerpact redline origin/main deals -t docx -o out
  peerpact redline deals --against standard")]
pub(super) struct RedlineArgs {
    /// The older deal, then the newer one; either may be REV:PATH, as git has it. Folders, patterns and revisions are many deals. With --against or
    /// --old-library, deals that are each compared with themselves.
    #[arg(required = true, value_name = "DEAL")]
    pub(super) deals: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) pace: Pace,

    /// Compare the one deal with this instead of with another deal.
    #[arg(long, value_name = "WHAT")]
    pub(super) against: Option<Against>,

    /// Folder laid over the built-in clauses and templates for the older deal.
    #[arg(long, value_name = "DIR")]
    pub(super) old_library: Option<PathBuf>,

    /// Formats to write [default with --output: every one].
    #[arg(long = "to", short, value_name = "FORMAT", value_delimiter = ',')]
    to: Vec<Format>,

    /// Folder to write to, created if it is missing [default with --to: out].
    #[arg(long = "output", short, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    pub(super) naming: Naming,

    /// Print this form of both papers, whatever the deals say.
    #[arg(long, value_name = "FORM")]
    pub(super) form: Option<Form>,

    /// Who is named as the author of each change.
    #[arg(long, value_name = "NAME", default_value = "peerpact")]
    author: String,

    /// Exit with 3 if only wording differs, and with 4 if a term does.
    #[arg(long)]
    exit_code: bool,

    /// Also replace files in DIR that somebody else wrote or edited.
    #[arg(long)]
    pub(super) overwrite: bool,

    /// Print the summary for people or for programs.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: RedlineForm,

    #[command(flatten)]
    pub(super) weighing: Weighing,
}

/// What one deal is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Against {
    /// The deal as it would print without departures: every position the standard, no clause left out or replaced.
    Standard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RedlineForm {
    Human,
    Json,
}

type Failed = Box<dyn std::error::Error>;

impl RedlineArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.compared(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn compared(&self, console: &Console) -> Result<Exit, Failed> {
        if self.are_many() {
            return self.compare_many(console);
        }
        if self.deals.iter().filter(|path| input::is_stdin(path)).count() > 1 {
            return Err(Failure("cannot read standard input twice: `-` may be given once".to_owned()).into());
        }
        let (old, new) = self.sides()?;
        let marks = self.marks()?;
        let library = self.weighing.library()?;
        let old_library = self.older_library()?;
        let mut policies = PolicyCache::default();
        // Read first: git says whose folder on disk says which policy counts.
        let (newer, of_newer) = read(new)?;
        let run = self.weighing.run(&[&of_newer], &library, &mut policies)?;
        let (older, of_older) = old.map(read).transpose()?.unzip();
        let run = Run { form: self.form, library: library.of(&newer, &run.policy)?, ..run };
        let old_run = match (&of_older, &old_library) {
            (Some(path), Some(library)) => Some(self.weighing.run(&[path], library, &mut policies)?),
            (Some(path), None) => Some(self.weighing.run(&[path], &library, &mut policies)?),
            (None, _) => None,
        };
        // The pin of a deal of an earlier day is its own, and not that of the file of today.
        let old_run = match (old_run, &older) {
            (Some(run), Some(older)) => {
                let library = old_library.as_ref().unwrap_or(&library).of(older, &run.policy)?;
                Some(Run { form: self.form, library, ..run })
            }
            _ => None,
        };
        let base = match (&older, &old_run) {
            (Some(source), Some(run)) => RedlineBase::Deal(source, run),
            _ => RedlineBase::Standard,
        };
        // Only files need a name.
        let stem = if marks.formats.is_empty() { OsString::new() } else { self.naming.stem(&path_in(new), &newer)? };
        let redlined = redline(base, (&newer, &run), &marks)?;
        self.report(console, &policies, &redlined, &stem, &run)
    }

    /// The library of the older deals, if it is another.
    pub(super) fn older_library(&self) -> Result<Option<Libraries>, Failure> {
        let older = self.old_library.as_deref().map(pipeline::load_older).transpose()?;
        Ok(older.map(|library| Libraries::new(library, true)))
    }

    /// The older deal, unless the one deal is compared with its standard, and the newer one.
    fn sides(&self) -> Result<(Option<&Path>, &Path), Failure> {
        match (self.deals.as_slice(), self.against, &self.old_library) {
            ([old, new], None, _) => Ok((Some(old), new)),
            ([deal], Some(Against::Standard), None) => Ok((None, deal)),
            ([deal], None, Some(_)) => Ok((Some(deal), deal)),
            ([_], None, None) => Err(Failure(
                "cannot compare one deal with nothing: give a second deal, --against standard or --old-library DIR"
                    .into(),
            )),
            (_, Some(Against::Standard), _) => {
                Err(Failure("cannot compare with the standard and with something else: give one deal alone".into()))
            }
            _ => Err(Failure("cannot compare more than two deals".into())),
        }
    }

    pub(super) fn marks(&self) -> Result<Marks, Failed> {
        let writes = !self.to.is_empty() || self.output.is_some();
        let formats = if writes { Format::wanted(&self.to) } else { Vec::new() };
        let date = match day::epoch()? {
            Some(epoch) => Some(epoch),
            None => Some(jiff::Timestamp::from_second(jiff::Timestamp::now().as_second())?),
        };
        Ok(Marks { formats, author: self.author.clone(), date })
    }

    fn report(
        &self,
        console: &Console,
        policies: &PolicyCache,
        redlined: &Redlined,
        stem: &OsStr,
        run: &Run<'_>,
    ) -> Result<Exit, Failed> {
        let Redlined { findings, differences, files } = redlined;
        let (Some(differences), true) = (differences, run.library.findings.is_empty() || findings.is_empty()) else {
            return Ok(self.weighing.tell(console, policies, 1, findings, "not compared\n"));
        };
        let printed = match self.format {
            RedlineForm::Human => console.print(human(differences).as_bytes()),
            RedlineForm::Json => console.print(json(differences).as_bytes()),
        };
        if !findings.is_empty() {
            return Ok(printed.max(self.weighing.tell(console, policies, 1, findings, "no file is written\n")));
        }
        let written = self.write(stem, files)?;
        if !console.quiet {
            console.say(&written);
        }
        Ok(printed.max(self.exit_of(differences.weight())))
    }

    /// The exit code for the heaviest difference.
    pub(super) fn exit_of(&self, weight: Option<ChangeWeight>) -> Exit {
        match weight {
            Some(ChangeWeight::Duty | ChangeWeight::Money) if self.exit_code => Exit::Substance,
            Some(ChangeWeight::Wording) if self.exit_code => Exit::Wording,
            _ => Exit::Clean,
        }
    }

    /// The folder of the marked papers.
    pub(super) fn folder(&self) -> PathBuf {
        self.output.clone().unwrap_or_else(|| "out".into())
    }

    fn write(&self, stem: &OsStr, files: &[pipeline::File]) -> Result<String, Failed> {
        if files.is_empty() {
            return Ok(String::new());
        }
        let folder = self.folder();
        let mut batch = Batch::drafts(input::resolved(self.deals.iter().map(PathBuf::as_path)), self.overwrite);
        for file in files {
            let mut name = stem.to_owned();
            name.push(format!(".redline.{}", file.suffix));
            batch.add(&folder.join(name), &file.bytes)?;
        }
        Ok(listed(&batch.commit()?))
    }
}

/// The path of a deal inside a repository, by which the papers are named.
fn path_in(path: &Path) -> PathBuf {
    git::named(path).map_or_else(|| path.to_owned(), |(_, inside)| PathBuf::from(inside))
}

/// A deal, and its path on disk, whose folder says which policy counts.
fn read(path: &Path) -> Result<(Source, PathBuf), Failed> {
    let Some((revision, inside)) = git::named(path) else { return Ok((input::read(path)?, path.to_owned())) };
    let (source, on_disk) = git::deal(path, revision, inside)?;
    let rates = deal::read::read(&source, &mut Vec::new()).map(|file| file.deal.rates);
    if rates.is_some_and(|rates| rates.deck.known().is_some() || !rates.decks.is_empty()) {
        return Err(Failure(format!(
            "cannot read {} from git: its prices stand in a deck, which would be read as it is today; write the revision out by \
             `git worktree add FOLDER {revision}`, and compare with the deal in FOLDER",
            path.display()
        ))
        .into());
    }
    Ok((source, on_disk))
}
