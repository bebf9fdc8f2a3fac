use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};
use crate::trunk::rows::{self, Entries, FactValue};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH035",
    level: Level::Note,
    summary: "an item of the technical form is due before acceptance",
    check: Check::Deal(check),
};

/// What a trunk cannot be brought up without, where its group is begun: the group, and the field of an entry.
const DUE: [(&str, &str); 12] = [
    ("signalling", "address"),
    ("signalling", "port"),
    ("signalling", "transport"),
    ("media", "network"),
    ("media", "ports"),
    ("trunks", "name"),
    ("tls", "names"),
    ("tls", "issuer"),
    ("ipsec", "gateway"),
    ("test_numbers", "number"),
    ("engineers", "phone"),
    ("record_delivery", "host"),
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.form.is_none() {
        return;
    }
    let rows = rows::sides(deal, Entries::Given);
    let parties: Vec<&str> = deal.parties.keys().map(String::as_str).collect();
    for row in &rows {
        let Some(group) = row.below.steps().first().and_then(|step| step.as_key()) else { continue };
        if !DUE.contains(&(group, row.below.field())) {
            continue;
        }
        for (at, party) in parties.iter().enumerate() {
            let Some(fact) = row.facts.get(at).filter(|fact| fact.value == FactValue::Absent) else { continue };
            // The entry is begun if another of its fields is said, or the group if it is no list.
            let entry = row.below.parent().unwrap_or_default();
            let is_begun = rows.iter().any(|other| {
                other.below.parent().as_ref() == Some(&entry)
                    && other.facts.get(at).is_some_and(|fact| fact.value != FactValue::Absent)
            });
            if is_begun {
                let help = crate::deal::questions::ask_until(&report.file.tree, &fact.path);
                report.add(&fact.path, format!("due before acceptance: {} of `{party}`", row.label), help);
            }
        }
    }
}
