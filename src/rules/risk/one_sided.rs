use crate::deal::ByFlow;
use crate::deal::Deal;
use crate::deal::credit::Credit;
use crate::diagnostic::Level;
use crate::rules::by_flow::path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK002",
    level: Level::Note,
    summary: "the terms of one direction differ from those of the other",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    compare(deal, report, "sla", &deal.sla, |one, other| {
        let (mine, theirs) = (&one.credits, &other.credits);
        vec![
            ("credits.rate", mine.rate != theirs.rate),
            ("credits.cap", mine.cap != theirs.cap),
            ("credits.base", mine.base != theirs.base),
            ("credits.application", mine.application != theirs.application),
            ("chronic_months", one.chronic_months != other.chronic_months),
            ("chronic_any", one.chronic_any != other.chronic_any),
        ]
    });
    compare(deal, report, "credit", &deal.credit, |one: &Credit, other| {
        vec![
            ("cure", one.cure != other.cure),
            ("top_up", one.top_up != other.top_up),
            ("security_return", one.security_return != other.security_return),
        ]
    });
}

/// Compares each departure with the flows in the other direction. Network capacity and credit limits differ for good reasons
/// and are not compared.
fn compare<T>(
    deal: &Deal,
    report: &mut Report<'_>,
    section: &'static str,
    terms: &ByFlow<T>,
    differing: impl Fn(&T, &T) -> Vec<(&'static str, bool)>,
) {
    for (flow, own) in &terms.flows {
        let Some(this) = deal.scope.flows.get(flow) else { continue };
        let back = deal.scope.flows.iter().find(|(name, other)| {
            // If both depart, only the first is reported.
            let speaks = !terms.flows.contains_key(*name) || flow < *name;
            speaks && other.customer == this.supplier && other.supplier == this.customer
        });
        let Some((name, _)) = back else { continue };
        for (field, _) in differing(own, terms.of(name)).into_iter().filter(|(_, differs)| *differs) {
            let (here, there) = (path(report.file, section, flow, field), path(report.file, section, name, field));
            report
                .add(
                    here,
                    format!(
                        "`{section}.{field}` differs between `{flow}` and `{name}`, which run in opposite directions"
                    ),
                    "nothing, if both sides want it; otherwise give both flows the same term",
                )
                .also(there, format!("the term of `{name}`"));
        }
    }
}
