//! `tests/oracle/mutations.csv`: what a deal that was spoilt on purpose has to be told, written from the papers of the
//! field before any rule was looked at.
//!
//! A row takes an example, changes one thing (`also` holds further changes where the fact needs more than one), and names
//! the code that has to be found; others may be raised besides. A code after `!` must not be found: the papers hold such a
//! deal to be lawful or usual. `source` says where that is written.
//!
//! `set`, `drop`, `blank` and `rename` change what is there, `add` puts a key or an entry of a list where there is none,
//! and `text` changes words of the file that stand in it once. `policy` judges by a house policy, `day` on another day.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::read_back::{Options, csv, examples, library, options, root, yaml};
use peerpact::diagnostic::Finding;
use peerpact::policy::{self, Policy};
use peerpact::rules;
use peerpact::source::Source;
use serde_json::Value;

/// Findings of a file that cannot be read: behind them no other rule has its say.
const UNREADABLE: [&str; 9] =
    ["DEAL001", "DEAL002", "DEAL003", "DEAL004", "DEAL005", "DEAL006", "DEAL007", "DEAL008", "DEAL009"];

/// One change.
struct Change {
    kind: String,
    path: String,
    value: String,
}

/// A row of the table.
struct Row {
    id: String,
    example: String,
    changes: Vec<Change>,
    /// The code, and whether it has to be found.
    code: String,
    is_found: bool,
    source: String,
}

impl Row {
    fn read(line: &str) -> Self {
        let cells: [String; 8] =
            csv::cells(line).try_into().unwrap_or_else(|cells: Vec<_>| panic!("{} cells: {line}", cells.len()));
        let [id, example, kind, path, value, also, code, source] = cells;
        let mut changes = vec![Change { kind, path, value }];
        for more in also.split(" && ").filter(|more| !more.is_empty()) {
            let mut words = more.splitn(3, ' ').map(str::to_owned);
            let mut word = || words.next().unwrap_or_default();
            changes.push(Change { kind: word(), path: word(), value: word() });
        }
        let (is_found, code) = code.strip_prefix('!').map_or((true, code.as_str()), |code| (false, code));
        Self { id, example, changes, code: code.to_owned(), is_found, source }
    }
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("tests/oracle/mutations.csv")).expect("the table");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id,example,mutation,path,value,also,code,source"));
    lines.map(Row::read).collect()
}

/// Changes a deal at a path that has to fit; says why if it does not.
fn edit(deal: &mut Value, change: &Change) -> Result<(), String> {
    let Change { kind, path, value } = change;
    let there = yaml::get(deal, path).cloned();
    let missing = || format!("there is no {path}");
    match kind.as_str() {
        "set" => {
            let (old, new) = (there.ok_or_else(missing)?, yaml::flow(value));
            if old == new {
                return Err(format!("{path} is {value} already"));
            }
            yaml::set(deal, path, new);
        }
        "blank" => {
            if there.ok_or_else(missing)?.is_null() {
                return Err(format!("{path} is blank already"));
            }
            yaml::set(deal, path, Value::Null);
        }
        "drop" => {
            yaml::take(deal, path).ok_or_else(missing)?;
        }
        "rename" => {
            let held = yaml::take(deal, path).ok_or_else(missing)?;
            let above = path.rsplit_once('.').map_or(String::new(), |(above, _)| format!("{above}."));
            yaml::set(deal, &format!("{above}{value}"), held);
        }
        "add" => match there {
            None => yaml::set(deal, path, yaml::flow(value)),
            Some(Value::Array(mut items)) => {
                items.push(yaml::flow(value));
                yaml::set(deal, path, items);
            }
            Some(_) => return Err(format!("{path} is there already")),
        },
        other => return Err(format!("`{other}` is no kind of change")),
    }
    Ok(())
}

/// The text with `old` in it once, and `new` in its place.
fn reworded(text: &str, old: &str, new: &str) -> Result<String, String> {
    match text.matches(old).count() {
        1 => Ok(text.replace(old, &unescape(new))),
        times => Err(format!("`{old}` stands in the file {times} times")),
    }
}

