use crate::deal::Deal;
use crate::deal::tax::Mechanism;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "BILL009",
    level: Level::Warning,
    summary: "a tax is withheld, and who bears it is left to the default",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if report.file.gives("billing.withholding") {
        return;
    }
    if let Some((at, line)) = deal.tax.iter().enumerate().find(|(_, line)| line.mechanism == Mechanism::Withheld) {
        report
            .add(
                Path::from("tax").index(at).key("mechanism"),
                format!("{} is withheld, and by default the customer pays it on top", line.tax),
                "write `withholding: gross_up`, `shared` or `deduct` under `billing`, as the parties agreed",
            )
            .also("billing", "no `withholding` here");
    }
}
