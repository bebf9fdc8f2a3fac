use super::with::figure_scope::{FigureScope, regulated};
use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::library::law::PriceBound;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG012",
    level: Level::Note,
    summary: "service credits stand on prices that law fixes",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let fixed: Vec<_> = regulated(deal, library)
        .filter(|found| found.figure.kind == PriceBound::Fixed && found.scope == FigureScope::Inside)
        .collect();
    for id in deal.scope.flows.keys() {
        let lines = deal.rates.lines.iter().enumerate().filter(|(_, line)| line.flow == *id);
        let law = |at: usize| fixed.iter().find(|found| found.at == at);
        let mut laws = lines.map(|(at, _)| law(at));
        // A flow with one free price can still earn credits on it.
        let Some(Some(found)) = laws.next() else { continue };
        if laws.any(|law| law.is_none()) {
            continue;
        }
        report
            .add(
                "sla.credits",
                format!(
                    "service credits are agreed for `{id}`, and {} fixes every price in it, so that none can be due",
                    found.figure.provision.cite()
                ),
                "nothing, if both sides know it: the paper says that none is due, and lets the customer leave the destination instead",
            )
            .also(Path::from("rates.lines").index(found.at).key("rate"), "a price that law fixes");
    }
}
