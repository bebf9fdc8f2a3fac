//! The wizard on a terminal: `peerpact new` as a person meets it.

use std::fs;
use std::path::Path;

use crate::pty::{CHANGE, COMPANY, End, REVIEW, Wizard, names, questions, run, shown, squeezed};
use tempfile::TempDir;

/// The answers of the smallest run, by field: every other question is answered with Enter.
const SMALLEST: &[(&str, &str)] = &[
    ("parties.@we.name", "Straits Voice Pte. Ltd."),
    ("parties.@we.country", "singapore"),
    ("parties.@we.registration", "201912345K"),
    ("parties.@we.address", "1 Raffles Quay, Singapore 048583"),
    ("parties.@we.licences[0].number", "SBO 2020/117"),
    ("parties.@we.signatory.name", "Mei Tan"),
    ("parties.@we.signatory.title", "Director"),
    ("parties.@they.name", "Harbour Telecom Ltd"),
    ("parties.@they.country", "HK"),
    ("scope.flows", "buy"),
    ("scope.traffic", "mobile, inter"),
    ("technical.sessions", "500"),
    ("technical.sites.@we", "203.0.113.9"),
    ("rates.effective", "2027-01-01"),
    ("rates.lines[*].destination", "Hong Kong Mobile"),
    ("rates.lines[*].codes", "8525, 8526"),
    ("rates.lines[*].rate", "0.0180"),
    ("jurisdiction.law", "England and Wales"),
    ("legal.form", "full"),
];

/// What stands beside a deal and its draft: questions to the other side, and the manifest.
const FILES: [&str; 5] = ["deal.ask.csv", "deal.ask.docx", "deal.ask.xlsx", "deal.ask.yaml", "deal.manifest.json"];

/// The smallest run with other answers to some questions.
fn with(others: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    others.iter().chain(SMALLEST).copied().collect()
}

/// How many answers a run took, without the usual terms that were listed and kept, and without the form of the paper.
fn counted(asked: &[String]) -> usize {
    asked.iter().filter(|field| !field.starts_with("keep ") && *field != "legal.form").count()
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn read(home: &TempDir, name: &str) -> String {
    fs::read_to_string(home.path().join(name)).unwrap()
}

/// The deal and its draft, as an uninterrupted run writes them.
fn uninterrupted() -> (String, String) {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    assert_clean(&wizard.done());
    (read(&home, "deal.yaml"), read(&home, "deal.md"))
}

fn assert_clean(end: &End) {
    assert_eq!(end.code, 0, "{}", end.text());
}

/// What `peerpact check` says of a deal, by path.
fn findings(deal: &str) -> Vec<(String, String)> {
    let home = home();
    fs::write(home.path().join("deal.yaml"), deal).unwrap();
    let output = run(home.path(), &["check", "deal.yaml", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = all["findings"].as_array().unwrap();
    let of = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    all.iter().map(|finding| (of(finding, "path"), of(finding, "message"))).collect()
}

/// The lines that two texts do not share, each with its sign.
fn changes(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

// A whole run.

#[test]
fn an_empty_folder_becomes_a_deal_and_its_pdf() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "pdf"]);
    let asked = wizard.until_review(SMALLEST);
    assert!(counted(&asked) <= 35, "{} answers: {asked:?}", counted(&asked));
    wizard.reply("done");
    assert_eq!(wizard.asked(), COMPANY);
    assert_clean(&wizard.reply_last("", "", ""));
    assert_eq!(
        names(home.path()),
        FILES.iter().chain(&["deal.pdf", "deal.yaml", "peerpact.toml", "review"]).copied().collect::<Vec<_>>()
    );
    assert!(fs::read(home.path().join("deal.pdf")).unwrap().starts_with(b"%PDF"));
    let check = run(home.path(), &["check", "deal.yaml"]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stderr));
    assert!(read(&home, "deal.ask.yaml").contains("parties.harbour.address: ~"));
    let own = read(&home, "review/deal.review.ask.md");
    assert!(own.starts_with("Ask your own side:") && !own.contains("parties.harbour"), "{own}");

    // The company is known now, and is not asked for again.
    let mut second = Wizard::new(home.path(), &["next.yaml", "-t", "md"]);
    let again = second.until_review(SMALLEST);
    assert!(again.len() < asked.len() && !again.iter().any(|field| field == "parties.@we.name"), "{again:?}");
    assert_clean(&second.done());
    assert!(read(&home, "next.yaml").contains("name: Straits Voice Pte. Ltd."));
}

