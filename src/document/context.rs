//! The values that a template may read: the deal as printed text, and what is worked out from it.

#![expect(
    clippy::indexing_slicing,
    reason = "an index into a JSON value gives null where nothing is; what is written to is an object"
)]

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::blanks::Blanks;
use super::lines::Lines;
use super::technical_rows::{FormTables, tables};
use super::worked;
use crate::deal::contacts::{self, Role};
use crate::deal::line_terms::LineTerm;
use crate::deal::measure::Percent;
use crate::deal::number::DialCode;
use crate::deal::rates::{RateBasis, RateLine, Rates, Route};
use crate::deal::read::DealFile;
use crate::deal::tax::Taxes;
use crate::deal::tree::{Node, NodeKind};
use crate::deal::{ByFlow, Deal, Field};
use crate::diagnostic::Finding;
use crate::library::law::{PriceBound, RegulatedPrice};
use crate::library::{CountryFacts, Library};
use crate::path::Path;
use crate::template::BLANK;

/// The context of a deal, the fields of its blanks, and the rows of its rate schedule. Fields that the deal leaves out and that have no default are
/// absent. If the deal cannot be serialised, the context is empty and a finding says so.
#[must_use]
pub fn of<'a>(file: &'a DealFile, library: &Library, findings: &mut Vec<Finding>) -> (Value, Blanks, Lines<'a>) {
    made(file, library).unwrap_or_else(|error| {
        findings.push(
            Finding::error("LIB008", format!("the deal cannot be handed to the clauses: {error}"))
                .help("this is a fault of peerpact: please report it"),
        );
        (json!({}), Blanks::default(), Lines::of(&file.deal.rates))
    })
}

fn made<'a>(file: &'a DealFile, library: &Library) -> Result<(Value, Blanks, Lines<'a>), serde_json::Error> {
    let deal = &file.deal;
    let mut blanks = Blanks::default();
    let mut lines = Lines::of(&deal.rates);
    let mut context = plain(deal)?;
    context["rates"]["lines"] = kinds(&deal.rates)?;
    // An order may ask for any route class.
    let any = [Route::Cli, Route::NonCli, Route::Direct].into_iter().filter(|_| deal.rates.basis == RateBasis::Orders);
    let routes: BTreeSet<Route> = any.chain(deal.rates.lines.iter().map(|line| line.route)).collect();
    context["rates"]["routes"] = json!(routes);
    if deal.rates.basis == RateBasis::PriceList && deal.rates.price_list == Field::Absent {
        context["rates"]["price_list"] = BLANK.to_string().into();
    }
    blanks.mark(&mut context, &mut Path::root(), &Path::clone);
    if let Taxes::None(none) = &deal.tax {
        for (key, party) in [("bears", &none.bears), ("reports", &none.reports), ("remits", &none.remits)] {
            let name = context["parties"][party.as_str()]["name"].clone();
            context["tax"][key] = name;
        }
    }
    let mut written = BTreeSet::new();
    paths_written(&file.tree, "", &mut written);
    context["written"] = json!(written);
    let form = tables(deal, &mut lines);
    let parties: Vec<Value> = deal.parties.keys().map(|id| party(deal, id, &context, &form, &mut blanks)).collect();
    let find = |id: &str| parties.iter().find(|party| party["id"] == id).cloned().unwrap_or(Value::Null);
    let flows: Vec<Value> = deal.scope.flows.iter().map(|(id, flow)| {
        Ok(json!({
            "id": id,
            "description": context["scope"]["flows"][id].get("description").cloned().unwrap_or_else(|| id.as_str().into()),
            "customer": find(&flow.customer),
            "supplier": find(&flow.supplier),
            "line": lines.flow(id),
            "priced": deal.rates.basis == RateBasis::Listed || deal.rates.lines.iter().any(|line| line.flow == *id),
            "begin": deal.rates.lines.iter().any(|line| line.flow == *id && lines.begins_later(line)),
            "end": deal.rates.lines.iter().any(|line| line.flow == *id && line.until != Field::Absent),
            "tax": taxes(&context, id, &find),
            "sla": departing(&deal.sla, "sla", id, file, &mut blanks)?,
            "quality": departing(&deal.quality, "quality", id, file, &mut blanks)?,
            "credit": credit(deal, id, file, &mut blanks)?,
            "worked": plain(&worked::work(deal, id))?,
            "fixed_price": fixed_price(deal, library, id),
            "terms": terms(deal, id),
            "jurisdictions": told_apart(deal, id, |line| &line.jurisdiction),
            "bands": told_apart(deal, id, |line| &line.band),
            "notices": rows(&context, "notices", id),
            "fees": rows(&context, "fees", id),
            "discounts": rows(&context, "discounts", id),
            "quality_bonus": rows(&context, "quality_bonus", id),
            "revenue_share": rows(&context, "revenue_share", id),
            "commitments": rows(&context, "commitments", id),
        }))
    }).collect::<Result<_, serde_json::Error>>()?;
    let countries: Vec<&str> = deal.parties.values().map(|party| party.country.code()).collect();
    let homes: Vec<Value> = library
        .countries
        .values()
        .filter(|country| deal.parties.values().any(|party| country.includes(party.country.code())))
        .map(facts)
        .collect();
    let law_home = deal
        .jurisdiction
        .law
        .known()
        .and_then(|law| library.countries.values().find(|country| country.has_law(law.as_str())).map(facts));
    let arbitration_law = context["disputes"].get("arbitration_law").unwrap_or(&context["jurisdiction"]["law"]).clone();
    let bilateral = deal.scope.flows.values().any(|one| {
        deal.scope.flows.values().any(|other| one.customer == other.supplier && one.supplier == other.customer)
    });
    let extra = json!({
        "party_list": parties,
        "flows": flows,
        "bilateral": bilateral,
        "countries": countries,
        "eu": deal.parties.values().any(|party| party.country.in_eu()),
        "arbitration_law": arbitration_law,
        "homes": homes,
        "dated": deal.rates.lines.iter().any(|line| lines.begins_later(line) || line.until != Field::Absent),
        "touch": touch(deal, library),
        "yearly_interest": Percent((deal.billing.interest.0 * Decimal::from(12)).normalize()).to_string(),
    });
    if let (Value::Object(context), Value::Object(extra)) = (&mut context, extra) {
        context.extend(extra);
        for (name, rows) in [("form_sides", form.sides), ("form_agreed", form.agreed)] {
            context.extend(rows.map(|rows| (name.to_owned(), rows)));
        }
        if let Some(law_home) = law_home {
            context.insert("law_home".into(), law_home);
        }
    }
    Ok((context, blanks, lines))
}

