use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::definitions::TermFinder;
use crate::document::prose::{Author, Passage};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};
use crate::source::Place;

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC005", level: Level::Warning, summary: "a defined term is never used", check: Check::Draft(check) };

const HELP: &str = "use it where it is meant, or say it in plain words without a definition";

/// Letters of the longest term.
const LONGEST: usize = 100;

/// Most terms looked for in one special term; a contract has fewer.
const MOST: usize = 200;

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let terms: Vec<&Passage> =
        draft.passages().iter().filter(|passage| matches!(passage.origin, Author::SpecialTerm(_))).collect();
    // What a deal leaves out or replaces may have been the only use of a term, and that is no fault of the clause that defines it.
    let whole = draft.departed.is_empty();
    for term in draft.terms.iter().filter(|term| whole && term.in_passing && !term.used) {
        let Some(clause) = library.clauses.get(&term.clause) else { continue };
        let term = &term.name;
        let phrases = TermFinder::new(std::iter::once(term.as_str()));
        if !terms.iter().any(|passage| !phrases.found(&passage.text).is_empty()) {
            let place = Place::of(&clause.source, &format!("**{term}**"));
            report.at(place, format!("{term} is defined, and this draft never uses it"), HELP);
        }
    }
    for passage in terms {
        for span in defined(passage).into_iter().take(MOST) {
            let phrases = TermFinder::new(std::iter::once(passage.at(span.clone())));
            let used = |other: &Passage| phrases.found(&other.text).len();
            if draft.passages().iter().map(used).sum::<usize>() < 2 {
                let message = format!("{} is defined, and this draft never uses it", passage.at(span.clone()));
                place::add(report, library, passage, span, message, HELP);
            }
        }
    }
}

/// The terms that a special term defines: `“Window” means`, `(the “Window”)`.
fn defined(passage: &Passage) -> Vec<std::ops::Range<usize>> {
    let text = &passage.text;
    let mut out = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, mark)| matches!(mark, '“' | '"')) {
        let start = at + mark.len_utf8();
        let rest = text.get(start..).unwrap_or_default();
        let Some((length, _)) = rest.char_indices().take(LONGEST).find(|(_, mark)| matches!(mark, '”' | '"')) else {
            continue;
        };
        let (term, after) = rest.split_at(length);
        let after = after.trim_start_matches(['”', '"']);
        let before = text.get(..at).unwrap_or_default().trim_end();
        let before = before.strip_suffix(" the").or_else(|| before.strip_suffix("(the")).unwrap_or(before);
        let means = after.trim_start().starts_with("means ") || after.trim_start().starts_with("has the meaning");
        let named =
            (before.ends_with('(') || text.get(..at).unwrap_or_default().ends_with("(the ")) && after.starts_with(')');
        if term.starts_with(char::is_uppercase) && (means || named) {
            out.push(start..start + length);
        }
    }
    out
}
