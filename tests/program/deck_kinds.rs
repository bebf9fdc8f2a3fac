//! Decks as suppliers and billing systems write them, in ten languages and of a thousand rows and more: each says what it says, and a
//! fault in any row is told and takes no other row with it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A deck of `tests/decks/kinds.txt`.
struct Kind {
    name: &'static str,
    flags: Vec<String>,
    deck: String,
    /// What it says, or the finding and the words of its refusal.
    says: Result<BTreeSet<String>, (String, String)>,
}

fn kinds() -> Vec<Kind> {
    let text = include_str!("../decks/kinds.txt");
    let one = |block: &'static str| {
        let (name, rest) = block.split_once('\n').unwrap();
        let mut lines = rest.lines().peekable();
        let flags = lines.next_if(|line| line.starts_with("--")).unwrap_or_default();
        let lines: Vec<&str> = lines.collect();
        let cut = lines.iter().position(|line| *line == "--" || line.starts_with("-- ")).unwrap();
        let says = match lines[cut].strip_prefix("-- refused ") {
            Some(refusal) => {
                let (code, words) = refusal.split_once(' ').unwrap();
                Err((code.to_owned(), words.to_owned()))
            }
            None => Ok(lines[cut + 1..].iter().map(|line| (*line).to_owned()).collect()),
        };
        Kind { name, flags: words(flags), deck: lines[..cut].join("\n") + "\n", says }
    };
    text.split("\n== ").skip(1).map(one).collect()
}

/// The words of a command line, of which some stand between quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            _ => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

fn run(home: &TempDir, command: &str, flags: &[String], more: &[&str]) -> (i32, String, String) {
    let mut peerpact = Command::cargo_bin("peerpact").unwrap();
    peerpact.current_dir(home.path()).env("SOURCE_DATE_EPOCH", "1796083200");
    peerpact.args(["rates", command, "deck.csv"]).args(flags).args(more);
    let Output { status, stdout, stderr } = peerpact.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn home(deck: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("deck.csv"), deck).unwrap();
    home
}

