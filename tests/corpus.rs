//! Inputs that broke something once, and what comes of changing them: each reader answers, soon, without a panic, and the same each time.
//!
//! `tests/corpus/READER/` holds the inputs, as small as they still broke something; what is mended gets its input there. A plain run changes
//! them for a few seconds. The changes follow from a seed, which a failure names with the
//! bytes: `CORPUS_SEED=n` begins with that one, and `CORPUS_SECONDS=n` says how long each reader is tried.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

mod read_back;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use peerpact::deal::deck_reading::Columns;
use peerpact::deal::rates::Route;
use peerpact::diagnostic::Finding;
use peerpact::forms;
use peerpact::library::Clause;
use peerpact::policy::Policy;
use peerpact::rates::{self, Setting};
use peerpact::render::Format;
use peerpact::render::docx::{self, reference::Reference};
use peerpact::report::baseline::Baseline;
use peerpact::report::merge::merge;
use peerpact::source::Source;
use peerpact::wizard::answers::Answers;
use read_back::{check, examples, library, list, options, root};

/// What a reader says of an input, in words.
type Reader = fn(&[u8]) -> String;

const READERS: [(&str, Reader); 10] = [
    ("answers", answers),
    ("baseline", baseline),
    ("clause", clause),
    ("deal", deal),
    ("deck", deck),
    ("form", form),
    ("policy", policy),
    ("report", report),
    ("returned", returned),
    ("template", template),
];

/// Nothing in the corpus is large; on a busy machine a debug build may take longer than a reader should, but not so long.
const LONGEST: Duration = Duration::from_secs(20);

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn deal(bytes: &[u8]) -> String {
    list(&check(&words(bytes)))
}

fn deck(bytes: &[u8]) -> String {
    let columns = Columns::default();
    let setting = Setting {
        flow: Some("a"),
        currency: Some("USD".parse().unwrap()),
        route: Some(Route::Cli),
        ..Setting::new(&columns)
    };
    let mut findings = Vec::new();
    let read = rates::read(bytes, "deck", &setting, &mut findings);
    assert!(read.is_some() || !findings.is_empty(), "no deck and no word of why");
    format!("{:?}\n{}", read.map(|read| read.lines), list(&findings))
}

fn policy(bytes: &[u8]) -> String {
    match Policy::read(Path::new("peerpact.toml"), &words(bytes)) {
        Ok(policy) => format!("{policy:?}"),
        Err(fault) => fault.reason,
    }
}

fn baseline(bytes: &[u8]) -> String {
    match Baseline::read(&words(bytes)) {
        Ok(baseline) => baseline.gone().to_string(),
        Err(error) => error.to_string(),
    }
}

fn answers(bytes: &[u8]) -> String {
    match Answers::read(&Source::new("answers.yaml", words(bytes))) {
        Ok(answers) => format!("{answers:?}"),
        Err(findings) => list(&findings),
    }
}

fn clause(bytes: &[u8]) -> String {
    let mut findings = Vec::new();
    let source = Source::new("clauses/disp/escalation.md", words(bytes));
    let clause = Clause::read("clauses/disp/escalation.md", &source, true, &library().words, &mut findings);
    format!("{}\n{}", clause.is_some(), list(&findings))
}

fn template(bytes: &[u8]) -> String {
    match Reference::read(bytes) {
        Ok(reference) => format!("{reference:?}"),
        Err(fault) => fault.to_string(),
    }
}

fn form(bytes: &[u8]) -> String {
    match forms::read(bytes, "form") {
        Ok(form) => format!("{form:?}"),
        Err(fault) => format!("{fault:?}"),
    }
}

/// A report that is merged is printed in CI: nothing of it may begin a line there.
fn report(bytes: &[u8]) -> String {
    let merged = merge(&[("report".to_owned(), words(bytes))]).unwrap_or_else(|reason| reason);
    for line in merged.lines() {
        assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{line:?}");
    }
    merged
}

fn returned(bytes: &[u8]) -> String {
    match docx::returned::read(bytes) {
        Ok(paper) => format!("{paper:?} {:?}", docx::returned::property(bytes, "peerpact")),
        Err(fault) => fault.to_string(),
    }
}

