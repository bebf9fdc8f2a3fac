use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::stand_in;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DEAL016", level: Level::OpenPoint, summary: "a value is a placeholder", check: Check::File(check) };

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found: Vec<(Path, String)> = Vec::new();
    let tree = &file.tree;
    tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        let whole = text.trim().trim_end_matches('.');
        if WHOLE.iter().any(|stand_in| stand_in.eq_ignore_ascii_case(whole)) {
            found.push((path.clone(), text.clone()));
        } else if let Some(span) = stand_in::all(text).into_iter().next() {
            found.push((path.clone(), text.get(span).unwrap_or_default().to_owned()));
        }
    });
    for (path, what) in found {
        report.add(
            path,
            format!("“{what}” would print as if it were agreed"),
            "write `~` for a fact that is not known yet, or the fact",
        );
    }
}

/// Words that are placeholders only if they are the whole value.
const WHOLE: [&str; 13] = [
    "to be confirmed",
    "to be determined",
    "to be agreed",
    "to be advised",
    "to be announced",
    "to be provided",
    "unknown",
    "not known",
    "not known yet",
    "not yet known",
    "pending",
    "placeholder",
    "changeme",
];
