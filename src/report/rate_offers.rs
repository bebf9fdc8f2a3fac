//! Offers side by side, margins and the cost of traffic, for people and for programs.

use std::io;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use crate::characters::visible;
use crate::deal::number::DialCode;
use crate::deal::rates::RateLine;
use crate::rates::codes::fold;
use crate::rates::guard::guarded;
use crate::rates::offers::{Margin, OfferGroup, OfferMeasure, OfferedCalls, Offers};
use crate::rates::traffic::{TrafficCost, TrafficList};
use crate::rates::write::route;
use crate::report::columns::columns;

/// Characters of codes that a line for people shows.
const SHOWN: usize = 48;

/// Offers with what people call them.
#[derive(Debug, Clone, Copy)]
pub struct NamedOffers<'r, 'a> {
    /// The offers; the first is the sell deck where margins are asked for.
    pub offers: &'r Offers<'a>,
    /// The name of each.
    pub names: &'r [String],
    /// The currency of every price.
    pub currency: &'r str,
    /// By what prices are compared.
    pub measure: OfferMeasure,
    /// The minutes by code, if somebody gave them.
    pub traffic: Option<&'r TrafficList>,
}

impl NamedOffers<'_, '_> {
    fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// The names of offers, joined as equals.
    fn equals(&self, offers: &[usize]) -> String {
        offers.iter().map(|at| visible(self.name(*at))).collect::<Vec<_>>().join(" = ")
    }

    /// The minutes of codes.
    fn minutes(&self, codes: &[DialCode]) -> Option<Decimal> {
        let traffic = self.traffic?;
        Some(codes.iter().filter_map(|code| traffic.minutes.get(code)).copied().sum())
    }

    /// By what prices are compared, in words.
    fn measured(&self) -> String {
        match self.measure {
            OfferMeasure::Minute => format!("{} a minute", self.currency),
            OfferMeasure::Calls(seconds) => format!("{} a minute, in calls of {seconds} seconds", self.currency),
        }
    }

    /// A price as its line says it, and what it comes to where calls are measured.
    fn price(&self, line: Option<&RateLine>) -> String {
        let Some(line) = line else { return "-".to_owned() };
        let said = line.price().told();
        match self.measure {
            OfferMeasure::Minute => said,
            OfferMeasure::Calls(_) => format!("{said} = {}", price_of(self.measure.minute(line))),
        }
    }
}

/// Every group with the price of each offer and who asks least, for people.
#[must_use]
pub fn offers(named: &NamedOffers<'_, '_>) -> String {
    let groups = named.offers.groups();
    let mut header = vec!["destination".to_owned(), "codes".to_owned()];
    header.extend(named.names.iter().cloned());
    header.push("least".to_owned());
    let row = |group: &OfferGroup<'_>| {
        let mut row = vec![destination(group.destination, &group.calls), codes(&group.codes)];
        row.extend(group.lines.iter().map(|line| named.price(*line)));
        row.push(named.equals(&group.least(named.measure)));
        row
    };
    let mut out = format!("{}\n", named.measured());
    out.push_str(&columns(&header, groups.iter().map(row)));
    for (at, name) in named.names.iter().enumerate() {
        let [mut priced, mut least, mut alone] = [0; 3];
        for group in &groups {
            let low = group.least(named.measure);
            let many = group.codes.len();
            priced += if group.lines.get(at).is_some_and(Option::is_some) { many } else { 0 };
            least += if low.contains(&at) { many } else { 0 };
            alone += if low == [at] { many } else { 0 };
        }
        let total: usize = groups.iter().map(|group| group.codes.len()).sum();
        out.push_str(&format!(
            "{}: a price for {priced} of {total} codes, the least for {least}, alone for {alone}\n",
            visible(name)
        ));
    }
    out.push_str(&renamed(named));
    out.push_str(&traffic(named));
    out
}

/// Names that two decks give the same codes.
fn renamed(named: &NamedOffers<'_, '_>) -> String {
    let one = |renamed: &crate::rates::offers::Renamed<'_>| {
        format!(
            "{} is called {} by {}: {}\n",
            visible(renamed.first),
            visible(renamed.other),
            visible(named.name(renamed.at)),
            codes(&renamed.codes)
        )
    };
    named.offers.renamed().iter().map(one).collect()
}

