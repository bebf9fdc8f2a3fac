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

#[test]
fn every_bad_row_goes_back_as_it_stood() {
    use std::fmt::Write as _;
    let mut deck = "Name;Code;Rate (USD);Increment;Remark\n".to_owned();
    for at in 0..100 {
        let rate = if at % 2 == 0 { "n/a" } else { "0.0200" };
        writeln!(deck, "France;33{at:02};{rate};1/1;row {at}").unwrap();
    }
    deck.push_str("Spain;34x;0.01;1/1;code\nItaly;39;0.01;1/1;=HYPERLINK\n");
    let home = home(&[("deck.csv", &deck)]);
    let (code, _, told) = run(&home, &["rates", "check", "deck.csv", "--bad-rows", "bad.csv"]);
    assert_eq!(code, 1);
    assert!(told.contains("wrote 51 rows to bad.csv") && told.lines().count() < 260, "{told}");
    let bad = fs::read_to_string(home.path().join("bad.csv")).unwrap();
    let rows: Vec<&str> = bad.lines().collect();
    assert_eq!(rows.len(), 52);
    assert_eq!(rows[0], "Name,Code,Rate (USD),Increment,Remark,line,fault,reason");
    assert!(rows[1].starts_with("France,3300,n/a,1/1,row 0,2,DECK004,"), "{}", rows[1]);
    assert!(rows[50].starts_with("France,3398,n/a,1/1,row 98,100,DECK004,"), "{}", rows[50]);
    assert!(rows[51].starts_with("Spain,34x,0.01,1/1,code,102,DECK004,"), "{}", rows[51]);
    // A deck without a bad row has no such file, and one whose rules are broken has the rows that break them.
    let twice = "Name;Code;Rate (USD);Increment\nFrance;33;0.02;1/1\nSpain;34;0.02;1/1\nFrance;33;0.03;1/1\n";
    fs::write(home.path().join("twice.csv"), twice).unwrap();
    let (code, _, told) = run(&home, &["rates", "check", "twice.csv", "--bad-rows", "twice-bad.csv"]);
    assert_eq!(code, 1, "{told}");
    let bad = fs::read_to_string(home.path().join("twice-bad.csv")).unwrap();
    assert!(bad.contains("RATE003") && !bad.contains("Spain"), "{bad}");
    fs::write(home.path().join("good.csv"), "Name;Code;Rate (USD);Increment\nFrance;33;0.02;1/1\n").unwrap();
    let (code, _, _) = run(&home, &["rates", "check", "good.csv", "--bad-rows", "none.csv"]);
    assert_eq!((code, home.path().join("none.csv").exists()), (0, false));
    // The file never takes the place of the deck.
    let (code, _, _) = run(&home, &["rates", "check", "deck.csv", "--bad-rows", "deck.csv"]);
    assert_eq!((code, fs::read_to_string(home.path().join("deck.csv")).unwrap()), (2, deck));
}

#[test]
fn each_row_of_a_notice_is_accepted_or_refused_with_the_ground() {
    let deal = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/smallest.yaml")).unwrap();
    let head = "destination,codes,rate,increment,effective,status\n";
    // The deal asks for seven days before a raise.
    let rows = [
        ("Hong Kong Mobile,8525,0.0200,1/1,2027-03-05,increase", "refused,notice time"),
        ("Hong Kong Mobile,8526,0.0200,1/1,2027-04-05,increase", "accepted,"),
        ("Hong Kong Fixed,33,0.0200,1/1,2027-04-05,new", "refused,dial code"),
        ("Hong Kong Fixed,852x,0.0200,1/1,2027-04-05,new", "refused,cannot be read"),
        ("Hong Kong Fixed,8523,EUR 0.0200,1/1,2027-04-05,new", "refused,currency"),
        ("Hong Kong Mobile,8529,,,2027-03-02,closed", "refused,notice time"),
    ];
    let notice: String = rows.iter().map(|(row, _)| format!("{row}\n")).collect();
    let home = home(&[("deal.yaml", &deal), ("n.csv", &format!("{head}{notice}"))]);
    let args = ["rates", "answer", "n.csv", "--deal", "deal.yaml", "--received", "2027-03-01", "-t", "md"];
    let (code, _, told) = run(&home, &args);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("1 rows accepted, 5 refused"), "{told}");
    let csv = fs::read_to_string(home.path().join("out/n.answer.csv")).unwrap();
    for (line, (answer, (row, wanted))) in csv.lines().skip(1).zip(rows).enumerate() {
        let line = line + 2;
        assert!(answer.starts_with(&format!("{row},{line},{wanted}")), "{answer}");
    }
    let letter = fs::read_to_string(home.path().join("out/n.answer.md")).unwrap();
    assert!(letter.contains("1 are accepted and 5 refused") && letter.contains("| 2 | Hong Kong Mobile"), "{letter}");
    // A notice that keeps the deal is accepted whole.
    fs::write(home.path().join("good.csv"), format!("{head}{}\n", rows[1].0)).unwrap();
    let args = ["rates", "answer", "good.csv", "--deal", "deal.yaml", "--received", "2027-03-01", "-t", "md"];
    let (code, _, told) = run(&home, &args);
    assert_eq!(code, 0, "{told}");
    let letter = fs::read_to_string(home.path().join("out/good.answer.md")).unwrap();
    assert!(!letter.contains("refuses"), "{letter}");
}

