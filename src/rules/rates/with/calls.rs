//! Which calls a rate line covers, beside its dial codes.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::deal::date::Moment;
use crate::deal::number::DialCode;
use crate::deal::rates::{RateLine, Rates, Route};
use crate::deal::{Field, Text};
use crate::path::Path;

/// What distinguishes lines that share a dial code; case is ignored. A `None` is not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Calls<'a> {
    pub flow: &'a str,
    pub route: Option<Route>,
    pub origin: Option<String>,
    pub jurisdiction: Option<String>,
    pub band: Option<String>,
    /// The start and the end of the line's validity. Lines with different times replace each other.
    pub holds: Option<(Option<Timestamp>, Option<Timestamp>)>,
}

impl<'a> Calls<'a> {
    /// The calls of a line.
    pub(crate) fn of(line: &'a RateLine) -> Self {
        let at = |field: &Field<Moment>| field.known().and_then(|moment| moment.timestamp());
        let words = |field: &Field<Text>| field.known().map(|words| words.as_str().to_lowercase());
        Self {
            flow: &line.flow,
            route: Some(line.route),
            origin: words(&line.origin),
            jurisdiction: words(&line.jurisdiction),
            band: words(&line.band),
            holds: Some((at(&line.effective), at(&line.until))),
        }
    }
}

/// A dial code in the rates: its line, and its place in the line's codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListedCode<'a> {
    /// Index of the line in `rates.lines`.
    pub at: usize,
    pub line: &'a RateLine,
    /// Index of the code in the line.
    pub index: usize,
}

impl ListedCode<'_> {
    pub(crate) fn path(&self) -> Path {
        Path::from("rates.lines").index(self.at).key("codes").index(self.index)
    }
}

/// The dial codes of the rates, by the calls that they are for.
pub(crate) struct Codes<'a> {
    /// A number for each kind of calls: a deck has few kinds, and a quarter of a million codes.
    kinds: BTreeMap<Calls<'a>, u32>,
    /// Sorted by kind and code, then by the order of the file.
    keys: Vec<(u32, u64)>,
    listed: Vec<ListedCode<'a>>,
}

impl<'a> Codes<'a> {
    /// Sorts the codes by the calls of their lines, or by the part of them that `calls` keeps.
    pub(crate) fn new(rates: &'a Rates, calls: impl Fn(&'a RateLine) -> Calls<'a>) -> Self {
        let mut kinds = BTreeMap::new();
        let mut all: Vec<((u32, u64), ListedCode<'_>)> = Vec::with_capacity(rates.lines.len());
        for (at, line) in rates.lines.iter().enumerate() {
            let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
            let kind = *kinds.entry(calls(line)).or_insert(next);
            all.extend(
                line.codes.iter().enumerate().map(|(index, code)| ((kind, code.key()), ListedCode { at, line, index })),
            );
        }
        all.sort_by_key(|(key, _)| *key);
        let (keys, listed) = all.into_iter().unzip();
        Self { kinds, keys, listed }
    }

    /// Each code with the same calls, and where it is listed, in the order of the file.
    pub(crate) fn all(&self) -> impl Iterator<Item = &[ListedCode<'a>]> {
        let mut at = 0;
        self.keys.chunk_by(|one, other| one == other).filter_map(move |same| {
            let start = at;
            at += same.len();
            self.listed.get(start..at)
        })
    }

    /// Where a code is listed for these calls.
    pub(crate) fn at(&self, calls: &Calls<'a>, code: &DialCode) -> &[ListedCode<'a>] {
        self.kinds.get(calls).map_or(&[], |kind| self.of_kind(*kind, code.key()))
    }

    fn of_kind(&self, kind: u32, code: u64) -> &[ListedCode<'a>] {
        let start = self.keys.partition_point(|key| *key < (kind, code));
        let same = self.keys.iter().skip(start).take_while(|key| **key == (kind, code)).count();
        self.listed.get(start..start + same).unwrap_or_default()
    }

    /// Where a shorter code that begins this one is listed for these calls, the longest first.
    pub(crate) fn above<'c>(
        &'c self,
        calls: &Calls<'a>,
        code: &'c DialCode,
    ) -> impl Iterator<Item = ListedCode<'a>> + 'c {
        let kind = self.kinds.get(calls).copied();
        let shorter = (1..code.as_str().len()).rev().filter_map(move |length| Some((kind?, code.shortened(length))));
        shorter.flat_map(move |(kind, code)| self.of_kind(kind, code).iter().copied())
    }

    /// Each listed code with the longest shorter code that begins it and is listed for the same calls.
    pub(crate) fn nested(&self) -> impl Iterator<Item = (ListedCode<'a>, ListedCode<'a>)> {
        // In this order a code follows those that begin it, and each open code begins the next.
        let mut open: Vec<((u32, u64), ListedCode<'a>)> = Vec::new();
        self.keys.iter().zip(&self.listed).filter_map(move |(key, listed)| {
            while open.last().is_some_and(|(above, _)| !begins(*above, *key)) {
                open.pop();
            }
            let above = open.last().map(|(_, above)| *above);
            open.push((*key, *listed));
            Some((*listed, above?))
        })
    }
}

/// Whether the first code is shorter than the second and begins it, for the same calls.
fn begins((kind, one): (u32, u64), (other_kind, other): (u32, u64)) -> bool {
    let digits = 16 - one.trailing_zeros() / 4;
    let mask = if digits >= 16 { u64::MAX } else { !(u64::MAX >> (4 * digits)) };
    kind == other_kind && one != other && other & mask == one
}
