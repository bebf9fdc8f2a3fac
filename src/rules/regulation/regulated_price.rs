use super::with::figure_scope::{FigureScope, regulated};
use crate::deal::Deal;
use crate::deal::line_terms::LineTerm;
use crate::deal::money::Rate;
use crate::deal::scope::TerminationMode;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG002",
    level: Level::Error,
    summary: "a rate departs from a regulated price",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    for found in regulated(deal, library) {
        let (line, figure) = (found.line, found.figure);
        let Some(rate) = line.rate.known() else { continue };
        let same_currency = deal.rates.currency == figure.currency;
        let law = &figure.provision.law;
        let allows = |rate: &Rate| figure.allows(rate.0, deal.scope.mode != TerminationMode::Peer);
        if same_currency && allows(rate) {
            let price = line.price();
            if !price.is_by_the_minute() {
                let term = LineTerm::ALL.into_iter().find(|term| term.money(line).known().is_some());
                let added = report.add(
                    Path::from("rates.lines").index(found.at).key(term.unwrap_or(LineTerm::Fee).key()),
                    format!(
                        "calls to {} cost {} beside {rate} a minute, and {} sets {} ({})",
                        line.destination,
                        price.beside(),
                        found.country.name,
                        figure.limit(),
                        first_lower(&figure.what)
                    ),
                    format!("ask counsel whether {law} allows anything beside the price of a minute"),
                );
                added.level(Level::Warning);
            }
            continue;
        }
        let help = if same_currency {
            format!("write what {law} allows; if the calls lie outside it, say so by `origin`, or ask counsel")
        } else {
            format!("ask counsel: {law} sets the figure in {}", figure.currency)
        };
        let added = report.add(
            Path::from("rates.lines").index(found.at).key("rate"),
            format!(
                "{} costs {} {rate} a minute, and {} sets {} ({})",
                line.destination,
                deal.rates.currency,
                found.country.name,
                figure.limit(),
                first_lower(&figure.what)
            ),
            help,
        );
        if found.scope == FigureScope::Unsaid || !same_currency {
            added.level(Level::Warning);
        }
    }
}

fn first_lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
