use super::with::figure_scope::excludes;
use super::with::part;
use crate::atlas;
use crate::deal::Deal;
use crate::deal::place::Country;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG010",
    level: Level::Warning,
    summary: "calls from abroad are to carry British numbers",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Ok(britain) = "GB".parse::<Country>() else { return };
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let sender = Path::from("parties").key(&flow.customer);
        let from_abroad = !part::homes(deal).any(|(path, home)| home == britain && path.starts_with(&sender));
        let called = line.codes.iter().find(|code| atlas::can_reach(code.as_str(), britain));
        let (Some(origin), Some(code), true) = (line.origin.known(), called, from_abroad) else { continue };
        if british(origin.as_str()) {
            report
                .add(
                    Path::from("rates.lines").index(at).key("origin"),
                    format!(
                        "`{}` sends calls to `{code}` from abroad, and this line prices those with the origin `{origin}`",
                        flow.customer
                    ),
                    "say in `special_terms` which exception is claimed (roaming, or a British network or customer that the \
                     sender can prove), or remove the line",
                )
                .also(sender.key("country"), "the sender is not British");
        }
    }
}

fn british(origin: &str) -> bool {
    let origin = origin.to_lowercase();
    let word = |word: &str| ["uk", "gb", "british", "britain"].contains(&word) || word.starts_with("44");
    !excludes(&origin) && (origin.contains("united kingdom") || origin.split(|c: char| !c.is_alphanumeric()).any(word))
}
