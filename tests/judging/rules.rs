//! Executes the pages under `docs/rules/`: each is the manual of one code, and its test.
//!
//! `## Raises` holds cases: patches, then the findings that they raise. Of the page's own code no other finding may
//! appear. `## Does not raise` holds near misses: patches that raise no finding of the code, and are otherwise sound.
//! Patches without words between them belong to one case.
//!
//! A patch is a block ```` ```diff FILE ````; without FILE it is over `examples/smallest.yaml`, and a file that is not
//! there begins empty; `peerpact.toml` is the house's policy. Lines that begin with a space or `-` have to stand in the file once, in a row; `-` takes its line
//! out, `+` puts one in. A patch of `+` lines alone appends. `\u{…}` in a `+` line is that character. The words before a
//! case can say `as of DATE` and `--final`. A file `decks/…` lies beside the deal, as do the workbooks of `tests/decks/`; where
//! there are `decks/old.csv` and `decks/new.csv`, the two are compared under the deal.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use peerpact::diagnostic::{Finding, Level};
use peerpact::fix;
use peerpact::pipeline::decks::{self, Around};
use peerpact::pipeline::export::{self, ExportLayout, ExportTerms};
use peerpact::pipeline::{self, Library};
use peerpact::policy::{self, Policy};
use peerpact::render::Format;
use peerpact::rules;
use peerpact::source::Source;

/// The deal that patches are over.
const BASE: &str = "examples/smallest.yaml";

/// The day on which a page is judged, unless it names another.
const TODAY: &str = "2026-12-01";

/// Codes that nothing in a deal or a library can raise.
const UNTRIED: [&str; 1] = ["DOC003"];

fn options(as_of: &str) -> crate::read_back::Options {
    crate::read_back::Options {
        final_version: false,
        review: false,
        epoch: None,
        library: None,
        policy: Policy::merged(Vec::new()),
        as_of: as_of.parse().unwrap(),
        formats: vec![Format::Docx, Format::Pdf],
        reference: None,
    }
}

fn built_in() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| pipeline::load(options(TODAY).library.as_deref()).unwrap())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == extension) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// A page of the manual.
struct Page {
    code: String,
    title: String,
    raises: Vec<Case>,
    spares: Vec<Case>,
}

/// A finding, and the names that a page may call its place by: the deal path, and the whole line.
type Found = (Finding, [String; 2]);

/// A deal, and a library, that differ from what is there.
#[derive(Default)]
struct Case {
    line: usize,
    patches: Vec<(String, Vec<String>)>,
    expected: Vec<Expected>,
    as_of: Option<String>,
    is_final: bool,
}

/// `` warning `CODE` at `place` ``: the level may be left out; the place is a deal path, or the whole line.
struct Expected {
    level: String,
    code: String,
    place: String,
}

impl Expected {
    fn read(text: &str) -> Self {
        let parts: Vec<&str> = text.splitn(3, '`').collect();
        let [level, code, place] = parts.as_slice() else { panic!("not `CODE` at `place`: {text}") };
        let place = place.strip_prefix(" at `").and_then(|place| place.strip_suffix('`'));
        let place = unescape(place.unwrap_or_else(|| panic!("not `CODE` at `place`: {text}")));
        Self { level: level.trim().to_owned(), code: (*code).to_owned(), place }
    }

    fn is(&self, finding: &Finding, names: &[String; 2]) -> bool {
        finding.code == self.code
            && names.contains(&self.place)
            && (self.level.is_empty() || self.level == finding.level.name())
    }
}