// Answers that are none.

#[test]
fn a_wrong_value_is_refused_in_the_words_of_the_checks() {
    let deal = uninterrupted().0;
    for (field, wrong, right, path, line, wrong_line) in [
        ("parties.@we.country", "Atlantis", "singapore", "parties.straits.country", "country: SG", "country: Atlantis"),
        ("technical.cps", "many", "5", "technical.cps", "cps: 5 ", "cps: many "),
        (
            "rates.lines[*].codes",
            "8525, 44x",
            "8525, 8526",
            "rates.lines[0].codes[1]",
            "codes: [8525, 8526]",
            "codes: [8525, 44x]",
        ),
    ] {
        let home = home();
        let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
        let keep = if field == "technical.cps" { "no" } else { "yes" };
        wizard.until(field, &with(&[("keep Technical", keep)]));
        let before = read(&home, "deal.yaml.partial");
        wizard.reply(wrong);
        assert_eq!(wizard.asked(), field, "asked again:\n{}", wizard.screen());
        assert_eq!(read(&home, "deal.yaml.partial"), before, "what is refused is not kept");
        assert!(deal.contains(line), "no `{line}`:\n{deal}");
        let found = findings(&deal.replacen(line, wrong_line, 1));
        let (_, words) = found.iter().find(|(at, _)| at == path).unwrap_or_else(|| panic!("{path}: {found:?}"));
        assert!(wizard.says(words), "`{words}` is not in:\n{}", wizard.screen());
        wizard.reply(right);
        assert_ne!(wizard.asked(), field, "{}", wizard.screen());
        assert_ne!(read(&home, "deal.yaml.partial"), before);
    }
}

#[test]
fn a_number_where_a_time_is_asked_is_days() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("billing.pay", &with(&[("keep Billing and credit", "no")]));
    wizard.reply("20");
    wizard.reply(":back");
    assert!(wizard.says("[20 days]"), "{}", wizard.screen());
    wizard.reply("30");
    assert!(read(&home, "deal.yaml.partial").contains("\nbilling.pay: 30 days\n"));
}

#[test]
fn enter_leaves_each_field_of_a_step_to_its_default() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    let asked =
        wizard.until_review(&with(&[("keep Billing and credit", "no"), ("keep Quality and service levels", "no")]));
    assert!(asked.iter().any(|field| field == "billing.issue"), "{asked:?}");
    assert_clean(&wizard.done());
    assert_eq!((read(&home, "deal.yaml"), read(&home, "deal.md")), uninterrupted());
}

