use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL034",
    level: Level::Note,
    summary: "the paper is that of the other side, so nothing is drafted",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if let Some(paper) = &deal.paper {
        report.add(
            "paper.theirs",
            format!("the paper is `{}` of the other side, so nothing is drafted", paper.theirs),
            "`peerpact brief` prints what the deal agrees, with a list of what their paper has to provide",
        );
    }
}
