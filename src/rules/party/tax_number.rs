//! An invoice with a wrong tax number is no tax invoice.

use super::vat_numbers::{Stands, stands};

use crate::deal::Deal;
use crate::deal::place::Country;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY011",
    level: Level::Warning,
    summary: "a tax number is of another country, or misshapen",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (id, party) in &deal.parties {
        let Some(number) = party.tax_number.known() else { continue };
        let (message, help) = match stands(number.as_str(), party.country.code()) {
            Stands::Well => continue,
            Stands::Elsewhere(code) => {
                let other = code.parse().map_or_else(|_| code.to_owned(), |country: Country| country.to_string());
                (
                    format!("`{id}` is a company of {}, and its tax number {number} has the form of {other}", party.country),
                    "write the number of the establishment that is invoiced, or the company that has this number as party".to_owned(),
                )
            }
            Stands::Misshapen(form) => (
                format!("{number} has not the form of a tax number in {}", party.country),
                format!("copy it from the company's certificate, in the form of {form}"),
            ),
        };
        report
            .add(format!("parties.{id}.tax_number"), message, help)
            .also(format!("parties.{id}.country"), "its country");
    }
}