#[test]
fn names_make_the_keys_and_figures_are_read_as_people_type_them() {
    let others = [
        ("parties.@we.name", "Tulip Carrier B.V."),
        ("parties.@we.country", "Netherlands"),
        ("parties.@they.name", "Pearl Hub Ltd"),
        ("credit.mode", "prepaid"),
        ("credit.security", "$25,000"),
        ("credit.low_balance", "USD 5k"),
        ("billing.cycle", "7/7"),
        ("rates.effective", "1 Feb 2027"),
        ("rates.lines[*].destination", "Pakistan Mobile"),
        ("rates.lines[*].codes", "923"),
        ("security.mutual_tls", "addresses"),
        ("jurisdiction.law", "English law"),
        ("technical.sites.@we", "[203.0.113.9]"),
    ];
    let mut made: Vec<String> = Vec::new();
    for columns in [80, 60, 140] {
        let home = home();
        let mut wizard = Wizard::sized(home.path(), &["deal.yaml", "-t", "md"], columns, "xterm");
        let asked = wizard.until_review(&with(&others));
        assert!(counted(&asked) <= 40, "{} answers: {asked:?}", counted(&asked));
        assert!(!asked.iter().any(|field| field == "parties" || field == "billing.pay"), "{asked:?}");
        assert_clean(&wizard.done());
        made.push(read(&home, "deal.yaml"));
    }
    assert!(made.iter().all(|deal| *deal == made[0]), "the size of the terminal decides nothing");
    let deal = &made[0];
    for line in [
        "we: tulip",
        "  tulip:",
        "  pearl:",
        "  mode: transit",
        "  mode: prepaid",
        "  security: USD 25000.00",
        "  low_balance: USD 5000.00",
        "  cycle: weekly",
        "  pay: 7 days",
        "  effective: 2027-02-01T00:00:00Z",
        "  transports: [udp]",
        "  mutual_tls: false",
        "  law: England and Wales",
        "  transfers: scc",
    ] {
        assert!(deal.lines().any(|have| have.starts_with(line)), "no `{line}`:\n{deal}");
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_asked_again() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("rates.effective", SMALLEST);
    wizard.reply("01/02/2027");
    assert_eq!(wizard.asked(), "rates.effective");
    assert!(wizard.says("2027-02-01 and 2027-01-02"), "{}", wizard.screen());
    wizard.until("rates.lines[*].rate", SMALLEST);
    wizard.reply("0,0180");
    assert_eq!(wizard.asked(), "rates.lines[*].rate");
    assert!(wizard.says("0.0180"), "{}", wizard.screen());
    wizard.until("credit.security", &with(&[("credit.mode", "prepaid")]));
    let before = read(&home, "deal.yaml.partial");
    wizard.reply("25.000");
    assert_eq!(wizard.asked(), "credit.security");
    assert!(wizard.says("USD 25.00 and USD 25000.00"), "{}", wizard.screen());
    assert_eq!(read(&home, "deal.yaml.partial"), before);
}

#[test]
fn a_pasted_address_is_one_answer() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("parties.@we.address", SMALLEST);
    wizard.reply("\u{1b}[200~1 Raffles Quay\nLevel 4\nSingapore 048583\u{1b}[201~");
    assert_ne!(wizard.asked(), "parties.@we.address");
    let kept = read(&home, "deal.yaml.partial");
    assert!(kept.contains("1 Raffles Quay, Level 4, Singapore 048583"), "{kept}");
    assert!(!kept.contains("signatory.name"), "{kept}");
}

#[test]
fn keys_of_a_shell_edit_the_line() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    // Ctrl-A goes to the beginning, End to the end, Ctrl-W erases a word, Ctrl-U the line.
    wizard.reply("nonsense\u{15}Voice\u{1}Straits \u{5} Ltd\u{17}Pte. Ltd.");
    let kept = read(&home, "deal.yaml.partial");
    assert!(kept.contains("name: Straits Voice Pte. Ltd."), "{kept}");
    wizard.reply("Harbour Telecom Ltd");
    assert_eq!(wizard.asked(), "parties.@we.country");
    // The line before is a key away.
    wizard.reply("\u{1b}[A\u{15}SG");
    assert_eq!(wizard.asked(), "parties.@they.country", "{}", wizard.screen());
}

#[test]
fn a_number_changes_one_of_the_usual_terms_and_no_other() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("keep Billing and credit", SMALLEST);
    let screen = wizard.screen();
    let line = screen.lines().find(|line| line.contains("Time to dispute")).unwrap_or_else(|| panic!("{screen}"));
    let number = line.trim().split_once('.').unwrap().0.to_owned();
    wizard.reply(&number);
    assert_eq!(wizard.asked(), "billing.dispute_window", "{}", wizard.screen());
    wizard.reply("20");
    assert_eq!(wizard.asked(), "keep Billing and credit");
    wizard.reply("99");
    assert_eq!(wizard.asked(), "keep Billing and credit");
    wizard.until_review(SMALLEST);
    assert_clean(&wizard.done());
    let usual = uninterrupted().0;
    let changed = changes(&usual, &read(&home, "deal.yaml"));
    assert!(changed.len() == 2 && changed.iter().all(|line| line.contains("dispute_window")), "{changed:?}");
}

