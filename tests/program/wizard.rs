//! The wizard without a terminal: answers in, deals out; and random walks by somebody who types anything.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use peerpact::deal::{about, read, schema, tree};
use peerpact::diagnostic::Level;
use peerpact::path::{self, PatternStep};
use peerpact::pipeline::{self, Library};
use peerpact::policy::Policy;
use peerpact::rules::{READING, Run};
use peerpact::source::Source;
use peerpact::wizard::agenda::{PlannedQuestion, agenda};
use peerpact::wizard::answers::{Answer, Answers};
use peerpact::wizard::facts::AnswerKind;
use peerpact::wizard::judge::Judge;
use peerpact::wizard::prompt::Prompt;
use peerpact::wizard::questions::{AskWhen, STEPS};
use peerpact::wizard::session::{End, Session};
use peerpact::wizard::{edit, facts, follow, reply, write};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn examples() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    out.sort();
    assert!(out.len() > 5);
    out
}

fn peerpact(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_peerpact"))
        .args(args)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795478400")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn judged_by(library: &Library) -> Run<'_> {
    Run {
        as_of: "2026-11-24".parse().unwrap(),
        policy: Policy::merged(Vec::new()),
        final_version: false,
        form: None,
        library,
    }
}

fn answers_of(path: &Path) -> (Source, Answers) {
    let source = Source::new(path.display().to_string(), fs::read_to_string(path).unwrap());
    let answers = Answers::of(&tree::read(&source, &mut Vec::new()).unwrap());
    (source, answers)
}

#[test]
fn each_example_is_made_again_by_its_answers() {
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let stem = example.file_stem().unwrap().to_str().unwrap().to_owned();
        let answers = root().join("examples/answers").join(example.file_name().unwrap());
        let deal = format!("{stem}.yaml");
        let made = peerpact(folder.path(), &["new", &deal, "--answers", answers.to_str().unwrap(), "-t", "md"]);
        assert_eq!(made.status.code(), Some(0), "{stem}: {}", said(&made));
        let drafted = peerpact(folder.path(), &["draft", example.to_str().unwrap(), "-t", "md", "-o", "again"]);
        assert_eq!(drafted.status.code(), Some(0), "{stem}: {}", said(&drafted));
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!(read(&format!("{stem}.md")), read(&format!("again/{stem}.md")), "{stem}");
    }
}

#[test]
fn answers_say_less_than_a_deal_and_as_one_types() {
    let lines = |path: &Path| answers_of(path).1.iter().count();
    for example in examples() {
        let answers = root().join("examples/answers").join(example.file_name().unwrap());
        let source = Source::new("answers", fs::read_to_string(&answers).unwrap());
        let given = Answers::read(&source).unwrap().iter().count();
        assert!(given < lines(&example), "{}: what is suggested need not be answered", answers.display());
    }
}

#[test]
fn what_is_written_has_the_types_that_an_editor_expects() {
    for example in examples() {
        let (_, answers) = answers_of(&example);
        let source = Source::new("deal.yaml", write::deal(&answers));
        let tree = tree::read(&source, &mut Vec::new()).unwrap();
        let mut seen = 0;
        tree.walk(&mut |path, node| {
            let tree::NodeKind::Scalar(text) = &node.kind else { return };
            let quoted = source.text[node.span.clone()].starts_with('"');
            match facts::of(path, &answers).map(|facts| facts.kind) {
                Some(AnswerKind::Bool | AnswerKind::Whole) => assert!(!quoted, "{path}: {text}"),
                Some(AnswerKind::Scalar("text")) => {
                    let plain_number = text.parse::<f64>().is_ok() || matches!(text.as_str(), "true" | "false");
                    assert!(quoted || !plain_number, "{path}: {text}");
                    seen += 1;
                }
                _ => {}
            }
        });
        assert!(seen > 5);
    }
}

