use crate::deal::documents::DocumentKind;
use crate::deal::rates::RateBasis;
use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL036",
    level: Level::Error,
    summary: "an order or a master agreement lacks what makes it one",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let rates = &deal.rates;
    let (listed, in_orders) = (!rates.lines.is_empty() || rates.partly_read, rates.basis == RateBasis::Orders);
    if deal.documents.kind != DocumentKind::Order && deal.documents.parent != Field::Absent {
        let remedy = "write `documents: {kind: order, …}`, or take `parent` out";
        report.add("documents.parent", "only an order has a parent", remedy);
    }
    match deal.documents.kind {
        DocumentKind::Agreement if in_orders => {
            report.add(
                "rates.basis",
                "the rates stand in orders, and the deal is no master agreement",
                "write `documents: {kind: master}`, or list the rates here",
            );
        }
        DocumentKind::Order if in_orders && !listed => {
            report.add(
                "rates",
                "the order states no rate, and its master agreement leaves the rates to the orders",
                "list the rates under `rates.lines`, or name their deck",
            );
        }
        DocumentKind::Order if listed && rates.effective == Field::Absent => {
            report.add(
                "rates",
                "the order does not say from when its rates hold",
                "write `effective:` with the day or the moment, as 2027-02-01T00:00:00Z",
            );
        }
        DocumentKind::Agreement | DocumentKind::Master | DocumentKind::Order => {}
    }
}
