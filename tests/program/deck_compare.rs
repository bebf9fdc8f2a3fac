//! Decks of several suppliers side by side: each number costs in the table what it costs in the deck, margins and traffic are sums of
//! these, and what a table cannot tell is said.

use std::collections::BTreeMap;
use std::fs;
use std::process::Output;

use assert_cmd::Command;
use peerpact::deal::Field;
use peerpact::deal::number::DialCode;
use peerpact::deal::rates::{RateLine, Route};
use peerpact::rates::offers::{DeckOffer, OfferMeasure, Offers};
use peerpact::rates::traffic::TrafficList;
use proptest::prelude::*;
use rust_decimal::Decimal;
use tempfile::TempDir;

fn run(files: &[(&str, &str)], args: &[&str]) -> (i32, String, String) {
    let home: TempDir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(home.path().join(name), text).unwrap();
    }
    let mut command = Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home.path()).env("SOURCE_DATE_EPOCH", "1796083200").args(args);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn line(code: &str, rate: u32, increment: &str, origin: Option<&str>) -> RateLine {
    RateLine {
        flow: "deck".into(),
        destination: format!("Place {code}").parse().unwrap(),
        codes: vec![code.parse().unwrap()],
        route: Route::Cli,
        rate: Field::Known(format!("0.{rate:04}").parse().unwrap()),
        increment: increment.parse().unwrap(),
        first_period_rate: Field::Absent,
        fee: Field::Absent,
        minimum_charge: Field::Absent,
        rating: Field::Absent,
        origin: origin.map_or(Field::Absent, |word| Field::Known(word.parse().unwrap())),
        jurisdiction: Field::Absent,
        band: Field::Absent,
        country: Field::Absent,
        effective: Field::Absent,
        until: Field::Absent,
    }
}

/// A deck: each code once for every caller, and some once more for callers of one origin.
fn deck() -> impl Strategy<Value = Vec<RateLine>> {
    let row = ("[1-3]{1,4}", 1_u32..9999, prop_oneof![Just("1/1"), Just("60/60"), Just("30/6")], any::<bool>());
    proptest::collection::vec(row, 0..14).prop_map(|rows| {
        let mut known: BTreeMap<(String, bool), RateLine> = BTreeMap::new();
        for (code, rate, increment, special) in rows {
            let origin = (special && code.len() > 1).then_some("EEA");
            known.insert((code.clone(), origin.is_some()), line(&code, rate, increment, origin));
        }
        known.into_values().collect()
    })
}

/// The line of a number by the words of the agreement: the longest code that is for the call, and of its lines the one for this origin.
fn longest<'a>(lines: &'a [RateLine], number: &str, origin: Option<&str>) -> Option<&'a RateLine> {
    let takes = |line: &&RateLine| match line.origin.known() {
        None => true,
        Some(word) => Some(word.as_str()) == origin,
    };
    let fits = lines.iter().filter(takes).filter(|line| number.starts_with(line.codes[0].as_str()));
    fits.max_by_key(|line| (line.codes[0].as_str().len(), line.origin.known().is_some()))
}

