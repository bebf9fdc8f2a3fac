//! Decks of several suppliers side by side: what each asks for the calls of every dial code.
//!
//! Suppliers list codes of different depth. Each code that any of them lists is priced in every deck by its longest match there,
//! so for any number the longest code of the table tells what each supplier bills.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use crate::deal::line_terms::LinePrice;
use crate::deal::number::DialCode;
use crate::deal::rates::{RateLine, Route};
use crate::deal::{Field, Text};
use crate::formulas::billing::minute_in_calls;

/// The rates of one supplier.
#[derive(Debug, Clone, Copy)]
pub struct DeckOffer<'a> {
    /// Its rates. Of several lines of a code for the same calls the last to begin counts.
    pub lines: &'a [RateLine],
    /// Whether nobody says of which class its routes are. It then stands beside offers of every class.
    pub classless: bool,
}

/// The calls of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferedCalls<'a> {
    /// The class of the route; `None` where no offer says one.
    pub route: Option<Route>,
    /// Origin, jurisdiction and time band; `None` stands for every one.
    pub words: [Option<&'a str>; 3],
}

/// A code for some calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedCode<'a> {
    /// The calls.
    pub calls: OfferedCalls<'a>,
    /// The code, listed by an offer or asked for.
    pub code: DialCode,
    /// The first offer that lists the code itself.
    pub listed: Option<usize>,
}

/// Offers side by side.
#[derive(Debug, Clone)]
pub struct Offers<'a> {
    count: usize,
    rows: Vec<OfferedCode<'a>>,
    /// The line of each offer for each row, row by row.
    lines: Vec<Option<&'a RateLine>>,
}

impl<'a> OfferedCalls<'a> {
    fn words_of(line: &'a RateLine) -> [Option<&'a str>; 3] {
        fn word(field: &Field<Text>) -> Option<&str> {
            field.known().map(Text::as_str)
        }
        [word(&line.origin), word(&line.jurisdiction), word(&line.band)]
    }

    /// Whether a line prices these calls.
    fn takes(&self, line: &RateLine, classless: bool) -> bool {
        let words =
            OfferedCalls::words_of(line).iter().zip(&self.words).all(|(own, asked)| own.is_none() || own == asked);
        words && (classless || self.route.is_none_or(|route| route == line.route))
    }

    /// Every kind of call that a line names.
    fn all(offers: &[DeckOffer<'a>]) -> BTreeSet<Self> {
        let classed = offers.iter().filter(|offer| !offer.classless);
        let mut routes: BTreeSet<Option<Route>> =
            classed.flat_map(|offer| offer.lines).map(|line| Some(line.route)).collect();
        if routes.is_empty() {
            routes.insert(None);
        }
        let mut all = BTreeSet::new();
        let mut last = None;
        for offer in offers {
            for line in offer.lines {
                let kind = (offer.classless, line.route, Self::words_of(line));
                if last == Some(kind) {
                    continue;
                }
                last = Some(kind);
                for route in routes.iter().filter(|route| offer.classless || **route == Some(line.route)) {
                    all.insert(Self { route: *route, words: kind.2 });
                }
            }
        }
        all
    }
}

impl<'a> Offers<'a> {
    /// Puts offers side by side. Codes that are `asked` for, in order, get a row too.
    #[must_use]
    pub fn of(offers: &[DeckOffer<'a>], asked: &[DialCode]) -> Self {
        let mut out = Self { count: offers.len(), rows: Vec::new(), lines: Vec::new() };
        let kinds = OfferedCalls::all(offers);
        for calls in &kinds {
            // Where calls are priced apart, a row for these alone is one that differs from the calls in general.
            let asked = if kinds.len() == 1 || calls.words == [None; 3] { asked } else { &[] };
            out.add(*calls, offers, asked);
        }
        out
    }

    /// Adds the rows of some calls.
    fn add(&mut self, calls: OfferedCalls<'a>, offers: &[DeckOffer<'a>], asked: &[DialCode]) {
        let each: Vec<Vec<(DialCode, &RateLine)>> = offers.iter().map(|offer| priced(offer, &calls)).collect();
        let mut codes: Vec<DialCode> =
            each.iter().flatten().map(|(code, _)| *code).chain(asked.iter().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut own: Vec<_> = each.into_iter().map(|lines| lines.into_iter().peekable()).collect();
        // The codes that the next one may begin with, each with its prices and whether a line is for exactly these calls.
        let mut above: Vec<(DialCode, Vec<Option<&RateLine>>, bool)> = Vec::new();
        for code in codes {
            while above.last().is_some_and(|(last, ..)| !code.as_str().starts_with(last.as_str())) {
                above.pop();
            }
            let (mut lines, mut exact) = match above.last() {
                Some((_, lines, exact)) => (lines.clone(), *exact),
                None => (vec![None; offers.len()], false),
            };
            let mut listed = None;
            for (at, (own, line)) in own.iter_mut().zip(&mut lines).enumerate() {
                if let Some((_, found)) = own.next_if(|(next, _)| *next == code) {
                    *line = Some(found);
                    listed = listed.or(Some(at));
                    exact |= OfferedCalls::words_of(found) == calls.words;
                }
            }
            // What holds for all calls is told once, among the calls in general.
            if exact || asked.binary_search(&code).is_ok() {
                self.rows.push(OfferedCode { calls, code, listed });
                self.lines.extend(&lines);
            }
            above.push((code, lines, exact));
        }
    }

    /// Its rows: the kinds of calls one after another, and the codes of each in order.
    pub fn rows(&self) -> impl Iterator<Item = (OfferedCode<'a>, &[Option<&'a RateLine>])> {
        self.rows.iter().copied().zip(self.lines.chunks(self.count.max(1)))
    }

