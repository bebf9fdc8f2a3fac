//! Rate decks: what comes in and goes out is the same, codes price the same calls whatever their notation, and a bad deck is told.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use peerpact::deal::deck_reading::Columns;
use peerpact::deal::money::{Currency, Increment, Rate};
use peerpact::deal::number::DialCode;
use peerpact::deal::pricing::Rating;
use peerpact::deal::rates::{RateLine, Route};
use peerpact::deal::{Field, Text};
use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline::{self, Print};
use peerpact::policy::Policy;
use peerpact::rates::compare::{applied, compare};
use peerpact::rates::{self, Setting, codes, schedule, write};
use peerpact::render::Format;
use peerpact::rules::Run;
use peerpact::source::Source;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn setting(columns: &Columns) -> Setting<'_> {
    Setting {
        flow: Some("a"),
        currency: Some("USD".parse().unwrap()),
        route: Some(Route::Cli),
        increment: Some("1/1".parse().unwrap()),
        ..Setting::new(columns)
    }
}

fn read(bytes: &[u8]) -> (Option<Vec<RateLine>>, Vec<Finding>) {
    let columns = Columns::default();
    let mut findings = Vec::new();
    let read = rates::read(bytes, "deck", &setting(&columns), &mut findings);
    (read.filter(|read| read.whole).map(|read| read.lines), findings)
}

fn text(words: &str) -> Field<Text> {
    if words.is_empty() { Field::Absent } else { Field::Known(words.parse().unwrap()) }
}

/// A sum of money above zero that some lines have.
fn sum() -> impl Strategy<Value = Option<Decimal>> {
    prop_oneof![3 => Just(None), 1 => (1i64..100_000_000, 0u32..=8).prop_map(|(digits, scale)| {
        Some(Decimal::new(digits, scale) % Decimal::from(100_000)).filter(|sum| !sum.is_zero())
    })]
}

/// Lines as decks hold them; codes are apart from each other, so that each has one price.
fn deck() -> impl Strategy<Value = Vec<RateLine>> {
    let line = (
        "[A-Z][a-z]{2,9}( (Mobile|Fixed|\"Old\"|Côte d’Or|a,b;c))?",
        proptest::collection::btree_set("[1-9][0-9]{1,7}", 1..6),
        (0i64..100_000_000, 0u32..=8),
        prop_oneof![Just((1, 1)), Just((6, 6)), Just((30, 6)), Just((60, 60)), Just((60, 1))],
        prop_oneof![Just(Route::Cli), Just(Route::NonCli), Just(Route::Direct)],
        prop_oneof![Just(""), Just("EEA"), Just("rest of the world")],
        prop_oneof![Just(None), Just(Some("2027-01-01T00:00:00Z")), Just(Some("2027-03-01T08:30:00+08:00"))],
        (
            sum(),
            sum(),
            sum(),
            prop_oneof![4 => Just(None), 1 => Just(Some(Rating::DialCode)), 1 => Just(Some(Rating::ServingNetwork))],
        ),
    );
    let line =
        line.prop_map(|(destination, codes, (digits, scale), (first, next), route, origin, effective, terms)| {
            RateLine {
                flow: "a".into(),
                destination: destination.parse().unwrap(),
                codes: codes.iter().map(|code| code.parse().unwrap()).collect(),
                route,
                rate: Field::Known(Rate(Decimal::new(digits, scale) % Decimal::from(100_000))),
                increment: Increment { first, next },
                // No rate of the generator is so high, so the first period is always at another price.
                first_period_rate: terms
                    .0
                    .map_or(Field::Absent, |sum| Field::Known(Rate(sum + Decimal::from(500_000)))),
                fee: terms.1.map_or(Field::Absent, |sum| Field::Known(Rate(sum))),
                minimum_charge: terms.2.map_or(Field::Absent, |sum| Field::Known(Rate(sum))),
                rating: terms.3.map_or(Field::Absent, Field::Known),
                origin: text(origin),
                jurisdiction: Field::Absent,
                band: Field::Absent,
                country: Field::Absent,
                effective: effective.map_or(Field::Absent, |moment| Field::Known(moment.parse().unwrap())),
                until: Field::Absent,
            }
        });
    proptest::collection::vec(line, 1..20)
}

/// Each code with its line, whatever lines they stood in.
fn by_code(lines: &[RateLine]) -> Vec<RateLine> {
    let one = |line: &RateLine, code: &DialCode| RateLine { codes: vec![*code], ..line.clone() };
    let mut all: Vec<RateLine> = lines.iter().flat_map(|line| line.codes.iter().map(|code| one(line, code))).collect();
    all.sort_by_key(|line| format!("{line:?}"));
    all
}

/// Keeps the first line of each code and its calls.
fn distinct(lines: Vec<RateLine>) -> Vec<RateLine> {
    let mut seen = std::collections::BTreeSet::new();
    let mut kept = by_code(&lines);
    kept.retain(|line| seen.insert(format!("{:?} {:?} {:?}", line.codes, line.route, line.origin)));
    kept
}