/// What the traffic costs at each offer, for people; nothing without traffic.
fn traffic(named: &NamedOffers<'_, '_>) -> String {
    let Some(traffic) = named.traffic else { return String::new() };
    let cost = traffic.cost(named.offers, named.measure);
    let currency = named.currency;
    let mut out = format!("{} minutes cost\n", plain(cost.minutes));
    for ((name, money), unpriced) in named.names.iter().zip(&cost.each).zip(&cost.unpriced) {
        let lacks = if unpriced.is_zero() {
            String::new()
        } else {
            format!(", without {} minutes that it has no price for", plain(*unpriced))
        };
        out.push_str(&format!("  {} {currency} at {}{lacks}\n", money_of(*money), visible(name)));
    }
    if cost.shared != cost.minutes && !cost.shared.is_zero() {
        let each = named.names.iter().zip(&cost.for_shared);
        let each: Vec<String> =
            each.map(|(name, money)| format!("{} {currency} at {}", money_of(*money), visible(name))).collect();
        out.push_str(&format!(
            "  of them {} minutes that all have a price for: {}\n",
            plain(cost.shared),
            each.join(", ")
        ));
    }
    out.push_str(&format!("  {} {currency} if each goes where it costs least", money_of(cost.least)));
    if !cost.nowhere.is_zero() {
        out.push_str(&format!(", without {} minutes that nobody has a price for", plain(cost.nowhere)));
    }
    out.push('\n');
    out.push_str(&unsure(&cost));
    out
}

/// What the traffic does not tell apart.
#[must_use]
pub fn unsure(cost: &TrafficCost) -> String {
    if cost.unsure.is_empty() {
        return String::new();
    }
    let minutes: Decimal = cost.unsure.iter().map(|(_, minutes)| *minutes).sum();
    let all: Vec<DialCode> = cost.unsure.iter().map(|(code, _)| *code).collect();
    format!(
        "note: {} minutes may cost something else: the decks price longer codes below {} otherwise, and the traffic does not part them\n",
        plain(minutes),
        codes(&all)
    )
}

/// What changes from one deck to the next cost, for people.
#[must_use]
pub fn changed_cost(cost: &TrafficCost, currency: &str) -> String {
    let ([before, after], [was, will]) = (cost.for_shared.as_slice(), cost.unpriced.as_slice()) else {
        return String::new();
    };
    let change = after.saturating_sub(*before);
    let share = change.checked_mul(100.into()).and_then(|change| change.checked_div(*before));
    let share = share.map_or_else(String::new, |share| format!(" ({} %)", signed(share.round_dp(1).normalize())));
    let mut out = format!(
        "{} minutes cost {} {currency} before and {} {currency} after: {}{share}\n",
        plain(cost.shared),
        money_of(*before),
        money_of(*after),
        signed(cents(change))
    );
    for (unpriced, when) in [(was, "before"), (will, "after")] {
        if !unpriced.is_zero() {
            out.push_str(&format!("  beside {} minutes that have no price {when}\n", plain(*unpriced)));
        }
    }
    out.push_str(&unsure(cost));
    out
}

/// Every code with the price of each offer, as comma-separated values.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn offers_csv(named: &NamedOffers<'_, '_>) -> io::Result<Vec<u8>> {
    let mut header: Vec<String> =
        ["code", "destination", "route", "origin", "jurisdiction", "band"].map(str::to_owned).to_vec();
    let with_terms = named.offers.beside_minutes().is_some();
    for name in named.names {
        header.extend([format!("{name} rate"), format!("{name} increment")]);
        if with_terms {
            header.push(format!("{name} terms"));
        }
    }
    header.extend(["least", "least price", "lead"].map(str::to_owned));
    if named.traffic.is_some() {
        header.push("minutes".to_owned());
    }
    let groups = named.offers.groups();
    let mut rows: Vec<(DialCode, &OfferGroup<'_>)> =
        groups.iter().flat_map(|group| group.codes.iter().map(move |code| (*code, group))).collect();
    rows.sort_by_key(|(code, group)| (group.calls, *code));
    written(
        &header,
        rows.into_iter().map(|(code, group)| {
            let least = group.least(named.measure);
            let low = least.first().and_then(|at| named.measure.minute((*group.lines.get(*at)?)?));
            let mut row = vec![code.to_string(), group.destination.to_owned()];
            row.extend(calls(&group.calls));
            for line in &group.lines {
                row.extend([
                    line.map(rate).unwrap_or_default(),
                    line.map_or_else(String::new, |line| line.increment.to_string()),
                ]);
                if with_terms {
                    row.push(line.map_or_else(String::new, |line| line.price().beside()));
                }
            }
            row.push(least.iter().map(|at| named.name(*at)).collect::<Vec<_>>().join(" = "));
            row.push(low.map_or_else(String::new, |low| price_of(Some(low))));
            row.push(group.lead(named.measure).map_or_else(String::new, |lead| price_of(Some(lead))));
            if let Some(traffic) = named.traffic {
                row.push(traffic.minutes.get(&code).map_or_else(String::new, |minutes| plain(*minutes)));
            }
            row
        }),
    )
}

