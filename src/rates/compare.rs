//! What changed from one deck to another, code by code, and whether the deal's notice was kept.
//!
//! A new or removed code is judged by what its calls cost before and after. The longest listed code decides, so that splitting a
//! code off a shorter one at a higher price is a raise.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::deal::date::Moment;
use crate::deal::measure::{Duration, Unit};
use crate::deal::number::DialCode;
use crate::deal::pricing::Pricing;
use crate::deal::rates::{RateLine, Route};
use crate::deal::{Field, Text};
use crate::rates::Closed;

/// How the price of a code's calls changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PriceChange {
    /// Calls to the code had no price before.
    New,
    /// A minute, a first period, each call or the least charge costs more, a longer increment is billed, or another number decides.
    Raised,
    /// One of these costs less, or a shorter increment is billed, and nothing costs more.
    Lowered,
    /// Every price and the increment are the same.
    Unchanged,
    /// Calls to the code have no price in the new deck.
    Closed,
}

impl PriceChange {
    /// Every kind, in the order in which reports list them.
    pub const ALL: [Self; 5] = [Self::Raised, Self::Closed, Self::New, Self::Lowered, Self::Unchanged];

    /// The word that reports use for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Unchanged => "unchanged",
            Self::Closed => "closed",
        }
    }

    /// The word that a Rate Notice writes into its column `status` (clause `schedule.rates`).
    #[must_use]
    pub fn status(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Raised => "increase",
            Self::Lowered => "decrease",
            Self::Unchanged => "unchanged",
            Self::Closed => "closed",
        }
    }
}

/// What distinguishes the prices of one code: the calls that each is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PricedCalls<'a> {
    flow: &'a str,
    route: Route,
    words: [Option<&'a str>; 3],
}

impl<'a> PricedCalls<'a> {
    /// The calls that a line is for.
    #[must_use]
    pub fn of(line: &'a RateLine) -> Self {
        fn word(field: &Field<Text>) -> Option<&str> {
            field.known().map(Text::as_str)
        }
        Self {
            flow: &line.flow,
            route: line.route,
            words: [word(&line.origin), word(&line.jurisdiction), word(&line.band)],
        }
    }
}

/// A code, and its lines in both decks.
#[derive(Debug, Clone)]
pub struct RateChange<'a> {
    /// How the price of its calls changed.
    pub kind: PriceChange,
    /// The dial code that changed, or whose price did.
    pub code: &'a DialCode,
    /// Its lines in the old deck, in the order in which they begin.
    pub old: Vec<&'a RateLine>,
    /// Its lines in the new deck, in the order in which they begin.
    pub new: Vec<&'a RateLine>,
    /// What its calls cost before: its own last line, or that of the longest shorter code.
    pub before: Option<&'a RateLine>,
    /// What its calls cost after: its own last line in the new deck, or that of the longest shorter code.
    pub after: Option<&'a RateLine>,
    /// When the new deck closes it, if it has a row that says so.
    pub closes: Option<Moment>,
}

impl<'a> RateChange<'a> {
    /// The line that a report names: the new one, or the old one if there is no new one.
    #[must_use]
    pub fn line(&self) -> Option<&'a RateLine> {
        self.new.last().or(self.old.last()).copied()
    }

    /// When the change takes effect, if the new deck says so.
    #[must_use]
    pub fn effective(&self) -> Option<Moment> {
        match self.new.last() {
            Some(line) => line.effective.known().copied(),
            None => self.closes,
        }
    }
}

/// A code of a line, with the rank of the calls that the line is for.
type ListedCode<'a> = (u32, &'a DialCode, &'a RateLine);

