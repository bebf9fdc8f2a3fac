use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Passage;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC011",
    level: Level::Note,
    summary: "“shall” does not say who has the duty",
    check: Check::Draft(check),
};

/// Things that cannot owe a duty, in the singular.
const THINGS: [&str; 34] = [
    "agreement",
    "amendment",
    "amount",
    "arbitration",
    "assignment",
    "call",
    "charge",
    "clause",
    "confidentiality",
    "delay",
    "dispute",
    "fee",
    "interest",
    "invoice",
    "language",
    "law",
    "liability",
    "notice",
    "nothing",
    "payment",
    "penalty",
    "period",
    "price",
    "provision",
    "rate",
    "right",
    "schedule",
    "section",
    "service",
    "tax",
    "term",
    "termination",
    "traffic",
    "waiver",
];

const DETERMINERS: [&str; 9] = ["the", "this", "these", "any", "each", "every", "no", "all", "such"];

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages() {
        for at in 1..passage.words.len() {
            if passage.small(at) != "shall" {
                continue;
            }
            if let Some(first) = thing(passage, at) {
                let span = passage.span(first, at);
                let message = format!("“{}” binds no party", passage.at(span.clone()));
                let help = "say which Party shall do what; for a statement of fact, use the present tense: “is”, “ends”, “means”";
                place::add(report, library, passage, span, message, help);
            }
        }
    }
}

/// The first word of a subject at the head of its clause, if it is a thing: `The invoice shall`, `there shall`.
fn thing(passage: &Passage, shall: usize) -> Option<usize> {
    let noun = shall - 1;
    let word = passage.small(noun);
    let heads = |at: usize| {
        let gap = passage.before(at).trim_end();
        at == 0 || passage.begins_sentence(at) || gap.ends_with([';', ':'])
    };
    if passage.before(shall) != " " {
        return None;
    }
    let is = |thing: &str| THINGS.contains(&thing);
    let plural = || word.strip_suffix('s').or_else(|| word.strip_suffix("es")).is_some_and(is);
    if (word == "there" || word == "nothing") && heads(noun) {
        return Some(noun);
    }
    if !is(word) && !plural() && word != "taxes" && word != "penalties" {
        return None;
    }
    let first = noun.checked_sub(1).filter(|first| DETERMINERS.contains(&passage.small(*first)));
    first.filter(|first| heads(*first)).or_else(|| heads(noun).then_some(noun))
}
