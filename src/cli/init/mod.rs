//! `peerpact init`: lays out a repository of deals.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::printing::listed;
use crate::output::Batch;
use crate::pipeline::{SchemaOf, schema};

/// Lay out a repository of deals: policy, a first deal, CI.
#[derive(Debug, Args)]
#[command(after_help = "Nothing that exists is replaced: if one of the files is there, none is written.")]
pub(super) struct Init {
    /// Folder to lay out, created if it is missing.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The files whose text is always the same, by their paths in the repository.
const FILES: [(&str, &str); 8] = [
    ("peerpact.toml", include_str!("peerpact.toml")),
    ("README.md", include_str!("README.md")),
    ("ci/check.sh", include_str!("check.sh")),
    (".github/workflows/deals.yml", include_str!("github.yml")),
    (".gitlab-ci.yml", include_str!("gitlab.yml")),
    (".pre-commit-config.yaml", include_str!("pre-commit.yaml")),
    (".gitattributes", include_str!("gitattributes")),
    (".gitignore", "/out/\n"),
];

/// The first deal: an example, in the form that suits a plain sale.
const DEAL: &str = include_str!("../../../examples/smallest.yaml");

impl Init {
    pub(super) fn run(&self, console: &Console) -> Exit {
        match self.write() {
            Ok(written) => {
                if !console.quiet {
                    console.say(&listed(&written));
                }
                Exit::Clean
            }
            Err(fault) => console.fault(fault.as_ref()),
        }
    }

    fn write(&self) -> Result<Vec<PathBuf>, Box<dyn std::error::Error>> {
        let mut batch = Batch::creating().below(&self.folder);
        let mut add = |path: &str, text: &str| batch.add(&self.folder.join(Path::new(path)), text.as_bytes());
        for (path, text) in FILES {
            add(path, text)?;
        }
        add("deals/first.yaml", &DEAL.replace("legal: {reviewed_by: ~}", "legal: {form: short, reviewed_by: ~}"))?;
        // The first line of a deal leads editors to it.
        add("schemas/deal.json", &format!("{:#}\n", schema(SchemaOf::Deal)))?;
        Ok(batch.commit()?)
    }
}
