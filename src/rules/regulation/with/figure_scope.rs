//! Whether a line of the rate schedule falls under a regulated price.

use crate::deal::Deal;
use crate::deal::rates::{RateLine, Route};
use crate::deal::scope::{Flow, Net, TerminationMode};
use crate::library::Library;
use crate::library::country::CountryFacts;
use crate::library::law::{CallOrigin, CalledNetwork, RegulatedPrice};

/// Whether a line falls under a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FigureScope {
    Outside,
    /// The deal does not give enough facts.
    Unsaid,
    Inside,
}

/// A line, and a figure that applies to it, as far as the deal says.
pub(crate) struct Regulated<'a> {
    /// Index of the line in `rates.lines`.
    pub at: usize,
    pub line: &'a RateLine,
    /// The country whose figure it is.
    pub country: &'a CountryFacts,
    pub figure: &'a RegulatedPrice,
    /// Never [`Scope::Outside`].
    pub scope: FigureScope,
}

/// Every line with every figure that applies to it.
pub(crate) fn regulated<'a>(deal: &'a Deal, library: &'a Library) -> impl Iterator<Item = Regulated<'a>> {
    let flow = |line: &RateLine| deal.scope.flows.get(&line.flow);
    let lines = deal.rates.lines.iter().enumerate().filter_map(move |(at, line)| Some((at, line, flow(line)?)));
    lines.flat_map(move |(at, line, flow)| {
        let supplier = deal.parties.get(&flow.supplier).map(|party| party.country);
        let home = move |country: &&CountryFacts| supplier.is_some_and(|code| country.includes(code.code()));
        let countries = library.countries.values().filter(home);
        let figures = countries.flat_map(|country| country.figures.iter().map(move |figure| (country, figure)));
        figures.filter(|(_, figure)| figure.applies).filter_map(move |(country, figure)| {
            let scope = of(deal, line, flow, country, figure);
            (scope != FigureScope::Outside).then_some(Regulated { at, line, country, figure, scope })
        })
    })
}

fn of(deal: &Deal, line: &RateLine, flow: &Flow, country: &CountryFacts, figure: &RegulatedPrice) -> FigureScope {
    let each = [
        numbers(line, country, figure),
        origin(deal, line, flow, country, figure),
        control(deal, line, figure),
        date(deal, figure),
        if figure.unsettled { FigureScope::Unsaid } else { FigureScope::Inside },
    ];
    each.into_iter().min().unwrap_or(FigureScope::Outside)
}

fn numbers(line: &RateLine, country: &CountryFacts, figure: &RegulatedPrice) -> FigureScope {
    let under = |code: &str| match figure.codes.as_slice() {
        [] => country.numbers(code),
        codes => codes.iter().any(|range| code.starts_with(range.as_str())),
    };
    if !line.codes.iter().any(|code| under(code.as_str())) {
        return FigureScope::Outside;
    }
    // If the codes alone do not distinguish mobile from fixed numbers, the destination's name does.
    let tells = figure.codes.iter().any(|code| !country.dial_codes.contains(code));
    let name = line.destination.as_str().to_lowercase();
    let (mobile, fixed) = (name.contains("mobile"), name.contains("fixed") || name.contains("landline"));
    match figure.network {
        Some(_) if tells => FigureScope::Inside,
        None => FigureScope::Inside,
        Some(CalledNetwork::Mobile) if mobile => FigureScope::Inside,
        Some(CalledNetwork::Fixed) if fixed => FigureScope::Inside,
        Some(_) if mobile || fixed => FigureScope::Outside,
        Some(_) => FigureScope::Unsaid,
    }
}

fn origin(deal: &Deal, line: &RateLine, flow: &Flow, country: &CountryFacts, figure: &RegulatedPrice) -> FigureScope {
    let sent_from_home = deal.parties.get(&flow.customer).is_some_and(|party| country.includes(party.country.code()));
    let stated = line.origin.known().map(|origin| origin.as_str().to_lowercase());
    let home = |origin: &str| {
        let code = country.country.to_lowercase();
        let words = |word: &str| word == code || ["domestic", "eea", "eu"].contains(&word);
        !excludes(origin)
            && (origin.contains(&country.name.to_lowercase())
                || origin.split(|c: char| !c.is_alphanumeric()).any(words))
    };
    match (figure.origin, stated) {
        (CallOrigin::Foreign, None) if !sent_from_home => FigureScope::Inside,
        (CallOrigin::Foreign, Some(_)) if !sent_from_home => FigureScope::Unsaid,
        (CallOrigin::Foreign, _) => FigureScope::Outside,
        (CallOrigin::Domestic, None) if sent_from_home => FigureScope::Unsaid,
        (CallOrigin::Domestic, None) => FigureScope::Outside,
        (CallOrigin::Member, None) => FigureScope::Unsaid,
        (CallOrigin::Domestic | CallOrigin::Member, Some(origin)) if home(&origin) => FigureScope::Inside,
        (CallOrigin::Domestic | CallOrigin::Member, Some(_)) => FigureScope::Outside,
    }
}

/// Whether a lower-case origin excludes a place, such as `outside South Africa`.
pub(crate) fn excludes(origin: &str) -> bool {
    origin
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["outside", "other", "non", "foreign", "rest", "except"].contains(&word))
}

/// Whether the supplier controls the called number.
fn control(deal: &Deal, line: &RateLine, figure: &RegulatedPrice) -> FigureScope {
    let on_net =
        deal.scope.net == Net::OnNet || deal.scope.mode == TerminationMode::Peer || line.route == Route::Direct;
    match (figure.control, on_net, deal.scope.mode) {
        (false, ..) | (true, true, _) => FigureScope::Inside,
        (true, false, TerminationMode::Transit) => FigureScope::Outside,
        (true, false, _) => FigureScope::Unsaid,
    }
}

/// Whether the figure is in force on the day from which the price applies.
fn date(deal: &Deal, figure: &RegulatedPrice) -> FigureScope {
    let Some(effective) = deal.rates.effective.known() else { return FigureScope::Unsaid };
    if figure.provision.in_force(effective.local.date()) { FigureScope::Inside } else { FigureScope::Outside }
}