/// The rate and increment of a number by the longest code that begins it.
fn price<'a>(codes: &'a BTreeMap<String, &'a RateLine>, number: &str) -> Option<(Rate, Increment)> {
    let line = (1..=number.len()).rev().find_map(|length| codes.get(number.get(..length)?))?;
    Some((*line.rate.known()?, line.increment))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(lines in deck()) {
        let currency: Currency = "USD".parse().unwrap();
        let (again, findings) = read(&write::lines(&lines, currency).unwrap());
        prop_assert_eq!(again.as_ref(), Some(&lines), "{:?}", findings);
        let (again, findings) = read(&write::prefixes(&lines, currency, &[]).unwrap());
        prop_assert_eq!(by_code(&again.unwrap_or_default()), by_code(&lines), "{:?}", findings);
        let card = write::open_rate_card(&lines, currency, &[], "deck", "2026-11-29".parse().unwrap());
        let (again, findings) = read(&card);
        prop_assert_eq!(by_code(&again.unwrap_or_default()), by_code(&lines), "{:?}", findings);
    }

    #[test]
    fn every_number_costs_the_same_before_and_after_codes_fold(lines in deck(), numbers in proptest::collection::vec("[1-9][0-9]{4,11}", 20)) {
        // One price a code, so that the order of the lines decides nothing.
        let lines: Vec<RateLine> = distinct(lines).into_iter().map(|line| RateLine { route: Route::Cli, origin: Field::Absent, ..line }).collect();
        let mut seen = std::collections::BTreeSet::new();
        let lines: Vec<RateLine> = lines.into_iter().filter(|line| seen.insert(line.codes.clone())).collect();
        let before: BTreeMap<String, &RateLine> = lines.iter().map(|line| (line.codes[0].to_string(), line)).collect();
        // The printed schedule, read as its reader would.
        let mut after: BTreeMap<String, &RateLine> = BTreeMap::new();
        for entry in schedule::entries(&lines, "a") {
            for code in codes::read(&entry.codes, "").unwrap() {
                prop_assert!(after.insert(code.to_string(), &lines[entry.line]).is_none());
            }
        }
        prop_assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        let listed = before.keys().map(|code| format!("{code}123"));
        for number in numbers.into_iter().chain(listed.collect::<Vec<_>>()) {
            prop_assert_eq!(price(&before, &number), price(&after, &number), "{}", number);
        }
    }

    #[test]
    fn changes_applied_to_the_old_deck_make_the_new_one(old in deck(), new in deck(), kept in proptest::collection::vec(any::<bool>(), 20)) {
        // Decks that share some lines, as two of one supplier do.
        let shared = old.iter().zip(&kept).filter(|(_, keep)| **keep).map(|(line, _)| line.clone());
        let (old, new) = (distinct(old.clone()), distinct(shared.chain(new).collect()));
        let changes = compare(&old, &new, &[]);
        prop_assert_eq!(by_code(&applied(&changes)), by_code(&new));
        // Every code of either deck is told once for its calls.
        let keys = |lines: &[RateLine]| -> std::collections::BTreeSet<String> {
            lines.iter().map(|line| format!("{} {:?} {:?}", line.codes[0], line.route, line.origin)).collect()
        };
        prop_assert_eq!(changes.len(), keys(&old).union(&keys(&new)).count());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_cells_make_it_panic(cells in proptest::collection::vec("[-0-9a-zA-Z/.,;+=\"\u{2013}\u{e9} ]{0,24}", 0..40)) {
        let mut deck = "codes,destination,rate,increment,effective,country code,min,status\n".to_owned();
        for row in cells.chunks(8) {
            let _ = writeln!(deck, "{}", row.join(","));
        }
        let (lines, findings) = read(deck.as_bytes());
        prop_assert!(lines.is_some() || findings.iter().any(|finding| finding.level == Level::Error));
    }
}

/// A workbook of one sheet with these rows, each a piece of XML.
fn workbook(rows: &str) -> Vec<u8> {
    formatted(rows, "General")
}

/// The same, with a number format for the cells of style 1.
fn formatted(rows: &str, code: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{links}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{links}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"{}\"/></numFmts><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
                code.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ];
    for (name, part) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const HEADINGS: &str = "codes,destination,rate,increment,effective\n";

/// What a bad deck is told: code, and what the message says of the place.
fn told(bytes: &[u8], code: &str, says: &str) {
    let (lines, findings) = read(bytes);
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(80)).unwrap()).into_owned();
    assert!(lines.is_none(), "{start} is read");
    let found = findings
        .iter()
        .any(|finding| finding.code == code && finding.message.contains(says) && finding.remedy_text().is_some());
    assert!(
        found,
        "{start}: no {code} says `{says}`: {:?}",
        findings.iter().map(|finding| (finding.code, &finding.message)).collect::<Vec<_>>()
    );
    assert!(findings.len() <= 64, "{start}: {} findings", findings.len());
}

#[test]
fn a_bad_deck_is_told_with_row_and_column() {
    let row = |row: &str| format!("{HEADINGS}{row}\n").into_bytes();
    told(b"", "DECK002", "empty");
    told(b" \n\n", "DECK002", "empty");
    told(HEADINGS.as_bytes(), "DECK002", "no rates below");
    told(b"codes~destination~rate\n33~France~0.01\n", "DECK003", "no row names its columns");
    told(&row("33,France,-0.01,1/1,"), "DECK004", "line 2, column 3: the rate -0.01 is negative");
    told(&row("33,France,1.8E-2,1/1,"), "DECK004", "line 2, column 3: `1.8E-2` is written with an exponent");
    told(&row("33,France,NaN,1/1,"), "DECK004", "line 2, column 3: `NaN` is not a rate");
    told(&row("33,France,=A1*2,1/1,"), "DECK004", "line 2, column 3: `=A1*2` is a formula");
    told(&row("33,France,0.123456789,1/1,"), "DECK004", "line 2, column 3");
    told(&row("3312345678901234,France,0.01,1/1,"), "DECK004", "line 2, column 1: `3312345678901234` has 16 digits");
    told(&row("33,France,0.01,0/1,"), "DECK004", "line 2, column 4");
    told(
        &row("33,France,0.01,1/1,46388"),
        "DECK004",
        "line 2, column 5: `46388` is a number where a date should stand",
    );
    told(HEADINGS.replacen(',', "\u{200b},", 1).as_bytes(), "DECK004", "line 1, column 1: the character U+200B");
    told(
        b"{\"cards\": {\"a\xe2\x80\x8b\": {\"rates\": []}}}",
        "DECK001",
        "the name of a card holds the character U+200B",
    );
    told(&row("33,\u{202e}France,0.01,1/1,"), "DECK004", "line 2, column 2: the character U+202E");
    told(
        &row("44,United Kingdom,0.01,1/1,\n33,,0.01,1/1,"),
        "DECK004",
        "line 3, column 2: the row names no destination",
    );
    told(&row(",France,0.01,1/1,"), "DECK004", "line 2, column 1: there is no dial code");
    // A million columns, and a row of ten megabytes.
    told(format!("{HEADINGS}{}", "1,".repeat(1_000_000)).as_bytes(), "DECK001", "line 2 has 1000001 columns");
    told(&row(&format!("33,{},0.01,1/1,", "x".repeat(10_000_000))), "DECK004", "line 2, column 2 holds 10000000 bytes");
    told(
        &row(&format!("33,\"France,0.01,1/1,\n{}", "34,Spain,0.01,1/1,\n".repeat(2_000))),
        "DECK004",
        "line 2, column 2 holds",
    );
    told(b"PK\x03\x04 and nothing", "DECK001", "");
    told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DECK001", "");
    told(b"codes,rate\n\0\0", "DECK001", "no text");
    told(b"{\"cards\": {\"a\": {\"rates\": [[}", "DECK001", "no open-rate-card");
    told(b"{\"cards\": {}}", "DECK002", "no card");
    // Half a character in a price's origin would have left the price for every origin.
    told(
        br#"{"cards": {"a": {"fields": [{"name": "prefix"}, {"name": "name"}, {"name": "rate"}, {"name": "origin"}], "rates": [["33", "France", 0.01, "\ud800"]]}}}"#,
        "DECK004",
        "line 1: a text cannot be read",
    );
}

