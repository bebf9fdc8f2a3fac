//! Rate decks as carriers send them: what a deck holds is read or told, and no fault hides another.

use std::fs;
use std::io::Write as _;
use std::sync::OnceLock;

use peerpact::deal::deck_profile::DeckProfile;
use peerpact::deal::rates::{Defaults, Route};
use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline::decks::{self, Around, JudgedDeck};
use peerpact::pipeline::{self, Library};
use peerpact::policy::Policy;
use peerpact::rates::write;
use peerpact::rules::Run;

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| pipeline::load(None).unwrap())
}

fn judged(deck: &[u8], around: &Around) -> JudgedDeck {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deck.csv");
    fs::write(&path, deck).unwrap();
    let policy = Policy::merged(Vec::new());
    let run =
        Run { as_of: "2026-12-01".parse().unwrap(), policy, final_version: false, form: None, library: library() };
    decks::judge(&path, around, &run)
}

/// A deck by itself.
fn alone(deck: &str) -> JudgedDeck {
    judged(deck.as_bytes(), &Around::default())
}

/// What is told of a deck, without notes.
fn told(judged: &JudgedDeck) -> Vec<(&'static str, String)> {
    let heavy = |finding: &&Finding| finding.level > Level::Note;
    judged.findings.iter().filter(heavy).map(|finding| (finding.code, finding.message.clone())).collect()
}

/// Its codes, each with rate and increment.
fn prices(judged: &JudgedDeck) -> Vec<String> {
    let lines = judged.deck.as_ref().map_or(&[][..], |deck| deck.lines());
    let one = |line: &peerpact::deal::rates::RateLine| -> Vec<String> {
        let rate = line.rate.known().map_or_else(String::new, ToString::to_string);
        line.codes.iter().map(|code| format!("{code} {rate} {}", line.increment)).collect()
    };
    lines.iter().flat_map(one).collect()
}

const GOOD: &str = "Destination,Code,Rate (USD),Increment,Effective\n\
    France,33,0.0100,1/1,2027-01-01\nFrance Mobile,336,0.0300,1/1,2027-01-01\n\
    Germany,49,0.0080,60/1,2027-01-01\nSpain Mobile,346,0.0190,1/1,2027-02-01\n";

#[test]
fn a_column_of_empty_cells_says_nothing() {
    let deck = |cell: &str| {
        format!("Destination,Code,Rate,Increment,Currency,Effective\nFrance,33,0.0100,1/1,{cell},2027-01-01\n")
    };
    assert_eq!(told(&alone(&deck("USD"))), []);
    let unsaid = alone(&deck(""));
    assert_eq!(told(&unsaid), [("DECK003", "the deck does not say in which currency its rates are".to_owned())]);
    assert_eq!(prices(&unsaid), ["33 0.0100 1/1"]);
}

#[test]
fn a_fault_in_any_row_is_told_and_changes_no_other_row() {
    let good = alone(GOOD);
    assert_eq!(told(&good), [], "{:?}", good.findings);
    let before = prices(&good);
    let lines: Vec<&str> = GOOD.lines().collect();
    for row in 1..lines.len() {
        let cells: Vec<&str> = lines[row].split(',').collect();
        for (column, fault) in [(0, ""), (1, "12a"), (1, ""), (2, "-0.01"), (2, "x"), (3, "soon"), (4, "31/31/2027")] {
            let mut bad = cells.clone();
            bad[column] = fault;
            let mut deck: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            deck[row] = bad.join(",");
            let judged = alone(&(deck.join("\n") + "\n"));
            let place = format!("line {}, column {}", row + 1, column + 1);
            assert!(
                told(&judged).iter().any(|(code, message)| *code == "DECK004" && message.contains(&place)),
                "{fault} at {place}: {:?}",
                told(&judged)
            );
            let others: Vec<&String> =
                before.iter().enumerate().filter(|(at, _)| at + 1 != row).map(|(_, line)| line).collect();
            let after = prices(&judged);
            assert!(others.iter().all(|line| after.contains(line)), "{fault} at {place}: {after:?}");
        }
    }
}

#[test]
fn faults_of_one_row_and_of_the_whole_deck_hide_none_of_the_others() {
    let all = alone(
        "Destination,Code,Rate\nFrance,33,0.01\nFrance,33,0.02\nTest,11,0.03\nIran,98,850\nSpain,34,x\nAustria,61,0.03\n,,0.01\n",
    );
    let codes: Vec<&str> = told(&all).iter().map(|(code, _)| *code).collect();
    for code in ["DECK003", "DECK004", "RATE003", "RATE006", "RATE007"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
    // The increment and the currency are asked for, each once, and nothing is made of what nobody says.
    assert_eq!(codes.iter().filter(|code| **code == "DECK003").count(), 2, "{codes:?}");
    assert!(!all.findings.iter().any(|finding| finding.path_text().ends_with("increment")));
    // A cell is told beside others of its row.
    let row = alone(&format!("{GOOD}Italy,3a9,-1,0/0,never\n"));
    for column in 2..=5 {
        let place = format!("line 6, column {column}:");
        assert!(told(&row).iter().any(|(_, message)| message.starts_with(&place)), "{place} {:?}", told(&row));
    }
}

#[test]
fn an_empty_cell_beside_filled_ones_is_asked_for() {
    let deck = |cell: &str| {
        format!(
            "Destination,Code,Rate,Increment,Currency,Route,Effective\nFrance,33,0.0100,1/1,USD,cli,2027-01-01\n\
             Spain,34,0.0100,1/1,{cell},2027-01-01\n"
        )
    };
    assert_eq!(told(&alone(&deck("USD,direct"))), []);
    let codes = |cell: &str| told(&alone(&deck(cell))).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes("USD,"), ["DECK004"]);
    assert_eq!(codes(",cli"), ["DECK003"]);
    // What somebody says of every row is said of these, too.
    let said = DeckProfile {
        currency: Some("USD".parse().unwrap()),
        defaults: Defaults { route: Some(Route::Direct), ..Defaults::default() },
        ..DeckProfile::default()
    };
    let around = Around { profile: said, ..Around::default() };
    assert_eq!(told(&judged(deck(",").as_bytes(), &around)), []);
}

