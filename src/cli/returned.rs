//! `peerpact returned`: what the other side changed in a draft that came back.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::console::Console;
use crate::cli::judging::{PolicyCache, Weighing};
use crate::cli::printing::{listed, rewrite};
use crate::cli::{Exit, Failure};
use crate::deal::paper::Form;
use crate::output::Batch;
use crate::path::Path;
use crate::pipeline::returned::ComparedReturn;
use crate::report::returned::{human, json, response};
use crate::returned::terms::{TermEdit, TermPlace};
use crate::returned::{Acceptance, ReturnedChanges, ReturnedEdit};
use crate::rules::Run;
use crate::source::Source;
use crate::wizard::answers::Answer;
use crate::{budget, forms, input, pipeline, records};

/// Say what the other side changed in a draft that came back.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is compared with the draft that DEAL prints: give the deal as it was sent. Changes that were not tracked are told like those that
were. Exit code 0 whether or not there are changes, unless --exit-code is given.")]
pub(super) struct ReturnedArgs {
    /// Word file (.docx) that came back.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Deal that the draft was printed from.
    #[arg(long, value_name = "DEAL")]
    deal: PathBuf,

    /// Form in which the draft was printed, whatever the deal says.
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,

    /// Write these changes into the deal, as values of its fields or as special terms; with commas between them, or `all` that it can take.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    accept: Vec<String>,

    /// Also write the response table, an XLSX file with a row for each change.
    #[arg(long, value_name = "FILE")]
    response: Option<PathBuf>,

    /// Exit with 4 if anything changed.
    #[arg(long)]
    exit_code: bool,

    /// Report for people or for programs.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReturnedFormat,

    #[command(flatten)]
    weighing: Weighing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReturnedFormat {
    Human,
    Json,
}

type Failed = Box<dyn std::error::Error>;

impl ReturnedArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.told(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn told(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.weighing.run(&[&self.deal], &library, &mut policies)?;
        let run = Run { form: self.form, ..run };
        let bytes = input::bytes(&self.file, budget::RETURNED_BYTES)?;
        let deal = input::read(&self.deal)?;
        let returned = match pipeline::returned::returned(&bytes, &self.file.display().to_string(), &deal, &run)? {
            Ok(returned) => returned,
            Err(findings) => return Ok(self.weighing.tell(console, &policies, 1, &findings, "not compared\n")),
        };
        let accepted = if self.accept.is_empty() { None } else { Some(self.accepted(&returned, &deal, &run)?) };
        let terms = accepted.as_ref().map_or(&[][..], |accepted| &accepted.terms);
        let printed = match self.format {
            ReturnedFormat::Human => console.print(human(&returned.changes).as_bytes()),
            ReturnedFormat::Json => console.print(json(&returned.changes, terms).as_bytes()),
        };
        let mut said: String = terms.iter().map(|term| term.said() + "\n").collect();
        said.push_str(&self.write(&returned.changes, accepted.map(|accepted| accepted.text))?);
        if !console.quiet {
            console.say(&said);
        }
        let changed = !returned.changes.edits.is_empty();
        Ok(printed.max(if changed && self.exit_code { Exit::Substance } else { Exit::Clean }))
    }

    /// Writes the response table, and the deal with the accepted changes.
    fn write(&self, returned: &ReturnedChanges, accepted: Option<String>) -> Result<String, Failed> {
        let mut written = Vec::new();
        if let Some(target) = &self.response {
            let mut batch = Batch::replacing(input::resolved([self.file.as_path(), self.deal.as_path()]));
            let form = response(returned, &self.file.display().to_string());
            let bytes = forms::xlsx(&form)
                .map_err(|fault| Failure(format!("cannot write the response table {}: {fault}", target.display())))?;
            batch.add(target, &bytes)?;
            written = batch.commit()?;
        }
        if let Some(text) = accepted {
            rewrite(&self.deal, &text)?;
            written.push(self.deal.clone());
        }
        Ok(listed(&written))
    }

    /// The deal with the accepted changes. If one of them cannot be accepted, none is.
    fn accepted(&self, returned: &ComparedReturn, deal: &Source, run: &Run<'_>) -> Result<AcceptedDeal, Failure> {
        if input::is_stdin(&self.deal) {
            return Err(Failure("cannot write changes into standard input: give the deal as a file".into()));
        }
        // `all` is whatever the deal can take.
        let is_all = self.accept.iter().any(|id| id.eq_ignore_ascii_case("all"));
        let takes = returned.changes.edits.iter().filter(|edit| is_all && edit.accept.is_some());
        let ids: Vec<&String> =
            self.accept.iter().filter(|id| !id.eq_ignore_ascii_case("all")).chain(takes.map(|edit| &edit.id)).collect();
        let mut edits: Vec<&ReturnedEdit> = Vec::new();
        let mut values: BTreeMap<Path, (&str, &str)> = BTreeMap::new();
        for id in ids {
            let Some(edit) = returned.changes.edits.iter().find(|edit| edit.id.eq_ignore_ascii_case(id)) else {
                return Err(Failure(format!("cannot accept {id}: there is no such change")));
            };
            let field = edit.field.as_ref().filter(|_| edit.accept == Some(Acceptance::Field));
            if let Some((field, path)) = field.and_then(|field| Some((field, field.paths.first()?)))
                && let Some((other, value)) = values.insert(path.clone(), (id, &field.new))
                && value != field.new
            {
                return Err(Failure(format!(
                    "cannot accept {other} and {id}: they give `{path}` two values, {value} and {}; accept one of them",
                    field.new
                )));
            }
            if !edits.iter().any(|known| known.id == edit.id) {
                edits.push(edit);
            }
        }
        let (terms, mut next) = returned.terms(&edits, run)?;
        let mut answers: Vec<(Path, Answer)> =
            values.into_iter().map(|(path, (_, new))| (path, Answer::Text(new.to_owned()))).collect();
        let list = Path::from("special_terms");
        for TermEdit { place, text, .. } in &terms {
            let entry = list.index(next);
            let words = |path: Path, text: &str| (path, Answer::Text(text.to_owned()));
            match place {
                TermPlace::LeftOut(clause) => answers.push(words(Path::from("clauses").key(clause), "none")),
                TermPlace::Reworded(at) => answers.push(words(list.index(*at).key("text"), text)),
                TermPlace::Instead(id) | TermPlace::After(id) => {
                    let key = if matches!(place, TermPlace::After(_)) { "after" } else { "instead" };
                    answers.push(words(entry.key(key), id));
                    answers.push(words(entry.key("text"), text));
                    next += 1;
                }
            }
        }
        let text = records::with_values(deal, answers)?;
        let after = Source::new(deal.name.clone(), text.as_str());
        if let Some(error) = pipeline::returned::new_error(deal, &after, run) {
            let ids = self.accept.join(", ");
            return Err(Failure(format!(
                "cannot accept {ids}: the deal would hold an error that it does not hold now: {error}; change the deal by hand"
            )));
        }
        Ok(AcceptedDeal { text, terms })
    }
}

/// A deal with accepted changes.
struct AcceptedDeal {
    /// The text of the file.
    text: String,
    /// The special terms among them.
    terms: Vec<TermEdit>,
}
