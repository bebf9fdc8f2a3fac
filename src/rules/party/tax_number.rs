use super::with::vat_numbers::{Stands, stands};

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY011",
    level: Level::Warning,
    summary: "a tax number has the format of another country, or none",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        let Some(number) = party.tax_number.known() else { continue };
        let (message, help) = match stands(number.as_str(), party.country.code()) {
            Stands::Well => continue,
            Stands::Elsewhere(code) => (
                format!(
                    "`{id}` is a company of {}, and its tax number {number} is of the form that {code} uses",
                    party.country.code()
                ),
                "write the number of the company that is invoiced, or name the company that has this number as party"
                    .into(),
            ),
            Stands::Misshapen(form) => (
                format!("the tax number {number} is not of the form that {} uses", party.country.code()),
                format!("copy it from the company's certificate, in the format {form}"),
            ),
        };
        report
            .add(Path::from("parties").key(id).key("tax_number"), message, help)
            .also(Path::from("parties").key(id).key("country"), "its country");
    }
}