#[test]
fn every_question_asks_for_a_field_once() {
    let mut fields = BTreeSet::new();
    for question in STEPS.iter().flat_map(|step| step.questions) {
        let path = question.field.path(|part| match part {
            PatternStep::We | PatternStep::They => Some(path::Step::Key("a".into())),
            _ => Some(path::Step::Index(0)),
        });
        let path = path.unwrap();
        assert!(facts::of(&path, &Answers::default()).is_some(), "{} is no field of a deal", question.field);
        assert!(fields.insert(question.field.as_str()), "{} is asked twice", question.field);
        let about = about::of(&path).expect("a field");
        let text = about.question().unwrap_or_else(|| panic!("{} says no question", question.field));
        assert!(text.ends_with('?'), "{text}");
        let why = about.why().unwrap_or_else(|| panic!("{} does not say why it is asked", question.field));
        assert!(!why.is_empty() && !why.ends_with('.'), "{why}");
        if question.ask == AskWhen::Keep {
            assert!(question.suggest.is_some(), "{}: only what can be suggested can be kept", question.field);
        }
    }
    let sections: Vec<&str> = STEPS.iter().flat_map(|step| step.sections.iter().copied()).collect();
    for section in schema::deal()["properties"].as_object().unwrap().keys().filter(|key| *key != "peerpact") {
        assert_eq!(sections.iter().filter(|one| *one == section).count(), 1, "`{section}` belongs to one step");
    }
}

