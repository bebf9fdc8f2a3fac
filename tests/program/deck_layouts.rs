//! Decks in the layouts of billing systems: what is written is the deck as far as the layout can hold it, and what it cannot is told.

use std::collections::BTreeMap;
use std::fs;

use peerpact::deal::Field;
use peerpact::deal::deck_profile::DeckProfile;
use peerpact::deal::money::Rate;
use peerpact::deal::rates::RateLine;
use peerpact::diagnostic::Level;
use peerpact::pipeline::decks::{self, Around, Opened};
use peerpact::pipeline::export::{self, ExportLayout, ExportTerms, ExportedDeck};
use peerpact::pipeline::{self, Library};
use peerpact::policy::Policy;
use peerpact::rules::Run;
use proptest::prelude::*;

fn library() -> &'static Library {
    static LIBRARY: std::sync::OnceLock<Library> = std::sync::OnceLock::new();
    LIBRARY.get_or_init(|| pipeline::load(None).unwrap())
}

fn opened(deck: &[u8], profile: DeckProfile) -> Result<Opened, String> {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deck.csv");
    fs::write(&path, deck).unwrap();
    let run = Run {
        as_of: "2026-12-01".parse().unwrap(),
        policy: Policy::merged(Vec::new()),
        final_version: false,
        form: None,
        library: library(),
    };
    let around = Around { profile, ..Around::default() };
    let judged = decks::judge(&path, &around, &run);
    let errors: Vec<String> = judged
        .findings
        .iter()
        // A deck of odd names and prices is still a deck.
        .filter(|finding| finding.level == Level::Error && finding.code.starts_with("DECK"))
        .map(|finding| finding.message.clone())
        .collect();
    if errors.is_empty() { Ok(judged.deck.unwrap()) } else { Err(errors.join("; ")) }
}

fn layout(name: &str) -> ExportLayout {
    let mut findings = Vec::new();
    let layout = ExportLayout::named(name, library(), &mut findings).unwrap();
    layout.unwrap_or_else(|| panic!("{name}: {findings:?}"))
}

fn out(deck: &Opened, name: &str, on: Option<&str>, closed: bool) -> ExportedDeck {
    let terms = ExportTerms {
        name: "deck",
        on: on.map(|day| day.parse().unwrap()),
        closed,
        as_of: "2026-12-01".parse().unwrap(),
    };
    export::lay_out(deck, &layout(name), terms).unwrap()
}

/// What calls of a code cost: a minute, the first and next billed seconds, a minute within the first period, each call, and at least.
type Price = (String, u32, u32, [String; 3]);

/// The price of each code.
fn prices(lines: &[RateLine]) -> BTreeMap<String, Price> {
    let one = |line: &RateLine| -> Vec<(String, Price)> {
        let plain = |sum: Rate| sum.0.normalize().to_string();
        let or = |sum: Field<Rate>, other: &str| sum.known().copied().map_or_else(|| other.to_owned(), plain);
        let rate = plain(*line.rate.known().unwrap());
        let terms = [or(line.first_period_rate, &rate), or(line.fee, "0"), or(line.minimum_charge, "0")];
        let price = (rate, line.increment.first, line.increment.next, terms);
        line.codes.iter().map(|code| (code.to_string(), price.clone())).collect()
    };
    lines.iter().flat_map(one).collect()
}

/// The price of a number by the longest code that begins it.
fn longest<'p, T>(prices: &'p BTreeMap<String, T>, number: &str) -> Option<&'p T> {
    (1..=number.len()).rev().find_map(|length| prices.get(number.get(..length)?))
}

