use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC012", level: Level::Note, summary: "a sentence is very long", check: Check::Draft(check) };

/// Most words of a sentence; contracts need about thirty.
const MOST: usize = 80;

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages().iter().filter(|passage| passage.words.len() > MOST) {
        let mut starts: Vec<usize> = (0..passage.words.len()).filter(|at| passage.begins_sentence(*at)).collect();
        starts.push(passage.words.len());
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            // Values of the deal, such as a list of addresses, do not count.
            let words = passage.words.iter().take(*end).skip(*start).filter(|word| word.own).count();
            if words > MOST {
                let span = passage.span(*start, (start + 3).min(end - 1));
                let message = format!("the sentence that begins “{}” has {words} words", passage.at(span.clone()));
                let help = "split it: one duty in each sentence, or a list";
                place::add(report, library, passage, span, message, help);
            }
        }
    }
}
