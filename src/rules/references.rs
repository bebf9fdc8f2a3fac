//! Keys of one part of a deal that another part refers to.

use crate::deal::Deal;
use crate::misspelt::nearest;

/// The remedy for an unknown word.
pub(super) fn correct<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "remove it: the deal has nothing to name here".into(),
        None => format!("write one of {}", known.join(", ")),
    }
}

/// The flows that no entry of a list names. A misspelt flow counts as named, because it is reported by itself.
pub(super) fn unnamed<'a>(deal: &'a Deal, entries: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let flows = || deal.scope.flows.keys().map(String::as_str);
    let meant: Vec<&str> = entries
        .map(|name| if deal.scope.flows.contains_key(name) { name } else { nearest(name, flows()).unwrap_or(name) })
        .collect();
    flows().filter(|flow| !meant.contains(flow)).collect()
}
