//! Which calls a rate line is for, beside their dial codes.

use std::collections::BTreeMap;

use crate::deal::rates::{Line, Rates, Route};
use crate::deal::{Field, Text};

/// What tells apart lines that share a dial code; words without regard to case. A `None` is not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Calls<'a> {
    /// The flow.
    pub flow: &'a str,
    /// What the route promises.
    pub route: Option<Route>,
    /// The callers.
    pub origin: Option<String>,
    /// The jurisdiction.
    pub jurisdiction: Option<String>,
    /// The time band.
    pub band: Option<String>,
}

impl<'a> Calls<'a> {
    /// The calls of a line.
    pub fn of(line: &'a Line) -> Self {
        let words = |field: &Field<Text>| field.known().map(|words| words.as_str().to_lowercase());
        Self {
            flow: &line.flow,
            route: Some(line.route),
            origin: words(&line.origin),
            jurisdiction: words(&line.jurisdiction),
            band: words(&line.band),
        }
    }
}

/// A dial code in the rates: its line, and its place in the line's codes.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// Which line.
    pub at: usize,
    /// The line.
    pub line: &'a Line,
    /// Which of its codes.
    pub index: usize,
}

impl Listed<'_> {
    /// Its path.
    pub fn path(&self) -> String {
        format!("rates.lines[{}].codes[{}]", self.at, self.index)
    }
}

/// The dial codes of the rates, by the calls that they are for.
pub struct Codes<'a>(BTreeMap<(Calls<'a>, &'a str), Vec<Listed<'a>>>);

impl<'a> Codes<'a> {
    /// Sorts them by the calls of their lines, or by as much of that as `calls` keeps.
    pub fn new(rates: &'a Rates, calls: impl Fn(&'a Line) -> Calls<'a>) -> Self {
        let mut codes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, line) in rates.lines.iter().enumerate() {
            for (index, code) in line.codes.iter().enumerate() {
                codes.entry((calls(line), code.as_str())).or_default().push(Listed { at, line, index });
            }
        }
        Self(codes)
    }

    /// Each code with the same calls, and where it is listed, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &[Listed<'a>]> {
        self.0.values().map(Vec::as_slice)
    }

    /// Where a code is listed for these calls.
    pub fn at(&self, calls: &Calls<'a>, code: &'a str) -> &[Listed<'a>] {
        self.0.get(&(calls.clone(), code)).map_or(&[], Vec::as_slice)
    }

    /// Where a shorter code that this one begins with is listed for these calls, the longest first.
    pub fn above(&self, calls: &Calls<'a>, code: &'a str) -> impl Iterator<Item = Listed<'a>> {
        let shorter = (1..code.len()).rev().filter_map(move |length| code.get(..length));
        shorter.flat_map(move |code| self.at(calls, code).iter().copied())
    }
}
