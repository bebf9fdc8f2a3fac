use std::collections::HashMap;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "TAX003", level: Level::Error, summary: "one tax stands twice on a flow", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut seen = HashMap::new();
    for (at, line) in deal.tax.iter().enumerate() {
        let first = *seen.entry((&line.flow, line.country, line.tax.as_str().to_lowercase())).or_insert(at);
        let Some(earlier) = deal.tax.get(first).filter(|_| first != at) else { continue };
        let added = report
            .add(
                Path::from("tax").index(at).key("tax"),
                format!("`{}` has two lines for {} of {}", line.flow, line.tax, line.country.code()),
                "keep the line that is right",
            )
            .also(Path::from("tax").index(first).key("tax"), "the first line");
        if (&line.accounts, line.mechanism) == (&earlier.accounts, earlier.mechanism) {
            added.remove_item("tax", at);
        }
    }
}
