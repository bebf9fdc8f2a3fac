use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::partner::{REMEDY, lone};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL017",
    level: Level::Warning,
    summary: "a bracket or a quotation mark of a value has no partner",
    check: Check::File(check),
};

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found: Vec<(Path, char)> = Vec::new();
    file.tree.walk(&mut |path, node| {
        // Special terms are judged with the words of the paper.
        if let NodeKind::Scalar(text) = &node.kind
            && !path.starts_with("special_terms")
            && let Some((_, mark)) = lone(text, |_| false)
        {
            found.push((path.clone(), mark));
        }
    });
    for (path, mark) in found {
        report.add(path, format!("`{mark}` has no partner in this value"), REMEDY);
    }
}
