use crate::deal::Deal;
use crate::deal::scope::Inclusion;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SCOPE007",
    level: Level::Warning,
    summary: "emergency calls are sent across a border",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.emergency != Inclusion::Included {
        return;
    }
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    for (id, flow) in &deal.scope.flows {
        if let (Some(from), Some(to)) = (country(&flow.customer), country(&flow.supplier))
            && from != to
        {
            report
                .add(
                    "scope.emergency",
                    format!("emergency calls are included, and `{id}` runs from {} to {}", from.code(), to.code()),
                    "write `emergency: excluded`: each party sends its own subscribers' emergency calls to the answering points \
                     at home",
                )
                .also(Path::from("scope.flows").key(id), "a flow across a border");
            return;
        }
    }
}
