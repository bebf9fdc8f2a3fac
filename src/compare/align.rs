//! Which items of one list become which items of another: the rows of a table, the blocks of a clause.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::units::Pairing;

/// Pairs of items that are tried between two that are equal; more are paired by position only where their keys are equal.
const TRIED: usize = 40_000;

/// Aligns two lists. `keys` are equal for equal items; `alike` says how alike two other items are, in thousandths, and is 0 for two
/// that must not be paired.
pub(crate) fn align<K: Hash + Eq + Ord>(old: &[K], new: &[K], alike: impl Fn(usize, usize) -> u32) -> Vec<Pairing> {
    // Items that occur once lead, so that ten thousand equal rows cost no more than ten thousand different ones.
    let algorithm = if old.len() + new.len() > 4_000 { Algorithm::Patience } else { Algorithm::Myers };
    let mut out = Vec::new();
    for op in capture_diff_slices(algorithm, old, new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                out.extend((0..len).map(|at| Pairing::Both(old_index + at, new_index + at)));
            }
            _ => between(op.old_range(), op.new_range(), &alike, &mut out),
        }
    }
    out
}

/// Pairs the items of two stretches so that the sum of their likeness is the greatest, in order.
fn between(old: Range<usize>, new: Range<usize>, alike: &impl Fn(usize, usize) -> u32, out: &mut Vec<Pairing>) {
    let (rows, columns) = (old.len(), new.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > TRIED {
        out.extend(old.map(Pairing::Old));
        out.extend(new.map(Pairing::New));
        return;
    }
    let width = columns + 1;
    // For each pair of beginnings, the greatest likeness of what follows.
    let mut best = vec![0_u32; (rows + 1) * width];
    let mut likeness = vec![0_u32; rows * columns];
    let at = |row: usize, column: usize| row * width + column;
    let get = |best: &[u32], place: usize| best.get(place).copied().unwrap_or(0);
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let one = alike(old.start + row, new.start + column);
            let pair = if one > 0 { get(&best, at(row + 1, column + 1)) + one } else { 0 };
            let value = pair.max(get(&best, at(row + 1, column))).max(get(&best, at(row, column + 1)));
            if let Some(place) = best.get_mut(at(row, column)) {
                *place = value;
            }
            if let Some(place) = likeness.get_mut(row * columns + column) {
                *place = one;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let here = get(&best, at(row, column));
        let one = get(&likeness, row * columns + column);
        if one > 0 && here == get(&best, at(row + 1, column + 1)) + one {
            out.push(Pairing::Both(old.start + row, new.start + column));
            (row, column) = (row + 1, column + 1);
        } else if here == get(&best, at(row + 1, column)) {
            out.push(Pairing::Old(old.start + row));
            row += 1;
        } else {
            out.push(Pairing::New(new.start + column));
            column += 1;
        }
    }
    out.extend((row..rows).map(|row| Pairing::Old(old.start + row)));
    out.extend((column..columns).map(|column| Pairing::New(new.start + column)));
}

/// A bag of words, for a quick likeness.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bag {
    words: HashMap<String, u32>,
    count: u32,
}

impl Bag {
    /// The words of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut bag = Self::default();
        for word in text.split(|letter: char| letter.is_whitespace()).filter(|word| !word.is_empty()) {
            *bag.words.entry(word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned()).or_insert(0) += 1;
            bag.count += 1;
        }
        bag
    }

    /// How many words two texts share, in thousandths of all their words.
    pub(crate) fn alike(&self, other: &Self) -> u32 {
        let all = self.count + other.count;
        if all == 0 {
            return 1_000;
        }
        let shared: u32 =
            self.words.iter().filter_map(|(word, count)| other.words.get(word).map(|more| *more.min(count))).sum();
        2_000 * shared / all
    }
}

#[cfg(test)]
mod tests {
    use super::{Bag, align};
    use crate::compare::units::Pairing::{Both, New, Old};

    #[test]
    fn the_likest_items_are_paired_in_order() {
        let (old, new) = (["a b c", "x y", "p q r s"], ["p q", "a b d", "p q r t"]);
        let bags = |texts: &[&str]| texts.iter().map(|text| Bag::of(text)).collect::<Vec<_>>();
        let (before, after) = (bags(&old), bags(&new));
        let pairs = align(&old, &new, |one, other| {
            let alike = before[one].alike(&after[other]);
            if alike >= 400 { alike } else { 0 }
        });
        assert_eq!(pairs, [New(0), Both(0, 1), Old(1), Both(2, 2)]);
    }
}