#[test]
fn many_faults_are_told_as_a_few() {
    let rows: String = (0..50_000).map(|at| format!("33{at},France,-0.01,x,soon\n")).collect();
    let (lines, findings) = read(format!("{HEADINGS}{rows}").as_bytes());
    assert!(lines.is_none());
    assert!(findings.len() < 100, "{} findings", findings.len());
    assert!(findings.iter().any(|finding| finding.message.contains("49980 more cells")), "{:?}", findings.last());
}

#[test]
fn a_bad_workbook_is_told_with_its_cell() {
    let heads =
        "<row r=\"1\">".to_owned() + &cell("A1", "codes") + &cell("B1", "destination") + &cell("C1", "rate") + "</row>";
    let rate = |rate: &str| {
        workbook(&format!(
            "{heads}<row r=\"3\"><c r=\"A3\"><v>33</v></c>{}<c r=\"C3\"><v>{rate}</v></c></row>",
            cell("B3", "France")
        ))
    };
    // A rate is exact, whatever the float behind it: exponents are the file's notation there, and no fault.
    let (lines, findings) = read(&rate("1.7999999999999999E-2"));
    assert_eq!(lines.unwrap()[0].rate.known().unwrap().to_string(), "0.018", "{findings:?}");
    told(&rate("-0.01"), "DECK004", "cell C3: the rate -0.01 is negative");
    told(&rate("1E-12"), "DECK004", "cell C3");
    // A bomb: a hundred megabytes of spaces in a part of some kilobytes.
    let bomb = workbook(&format!("{heads}<row r=\"2\">{}</row>", cell("A2", &" ".repeat(100 << 20))));
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    told(&bomb, "DECK001", "");
}