#[test]
fn a_price_without_a_sign_beside_prices_with_one_is_asked_for() {
    let deck =
        "Destination,Code,Rate,Increment,Effective\nFrance,33,0.01 EUR,1/1,2027-01-01\nSpain,34,0.02,1/1,2027-01-01\n";
    assert_eq!(told(&alone(deck)).first().map(|(code, _)| *code), Some("DECK003"));
}

#[test]
fn a_deck_that_names_no_routes_is_read_without_a_class_and_written_without_one() {
    let judged = alone(GOOD);
    let deck = judged.deck.as_ref().unwrap();
    assert_eq!(deck.assumed(), ["route"]);
    let csv = write::prefixes(deck.lines(), deck.currency, deck.assumed()).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("336,France Mobile,,0.0300,USD,1,1,2027-01-01T00:00:00Z,,deck,,,,\n"), "{csv}");
    let again = alone(&csv);
    assert_eq!(again.deck.unwrap().assumed(), ["route"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_packed_deck_is_the_deck_and_a_bomb_is_refused() {
    let packed = judged(&gzip(GOOD.as_bytes()), &Around::default());
    assert_eq!((told(&packed), prices(&packed)), (Vec::new(), prices(&alone(GOOD))));
    let refused = |bytes: &[u8]| told(&judged(bytes, &Around::default()));
    let whole = gzip(GOOD.as_bytes());
    for bytes in [&whole[..whole.len() / 2], &gzip(&whole), &gzip(&vec![b'a'; 80 << 20])] {
        assert_eq!(refused(bytes).first().map(|(code, _)| *code), Some("DECK001"));
    }
}

/// An OpenDocument spreadsheet of these tables, as XML.
fn ods(content: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let head = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
                xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
                xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"";
    zip.start_file("mimetype", options).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    zip.start_file("content.xml", options).unwrap();
    let xml = format!("<office:document-content {head}>{content}</office:document-content>");
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn words(cells: &[&str]) -> String {
    cells
        .iter()
        .map(|word| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{word}</text:p></table:table-cell>")
        })
        .collect()
}

/// A sheet with headings, and rows of a name, a code, a price as stored and as shown, and an increment.
fn ods_sheet(name: &str, rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(place, code, value, shown): &(&str, &str, &str, &str)| {
        format!(
            "<table:table-row>{}<table:table-cell office:value-type=\"float\" office:value=\"{code}\"><text:p>{code}</text:p>\
             </table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>{shown}</text:p>\
             </table:table-cell>{}<table:table-cell office:value-type=\"date\" office:date-value=\"2027-01-01\"><text:p>01.01.27\
             </text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"1019\"/></table:table-row>",
            words(&[place]),
            words(&["1/1"]),
        )
    };
    format!(
        "<table:table table:name=\"{name}\"><table:table-column table:number-columns-repeated=\"1024\"/><table:table-row>{}\
         </table:table-row>{}<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell \
         table:number-columns-repeated=\"1024\"/></table:table-row></table:table>",
        words(&["Destination", "Code", "Rate (USD)", "Increment", "Effective"]),
        rows.iter().map(row).collect::<String>(),
    )
}

#[test]
fn an_open_document_deck_keeps_its_zeros_and_tells_what_it_hides() {
    let book =
        |sheets: &str| ods(&format!("<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"));
    let first = ods_sheet("A-Z", &[("France", "33", "0.018", "0.0180"), ("Spain", "34", "0.02", "0,02")]);
    let read = judged(&book(&first), &Around::default());
    assert_eq!((told(&read), prices(&read)), (Vec::new(), vec!["33 0.0180 1/1".to_owned(), "34 0.02 1/1".to_owned()]));
    // A second sheet is read by its name, and told of else.
    let both = book(&(first + &ods_sheet("Special", &[("Italy", "39", "0.0155", "0.02")])));
    let note = judged(&both, &Around::default());
    assert!(
        note.findings.iter().any(|finding| finding.message.contains("`Special` was not read")),
        "{:?}",
        note.findings
    );
    let named = Around {
        profile: DeckProfile { sheet: Some("special".parse().unwrap()), ..DeckProfile::default() },
        ..Around::default()
    };
    let special = judged(&both, &named);
    assert_eq!(prices(&special), ["39 0.0155 1/1"]);
    // It shows fewer digits than it holds.
    assert_eq!(told(&special).first().map(|(code, _)| *code), Some("DECK007"));
}
