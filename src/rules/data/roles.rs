use crate::deal::Deal;
use crate::deal::data::Roles;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA001",
    level: Level::Warning,
    summary: "one carrier is the other's processor",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.dpa.roles == Roles::Processor {
        report.add(
            "dpa.roles",
            "the supplier processes traffic data for the customer",
            "write `independent_controllers`, unless the supplier rates or hosts for the customer",
        );
    }
}
