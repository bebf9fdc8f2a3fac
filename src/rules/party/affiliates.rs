use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY007",
    level: Level::Warning,
    summary: "affiliates are mentioned, and none is listed",
    check: Check::Deal(check),
};

const WORDS: [&str; 5] = ["affiliate", "affiliates", "affiliated", "subsidiary", "subsidiaries"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.parties.values().any(|party| !party.affiliates.is_empty()) {
        return;
    }
    let terms = deal.special_terms.iter().enumerate();
    let terms = terms.map(|(at, term)| (Path::from("special_terms").index(at).key("text"), Some(&term.text)));
    let flows = deal.scope.flows.iter();
    let flows =
        flows.map(|(id, flow)| (Path::from("scope.flows").key(id).key("description"), flow.description.known()));
    for (path, text) in terms.chain(flows) {
        let Some(text) = text else { continue };
        let mut words = text.as_str().split(|letter: char| !letter.is_alphabetic());
        if let Some(word) = words.find(|word| WORDS.contains(&word.to_lowercase().as_str())) {
            report.add(
                path,
                format!("this text mentions `{word}`, and no party lists a company of its group"),
                "list each under the party that answers for it: `affiliates: [{name: …, registration: …, country: …}]`; \
                 or remove the word",
            );
        }
    }
}
