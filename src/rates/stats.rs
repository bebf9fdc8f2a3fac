//! Figures of a deck for a manager: sizes, price spread, cheapest and dearest destinations, and the effective price of short calls.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::atlas;
use crate::deal::line_terms::LineTerm;
use crate::deal::money::Increment;
use crate::deal::rates::RateLine;
use crate::formulas::billing::billed_seconds;

/// Lengths in seconds of the calls whose effective price is shown.
pub const CALLS: [u32; 4] = [6, 30, 60, 180];

/// Number of destinations named at either end of the price range.
const ENDS: usize = 5;

/// The figures of a deck.
#[derive(Debug, Clone)]
pub struct Stats {
    /// Number of lines.
    pub lines: usize,
    /// Number of distinct destination names.
    pub destinations: usize,
    /// Number of countries that its codes lead to.
    pub countries: usize,
    /// Number of dial codes in all lines.
    pub codes: usize,
    /// Lowest, first quartile, median, third quartile and highest rate, each line counted once; `None` without rates.
    pub spread: Option<[Decimal; 5]>,
    /// The cheapest destinations, each with its lowest rate.
    pub cheapest: Vec<(String, Decimal)>,
    /// The dearest destinations, each with its highest rate.
    pub dearest: Vec<(String, Decimal)>,
    /// How many lines are billed by each increment, and what a minute of a call of each length of [`CALLS`] costs, as a multiple of
    /// the rate.
    pub increments: Vec<(Increment, usize, [Decimal; CALLS.len()])>,
    /// How many lines have each term beside rate and increment; none that no line has.
    pub terms: Vec<(LineTerm, usize)>,
    /// How many lines lie in each of ten equal steps from the lowest rate to the highest: the step's lower end, and the number of
    /// lines.
    pub histogram: Vec<(Decimal, usize)>,
}

/// Counts the lines of a deck.
#[must_use]
pub fn of(lines: &[RateLine]) -> Stats {
    let mut rates: Vec<Decimal> = lines.iter().filter_map(|line| Some(line.rate.known()?.0)).collect();
    rates.sort_unstable();
    let mut names: BTreeMap<&str, (Decimal, Decimal)> = BTreeMap::new();
    for (line, rate) in lines.iter().filter_map(|line| Some((line, line.rate.known()?.0))) {
        let (low, high) = names.entry(line.destination.as_str()).or_insert((rate, rate));
        (*low, *high) = ((*low).min(rate), (*high).max(rate));
    }
    let mut by_low: Vec<(&str, Decimal)> = names.iter().map(|(name, (low, _))| (*name, *low)).collect();
    by_low.sort_by_key(|(name, rate)| (*rate, *name));
    let mut by_high: Vec<(&str, Decimal)> = names.iter().map(|(name, (_, high))| (*name, *high)).collect();
    by_high.sort_by_key(|(name, rate)| (std::cmp::Reverse(*rate), *name));
    let ends =
        |sorted: &[(&str, Decimal)]| sorted.iter().take(ENDS).map(|(name, rate)| ((*name).to_owned(), *rate)).collect();
    let countries: BTreeSet<_> =
        lines.iter().flat_map(|line| &line.codes).filter_map(|code| atlas::of(code.as_str())?.country).collect();
    Stats {
        lines: lines.len(),
        destinations: lines.iter().map(|line| line.destination.as_str()).collect::<BTreeSet<_>>().len(),
        countries: countries.len(),
        codes: lines.iter().map(|line| line.codes.len()).sum(),
        spread: spread(&rates),
        cheapest: ends(&by_low),
        dearest: ends(&by_high),
        increments: increments(lines),
        terms: terms(lines),
        histogram: histogram(&rates),
    }
}

/// Quartiles by the nearest rank: each is a rate that the deck holds.
fn spread(sorted: &[Decimal]) -> Option<[Decimal; 5]> {
    let rank = |quarter: usize| sorted.get((sorted.len() * quarter).div_ceil(4).max(1) - 1).copied();
    Some([*sorted.first()?, rank(1)?, rank(2)?, rank(3)?, *sorted.last()?])
}

fn terms(lines: &[RateLine]) -> Vec<(LineTerm, usize)> {
    let count = |term: LineTerm| lines.iter().filter(|line| term.text(line).known().is_some()).count();
    LineTerm::ALL.into_iter().map(|term| (term, count(term))).filter(|(_, count)| *count > 0).collect()
}

fn increments(lines: &[RateLine]) -> Vec<(Increment, usize, [Decimal; CALLS.len()])> {
    let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for line in lines {
        *counts.entry((line.increment.first, line.increment.next)).or_default() += 1;
    }
    let times = |increment: Increment| {
        CALLS.map(|seconds| {
            let billed = billed_seconds(seconds.into(), increment).unwrap_or(seconds);
            (Decimal::from(billed) / Decimal::from(seconds)).round_dp(2).normalize()
        })
    };
    let mut out: Vec<_> = counts.into_iter().map(|((first, next), count)| (Increment { first, next }, count)).collect();
    out.sort_by_key(|(increment, count)| (std::cmp::Reverse(*count), increment.first, increment.next));
    out.into_iter().map(|(increment, count)| (increment, count, times(increment))).collect()
}

/// Ten equal steps; the last holds the highest rate.
fn histogram(sorted: &[Decimal]) -> Vec<(Decimal, usize)> {
    const STEPS: u32 = 10;
    let (Some(low), Some(high)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    let width = (high - low) / Decimal::from(STEPS);
    if width.is_zero() {
        return vec![(*low, sorted.len())];
    }
    let mut below = 0;
    let step = |at: u32| {
        let (start, end) = (low + width * Decimal::from(at), low + width * Decimal::from(at + 1));
        let until = if at + 1 == STEPS { sorted.len() } else { sorted.partition_point(|rate| *rate < end) };
        let count = until - below;
        below = until;
        (start.round_dp(6).normalize(), count)
    };
    (0..STEPS).map(step).collect()
}
