use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM013",
    level: Level::Warning,
    summary: "the final account is due before the last dispute",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(window) = deal.billing.dispute_window.known() else { return };
    let (issue, account) = (deal.billing.issue, deal.termination.final_account);
    let Some(last) = issue.about_seconds().checked_add(window.about_seconds()) else { return };
    if account.about_seconds() < last {
        report
            .add(
                "termination.final_account",
                format!(
                    "the final account is due {account} after the end, while the last invoice comes within {issue} and can be \
                     disputed for {window}"
                ),
                "allow for the last invoice and its dispute; 60 days are usual",
            )
            .also("billing.dispute_window", "the time to dispute");
    }
}
