//! What the library knows about the countries that a deal touches: their facts, prices, limits and filings.

use super::bearing::read;
use super::{confirm, heading, or_dash, section, value, words};
use crate::deal::read::DealFile;
use crate::document::{Block, Inlines, context};
use crate::library::Library;
use crate::library::country::CountryFacts;
use crate::library::law::{CallOrigin, CalledNetwork, PriceBound, Provision, RegulatedPrice};

/// The part of the annex about countries. Their prices are used by rules and not printed.
pub(super) fn countries(blocks: &mut Vec<Block>, file: &DealFile, library: &Library) {
    blocks.push(heading("review-countries", "Review: countries"));
    let touch = context::touch(&file.deal, library);
    let reasons = |code: &str| -> Vec<&str> {
        let ways = touch.get(code).and_then(|ways| ways.as_array()).into_iter().flatten();
        ways.filter_map(|way| way.as_str()).map(reason).collect()
    };
    let touched = || library.countries.iter().filter(|(code, _)| !reasons(code).is_empty());
    let rows = touched().map(|(code, country)| {
        let held = country.authorisation.as_ref().map(|held| format!("A carrier there holds: {held}"));
        let notes: Vec<String> = held.into_iter().chain(country.note.clone()).collect();
        let tax = country.tax.as_ref().map(|tax| match &tax.note {
            Some(note) => format!("{}: {note}", tax.name),
            None => tax.name.clone(),
        });
        vec![
            value(&format!("{} ({code})", country.name)),
            value(&reasons(code).join(", ")),
            value(&or_dash(tax.unwrap_or_default())),
            value(&or_dash(notes.join(" · "))),
        ]
    });
    section(
        blocks,
        "The deal touches no country that the library knows.",
        &["Country", "Touched by", "Tax", "Notes"],
        rows.collect(),
    );
    let rows: Vec<Vec<Inlines>> = touched()
        .flat_map(|(_, country)| country.figures.iter().map(move |figure| figure_row(country, figure)))
        .collect();
    if !rows.is_empty() {
        // A line between two tables, because Word would merge them.
        blocks.push(words("Prices that a law fixes or bounds:"));
        section(blocks, "", &["Regulated price", "A minute", "Binds", "Law"], rows);
    }
    let rows: Vec<Vec<Inlines>> = touched().flat_map(|(_, country)| provisions(country)).collect();
    if !rows.is_empty() {
        blocks.push(words("What else their laws limit, ask for or decide:"));
        section(blocks, "", &["Limit, filing or decision", "What it says", "Law"], rows);
    }
}

/// The provisions that rules apply beside prices: limits of a country's law, filings that it requires, transfers that it permits.
fn provisions(country: &CountryFacts) -> Vec<Vec<Inlines>> {
    let row = |what: &str, says: String, provision: &Provision| {
        vec![value(&format!("{}: {what}", country.name)), value(&or_dash(says)), value(&provided(provision))]
    };
    let limits = country.limits.iter().map(|limit| {
        let pay = limit.pay.map(|pay| format!("at most {pay} to pay"));
        row(&limit.what, pay.into_iter().chain(limit.of_interest()).collect::<Vec<_>>().join("; "), &limit.provision)
    });
    let filings = country.filings.iter().map(|filing| {
        let within = filing.within.map(|within| format!("within {within}"));
        row(&filing.what, within.unwrap_or_default(), &filing.provision)
    });
    let decisions = country.adequate.iter().map(|decision| {
        let codes: Vec<&str> = decision.countries.iter().map(|country| country.code()).collect();
        let only = decision.only.as_ref().map_or_else(String::new, |only| format!(" ({only})"));
        row("transfers without a tool", format!("{}{only}", codes.join(", ")), &decision.provision)
    });
    limits.chain(filings).chain(decisions).collect()
}

fn reason(way: &str) -> &str {
    match way {
        "party" => "a party's home",
        "numbers" => "numbers in the rates",
        "seat" => "the seat of arbitration",
        "law" => "the governing law",
        other => other,
    }
}

fn figure_row(country: &CountryFacts, figure: &RegulatedPrice) -> Vec<Inlines> {
    let binds = match figure.kind {
        PriceBound::Fixed => "fixed at ",
        PriceBound::Ceiling => "",
        PriceBound::Band => "from ",
    };
    let mut sum = format!("{binds}{}", figure.limit());
    if figure.transit.is_some() {
        sum.push_str(&format!("; {} for a carrier that hands calls on", figure.price(figure.transit)));
    }
    let mut scope = vec![
        match figure.origin {
            CallOrigin::Foreign => "calls from abroad",
            CallOrigin::Domestic => "calls from the country itself",
            CallOrigin::Member => "calls from a member, or from a country on the same footing",
        }
        .to_owned(),
        match figure.network {
            Some(CalledNetwork::Mobile) => "to mobile numbers",
            Some(CalledNetwork::Fixed) => "to fixed numbers",
            None => "to any number",
        }
        .to_owned(),
    ];
    if !figure.codes.is_empty() {
        scope.push(format!("under {}", figure.codes.join(", ")));
    }
    if figure.control {
        scope.push("for the operator that controls the called number alone".into());
    }
    if !figure.applies {
        scope.push("no deal between two carriers falls under it".into());
    }
    let note = figure.note.as_ref().map_or_else(String::new, |note| format!(" · {note}"));
    vec![
        value(&format!("{}: {}", country.name, figure.what)),
        value(&sum),
        value(&scope.join(", ")),
        value(&format!("{}{note}", provided(&figure.provision))),
    ]
}

/// Where a provision stands, from and until when it holds, when it was read, and what counsel must confirm.
fn provided(provision: &Provision) -> String {
    let law = [provision.article.as_ref(), Some(&provision.law)];
    let law: Vec<&str> = law.into_iter().flatten().map(String::as_str).collect();
    let mut facts = Vec::new();
    facts.extend(provision.from.map(|from| format!("in force from {from}")));
    facts.extend(provision.until.map(|until| format!("until {until}")));
    facts.push(read(provision.document.as_deref(), provision.verified_on));
    facts.push(format!("review by {}", provision.review_by));
    format!("{} ({}){}", law.join(", "), facts.join("; "), confirm(provision.confirm.as_ref()))
}