/// The prices of a cgrates plan, read as its documents say: a destination's prefixes, its rate, and the rate's periods.
fn of_plan(files: &[(String, Vec<u8>)]) -> BTreeMap<String, Price> {
    let rows = |name: &str| -> Vec<Vec<String>> {
        let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.starts_with('#'), "{text}");
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let seconds = |cell: &str| cell.strip_suffix('s').unwrap().parse::<u32>().unwrap();
    let mut rates: BTreeMap<String, Price> = BTreeMap::new();
    for row in rows("Rates.csv") {
        let [id, fee, rate, unit, step, start] = row.as_slice() else { panic!("{row:?}") };
        assert_eq!(unit, "60s");
        let step = seconds(step);
        let terms = [rate.clone(), fee.clone(), "0".to_owned()];
        let known = rates.entry(id.clone()).or_insert((rate.clone(), step, step, terms));
        if seconds(start) > 0 {
            assert_eq!((seconds(start), fee), (known.1, &known.3[1]), "the next period begins where the first ends");
            (known.0, known.2) = (rate.clone(), step);
        }
    }
    let links: BTreeMap<String, String> =
        rows("DestinationRates.csv").into_iter().map(|row| (row[1].clone(), row[2].clone())).collect();
    rows("Destinations.csv").into_iter().map(|row| (row[1].clone(), rates[&links[&row[0]]].clone())).collect()
}

/// What is read again from a layout.
fn again(name: &str, exported: &ExportedDeck) -> BTreeMap<String, Price> {
    if name == "cgrates" {
        return of_plan(&exported.files);
    }
    let profile = match layout(name) {
        ExportLayout::Columns(layout) => layout.read,
        _ => DeckProfile::default(),
    };
    let profile = DeckProfile { currency: Some("USD".parse().unwrap()), ..profile };
    let [(_, bytes)] = exported.files.as_slice() else { panic!("{name}: {:?}", exported.findings) };
    let text = String::from_utf8_lossy(bytes).into_owned();
    prices(opened(bytes, profile).unwrap_or_else(|fault| panic!("{name}: {fault}\n{text}")).lines())
}

/// Whether a system has no column for a term of a price, by its own documents.
fn lacks(name: &str, (rate, _, _, [opening, fee, least]): &Price) -> bool {
    let two_prices = ["cgrates", "open-rate-card", "portabilling", "telecomsxchange", "yeti"];
    let no_fee = ["freeswitch-lcr", "magnusbilling-provider", "opensips", "portabilling", "telecomsxchange"];
    (opening != rate && !two_prices.contains(&name))
        || (fee != "0" && no_fee.contains(&name))
        || (least != "0" && name != "open-rate-card")
}