impl Page {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut page = Self {
            code: path.file_stem().unwrap().to_string_lossy().into_owned(),
            title: text.lines().next().unwrap_or_default().to_owned(),
            raises: Vec::new(),
            spares: Vec::new(),
        };
        let (mut section, mut words, mut running) = (String::new(), String::new(), false);
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let cases = match section.as_str() {
                "Raises" => &mut page.raises,
                "Does not raise" => &mut page.spares,
                _ => {
                    section = line.strip_prefix("## ").unwrap_or(&section).to_owned();
                    continue;
                }
            };
            if let Some(title) = line.strip_prefix("## ") {
                (section, running) = (title.to_owned(), false);
                words.clear();
            } else if let Some(info) = line.strip_prefix("```") {
                let file = info.strip_prefix("diff").expect("a block of a page is a diff").trim();
                let file = if file.is_empty() { BASE } else { file };
                let patch = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
                let patch = patch.map(str::to_owned).collect();
                if !running {
                    let as_of = words.split("as of ").nth(1).and_then(|rest| rest.get(..10)).map(str::to_owned);
                    cases.push(Case { line: at + 1, as_of, is_final: words.contains("--final"), ..Case::default() });
                    words.clear();
                }
                running = true;
                cases.last_mut().unwrap().patches.push((file.to_owned(), patch));
            } else if let Some(expected) = line.strip_prefix("- ") {
                cases.last_mut().unwrap().expected.push(Expected::read(expected));
                running = false;
            } else if !line.is_empty() {
                words.push_str(line);
                words.push(' ');
                running = false;
            }
        }
        page
    }

    fn all() -> Vec<Self> {
        files("docs/rules", "md").iter().map(|path| Self::read(path)).collect()
    }
}

fn apply(file: &str, text: &str, patch: &[String]) -> Result<String, String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut hunks: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    let mut ended = true;
    for line in patch {
        let (sign, rest) = line.split_at_checked(1).unwrap_or((" ", ""));
        // What is put in ends a hunk, unless more is put in.
        if ended && sign != "+" || hunks.is_empty() {
            hunks.push((Vec::new(), Vec::new()));
        }
        let (before, after) = hunks.last_mut().unwrap();
        match sign {
            " " => {
                before.push(rest);
                after.push(rest.to_owned());
            }
            "-" => before.push(rest),
            "+" => after.push(unescape(rest)),
            _ => panic!("a line of a patch begins with a space, `-` or `+`: {line}"),
        }
        ended = sign == "+";
    }
    for (before, after) in hunks {
        if before.is_empty() {
            lines.extend(after);
            continue;
        }
        let found: Vec<usize> = (0..lines.len())
            .filter(|at| lines.get(*at..at + before.len()).is_some_and(|here| here == before))
            .collect();
        let [at] = found.as_slice() else {
            return Err(format!("{file} holds these lines {} times, not once:\n{}", found.len(), before.join("\n")));
        };
        lines.splice(at..&(at + before.len()), after);
    }
    Ok(lines.join("\n") + "\n")
}

fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').unwrap();
        out.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

