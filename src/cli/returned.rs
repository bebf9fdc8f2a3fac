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
use crate::report::returned::{human, json, response};
use crate::returned::ReturnedChanges;
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

    /// Write these changes into the deal, as far as a field holds them; with commas between them.
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
        let printed = match self.format {
            ReturnedFormat::Human => console.print(human(&returned).as_bytes()),
            ReturnedFormat::Json => console.print(json(&returned).as_bytes()),
        };
        let said = self.write(&returned, &deal)?;
        if !console.quiet {
            console.say(&said);
        }
        let changed = !returned.edits.is_empty();
        Ok(printed.max(if changed && self.exit_code { Exit::Substance } else { Exit::Clean }))
    }

    /// Writes the response table, and the deal with the accepted changes; neither if one of the changes cannot be accepted.
    fn write(&self, returned: &ReturnedChanges, deal: &Source) -> Result<String, Failed> {
        let accepted = if self.accept.is_empty() { None } else { Some(self.accepted(returned, deal)?) };
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

    /// The deal's text with the accepted changes. One that no single field holds is refused, and then nothing is written.
    fn accepted(&self, returned: &ReturnedChanges, deal: &Source) -> Result<String, Failure> {
        if input::is_stdin(&self.deal) {
            return Err(Failure("cannot write changes into standard input: give the deal as a file".into()));
        }
        let mut values: BTreeMap<&Path, (&str, &str)> = BTreeMap::new();
        for id in &self.accept {
            let Some(edit) = returned.edits.iter().find(|edit| edit.id.eq_ignore_ascii_case(id)) else {
                return Err(Failure(format!("cannot accept {id}: there is no such change")));
            };
            let field = edit.field.as_ref().filter(|field| field.paths.len() == 1);
            let Some((field, path)) = field.and_then(|field| Some((field, field.paths.first()?))) else {
                return Err(Failure(format!(
                    "cannot accept {id}: no single field of the deal holds it; change the deal by hand, or add a special term"
                )));
            };
            if let Some((other, value)) = values.insert(path, (id, &field.new))
                && value != field.new
            {
                return Err(Failure(format!(
                    "cannot accept {other} and {id}: they give `{path}` two values, {value} and {}; accept one of them",
                    field.new
                )));
            }
        }
        records::with_values(
            deal,
            values.into_iter().map(|(path, (_, new))| (path.clone(), Answer::Text(new.to_owned()))),
        )
    }
}