#[test]
fn help_explains_the_question_with_an_example() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("technical.sessions", SMALLEST);
    wizard.reply(":help");
    assert_eq!(wizard.asked(), "technical.sessions");
    for words in ["Most concurrent calls", "For example: 500", "peerpact explain technical.sessions", ":back", ":clear"]
    {
        assert!(wizard.says(words), "no {words} in:\n{}", wizard.screen());
    }
}

#[test]
fn the_other_sides_person_is_typed_at_once_in_the_review() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    wizard.reply("parties.harbour.signatory");
    wizard.reply("{name: Wing Chan, title: Director}");
    assert_eq!(wizard.asked(), REVIEW, "{}", wizard.screen());
    assert_clean(&wizard.done());
    let deal = read(&home, "deal.yaml");
    assert!(deal.contains("Wing Chan") && deal.contains("title: Director"), "{deal}");
}

#[test]
fn done_with_an_error_stays_in_the_review() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    wizard.reply("rates.lines[0].codes");
    wizard.reply("8525, 8525");
    assert_eq!(wizard.asked(), REVIEW, "{}", wizard.screen());
    wizard.reply("done");
    assert_eq!(wizard.asked(), REVIEW);
    assert!(wizard.says("error") && !home.path().join("deal.yaml").exists(), "{}", wizard.screen());
    wizard.reply("rates.lines[0].codes");
    wizard.reply("8525, 8526");
    assert_clean(&wizard.done());
}

#[test]
fn what_is_not_asked_yet_is_no_finding() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("scope.flows", SMALLEST);
    wizard.reply("both");
    assert!(!wizard.says("RATE002"), "{}", wizard.screen());
    wizard.reply(":review");
    assert!(wizard.says("To come:") && wizard.says("Errors: 0."), "{}", wizard.screen());
    wizard.reply("on");
    wizard.until("rates.lines[*].destination", SMALLEST);
    wizard.reply("UAE Mobile");
    assert!(!wizard.says("RATE007"), "{}", wizard.screen());
}

// Back.

#[test]
fn back_shows_what_was_answered_and_enter_goes_forward_again() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.reply(":back");
    assert_eq!(wizard.asked(), "parties.@we.name");
    assert!(wizard.says("This is the first question."));
    wizard.until("parties.@they.country", SMALLEST);
    wizard.reply(":back");
    assert_eq!(wizard.asked(), "parties.@we.country");
    assert!(wizard.says("[SG]"), "{}", wizard.screen());
    wizard.reply(":back");
    assert_eq!(wizard.asked(), "parties.@they.name");
    assert!(wizard.says("[Harbour Telecom Ltd]"), "{}", wizard.screen());
    // Enter leaves it, and leads through what was passed on the way.
    wizard.reply("");
    assert_eq!(wizard.asked(), "parties.@we.country");
    wizard.reply("");
    assert_eq!(wizard.asked(), "parties.@they.country");
    let asked = wizard.until_review(SMALLEST);
    assert!(!asked.iter().any(|field| field == "parties.@we.country"), "{asked:?}");
    assert_clean(&wizard.done());
    assert_eq!(read(&home, "deal.yaml"), uninterrupted().0);
}

#[test]
fn a_changed_law_takes_its_courts_with_it_and_nothing_else() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    let before = read(&home, "deal.yaml.partial");
    wizard.reply("jurisdiction.law");
    assert_eq!(wizard.asked(), "jurisdiction.law");
    assert!(wizard.says("[England and Wales]"), "{}", wizard.screen());
    wizard.reply("Singapore");
    assert_eq!(wizard.asked(), REVIEW, "the defaults of the step were kept, and follow:\n{}", wizard.screen());
    // Each answer lies on a line; where in the file does not matter.
    let sorted = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        lines.join("\n")
    };
    let changed = changes(&sorted(&before), &sorted(&read(&home, "deal.yaml.partial")));
    let mut gone: Vec<&str> = changed.iter().filter_map(|line| line.strip_prefix('-')).collect();
    let mut new: Vec<&str> = changed.iter().filter_map(|line| line.strip_prefix('+')).collect();
    gone.sort_unstable();
    new.sort_unstable();
    let expected = |law: &str, rules: &str, seat: &str| {
        [
            format!("disputes.rules: {rules}"),
            format!("disputes.seat: {seat}"),
            format!("jurisdiction.courts: {law}"),
            format!("jurisdiction.law: {law}"),
        ]
    };
    assert_eq!(gone, expected("England and Wales", "LCIA", "London"));
    assert_eq!(new, expected("Singapore", "SIAC", "Singapore"));
    assert_clean(&wizard.done());
    let deal = read(&home, "deal.yaml");
    for line in ["  law: Singapore", "  courts: Singapore", "  rules: SIAC", "  seat: Singapore"] {
        assert!(deal.contains(line), "no `{line}`:\n{deal}");
    }
}