/// The paths of the fields and sections that a deal itself writes, without indices; what departs for a flow or a party counts as
/// written in its section.
fn paths_written(node: &Node, path: &str, out: &mut BTreeSet<String>) {
    match &node.kind {
        NodeKind::Map(entries) => {
            for entry in entries {
                let inside = match entry.key.as_str() {
                    "by_flow" | "by_party" => {
                        if let NodeKind::Map(departures) = &entry.value.kind {
                            departures.iter().for_each(|departure| paths_written(&departure.value, path, out));
                        }
                        continue;
                    }
                    key if path.is_empty() => key.to_owned(),
                    key => format!("{path}.{key}"),
                };
                paths_written(&entry.value, &inside, out);
                out.insert(inside);
            }
        }
        NodeKind::List(items) => items.iter().for_each(|item| paths_written(item, path, out)),
        NodeKind::Scalar(_) | NodeKind::Blank => {}
    }
}

/// A section as it holds for one flow. A blank is filed under the place where the deal writes it: the section or its departure.
fn departing<T: Serialize>(
    section: &ByFlow<T>,
    name: &str,
    flow: &str,
    file: &DealFile,
    blanks: &mut Blanks,
) -> Result<Value, serde_json::Error> {
    let mut value = plain(section.of(flow))?;
    blanks.mark(&mut value, &mut Path::root(), &|field| file.departing(name, flow, field));
    Ok(value)
}

/// The terms of credit of a flow, with a blank for the sum that its kind of credit needs and the deal leaves out.
fn credit(deal: &Deal, flow: &str, file: &DealFile, blanks: &mut Blanks) -> Result<Value, serde_json::Error> {
    let mut value = departing(&deal.credit, "credit", flow, file, blanks)?;
    if let (Some(field), Value::Object(fields)) = (deal.credit.of(flow).unsaid(), &mut value) {
        fields.insert(field.into(), blanks.at(file.departing("credit", flow, &field.into())).into());
    }
    Ok(value)
}

/// Whether every price of a flow is one that the law of the supplier's country fixes for it.
fn fixed_price(deal: &Deal, library: &Library, id: &str) -> bool {
    let Some(flow) = deal.scope.flows.get(id) else { return false };
    let home = |party: &str| deal.parties.get(party).map(|party| party.country);
    let (Some(customer), Some(supplier)) = (home(&flow.customer), home(&flow.supplier)) else { return false };
    let of_supplier = library.countries.values().filter(|country| country.includes(supplier.code()));
    let abroad = of_supplier.filter(|country| !country.includes(customer.code()));
    let figures: Vec<&RegulatedPrice> = abroad
        .flat_map(|country| &country.figures)
        .filter(|figure| figure.applies && figure.kind == PriceBound::Fixed && figure.currency == deal.rates.currency)
        .collect();
    let fixes = |line: &RateLine, figure: &RegulatedPrice| {
        let under = |code: &DialCode| figure.codes.iter().any(|range| code.as_str().starts_with(range.as_str()));
        let price = line.price();
        price.is_by_the_minute()
            && price.rate.is_some_and(|rate| figure.allows(rate.0, false))
            && line.codes.iter().all(under)
    };
    let mut lines = deal.rates.lines.iter().filter(|line| line.flow == *id).peekable();
    lines.peek().is_some() && lines.all(|line| figures.iter().any(|figure| fixes(line, figure)))
}

