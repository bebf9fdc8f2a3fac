use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY017",
    level: Level::Warning,
    summary: "a company of the United States names no state",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        if party.country.code() == "US" && party.formed == Field::Absent {
            report.add(
                Path::from("parties").key(id).key("country"),
                format!("`{id}` is a company of the United States, and no state is named whose law formed it"),
                format!("add `formed: the State of …` to `{id}`, with the file number of that state as `registration`"),
            );
        }
    }
}
