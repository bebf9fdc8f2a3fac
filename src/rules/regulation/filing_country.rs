use super::with::part;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG008",
    level: Level::Warning,
    summary: "a filing goes to a country that has no part in the deal",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, filing) in deal.regulatory.filings.iter().enumerate() {
        let country = filing.country;
        if !part::takes(deal, country) {
            report
                .add(
                    Path::from("regulatory.filings").index(at).key("country"),
                    format!("the filing goes to {country}, where no party is at home or licensed and no rate leads"),
                    "correct the country, or remove the filing",
                )
                .also(Path::from("parties").key(&filing.party).key("country"), "the country of the party that files");
        }
    }
}
