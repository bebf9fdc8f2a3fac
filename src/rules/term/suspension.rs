use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM008",
    level: Level::Warning,
    summary: "the agreement can end before the service can be suspended",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let termination = &deal.termination;
    let Some(grace) = termination.unpaid_after_due.known() else { return };
    // Both periods must pass, and may run at the same time.
    let (demand, suspension) = (termination.cures.demand, termination.suspension_notice);
    let (end, path) = if grace.reaches(demand) {
        (*grace, "termination.unpaid_after_due")
    } else {
        (demand, "termination.cures.demand")
    };
    if !end.reaches(suspension) {
        report
            .add(
                "termination.suspension_notice",
                format!("an unpaid sum can end the agreement {end} after its due date, and suspend the service after {suspension}"),
                "suspend earlier, or end later: most debts are paid once calls are refused",
            )
            .also(path, "the time to end");
    }
}