/// The facts of a country that clauses print. Its codes and prices are for rules only.
fn facts(country: &CountryFacts) -> Value {
    let mut facts = json!({
        "country": country.country,
        "name": country.name,
        "data_law": country.data_law,
        "traffic_law": country.traffic_law,
        "general_law": country.general_law,
        "third_parties": country.third_parties,
    });
    strip(&mut facts);
    facts
}

/// Only a dial code with fewer digits than this can lead to several countries.
const SHORTEST: usize = 8;

/// Why each country is touched: by a party, by numbers that a rate leads to, by the seat, by the governing law.
pub(super) fn touch(deal: &Deal, library: &Library) -> Value {
    let mut codes: Vec<(u64, &str)> =
        deal.rates.lines.iter().flat_map(|line| &line.codes).map(|code| (code.key(), code.as_str())).collect();
    codes.sort_unstable_by_key(|(key, _)| *key);
    let numbers = |country: &CountryFacts| {
        country.dial_codes.iter().any(|range| {
            let first = range.parse().map_or(0, |range: DialCode| range.key());
            let start = codes.partition_point(|(key, _)| *key < first);
            let under = codes.iter().skip(start).take_while(|(_, code)| code.starts_with(range.as_str()));
            under.into_iter().any(|(_, code)| country.numbers(code))
        })
    };
    // A short code leads to every country below it, unless it belongs to one country itself.
    let short: Vec<&str> = codes.iter().map(|(_, code)| *code).filter(|code| code.len() < SHORTEST).collect();
    let below = |country: &CountryFacts| {
        short.iter().any(|code| country.below(code) && !library.countries.values().any(|country| country.numbers(code)))
    };
    let reasons = library.countries.iter().map(|(code, country)| {
        let ways = [
            ("party", deal.parties.values().any(|party| country.includes(party.country.code()))),
            ("numbers", numbers(country) || below(country)),
            ("seat", deal.disputes.seat.known().is_some_and(|seat| country.has_seat(seat.as_str()))),
            ("law", deal.jurisdiction.law.known().is_some_and(|law| country.has_law(law.as_str()))),
        ];
        let ways: Vec<&str> = ways.into_iter().filter(|(_, there)| *there).map(|(way, _)| way).collect();
        (code.clone(), json!(ways))
    });
    Value::Object(reasons.collect())
}

/// Which terms some line of a flow has beside its rate and increment.
fn terms(deal: &Deal, flow: &str) -> Value {
    let among = LineTerm::among(deal.rates.lines.iter().filter(|line| line.flow == flow));
    LineTerm::ALL
        .into_iter()
        .map(|term| (term.key().to_owned(), among.contains(&term).into()))
        .collect::<Map<_, _>>()
        .into()
}

/// The words by which the lines of a flow differ, without repetition.
fn told_apart(deal: &Deal, flow: &str, field: fn(&RateLine) -> &Field<crate::deal::Text>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in deal.rates.lines.iter().filter(|line| line.flow == flow) {
        let words = match field(line) {
            Field::Known(words) => words.to_string(),
            Field::Blank => BLANK.to_string(),
            Field::Absent => continue,
        };
        if !out.contains(&words) {
            out.push(words);
        }
    }
    out
}

/// The lines of the rates for conditions such as "some line has this field": one line of each kind, without the fields that differ from line to line.
fn kinds(rates: &Rates) -> Result<Value, serde_json::Error> {
    fn word(field: &Field<crate::deal::Text>) -> Option<&str> {
        field.known().map(crate::deal::Text::as_str)
    }
    let mut seen = FxHashSet::default();
    let mut out = Vec::new();
    for line in &rates.lines {
        let key = (
            line.flow.as_str(),
            line.route,
            line.increment,
            line.rating.known(),
            [&line.origin, &line.jurisdiction, &line.band].map(word),
        );
        if seen.insert(key) {
            out.push(plain(&RateLine { codes: Vec::new(), ..line.clone() })?);
        }
    }
    Ok(Value::Array(out))
}

