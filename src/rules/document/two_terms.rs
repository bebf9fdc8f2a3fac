use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::{Passage, PassageKind};
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC018",
    level: Level::Warning,
    summary: "two terms are used for one thing",
    check: Check::Draft(check),
};

/// A term of the paper, and words that other papers use for it.
const SAME: &[(&str, &[&str])] = &[
    ("Supplier", &["Provider", "Vendor", "Seller"]),
    ("Customer", &["Client", "Buyer", "Purchaser"]),
    ("Charges", &["Fees"]),
    ("Agreement", &["Contract"]),
    ("Business Day", &["Working Day", "Banking Day"]),
    ("Start Date", &["Effective Date", "Commencement Date"]),
    ("Call Record", &["CDR", "Usage Record", "Call Detail Record"]),
    ("Caller Number", &["Calling Number", "Calling Party Number"]),
    ("Called Number", &["Called Party Number", "Dialled Number", "Dialed Number"]),
    ("Service Credit", &["Service Rebate", "SLA Credit"]),
    ("Confidential Information", &["Proprietary Information"]),
    ("Regulator", &["Competent Authority", "Regulatory Authority"]),
];

/// Other words, by their first word, with the rest and the paper's term.
type Others = FxHashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>;

static OTHERS: LazyLock<Others> = LazyLock::new(|| {
    let mut by_first: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (term, others) in SAME {
        for other in *others {
            let mut words = other.split(' ');
            let first = words.next().unwrap_or_default();
            by_first.entry(first).or_default().push((words.collect(), *term));
        }
    }
    by_first
});

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let mut told = HashSet::new();
    for passage in draft.passages().iter().filter(|passage| passage.kind != PassageKind::Heading) {
        for at in 0..passage.words.len() {
            let Some((other, last, term)) = found(passage, at) else { continue };
            let defined = draft.terms.iter().any(|defined| defined.name == term);
            // Inside a name, such as that of a convention, the words are not a term.
            let named = library.names.iter().any(|name| name.contains(other) && passage.text.contains(name.as_str()));
            if defined && !named && told.insert((passage.origin.clone(), other.to_owned())) {
                let message = format!("“{other}” is used where this paper says {term}");
                let help = format!("write {term}, or say what else is meant");
                place::add(report, library, passage, passage.span(at, last), message, help);
            }
        }
    }
}

/// The other word for a term that begins at a word: the index of its last word, and the term. `None` inside a name.
fn found(passage: &Passage, at: usize) -> Option<(&str, usize, &'static str)> {
    let singular = |word: &str, wanted: &str| word == wanted || word.strip_suffix('s') == Some(wanted);
    let word = passage.word(at);
    let phrases = OTHERS.get(word).or_else(|| OTHERS.get(word.strip_suffix('s')?))?;
    let own = |at: usize| passage.words.get(at).is_some_and(|word| word.own);
    let (rest, term) = phrases.iter().find(|(rest, _)| {
        own(at)
            && rest.iter().enumerate().all(|(after, wanted)| {
                own(at + 1 + after)
                    && singular(passage.word(at + 1 + after), wanted)
                    && passage.before(at + 1 + after) == " "
            })
    })?;
    let last = at + rest.len();
    let capital = |at: usize| passage.word(at).starts_with(char::is_uppercase);
    let follows = matches!(passage.before(last + 1), " " | " (") && capital(last + 1);
    let led = at > 0 && passage.before(at) == " " && capital(at - 1) && !passage.begins_sentence(at - 1);
    (!follows && !led).then_some((passage.at(passage.span(at, last)), last, term))
}