/// Code and level of what a workbook is told whose one price, 0.05, has this format under this heading, and the price that is read.
fn priced(code: &str, stored: &str, heading: &str) -> (Option<String>, Vec<(&'static str, Level)>) {
    let heads = "<row r=\"1\">".to_owned()
        + &cell("A1", "codes")
        + &cell("B1", "destination")
        + &cell("C1", heading)
        + "</row>";
    let row = format!(
        "<row r=\"2\"><c r=\"A2\"><v>33</v></c>{}<c r=\"C2\" s=\"1\"><v>{stored}</v></c></row>",
        cell("B2", "France")
    );
    let (lines, findings) = read(&formatted(&(heads + &row), code));
    let rate = lines.map(|lines| lines[0].rate.known().unwrap().to_string());
    (rate, findings.iter().map(|finding| (finding.code, finding.level)).collect())
}

#[test]
fn the_number_format_of_a_price_is_part_of_it() {
    let other = [("DECK009", Level::Error)];
    for code in [
        "_-[$\u{20ac}-2]\\ * #,##0.0000_-",
        "[$\u{20ac}-407] 0.0000",
        "\"\u{a3}\"0.0000",
        "0.0000 \"EUR\"",
        "[$EUR] 0.0000",
        "0.0000\\ \u{20ac}",
        "_-* #,##0.00\\ [$\u{20ac}-407]_-;\\-* #,##0.00\\ [$\u{20ac}-407]_-;_-* \"-\"??\\ [$\u{20ac}-407]_-;_-@_-",
        "[$$-C04]0.0000",
        "[>0]0.00 \"GBP\";0.00",
    ] {
        let (rate, told) = priced(code, "0.05", "rate");
        assert_eq!((rate, told.as_slice()), (None, &other[..]), "{code}");
    }
    // A currency that is that of the deal, in whichever way, or none at all.
    for code in [
        "0.0000 \"USD\"",
        "[$$-409]0.0000",
        "[$USD] 0.0000",
        "\"US$\"0.0000",
        "0.0000_)",
        "0.0000\"/min\"",
        "#,##0.0000",
    ] {
        assert_eq!(priced(code, "0.05", "rate"), (Some("0.0500".to_owned()), vec![]), "{code}");
    }
    // A sign that several currencies share is read as the deal says, and told, unless the deck says which it is.
    for code in ["\"$\"0.0000", "$0.0000", "_($* 0.0000_)"] {
        assert_eq!(
            priced(code, "0.05", "rate"),
            (Some("0.0500".to_owned()), vec![("DECK003", Level::Warning)]),
            "{code}"
        );
        assert_eq!(priced(code, "0.05", "Rate (USD)"), (Some("0.0500".to_owned()), vec![]), "{code}");
    }
    assert_eq!(priced("\"\u{a5}\"0.0000", "0.05", "rate"), (None, other.to_vec()));
    assert_eq!(priced("0.0000", "0.05", "Rate (EUR)"), (None, other.to_vec()));
    assert_eq!(priced("0.0000", "0.05", "Rate (\u{20ac})"), (None, other.to_vec()));
    // The scale.
    assert_eq!(priced("0.00,", "50", "rate"), (Some("0.05".to_owned()), vec![]));
    let unread = (None, vec![("DECK004", Level::Error)]);
    for code in
        ["0%", "0.00;-0.00", "0.00;(0.00)", "0.00;[Red]0.00", "\"from \"0.00", "0.00\" per second\"", "0.00\"\u{a2}\""]
    {
        let stored = if code.contains(';') { "-0.05" } else { "0.05" };
        assert_eq!(priced(code, stored, "rate"), unread, "{code}");
    }
    // What it hides.
    assert_eq!(priced("0.00", "0.01234", "rate"), (Some("0.01234".to_owned()), vec![("DECK007", Level::Warning)]));
    let (rate, told) = priced(";;;", "0.05", "rate");
    assert_eq!(rate, None);
    assert!(told.contains(&("DECK007", Level::Warning)) && told.contains(&("DECK004", Level::Error)), "{told:?}");
}

#[test]
fn a_price_in_text_may_name_its_currency_too() {
    let row = |heading: &str, rate: &str| format!("codes;destination;{heading}\n33;France;{rate}\n").into_bytes();
    for price in ["\u{20ac}0.05", "0.05 EUR", "EUR 0,0500", "HK$0.05"] {
        told(&row("rate", price), "DECK009", "line 2, column 3: the price is in");
    }
    told(&row("rate (\u{a3})", "0.05"), "DECK009", "line 1, column 3: the price is in GBP");
    for price in ["USD 0.05", "US$0,05", "0.05"] {
        let (lines, findings) = read(&row("rate", price));
        assert_eq!(
            (lines.unwrap()[0].rate.known().unwrap().to_string().as_str(), findings.len()),
            ("0.05", 0),
            "{price}"
        );
    }
    let (lines, findings) = read(b"Prices in EUR;;\ncodes;destination;rate\n33;France;0.05\n");
    assert!(lines.is_some());
    assert_eq!((findings[0].code, findings[0].level), ("DECK009", Level::Warning));
    // Without a deal, a deck has to say it itself, and a sign of several currencies does not.
    let columns = Columns::default();
    for (price, currency) in [("0.05 EUR", Some("EUR")), ("$0.05", None), ("0.05", None)] {
        let mut findings = Vec::new();
        let setting = Setting { currency: None, ..setting(&columns) };
        let read = rates::read(&row("rate", price), "deck", &setting, &mut findings);
        assert_eq!(
            read.filter(|read| read.whole)
                .and_then(|read| read.currency)
                .map(|currency| currency.to_string())
                .as_deref(),
            currency,
            "{price}"
        );
        assert_eq!(currency.is_none(), findings.iter().any(|finding| finding.code == "DECK003"), "{price}");
    }
}

#[test]
fn separators_that_could_be_two_are_asked_about() {
    let deck = |rates: &[&str]| {
        let rows: String = rates.iter().enumerate().map(|(at, rate)| format!("33{at};France;{rate}\n")).collect();
        format!("codes;destination;rate\n{rows}").into_bytes()
    };
    told(&deck(&["0,0180", "1,234"]), "DECK004", "line 3, column 3: `1,234` could be a price with three decimals");
    told(&deck(&["1.234", "0,0180"]), "DECK004", "line 2, column 3: `1.234` could be a thousand times as much");
    told(&deck(&["1\u{a0}234,5"]), "DECK004", "is not a rate");
    told(&deck(&["\u{2212}0,0180"]), "DECK004", "is negative");
    told(&deck(&["(0,0180)"]), "DECK004", "in brackets");
    assert!(read(&deck(&["0,0180", "0,018", "12,5"])).0.is_some());
    assert!(read(&deck(&["1.234", "0.018"])).0.is_some());
}

#[test]
fn a_deck_has_one_budget_for_all_of_its_codes_rows_and_cells() {
    let many = |rows: usize| {
        let rows: String = (0..rows)
            .map(|at| format!("{}-{},D,0.01\n", 3_310_000_000 + at * 10_000, 3_310_009_999 + at * 10_000))
            .collect();
        format!("codes,destination,rate\n{rows}").into_bytes()
    };
    let (lines, findings) = read(&many(2));
    assert_eq!(lines.map(|lines| lines.iter().map(|line| line.codes.len()).sum()), Some(20_000), "{findings:?}");
    told(&many(101), "DECK001", "more than 1000000 dial codes");
    // The same in an open-rate-card, and in a workbook.
    let rows: Vec<String> = (0..101)
        .map(|at| format!("[\"{}-{}\",\"D\",0.01]", 3_310_000_000_u64 + at * 10_000, 3_310_009_999_u64 + at * 10_000))
        .collect();
    let card = |fields: &str, rows: &str| {
        format!("{{\"cards\": {{\"a\": {{\"currency\": \"USD\", \"fields\": [{fields}], \"rates\": [{rows}]}}}}}}")
    };
    let fields = "{\"name\": \"prefix\"}, {\"name\": \"name\"}, {\"name\": \"rate\"}";
    told(card(fields, &rows.join(",")).as_bytes(), "DECK001", "more than 1000000 dial codes");
    let cells: String = (0..101_u64)
        .map(|at| {
            let (row, first) = (at + 2, 3_310_000_000 + at * 10_000);
            let code = cell(&format!("A{row}"), &format!("{first}-{}", first + 9_999));
            format!("<row r=\"{row}\">{code}{}<c r=\"C{row}\"><v>0.01</v></c></row>", cell(&format!("B{row}"), "D"))
        })
        .collect();
    let heads =
        "<row r=\"1\">".to_owned() + &cell("A1", "codes") + &cell("B1", "destination") + &cell("C1", "rate") + "</row>";
    told(&workbook(&(heads + &cells)), "DECK001", "more than 1000000 dial codes");
    // Rows and cells, in the formats that have no limit of their own.
    told(format!("codes,destination,rate\n{}", ",\n".repeat(1_100_000)).as_bytes(), "DECK001", "more than 500000 rows");
    told(
        format!("codes,destination,rate\n{}", (",".repeat(16_000) + "\n").repeat(600)).as_bytes(),
        "DECK001",
        "more than 8000000 cells",
    );
    told(card(fields, &vec!["[]"; 1_100_000].join(",")).as_bytes(), "DECK001", "more than 500000 rows");
    let wide = vec!["{\"name\": \"x\"}"; 16_000].join(",");
    told(
        card(&format!("{fields},{wide}"), &vec!["[]"; 1_000].join(",")).as_bytes(),
        "DECK001",
        "more than 8000000 cells",
    );
}

#[test]
fn no_word_of_a_file_that_is_no_deck_is_repeated() {
    for file in [
        "AWS_SECRET_KEY=abcd1234\n",
        "user,secret\nroot,abcd1234\n",
        "User name,Password,Key\nroot,abcd1234,x\n",
        "{\"type\": \"service_account\", \"key\": \"abcd1234\"}",
        "{\"cards\": \"abcd1234",
        "abcd1234\0",
        "-----BEGIN KEY-----\nabcd1234\n",
    ] {
        let (lines, findings) = read(file.as_bytes());
        assert!(lines.is_none() && !findings.is_empty(), "{file}");
        for finding in findings {
            let place = finding.place.clone().expect("a place");
            let words = format!("{} {:?} {}", finding.message, finding.remedy_text(), place.source.text);
            assert!(
                !words.contains("abcd1234") && !words.contains("secret") && !words.contains("Password"),
                "{file}: {words}"
            );
        }
    }
    let long = format!("{}\n", "abcd1234".repeat(10_000));
    let (_, findings) = read(long.as_bytes());
    assert!(
        findings
            .iter()
            .all(|finding| finding.place.as_ref().is_none_or(|place| !place.source.text.contains("abcd1234")))
    );
}

#[cfg(unix)]
#[test]
fn a_deal_reads_no_deck_from_elsewhere_through_a_link() {
    let home = tempfile::tempdir().unwrap();
    let deals = home.path().join("deals");
    fs::create_dir(&deals).unwrap();
    fs::write(home.path().join("rates.csv"), "codes,destination,rate,increment\n8525,Hong Kong Mobile,0.0180,1/1\n")
        .unwrap();
    let deal = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/smallest.yaml")).unwrap();
    let start = deal.find("  lines:\n").unwrap();
    let line = start + "  lines:\n".len();
    let end = line + deal[line..].find('\n').unwrap() + 1;
    let deck =
        |path: &str| deal.replacen(&deal[start..end], &format!("  deck: {path}\n  defaults: {{route: cli}}\n"), 1);
    let to = |name: &str, target: &Path| std::os::unix::fs::symlink(target, deals.join(name)).unwrap();
    to("linked.csv", &home.path().join("rates.csv"));
    to("folder", home.path());
    assert!(std::process::Command::new("mkfifo").arg(deals.join("pipe.csv")).status().unwrap().success());
    fs::copy(home.path().join("rates.csv"), deals.join("own.csv")).unwrap();
    for (path, says) in [
        ("linked.csv", Some("a link leads out of the folder")),
        ("folder/rates.csv", Some("a link leads out of the folder")),
        ("pipe.csv", Some("it is not a file")),
        ("own.csv", None),
    ] {
        fs::write(deals.join("d.yaml"), deck(path)).unwrap();
        let (_, _, err) = run(&["check", deals.join("d.yaml").to_str().unwrap()]);
        match says {
            Some(says) => assert!(err.contains("DECK001") && err.contains(says), "{path}: {err}"),
            None => assert!(!err.contains("DECK"), "{path}: {err}"),
        }
    }
}

#[test]
fn usual_headings_are_understood() {
    for (headings, row) in [
        ("Code,Destination,Rate/Min,Inc", "8525,Hong Kong,0.0180,1/1"),
        ("Prefix;Name;Price (USD);Increment", "8525;Hong Kong;0,0180;1/1"),
        ("Country Code\tArea Code\tDestination Name\tRate per minute\tFirst\tNext", "852\t5\tHong Kong\t0.0180\t1\t1"),
        ("Dial Code,Zone,USD/Min,Initial Increment,Subsequent Increment", "8525,Hong Kong,0.0180,1,1"),
        ("Price list of Carrier A\nDial codes,Destination,Rate,Min,Inc", "8525,Hong Kong,0.0180,1,1"),
    ] {
        let (lines, findings) = read(format!("{headings}\n{row}\n").as_bytes());
        let lines = lines.unwrap_or_else(|| panic!("{headings}: {findings:?}"));
        let line = &lines[0];
        assert_eq!((line.codes[0].as_str(), line.destination.as_str()), ("8525", "Hong Kong"), "{headings}");
        assert_eq!(
            (line.rate.known().unwrap().to_string(), line.increment.to_string()),
            ("0.0180".into(), "1/1".into())
        );
    }
}

fn drafted(deal: &Source) -> pipeline::Drafted {
    let library = pipeline::load(None).unwrap();
    let policy = Policy::merged(Vec::new());
    let run = Run { as_of: "2026-12-01".parse().unwrap(), policy, final_version: false, form: None, library: &library };
    pipeline::draft(deal, &run, &Print { formats: vec![Format::Markdown], ..Print::default() }).unwrap()
}

#[test]
fn the_rate_table_of_the_guide_drafts_to_the_letter() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/guide-table");
    let name = folder.join("deal.yaml").display().to_string();
    let source = Source::new(name, fs::read_to_string(folder.join("deal.yaml")).unwrap());
    let drafted = drafted(&source);
    let here = |finding: &Finding| finding.place.as_ref().is_some_and(|place| place.source.name.ends_with("rates.csv"));
    let mut said = String::new();
    for finding in drafted.findings.iter().filter(|finding| here(finding) || finding.path_text().starts_with("rates")) {
        let place = finding.place.as_ref().map_or((0, 0), peerpact::source::Place::line_column);
        let _ = writeln!(said, "{} {} {}:{} {}", finding.level.name(), finding.code, place.0, place.1, finding.message);
    }
    let paper = drafted.files.first().map(|file| String::from_utf8(file.bytes.clone()).unwrap()).unwrap_or_default();
    let start = paper.find("Rates of Flow").unwrap_or_default();
    let schedule: String = paper[start..]
        .lines()
        .take_while(|line| !line.contains("Rounding"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    for (file, now) in [("findings.txt", said), ("schedule.md", schedule)] {
        let path = folder.join(file);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &now).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), now, "{file}; UPDATE=1 writes it anew");
    }
}