/// A cell of the table is one line of visible characters; `\n` and `\u{…}` stand for the others.
fn unescape(text: &str) -> String {
    let text = text.replace("\\n", "\n");
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').expect("a closing brace");
        out.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out
}

/// The deal that a row makes, and how it is judged.
fn mutated(row: &Row, example: &str) -> Result<(String, Options), String> {
    let mut options = judged_on("2026-12-01");
    let (mut text, mut tree) = (example.to_owned(), None);
    for change in &row.changes {
        match change.kind.as_str() {
            "policy" => {
                options.policy =
                    Policy::read(Path::new(policy::NAME), &change.value).map_err(|fault| fault.to_string())?;
            }
            "day" => options.as_of = change.value.parse().map_err(|_| format!("{} is no day", change.value))?,
            "text" => text = reworded(&text, &change.path, &change.value)?,
            _ => edit(tree.get_or_insert_with(|| yaml::value(&text)), change)?,
        }
    }
    let is_judged_otherwise = row.changes.iter().any(|change| ["policy", "day"].contains(&change.kind.as_str()));
    let is_as_it_was = tree.as_ref().map_or(text == example, |tree| *tree == yaml::value(&text));
    if is_as_it_was && !is_judged_otherwise {
        return Err("it changes nothing".into());
    }
    Ok((tree.map_or(text, |tree| yaml::text(&tree)), options))
}

fn judged_on(day: &str) -> Options {
    Options { as_of: day.parse().expect("a day"), ..options(&[]) }
}

fn judge(text: &str, options: &Options) -> Vec<Finding> {
    options.check(&Source::new("deal.yaml", text), library())
}

/// What tells two findings of one code apart.
fn facts(findings: &[Finding], code: &str) -> BTreeSet<(String, String)> {
    let of_code = findings.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| (finding.path_text(), finding.message.clone())).collect()
}

/// An example, with what it is told as it stands.
struct Example {
    text: String,
    findings: Vec<Finding>,
}

/// Whether a row holds; why not.
fn hold(row: &Row, examples: &BTreeMap<String, Example>) -> Result<(), String> {
    let example = examples.get(&row.example).ok_or_else(|| format!("there is no example {}", row.example))?;
    let (text, options) = mutated(row, &example.text)?;
    let findings = judge(&text, &options);
    let found = facts(&findings, &row.code);
    if !UNREADABLE.contains(&row.code.as_str()) {
        let spoilt: Vec<Finding> =
            findings.iter().filter(|finding| UNREADABLE.contains(&finding.code)).cloned().collect();
        if !spoilt.is_empty() {
            return Err(format!("the deal cannot be read:\n{}", crate::read_back::list(&spoilt)));
        }
    }
    if !row.is_found {
        return if found.is_empty() { Ok(()) } else { Err(format!("raised: {found:?}")) };
    }
    if found.is_subset(&facts(&example.findings, &row.code)) {
        let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
        return Err(format!("not raised; raised are {codes:?}"));
    }
    Ok(())
}

#[test]
fn every_mutation_is_told_what_the_papers_say() {
    let known: BTreeSet<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    let rows = rows();
    let unmarked = judged_on("2026-12-01");
    let examples: BTreeMap<String, Example> = examples()
        .into_iter()
        .map(|(name, text)| {
            let stem = Path::new(&name).file_stem().expect("a name").to_string_lossy().into_owned();
            let findings = judge(&text, &unmarked);
            (stem, Example { text, findings })
        })
        .collect();
    let (await_a_rule, ready): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| !known.contains(row.code.as_str()));
    let (one, other) = ready.split_at(ready.len() / 2);
    let told = |half: &[&Row]| {
        let fault = |row: &&Row| hold(row, &examples).err().map(|fault| describe(row, &fault));
        half.iter().filter_map(fault).collect::<Vec<_>>()
    };
    let faults: Vec<String> = std::thread::scope(|scope| {
        let halves = [one, other].map(|half| scope.spawn(|| told(half)));
        halves.into_iter().flat_map(|half| half.join().expect("no panic")).collect()
    });
    let unknown: Vec<String> = await_a_rule.iter().map(|row| describe(row, "no such code in the catalogue")).collect();
    assert!(
        faults.is_empty() && unknown.is_empty(),
        "{} of {} rows do not hold:\n{}\n{} rows name a code that is not in the catalogue:\n{}",
        faults.len(),
        rows.len(),
        faults.join("\n"),
        unknown.len(),
        unknown.join("\n")
    );
}

