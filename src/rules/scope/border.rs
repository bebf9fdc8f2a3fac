use crate::atlas;
use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::place::Country;
use crate::deal::rates::RateLine;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE008",
    level: Level::Warning,
    summary: "the traffic and the parties' countries disagree",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    let mut home = None;
    for (id, flow) in &deal.scope.flows {
        let (Some(from), Some(to)) = (country(&flow.customer), country(&flow.supplier)) else { return };
        home = Some(to);
        if from == to {
            continue;
        }
        if !deal.scope.traffic.contains(&Traffic::International) {
            report
                .add(
                    "scope.traffic",
                    format!(
                        "`{id}` runs from {} to {}, and calls that cross a border may not be sent",
                        from.code(),
                        to.code()
                    ),
                    "add `international` to `traffic`",
                )
                .also(Path::from("scope.flows").key(id), "a flow across a border");
        }
        return;
    }
    let international = deal.scope.traffic.iter().position(|kind| *kind == Traffic::International);
    if let (Some(home), Some(at)) = (home, international)
        && deal.rates.lines.iter().all(|line| stays(line, home))
    {
        report
            .add(
                Path::from("scope.traffic").index(at),
                format!(
                    "calls that cross a border may be sent, and both parties and every priced number are in {home}"
                ),
                "remove `international` from `traffic`, or give the rates for calls from abroad an `origin`",
            )
            .also("rates.lines", "the rates");
    }
}

/// Whether calls at a rate stay in a country, as far as the deal says. A rate by origin may be for calls from abroad.
fn stays(line: &RateLine, home: Country) -> bool {
    line.origin == Field::Absent
        && line.codes.iter().all(|code| atlas::reached(code.as_str()).all(|leads| leads.country == Some(home)))
}
