use super::with::part;
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG009",
    level: Level::Warning,
    summary: "a named law is of a country that has no part in the deal",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    for (at, named) in deal.regulatory.laws.iter().enumerate() {
        let country = named.country;
        if !part::takes(deal, country) && !part::governs(deal, library, country) {
            report.add(
                Path::from("regulatory.laws").index(at).key("country"),
                format!(
                    "`{}` is a law of {country}, which has no party, licence, number, seat or governing law here",
                    named.law
                ),
                "correct the country, or remove the law",
            );
        }
    }
}