/// The kinds of calls of lines, each with its rank in their order.
fn kinds<'a>(lines: impl Iterator<Item = &'a RateLine>) -> BTreeMap<PricedCalls<'a>, u32> {
    let mut all: BTreeSet<PricedCalls<'_>> = BTreeSet::new();
    let mut last = None;
    for line in lines {
        let calls = PricedCalls::of(line);
        // Lines of one kind stand side by side.
        if last.as_ref() != Some(&calls) {
            all.insert(calls.clone());
            last = Some(calls);
        }
    }
    all.into_iter().zip(0..).collect()
}

/// Every code of lines, in the order of calls, codes, and the begin of its rates.
fn listed<'a>(lines: &'a [RateLine], kinds: &BTreeMap<PricedCalls<'a>, u32>) -> Vec<ListedCode<'a>> {
    let mut all = Vec::with_capacity(lines.iter().map(|line| line.codes.len()).sum());
    let mut last: Option<(PricedCalls<'a>, u32)> = None;
    for line in lines {
        let calls = PricedCalls::of(line);
        let rank = match &last {
            Some((known, rank)) if *known == calls => *rank,
            _ => kinds.get(&calls).copied().unwrap_or_default(),
        };
        last = Some((calls, rank));
        all.extend(line.codes.iter().map(|code| (rank, code, line)));
    }
    all.par_sort_by(|(kind, code, line), (other_kind, other_code, other)| {
        (kind, code).cmp(&(other_kind, other_code)).then_with(|| begins(line).cmp(&begins(other)))
    });
    all
}

fn begins(line: &RateLine) -> Option<Timestamp> {
    line.effective.known().and_then(|moment| moment.timestamp())
}

/// Takes the lines of a code off the beginning of a list.
fn taken<'a>(list: &mut &[ListedCode<'a>], key: (u32, &DialCode)) -> Vec<&'a RateLine> {
    let count = list.iter().take_while(|(kind, code, _)| (*kind, *code) == key).count();
    let (own, rest) = list.split_at(count);
    *list = rest;
    own.iter().map(|(.., line)| *line).collect()
}

