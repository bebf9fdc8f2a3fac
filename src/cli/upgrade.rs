//! `peerpact upgrade`: what another library changes on the paper of each deal, before the pin moves.

use std::path::PathBuf;

use clap::Args;

use crate::characters::visible;
use crate::cli::comparing::{Comparing, DealPair, PairedDeal, below};
use crate::cli::console::Console;
use crate::cli::libraries::{Libraries, kept_in, older};
use crate::cli::printing::rewrite;
use crate::cli::{Exit, Failure};
use crate::policy::Policy;
use crate::report::summary::RepositorySummary;
use crate::repository::{Found, find};
use crate::source::Source;
use crate::{input, pipeline, records};

/// Show what this library changes on the paper of each deal that was drafted from an older one; move the pins with --write.
#[derive(Debug, Args)]
#[command(after_help = "\
The new library is the built-in one, or that of --library. OLD is a folder into which `clauses --eject` copied the older one, or its version if
`libraries` of [repository] in peerpact.toml keeps it. With --output the redlines are DIR/PATH.redline.FORMAT.
--write pins each deal that pins OLD, has no errors and could be compared to the new library; nothing else in it changes.

Examples:
  peerpact upgrade deals --from 1.0 -t docx -o out/upgrade
  peerpact upgrade deals/straits.yaml --from ../clauses-2026 --write")]
pub(super) struct UpgradeArgs {
    /// Deal files, folders of them, and patterns.
    #[arg(required = true, value_name = "DEAL")]
    deals: Vec<PathBuf>,

    /// The older library: a folder, or a version that the house keeps.
    #[arg(long, value_name = "OLD")]
    from: PathBuf,

    /// Pin the deals to the new library.
    #[arg(long)]
    write: bool,

    #[command(flatten)]
    comparing: Comparing,
}

impl UpgradeArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.upgrade(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn upgrade(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        if self.deals.iter().any(|deal| input::is_stdin(deal)) {
            return Err(Failure("cannot upgrade standard input: name the deal file".into()).into());
        }
        let new = self.comparing.weighing.library()?;
        if let Some(exit) = self.comparing.stopped(console, &new) {
            return Ok(exit);
        }
        let new = new.alone();
        let old = Libraries::new(older(&self.old_folder()?)?, true);
        let Found { deals, faults, .. } = find(&self.deals, self.comparing.weighing.policy_file());
        let digest = new.digest.chars().take(12).collect::<String>();
        let (mut pairs, mut moved, mut unpinned) = (Vec::new(), Vec::new(), 0);
        for file in deals {
            // A deal that cannot be read is told by the comparison.
            let source = input::read(&file).ok();
            let pin = source.as_ref().and_then(pipeline::pinned);
            unpinned += usize::from(source.is_some() && pin.is_none());
            let text = match (&source, pin.filter(|pin| old.is_pinned_by(pin))) {
                (Some(source), Some(pin)) => {
                    let hash = if pin.contains('+') { format!("+{digest}") } else { String::new() };
                    let text = records::pin(source, &format!("{}{hash}", new.version))?;
                    Some(Source::new(source.name.clone(), text))
                }
                _ => None,
            };
            let path = below(std::path::Path::new(""), &file);
            if let Some(text) = &text {
                moved.push((path.clone(), file.clone(), text.clone()));
            }
            let deal = |text| Some(PairedDeal { file: file.clone(), text });
            pairs.push(DealPair { path, was: None, old: deal(None), new: deal(text) });
        }
        let name =
            |library: &Libraries| format!("library {} ({})", library.version, library.digest.get(..12).unwrap_or(""));
        let summary = RepositorySummary {
            base: name(&old),
            head: name(&new),
            faults: faults.iter().map(ToString::to_string).collect(),
            ..RepositorySummary::default()
        };
        let compared = self.comparing.compare([&old, &new], pairs, summary)?;
        let stays = |path: &String| {
            let failed = compared.summary.faults.iter().any(|fault| fault.starts_with(&format!("{path}: ")));
            failed || compared.summary.deals.iter().any(|deal| deal.path == *path && deal.no_paper.is_some())
        };
        let moved: Vec<_> = moved.into_iter().filter(|(path, ..)| !stays(path)).collect();
        let exit = self.comparing.report(console, compared)?;
        let mut said = String::new();
        for (_, file, text) in &moved {
            let what = if self.write { "pinned" } else { "--write would pin" };
            if self.write {
                rewrite(file, &text.text)?;
            }
            said.push_str(&format!("{what} {} to {}\n", visible(&file.display().to_string()), new.version));
        }
        if unpinned > 0 {
            let many = if unpinned == 1 { "deal pins" } else { "deals pin" };
            said.push_str(&format!("{unpinned} {many} no library, so that they are drafted by whichever runs\n"));
        }
        if !console.quiet {
            console.say(&said);
        }
        Ok(exit)
    }

    /// The folder of the older library.
    fn old_folder(&self) -> Result<PathBuf, Failure> {
        if self.from.is_dir() {
            return Ok(self.from.clone());
        }
        let version = self.from.to_string_lossy();
        let near = self.deals.first().map(|deal| if deal.is_dir() { deal.join("-") } else { deal.clone() });
        let policy = match (self.comparing.weighing.policy_file(), near) {
            (Some(file), _) => Policy::alone(file),
            (None, deal) => Policy::for_deal(&deal.unwrap_or_default()),
        };
        let policy = policy.map_err(|fault| Failure(fault.to_string()))?;
        for folder in policy.library_folders() {
            let kept = kept_in(&folder)?;
            if let Some(found) = kept.into_iter().find(|kept| pipeline::version_of(kept).as_deref() == Some(&*version))
            {
                return Ok(found);
            }
        }
        Err(Failure(format!(
            "cannot find the older library: {version} is no folder, and `libraries` of [repository] in peerpact.toml keeps no such version"
        )))
    }
}
