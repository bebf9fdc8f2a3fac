use std::sync::LazyLock;

use super::with::phrases::{FoundPhrase, PhraseFinder};
use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Passage;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC017",
    level: Level::Warning,
    summary: "a word has a gender that is not meant",
    check: Check::Draft(check),
};

const GENDERED: &[(&str, &str)] = &[
    ("he", "it, they, or the person’s role"),
    ("she", "it, they, or the person’s role"),
    ("him", "it, them, or the person’s role"),
    ("his", "its, their, or the person’s role"),
    ("her", "its, their, or the person’s role"),
    ("hers", "its or theirs"),
    ("himself", "itself or themselves"),
    ("herself", "itself or themselves"),
    ("chairman", "chair"),
    ("draughtsman", "drafter"),
    ("foreman", "supervisor"),
    ("man-hours", "hours of work"),
    ("manpower", "staff"),
    ("salesman", "salesperson"),
    ("spokesman", "spokesperson"),
    ("workman", "worker"),
    ("workmen", "workers"),
];

static PHRASES: LazyLock<PhraseFinder> = LazyLock::new(|| PhraseFinder::of(GENDERED.iter().copied()));

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages() {
        for found in PHRASES.found(passage).into_iter().filter(|found| !is_meant(passage, found)) {
            let span = passage.span(found.first, found.last);
            let message = format!("“{}” means only men or only women", passage.at(span.clone()));
            place::add(report, library, passage, span, message, format!("write: {}", found.says));
        }
    }
}

/// Whether the word is meant: `his or her` covers everybody, `Her Majesty` is a person, and words in quotation marks
/// are quoted.
fn is_meant(passage: &Passage, found: &FoundPhrase) -> bool {
    let near = [found.first.checked_sub(2), Some(found.last + 2), found.first.checked_sub(1), Some(found.last + 1)];
    let pair = |word: &str| {
        matches!(word, "he" | "she" | "his" | "her" | "him" | "hers" | "himself" | "herself" | "it" | "its")
    };
    let before = passage.at(0..passage.span(found.first, found.first).start);
    near.into_iter().flatten().any(|at| pair(passage.small(at)))
        || matches!(passage.small(found.last + 1), "majesty" | "majesty’s" | "majesty's" | "highness" | "excellency")
        || before.matches('“').count() > before.matches('”').count()
        || before.matches('"').count() % 2 == 1
}
