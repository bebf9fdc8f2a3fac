//! A term that the other side calls otherwise throughout: told once, so that it hides no change among its many places.

use std::collections::BTreeMap;

use super::{EditKind, ReturnedEdit};

/// The fewest places that are told as one.
const FEWEST: usize = 3;

/// Takes the places of each renamed term together into one change at the first of them, and says how many there were. `ours` and
/// `theirs` are the words of both files: a term counts as renamed only if they have it nowhere any more, and we had the other nowhere.
pub(super) fn gather(edits: &mut Vec<(usize, ReturnedEdit)>, ours: &[String], theirs: &[String]) -> Vec<String> {
    let mut places: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, (_, edit)) in edits.iter().enumerate() {
        let words = [&edit.old, &edit.new];
        let named =
            words.iter().all(|words| words.chars().any(char::is_alphabetic) && !words.contains(char::is_numeric));
        if edit.kind == EditKind::Edited && edit.tracked.is_none() && named {
            places.entry((edit.old.clone(), edit.new.clone())).or_default().push(at);
        }
    }
    let (mut said, mut gone) = (Vec::new(), Vec::new());
    for ((old, new), at) in places.into_iter().filter(|(_, at)| at.len() >= FEWEST) {
        let around: Vec<(&str, &str)> =
            at.iter().filter_map(|at| edits.get(*at)).map(|(_, edit)| (&*edit.before, &*edit.after)).collect();
        let after = shared(around.iter().map(|(_, after)| (*after).to_owned()));
        let before: String =
            shared(around.iter().map(|(before, _)| before.chars().rev().collect())).chars().rev().collect();
        let (before, after) = (before.trim(), after.trim());
        let term = [("", ""), ("", after), (before, ""), (before, after)].into_iter().find_map(|(before, after)| {
            let [old, new] = [&old, &new].map(|word| [before, word, after].join(" ").trim().to_owned());
            (count(theirs, &old) == 0 && count(ours, &new) == 0 && count(ours, &old) >= FEWEST).then_some((old, new))
        });
        let (Some((old, new)), Some((first, rest))) = (term, at.split_first()) else { continue };
        said.push(format!("“{old}” is called “{new}” throughout, at {} places", count(ours, &old)));
        if let Some((_, edit)) = edits.get_mut(*first) {
            *edit = ReturnedEdit {
                kind: EditKind::Renamed,
                old,
                new,
                before: String::new(),
                after: String::new(),
                ..edit.clone()
            };
        }
        gone.extend_from_slice(rest);
    }
    let mut at = 0;
    edits.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    said
}

/// The beginning that all texts share.
fn shared(texts: impl Iterator<Item = String>) -> String {
    texts
        .reduce(|one, other| {
            one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(letter, _)| letter).collect()
        })
        .unwrap_or_default()
}

/// How often a phrase begins a word in some texts.
fn count(texts: &[String], phrase: &str) -> usize {
    let begins = |text: &str, at: usize| {
        !text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphanumeric)
    };
    texts.iter().map(|text| text.match_indices(phrase).filter(|(at, _)| begins(text, *at)).count()).sum()
}
