//! Rules of arbitration whose first step the library words from general knowledge.

use crate::deal::Deal;
use crate::deal::disputes::ArbitrationRules;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP010",
    level: Level::Warning,
    summary: "nobody has read the chosen rules of arbitration for this library",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(rules) = deal.disputes.rules else { return };
    if is_unread(rules) {
        report.add(
            "disputes.rules",
            "the words for these rules of arbitration come from general knowledge: nobody has read them for this library",
            "have counsel read the rules in force: what the first step is called, who appoints, and what the clause has to name",
        );
    }
}

/// Whether no public text of the rules in force was read. Each that was read is dated in the library's papers.
fn is_unread(rules: ArbitrationRules) -> bool {
    match rules {
        ArbitrationRules::Aaa
        | ArbitrationRules::Afsa
        | ArbitrationRules::Cietac
        | ArbitrationRules::Jams
        | ArbitrationRules::Jcaa
        | ArbitrationRules::Lca
        | ArbitrationRules::Scc => true,
        ArbitrationRules::Icc
        | ArbitrationRules::Lcia
        | ArbitrationRules::Siac
        | ArbitrationRules::Hkiac
        | ArbitrationRules::Diac
        | ArbitrationRules::Dis
        | ArbitrationRules::Uncitral
        | ArbitrationRules::Icdr
        | ArbitrationRules::Swiss
        | ArbitrationRules::Viac
        | ArbitrationRules::Mcia
        | ArbitrationRules::Laciac
        | ArbitrationRules::Kcab => false,
    }
}
