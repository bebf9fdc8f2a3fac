//! The supplier charges a tax; the customer withholds it, or accounts for it instead of the supplier.

use crate::deal::Deal;
use crate::deal::tax::Mechanism;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TAX002",
    level: Level::Error,
    summary: "a tax is accounted for by the wrong party",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, line) in deal.tax.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let (how, role, party) = match line.mechanism {
            Mechanism::Charged => ("charged", "supplier", &flow.supplier),
            Mechanism::ReverseCharge => ("accounted for by reverse charge", "customer", &flow.customer),
            Mechanism::Withheld => ("withheld", "customer", &flow.customer),
            Mechanism::ZeroRated | Mechanism::OutsideScope | Mechanism::NotDue | Mechanism::Certificate => continue,
        };
        if line.accounts != *party && deal.parties.contains_key(&line.accounts) {
            report
                .add(
                    Path::from("tax").index(at).key("accounts"),
                    format!(
                        "{} is {how}, which the {role} does, and `{}` is not the {role} of `{}`",
                        line.tax, line.accounts, line.flow
                    ),
                    format!("write `accounts: {party}`, or the mechanism that is meant"),
                )
                .also(Path::from("tax").index(at).key("mechanism"), "the mechanism")
                .also(Path::from("scope.flows").key(&line.flow).key(role), format!("the {role}"));
        }
    }
}