#[test]
fn what_followed_from_a_changed_answer_is_asked_again() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    let answers = with(&[("keep Law and disputes", "no")]);
    let asked = wizard.until_review(&answers);
    assert!(asked.iter().any(|field| field == "disputes.seat"), "{asked:?}");
    wizard.reply("jurisdiction.law");
    wizard.reply("Singapore");
    assert!(wizard.says("Seat of arbitration is asked again"), "{}", wizard.screen());
    let again = wizard.until_review(&[("disputes.seat", "Paris")]);
    assert_eq!(again, ["jurisdiction.courts", "disputes.rules", "disputes.seat"]);
    // What a person chose is theirs: it does not follow.
    wizard.reply("jurisdiction.law");
    wizard.reply("England and Wales");
    assert_eq!(wizard.until_review(&[]), ["jurisdiction.courts", "disputes.rules"]);
    assert_clean(&wizard.done());
    let deal = read(&home, "deal.yaml");
    for line in ["  law: England and Wales", "  courts: England and Wales", "  rules: LCIA", "  seat: Paris"] {
        assert!(deal.contains(line), "no `{line}`:\n{deal}");
    }
}

// Interrupted.

/// Answers half, ends by a way, and goes on.
fn broken_off(at: &[&str], how: impl Fn(Wizard) -> End) {
    let home = home();
    let args = ["deal.yaml", "-t", "md"];
    for (count, open) in at.iter().enumerate() {
        let mut wizard = Wizard::new(home.path(), &args);
        assert_eq!(wizard.says("Going on from deal.yaml.partial."), count > 0, "{}", wizard.screen());
        if let Some(before) = count.checked_sub(1).and_then(|at_before| at.get(at_before)) {
            assert_eq!(wizard.asked(), *before, "it goes on at the next open question");
        }
        wizard.until(open, SMALLEST);
        let end = how(wizard);
        assert_ne!(end.code, 0, "{}", end.text());
        assert_eq!(names(home.path()), ["deal.yaml.partial"]);
    }
    let mut wizard = Wizard::new(home.path(), &args);
    wizard.until_review(SMALLEST);
    assert_clean(&wizard.done());
    assert_eq!(
        names(home.path()),
        FILES.iter().chain(&["deal.md", "deal.yaml", "review"]).copied().collect::<Vec<_>>()
    );
    assert_eq!((read(&home, "deal.yaml"), read(&home, "deal.md")), uninterrupted());
}

#[test]
fn after_control_c_the_same_command_goes_on() {
    broken_off(&["rates.lines[*].rate", "keep Technical", "parties.@we.address"], Wizard::interrupt);
}

#[test]
fn after_a_kill_the_same_command_goes_on() {
    broken_off(&["parties.@they.country", "technical.sessions", "jurisdiction.law", REVIEW], Wizard::kill);
}

#[test]
fn a_kill_amid_an_answer_leaves_answers_that_can_be_read() {
    let home = home();
    for _ in 0..12 {
        let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
        let answer = SMALLEST.iter().find(|(field, _)| *field == wizard.asked()).map_or("", |(_, answer)| answer);
        wizard.reply(answer);
        let answer = SMALLEST.iter().find(|(field, _)| *field == wizard.asked()).map_or("", |(_, answer)| answer);
        // Nobody waits for what this answer does.
        wizard.types(&format!("{answer}\r"));
        wizard.kill();
        assert!(!home.path().join("deal.yaml").exists());
    }
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    assert_clean(&wizard.done());
    assert_eq!(read(&home, "deal.yaml"), uninterrupted().0);
}

