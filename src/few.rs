//! Many findings with one cause: the first ones are reported one by one, the rest as a number.

use std::collections::BTreeMap;

/// How many findings in the rows of a deck are reported one by one for each cause.
pub const EACH: usize = 20;

/// Counts findings by their cause.
#[derive(Debug)]
pub struct Few<K, T> {
    each: usize,
    known: BTreeMap<K, usize>,
    causes: Vec<Cause<K, T>>,
}

#[derive(Debug)]
struct Cause<K, T> {
    cause: K,
    told: usize,
    count: usize,
    cut: Option<(T, T)>,
}

/// The findings of a cause that were only counted.
#[derive(Debug, PartialEq, Eq)]
pub struct Rest<K, T> {
    /// What they have in common.
    pub cause: K,
    /// How many there are; at least one.
    pub more: usize,
    /// The first that was only counted.
    pub first: T,
    /// The last that was only counted.
    pub last: T,
}

impl<K: Clone + Ord, T: Clone> Few<K, T> {
    /// Nothing counted yet; `each` findings of a cause will be reported.
    #[must_use]
    pub fn new(each: usize) -> Self {
        Self { each, known: BTreeMap::new(), causes: Vec::new() }
    }

    /// Counts one more of a cause; `true` if it should be reported.
    pub fn tells(&mut self, cause: &K, what: T) -> bool {
        self.tells_of(cause, 1, what)
    }

    /// Counts so many more of a cause, which one finding stands for; `true` if it should be reported.
    pub fn tells_of(&mut self, cause: &K, many: usize, what: T) -> bool {
        let at = *self.known.entry(cause.clone()).or_insert(self.causes.len());
        if at == self.causes.len() {
            self.causes.push(Cause { cause: cause.clone(), told: 0, count: 0, cut: None });
        }
        let Some(cause) = self.causes.get_mut(at) else { return true };
        cause.count += many;
        if cause.count <= self.each {
            cause.told = cause.count;
            return true;
        }
        cause.cut = Some(match cause.cut.take() {
            Some((first, _)) => (first, what),
            None => (what.clone(), what),
        });
        false
    }

    /// What was only counted, in the order in which the causes were first met.
    pub fn rest(self) -> impl Iterator<Item = Rest<K, T>> {
        self.causes.into_iter().filter_map(|Cause { cause, told, count, cut }| {
            let (first, last) = cut?;
            Some(Rest { cause, more: count - told, first, last })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Few, Rest};

    #[test]
    fn what_is_told_and_what_is_left_are_all_that_was_met() {
        let mut few = Few::new(2);
        let told: Vec<usize> = (0..7).filter(|at| few.tells(&(at % 2 == 0), *at)).collect();
        assert_eq!(told, [0, 1, 2, 3]);
        let rest: Vec<_> = few.rest().collect();
        assert_eq!(
            rest,
            [Rest { cause: true, more: 2, first: 4, last: 6 }, Rest { cause: false, more: 1, first: 5, last: 5 }]
        );
    }

    #[test]
    fn one_that_stands_for_many_is_counted_as_many() {
        let mut few = Few::new(2);
        assert!(few.tells(&(), 0) && !few.tells_of(&(), 40, 1) && !few.tells(&(), 2));
        assert_eq!(few.rest().collect::<Vec<_>>(), [Rest { cause: (), more: 41, first: 1, last: 2 }]);
    }
}