impl Case {
    /// What the case raises.
    fn run(&self, code: &str) -> Result<Vec<Found>, String> {
        let mut changed: BTreeMap<&str, String> = BTreeMap::new();
        for (file, patch) in &self.patches {
            let old = changed.remove(file.as_str());
            let old = old.unwrap_or_else(|| fs::read_to_string(root().join(file)).unwrap_or_default());
            changed.insert(file, apply(file, &old, patch)?);
        }
        let deal = changed.iter().find(|(file, _)| file.starts_with("examples/"));
        let source = match deal {
            Some((name, text)) => Source::new(*name, text.as_str()),
            None => Source::new(BASE, fs::read_to_string(root().join(BASE)).unwrap()),
        };
        let beside = tempfile::tempdir().unwrap();
        let source = match deck_folder(&changed, &source, beside.path()) {
            Some(name) => Source::new(name, source.text.as_ref()),
            None => source,
        };
        changed.retain(|file, _| !file.starts_with("decks/"));
        let policy = changed.get(policy::NAME).map(|text| Policy::read(Path::new(policy::NAME), text));
        let policy =
            policy.transpose().map_err(|fault| fault.to_string())?.unwrap_or_else(|| Policy::merged(Vec::new()));
        changed.retain(|file, _| !file.starts_with("examples/") && *file != policy::NAME);
        let overlay = tempfile::tempdir().unwrap();
        fs::create_dir(overlay.path().join("clauses")).unwrap();
        for (file, text) in &changed {
            let path = overlay.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut options = options(self.as_of.as_deref().unwrap_or(TODAY));
        options.final_version = self.is_final;
        options.policy = policy;
        options.library = Some(overlay.path().to_owned());
        let laid_over = (!changed.is_empty()).then(|| pipeline::load(options.library.as_deref()).unwrap());
        let library = laid_over.as_ref().unwrap_or_else(|| built_in());
        let [old, new] = ["old", "new"].map(|name| beside.path().join(format!("decks/{name}.csv")));
        let [deck, layout] = ["deck.csv", "layout.yaml"].map(|name| beside.path().join("decks").join(name));
        // Faults of printing need a print, changes two decks, and an export a layout.
        let mut findings = if layout.exists() {
            exported(&deck, &layout, &source, &options)
        } else if new.exists() {
            compared(&old, &new, &source, &options)
        } else if code.starts_with("DOC") {
            options.draft(&source, library).findings
        } else {
            options.check(&source, library)
        };
        for finding in findings.iter().filter(|finding| finding.code == code && !finding.edits.is_empty()) {
            mends(finding, &source, library, &options)?;
        }
        findings.extend(library.findings.iter().cloned());
        Ok(findings
            .into_iter()
            .map(|finding| {
                let line = finding.place.as_ref().map_or("nowhere", |place| {
                    let span = place.source.line_span(place.line_column().0);
                    place.source.text[span].trim()
                });
                let names = [finding.path_text(), line.to_owned()];
                (finding, names)
            })
            .collect())
    }
}

/// Puts the decks of a case beside its deal; what the deal is called there, if it names a deck at all.
fn deck_folder(changed: &BTreeMap<&str, String>, deal: &Source, beside: &Path) -> Option<String> {
    let named: Vec<(&&str, &String)> = changed.iter().filter(|(file, _)| file.starts_with("decks/")).collect();
    if named.is_empty() && !deal.text.contains("\n  deck: ") {
        return None;
    }
    fs::create_dir(beside.join("decks")).unwrap();
    for path in files("tests/decks", "xlsx") {
        fs::copy(&path, beside.join("decks").join(path.file_name().unwrap())).unwrap();
    }
    for (file, text) in named {
        fs::write(beside.join(file), text).unwrap();
    }
    Some(beside.join("deal.yaml").display().to_string())
}

/// What is found where a deck is written in a layout.
fn exported(deck: &Path, layout: &Path, deal: &Source, options: &crate::read_back::Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    let around = Around::read(Some(deal), None, &mut findings).unwrap();
    let deck = decks::judge(deck, &around, &options.run(built_in())).deck.expect("a deck");
    let layout = ExportLayout::named(layout.to_str().unwrap(), built_in(), &mut findings).unwrap();
    let terms = ExportTerms { name: "deck", on: None, closed: false, as_of: options.as_of };
    findings.extend(layout.into_iter().flat_map(|layout| export::lay_out(&deck, &layout, terms).unwrap().findings));
    findings
}

/// What is found in the changes from one deck to another.
fn compared(old: &Path, new: &Path, deal: &Source, options: &crate::read_back::Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    let around = Around::read(Some(deal), None, &mut findings).unwrap();
    let run = options.run(built_in());
    let [old, new] = [old, new].map(|path| decks::judge(path, &around, &run).deck.expect("a deck"));
    findings.extend(decks::judge_pair(&old, &new, &around, &run));
    let changes = decks::changes(&old, &new);
    let received = options.as_of.tomorrow().unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    findings.extend(decks::judge_changes(&changes, &new, &around, &run, received));
    findings
}

/// A suggested edit has to do away with its finding, and to bring no error.
fn mends(
    finding: &Finding,
    source: &Source,
    library: &Library,
    options: &crate::read_back::Options,
) -> Result<(), String> {
    let fixed = fix::apply(&source.text, [finding]);
    let left = options.check(&Source::new(source.name.clone(), fixed.text.as_str()), library);
    let stays = left.iter().any(|other| other.code == finding.code && other.message == finding.message);
    let brings = left.iter().any(|other| other.level == Level::Error && other.code != finding.code);
    if fixed.mended != 1 || stays || brings {
        return Err(format!("the edit of {} does not mend it:\n{}", finding.code, fixed.text));
    }
    Ok(())
}

fn show(findings: &[Found]) -> String {
    let line = |(finding, [path, line]): &Found| {
        let remedy = finding.remedy.as_ref().filter(|_| finding.level == Level::Error);
        let remedy = remedy.map_or_else(String::new, |remedy| format!("    = {remedy}\n"));
        format!("  {} {} at `{path}` (`{line}`): {}\n{remedy}", finding.code, finding.level.name(), finding.message)
    };
    // An error stops a run, so that it comes first here.
    let (errors, others): (Vec<_>, Vec<_>) = findings.iter().partition(|(finding, _)| finding.level == Level::Error);
    errors.into_iter().chain(others).map(line).collect()
}

/// Whether a case holds; what it raises besides.
fn judge(page: &Page, case: &Case) -> Result<Vec<Found>, String> {
    let found = case.run(&page.code)?;
    let mut left: Vec<_> = found.iter().collect();
    for expected in &case.expected {
        let Some(at) = left.iter().position(|(finding, names)| expected.is(finding, names)) else {
            let Expected { level, code, place } = expected;
            return Err(format!("{level} {code} at `{place}` was not raised; raised were\n{}", show(&found)));
        };
        left.remove(at);
    }
    if let Some((_, [path, line])) = left.iter().find(|(finding, _)| finding.code == page.code) {
        return Err(format!("{} at `{path}` (`{line}`) is not on the page", page.code));
    }
    Ok(found)
}

fn raises(page: &Page, case: &Case) -> Result<(), String> {
    if !case.expected.iter().any(|expected| expected.code == page.code) {
        return Err("no finding of the page's own code is expected".into());
    }
    judge(page, case).map(|_| ())
}

fn spares(page: &Page, case: &Case) -> Result<(), String> {
    let found = judge(page, case)?;
    // Where something else stops the run first, nothing is spared, unless the page says that it does.
    let stopped = found.iter().any(|(finding, _)| finding.level == Level::Error);
    if stopped && !case.is_final && case.expected.is_empty() {
        return Err(format!("a near miss has to be sound otherwise:\n{}", show(&found)));
    }
    Ok(())
}

/// What does not hold of a page.
fn execute(page: &Page) -> Vec<String> {
    let raised = page.raises.iter().map(|case| (case, raises(page, case)));
    let spared = page.spares.iter().map(|case| (case, spares(page, case)));
    let faults = raised.chain(spared).filter_map(|(case, held)| {
        held.err().map(|fault| format!("docs/rules/{}.md, line {}: {fault}", page.code, case.line))
    });
    faults.collect()
}

/// With `PAGE=FRAUD008`, or `PAGE=FRAUD`, the pages whose code begins so.
#[test]
fn every_page_holds() {
    let mut pages = Page::all();
    if let Ok(asked) = std::env::var("PAGE") {
        pages.retain(|page| page.code.starts_with(&asked));
        assert!(!pages.is_empty(), "no page of docs/rules begins with {asked}");
    }
    let mut faults = Vec::new();
    for page in &pages {
        let tried = !UNTRIED.contains(&page.code.as_str());
        if tried == page.raises.is_empty() {
            faults.push(format!("{}: `## Raises` is missing, or is there for a code that cannot be tried", page.code));
        }
    }
    // Two halves at once: every case is a whole run of the program.
    let (one, other) = pages.split_at(pages.len() / 2);
    std::thread::scope(|scope| {
        let halves = [one, other].map(|half| scope.spawn(|| half.iter().flat_map(execute).collect::<Vec<_>>()));
        faults.extend(halves.into_iter().flat_map(|half| half.join().unwrap()));
    });
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let titles: Vec<String> = Page::all().into_iter().map(|page| page.title).collect();
    let wanted: Vec<String> =
        rules::catalogue().iter().map(|code| format!("# {}: {}", code.code, code.summary)).collect();
    assert_eq!(titles, wanted);
}

#[test]
fn every_page_opens_with_its_level() {
    for path in files("docs/rules", "md") {
        let text = fs::read_to_string(&path).unwrap();
        let stem = path.file_stem().unwrap().to_string_lossy();
        let code = rules::catalogue().into_iter().find(|code| code.code == stem);
        let code = code.unwrap_or_else(|| {
            panic!("docs/rules/{stem}.md is the page of no rule; `rules![…]` of its family lists them")
        });
        let name = code.level.name();
        let name = name[..1].to_uppercase() + &name[1..];
        let first = text.lines().nth(2).unwrap_or_default();
        assert!(first.starts_with(&format!("{name}. ")), "{stem} does not begin with `{name}. `");
    }
}

#[test]
fn every_code_of_the_source_is_catalogued() {
    let known: Vec<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    for path in files("src", "rs") {
        let text = fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in program.split('"').filter(|word| is_code(word)) {
            assert!(known.contains(&word), "{} names {word}, which is not in the catalogue", path.display());
        }
    }
}

fn is_code(word: &str) -> bool {
    let letters = word.trim_end_matches(|last: char| last.is_ascii_digit());
    (2..=7).contains(&letters.len())
        && word.len() == letters.len() + 3
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[test]
fn every_rule_is_listed_once_and_in_order() {
    let codes: Vec<&str> = rules::all().map(|rule| rule.code).collect();
    for group in rules::GROUPS {
        let codes: Vec<&str> = group.iter().map(|rule| rule.code).collect();
        assert!(codes.is_sorted(), "{codes:?}");
    }
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes.len(), sorted.len(), "a code is borne by two rules");
    let written = files("src/rules", "rs")
        .iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains("static RULE: Rule"))
        .count();
    assert_eq!(written, codes.len(), "a file of src/rules holds a rule that no group lists");
}