#[test]
fn quit_keeps_the_answers() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("scope.flows", SMALLEST);
    let end = wizard.reply_last(":quit", "", "");
    assert_clean(&end);
    assert!(squeezed(&end.screen).contains(&squeezed("The answers are kept in deal.yaml.partial")), "{}", end.screen);
    assert_eq!(names(home.path()), ["deal.yaml.partial"]);
}

// The review.

#[test]
fn the_review_changes_an_answer_by_number_or_field() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("scope.traffic", SMALLEST);
    wizard.reply(":review");
    assert_eq!(wizard.asked(), REVIEW);
    wizard.reply("done");
    assert!(wizard.says("Something is left to ask"), "{}", wizard.screen());
    wizard.reply("on");
    assert_eq!(wizard.asked(), "scope.traffic");
    wizard.until_review(SMALLEST);

    let number = |wizard: &Wizard, field: &str| {
        let screen = wizard.screen();
        let line = screen.lines().find(|line| line.contains(field) && line.contains(". "));
        let line = line.unwrap_or_else(|| panic!("no {field} in:\n{screen}")).trim();
        line.split_once(". ").unwrap().0.to_owned()
    };
    let name = number(&wizard, "exact registered name: Harbour");
    let cap = number(&wizard, ": 25 %");
    wizard.reply(&name);
    assert_eq!(wizard.asked(), "parties.@they.name");
    assert!(wizard.says("[Harbour Telecom Ltd]"), "{}", wizard.screen());
    wizard.reply("Harbour Telephony Ltd");
    assert_eq!(wizard.asked(), REVIEW);
    assert!(
        wizard.says(&format!("{name}. Harbour Telephony Ltd, exact registered name: Harbour Telephony Ltd")),
        "{}",
        wizard.screen()
    );

    wizard.reply("technical.sessions");
    assert_eq!(wizard.asked(), "technical.sessions");
    wizard.reply("900");
    assert_eq!(wizard.asked(), REVIEW);
    assert!(wizard.says("direction: 900"), "{}", wizard.screen());

    wizard.reply(&format!("show {cap}"));
    assert_eq!(wizard.asked(), REVIEW);
    let screen = wizard.screen();
    let heading = screen.lines().find_map(|line| line.strip_suffix(" Service Credits")).unwrap_or_default();
    assert!(heading.parse::<u32>().is_ok(), "no number before the heading:\n{screen}");
    assert!(screen.lines().any(|line| line.trim_start().starts_with(&format!("{heading}.1 "))), "{screen}");
    wizard.reply("show 9999");
    assert_eq!(wizard.asked(), REVIEW);
    wizard.reply("nonsense");
    assert!(wizard.says("`nonsense` is no number above, and no field of a deal."), "{}", wizard.screen());
    assert_clean(&wizard.done());
    let deal = read(&home, "deal.yaml");
    assert!(deal.contains("name: Harbour Telephony Ltd") && deal.contains("sessions: 900 "), "{deal}");
}

#[test]
fn a_preview_shows_the_clause_of_a_question() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("sla.credits.cap", &with(&[("keep Quality and service levels", "no")]));
    wizard.reply(":preview");
    assert_eq!(wizard.asked(), "sla.credits.cap");
    let screen = wizard.screen();
    let heading = screen.lines().find_map(|line| line.strip_suffix(" Service Credits")).unwrap_or_default();
    assert!(heading.parse::<u32>().is_ok(), "no number before the heading:\n{screen}");
    // What nobody answered yet changes nothing about what is said of an answer.
    wizard.reply("20");
    assert!(wizard.says("is in its fallback position"), "{}", wizard.screen());
}

