//! Nigeria fixes what a foreign call to a Nigerian mobile costs.

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::scope::Mode;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG002",
    level: Level::Error,
    summary: "a rate departs from what Nigeria fixed for calls from abroad",
    check: Check::Deal(check),
};

/// The beginnings of Nigerian mobile numbers.
const MOBILE: [&str; 3] = ["2347", "2348", "2349"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country.code().to_owned());
    let fixed = Decimal::new(10, 2);
    let transit = Decimal::new(79, 3);
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let (Some(from), Some(to)) = (country(&flow.customer), country(&flow.supplier)) else { continue };
        let mobile = line.codes.iter().any(|code| MOBILE.iter().any(|start| code.as_str().starts_with(start)));
        let Some(rate) = line.rate.known().filter(|_| to == "NG" && from != "NG" && mobile) else { continue };
        // The Nigerian carrier that hands a call on to another keeps 21 % less.
        let allowed = rate.0 == fixed || (rate.0 == transit && deal.scope.mode != Mode::Peer);
        let dollars = deal.rates.currency.0 == iso_currency::Currency::USD;
        if allowed && dollars {
            continue;
        }
        let finding = report.add(
            format!("rates.lines[{at}].rate"),
            format!(
                "a Nigerian operator sells {} to a foreign one at {} {rate}; the regulator fixed USD 0.10 a minute",
                line.destination, deal.rates.currency
            ),
            if dollars {
                "write 0.10, or 0.079 where the Nigerian party hands the calls on; no less, no more, and no discount"
            } else {
                "ask Nigerian counsel: the price was fixed in US dollars"
            },
        );
        // Another currency, or a price for callers of one origin, may lie outside the regulation: that is a question.
        if !dollars || line.origin.known().is_some() {
            finding.level = Level::Warning;
        }
    }
}
