use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE024",
    level: Level::Error,
    summary: "a notice or a share names a destination that no rate has",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    // What seems missing may stand in rows that could not be read.
    if deal.rates.partly_read {
        return;
    }
    let pricing = &deal.pricing;
    let notices = pricing.notices.iter().enumerate().filter_map(|(at, row)| {
        Some((Path::from("pricing.notices").index(at).key("destination"), row.flow.as_str(), row.destination.known()?))
    });
    let shares = pricing.revenue_share.iter().enumerate();
    let shares = shares.map(|(at, row)| {
        (Path::from("pricing.revenue_share").index(at).key("destination"), row.flow.as_str(), &row.destination)
    });
    let named = notices.chain(shares).filter(|(_, flow, _)| deal.scope.flows.contains_key(*flow));
    for (path, flow, destination) in named {
        let priced = || deal.rates.lines.iter().filter(|line| line.flow == flow).map(|line| line.destination.as_str());
        if !priced().any(|known| known.to_lowercase() == destination.as_str().to_lowercase()) {
            let mut known: Vec<&str> = priced().collect();
            known.sort_unstable();
            known.dedup();
            report.add(
                path,
                format!("no rate of `{flow}` is for `{destination}`"),
                correct(destination.as_str(), known.into_iter()),
            );
        }
    }
}