#[test]
fn a_fallback_says_who_must_approve_it() {
    let deal = uninterrupted().0;
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until_review(SMALLEST);
    // We buy: a cap below a quarter is beyond our standard, and one below a twentieth beyond everything.
    for (cap, approver) in [("20", "is in its fallback position"), ("4", "we do not sign")] {
        let found = findings(&deal.replace("cap: 25 %", &format!("cap: {cap} %")));
        let said = found.iter().filter(|(path, message)| path == "sla.credits.cap" && message.contains("sla.credits"));
        let said: Vec<&String> = said.map(|(_, message)| message).collect();
        assert!(!said.is_empty(), "{found:?}");
        wizard.reply("sla.credits.cap");
        wizard.reply(cap);
        let screen = wizard.screen();
        let (at_once, _) = screen.split_once("\nReview\n").unwrap();
        let shown = squeezed(at_once);
        assert!(said.iter().all(|message| shown.contains(&squeezed(message))), "{said:?} is not in:\n{at_once}");
        assert!(shown.contains(&squeezed(approver)), "no `{approver}` in:\n{at_once}");
    }
    wizard.reply("sla.credits.cap");
    assert!(wizard.says("[4 %]"), "{}", wizard.screen());
    wizard.reply("25");
    assert!(!wizard.says("fallback position"), "{}", wizard.screen());
    assert_clean(&wizard.done());
    assert_eq!(read(&home, "deal.yaml"), deal);
}

// Terminals.

/// Every line fits, but for what was typed.
fn assert_narrow(bytes: &[u8], columns: usize) {
    let text = shown(bytes);
    let wide: Vec<&str> =
        text.lines().filter(|line| !line.starts_with("> ") && line.chars().count() > columns).collect();
    assert!(wide.is_empty(), "wider than {columns} columns:\n{}", wide.join("\n"));
}

/// A run in sixty columns, with looks at all there is to see: what came before the deal was written, and the end.
fn narrow(args: &[&str], term: &str) -> (Vec<u8>, End) {
    let home = home();
    let mut all = vec!["deal.yaml", "-t", "md"];
    all.extend(args);
    let mut wizard = Wizard::sized(home.path(), &all, 60, term);
    wizard.reply("?");
    wizard.until("parties.@we.country", SMALLEST);
    wizard.reply("Atlantis");
    wizard.until("keep Billing and credit", SMALLEST);
    for look in [":all", ":preview", ":nonsense"] {
        wizard.reply(look);
        assert_eq!(wizard.asked(), "keep Billing and credit");
    }
    wizard.until_review(SMALLEST);
    for look in ["show parties.straits.name", "show rates.lines[0].rate", "show technical.sessions", "nonsense"] {
        wizard.reply(look);
        assert_eq!(wizard.asked(), REVIEW);
    }
    let asked = wizard.so_far();
    let end = wizard.done();
    assert_clean(&end);
    assert!(home.path().join("deal.md").exists());
    (asked, end)
}

#[test]
fn sixty_columns_are_enough_for_the_questions() {
    let (asked, _) = narrow(&[], "xterm");
    assert_narrow(&asked, 60);
}

#[test]
fn sixty_columns_are_enough_for_what_is_said_at_the_end() {
    let (asked, end) = narrow(&[], "xterm");
    assert_narrow(&end.bytes[asked.len()..], 60);
}

#[test]
fn a_plain_run_has_no_escape_sequence() {
    for (args, term) in [(&["--plain"][..], "xterm"), (&[], "dumb"), (&["--plain"], "dumb")] {
        let (asked, end) = narrow(args, term);
        let text = String::from_utf8_lossy(&end.bytes);
        let escapes: Vec<&str> = text.lines().filter(|line| line.contains('\u{1b}')).collect();
        assert!(escapes.is_empty(), "{args:?} on {term}: {escapes:#?}");
        assert_narrow(&asked, 60);
    }
}

#[test]
fn a_full_terminal_and_a_plain_one_make_the_same_deal() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md", "--plain"]);
    wizard.until_review(SMALLEST);
    assert_clean(&wizard.done());
    assert_eq!((read(&home, "deal.yaml"), read(&home, "deal.md")), uninterrupted());
}

#[test]
fn tab_completes_a_country() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.until("parties.@we.country", SMALLEST);
    wizard.types("Singa\t");
    wizard.shows("Singapore");
    wizard.reply("");
    assert_eq!(wizard.asked(), "parties.@they.country", "{}", wizard.screen());
    assert!(read(&home, "deal.yaml.partial").contains("parties.straits.country: SG\n"));
}

// No terminal.

