use super::with::place;
use crate::diagnostic::{Edit, Level};
use crate::document::assemble::Draft;
use crate::document::prose::{Author, Passage};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC007", level: Level::Warning, summary: "a word is repeated", check: Check::Draft(check) };

/// Words that may correctly follow themselves.
const TWICE: [&str; 2] = ["that", "had"];

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages() {
        for at in 1..passage.words.len() {
            if !is_repeated(passage, at) {
                continue;
            }
            let span = passage.span(at - 1, at);
            let message = format!("“{}” repeats a word", passage.at(span.clone()));
            let help = "delete one of them, or write the word that was meant";
            let mut added = place::add(report, library, passage, span, message, help);
            if let (Author::SpecialTerm(_), Some(place)) = (&passage.origin, &added.place) {
                let edit = Edit { span: place.span.clone(), text: passage.word(at - 1).to_owned() };
                // An edit is suggested only if the place holds exactly the two words.
                if place.source.text.get(edit.span.clone()) == Some(passage.at(passage.span(at - 1, at))) {
                    added.edits.push(edit);
                }
            }
        }
    }
}

/// Whether a word repeats the one before it. Names may repeat themselves and have capitals; a value of the deal may repeat
/// itself.
fn is_repeated(passage: &Passage, at: usize) -> bool {
    let (word, before) = (passage.word(at), passage.word(at - 1));
    let own = |at: usize| passage.words.get(at).is_some_and(|word| word.own);
    word.len() == before.len()
        && word.eq_ignore_ascii_case(before)
        && word.starts_with(char::is_lowercase)
        && (own(at) || own(at - 1))
        && passage.before(at) == " "
        && !TWICE.contains(&word)
}
