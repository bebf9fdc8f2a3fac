//! `peerpact schema`: JSON Schemas for editors and programs.

use clap::{Args, ValueEnum};

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::{pipeline, report};

/// Print a JSON Schema.
#[derive(Debug, Args)]
pub(super) struct Schema {
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
}

impl Schema {
    pub(super) fn run(&self, console: &Console) -> Exit {
        let schema = match self.of {
            Of::Deal => pipeline::schema(pipeline::Schema::Deal),
            Of::Clause => pipeline::schema(pipeline::Schema::Clause),
            Of::Findings => report::json::schema(),
            Of::Manifest => pipeline::schema(pipeline::Schema::Manifest),
            Of::Record => pipeline::schema(pipeline::Schema::Record),
        };
        console.print(format!("{schema:#}\n").as_bytes())
    }
}
