//! What two deals come to, where the program works a sum out: charges, exposure, cap, interest, speech quality.

use super::apart::apart;
use crate::deal::read::DealFile;
use crate::sums::{self, Sum};

/// A sum that two deals come to differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SumChange {
    /// What is summed.
    pub what: String,
    /// The sum under the old deal; `None` if that lacks a figure for it.
    pub old: Option<String>,
    /// The sum under the new deal; `None` if that lacks a figure for it.
    pub new: Option<String>,
    /// By how much it moved, if that is one quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Every sum that differs, in the order of the new deal.
#[must_use]
pub fn sums(old: &DealFile, new: &DealFile) -> Vec<SumChange> {
    let (before, after) = (sums::of(&old.deal), sums::of(&new.deal));
    let find = |sums: &[Sum], what: &str| sums.iter().find(|sum| sum.what == what).map(|sum| sum.sum.clone());
    let gone = before.iter().filter(|sum| find(&after, &sum.what).is_none());
    let all = after.iter().chain(gone).map(|sum| {
        let (old, new) = (find(&before, &sum.what), find(&after, &sum.what));
        let by = old.as_deref().zip(new.as_deref()).and_then(|(old, new)| apart(old, new));
        SumChange { what: sum.what.clone(), old, new, by }
    });
    all.filter(|sum| sum.old != sum.new).collect()
}