/// The same as a JSON value.
#[must_use]
pub fn offers_json(named: &NamedOffers<'_, '_>) -> Value {
    let group = |group: &OfferGroup<'_>| {
        json!({
            "destination": group.destination,
            "calls": calls_json(&group.calls),
            "codes": group.codes.iter().map(DialCode::as_str).collect::<Vec<_>>(),
            "offers": group.lines.iter().map(|line| side(named, *line)).collect::<Vec<_>>(),
            "least": group.least(named.measure).iter().map(|at| named.name(*at)).collect::<Vec<_>>(),
            "lead": group.lead(named.measure).map(plain),
            "minutes": named.minutes(&group.codes).map(plain),
        })
    };
    let renamed: Vec<Value> = named
        .offers
        .renamed()
        .iter()
        .map(|renamed| {
            json!({
                "first": renamed.first, "other": renamed.other, "deck": named.name(renamed.at),
                "codes": renamed.codes.iter().map(DialCode::as_str).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut out = head(named);
    if let Some(out) = out.as_object_mut() {
        out.insert("groups".into(), named.offers.groups().iter().map(group).collect());
        out.insert("renamed".into(), renamed.into());
        let cost = named.traffic.map(|traffic| cost_json(&traffic.cost(named.offers, named.measure), named.names));
        out.insert("traffic".into(), cost.into());
    }
    out
}

/// What traffic costs, as a JSON value.
#[must_use]
pub fn cost_json(cost: &TrafficCost, names: &[String]) -> Value {
    let each = names.iter().zip(&cost.for_shared).zip(cost.each.iter().zip(&cost.unpriced));
    json!({
        "minutes": plain(cost.minutes),
        "shared_minutes": plain(cost.shared),
        "offers": each.map(|((name, shared), (money, unpriced))| json!({
            "deck": name, "cost": plain(*money), "cost_of_shared": plain(*shared), "minutes_without_price": plain(*unpriced),
        })).collect::<Vec<_>>(),
        "least": plain(cost.least),
        "minutes_nowhere": plain(cost.nowhere),
        "unsure": cost.unsure.iter().map(|(code, minutes)| json!({ "code": code.as_str(), "minutes": plain(*minutes) })).collect::<Vec<_>>(),
    })
}

/// What the sell deck earns over the least of the others, for people: what nobody sells to us, then losers first.
#[must_use]
pub fn margins(named: &NamedOffers<'_, '_>) -> String {
    let margins = ordered(named);
    let mut header: Vec<String> =
        ["margin", "of sell", "destination", "codes", "sell", "buy", "from"].map(str::to_owned).to_vec();
    if named.traffic.is_some() {
        header.insert(2, "earns".to_owned());
    }
    let row = |margin: &Margin<'_>| {
        let mut row = vec![
            margin.margin.map_or_else(|| "no offer".to_owned(), signed),
            share(named.measure, margin).map_or_else(String::new, |share| format!("{} %", signed(share))),
            destination(margin.sell.destination.as_str(), &margin.calls),
            codes(&margin.codes),
            named.price(Some(margin.sell)),
            named.price(margin.buy.map(|(_, line)| line)),
            margin.buy.map_or_else(String::new, |(at, _)| visible(named.name(at))),
        ];
        if named.traffic.is_some() {
            row.insert(2, earned(named, margin).map_or_else(String::new, |money| signed(cents(money))));
        }
        row
    };
    let mut out = format!("{}\n", named.measured());
    out.push_str(&columns(&header, margins.iter().map(row)));
    let count = |is: &dyn Fn(&Margin<'_>) -> bool| -> usize {
        margins.iter().filter(|margin| is(margin)).map(|margin| margin.codes.len()).sum()
    };
    let loses = count(&|margin| margin.margin.is_some_and(|margin| margin.is_sign_negative() && !margin.is_zero()));
    let (nowhere, all) = (count(&|margin| margin.buy.is_none()), count(&|_| true));
    out.push_str(&format!(
        "{all} codes sold by {}: {loses} below what they cost, {nowhere} that no other deck offers\n",
        visible(named.name(0))
    ));
    if named.traffic.is_some() {
        let total: Decimal = margins.iter().filter_map(|margin| earned(named, margin)).sum();
        out.push_str(&format!("the traffic earns {} {}\n", signed(cents(total)), named.currency));
        if let Some(traffic) = named.traffic {
            out.push_str(&unsure(&traffic.cost(named.offers, named.measure)));
        }
    }
    out
}

/// Margins: what nobody sells to us first, then by what the traffic earns, or by the margin of a minute.
fn ordered<'a>(named: &NamedOffers<'_, 'a>) -> Vec<Margin<'a>> {
    let mut margins = named.offers.margins(named.measure);
    if named.traffic.is_some() {
        margins.sort_by_key(|margin| earned(named, margin));
    }
    margins
}

/// What the traffic of its codes earns.
fn earned(named: &NamedOffers<'_, '_>, margin: &Margin<'_>) -> Option<Decimal> {
    let minutes = named.minutes(&margin.codes)?;
    let sold = named.measure.of_minutes(margin.sell, minutes)?;
    sold.checked_sub(named.measure.of_minutes(margin.buy?.1, minutes)?)
}

/// The margin as a share of the selling price, in percent.
fn share(measure: OfferMeasure, margin: &Margin<'_>) -> Option<Decimal> {
    let sell = measure.minute(margin.sell)?;
    Some(margin.margin?.checked_mul(100.into())?.checked_div(sell)?.round_dp(1))
}

/// Every code that is sold, as comma-separated values, losers first.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn margins_csv(named: &NamedOffers<'_, '_>) -> io::Result<Vec<u8>> {
    let header = [
        "code",
        "destination",
        "route",
        "origin",
        "jurisdiction",
        "band",
        "sell rate",
        "sell increment",
        "buy rate",
        "buy increment",
        "from",
        "margin",
        "margin of sell %",
        "minutes",
        "earns",
    ];
    let with_terms = named.offers.beside_minutes().is_some();
    let more = if with_terms { ["sell terms", "buy terms"].as_slice() } else { &[] };
    let header: Vec<String> = header.iter().chain(more).map(|name| (*name).to_owned()).collect();
    let margins = ordered(named);
    let rows = margins.iter().flat_map(|margin| margin.codes.iter().map(move |code| (code, margin)));
    written(
        &header,
        rows.map(|(code, margin)| {
            let buy = margin.buy.map(|(_, line)| line);
            let minutes = named.traffic.map(|traffic| traffic.minutes.get(code).copied().unwrap_or_default());
            let earns = || {
                let sold = named.measure.of_minutes(margin.sell, minutes?)?;
                sold.checked_sub(named.measure.of_minutes(buy?, minutes?)?)
            };
            let mut row = vec![code.to_string(), margin.sell.destination.to_string()];
            row.extend(calls(&margin.calls));
            row.extend([
                rate(margin.sell),
                margin.sell.increment.to_string(),
                buy.map(rate).unwrap_or_default(),
                buy.map_or_else(String::new, |line| line.increment.to_string()),
                margin.buy.map_or_else(String::new, |(at, _)| named.name(at).to_owned()),
                margin.margin.map_or_else(String::new, plain),
                share(named.measure, margin).map_or_else(String::new, plain),
                minutes.map_or_else(String::new, plain),
                earns().map_or_else(String::new, plain),
            ]);
            if with_terms {
                let beside = |line: &RateLine| line.price().beside();
                row.extend([beside(margin.sell), buy.map(beside).unwrap_or_default()]);
            }
            row
        }),
    )
}

/// The same as a JSON value.
#[must_use]
pub fn margins_json(named: &NamedOffers<'_, '_>) -> Value {
    let one = |margin: &Margin<'_>| {
        json!({
            "destination": margin.sell.destination.to_string(),
            "calls": calls_json(&margin.calls),
            "codes": margin.codes.iter().map(DialCode::as_str).collect::<Vec<_>>(),
            "sell": side(named, Some(margin.sell)),
            "buy": side(named, margin.buy.map(|(_, line)| line)),
            "from": margin.buy.map(|(at, _)| named.name(at)),
            "margin": margin.margin.map(plain),
            "margin_percent": share(named.measure, margin).map(plain),
            "minutes": named.minutes(&margin.codes).map(plain),
            "earns": earned(named, margin).map(plain),
        })
    };
    let mut out = head(named);
    if let Some(out) = out.as_object_mut() {
        out.insert("margins".into(), ordered(named).iter().map(one).collect());
    }
    out
}