#[test]
fn what_is_missing_is_listed_and_nothing_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = peerpact(folder.path(), &["new", "deal.yaml"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(said(&nothing).contains("missing: parties: Which short names"), "{}", said(&nothing));
    fs::write(
        folder.path().join("some.json"),
        "{\"parties\": [\"a\", \"b\"], \"scope.flows\": \"both\", \"rates.currency\": \"eur\"}",
    )
    .unwrap();
    let some = peerpact(folder.path(), &["new", "deal.yaml", "--answers", "some.json"]);
    assert_eq!(some.status.code(), Some(2));
    let said = said(&some);
    for line in [
        "missing: parties.b.country: In which country are they registered? (a country",
        "missing: scope.traffic: Which kinds of calls? (any of local, mobile",
        "missing: rates.lines[0].flow: On which flow does the rate hold? (to-b | to-a)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert!(!said.contains("rates.currency") && !said.contains("scope.flows:"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
}

#[test]
fn bad_answers_are_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let smallest = fs::read_to_string(root().join("examples/answers/smallest.yaml")).unwrap();
    for (bad, code, word) in [
        (smallest.replace("scope.traffic: [mobile, international]", "scope.traffic: ~"), 1, "scope.traffic"),
        ("- a list\n".to_owned(), 2, "mapping"),
        ("a: {\n".to_owned(), 2, "is not closed"),
        (format!("{smallest}billing.pey: 30 days\n"), 1, "pey"),
        (format!("{smallest}billing.pay: soon\n"), 1, "soon"),
    ] {
        fs::write(folder.path().join("bad.yaml"), bad).unwrap();
        let made = peerpact(folder.path(), &["new", "deal.yaml", "--answers", "bad.yaml", "-t", "md"]);
        assert_eq!(made.status.code(), Some(code), "{word}: {}", said(&made));
        assert!(said(&made).contains(word), "{word}: {}", said(&made));
        assert!(!folder.path().join("deal.md").exists());
        let _ = fs::remove_file(folder.path().join("deal.yaml"));
        let _ = fs::remove_dir_all(folder.path().join("review"));
    }
    fs::write(folder.path().join("deal.yaml"), "mine\n").unwrap();
    let answers = root().join("examples/answers/smallest.yaml");
    let made = peerpact(folder.path(), &["new", "deal.yaml", "--answers", answers.to_str().unwrap()]);
    assert_eq!(made.status.code(), Some(2), "{}", said(&made));
    assert_eq!(fs::read_to_string(folder.path().join("deal.yaml")).unwrap(), "mine\n");
}

#[test]
fn no_draft_takes_the_place_of_the_deal_and_what_is_no_deal_begins_none() {
    let folder = tempfile::tempdir().unwrap();
    let answers = root().join("examples/answers/smallest.yaml");
    let answers = answers.to_str().unwrap();
    let made = peerpact(folder.path(), &["new", "deal.md", "--answers", answers, "-t", "md"]);
    assert_eq!(made.status.code(), Some(2), "{}", said(&made));
    assert!(said(&made).contains("cannot write deal.md"), "{}", said(&made));
    fs::write(folder.path().join("list.yaml"), "- no deal\n").unwrap();
    for args in [["new", "list.yaml"].as_slice(), &["new", "deal.yaml", "--from", "list.yaml", "--answers", answers]] {
        let made = peerpact(folder.path(), args);
        assert_eq!(made.status.code(), Some(2), "{}", said(&made));
        assert!(said(&made).contains("list.yaml: it is not a deal"), "{}", said(&made));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
}

#[test]
fn the_questionnaire_is_data() {
    let folder = tempfile::tempdir().unwrap();
    let output = peerpact(folder.path(), &["new", "--questions", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let questions = json["questions"].as_array().unwrap();
    assert_eq!(questions.len(), STEPS.iter().map(|step| step.questions.len()).sum::<usize>());
    let cycle = questions.iter().find(|question| question["field"] == "billing.cycle").unwrap();
    assert_eq!(cycle["choices"], serde_json::json!(["weekly", "semi_monthly", "monthly", "daily"]));
    assert_eq!((&cycle["default"], &cycle["step"]), (&"monthly".into(), &"billing".into()));
    let human = peerpact(folder.path(), &["new", "--questions"]);
    assert!(String::from_utf8_lossy(&human.stdout).contains("billing.cycle: How often are invoices sent?"));
}

#[test]
fn a_new_peer_takes_the_terms_of_an_earlier_deal_and_none_of_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let answers = "parties: [us, peer]\nparties.us.name: Us Ltd\nparties.us.country: GB\nparties.us.registration: ~\n\
                   parties.us.address: ~\n\"parties.us.licences[0].number\": ~\nparties.us.signatory: ~\n\
                   parties.peer.name: Peer Ltd\nparties.peer.country: FR\ntechnical.sites.us: ~\n\
                   rates.effective: \"2027-05-01\"\nreference: R-9\n";
    fs::write(folder.path().join("answers.yaml"), answers).unwrap();
    let args = ["new", "deal.yaml", "--from", "germany-france", "--answers", "answers.yaml", "-t", "md"];
    let made = peerpact(folder.path(), &args);
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let (_, deal) = answers_of(&folder.path().join("deal.yaml"));
    let (_, example) = answers_of(&root().join("examples/germany-france.yaml"));
    assert_eq!(deal.parties(), ["us", "peer"]);
    for kept in ["rates.currency", "rates.lines[0].rate", "billing.pay", "quality.by_flow", "jurisdiction.law"] {
        assert_eq!(deal.get(kept), example.get(kept), "{kept}");
    }
    let text = fs::read_to_string(folder.path().join("deal.yaml")).unwrap();
    for party in example.parties() {
        for field in ["name", "registration", "address"] {
            let gone = example.text(path::Path::from("parties").key(&party).key(field)).unwrap();
            assert!(!text.contains(gone), "{gone}");
        }
    }
}

#[test]
fn an_edit_changes_its_own_line_alone() {
    for example in examples() {
        let (source, answers) = answers_of(&example);
        for (path, _) in answers.of_deal().filter(|(path, answer)| matches!(answer, Answer::Text(_)) && **path != "we")
        {
            let mut changed = answers.clone();
            changed.set(path, Answer::Text("CHANGED ONE".into()));
            let text = edit::apply(&source, &changed).unwrap_or_else(|| panic!("{}: {path}", example.display()));
            let differ: Vec<(&str, &str)> =
                source.text.lines().zip(text.lines()).filter(|(old, new)| old != new).collect();
            assert_eq!(differ.len(), 1, "{}: {path}: {differ:?}", example.display());
            assert_eq!(source.text.lines().count(), text.lines().count(), "{path}");
            let comment = |line: &str| line.split_once(" #").map(|(_, comment)| comment.to_owned());
            assert_eq!(comment(differ[0].0), comment(differ[0].1), "{path}");
        }
        let mut more = answers.clone();
        for (path, value) in [
            ("legal.insurance.liability", "USD 5.00"),
            ("special_terms[0].after", "sla.credits"),
            ("special_terms[0].text", "A: term, with #marks."),
            ("pricing.freeze", "1 month"),
            ("technical.dscp.media", "34"),
        ] {
            if !answers.holds(path) {
                more.set(path, value.into());
            }
        }
        let text = edit::apply(&source, &more).unwrap_or_else(|| panic!("{}", example.display()));
        let gone: Vec<&str> = source
            .text
            .lines()
            .filter(|line| !text.contains(line.rsplit_once('}').map_or(*line, |(before, _)| before)))
            .collect();
        assert!(gone.is_empty(), "{}: {gone:?}", example.display());
        let again = Source::new("again", text.as_str());
        let back = edit::apply(&again, &answers).unwrap_or_else(|| panic!("{}", example.display()));
        let whole = |text: &str| Answers::of(&tree::read(&Source::new("x", text), &mut Vec::new()).unwrap()).nested();
        assert_eq!(whole(&back), whole(&source.text), "{}", example.display());
    }
}

#[test]
fn what_followed_from_a_changed_answer_follows_it_and_what_was_chosen_stays() {
    let library = pipeline::load(None).unwrap();
    let (source, mut answers) = answers_of(&root().join("examples/smallest.yaml"));
    follow::take_as_it_is(&mut answers);
    let law = |text: &str| Answer::Text(text.into());
    let item = PlannedQuestion { subject: "jurisdiction.law".into(), step: 0, question: None, always: false };
    let followed = follow::accept(&mut answers, &item, law("Singapore"), None, &library);
    let paths: Vec<String> = followed.iter().map(|one| one.path.to_string()).collect();
    assert_eq!(paths, ["jurisdiction.courts", "disputes.rules", "disputes.seat"]);
    assert_eq!(answers.text("disputes.rules"), Some("SIAC"));
    answers.set("disputes.seat", law("Geneva"));
    let followed = follow::accept(&mut answers, &item, law("England and Wales"), None, &library);
    assert_eq!(followed.len(), 2, "{followed:?}");
    assert_eq!(answers.text("disputes.seat"), Some("Geneva"));
    let text = edit::apply(&source, &answers).unwrap();
    assert_eq!(text, source.text.replace("seat: London", "seat: Geneva"));
}

#[test]
fn what_names_a_flow_goes_with_it_and_is_asked_again() {
    let library = pipeline::load(None).unwrap();
    let (_, mut answers) = answers_of(&root().join("examples/smallest.yaml"));
    follow::take_as_it_is(&mut answers);
    let item = PlannedQuestion { subject: "scope.flows".into(), step: 1, question: None, always: true };
    follow::accept(&mut answers, &item, "sell".into(), None, &library);
    assert_eq!(answers.flows(), ["to-straits"]);
    assert!(!answers.holds("tax") && !answers.holds("rates.lines[0].flow"));
    let open: Vec<String> = agenda(&answers)
        .into_iter()
        .filter(|item| !item.is_answered(&answers))
        .map(|item| item.subject.to_string())
        .collect();
    // Another supplier, at home elsewhere, may end the calls otherwise.
    assert_eq!(open, ["keep.rates", "scope.mode", "keep.data"]);
    assert_eq!(follow::missing(&mut answers, &library).len(), 0);
    assert_eq!(answers.text("tax[0].accounts"), Some("harbour"));
    assert_eq!(answers.text("rates.lines[0].flow"), Some("to-straits"));
}

#[test]
fn the_tax_that_is_suggested_is_that_of_the_library_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let at = "clauses/reg/sg/country.yaml";
    let own = folder.path().join("own").join(at);
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    let facts = fs::read_to_string(root().join(at)).unwrap();
    let renamed: Vec<String> = facts
        .lines()
        .map(|line| if line.starts_with("tax:") { "tax: {name: Levy of the house}".into() } else { line.to_owned() })
        .collect();
    assert!(renamed.join("\n") != facts.trim_end(), "{at} names a tax on one line");
    fs::write(&own, renamed.join("\n")).unwrap();
    let given = fs::read_to_string(root().join("examples/answers/smallest.yaml")).unwrap();
    let given: Vec<&str> = given.lines().filter(|line| !line.contains("tax[0].tax")).collect();
    fs::write(folder.path().join("answers.yaml"), given.join("\n")).unwrap();
    let tax = |deal: &str, library: &[&str]| {
        let args = [&["new", deal, "--answers", "answers.yaml", "-t", "md"], library].concat();
        let made = peerpact(folder.path(), &args);
        assert_eq!(made.status.code(), Some(0), "{}", said(&made));
        answers_of(&folder.path().join(deal)).1.text("tax[0].tax").unwrap().to_owned()
    };
    assert_eq!(tax("own.yaml", &["--library", "own"]), "Levy of the house");
    assert_ne!(tax("built-in.yaml", &[]), "Levy of the house");
}

/// Somebody who types anything, though mostly what is asked; after many lines, only what is asked.
struct Anybody {
    state: u64,
    lines: usize,
    said: String,
    last_review: String,
    /// Whether the review does not end because of errors.
    stuck: bool,
}

impl Anybody {
    fn pick(&mut self, of: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % u64::try_from(of.max(1)).unwrap()).unwrap()
    }

    fn fitting(&mut self, kind: &AnswerKind) -> String {
        let candidates = reply::candidates(kind);
        if !candidates.is_empty() {
            let at = self.pick(candidates.len());
            return candidates[at].clone();
        }
        let words: &[&str] = match kind {
            AnswerKind::Whole => &["1", "3", "40", "250"],
            AnswerKind::List(one) => {
                let one = one.as_ref().clone();
                return format!("{}, {}", self.fitting(&one), self.fitting(&one));
            }
            AnswerKind::Scalar("duration") => &["30", "7 days", "2 months", "6 s"],
            AnswerKind::Scalar("percent") => &["99.9", "5 %", "20"],
            AnswerKind::Scalar("money") => &["100", "USD 2500.00"],
            AnswerKind::Scalar("rate") => &["0.0180", "0.1", "~"],
            AnswerKind::Scalar("increment") => &["1/1", "60/60", "30/6"],
            AnswerKind::Scalar("date") => &["2027-01-31"],
            AnswerKind::Scalar("date-time") => &["2027-01-01", "2027-02-01T00:00:00Z"],
            AnswerKind::Scalar("time-of-day") => &["22:00"],
            AnswerKind::Scalar("dial-code") => &["8525", "447400", "1"],
            AnswerKind::Scalar("ip-address") => &["192.0.2.1", "198.51.100.0/28"],
            AnswerKind::Scalar("email") => &["noc@carrier.example"],
            AnswerKind::Scalar("phone") => &["+442079460000"],
            AnswerKind::Scalar("figure") => &["3.5", "2"],
            _ => &["aa", "bb", "A Name: with #odd, \"marks\"", "Ünïcode & Sons", "England and Wales"],
        };
        let at = self.pick(words.len());
        words[at].to_owned()
    }
}

impl Prompt for Anybody {
    fn say(&mut self, text: &str) {
        if text.starts_with("\nReview") {
            self.last_review = text.to_owned();
        }
        self.stuck |= text.contains("`write` writes the deal");
        self.said = text.to_owned();
    }

    fn line(&mut self, kind: &AnswerKind) -> io::Result<Option<String>> {
        self.lines += 1;
        assert!(self.lines < 3000, "it never ends; last: {}", self.said);
        let wild = self.lines < 120;
        if self.said.contains("A number, a field") || self.said.contains("is no number above") {
            let at = self.pick(if wild { 6 } else { 1 });
            let left = self.said.contains("left, `done`");
            if self.stuck {
                return Ok(Some(if self.said.contains("left, `done`") { "on" } else { "write" }.into()));
            }
            let reply = ["done", "3", "billing.pay", "show 12", "nonsense", "7"][at];
            return Ok(Some(if reply == "done" && left { "on".into() } else { reply.into() }));
        }
        // A full list of everything would take hours: steps are mostly kept, and lists end.
        let choice = if wild { self.pick(12) } else { 11 };
        Ok(Some(match choice {
            0 => ":back".into(),
            1 => ":review".into(),
            2 => [":preview", ":help", ":nonsense", ":all"][self.pick(4)].into(),
            3 => ["~", "", "\u{202e}x", "}{", "- [", "{{ 7*7 }}", "99999999999999999999"][self.pick(7)].into(),
            4 | 5 => String::new(),
            _ if matches!(kind, AnswerKind::Bool) => String::new(),
            _ if matches!(kind, AnswerKind::List(one) if **one == AnswerKind::Scalar("text")) => "one, other".into(),
            _ => self.fitting(kind),
        }))
    }
}

#[test]
fn whatever_is_typed_the_deal_parses_and_the_review_had_said_what_is_found() {
    let library = pipeline::load(None).unwrap();
    let run = judged_by(&library);
    for seed in 1..=10_u64 {
        let text = |answers: &Answers| write::deal(answers);
        let mut session = Session {
            prompt: Anybody {
                state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15),
                lines: 0,
                said: String::new(),
                last_review: String::new(),
                stuck: false,
            },
            judge: Judge { run: &run, name: "deal.yaml".into() },
            answers: Answers::default(),
            partial: None,
            company: None,
            text: &text,
        };
        let end = session.run(None, false).unwrap();
        assert_eq!(end, End::Done, "seed {seed}");
        let source = Source::new("deal.yaml", write::deal(&session.answers));
        let mut faults = Vec::new();
        let deal = read::read(&source, &mut faults);
        faults.retain(|finding| finding.level == Level::Error && READING.iter().any(|code| code.code == finding.code));
        assert!(deal.is_some() && faults.is_empty(), "seed {seed}: {faults:?}\n{}", source.text);
        for finding in pipeline::check(&source, &run) {
            if finding.asks().is_none() {
                assert!(session.prompt.last_review.contains(&finding.message), "seed {seed}: {}", finding.message);
            }
        }
        let again = Answers::of(&tree::read(&source, &mut Vec::new()).unwrap());
        assert!(edit::same(&again, &session.answers), "seed {seed}: what was answered is what was written");
    }
}