#[test]
fn without_a_terminal_what_is_missing_is_listed() {
    let home = home();
    let output = run(home.path(), &["new", "deal.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(home.path()), [""; 0]);
    assert!(output.stdout.is_empty());
    let listed = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = listed.lines().filter_map(|line| line.strip_prefix("missing: ")).collect();
    let mut unlisted = Vec::new();
    for question in questions() {
        let of = |key: &str| question[key].as_str().unwrap_or_default();
        // What applies only after other answers, or has an answer to suggest, is not missing.
        if question["always"] != true || question["when"].is_string() || question["default"].is_string() {
            continue;
        }
        let Some(line) = lines.iter().find(|line| line.contains(of("question"))) else {
            unlisted.push(of("field").to_owned());
            continue;
        };
        let choices = question["choices"].as_array().cloned().unwrap_or_default();
        for choice in choices.iter().filter_map(serde_json::Value::as_str) {
            assert!(line.contains(choice), "no {choice}: {line}");
        }
        // A name of a party, a flow or a place in a list stands where the questionnaire has a sign.
        let field = line.split(": ").next().unwrap();
        let section = of("field").split(['.', '[']).next().unwrap();
        assert!(field.starts_with(section), "{field}: {line}");
    }
    assert!(unlisted.is_empty(), "not listed: {unlisted:?}\n{listed}");
}

#[test]
fn without_a_terminal_what_was_answered_is_not_missing() {
    let home = home();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml"]);
    wizard.until("technical.sessions", SMALLEST);
    wizard.kill();
    let output = run(home.path(), &["new", "deal.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let listed = String::from_utf8(output.stderr).unwrap();
    assert!(listed.contains("missing: technical.sessions: "), "{listed}");
    assert!(!listed.contains("missing: parties.straits.name"), "{listed}");
    assert_eq!(names(home.path()), ["deal.yaml.partial"]);
}

// A deal that is there.

/// A folder with an example of many comments as `deal.yaml`, and its text.
fn with_example() -> (TempDir, String) {
    let home = home();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/germany-france.yaml");
    let text = fs::read_to_string(example).unwrap();
    fs::write(home.path().join("deal.yaml"), &text).unwrap();
    (home, text)
}

#[test]
fn a_deal_is_not_changed_without_a_yes() {
    let (home, text) = with_example();
    for answer in ["no", "n"] {
        let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
        assert_eq!(wizard.asked(), CHANGE);
        assert_clean(&wizard.reply_last(answer, "", ""));
        assert_eq!(read(&home, "deal.yaml"), text);
        assert_eq!(names(home.path()), ["deal.yaml"]);
    }
}

#[test]
fn a_change_to_a_deal_touches_its_line_alone() {
    for (field, value, before, after) in [
        (
            "billing.audit_lookback",
            "5 months",
            "  audit_lookback: 6 months        # no longer than the records are kept",
            "  audit_lookback: 5 months        # no longer than the records are kept",
        ),
        (
            "technical.srtp",
            "required",
            "  srtp: \"off\"                     # the line is private",
            "  srtp: required                     # the line is private",
        ),
    ] {
        let (home, text) = with_example();
        let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
        assert_eq!(wizard.asked(), CHANGE);
        wizard.reply("yes");
        assert_eq!(wizard.asked(), REVIEW, "{}", wizard.screen());
        wizard.reply(field);
        assert_eq!(wizard.asked(), field);
        wizard.reply(value);
        wizard.until_review(&[]);
        assert_clean(&wizard.done());
        let expected = [format!("-{before}"), format!("+{after}")];
        assert_eq!(changes(&text, &read(&home, "deal.yaml")), expected);
        assert!(!home.path().join("deal.yaml.partial").exists());
    }
}

#[test]
fn a_whole_deal_leaves_nothing_to_ask() {
    let (home, text) = with_example();
    let mut wizard = Wizard::new(home.path(), &["deal.yaml", "-t", "md"]);
    wizard.reply("yes");
    wizard.reply("billing.interest");
    wizard.reply("1 %");
    assert_eq!(wizard.asked(), REVIEW, "{}", wizard.screen());
    assert_clean(&wizard.done());
    assert_eq!(read(&home, "deal.yaml"), text);
}
