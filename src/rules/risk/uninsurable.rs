use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK008",
    level: Level::Warning,
    summary: "a special term makes a liability unlimited, or excuses payment",
    check: Check::Deal(check),
};

const UNLIMITED: [&str; 5] =
    [" unlimited ", " uncapped ", " without limit ", " without any limit ", " without limitation of amount "];
const PAYMENT: [&str; 3] = [" pay ", " payment", " charges "];
const EXCUSES: [&str; 4] = [" excus", " releas", " reliev", " suspend"];
const DENIALS: [&str; 5] = [" no ", " not ", " nor ", " neither ", " never "];

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, term) in deal.special_terms.iter().enumerate() {
        for sentence in term.sentences() {
            let holds = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
            if holds(&DENIALS) {
                continue;
            }
            let (message, help) = if sentence.contains(" liab") && holds(&UNLIMITED) {
                (
                    "a special term contains a liability without a limit, which no insurer covers",
                    "name a sum, or a multiple of the cap in `legal.super_cap`",
                )
            } else if sentence.contains(" force majeure ") && holds(&PAYMENT) && holds(&EXCUSES) {
                (
                    "a special term excuses payment by force majeure, and the clause excuses none",
                    "exclude payment: charges are for calls that were carried",
                )
            } else {
                continue;
            };
            report.add(Path::from("special_terms").index(at).key("text"), message, help);
            break;
        }
    }
}