    /// The kinds of calls that it has rows for.
    #[must_use]
    pub fn kinds(&self) -> usize {
        self.rows.chunk_by(|one, other| one.calls == other.calls).count()
    }

    /// The first row with a line that asks for more than minutes, and that line: what a minute costs there depends on how long calls are.
    #[must_use]
    pub fn beside_minutes(&self) -> Option<(DialCode, &'a RateLine)> {
        self.rows().find_map(|(row, lines)| {
            let line = lines.iter().flatten().find(|line| !line.price().is_by_the_minute())?;
            Some((row.code, *line))
        })
    }

    /// Names that two offers give one code: those of the first offer, of another, the other's number, and the codes.
    #[must_use]
    pub fn renamed(&self) -> Vec<Renamed<'a>> {
        let mut known: FxHashMap<(&str, &str, usize), usize> = FxHashMap::default();
        let mut out: Vec<Renamed<'a>> = Vec::new();
        for (row, lines) in self.rows() {
            let lists = |line: &&&RateLine| line.codes.contains(&row.code);
            let Some(first) = lines.first().and_then(Option::as_ref).filter(lists) else { continue };
            for (at, line) in lines.iter().enumerate().skip(1) {
                let Some(line) = line.as_ref().filter(lists) else { continue };
                let (name, other) = (first.destination.as_str(), line.destination.as_str());
                if same_name(name, other) {
                    continue;
                }
                let next = out.len();
                match out.get_mut(*known.entry((name, other, at)).or_insert(next)) {
                    Some(renamed) => renamed.codes.push(row.code),
                    None => out.push(Renamed { first: name, other, at, codes: vec![row.code] }),
                }
            }
        }
        out
    }
}

/// Codes that two offers name otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed<'a> {
    /// The name in the first offer.
    pub first: &'a str,
    /// The name in the other.
    pub other: &'a str,
    /// Which offer that is.
    pub at: usize,
    /// The codes.
    pub codes: Vec<DialCode>,
}

/// Whether two names are one but for case, spaces and punctuation.
fn same_name(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    one == other || letters(one) == letters(other)
}

/// The codes of an offer for some calls, in order, each with its line: the one that says most about the calls, and of those the last
/// to begin.
fn priced<'a>(offer: &DeckOffer<'a>, calls: &OfferedCalls<'a>) -> Vec<(DialCode, &'a RateLine)> {
    let lines = offer.lines.iter().filter(|line| calls.takes(line, offer.classless));
    let mut all: Vec<(DialCode, &RateLine)> =
        lines.flat_map(|line| line.codes.iter().map(move |code| (*code, line))).collect();
    let words = |line: &RateLine| OfferedCalls::words_of(line).iter().flatten().count();
    let begins = |line: &RateLine| line.effective.known().and_then(|moment| moment.timestamp());
    all.sort_by(|(one, a), (other, b)| {
        one.cmp(other).then_with(|| words(a).cmp(&words(b))).then_with(|| begins(a).cmp(&begins(b)))
    });
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            *kept = *next;
        }
        same
    });
    all
}

/// By what offers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferMeasure {
    /// By the price of a minute, whatever the increment; of lines that price calls by minutes alone.
    Minute,
    /// By what calls of so many seconds cost, each billed by the increment and the terms of its line; above zero.
    Calls(u32),
}

impl OfferMeasure {
    /// What a minute costs by this measure; `None` without a price, or beyond what can be computed.
    #[must_use]
    pub fn minute(self, line: &RateLine) -> Option<Decimal> {
        let price = line.price();
        match self {
            Self::Minute => price.rate.map(|rate| rate.0),
            Self::Calls(seconds) => minute_in_calls(price, seconds),
        }
    }