/// What each table says of itself.
fn head(named: &NamedOffers<'_, '_>) -> Value {
    let call = match named.measure {
        OfferMeasure::Minute => None,
        OfferMeasure::Calls(seconds) => Some(seconds),
    };
    json!({ "version": 1, "currency": named.currency, "call": call, "decks": named.names })
}

fn side(named: &NamedOffers<'_, '_>, line: Option<&RateLine>) -> Value {
    line.map_or(Value::Null, |line| {
        let mut side = json!({
            "destination": line.destination.to_string(),
            "rate": line.rate.known().map(ToString::to_string),
            "increment": line.increment.to_string(),
            "minute": named.measure.minute(line).map(plain),
        });
        super::rates::add_terms(&mut side, line);
        side
    })
}

/// The calls as cells: route, origin, jurisdiction and time band.
fn calls(calls: &OfferedCalls<'_>) -> [String; 4] {
    let [origin, jurisdiction, band] = calls.words.map(|word| word.unwrap_or_default().to_owned());
    [calls.route.map_or_else(String::new, |class| route(class).to_owned()), origin, jurisdiction, band]
}

fn calls_json(calls: &OfferedCalls<'_>) -> Value {
    let [origin, jurisdiction, band] = calls.words;
    json!({ "route": calls.route.map(route), "origin": origin, "jurisdiction": jurisdiction, "band": band })
}