#[test]
fn a_notice_of_terms_is_written_read_and_answered_with_them() {
    let deal = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/smallest.yaml")).unwrap();
    let head = "Destination,Code,Rate (USD),Increment,Setup Fee,Effective\n";
    let row = |code: u32, fee: &str, day: &str| format!("Hong Kong Mobile,{code},0.0180,1/1,{fee},{day}\n");
    let old: String = (85251..=85259).map(|code| row(code, "", "2027-01-01")).collect();
    let new: String = (85251..=85259).map(|code| row(code, "0.0050", "2027-04-05")).collect();
    let (old, new) = (format!("{head}{old}"), format!("{head}{new}"));
    let home = home(&[("deal.yaml", &deal), ("old.csv", &old), ("new.csv", &new)]);
    let told = ["rates", "notice", "old.csv", "new.csv", "--deal", "deal.yaml", "--as-of", "2027-02-20", "-t", "md"];
    let (code, _, said) = run(&home, &told);
    assert_eq!(code, 0, "{said}");
    let letter = fs::read_to_string(home.path().join("out/new.notice.md")).unwrap();
    // The minute costs the same, and each call more: that is a raise.
    assert!(letter.contains("9 raised") && letter.contains("0.0180, 0.0050 a call"), "{letter}");
    let csv = fs::read_to_string(home.path().join("out/new.notice.csv")).unwrap();
    assert!(csv.lines().next().unwrap().ends_with(",status,fee") && csv.contains(",increase,0.0050"), "{csv}");
    fs::write(home.path().join("n.csv"), csv).unwrap();
    let args = ["rates", "answer", "n.csv", "--deal", "deal.yaml", "--received", "2027-02-20", "-t", "md"];
    let (code, _, said) = run(&home, &args);
    assert_eq!(code, 0, "{said}");
    let letter = fs::read_to_string(home.path().join("out/n.answer.md")).unwrap();
    assert!(letter.contains("0.0180, 0.0050 a call"), "{letter}");
}

#[test]
fn a_letter_of_many_changes_leaves_them_to_its_file() {
    let deal = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/smallest.yaml")).unwrap();
    let deck = |rate: u32, day: &str| -> String {
        let rows = (100..150).map(|at| format!("Hong Kong Mobile {at},85{at},0.0{rate}{at},1/1,{day}\n"));
        std::iter::once("Destination,Code,Rate (USD),Increment,Effective\n".to_owned()).chain(rows).collect()
    };
    let (old, new) = (deck(1, "2027-01-01").replace(",85", ",8525"), deck(2, "2027-04-05").replace(",85", ",8525"));
    let home = home(&[("deal.yaml", &deal), ("old.csv", &old), ("new.csv", &new)]);
    let told = ["rates", "notice", "old.csv", "new.csv", "--deal", "deal.yaml", "--as-of", "2027-02-20", "-t", "md"];
    let (code, _, said) = run(&home, &told);
    assert_eq!(code, 0, "{said}");
    let letter = fs::read_to_string(home.path().join("out/new.notice.md")).unwrap();
    assert!(letter.contains("They are 50, more than this letter lists") && !letter.contains("| Hong Kong"), "{letter}");
    let csv = fs::read_to_string(home.path().join("out/new.notice.csv")).unwrap();
    assert_eq!(csv.lines().count(), 51);
}
