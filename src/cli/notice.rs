//! `peerpact notice`: the notices that the agreement asks for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::judging::{Judging, PolicyCache};
use crate::cli::printing::Printing;
use crate::cli::{Exit, day};
use crate::document::letter::{LetterFacts, LetterKind};
use crate::{input, pipeline};

/// Write a notice under the agreement: non-renewal, termination, breach, suspension, dispute.
#[derive(Debug, Args)]
#[command(
    after_help = "The day of --as-of is the day of sending. A rate notice is `peerpact rates notice`.\n\nExample:\n  peerpact notice deal.yaml breach --facts \"No call was answered on 3 and 4 May 2027 (clause 24).\""
)]
pub(super) struct LetterArgs {
    /// Deal; `-` is standard input.
    #[arg(value_name = "DEAL")]
    deal: PathBuf,

    /// What the notice is of.
    #[arg(value_name = "KIND")]
    kind: LetterKind,

    /// What happened, which only you can say: of a breach, a suspension or a dispute.
    #[arg(long, value_name = "TEXT")]
    facts: Option<String>,

    /// Party that gives the notice [default: our own side].
    #[arg(long, value_name = "PARTY")]
    from: Option<String>,

    /// Flow that ends or is suspended [default: every one].
    #[arg(long, value_name = "FLOW")]
    flow: Option<String>,

    /// Day with which the agreement is to end [default: the earliest].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    effective: Option<Date>,

    #[command(flatten)]
    printing: Printing,

    #[command(flatten)]
    judging: Judging,
}

impl ValueEnum for LetterKind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.key()))
    }
}

impl LetterArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.written(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn written(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let library = self.judging.weighing.library()?;
        let mut policies = PolicyCache::default();
        let run = self.judging.weighing.run(&[&self.deal], &library, &mut policies)?;
        let source = input::read(&self.deal)?;
        let facts = LetterFacts {
            kind: self.kind,
            from: self.from.as_ref(),
            sent: run.as_of,
            facts: self.facts.as_deref(),
            flow: self.flow.as_ref(),
            effective: self.effective,
        };
        let (found, files) = pipeline::letter::write(&source, &run, &facts, &self.printing.print())?;
        let mut findings = library.findings.clone();
        findings.extend(found);
        findings.retain(|finding| self.judging.weighing.stops(finding));
        let sound = self.judging.weighing.are_sound(&findings) && !files.is_empty();
        let said = if sound { self.printing.write(&self.deal, &files)? } else { "no notice is written\n".to_owned() };
        Ok(self.judging.report(console, &policies, 1, &findings, &said))
    }
}