proptest! {
    #[test]
    fn every_number_costs_in_the_table_what_it_costs_in_each_deck(
        decks in proptest::collection::vec(deck(), 2..4),
        asked in proptest::collection::btree_set("[1-3]{1,5}", 0..4),
        numbers in proptest::collection::vec("[1-4]{7}", 30),
    ) {
        let asked: Vec<DialCode> = asked.iter().map(|code| code.parse().unwrap()).collect();
        let offers: Vec<DeckOffer<'_>> = decks.iter().map(|lines| DeckOffer { lines, classless: false }).collect();
        let table = Offers::of(&offers, &asked);
        for (number, origin) in numbers.iter().flat_map(|number| [(number, None), (number, Some("EEA"))]) {
            let of_calls = |word: Option<&str>| {
                table
                    .rows()
                    .filter(|(row, _)| row.calls.words[0] == word && number.starts_with(row.code.as_str()))
                    .max_by_key(|(row, _)| row.code.as_str().len())
            };
            // What holds for every caller is told once, among the calls in general.
            let found = of_calls(origin).or_else(|| of_calls(None));
            for (at, lines) in decks.iter().enumerate() {
                let told = found.and_then(|(_, lines)| lines[at]).map(RateLine::price);
                prop_assert_eq!(told, longest(lines, number, origin).map(RateLine::price), "{} {:?}", number, origin);
            }
        }
    }

    #[test]
    fn what_traffic_costs_is_the_sum_of_its_calls(
        decks in proptest::collection::vec(deck(), 2..4),
        traffic in proptest::collection::btree_map("[1-3]{1,5}", 1_u32..100_000, 1..6),
        seconds in proptest::option::of(1_u32..400),
    ) {
        let decks: Vec<Vec<RateLine>> =
            decks.into_iter().map(|lines| lines.into_iter().filter(|line| line.origin.known().is_none()).collect()).collect();
        let minutes = traffic.iter().map(|(code, minutes)| (code.parse().unwrap(), Decimal::from(*minutes))).collect();
        let list = TrafficList { minutes };
        let offers: Vec<DeckOffer<'_>> = decks.iter().map(|lines| DeckOffer { lines, classless: false }).collect();
        let measure = seconds.map_or(OfferMeasure::Minute, OfferMeasure::Calls);
        let cost = list.cost(&Offers::of(&offers, &list.codes()), measure);
        for (at, lines) in decks.iter().enumerate() {
            let mut sum = Decimal::ZERO;
            let mut unpriced = Decimal::ZERO;
            for (code, minutes) in &traffic {
                let Some(line) = longest(lines, code, None) else {
                    unpriced += Decimal::from(*minutes);
                    continue;
                };
                let billed = seconds.map_or(Decimal::ONE, |seconds| {
                    Decimal::from(line.increment.billed(seconds)) / Decimal::from(seconds)
                });
                sum += line.rate.known().unwrap().0 * billed * Decimal::from(*minutes);
            }
            // A deck without any rate names no calls, and has no column of prices.
            if !lines.is_empty() || decks.iter().any(|lines| !lines.is_empty()) {
                prop_assert!((cost.each[at] - sum).abs() < Decimal::new(1, 9), "{} {}", cost.each[at], sum);
                prop_assert_eq!(cost.unpriced[at], unpriced);
            }
        }
        prop_assert!(cost.for_shared.iter().zip(&cost.each).all(|(shared, all)| shared <= all));
    }
}

const A: &str = "Destination,Code,Rate (USD),Increment\nUK,44,0.0100,1/1\nUK Mobile,447,0.0300,60/60\nFrance,33,0.0200,1/1\n\
                 Spain,34,0.05,1/1\n";
const B: &str = "Destination,Code,Rate (USD),Increment\nUnited Kingdom,44,0.0120,1/1\nUK-mobile,447,0.0250,1/1\n\
                 UK Mobile O2,4477,0.0400,1/1\nFrance,33,0.0200,1/1\n";

#[test]
fn suppliers_at_different_depth_stand_side_by_side() {
    let (code, out, told) =
        run(&[("a.csv", A), ("b.csv", B)], &["rates", "compare", "a.csv", "b.csv", "--format", "csv"]);
    assert_eq!(code, 0, "{told}");
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(
        rows,
        [
            "code,destination,route,origin,jurisdiction,band,a rate,a increment,b rate,b increment,least,least price,lead",
            "33,France,,,,,0.0200,1/1,0.0200,1/1,a = b,0.02,",
            "34,Spain,,,,,0.05,1/1,,,a,0.05,",
            "44,UK,,,,,0.0100,1/1,0.0120,1/1,a,0.01,0.002",
            "447,UK Mobile,,,,,0.0300,60/60,0.0250,1/1,b,0.025,0.005",
            // What is sold under the shorter code costs its price.
            "4477,UK Mobile O2,,,,,0.0300,60/60,0.0400,1/1,a,0.03,0.01",
        ]
    );
    assert!(told.contains("2 codes are billed by different increments"), "{told}");
    // In calls of half a minute the whole minute of the first costs twice its price.
    let (_, out, told) = run(&[("a.csv", A), ("b.csv", B)], &["rates", "compare", "a.csv", "b.csv", "--call", "30"]);
    assert!(out.contains("4477   0.0300 60/60 = 0.06  0.0400 1/1 = 0.04   b"), "{out}");
    assert!(out.contains("UK is called United Kingdom by b: 44") && !out.contains("UK Mobile is called"), "{out}");
    assert!(!told.contains("increments"), "{told}");
}

