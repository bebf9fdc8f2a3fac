//! Phrases that a rule looks for, and where a passage contains them.

use rustc_hash::FxHashMap;

use crate::document::prose::Passage;

/// Phrases by their first word, each with the text for its finding.
pub(crate) struct PhraseFinder(FxHashMap<&'static str, Vec<(Vec<&'static str>, &'static str)>>);

/// A phrase that was found.
pub(crate) struct FoundPhrase {
    /// Index of its first word in the passage.
    pub first: usize,
    /// Index of its last word in the passage.
    pub last: usize,
    /// The text for its finding.
    pub says: &'static str,
}

impl PhraseFinder {
    /// Builds the search. Phrases are in small letters with single spaces; of two with the same beginning the longer is
    /// found.
    pub(crate) fn of(phrases: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let mut by_first: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (phrase, says) in phrases {
            let mut words = phrase.split(' ');
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push((words.collect::<Vec<_>>(), says));
            }
        }
        by_first.values_mut().for_each(|phrases| phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len())));
        Self(by_first)
    }

    /// Every phrase in the author's own words.
    pub(crate) fn found(&self, passage: &Passage) -> Vec<FoundPhrase> {
        let mut out = Vec::new();
        let mut from = 0;
        for first in 0..passage.words.len() {
            let phrases = self.0.get(passage.small(first)).filter(|_| first >= from);
            let is_next = |at: usize, word: &str| passage.small(at) == word && passage.before(at) == " ";
            let here = phrases
                .into_iter()
                .flatten()
                .find(|(rest, _)| rest.iter().enumerate().all(|(after, word)| is_next(first + 1 + after, word)));
            if let Some((rest, says)) = here {
                let last = first + rest.len();
                out.push(FoundPhrase { first, last, says });
                from = last + 1;
            }
        }
        out
    }
}
