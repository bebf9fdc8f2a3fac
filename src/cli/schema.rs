//! `peerpact schema`: JSON Schemas for editors and programs.

use clap::{Args, ValueEnum};

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::{pipeline, report};

/// Print a JSON Schema.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// What to describe.
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// A deal file.
    Deal,
    /// A clause's front matter.
    Clause,
    /// What --format json prints.
    Findings,
    /// A draft's manifest.
    Manifest,
    /// The manifest of our own copies, with the record.
    Record,
    /// A house policy, peerpact.toml.
    Policy,
    /// A file of answers, for new --answers.
    Answers,
}

impl SchemaArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let schema = match self.of {
            Of::Deal => pipeline::schema(pipeline::SchemaOf::Deal),
            Of::Clause => pipeline::schema(pipeline::SchemaOf::Clause),
            Of::Findings => report::json::schema(),
            Of::Manifest => pipeline::schema(pipeline::SchemaOf::Manifest),
            Of::Policy => pipeline::schema(pipeline::SchemaOf::Policy),
            Of::Answers => pipeline::schema(pipeline::SchemaOf::Answers),
            Of::Record => pipeline::schema(pipeline::SchemaOf::Record),
        };
        console.print(format!("{schema:#}\n").as_bytes())
    }
}