#[test]
fn rates_in_a_file_of_their_own_are_named_by_hash_and_read_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/guide-table");
    let deal = fs::read_to_string(folder.join("deal.yaml")).unwrap().replace("  deck: ", "  annex: separate\n  deck: ");
    let source = Source::new(folder.join("deal.yaml").display().to_string(), deal);
    let drafted = drafted(&source);
    let file = |suffix: &str| drafted.files.iter().find(|file| file.suffix == suffix).expect(suffix).bytes.clone();
    let annex = file("rates.csv");
    let hash = peerpact::source::sha256(&annex);
    let paper = String::from_utf8(file("md")).unwrap();
    assert!(paper.contains("deal.rates.csv of 1 January 2027"), "the paper names the file");
    assert!(paper.contains(&hash), "the paper names {hash}");
    assert!(!paper.contains("Australia Mobile | 614"), "the paper holds no rate");
    let manifest: serde_json::Value = serde_json::from_slice(&file("manifest.json")).unwrap();
    assert_eq!(manifest["files"]["rates.csv"], hash);
    assert_eq!(manifest["decks"][0], peerpact::source::sha256(&fs::read(folder.join("rates.csv")).unwrap()));
    let lines = read(&annex).0.expect("the annex is a deck");
    let rates: Vec<String> = lines.iter().map(|line| line.rate.known().unwrap().to_string()).collect();
    assert_eq!(rates, ["0.004", "0.010", "0.008", "0.015", "0.018"]);
}