/// A destination, with what tells its calls from others.
fn destination(name: &str, calls: &OfferedCalls<'_>) -> String {
    let words: Vec<&str> = calls.route.map(route).into_iter().chain(calls.words.into_iter().flatten()).collect();
    let name = visible(name);
    if words.is_empty() { name } else { format!("{name} ({})", visible(&words.join(", "))) }
}

fn codes(codes: &[DialCode]) -> String {
    let all = fold(codes);
    if all.chars().count() <= SHOWN {
        return all;
    }
    let cut: String = all.chars().take(SHOWN).collect();
    let whole = cut.rsplit_once(", ").map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}, … ({} codes)", codes.len())
}

fn rate(line: &RateLine) -> String {
    line.rate.known().map_or_else(|| "open".to_owned(), ToString::to_string)
}

/// A figure with all its digits and no zeros behind them.
fn plain(figure: Decimal) -> String {
    figure.normalize().to_string()
}

/// A price, to the eight decimals of a rate.
fn price_of(price: Option<Decimal>) -> String {
    price.map_or_else(|| "open".to_owned(), |price| plain(price.round_dp(8)))
}

fn cents(money: Decimal) -> Decimal {
    let mut money = money.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    money.rescale(2);
    money
}

/// Money to two decimals.
#[must_use]
pub fn money_of(money: Decimal) -> String {
    cents(money).to_string()
}

/// A figure with its sign.
#[must_use]
pub fn signed(figure: Decimal) -> String {
    let figure = figure.round_dp(8);
    if figure.is_sign_negative() && !figure.is_zero() { figure.to_string() } else { format!("+{}", figure.abs()) }
}

fn written(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(header.iter().map(|name| guarded(name.clone())))?;
    for row in rows {
        out.write_record(row.into_iter().map(guarded))?;
    }
    out.into_inner().map_err(|error| error.into_error())
}
