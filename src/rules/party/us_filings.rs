use crate::deal::questions;
use crate::deal::{Deal, Field};
use crate::diagnostic::{Ask, Level};
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY014",
    level: Level::OpenPoint,
    summary: "a US party's filings are left out",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in deal.parties.iter().filter(|(_, party)| party.country.code() == "US") {
        let missing: &[&'static str] = match &party.us {
            Field::Blank => continue,
            Field::Absent => &["frn", "filer_499"],
            Field::Known(us) => match (us.frn == Field::Absent, us.filer_499 == Field::Absent) {
                (true, true) => &["frn", "filer_499"],
                (true, false) => &["frn"],
                (false, true) => &["filer_499"],
                (false, false) => continue,
            },
        };
        let path = Path::from("parties").key(id).key("us");
        let asks: Vec<Ask> = missing.iter().map(|field| questions::ask(&report.file.tree, &path.key(field))).collect();
        let asked: Vec<&str> = asks.iter().map(|ask| ask.question.as_str()).collect();
        let Some(ask) = asks.first() else { continue };
        let ask = Ask::new(&ask.whom, asked.join(" "));
        let fields = missing.iter().map(|field| format!("{field}: …")).collect::<Vec<_>>().join(", ");
        report.add(
            path,
            format!("`{id}` is a US company, and `us` does not give {}", missing.join(" and ")),
            ask.then(format!("write `us: {{{fields}}}`")),
        );
    }
}