/// A code that longer ones may begin with, and the last line of its calls in the old deck and in the new one.
type Above<'a> = (u32, &'a DialCode, [Option<&'a RateLine>; 2]);

/// Compares two decks code by code, in the order of calls and codes. `closed` are the rows of the new deck that only close a code.
#[must_use]
pub fn compare<'a>(old: &'a [RateLine], new: &'a [RateLine], closed: &[Closed]) -> Vec<RateChange<'a>> {
    let dates: FxHashMap<DialCode, Moment> = closed
        .iter()
        .filter_map(|row| Some((row, row.effective?)))
        .flat_map(|(row, from)| row.codes.iter().map(move |code| (*code, from)))
        .collect();
    let kinds = kinds(old.iter().chain(new));
    let (before, after) = rayon::join(|| listed(old, &kinds), || listed(new, &kinds));
    let (mut before, mut after) = (before.as_slice(), after.as_slice());
    let mut out = Vec::with_capacity(before.len().max(after.len()));
    // In this order the codes that a code begins with stand before it, the longest last.
    let mut above: Vec<Above<'a>> = Vec::new();
    loop {
        let first = |list: &[ListedCode<'a>]| list.first().map(|(kind, code, _)| (*kind, *code));
        let key = match (first(after), first(before)) {
            (Some(one), Some(other)) => one.min(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return out,
        };
        let (kind_of_calls, code) = key;
        let (own_old, own_new) = (taken(&mut before, key), taken(&mut after, key));
        let begins = |last: &Above<'a>| last.0 == kind_of_calls && code.as_str().starts_with(last.1.as_str());
        while above.last().is_some_and(|last| !begins(last)) {
            above.pop();
        }
        let [shorter_was, shorter_will] = above.last().map_or([None; 2], |(.., lines)| *lines);
        let was = own_old.last().copied().or(shorter_was);
        let will = own_new.last().copied().or(shorter_will);
        above.push((kind_of_calls, code, [was, will]));
        out.push(RateChange {
            kind: kind(was, will),
            code,
            old: own_old,
            new: own_new,
            before: was,
            after: will,
            closes: dates.get(code).copied(),
        });
    }
}

/// The lines of the old deck for calls that a list of changes leaves alone: no row of it prices or closes their code.
#[must_use]
pub fn kept(old: &[RateLine], changes: &[RateLine], closed: &[Closed]) -> Vec<RateLine> {
    let mut changed: FxHashSet<(PricedCalls<'_>, DialCode)> = FxHashSet::default();
    for line in changes {
        let calls = PricedCalls::of(line);
        changed.extend(line.codes.iter().map(|code| (calls.clone(), *code)));
    }
    let gone: FxHashSet<DialCode> = closed.iter().flat_map(|row| row.codes.iter().copied()).collect();
    let mut out = Vec::new();
    for line in old {
        let calls = PricedCalls::of(line);
        let stays = |code: &&DialCode| !gone.contains(*code) && !changed.contains(&(calls.clone(), **code));
        let codes: Vec<DialCode> = line.codes.iter().filter(stays).copied().collect();
        if !codes.is_empty() {
            out.push(RateLine { codes, ..line.clone() });
        }
    }
    out
}

fn kind(before: Option<&RateLine>, after: Option<&RateLine>) -> PriceChange {
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (None, _) => return PriceChange::New,
        (_, None) => return PriceChange::Closed,
    };
    let (was, will) = (before.price(), after.price());
    if was == will {
        return PriceChange::Unchanged;
    }
    let sums = was.sums().zip(will.sums());
    let any = |is: fn(&Decimal, &Decimal) -> bool| {
        sums.map(|(was, will)| was.iter().zip(&will).any(|(was, will)| is(was, will)))
    };
    // An unknown price cannot be lower than a known one, and nobody knows what calls cost that another number decides.
    let dearer = any(|was, will| will > was).unwrap_or(true) || was.rating != will.rating;
    let cheaper = any(|was, will| will < was).unwrap_or(false);
    let (was, will) = (was.increment, will.increment);
    if dearer || will.first > was.first || will.next > was.next {
        PriceChange::Raised
    } else if cheaper || will.first < was.first || will.next < was.next {
        PriceChange::Lowered
    } else {
        PriceChange::Unchanged
    }
}

/// The lines of the old deck with the changes carried out: those of the new one, code by code.
#[must_use]
pub fn applied(changes: &[RateChange<'_>]) -> Vec<RateLine> {
    let one = |change: &RateChange<'_>, line: &RateLine| RateLine { codes: vec![*change.code], ..line.clone() };
    changes.iter().flat_map(|change| change.new.iter().map(move |line| one(change, line))).collect()
}

/// The lines in force at a moment: for each code the last line that has begun and not ended; the new deck's line comes before the
/// old deck's. A code that the new deck leaves out is closed from `closing` on, if that moment is known.
#[must_use]
pub fn in_force(
    changes: &[RateChange<'_>],
    at: Timestamp,
    closing: impl Fn(&RateChange<'_>) -> Option<Moment>,
) -> Vec<RateLine> {
    let holds = |line: &&&RateLine| {
        let ends = line.until.known().and_then(|moment| moment.timestamp());
        begins(line).is_none_or(|begin| begin <= at) && ends.is_none_or(|end| at < end)
    };
    let one = |change: &RateChange<'_>| {
        let new = change.new.iter().rev().find(holds);
        let old = change.old.iter().rev().find(holds);
        let closes = || closing(change).and_then(|moment| moment.timestamp());
        let gone = change.new.is_empty() && closes().is_none_or(|closes| closes <= at);
        let line = new.or(old.filter(|_| !gone))?;
        Some(RateLine { codes: vec![*change.code], ..(*line).clone() })
    };
    joined(changes.iter().filter_map(one))
}

/// Joins lines that differ only in their codes into one.
fn joined(lines: impl Iterator<Item = RateLine>) -> Vec<RateLine> {
    let mut out: Vec<RateLine> = Vec::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines {
        let alike = |other: &RateLine| {
            RateLine { codes: Vec::new(), ..other.clone() } == RateLine { codes: Vec::new(), ..line.clone() }
        };
        let at = last.get(line.destination.as_str()).copied();
        match at.and_then(|at| out.get_mut(at)).filter(|known| alike(known)) {
            Some(known) => known.codes.extend(line.codes),
            None => {
                last.insert(line.destination.to_string(), out.len());
                out.push(line);
            }
        }
    }
    out
}

/// The codes of changes that share a key, in the order in which each key is first met; a change without one is left out.
#[must_use]
pub fn grouped<'c, 'a: 'c, K: Clone + Eq + Hash>(
    changes: impl IntoIterator<Item = &'c RateChange<'a>>,
    key: impl Fn(&RateChange<'a>) -> Option<K>,
) -> Vec<(K, Vec<&'a DialCode>)> {
    let mut known: HashMap<K, usize> = HashMap::new();
    let mut out: Vec<(K, Vec<&DialCode>)> = Vec::new();
    for change in changes {
        let Some(key) = key(change) else { continue };
        let next = out.len();
        match out.get_mut(*known.entry(key.clone()).or_insert(next)) {
            Some((_, codes)) => codes.push(change.code),
            None => out.push((key, vec![change.code])),
        }
    }
    out
}

/// The notice that the deal requires for a change; the destination's own row comes before the flow's.
#[must_use]
pub fn notice(pricing: &Pricing, change: &RateChange<'_>) -> Option<Duration> {
    let line = change.line()?;
    let own = |named: bool| {
        pricing.notices.iter().find(|row| {
            let destination = row.destination.known().map(|name| name.as_str().to_lowercase());
            row.flow == line.flow
                && match destination {
                    Some(name) => named && name == line.destination.as_str().to_lowercase(),
                    None => !named,
                }
        })
    };
    let row = own(true).or_else(|| own(false));
    match change.kind {
        PriceChange::Raised => Some(row.map_or(pricing.increase_notice, |row| row.increase)),
        PriceChange::Lowered | PriceChange::New => {
            Some(row.and_then(|row| row.decrease.known().copied()).unwrap_or(pricing.decrease_notice))
        }
        PriceChange::Closed => Some(row.and_then(|row| row.closure.known().copied()).unwrap_or(pricing.closure_notice)),
        PriceChange::Unchanged => None,
    }
}

/// When a change takes effect: on the date in the new deck, or, for a code that the new deck leaves out, as soon as the notice
/// received at `received` allows.
#[must_use]
pub fn effect(pricing: &Pricing, change: &RateChange<'_>, received: Timestamp) -> Option<Moment> {
    let closing = || {
        let first = earliest(received, notice(pricing, change)?)?;
        Some(Moment { local: Offset::UTC.to_datetime(first), offset: Offset::UTC })
    };
    change.effective().or_else(|| closing().filter(|_| change.new.is_empty()))
}

/// The first moment at which a change received at `received` can take effect. Business days are Monday to Friday.
#[must_use]
pub fn earliest(received: Timestamp, notice: Duration) -> Option<Timestamp> {
    let zoned = received.to_zoned(TimeZone::UTC);
    let whole = notice.amount.ceil().to_i64()?;
    let span = match notice.unit {
        Unit::Month => Span::new().try_months(whole).ok()?,
        Unit::Year => Span::new().try_years(whole).ok()?,
        Unit::BusinessDay => {
            let mut day = zoned;
            let mut left = whole.min(10_000);
            while left > 0 {
                day = day.tomorrow().ok()?;
                left -=
                    i64::from(!matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday));
            }
            return Some(day.timestamp());
        }
        _ => Span::new().try_seconds(notice.about_seconds().ceil().to_i64()?).ok()?,
    };
    zoned.checked_add(span).ok().map(|zoned| zoned.timestamp())
}