/// The rows of an export: code, price, periods, and whatever tells the calls from others.
fn exported(text: &str) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|known| known == name).unwrap();
    let columns = ["code", "rate", "first", "next", "origin", "jurisdiction", "band"].map(at);
    reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let cells = columns.iter().map(|at| row[*at].to_owned());
            let terms = ["first_period_rate", "fee", "minimum_charge", "rating"].into_iter().filter_map(|name| {
                let said = &row[header.iter().position(|known| known == name)?];
                (!said.is_empty()).then(|| format!("{name}={said}"))
            });
            cells.chain(terms).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn forty_decks_say_what_they_say() {
    let kinds = kinds();
    assert!(kinds.len() >= 40, "{}", kinds.len());
    let mut wrong = Vec::new();
    for kind in &kinds {
        let home = home(&kind.deck);
        match &kind.says {
            Err((code, says)) => {
                let (exit, _, told) = run(&home, "check", &kind.flags, &[]);
                if exit != 1 || !told.contains(&format!("error[{code}]")) || !told.contains(says) {
                    wrong.push(format!("{}: not refused: {told}", kind.name));
                }
            }
            Ok(says) => {
                let (exit, out, told) = run(&home, "export", &kind.flags, &[]);
                let open: BTreeSet<String> = says.iter().filter(|row| !row.ends_with(" closed")).cloned().collect();
                if exit != 0 || exported(&out) != open {
                    wrong.push(format!("{}: {exit} {out}{told}", kind.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fault_in_any_row_of_any_kind_is_told_and_no_other_row_with_it() {
    let mut broken = 0;
    for kind in kinds() {
        let Ok(says) = &kind.says else { continue };
        let lines: Vec<&str> = kind.deck.lines().collect();
        for row in says {
            let Some(price) = row.split(' ').nth(1).filter(|_| !row.ends_with(" closed")) else { continue };
            // The first row with this price; its price becomes a word.
            let comma = price.replace('.', ",");
            let Some(at) = lines.iter().position(|line| line.contains(price) || line.contains(&comma)) else {
                continue;
            };
            let mut deck: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            deck[at] = deck[at].replace(price, "tbd 7").replace(&comma, "tbd 7");
            let home = home(&(deck.join("\n") + "\n"));
            let (exit, _, told) = run(&home, "check", &kind.flags, &["--bad-rows", "bad.csv"]);
            assert_eq!(exit, 1, "{}: {told}", kind.name);
            assert!(told.contains(&format!("line {}, column", at + 1)), "{}, line {}: {told}", kind.name, at + 1);
            let bad = fs::read(home.path().join("bad.csv")).unwrap();
            let rows = csv::ReaderBuilder::new().flexible(true).from_reader(bad.as_slice()).records().count();
            assert_eq!(rows, 1, "{}, line {}: {}", kind.name, at + 1, String::from_utf8_lossy(&bad));
            broken += 1;
        }
    }
    assert!(broken >= 40, "{broken}");
}

/// Rows of each deck that the test makes.
const MANY: usize = 1_100;

/// The code, price and increment of a row, and a name.
fn row(at: usize) -> (String, String, (u32, u32), String) {
    let increment = [(1, 1), (30, 6), (60, 60), (60, 1)][at % 4];
    (format!("336{at:04}"), format!("0.{:05}", 1_000 + 7 * at), increment, format!("France Mobile {at}"))
}

/// A layout: its name, flags, headings, and how it writes a row.
type Layout = (&'static str, &'static str, &'static str, fn(usize) -> String);

const LAYOUTS: [Layout; 10] = [
    ("astpp", "--head none --columns codes=1,destination=2,rate=5,first=6,next=7 --currency USD", "", |at| {
        let (code, rate, (first, next), name) = row(at);
        format!("{code},{name},0,0,{rate},{first},{next}")
    }),
    ("magnusbilling", "--head none --columns codes=1,destination=2,rate=3,first=4,next=5 --currency USD", "", |at| {
        let (code, rate, (first, next), name) = row(at);
        format!("{code};{name};{rate};{first};{next}")
    }),
    (
        "a2billing",
        "--currency USD --columns rate=rateinitial,first=initblock,next=billingblock",
        "dialprefix;destination;rateinitial;buyrate;initblock;billingblock",
        |at| {
            let (code, rate, (first, next), name) = row(at);
            format!("{code};{name};{rate};0.00010;{first};{next}")
        },
    ),
    (
        "yeti",
        "",
        "prefix,enabled,reject_calls,currency,initial_interval,next_interval,initial_rate,next_rate,connect_fee",
        |at| {
            let (code, rate, (first, next), _) = row(at);
            format!("{code},true,false,USD,{first},{next},{rate},{rate},0.0")
        },
    ),
    (
        "kazoo",
        "--currency USD",
        "prefix,rate_cost,rate_increment,rate_minimum,rate_surcharge,iso_country_code,description",
        |at| {
            let (code, rate, (first, next), name) = row(at);
            format!("{code},{rate},{next},{first},0,FR,{name}")
        },
    ),
    (
        "telecomsxchange",
        "--currency USD",
        "Country,Description,Prefix,Effective from,Rate Id,Forbidden,Discontinued,Price 1,Price N,Interval 1,Interval N",
        |at| {
            let (code, rate, (first, next), _) = row(at);
            format!(",,{code},2027-01-15 00:00:00,{at},0,0,{rate},{rate},{first},{next}")
        },
    ),
    ("jerasoft", "--currency USD", "Dst Code,Code Name,Rate,Effective Date,End Date,Min,Int,Setup Fee", |at| {
        let (code, rate, (first, next), name) = row(at);
        format!("{code},{name},{rate},2027-01-01 00:00:00,,{first},{next},0")
    }),
    ("deutsch", "", "Vorwahl;Ziel;Preis (EUR);Taktung", |at| {
        let (code, rate, (first, next), name) = row(at);
        format!("{code};{name};{};{first}/{next}", rate.replace('.', ","))
    }),
    (
        "cents and country codes apart",
        "",
        "Country Code\tArea Code\tDestination\tUS cents/min (USD)\tIncrement",
        |at| {
            let (code, _, (first, next), name) = row(at);
            format!(
                "33\t{}\t{name}\t{}.{:03}\t{first}/{next}",
                &code[2..],
                (1_000 + 7 * at) / 1000,
                (1_000 + 7 * at) % 1000
            )
        },
    ),
    ("printed pages", "--currency USD", "Destination|Code|Rate|Increment", |at| {
        let (code, rate, (first, next), name) = row(at);
        let head = if at % 60 == 59 { "\nDestination|Code|Rate|Increment" } else { "" };
        format!("{name}|{code}|{rate}|{first}/{next}{head}")
    }),
];

#[test]
fn decks_of_a_thousand_rows_keep_every_price() {
    let says: BTreeSet<String> = (0..MANY)
        .map(|at| {
            let (code, rate, (first, next), _) = row(at);
            format!("{code} {rate} {first} {next}")
        })
        .collect();
    for (name, flags, head, line) in LAYOUTS {
        let head = if head.is_empty() { String::new() } else { format!("{head}\n") };
        let deck = head + &(0..MANY).map(line).collect::<Vec<_>>().join("\n") + "\n";
        let home = home(&deck);
        let (exit, out, told) = run(&home, "export", &words(flags), &[]);
        assert_eq!(exit, 0, "{name}: {told}");
        let read = exported(&out);
        let lacks: Vec<_> = says.symmetric_difference(&read).take(4).collect();
        assert!(lacks.is_empty(), "{name}: {lacks:?}\n{told}");
    }
}

#[test]
fn money_that_no_column_holds_is_told_by_whatever_leaves_it_out() {
    let deck = "Destination,Code,Rate (USD),Increment,Porting (USD)\nFrance,33,0.02,1/1,0.05\nSpain,34,0.03,1/1,0\n";
    let home = home(deck);
    fs::write(home.path().join("other.csv"), deck).unwrap();
    for (command, more) in [
        ("export", &[][..]),
        ("export", &["--as", "yeti"][..]),
        ("stats", &[]),
        ("compare", &["other.csv"]),
        ("diff", &["other.csv"]),
    ] {
        let (exit, _, told) = run(&home, command, &[], more);
        assert_eq!(exit, 0, "{command}: {told}");
        assert!(told.contains("DECK008") && told.contains("figures look like money"), "{command}: {told}");
        let (exit, ..) = run(&home, command, &["--deny".to_owned(), "DECK008".to_owned()], more);
        assert_eq!(exit, 1, "{command}: a house can forbid it");
    }
}

#[test]
fn a_heading_of_money_whose_cells_hold_none_is_told_as_one_of_money() {
    for (heading, is_money) in [("Porting (USD)", true), ("Rate from EEA", true), ("Colour", false)] {
        let home =
            home(&format!("Destination,Code,Rate,Increment,{heading}\nFrance,33,0.02,1/1,tbd 7\nSpain,34,0.03,1/1,\n"));
        let (_, _, told) = run(&home, "check", &["--currency".to_owned(), "USD".to_owned()], &[]);
        let level = if is_money { "warning" } else { "note" };
        assert!(told.contains(&format!("{level}[DECK008]")), "{heading}: {told}");
        assert_eq!(told.contains("whose heading is one of money"), is_money, "{heading}: {told}");
    }
}
