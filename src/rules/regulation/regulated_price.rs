//! Some prices are not the parties' to set.

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::money::Rate;
use crate::deal::rates::{Line, Route};
use crate::deal::scope::{Flow, Mode, Net};
use crate::diagnostic::Level;
use crate::library::Library;
use crate::library::country::{Country, Figure, Kind, Network, Origin};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG002",
    level: Level::Error,
    summary: "a rate departs from a regulated price",
    check: Check::Law(check),
};

/// Whether a line falls under a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Outside,
    /// The deal does not say enough.
    Unsaid,
    Inside,
}

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let Some(flow) = deal.scope.flows.get(&line.flow) else { continue };
        let Some(supplier) = deal.parties.get(&flow.supplier) else { continue };
        let countries = library.countries.values().filter(|country| country.includes(supplier.country.code()));
        let figures = countries.flat_map(|country| country.figures.iter().map(move |figure| (country, figure)));
        for (country, figure) in figures.filter(|(_, figure)| figure.applies) {
            judge(deal, line, at, flow, country, figure, report);
        }
    }
}

fn judge(
    deal: &Deal,
    line: &Line,
    at: usize,
    flow: &Flow,
    country: &Country,
    figure: &Figure,
    report: &mut Report<'_>,
) {
    let Some(rate) = line.rate.known() else { return };
    let scope = [
        numbers(line, country, figure),
        origin(deal, line, flow, country, figure),
        control(deal, line, figure),
        date(deal, figure),
    ];
    let scope = scope.into_iter().min().unwrap_or(Scope::Outside);
    let same_currency = deal.rates.currency == figure.currency;
    if scope == Scope::Outside || (same_currency && allows(figure, rate.0, deal.scope.mode)) {
        return;
    }
    let limit = figure.limit();
    let help = if same_currency {
        format!("write what {} allows; if the calls lie outside it, say so by `origin`, or ask counsel", figure.law)
    } else {
        format!("ask counsel: {} sets the figure in {}", figure.law, figure.currency)
    };
    let mut finding = report.add(
        format!("rates.lines[{at}].rate"),
        format!(
            "{} costs {} {rate} a minute, and {} sets {limit} ({})",
            line.destination,
            deal.rates.currency,
            country.name,
            first_lower(&figure.what)
        ),
        help,
    );
    if scope == Scope::Unsaid || !same_currency {
        finding.level = Level::Warning;
    }
}

fn first_lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn allows(figure: &Figure, rate: Decimal, mode: Mode) -> bool {
    let is = |other: Option<Rate>| other.is_some_and(|other| other.0 == rate);
    let above = figure.least.is_none_or(|least| rate >= least.0);
    let below = figure.most.is_none_or(|most| rate <= most.0);
    match figure.kind {
        // A carrier that hands calls on may have a price of its own.
        Kind::Fixed => is(figure.most.or(figure.least)) || (mode != Mode::Peer && is(figure.transit)),
        Kind::Ceiling => below,
        Kind::Band => above && below,
    }
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
        let words: Vec<&str> = origin.split(|c: char| !c.is_alphanumeric()).collect();
        let code = country.country.to_lowercase();
        if words.iter().any(|word| ["outside", "other", "non", "foreign", "rest", "except"].contains(word)) {
            return false;
        }
        origin.contains(&country.name.to_lowercase())
            || words.iter().any(|word| *word == code || ["domestic", "eea", "eu"].contains(word))
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

/// Whether the supplier has control of the called number.
fn control(deal: &Deal, line: &Line, figure: &Figure) -> Scope {
    let on_net = deal.scope.net == Net::OnNet || deal.scope.mode == Mode::Peer || line.route == Route::Direct;
    match (figure.control, on_net, deal.scope.mode) {
        (false, ..) | (true, true, _) => Scope::Inside,
        (true, false, Mode::Transit) => Scope::Outside,
        (true, false, _) => Scope::Unsaid,
    }
}

fn date(deal: &Deal, figure: &Figure) -> Scope {
    let Some(effective) = deal.rates.effective.known() else { return Scope::Unsaid };
    let day = effective.local.date();
    let begun = figure.from.is_none_or(|from| from.0 <= day);
    let over = figure.until.is_some_and(|until| until.0 < day);
    if begun && !over { Scope::Inside } else { Scope::Outside }
}
