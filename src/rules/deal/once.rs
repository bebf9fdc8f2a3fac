use std::collections::HashMap;

use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DEAL018", level: Level::Warning, summary: "a list names one thing twice", check: Check::File(check) };

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::List(items) = &node.kind else { return };
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            let NodeKind::Scalar(text) = &item.kind else { continue };
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let first = *seen.entry(text.clone()).or_insert(at);
            // Another rule reports a dial code that is listed twice.
            if first != at && !(path.starts_with("rates.lines") && path.field() == "codes") {
                found.push((path.clone(), first, at, text));
            }
        }
    });
    for (list, first, at, text) in found {
        report
            .add(list.index(at), format!("`{list}` names {text} twice"), "remove it, or write what was meant")
            .also(list.index(first), "first named here")
            .remove_item(&list, at);
    }
}