fn describe(row: &Row, fault: &str) -> String {
    let Row { id, example, code, source, is_found, .. } = row;
    let sign = if *is_found { "" } else { "!" };
    let changes = row.changes.iter().map(|change| format!("{} {} {}", change.kind, change.path, change.value));
    format!("{id} ({example}: {}) {sign}{code} by {source}: {fault}", changes.collect::<Vec<_>>().join("; "))
}

/// What a row may rest on: a requirement (R), a validation rule (V) or a check of other tools (L) that `docs/requirements.md` lists, or the page
/// of a code.
fn sources() -> BTreeSet<String> {
    let text = std::fs::read_to_string(crate::read_back::root().join("docs/requirements.md")).unwrap();
    let listed = text.lines().filter_map(|line| Some(line.strip_prefix("- ")?.split_once(": ")?.0.to_owned()));
    let pages = rules::catalogue().into_iter().map(|code| code.code.to_owned());
    listed.chain(pages).collect()
}

#[test]
fn the_table_is_whole() {
    let rows = rows();
    let (mut ids, sources) = (BTreeSet::new(), sources());
    for row in &rows {
        assert!(ids.insert(&row.id), "{} stands twice", row.id);
        assert!(sources.contains(&row.source), "{}: its source `{}` stands nowhere in docs", row.id, row.source);
    }
    let wanted: BTreeSet<&str> = rows.iter().filter(|row| row.is_found).map(|row| row.code.as_str()).collect();
    let raised = rows.iter().filter(|row| row.is_found).count();
    assert!(raised >= 200, "only {raised} rows name what has to be found");
    assert!(rows.len() - raised >= 30, "only {} near misses", rows.len() - raised);
    // What is found in the library or in the paper is not for a deal to raise.
    let of_deals =
        rules::catalogue().into_iter().map(|code| code.code).filter(|code| !["LIB", "DOC"].contains(&&code[..3]));
    let (covered, left): (Vec<&str>, Vec<&str>) = of_deals.partition(|code| wanted.contains(code));
    let share = covered.len() * 100 / (covered.len() + left.len());
    assert!(share >= 90, "only {share} % of the codes of deals are in the table; not in it are {left:?}");
}

#[test]
fn a_row_that_does_not_fit_its_example_is_refused() {
    let example = crate::read_back::smallest();
    for (line, fault) in [
        ("it,smallest,set,billing.paid,30 days,,BILL001,V069", "there is no billing.paid"),
        ("it,smallest,set,billing.pay,30 days,,BILL001,V069", "billing.pay is 30 days already"),
        ("it,smallest,set,rates.lines[7].rate,1,,RATE004,V051", "there is no rates.lines[7].rate"),
        ("it,smallest,drop,legal.paper,,,LEGAL001,V105", "there is no legal.paper"),
        ("it,smallest,blank,legal.reviewed_by,,,DEAL010,V105", "legal.reviewed_by is blank already"),
        ("it,smallest,add,scope.mode,transit,,SCOPE009,R037", "scope.mode is there already"),
        ("it,smallest,rename,billing.pay,pay,,DEAL002,V007", "it changes nothing"),
        ("it,smallest,text,harbour,haven,,DEAL006,L85", "`harbour` stands in the file 3 times"),
        ("it,smallest,sett,billing.pay,60 days,,BILL001,V069", "`sett` is no kind of change"),
        ("it,smallest,set,billing.pay,60 days,drop tax[1],BILL001,V069", "there is no tax[1]"),
    ] {
        let found = mutated(&Row::read(line), &example).err();
        assert_eq!(found.as_deref(), Some(fault), "{line}");
    }
}