/// Runs the program over the example decks.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = assert_cmd::Command::cargo_bin("peerpact").unwrap();
    let output = command.current_dir(root).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

const OLD: &str = "examples/decks/harbour-2027-01.csv";
const NEW: &str = "examples/decks/harbour-2027-03.csv";
const DEAL: [&str; 2] = ["--deal", "examples/smallest.yaml"];

#[test]
fn changes_are_told_and_judged_by_the_notice_of_the_deal() {
    let diff = |more: &[&str]| run(&[&["rates", "diff", OLD, NEW], &DEAL[..], more].concat());
    let (code, out, err) = diff(&["--received", "2027-03-01"]);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("raised     Hong Kong Mobile  8525, 8526, 8529  0.0180 to 0.0195 (+8.3 %)"), "{out}");
    assert!(out.contains("4 raised, 2 closed, 3 new, 1 lowered, 11 unchanged of 21 dial codes"), "{out}");
    assert!(err.contains("DECK011") && err.contains("harbour-2027-03.csv:7:34"), "{err}");
    // An hour can matter: seven days before the raise, and a second less.
    assert_eq!(diff(&["--received", "2027-02-24T00:00:00Z"]).0, 0);
    assert_eq!(diff(&["--received", "2027-02-24T00:00:01Z"]).0, 1);
    let (_, out, _) = diff(&["--received", "2027-02-01", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["codes"]["raised"], 4);
    assert_eq!(json["changes"][0]["after"]["rate"], "0.0195");
}

#[test]
fn a_notice_is_a_file_a_letter_and_the_deck_in_force() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let notice = |on: &str, as_of: &str| {
        run(&[&["rates", "notice", OLD, NEW], &DEAL[..], &["--as-of", as_of, "--on", on, "-o", folder]].concat())
    };
    let (code, _, err) = notice("2027-03-05", "2027-03-01");
    assert_eq!(
        (code, fs::read_dir(folder).unwrap().count()),
        (1, 0),
        "a notice that comes too late is not written: {err}"
    );
    let (code, _, err) = notice("2027-03-05", "2027-02-20");
    assert_eq!(code, 0, "{err}");
    for format in peerpact::render::Format::ALL.map(|format| format.extension()).into_iter().chain(["csv"]) {
        assert!(
            fs::metadata(out.path().join(format!("harbour-2027-03.notice.{format}"))).unwrap().len() > 100,
            "{format}"
        );
    }
    let bytes = fs::read(out.path().join("harbour-2027-03.notice.csv")).unwrap();
    let letter = fs::read_to_string(out.path().join("harbour-2027-03.notice.md")).unwrap();
    assert!(letter.contains(&peerpact::source::sha256(&bytes)), "the letter names the file");
    let rows = String::from_utf8(bytes).unwrap();
    // The columns that the agreement's own clause lists.
    assert!(
        rows.starts_with("flow,destination,codes,origin,route,jurisdiction,band,rate,increment,effective,status\n"),
        "{rows}"
    );
    assert!(
        rows.contains("hk,Hong Kong Mobile,8525 8526 8529,,cli,,,0.0195,1/1,2027-03-10T00:00:00Z,increase\n"),
        "{rows}"
    );
    assert!(rows.contains(",closed\n") && rows.contains(",new\n") && rows.contains(",decrease\n"), "{rows}");
    // On the fifth of March the higher rate of the tenth does not hold yet.
    let deck =
        |on: &str| read(&fs::read(out.path().join(format!("harbour-2027-03.in-force.{on}.csv"))).unwrap()).0.unwrap();
    let rate = |lines: &[RateLine], code: &str| {
        let line = lines.iter().find(|line| line.codes.iter().any(|own| own.as_str() == code))?;
        line.rate.known().map(ToString::to_string)
    };
    let before = deck("2027-03-05");
    assert_eq!(
        (rate(&before, "8525").as_deref(), rate(&before, "8536").as_deref(), rate(&before, "658")),
        (Some("0.0180"), Some("0.0450"), None)
    );
    assert_eq!(notice("2027-03-10", "2027-02-20").0, 0);
    assert_eq!(rate(&deck("2027-03-10"), "8525").as_deref(), Some("0.0195"));
    // A letter that somebody edited since is replaced only on request.
    let path = out.path().join("harbour-2027-03.notice.md");
    fs::write(&path, "edited").unwrap();
    let (code, _, err) = notice("2027-03-10", "2027-02-20");
    assert!(code == 2 && err.contains("--overwrite replaces it"), "{err}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "edited");
    let overwrite = ["rates", "notice", OLD, NEW, "--as-of", "2027-02-20", "-o", folder, "--overwrite"];
    assert_eq!(run(&[&overwrite, &DEAL[..]].concat()).0, 0);
    assert!(fs::read_to_string(&path).unwrap().contains("0.0195"));
}

#[test]
fn a_deck_is_counted_and_written_in_other_formats() {
    let (code, out, err) = run(&["rates", "stats", OLD, "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let deck = &json["decks"][0];
    assert_eq!((&deck["lines"], &deck["codes"], &deck["countries"]), (&8.into(), &18.into(), &4.into()));
    assert_eq!(deck["spread"][4], "0.0480");
    let thirty = deck["increments"].as_array().unwrap().iter().find(|row| row["increment"] == "30/6").unwrap();
    assert_eq!(thirty["times"]["6"], "5", "a call of six seconds is billed for thirty");
    let (code, csv, _) = run(&["rates", "export", OLD]);
    assert_eq!((code, csv.lines().count()), (0, 19));
    let (code, card, _) = run(&["rates", "export", OLD, "--to", "json"]);
    assert_eq!(code, 0);
    assert!(card.contains("0.0480"), "zeros are kept");
    assert_eq!(
        read(card.as_bytes()).0.map(|lines| by_code(&lines)),
        read(csv.as_bytes()).0.map(|lines| by_code(&lines))
    );
}

/// A folder with the smallest deal, its decks, one more deck, and a house policy if there is one.
fn house(policy: Option<&str>, deck: &str, text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (from, to) in [("examples/smallest.yaml", "deal.yaml"), (OLD, "old.csv"), (NEW, "new.csv")] {
        fs::copy(root.join(from), home.path().join(to)).unwrap();
    }
    fs::write(home.path().join(deck), text).unwrap();
    if let Some(policy) = policy {
        fs::write(home.path().join("peerpact.toml"), policy).unwrap();
    }
    home
}

/// Runs the program in a folder.
fn run_in(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = assert_cmd::Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    let output = command.args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The later example deck, with a price times nineteen that keeps its notice.
fn slip() -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEW)).unwrap();
    let slipped = text.replace("0.0050,1/1,2027-01-01", "0.0950,1/1,2027-03-10");
    assert_ne!(text, slipped);
    slipped
}

