use crate::atlas;
use crate::deal::Deal;
use crate::deal::pricing::Rating;
use crate::deal::technical::QueryBy;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH032",
    level: Level::Warning,
    summary: "the price hangs on a portability query of a party abroad",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.pricing.rating != Rating::ServingNetwork || deal.technical.portability_query != QueryBy::Customer {
        return;
    }
    let abroad = deal.rates.lines.iter().enumerate().find_map(|(at, line)| {
        let customer = deal.parties.get(&deal.scope.flows.get(&line.flow)?.customer)?;
        let known = line.codes.iter().all(|code| atlas::assigned(code.as_str()));
        let home = line.codes.iter().any(|code| atlas::can_reach(code.as_str(), customer.country));
        (known && !home && !line.codes.is_empty()).then_some((at, line, customer.country))
    });
    let Some((at, line, home)) = abroad else { return };
    report
        .add(
            "pricing.rating",
            format!(
                "the network that serves a number decides its price, and the customer, at home in {}, finds it for {}; \
                 such data are often open to carriers of their own country alone",
                home.code(),
                line.destination
            ),
            "write `portability_query: supplier` under `technical`, or `rating: dial_code`",
        )
        .also(Path::from("rates.lines").index(at).key("codes"), "numbers abroad");
}
