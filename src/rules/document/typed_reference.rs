//! The numbers of clauses change with the deal; a typed number does not follow them.

use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::{Author, Passage, PassageKind};
use crate::document::{Block, plain_text};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC013", level: Level::Warning, summary: "a reference is typed by hand", check: Check::Draft(check) };

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    for passage in draft.passages().iter().filter(|passage| passage.kind != PassageKind::Heading) {
        for at in 1..passage.words.len() {
            if !is_reference(passage, at) {
                continue;
            }
            let span = passage.span(at - 1, at);
            let typed = passage.at(span.clone()).to_owned();
            let message = match leads(draft, passage.small(at - 1), passage.word(at)) {
                Some(heading) => format!("“{typed}” is typed by hand; in this draft it is “{heading}”"),
                None => format!("“{typed}” is typed by hand, and this draft has no such place"),
            };
            let help = match passage.origin {
                Author::SpecialTerm(_) => "name the clause by its heading: “the clause on late payment”",
                Author::Clause(_) | Author::Outline => "write `[](#clause.id)`: it prints as the number of the place",
            };
            place::add(report, library, passage, span, message, help);
        }
    }
}

/// Whether a word is the number of a place in this paper. A number of another paper stands next to that paper's name.
fn is_reference(passage: &Passage, at: usize) -> bool {
    let number = passage.word(at);
    let numbered = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .trim_end_matches(|c: char| c.is_ascii_lowercase())
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    if passage.small(at).is_empty() || !numbered || passage.before(at) != " " {
        return false;
    }
    let rest = passage.small.get(passage.span(at, at).end..).unwrap_or_default();
    // Brackets may follow: `clause 12(a)`.
    let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
    let ours = [
        " of this agreement",
        " of schedule",
        " of this schedule",
        " to this agreement",
        " above",
        " below",
        " hereof",
    ];
    let ours = ours.iter().any(|after| rest.starts_with(after));
    let other = [" of ", " to ", " in "].iter().any(|after| rest.starts_with(after));
    // `RFC 3261 clause 4`, `Q.850 clause 2`: the other paper's name comes first.
    let before = at.checked_sub(2).map(|before| passage.word(before)).unwrap_or_default();
    let named =
        before.contains(|c: char| c.is_ascii_digit()) || before.chars().filter(|c| c.is_uppercase()).count() > 1;
    match passage.small(at - 1) {
        "clause" | "clauses" | "schedule" | "paragraph" | "annex" | "appendix" | "exhibit" => ours || !(other || named),
        "section" | "article" => ours,
        _ => false,
    }
}

/// The heading of a place, as this draft numbers it.
fn leads(draft: &Draft, kind: &str, number: &str) -> Option<String> {
    let top = number.split('.').next()?.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let label = match kind {
        "clause" | "clauses" | "section" | "article" => top.to_owned(),
        "schedule" => format!("Schedule {top}"),
        _ => return None,
    };
    draft.document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.is_listed() && heading.label == label => Some(plain_text(&heading.title)),
        _ => None,
    })
}
