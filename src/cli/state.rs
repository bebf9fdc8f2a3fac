//! `peerpact state`: shows where a deal stands, and records the next step.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::characters::visible;
use crate::cli::console::Console;
use crate::cli::printing::rewrite;
use crate::cli::{Exit, Failure, day};
use crate::deal::state::{DealState, Milestone, terms};
use crate::input;
use crate::pipeline;
use crate::provenance::sha256;
use crate::records::{self, NewStep};

/// Show where a deal stands, or record its next state: sent, signed, ended.
#[derive(Debug, Args)]
#[command(
    after_help = "`sent` keeps the hash of the terms under the number of the draft, `signed` that of what was signed: check then finds a change.\n\nExample:\n  peerpact state deal.yaml signed --on 2026-12-01 --file straits-harbour.signed.pdf"
)]
pub(super) struct StateArgs {
    /// Deal file, which is edited if a state is given.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// State that the deal has reached.
    #[arg(value_name = "STATE")]
    state: Option<DealState>,

    /// Day on which it did [default: SOURCE_DATE_EPOCH, else today].
    #[arg(long, value_name = "DATE", value_parser = day::parse, requires = "state")]
    on: Option<Date>,

    /// File that was sent or signed; its hash is recorded.
    #[arg(long, value_name = "FILE", requires = "state")]
    file: Option<PathBuf>,
}

impl ValueEnum for DealState {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.key()))
    }
}

impl StateArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let done = match self.state {
            None => self.shown().map(|text| console.print(text.as_bytes())),
            Some(state) => self.recorded(state).map(|said| {
                if !console.quiet {
                    console.say(&said);
                }
                Exit::Clean
            }),
        };
        done.unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn shown(&self) -> Result<String, Box<dyn std::error::Error>> {
        let file = pipeline::deal(&input::read(&self.deal)?)?;
        let now = terms(&file);
        let mut out = format!("{}, draft {}, terms {now}\n", file.deal.state.key(), file.deal.draft);
        for step in &file.deal.history {
            let Milestone { state, on, draft, terms, file, sha256: _ } = step;
            let mut parts = vec![format!("{} {}", on.0, state.key())];
            parts.extend(draft.map(|draft| format!("draft {draft}")));
            parts.extend(
                terms
                    .as_ref()
                    .map(|then| if then.as_str() == now { "the terms of today" } else { "other terms" }.to_owned()),
            );
            parts.extend(file.as_ref().map(ToString::to_string));
            out.push_str(&visible(&parts.join(", ")));
            out.push('\n');
        }
        Ok(out)
    }

    fn recorded(&self, state: DealState) -> Result<String, Box<dyn std::error::Error>> {
        let fail =
            |reason: &str| Failure(format!("cannot record that {} is {}: {reason}", self.deal.display(), state.key()));
        if input::is_stdin(&self.deal) {
            return Err(fail("standard input cannot be edited; name the deal file").into());
        }
        let source = input::read(&self.deal)?;
        let file = pipeline::deal(&source)?;
        let deal = &file.deal;
        let today = day::as_of(None)?;
        let on = self.on.unwrap_or(today);
        if on > today {
            return Err(fail(&format!("{on} is in the future")).into());
        }
        if let Some(last) = deal.history.last().filter(|last| last.on.0 > on) {
            return Err(fail(&format!("it is {} since {}, which is later", last.state.key(), last.on.0)).into());
        }
        let signed = deal.history.iter().any(|step| step.state == DealState::Signed);
        if signed && state != DealState::Ended {
            return Err(fail("it was signed, and can only end; change it in a copy, and print the amendment").into());
        }
        if state == DealState::Ended && !signed {
            return Err(fail("it was never signed").into());
        }
        let now = terms(&file);
        // A draft of a number that was sent stays what it was.
        if let Some(sent) =
            deal.history.iter().rfind(|step| step.state == DealState::Sent && step.draft == Some(deal.draft))
            && state != DealState::Ended
            && sent.terms.as_ref().is_some_and(|terms| terms.as_str() != now)
            && state == DealState::Sent
        {
            let fault = format!("draft {} was sent on {} with other terms; raise `draft`", deal.draft, sent.on.0);
            return Err(fail(&fault).into());
        }
        let named = self.file.as_deref().map(hashed).transpose()?;
        let keeps = !matches!(state, DealState::Draft | DealState::Ended);
        let step = NewStep {
            state,
            on,
            draft: keeps.then_some(deal.draft),
            terms: keeps.then_some(now.as_str()),
            file: named.as_ref().map(|(name, hash)| (name.as_str(), hash.as_str())),
        };
        rewrite(&self.deal, &records::step(&source, &step)?)?;
        Ok(visible(&format!("{} is {} since {on}", self.deal.display(), state.key())) + "\n")
    }
}

/// The name of a file and the SHA-256 of its bytes.
fn hashed(path: &Path) -> Result<(String, String), Box<dyn std::error::Error>> {
    let bytes = input::bytes(path, crate::budget::DRAFT_BYTES)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, sha256(&bytes)))
}
