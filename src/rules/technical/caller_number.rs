use crate::deal::Deal;
use crate::deal::technical::NoCli;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH029",
    level: Level::Warning,
    summary: "calls without a caller number are sent to a country whose law refuses them",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    if deal.technical.no_cli != NoCli::Accept {
        return;
    }
    for country in library.countries.values() {
        let forbids =
            |limit: &&crate::library::law::Limit| limit.caller_number && limit.provision.in_force(report.as_of);
        let Some(limit) = country.limits.iter().find(forbids) else { continue };
        let from_abroad = |id: &str| {
            let customer = deal.scope.flows.get(id).and_then(|flow| deal.parties.get(&flow.customer));
            customer.is_some_and(|party| !country.includes(party.country.code()))
        };
        let mut lines = deal.rates.lines.iter().enumerate();
        let sent = lines
            .find(|(_, line)| from_abroad(&line.flow) && line.codes.iter().any(|code| country.numbers(code.as_str())));
        let Some((at, line)) = sent else { continue };
        report
            .add(
                "technical.no_cli",
                format!(
                    "calls that carry no caller number are accepted, and a carrier in {} may not take them from abroad ({})",
                    country.name,
                    limit.provision.cite()
                ),
                "write `no_cli: block`",
            )
            .also(Path::from("rates.lines").index(at).key("codes"), format!("{} is there", line.destination));
    }
}