/// The rows of a list of `pricing` that concern one flow.
fn rows(context: &Value, list: &str, flow: &str) -> Vec<Value> {
    section(context, "pricing", list).into_iter().filter(|row| row["flow"] == *flow).collect()
}

fn plain<T: Serialize>(value: &T) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(value)?;
    strip(&mut value);
    Ok(value)
}

/// Removes nulls, so that a template that prints one is refused instead of printing nothing.
fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn section(context: &Value, section: &str, list: &str) -> Vec<Value> {
    context[section][list].as_array().cloned().unwrap_or_default()
}

fn taxes(context: &Value, flow: &str, find: &dyn Fn(&str) -> Value) -> Vec<Value> {
    let lines = context["tax"].as_array().cloned().unwrap_or_default();
    lines
        .into_iter()
        .filter(|line| line["flow"] == *flow)
        .map(|mut line| {
            let name = line["accounts"].as_str().map(find).and_then(|party| party.get("name").cloned());
            line["accounts"] = name.unwrap_or_default();
            line
        })
        .collect()
}

fn party(deal: &Deal, id: &str, context: &Value, form: &FormTables, blanks: &mut Blanks) -> Value {
    let mut party = context["parties"][id].as_object().cloned().unwrap_or_default();
    let country = deal.parties.get(id).map(|party| party.country.code().to_owned()).unwrap_or_default();
    party.insert("id".into(), id.into());
    party.insert("country_code".into(), country.clone().into());
    party.insert("by_party".into(), context["by_party"].get(id).cloned().unwrap_or_else(|| json!({})));
    let hosts: Vec<String> = deal.technical.hosts.get(id).into_iter().flatten().map(ToString::to_string).collect();
    let sites = match deal.technical.sites.get(id) {
        Some(Field::Known(sites)) => {
            hosts.into_iter().chain(sites.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ")
        }
        None if !hosts.is_empty() => hosts.join(", "),
        Some(_) => blanks.at(Path::from("technical.sites").key(id)),
        None => blanks.at("technical.sites".into()),
    };
    party.insert("sites".into(), sites.into());
    // What a rule asks for prints as a blank, and not as a fact that nobody stated.
    if country == "US" && !party.contains_key("rmd_number") {
        party.insert("rmd_number".into(), blanks.at(Path::from("parties").key(id).key("rmd_number")).into());
    }
    party.extend(form.sides.as_ref().map(|rows| ("form".to_owned(), rows[id].clone())));
    let mut contacts: Vec<Value> =
        Role::ALL.iter().flat_map(|role| contacts_of(deal, id, *role, context, blanks)).collect();
    // Those that are still to be named share a row.
    let lacking: Vec<_> = contacts::lacking(deal).into_iter().filter(|(party, ..)| *party == id).collect();
    if let Some((.., entry)) = lacking.first() {
        let roles: Vec<&str> = lacking.iter().map(|(_, role, _)| heading(*role)).collect();
        let mut blank = |field| blanks.at(entry.key(field));
        contacts.push(json!({
            "role": roles.join("; "), "name": blank("name"), "email": blank("email"), "phone": blank("phone"),
            "hours": blank("hours"),
        }));
    }
    party.insert("contacts".into(), contacts.into());
    Value::Object(party)
}

/// How the paper names what a contact answers for.
fn heading(role: Role) -> &'static str {
    match role {
        Role::Legal => "Legal (formal notices)",
        Role::Rates => "Rate notices",
        Role::Billing => "Billing and disputes",
        Role::Noc => "Network operations",
        Role::Fraud => "Fraud and tracing",
        Role::Privacy => "Privacy (personal data)",
    }
}

/// The contacts of one party and role.
fn contacts_of(deal: &Deal, party: &str, role: Role, context: &Value, blanks: &mut Blanks) -> Vec<Value> {
    deal.contacts
        .iter()
        .enumerate()
        .filter(|(_, contact)| contact.party == party && contact.role == role)
        .map(|(at, _)| {
            let mut row = Map::new();
            row.insert("role".into(), heading(role).into());
            for key in ["name", "email", "phone", "hours"] {
                let said = context["contacts"][at].get(key).cloned();
                row.insert(
                    key.into(),
                    said.unwrap_or_else(|| match key {
                        "email" => blanks.at(Path::from("contacts").index(at).key("email")).into(),
                        _ => "–".into(),
                    }),
                );
            }
            let listed = deal.contacts.get(at).into_iter().flat_map(|contact| &contact.copies);
            let copies: Vec<String> = listed.map(ToString::to_string).collect();
            if !copies.is_empty() {
                row.insert("copies".into(), copies.join(", ").into());
            }
            Value::Object(row)
        })
        .collect()
}
