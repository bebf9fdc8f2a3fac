use crate::deal::Deal;
use crate::deal::data::Roles;
use crate::deal::sla::Promise;
use crate::deal::tax::Taxes;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL026",
    level: Level::Note,
    summary: "a part that every agreement has is answered by no",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let sla = &deal.sla.every;
    if sla.promise != Promise::Levels {
        let why = sla.reason.known().map_or_else(String::new, |reason| format!(": {reason}"));
        report.add(
            "sla.promise",
            format!("no level of service is promised{why}"),
            "tell whoever approves the deal that the customer bears the risk of calls that fail",
        );
    }
    if let Taxes::None(none) = &deal.tax {
        report.add(
            "tax.mode",
            format!("no tax is expected: {}", none.reason),
            format!("have a tax adviser confirm it; `{}` bears one that falls due all the same", none.bears),
        );
    }
    if deal.dpa.roles == Roles::Separate {
        report.add(
            "dpa.roles",
            "another agreement governs personal data, and this one has no terms on them",
            "read that agreement with this one: it has to cover caller numbers and call records",
        );
    }
}
