//! Decks without a deal: what the command line and a profile say of a deck, over the real program.

use std::fs;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A deck that leaves much open: no currency, no increment, decimal commas, and dates that could be two days.
const OPEN: &str =
    "Report of the week\nBreakout;Name;Price;From\n33;France;0,0200;02/01/2027\n336;France Mobile;0,0210;03/01/2027\n";

fn home(files: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(home.path().join(name), text).unwrap();
    }
    home
}

fn run(home: &TempDir, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("peerpact").unwrap();
    command.current_dir(home.path()).env("SOURCE_DATE_EPOCH", "1796083200").args(args);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const SAID: [&str; 8] = ["--currency", "EUR", "--increment", "60/1", "--dates", "day_first", "--route", "non_cli"];

#[test]
fn flags_and_a_profile_say_the_same() {
    let home = home(&[("deck.csv", OPEN)]);
    let (code, _, told) = run(&home, &["rates", "check", "deck.csv"]);
    assert_eq!(code, 1, "{told}");
    let (code, by_flags, told) = run(&home, &[&["rates", "export", "deck.csv"][..], &SAID].concat());
    assert_eq!(code, 0, "{told}");
    assert!(by_flags.contains("33,France,,0.0200,EUR,60,1,2027-01-02T00:00:00Z,,deck,non_cli"), "{by_flags}");
    let (code, profile, told) = run(&home, &[&["rates", "profile", "deck.csv"][..], &SAID].concat());
    assert_eq!((code, told.as_str()), (0, ""), "{profile}");
    fs::write(home.path().join("supplier.yaml"), &profile).unwrap();
    let (code, by_profile, told) = run(&home, &["rates", "export", "deck.csv", "--profile", "supplier.yaml"]);
    assert_eq!((code, by_profile), (0, by_flags), "{told}\n{profile}");
    // A flag comes before the profile.
    let (_, other, _) =
        run(&home, &["rates", "export", "deck.csv", "--profile", "supplier.yaml", "--dates", "month_first"]);
    assert!(other.contains("2027-02-01"), "{other}");
}

#[test]
fn a_profile_lists_what_nobody_tells_and_nothing_else() {
    let home = home(&[("deck.csv", OPEN)]);
    let open = |args: &[&str]| {
        let (code, profile, _) = run(&home, &[&["rates", "profile", "deck.csv"][..], args].concat());
        let open: Vec<String> = profile
            .lines()
            .filter(|line| line.contains("# open:"))
            .map(|line| line.trim_start_matches([' ', '#']).split(':').next().unwrap().to_owned())
            .collect();
        (code, open)
    };
    let all = ["currency", "dates", "increment", "route"].map(str::to_owned).to_vec();
    assert_eq!(open(&[]), (1, all.clone()));
    for (at, name) in all.iter().enumerate() {
        let flag = SAID.iter().position(|flag| *flag == format!("--{name}")).unwrap();
        let rest: Vec<String> =
            all.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, name)| name.clone()).collect();
        assert_eq!(open(&SAID[flag..flag + 2]), (1, rest), "{name}");
    }
    assert_eq!(open(&SAID), (0, Vec::new()));
    // The profile, whatever it leaves open, is one that is read.
    let (_, profile, _) = run(&home, &["rates", "profile", "deck.csv"]);
    fs::write(home.path().join("open.yaml"), profile).unwrap();
    let (code, _, told) = run(&home, &[&["rates", "export", "deck.csv", "--profile", "open.yaml"][..], &SAID].concat());
    assert_eq!(code, 0, "{told}");
}

#[test]
fn two_columns_that_could_be_the_price_are_open() {
    let deck = "Prefix,Name,Rate,Price,Increment\n33,France,0.02,0.03,1/1\n";
    let home = home(&[("deck.csv", deck)]);
    let (code, profile, _) = run(&home, &["rates", "profile", "deck.csv", "--currency", "USD", "--route", "cli"]);
    assert_eq!(code, 1);
    assert!(profile.contains("# rate:  # open: Which of `Rate` and `Price`?"), "{profile}");
    let told = ["rates", "export", "deck.csv", "--currency", "USD", "--columns", "rate=Price"];
    let (code, out, err) = run(&home, &told);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("33,France,,0.03,USD"), "{out}");
}

#[test]
fn columns_are_named_by_heading_or_by_number() {
    let deck = "33;0.02;France\n34;0.03;Spain\n";
    let odd = "\"Zone, code\";Tier A\n33;0.02\n34;0.03\n";
    let home = home(&[("bare.csv", deck), ("odd.csv", odd)]);
    let always = ["--currency", "USD", "--increment", "1/1"];
    let rows = |args: &[&str]| {
        let (code, out, err) = run(&home, &[args, &always].concat());
        assert_eq!(code, 0, "{err}");
        out.lines().skip(1).map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect::<Vec<_>>()
    };
    let bare = ["rates", "export", "bare.csv", "--head", "none", "--columns", "codes=1,rate=2,destination=3"];
    assert_eq!(rows(&bare), ["33,France,,0.02", "34,Spain,,0.03"]);
    // A comma belongs to a heading unless the name of a column follows; `code` is another spelling of `codes`.
    let odd = ["rates", "export", "odd.csv", "--columns", "code=Zone, code,rate=Tier A"];
    assert_eq!(rows(&odd), ["33,France,,0.02", "34,Spain,,0.03"]);
}

#[test]
fn what_is_said_wrongly_is_told_and_nothing_is_read() {
    let home = home(&[
        ("deck.csv", OPEN),
        ("empty.yaml", ""),
        ("odd.yaml", "rates: {curency: USD}\n"),
        ("deal.yaml", &fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/smallest.yaml")).unwrap()),
    ]);
    let cases: [(&[&str], i32, &str); 8] = [
        (&["--currency", "XXY"], 2, "XXY"),
        (&["--increment", "60"], 2, "60"),
        (&["--columns", "cods=Prefix"], 2, "did you mean `codes`?"),
        (&["--columns", "rate="], 2, "no heading"),
        (&["--columns", "rate=A,rate=B"], 2, "two headings"),
        (&["--profile", "empty.yaml"], 1, "DEAL004"),
        (&["--profile", "odd.yaml"], 1, "did you mean `currency`?"),
        (&["--deal", "deal.yaml", "--currency", "EUR"], 2, "the rates of the deal are in USD"),
    ];
    for (args, wanted, words) in cases {
        let (code, out, err) = run(&home, &[&["rates", "export", "deck.csv"][..], args].concat());
        assert_eq!((code, out.as_str()), (wanted, ""), "{args:?}: {err}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
}
