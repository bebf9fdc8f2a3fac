use crate::deal::Deal;
use crate::deal::data::Roles;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DATA007",
    level: Level::OpenPoint,
    summary: "a processor has no tasks, or tasks have no processor",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    match (deal.dpa.roles, deal.dpa.tasks.as_slice()) {
        (Roles::Processor, []) => drop(report.add(
            "dpa.roles",
            "the supplier processes data for the customer, and nothing says which work that is",
            "add its tasks, such as `tasks: [Rating of the customer's calls]`",
        )),
        (Roles::IndependentControllers, [_, ..]) => {
            report
                .add(
                    "dpa.tasks",
                    "tasks of a processor are listed, and no party is a processor",
                    "write `roles: processor` if the supplier does them for the customer, or remove them",
                )
                .also("dpa.roles", "independent controllers have no tasks for each other")
                .level(Level::Warning);
        }
        _ => {}
    }
}