fn corpus(reader: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = root().join("tests/corpus").join(reader);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// What a reader says, unless it panics or takes too long.
fn answer(reader: Reader, bytes: &[u8]) -> Result<String, String> {
    let start = Instant::now();
    let said = panic::catch_unwind(AssertUnwindSafe(|| reader(bytes))).map_err(|_| "a panic".to_owned())?;
    let took = start.elapsed();
    if took > LONGEST { Err(format!("{took:?}")) } else { Ok(said) }
}

#[test]
fn every_input_that_broke_something_is_answered() {
    let known: BTreeSet<&str> = READERS.iter().map(|(name, _)| *name).collect();
    let folders = fs::read_dir(root().join("tests/corpus")).unwrap().map(|entry| entry.unwrap().file_name());
    let folders: BTreeSet<String> = folders.map(|name| name.into_string().unwrap()).collect();
    assert!(folders.iter().map(String::as_str).eq(known), "{folders:?}");
    for (name, reader) in READERS {
        let files = corpus(name);
        assert!(files.len() > 4, "{name}");
        for (path, bytes) in files {
            assert!(bytes.len() < 32 << 10, "{} is larger than a case has to be", path.display());
            let said = answer(reader, &bytes).unwrap_or_else(|what| panic!("{}: {what}", path.display()));
            assert_eq!(reader(&bytes), said, "{} is answered otherwise the second time", path.display());
        }
    }
}

/// A library with the clause, from its files to the draft: what the reader of one clause passes may break what prints it.
#[test]
fn every_clause_of_the_corpus_is_printed_or_refused() {
    let (_, smallest) = examples().into_iter().find(|(name, _)| name.contains("smallest")).unwrap();
    for (path, bytes) in corpus("clause") {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("clauses/disp")).unwrap();
        fs::write(home.path().join("clauses/disp/escalation.md"), bytes).unwrap();
        let start = Instant::now();
        let library = peerpact::pipeline::load(Some(home.path())).unwrap();
        let drafted = options(&[Format::Markdown]).draft(&Source::new("deal.yaml", smallest.as_str()), &library);
        let stops = |findings: &[Finding]| !read_back::errors(findings).is_empty();
        assert!(
            !drafted.files.is_empty() || stops(&library.findings) || stops(&drafted.findings),
            "{} prints nothing and says nothing",
            path.display()
        );
        assert!(start.elapsed() < LONGEST, "{}: {:?}", path.display(), start.elapsed());
    }
}

/// Numbers that follow from a seed (SplitMix64), so that a change can be made again.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

/// Bytes that mean something to one reader or another.
const PIECES: &[&str] = &[
    "\"",
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    ":",
    "-",
    "..",
    "{",
    "}",
    "[",
    "]",
    "&a",
    "*a",
    "~",
    "#",
    "=",
    "@",
    "::",
    "{{",
    "}}",
    "{%",
    "|",
    "<",
    ">",
    "\0",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{e000}",
    "\u{20ac}",
    "0",
    "9",
    "99999999999999999999",
    "-1",
    "1e9",
    "00",
    "Z",
    "T",
    "+44 ",
    "44 7400",
    "- ",
    "  ",
    "null",
    "true",
    "---\n",
    ":: end\n",
    "%",
];

fn changed(random: &mut Random, corpus: &[(PathBuf, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = corpus[random.below(corpus.len())].1.clone();
    for _ in 0..=random.below(4) {
        let (one, other) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (from, to) = (one.min(other), one.max(other).min(one.min(other) + 200));
        match random.below(6) {
            0 => drop(bytes.drain(from..to)),
            1 => bytes.truncate(one),
            2 => drop(bytes.splice(one..one, PIECES[random.below(PIECES.len())].bytes())),
            3 if one < bytes.len() => bytes[one] = u8::try_from(random.below(256)).unwrap(),
            4 => {
                let piece = bytes[from..to].to_vec();
                bytes.splice(other..other, piece.repeat(1 + random.below(8)));
            }
            _ => {
                let second = &corpus[random.below(corpus.len())].1;
                let start = random.below(second.len() + 1);
                let piece = second[start..second.len().min(start + 200)].to_vec();
                drop(bytes.splice(one..one, piece));
            }
        }
        bytes.truncate(64 << 10);
    }
    bytes
}

#[test]
fn changed_inputs_are_answered() {
    let each = std::env::var("CORPUS_SECONDS").map_or(0.6, |seconds| seconds.parse().unwrap());
    let each = Duration::from_secs_f64(each);
    let first: u64 = std::env::var("CORPUS_SEED").map_or(1, |seed| seed.parse().unwrap());
    for (name, reader) in READERS {
        let files = corpus(name);
        let (start, mut seed) = (Instant::now(), first);
        while start.elapsed() < each || seed < first + 10 {
            let bytes = changed(&mut Random(seed), &files);
            if let Err(what) = answer(reader, &bytes) {
                let kept = std::env::temp_dir().join(format!("peerpact-corpus-{name}-{seed}"));
                fs::write(&kept, &bytes).unwrap();
                panic!("{name}, CORPUS_SEED={seed}: {what}; the bytes are in {}", kept.display());
            }
            seed += 1;
        }
        println!("{name}: {} changes", seed - first);
    }
}
