use crate::deal::Deal;
use crate::deal::theirs::PROVIDED;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL033",
    level: Level::OpenPoint,
    summary: "nobody has said where the other side's paper provides a section that every agreement needs",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(paper) = &deal.paper else { return };
    let missing: Vec<&str> =
        PROVIDED.iter().map(|(section, _)| *section).filter(|section| paper.place(section).is_none()).collect();
    if !missing.is_empty() {
        report.add(
            "paper",
            format!("nobody has said where `{}` provides {}", paper.theirs, missing.join(", ")),
            "look for each in their paper, and write its clause or page under `paper.places`, such as `billing: clause 7`",
        );
    }
}
