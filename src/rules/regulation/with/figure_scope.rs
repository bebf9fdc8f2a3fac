//! Whether a line of the rate schedule falls under a regulated price.

use crate::deal::Deal;
use crate::deal::rates::{Line, Route};
use crate::deal::scope::{Flow, Mode, Net};
use crate::library::Library;
use crate::library::country::Country;
use crate::library::law::{Figure, Network, Origin};

/// Whether a line falls under a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// It does not.
    Outside,
    /// The deal does not say enough.
    Unsaid,
    /// It does.
    Inside,
}

/// A line, and a figure that it falls under, as far as the deal says.
pub(crate) struct Regulated<'a> {
    /// Index of the line.
    pub at: usize,
    /// The line.
    pub line: &'a Line,
    /// The country whose figure it is.
    pub country: &'a Country,
    /// The figure.
    pub figure: &'a Figure,
    /// Never outside.
    pub scope: Scope,
}

/// Every line with every figure that it falls under.
pub(crate) fn regulated<'a>(deal: &'a Deal, library: &'a Library) -> impl Iterator<Item = Regulated<'a>> {
    let flow = |line: &Line| deal.scope.flows.get(&line.flow);
    let lines = deal.rates.lines.iter().enumerate().filter_map(move |(at, line)| Some((at, line, flow(line)?)));
    lines.flat_map(move |(at, line, flow)| {
        let supplier = deal.parties.get(&flow.supplier).map(|party| party.country);
        let home = move |country: &&Country| supplier.is_some_and(|code| country.includes(code.code()));
        let countries = library.countries.values().filter(home);
        let figures = countries.flat_map(|country| country.figures.iter().map(move |figure| (country, figure)));
        figures.filter(|(_, figure)| figure.applies).filter_map(move |(country, figure)| {
            let scope = of(deal, line, flow, country, figure);
            (scope != Scope::Outside).then_some(Regulated { at, line, country, figure, scope })
        })
    })
}

fn of(deal: &Deal, line: &Line, flow: &Flow, country: &Country, figure: &Figure) -> Scope {
    let each = [
        numbers(line, country, figure),
        origin(deal, line, flow, country, figure),
        control(deal, line, figure),
        date(deal, figure),
        if figure.unsettled { Scope::Unsaid } else { Scope::Inside },
    ];
    each.into_iter().min().unwrap_or(Scope::Outside)
}

fn numbers(line: &Line, country: &Country, figure: &Figure) -> Scope {
    let under = |code: &str| match figure.codes.as_slice() {
        [] => country.numbers(code),
        codes => codes.iter().any(|range| code.starts_with(range.as_str())),
    };
    if !line.codes.iter().any(|code| under(code.as_str())) {
        return Scope::Outside;
    }
    // Where the codes alone do not tell mobile from fixed numbers, the destination's name does.
    let tells = figure.codes.iter().any(|code| !country.dial_codes.contains(code));
    let name = line.destination.as_str().to_lowercase();
    let (mobile, fixed) = (name.contains("mobile"), name.contains("fixed") || name.contains("landline"));
    match figure.network {
        Some(_) if tells => Scope::Inside,
        None => Scope::Inside,
        Some(Network::Mobile) if mobile => Scope::Inside,
        Some(Network::Fixed) if fixed => Scope::Inside,
        Some(_) if mobile || fixed => Scope::Outside,
        Some(_) => Scope::Unsaid,
    }
}

fn origin(deal: &Deal, line: &Line, flow: &Flow, country: &Country, figure: &Figure) -> Scope {
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
        (Origin::Foreign, None) if !sent_from_home => Scope::Inside,
        (Origin::Foreign, Some(_)) if !sent_from_home => Scope::Unsaid,
        (Origin::Foreign, _) => Scope::Outside,
        (Origin::Domestic, None) if sent_from_home => Scope::Unsaid,
        (Origin::Domestic, None) => Scope::Outside,
        (Origin::Member, None) => Scope::Unsaid,
        (Origin::Domestic | Origin::Member, Some(origin)) if home(&origin) => Scope::Inside,
        (Origin::Domestic | Origin::Member, Some(_)) => Scope::Outside,
    }
}

/// Whether an origin in small letters says where the calls do not come from, such as `outside South Africa`.
pub(crate) fn excludes(origin: &str) -> bool {
    origin
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| ["outside", "other", "non", "foreign", "rest", "except"].contains(&word))
}

/// Whether the supplier has control of the called number.
fn control(deal: &Deal, line: &Line, figure: &Figure) -> Scope {
    let on_net = deal.scope.net == Net::OnNet || deal.scope.mode == Mode::Peer || line.route == Route::Direct;
    match (figure.control, on_net, deal.scope.mode) {
        (false, ..) | (true, true, _) => Scope::Inside,
        (true, false, Mode::Transit) => Scope::Outside,
        (true, false, _) => Scope::Unsaid,
    }
}

/// A price is judged by the figure of the day on which it begins to hold.
fn date(deal: &Deal, figure: &Figure) -> Scope {
    let Some(effective) = deal.rates.effective.known() else { return Scope::Unsaid };
    if figure.provision.in_force(effective.local.date()) { Scope::Inside } else { Scope::Outside }
}
