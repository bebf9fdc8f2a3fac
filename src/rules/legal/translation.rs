use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LEGAL004",
    level: Level::Warning,
    summary: "the translation is into the language of the paper",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(language) = deal.legal.translation.known() else { return };
    let folded = language.as_str().to_lowercase();
    if folded.split(|letter: char| !letter.is_alphabetic()).any(|word| ["english", "en"].contains(&word)) {
        report.add(
            "legal.translation",
            format!("the paper is in English, and is to be translated into {language}"),
            "name the other language alone, or remove `translation`",
        );
    }
}