const NOTICE: [&str; 9] =
    ["rates", "notice", "old.csv", "slip.csv", "--deal", "deal.yaml", "--as-of", "2027-02-20", "-tmd"];

#[test]
fn a_notice_obeys_the_house_and_the_flags() {
    let error = "[levels]\nDECK012 = \"error\"\n";
    for (policy, flags, code) in [
        (None, &[][..], 0),
        (Some(error), &[], 1),
        (None, &["--deny", "DECK012"], 1),
        (None, &["--deny", "warnings"], 1),
        (None, &["--deny", "warnings", "--allow", "DECK012"], 0),
        (Some("[levels]\nDECK012 = \"off\"\n"), &["--deny", "warnings"], 0),
    ] {
        let home = house(policy, "slip.csv", &slip());
        let (exit, _, err) = run_in(home.path(), &[&NOTICE[..], flags].concat());
        assert_eq!(exit, code, "{policy:?} {flags:?}: {err}");
        assert_eq!(home.path().join("out/slip.notice.md").exists(), code == 0, "{policy:?} {flags:?}: {err}");
        let (exit, _, err) = run_in(
            home.path(),
            &[&["rates", "diff", "old.csv", "slip.csv", "--as-of", "2027-02-20", "--deal", "deal.yaml"], flags]
                .concat(),
        );
        assert_eq!(exit, code, "diff {policy:?} {flags:?}: {err}");
    }
}

#[test]
fn a_deck_is_judged_by_the_house_of_its_deal_and_by_that_of_its_own_folder() {
    let home = house(Some("[levels]\nDECK012 = \"error\"\n"), "x.csv", "");
    fs::create_dir_all(home.path().join("decks")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let incoming = elsewhere.path().join("incoming");
    fs::create_dir(&incoming).unwrap();
    fs::copy(home.path().join("old.csv"), incoming.join("old.csv")).unwrap();
    fs::write(incoming.join("slip.csv"), slip()).unwrap();
    fs::write(incoming.join("peerpact.toml"), "[levels]\nDECK012 = \"off\"\n").unwrap();
    let [old, new] = ["old.csv", "slip.csv"].map(|name| incoming.join(name).display().to_string());
    let diff =
        |more: &[&str]| run_in(home.path(), &[&["rates", "diff", &old, &new, "--as-of", "2027-02-20"], more].concat());
    assert_eq!(diff(&["--deal", "deal.yaml"]).0, 1, "the deck's folder takes nothing away");
    let (code, out, err) = diff(&["--format", "json"]);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("\"DECK012\""), "without the deal the deck's folder decides: {out}");
    fs::write(home.path().join("peerpact.toml"), "").unwrap();
    fs::write(incoming.join("peerpact.toml"), "[levels]\nDECK012 = \"error\"\n").unwrap();
    assert_eq!(diff(&["--deal", "deal.yaml"]).0, 1, "the deck's folder adds");
}

#[test]
fn what_a_comparison_finds_is_in_every_form_of_its_report() {
    let home = house(None, "slip.csv", &slip());
    let diff = |format: &str| run_in(home.path(), &["rates", "diff", "old.csv", "slip.csv", "--format", format]);
    let json: serde_json::Value = serde_json::from_str(&diff("json").1).unwrap();
    assert_eq!(json["findings"][0]["code"], "DECK012");
    assert_eq!(json["summary"]["warnings"], json["findings"].as_array().unwrap().len());
    assert!(json["changes"].as_array().is_some_and(|changes| !changes.is_empty()) && json["codes"]["raised"].is_u64());
    let sarif: serde_json::Value = serde_json::from_str(&diff("sarif").1).unwrap();
    assert_eq!((&sarif["version"], &sarif["runs"][0]["results"][0]["ruleId"]), (&"2.1.0".into(), &"DECK012".into()));
    assert!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
    let (code, out, _) = diff("github");
    assert_eq!(code, 0);
    assert!(out.starts_with("::warning title=warning DECK012,file=slip.csv,line="), "{out}");
    let (_, out, err) = diff("human");
    assert!(out.contains("raised") && err.contains("DECK012"), "{out}{err}");
}

#[test]
fn nothing_is_compared_announced_counted_together_or_written_from_a_deck_with_faults() {
    // One code at two prices: the deck can be read, and says two things.
    let twice = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(NEW)).unwrap();
    let row = twice.lines().find(|line| line.contains("0.0195")).unwrap();
    let twice = format!("{twice}{}\n", row.replace("0.0195", "0.0196"));
    for (deck, code) in
        [(twice.as_str(), "RATE"), ("codes,destination,rate,increment,route\n33,France,x,1/1,cli\n", "DECK004")]
    {
        let home = house(None, "slip.csv", deck);
        let (exit, _, err) = run_in(home.path(), &NOTICE);
        assert_eq!(exit, 1, "{err}");
        assert!(err.contains(code) && !home.path().join("out").exists(), "{err}");
        let diff = |format: &str| {
            run_in(home.path(), &["rates", "diff", "old.csv", "slip.csv", "--deal", "deal.yaml", "--format", format])
        };
        let (exit, out, _) = diff("json");
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((exit, &json["changes"], &json["codes"]), (1, &serde_json::Value::Null, &serde_json::Value::Null));
        assert!(json["summary"]["errors"].as_u64() > Some(0));
        let (exit, out, _) = diff("human");
        assert_eq!((exit, out.as_str()), (1, ""));
        let decks = ["old.csv", "slip.csv", "new.csv"];
        let (exit, out, _) = run_in(home.path(), &[&["rates", "stats"], &decks[..], &["--deal", "deal.yaml"]].concat());
        assert_eq!(exit, 1);
        assert!(!out.contains("from the first to the second"), "{out}");
        let (exit, out, err) = run_in(home.path(), &["rates", "export", "slip.csv", "--deal", "deal.yaml"]);
        assert_eq!((exit, out.as_str()), (1, ""), "{err}");
    }
}