    /// What so many minutes cost.
    #[must_use]
    pub fn of_minutes(self, line: &RateLine, minutes: Decimal) -> Option<Decimal> {
        self.minute(line)?.checked_mul(minutes)
    }
}

/// Codes of one destination that every offer prices alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferGroup<'a> {
    /// The calls.
    pub calls: OfferedCalls<'a>,
    /// The name that the first offer which lists the code gives it.
    pub destination: &'a str,
    /// The codes, in order.
    pub codes: Vec<DialCode>,
    /// The line of each offer.
    pub lines: Vec<Option<&'a RateLine>>,
}

impl OfferGroup<'_> {
    /// The offers that ask least by a measure, in their order; none without a price.
    #[must_use]
    pub fn least(&self, measure: OfferMeasure) -> Vec<usize> {
        least(&self.lines, measure)
    }

    /// By how much the second least price is above the least, if there is one.
    #[must_use]
    pub fn lead(&self, measure: OfferMeasure) -> Option<Decimal> {
        let mut prices: Vec<Decimal> = self.lines.iter().flatten().filter_map(|line| measure.minute(line)).collect();
        prices.sort_unstable();
        prices.dedup();
        prices.get(1)?.checked_sub(*prices.first()?)
    }
}

/// The offers that ask least, in their order.
fn least(lines: &[Option<&RateLine>], measure: OfferMeasure) -> Vec<usize> {
    let prices: Vec<Option<Decimal>> = lines.iter().map(|line| measure.minute((*line)?)).collect();
    let Some(low) = prices.iter().flatten().min().copied() else { return Vec::new() };
    prices.iter().enumerate().filter(|(_, price)| **price == Some(low)).map(|(at, _)| at).collect()
}

/// The codes that a sell deck prices above or below what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margin<'a> {
    /// The calls.
    pub calls: OfferedCalls<'a>,
    /// The codes, in order.
    pub codes: Vec<DialCode>,
    /// The line that sells them.
    pub sell: &'a RateLine,
    /// The line that buys them for least, and which offer it is of; `None` if nobody sells them to us.
    pub buy: Option<(usize, &'a RateLine)>,
    /// What a minute earns, by the measure; `None` without a price of either.
    pub margin: Option<Decimal>,
}

impl<'a> Offers<'a> {
    /// How many offers there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Its rows, joined where destination and every price are the same; in the order in which each is first met.
    #[must_use]
    pub fn groups(&self) -> Vec<OfferGroup<'a>> {
        let mut known: FxHashMap<(OfferedCalls<'_>, &str, Vec<Option<LinePrice>>), usize> = FxHashMap::default();
        let mut out: Vec<OfferGroup<'a>> = Vec::new();
        for (row, lines) in self.rows() {
            let named =
                row.listed.and_then(|at| lines.get(at).copied().flatten()).or(lines.iter().flatten().next().copied());
            let destination = named.map_or("", |line| line.destination.as_str());
            let prices = lines.iter().map(|line| line.map(RateLine::price)).collect();
            let next = out.len();
            match out.get_mut(*known.entry((row.calls, destination, prices)).or_insert(next)) {
                Some(group) => group.codes.push(row.code),
                None => {
                    let codes = vec![row.code];
                    out.push(OfferGroup { calls: row.calls, destination, codes, lines: lines.to_vec() });
                }
            }
        }
        out
    }

    /// What the first offer earns over the least of the others: what nobody sells to us first, then the smallest margin first.
    #[must_use]
    pub fn margins(&self, measure: OfferMeasure) -> Vec<Margin<'a>> {
        let mut known: FxHashMap<_, usize> = FxHashMap::default();
        let mut out: Vec<Margin<'a>> = Vec::new();
        for (row, lines) in self.rows() {
            let Some((Some(sell), offers)) = lines.split_first() else { continue };
            let buy = least(offers, measure).first().and_then(|at| Some((at + 1, (*offers.get(*at)?)?)));
            let key = (row.calls, sell.destination.as_str(), sell.price(), buy.map(|(at, line)| (at, line.price())));
            let next = out.len();
            match out.get_mut(*known.entry(key).or_insert(next)) {
                Some(margin) => margin.codes.push(row.code),
                None => {
                    let earned = || measure.minute(sell)?.checked_sub(measure.minute(buy?.1)?);
                    out.push(Margin { calls: row.calls, codes: vec![row.code], sell, buy, margin: earned() });
                }
            }
        }
        out.sort_by_key(|margin| margin.margin);
        out
    }
}
