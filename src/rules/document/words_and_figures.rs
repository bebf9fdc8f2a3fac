use super::with::{numerals, place};
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Passage;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC006",
    level: Level::Error,
    summary: "a number in words differs from its figures",
    check: Check::Draft(check),
};

/// Words before a number in words that make it a name.
const NAMING: [&str; 24] = [
    "article",
    "section",
    "clause",
    "schedule",
    "paragraph",
    "part",
    "annex",
    "appendix",
    "point",
    "item",
    "phase",
    "stage",
    "step",
    "level",
    "tier",
    "option",
    "class",
    "category",
    "chapter",
    "rule",
    "regulation",
    "number",
    "version",
    "day",
];

const UNITS: [&str; 15] = [
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute", "minutes",
    "seconds", "cent", "percent",
];

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages().iter().filter(|passage| passage.text.contains('(')) {
        for at in 0..passage.words.len() {
            let Some(open) = passage.before(at).strip_suffix('(') else { continue };
            let Some(twice) = figures(passage, at, open).or_else(|| words(passage, at, open)) else { continue };
            let own = passage.words.iter().take(twice.last + 1).skip(twice.first).any(|word| word.own);
            if own && twice.words != twice.figures {
                let span = passage.span(twice.first, twice.last);
                let message = format!("“{}” says {} and {}", passage.at(span.clone()), twice.words, twice.figures);
                let help = "write the number once, in figures, or let both say what was agreed";
                place::add(report, library, passage, span, message, help);
            }
        }
    }
}

/// A number that is written twice, and where.
struct Twice {
    words: u64,
    figures: u64,
    first: usize,
    last: usize,
}

/// `thirty (30)`, `thirty days (30 days)`: the figures in the brackets that open at `at`.
fn figures(passage: &Passage, at: usize, open: &str) -> Option<Twice> {
    if open != " " {
        return None;
    }
    let figures = number(passage.word(at))?;
    let closes = |next: usize| passage.at(passage.span(at, next).end..passage.text.len()).starts_with(')');
    let unit = passage.words.get(at + 1).map(|_| small(passage, at + 1)).unwrap_or_default();
    let inner = if closes(at) {
        None
    } else if passage.before(at + 1) == " " && closes(at + 1) && UNITS.contains(&unit.as_str()) {
        Some(unit)
    } else {
        return None;
    };
    let mut end = at.checked_sub(1)?;
    let outer = small(passage, end);
    if UNITS.contains(&outer.as_str()) {
        // `Three months (90 days)` does not repeat the same unit.
        if inner.is_some_and(|inner| inner != outer) {
            return None;
        }
        end = end.checked_sub(1)?;
        if ["business", "working", "calendar", "per"].contains(&small(passage, end).as_str()) {
            end = end.checked_sub(1)?;
        }
    } else if inner.is_some() {
        return None;
    }
    let mut first = end + 1;
    let part = |word: &str| word == "and" || numerals::is_number(word);
    while let Some(before) = first.checked_sub(1)
        && part(&small(passage, before))
        && (first > end || passage.before(first) == " ")
    {
        first = before;
    }
    while first <= end && small(passage, first) == "and" {
        first += 1;
    }
    let before = first.checked_sub(1).map(|before| small(passage, before)).unwrap_or_default();
    if NAMING.contains(&before.as_str()) || is_marker(passage, figures) {
        return None;
    }
    let words: Vec<String> = (first..=end).map(|at| small(passage, at)).collect();
    Some(Twice { words: numerals::value(words.iter().map(String::as_str))?, figures, first, last: at })
}

/// `30 (thirty)`, `25 % (twenty-five per cent)`: the words in the brackets that open at `at`.
fn words(passage: &Passage, at: usize, open: &str) -> Option<Twice> {
    if !matches!(open, " " | "% " | " % ") {
        return None;
    }
    let first = at.checked_sub(1)?;
    let figures = number(passage.word(first))?;
    let named = first.checked_sub(1).map(|before| small(passage, before)).unwrap_or_default();
    let rest = passage.at(passage.span(at, at).start..passage.text.len());
    let inner = rest.get(..rest.find(')')?)?.to_ascii_lowercase();
    let inner = inner.strip_suffix(" per cent").or(inner.strip_suffix(" percent")).unwrap_or(&inner);
    let before = passage.before(first);
    if NAMING.contains(&named.as_str()) || before.ends_with(|joint: char| !matches!(joint, ' ' | '(' | '“')) {
        return None;
    }
    Some(Twice { words: numerals::value(inner.split(' '))?, figures, first, last: at + inner.split(' ').count() - 1 })
}

/// Whether `(2)` marks an item: the passage has `(1)` or `(3)` as well.
fn is_marker(passage: &Passage, figures: u64) -> bool {
    let holds = |number: u64| passage.text.contains(&format!("({number})"));
    figures <= 30 && (holds(figures + 1) || figures.checked_sub(1).is_some_and(holds))
}

fn small(passage: &Passage, at: usize) -> String {
    passage.word(at).to_ascii_lowercase()
}

/// A number in digits, with or without commas between thousands.
fn number(word: &str) -> Option<u64> {
    let mut groups = word.split(',');
    let first = groups.next()?;
    let grouped = groups.clone().count() > 0;
    let sound = !first.is_empty() && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3);
    let digits = word.replace(',', "");
    digits.parse().ok().filter(|_| sound && digits.bytes().all(|byte| byte.is_ascii_digit()))
}