#[test]
fn what_a_sell_deck_loses_comes_first() {
    let files = [("sell.csv", A), ("b.csv", B), ("traffic.csv", "Prefix,Minutes\n44,1000\n447,200\n4477,50\n34,7\n")];
    let (code, out, told) = run(&files, &["rates", "compare", "b.csv", "--sell", "sell.csv"]);
    assert_eq!(code, 0, "{told}");
    let codes: Vec<&str> = out
        .lines()
        .skip(2)
        .filter_map(|line| line.split_whitespace().find(|word| word.bytes().all(|byte| byte.is_ascii_digit())))
        .collect();
    assert_eq!(codes, ["34", "4477", "44", "33", "447", "5"], "{out}");
    assert!(out.contains("5 codes sold by sell: 2 below what they cost, 1 that no other deck offers"), "{out}");
    let (_, out, _) = run(
        &files,
        &["rates", "compare", "b.csv", "--sell", "sell.csv", "--traffic", "traffic.csv", "--format", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let earns: Vec<_> = json["margins"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["codes"][0].as_str().unwrap(), row["earns"].as_str()))
        .collect();
    assert_eq!(
        earns,
        [("34", None), ("44", Some("-2")), ("4477", Some("-0.5")), ("33", Some("0")), ("447", Some("1"))]
    );
}

#[test]
fn a_change_has_its_price_and_what_traffic_does_not_part_is_said() {
    let files = [("a.csv", A), ("b.csv", B), ("t.csv", "code,minutes\n44,1000\n447,500.5\n34,10\n86,3\n")];
    let (code, out, told) = run(&files, &["rates", "diff", "a.csv", "b.csv", "--traffic", "t.csv"]);
    assert_eq!(code, 0, "{told}");
    // 1000 × (0.0100 to 0.0120) and 500.5 × (0.0300 to 0.0250); Spain is no longer on offer and enters neither sum.
    assert!(out.contains("1500.5 minutes cost 25.02 USD before and 24.51 USD after: -0.50 (-2 %)"), "{out}");
    assert!(out.contains("beside 3 minutes that have no price before") && out.contains("beside 13 minutes"), "{out}");
    assert!(out.contains("500.5 minutes may cost something else: the decks price longer codes below 447"), "{out}");
    let (_, out, _) = run(&files, &["rates", "diff", "a.csv", "b.csv", "--traffic", "t.csv", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["traffic"]["offers"][1]["cost_of_shared"], "24.5125");
    let (_, out, _) = run(&files, &["rates", "compare", "a.csv", "b.csv", "--traffic", "t.csv"]);
    // 1000 × 0.0100 + 500.5 × 0.0250 + 10 × 0.05
    assert!(
        out.contains("23.01 USD if each goes where it costs least, without 3 minutes that nobody has a price for"),
        "{out}"
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let euro = A.replace("USD", "EUR");
    let files = [
        ("a.csv", A),
        ("b.csv", B),
        ("euro.csv", euro.as_str()),
        ("bad.csv", "code,minutes\n44,1 000\n44;45,7\n"),
        ("no.csv", "code,calls\n44,7\n"),
    ];
    let (code, out, told) = run(&files, &["rates", "compare", "a.csv", "euro.csv"]);
    assert_eq!((code, out.as_str()), (1, ""), "{told}");
    assert!(told.contains("DECK009") && told.contains("a.csv is in USD, and euro.csv in EUR"), "{told}");
    for (traffic, says) in [("bad.csv", "`1 000` is not a number of minutes"), ("no.csv", "one for minutes")] {
        let (code, out, told) = run(&files, &["rates", "compare", "a.csv", "b.csv", "--traffic", traffic]);
        assert_eq!((code, out.as_str()), (1, ""), "{told}");
        assert!(told.contains(says), "{told}");
    }
    assert_eq!(run(&files, &["rates", "compare", "a.csv"]).0, 2);
}

#[test]
fn each_deck_is_read_by_its_own_profile() {
    let files = [
        ("a.csv", A),
        ("open.csv", "Prefix;Name;Price\n33;France;0,0300\n"),
        ("a.yaml", "rates: {defaults: {route: cli}}\n"),
        ("open.yaml", "rates: {currency: USD, decimal: comma, defaults: {increment: 60/60}}\n"),
    ];
    let args =
        ["rates", "compare", "a.csv", "open.csv", "--profile", "a.yaml", "--profile", "open.yaml", "--format", "csv"];
    let (code, out, told) = run(&files, &args);
    assert_eq!(code, 0, "{told}");
    // The second names no class of route, and so stands beside any.
    assert!(out.contains("33,France,cli,,,,0.0200,1/1,0.0300,60/60,a,0.02,0.01"), "{out}");
    let (code, _, told) = run(&files, &["rates", "check", "a.csv", "--profile", "a.yaml", "--profile", "open.yaml"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("--profile is given 2 times for 1 deck"), "{told}");
}
