use crate::deal::money::Money;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DEAL025", level: Level::Error, summary: "a sum is zero", check: Check::File(check) };

/// Fields in which a sum of zero says something: nothing may be owed, nothing is given.
const NOTHING: [&str; 3] = ["limit", "security", "low_balance"];

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        if let Ok(sum) = text.parse::<Money>()
            && sum.amount.is_zero()
            && !(path.section() == "credit" && NOTHING.contains(&path.field()))
            && is_sum(path)
        {
            found.push((path.clone(), sum));
        }
    });
    for (path, sum) in found {
        report.add(path.clone(), format!("`{path}` is {sum}"), "write the sum that was agreed, or leave the field out");
    }
}

fn is_sum(path: &Path) -> bool {
    schema::at(path).is_some_and(|schema| schema::format(schema) == Some("money"))
}