#[test]
fn counting_and_writing_obey_the_house_and_refuse_a_flag_that_they_cannot_honour() {
    // A heading that nobody reads is a note, until the house minds.
    let deck = "codes,destination,rate,increment,currency,colour\n33,France,0.0100,1/1,USD,x\n";
    let with = |policy: Option<&str>| house(policy, "deck.csv", deck);
    for command in ["stats", "export"] {
        let (code, out, err) = run_in(with(None).path(), &["rates", command, "deck.csv"]);
        assert!(code == 0 && !out.is_empty(), "{command}: {err}");
        let denied = with(Some("[levels]\nDECK008 = \"error\"\n"));
        assert_eq!(run_in(denied.path(), &["rates", command, "deck.csv"]).0, 1, "{command}");
        let (code, _, err) = run_in(with(None).path(), &["rates", command, "deck.csv", "--deny", "DECK008"]);
        assert!(code == 1 && err.contains("DECK008"), "{command}: {err}");
        for form in ["sarif", "github"] {
            let (code, out, _) = run_in(with(None).path(), &["rates", command, "deck.csv", "--format", form]);
            assert_eq!((code, out.as_str()), (2, ""), "{command} {form}");
        }
    }
}

#[test]
fn what_stops_a_comparison_stops_its_count() {
    let home = house(None, "slip.csv", &slip());
    let count = |more: &[&str]| run_in(home.path(), &[&["rates", "stats", "old.csv", "slip.csv"], more].concat());
    let is_counted = |out: &str| out.contains("from the first to the second");
    let (code, out, err) = count(&[]);
    assert!(code == 0 && is_counted(&out) && err.is_empty(), "a warning is left to `rates diff`: {err}");
    for (more, told) in [
        (["--deny", "DECK012"].as_slice(), "DECK012"),
        (&["--deny", "warnings"], "DECK012"),
        (&["--deal", "deal.yaml", "--as-of", "2027-03-09"], "DECK011"),
    ] {
        let (code, out, err) = count(more);
        assert!(code == 1 && is_counted(&out) && err.contains(told), "{more:?}: {err}");
        let diff = run_in(home.path(), &[&["rates", "diff", "old.csv", "slip.csv"], more].concat());
        assert_eq!(diff.0, 1, "{more:?}: `rates diff` says the same");
    }
    assert_eq!(count(&["--deal", "deal.yaml", "--as-of", "2027-02-20"]).0, 0);
}

#[test]
fn people_and_programs_are_told_the_same_number_and_it_is_that_of_the_faults() {
    let head = "codes,destination,rate,increment,currency,route\n";
    let rows = |row: &dyn Fn(u32) -> String| format!("{head}{}", (0..60).map(row).collect::<String>());
    // A rate that is none in each row; a code that begins no number in each row.
    let unread = rows(&|at| format!("33{},France,x{at},1/1,USD,cli\n", 100 + at));
    let nowhere = rows(&|at| format!("999{},Nowhere,0.0100,1/1,USD,cli\n", 100 + at));
    for (deck, code) in [(unread, "DECK004"), (nowhere, "RATE006")] {
        let home = house(None, "deck.csv", &deck);
        let check = |format: &str| run_in(home.path(), &["rates", "check", "deck.csv", "--format", format]);
        let (_, _, people) = check("human");
        let report: serde_json::Value = serde_json::from_str(&check("json").1).unwrap();
        let sarif: serde_json::Value = serde_json::from_str(&check("sarif").1).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let many = |finding: &serde_json::Value, key: &str| finding[key].as_u64().unwrap_or(1);
        let told = findings.iter().filter(|finding| finding["code"] == code);
        assert_eq!(told.map(|finding| many(finding, "count")).sum::<u64>(), 60, "{code}: {report:#}");
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let told = results.iter().filter(|result| result["ruleId"] == code);
        assert_eq!(told.map(|result| many(result, "occurrenceCount")).sum::<u64>(), 60, "{code}");
        let mut line = Vec::new();
        for (key, level, word) in [
            ("errors", "error", "error"),
            ("open_points", "open-point", "open point"),
            ("warnings", "warning", "warning"),
            ("notes", "note", "note"),
        ] {
            let all = findings.iter().filter(|finding| finding["level"] == level);
            let all = all.map(|finding| many(finding, "count")).sum::<u64>();
            assert_eq!(report["summary"][key].as_u64(), Some(all), "{code}: {level}");
            // A finding is told by its first line, or counted by one that says how many more there are.
            let more = |line: &str| line.split_once("]: ")?.1.split_once(" more of these")?.0.parse::<u64>().ok();
            let lines = people.lines().filter(|line| line.starts_with(&format!("{word}[")));
            assert_eq!(lines.map(|line| more(line).unwrap_or(1)).sum::<u64>(), all, "{code}: {level}\n{people}");
            if all > 0 {
                line.push(format!("{all} {word}{}", if all == 1 { "" } else { "s" }));
            }
        }
        let end = format!("\n{}\n`peerpact rules {code}` explains it\n", line.join(", "));
        assert!(people.ends_with(&end), "{end}\n{people}");
    }
}

#[test]
fn a_late_raise_does_not_hide_behind_twenty_late_reductions() {
    let rows = |rate: &str| -> String {
        (10..60).map(|at| format!("hk,8521{at},Place {at},cli,{rate},1/1,2027-01-01\n")).collect()
    };
    let head = "flow,codes,destination,route,rate,increment,effective\n";
    let home = house(None, "slip.csv", &format!("{head}{}hk,85299,Last,cli,0.0300,1/1,2027-01-01\n", rows("0.0100")));
    fs::write(
        home.path().join("old.csv"),
        format!("{head}{}hk,85299,Last,cli,0.0200,1/1,2026-01-01\n", rows("0.0200")),
    )
    .unwrap();
    let (code, _, err) = run_in(home.path(), &NOTICE);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("error[DECK011]: Last 85299: raise from"), "{err}");
    assert!(!home.path().join("out").exists());
}