/// A deck of places that exist, each with prices of their own.
fn deck() -> impl Strategy<Value = String> {
    let code = prop_oneof![
        Just("33"),
        Just("336"),
        Just("3376"),
        Just("34"),
        Just("346"),
        Just("39"),
        Just("3933"),
        Just("44"),
        Just("447"),
        Just("4477"),
        Just("49"),
        Just("4915"),
        Just("61"),
        Just("614"),
        Just("852"),
        Just("8525"),
        Just("8529"),
        Just("91"),
    ];
    let name = prop_oneof![Just("Place"), Just("Place, \"old\""), Just("Ça et là; 2"), Just("Ort")];
    let increment = prop_oneof![Just("1/1"), Just("60/1"), Just("30/6"), Just("60/60")];
    let row = (code, name, 1_u32..99_999, increment);
    let terms = (any::<bool>(), any::<bool>(), proptest::bool::weighted(0.2));
    (proptest::collection::btree_map("[a-z]{3}", row, 1..12), terms).prop_map(|(rows, (opening, fee, least))| {
        let mut text = "Destination,Code,Rate (USD),Increment,Price N,Setup Fee,Minimum Charge\n".to_owned();
        let mut seen = std::collections::BTreeSet::new();
        for (tail, (code, name, rate, increment)) in rows {
            if seen.insert(code) {
                let name = format!("{name} {tail}").replace('"', "\"\"");
                let sum = |is: bool, sum: u32| if is { format!("0.{:05}", sum % 100_000) } else { String::new() };
                let terms = [sum(opening, rate + 7), sum(fee, rate / 3 + 1), sum(least, rate * 2 + 1)].join(",");
                text.push_str(&format!("\"{name}\",{code},0.{rate:05},{increment},{terms}\n"));
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_costs_the_same_in_every_layout(text in deck(), numbers in proptest::collection::vec("(33|34|39|44|49|61|852|91)[0-9]{6}", 20)) {
        let deck = opened(text.as_bytes(), DeckProfile::default()).unwrap();
        let own = prices(deck.lines());
        for name in export::layouts(library()) {
            let exported = out(&deck, &name, (name == "cgrates").then_some("2027-01-01"), false);
            let refused = exported.findings.iter().any(|finding| finding.level == Level::Error);
            let narrow = ["freeswitch-lcr", "ivozprovider"].contains(&name.as_str());
            let lacks = own.values().any(|price| lacks(&name, price));
            prop_assert!(!lacks || refused, "{name} writes a deck without a term of its lines");
            prop_assert!(!refused || narrow || lacks, "{name}: {:?}", exported.findings);
            if refused {
                prop_assert!(exported.files.is_empty());
                continue;
            }
            let read = again(&name, &exported);
            prop_assert_eq!(&read, &own, "{}", name);
            for number in &numbers {
                prop_assert_eq!(longest(&read, number), longest(&own, number), "{} {}", name, number);
            }
        }
    }
}

const DATED: &str = "Destination,Code,Rate (USD),Increment,Effective,Until,Status\n\
    France,33,0.0200,60/1,2027-01-01,,\nFrance Mobile,336,0.0300,30/6,2027-01-01,,\nFrance Mobile,336,0.0250,30/6,2027-03-01,,\n\
    Spain,34,0.0150,1/1,2027-01-01,2027-02-28,\nItaly,39,0.0150,1/1,2027-01-01,,closed\nGermany,49,0.0100,1/1,2027-01-01,,\n\
    Germany,49,,,2027-04-01,,closed\n";

#[test]
fn the_rates_of_a_day_are_those_that_hold_on_it() {
    let deck = opened(DATED.as_bytes(), DeckProfile::default()).unwrap();
    let on = |day: &str| -> Vec<String> {
        let lines = export::in_force(&deck, day.parse().unwrap()).unwrap();
        prices(&lines).into_iter().map(|(code, (rate, ..))| format!("{code} {rate}")).collect()
    };
    assert_eq!(on("2026-12-31"), Vec::<String>::new());
    assert_eq!(on("2027-02-28"), ["33 0.02", "336 0.03", "34 0.015", "49 0.01"]);
    // The last day of a rate is still one of it, and a row that closes a code ends its rate.
    assert_eq!(on("2027-03-01"), ["33 0.02", "336 0.025", "49 0.01"]);
    assert_eq!(on("2027-04-01"), ["33 0.02", "336 0.025"]);
}

#[test]
fn what_would_change_a_price_is_refused_and_what_would_not_is_told() {
    let deck = |text: &str| opened(text.as_bytes(), DeckProfile::default()).unwrap();
    let levels = |text: &str, name: &str, on: Option<&str>, closed: bool| {
        let found = out(&deck(text), name, on, closed);
        let errors = found.findings.iter().filter(|finding| finding.level == Level::Error).count();
        assert_eq!(errors > 0, found.files.is_empty(), "{name}");
        (errors, found.findings.len() - errors)
    };
    // Dates without a column for them ask for a day.
    assert_eq!(levels(DATED, "astpp", None, false).0, 1);
    assert_eq!(levels(DATED, "astpp", Some("2027-02-01"), false), (0, 0));
    // Closed codes go where a column says so, and nowhere else.
    assert_eq!(levels(DATED, "magnusbilling", Some("2027-04-02"), true).0, 1);
    let found = out(&deck(DATED), "ov500", Some("2027-04-02"), true);
    let text = String::from_utf8(found.files[0].1.clone()).unwrap();
    let states: Vec<(&str, &str)> =
        text.lines().skip(1).map(|line| (line.split(',').next().unwrap(), line.rsplit(',').next().unwrap())).collect();
    assert_eq!(states, [("33", "1"), ("336", "1"), ("39", "0"), ("49", "0")]);
    // A price for some calls is no price for all.
    let origin = "Destination,Code,Rate (USD),Increment,Origin\nFrance,33,0.02,1/1,EEA\n";
    for name in export::layouts(library()).iter().filter(|name| *name != "open-rate-card") {
        assert_eq!(levels(origin, name, Some("2027-01-01"), false).0, 1, "{name}");
    }
    let fine = "Destination,Code,Rate (USD),Increment\nFrance,33,0.0000012,1/1\n";
    assert_eq!(levels(fine, "freeswitch-lcr", None, false).0, 1);
    assert_eq!(levels(fine, "astpp", None, false), (0, 0));
    let name = "Destination,Code,Rate (USD),Increment\n\"France, fixed\",33,0.02,1/1\n";
    assert_eq!(levels(name, "astpp", None, false), (0, 1));
    assert_eq!(levels(name, "jerasoft", None, false), (0, 0));
}

#[test]
fn a_layout_of_ones_own_is_used_and_judged() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ours.yaml");
    let name = path.to_str().unwrap().to_owned();
    let text = "title: Ours\nsource: own\ndelimiter: \"|\"\ncolumns:\n  - {holds: code, before: \"00\"}\n  - {holds: currency}\n  - {holds: rate}\n  - {holds: increment}\n";
    fs::write(&path, text).unwrap();
    let deck =
        opened(b"Destination,Code,Rate (USD),Increment\nFrance,33,0.0200,60/1\n", DeckProfile::default()).unwrap();
    let exported = out(&deck, &name, None, false);
    assert_eq!(String::from_utf8(exported.files[0].1.clone()).unwrap(), "0033|USD|0.0200|60/1\n");
    for (from, to) in [
        ("holds: rate", "holds: price"),
        ("  - {holds: rate}\n", ""),
        ("delimiter: \"|\"", "delimiter: \"||\""),
        ("source: own", "headings: true\nsource: own"),
        ("title: Ours\n", ""),
    ] {
        fs::write(&path, text.replace(from, to)).unwrap();
        let mut findings = Vec::new();
        assert!(ExportLayout::named(&name, library(), &mut findings).unwrap().is_none(), "{to}");
        assert!(findings.iter().any(|finding| finding.code == "DECK015"), "{to}: {findings:?}");
    }
    assert!(ExportLayout::named("astp", library(), &mut Vec::new()).unwrap_err().to_string().contains("`astpp`"));
}

/// A system that bills would keep the apostrophe that marks text for a spreadsheet, so that a name of this kind goes nowhere.
#[test]
fn no_layout_writes_a_cell_that_a_spreadsheet_runs() {
    for sign in ["=", "+", "-", "@", "\t=", "\u{ff1d}", "\u{ff20}"] {
        let name = format!("{sign}cmd|' /C calc'!A0");
        let text = format!(
            "Destination,Code,Rate (USD),Increment,Effective\nFrance,33,0.02,1/1,\n\"{name}\",34,0.02,1/1,\nItaly,39,closed,,\n"
        );
        let deck = opened(text.as_bytes(), DeckProfile::default()).unwrap();
        for layout in export::layouts(library()) {
            if layout == "open-rate-card" {
                // JSON runs nowhere.
                continue;
            }
            let exported = out(&deck, &layout, Some("2027-01-01"), false);
            for (file, bytes) in &exported.files {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let cells = text.lines().flat_map(|line| line.split([',', ';', '|', '\t']));
                for cell in cells.map(|cell| cell.trim_start_matches('"')).filter(|cell| cell.parse::<f64>().is_err()) {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff20}']), "{layout} {file}: {cell}");
                }
            }
            let told = exported
                .findings
                .iter()
                .any(|finding| finding.message.contains("as a formula") && finding.message.contains("calc"));
            let writes_names = exported.files.is_empty();
            assert_eq!(told, writes_names, "{layout}: {:?}", exported.findings);
        }
    }
}