/// Notes that an example may raise, in a thousand words of its paper.
const NOTES: usize = 1;

#[test]
fn the_examples_raise_no_error_and_no_warning_and_few_notes() {
    let forms = crate::read_back::examples().into_iter().flat_map(|(name, deal)| {
        let short = crate::read_back::yaml::patched(&deal, &[("legal.form", "short".into())]);
        [(name.clone(), deal), (format!("{name}, short"), short)]
    });
    for (name, deal) in forms {
        let source = Source::new(name.as_str(), deal);
        let mut options = options(TODAY);
        options.formats = vec![Format::Markdown];
        let drafted = options.draft(&source, built_in());
        let paper = drafted.files.iter().find(|file| file.suffix == "md").expect("a draft");
        let words = String::from_utf8_lossy(&paper.bytes).split_whitespace().count();
        let of = |level: Level| drafted.findings.iter().filter(move |finding| finding.level == level);
        let said: Vec<String> = of(Level::Error)
            .chain(of(Level::Warning))
            .map(|finding| format!("{name}: {} {}: {}", finding.code, finding.level.name(), finding.message))
            .collect();
        assert!(said.is_empty(), "{said:#?}");
        assert!(of(Level::Note).count() <= NOTES * words / 1000, "{name} has {words} words");
    }
}
