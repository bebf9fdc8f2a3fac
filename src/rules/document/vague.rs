use std::ops::Range;
use std::sync::LazyLock;

use super::with::phrases::{FoundPhrase, PhraseFinder};
use super::with::{numerals, place};
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::{Author, Passage};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC004", level: Level::Warning, summary: "a duty has no measure", check: Check::Draft(check) };

const TIME: &str = "say by when: a number of hours or days, or the paragraph that sets it";
const EFFORT: &str = "say what has to be done, or what is enough";
const STANDARD: &str = "name the document, its number and its version, or give the figure";
const LAW: &str = "name the laws that are meant";

#[rustfmt::skip]
const VAGUE: &[(&str, &[&str])] = &[
    (TIME, &[
        "promptly", "as soon as possible", "as soon as practicable", "as soon as reasonably possible",
        "as soon as reasonably practicable", "in a timely manner", "in a timely fashion", "in due time", "in due course",
        "without unreasonable delay", "within a reasonable time", "within a reasonable period", "within reasonable time",
        "at its earliest convenience", "at the earliest opportunity", "expeditiously", "in a reasonable time",
    ]),
    (EFFORT, &[
        "best efforts", "best endeavours", "best endeavors", "reasonable efforts", "reasonable endeavours",
        "reasonable endeavors", "commercially reasonable efforts", "commercially reasonable endeavours",
        "good faith efforts", "to the extent possible", "to the extent practicable", "wherever possible", "where possible",
        "where practicable", "if practicable", "as far as possible", "as far as practicable",
    ]),
    (STANDARD, &[
        "industry standard", "industry standards", "industry practice", "industry practices", "industry best practice",
        "industry best practices", "best industry practice", "best industry practices", "good industry practice",
        "best practice", "best practices", "generally accepted practices", "state of the art", "carrier grade",
        "carrier-grade", "acceptable quality", "good quality", "high quality", "adequate capacity", "sufficient capacity",
    ]),
    (LAW, &[
        "all applicable laws", "all applicable law", "any applicable law", "any applicable laws",
        "applicable laws and regulations", "all relevant laws", "all laws and regulations",
        "all applicable laws and regulations",
    ]),
];

static PHRASES: LazyLock<PhraseFinder> = LazyLock::new(|| {
    PhraseFinder::of(VAGUE.iter().flat_map(|(says, phrases)| phrases.iter().map(move |phrase| (*phrase, *says))))
});

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages() {
        let mut sentence: Option<Sentence> = None;
        for found in PHRASES.found(passage) {
            if sentence.as_ref().is_none_or(|sentence| !sentence.words.contains(&found.first)) {
                sentence = Some(Sentence::around(passage, found.first));
            }
            if !sentence.as_ref().is_some_and(|sentence| sentence.binds(&found)) {
                continue;
            }
            let span = passage.span(found.first, found.last);
            let message = format!("“{}” gives this duty no measure", passage.at(span.clone()));
            place::add(report, library, passage, span, message, found.says);
        }
    }
}

/// A sentence, analysed once for all its phrases.
struct Sentence {
    /// Its words in the passage.
    words: Range<usize>,
    /// Indices of the words that set a duty.
    duties: Vec<usize>,
    /// Indices of the words that are numbers or limits.
    measures: Vec<usize>,
}

impl Sentence {
    fn around(passage: &Passage, at: usize) -> Self {
        let first = (0..=at).rev().find(|at| passage.begins_sentence(*at)).unwrap_or(0);
        let end = (at + 1..passage.words.len()).find(|at| passage.begins_sentence(*at));
        let words = first..end.unwrap_or(passage.words.len());
        Self {
            duties: words.clone().filter(|at| sets_duty(passage, *at)).collect(),
            measures: words.clone().filter(|at| measures(passage, *at)).collect(),
            words,
        }
    }

    /// Whether it sets a duty, with no number or limit next to the phrase. An unnamed law is vague whatever the verb.
    fn binds(&self, found: &FoundPhrase) -> bool {
        let beside = |words: &[usize]| words.iter().any(|at| !(found.first..=found.last).contains(at));
        !beside(&self.measures) && (found.says == LAW || beside(&self.duties))
    }
}

fn sets_duty(passage: &Passage, at: usize) -> bool {
    let word = passage.small(at);
    // Special terms rarely say "shall": a statement that a party does something is its duty.
    let special = matches!(passage.origin, Author::SpecialTerm(_));
    matches!(word, "shall" | "must" | "will" | "undertakes" | "undertake" | "agrees" | "agree")
        || (special && matches!(word, "party" | "parties" | "supplier" | "customer"))
}

/// Whether a word is a number or begins a limit. The number of a place does not count.
fn measures(passage: &Passage, at: usize) -> bool {
    let word = passage.small(at);
    let names = at > 0 && matches!(passage.word(at - 1), "clause" | "paragraph" | "Clause" | "Paragraph" | "Schedule");
    let number = passage.word(at).starts_with(|first: char| first.is_ascii_digit()) && !names;
    number || matches!(word, "within" | "than") || (word != "one" && numerals::is_number(word))
}
