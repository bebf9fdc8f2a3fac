//! A walk over the examples and over deals made by chance, in both forms, as somebody reads them from end to end: nothing dangles, no
//! sentence is too long, and no condition is printed whose answer the deal knows.

use peerpact::pipeline::Drafted;
use peerpact::render::Format;
use serde_json::{Value, json};

use crate::read_back::{Options, deals, draft, examples, list, markdown, options, yaml};

/// How many deals are made: `PEERPACT_FULL=1` makes as many as the house asks for.
fn count() -> usize {
    if std::env::var_os("PEERPACT_FULL").is_some_and(|full| full == "1") { 200 } else { 4 }
}

/// Numbers that look like chance and are the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).expect("a number")).expect("a small number")
    }
}

/// A deal with some of its choices made otherwise and some of its sections left out.
fn made(bases: &[Value], chance: &mut Chance) -> Value {
    let mut deal = bases[chance.below(bases.len())].clone();
    for section in ["quality", "credit", "fraud", "security", "contacts", "testing", "special_terms"] {
        if chance.below(3) == 0 {
            drop(yaml::take(&mut deal, section));
        }
    }
    let choices = deals::every_choice(&deal);
    for _ in 0..chance.below(9) {
        let (path, values) = &choices[chance.below(choices.len())];
        yaml::set(&mut deal, path, values[chance.below(values.len())].clone());
    }
    deal
}

fn drafted(name: &str, deal: &Value, form: &str) -> Drafted {
    let mut deal = deal.clone();
    yaml::set(&mut deal, "legal.form", json!(form));
    draft(name, &yaml::text(&deal), &Options { formats: vec![Format::Markdown], ..options(&[]) })
}

/// What a reader would stumble over in a paper.
fn stumbles(drafted: &Drafted) -> Vec<String> {
    let of_the_library = |code: &str| code.starts_with("LIB") || code.starts_with("DOC");
    let mut out: Vec<String> = drafted
        .findings
        .iter()
        .filter(|finding| of_the_library(finding.code) && finding.level >= peerpact::diagnostic::Level::Warning)
        .map(|finding| list(std::slice::from_ref(finding)))
        .collect();
    let Some(file) = drafted.files.iter().find(|file| file.suffix == "md") else { return out };
    for unit in markdown::read(&file.bytes).units() {
        for gap in [" ,", " ;", " . ", ";;", ",,", "..", ";.", ": .", ":.", "{=", ":: if"] {
            if unit.contains(gap) && !unit.contains("...") {
                out.push(format!("`{gap}` in: {unit}"));
            }
        }
        // The deal knows the answer.
        for asked in ["If the seat of arbitration is", "if it sets one", "if the law of", "If the governing law is"] {
            if unit.contains(asked) {
                out.push(format!("asks what the deal says: {unit}"));
            }
        }
    }
    out
}

#[test]
fn nobody_stumbles_over_an_example() {
    for (name, deal) in examples() {
        for form in ["short", "full"] {
            let drafted = drafted(&name, &yaml::value(&deal), form);
            let found = stumbles(&drafted);
            assert!(found.is_empty(), "{name}, {form}: {found:#?}");
            assert!(!drafted.files.is_empty(), "{name}, {form}: not drafted");
        }
    }
}

#[test]
fn nobody_stumbles_over_a_deal_made_by_chance() {
    let mut bases: Vec<Value> = examples().iter().map(|(_, deal)| yaml::value(deal)).collect();
    bases.extend([deals::rich(), deals::other(), deals::declining()]);
    let mut chance = Chance(0x5eed_2026_1130);
    let (mut papers, mut tries) = (0, 0);
    let (mut faults, mut last) = (Vec::new(), String::new());
    while papers < count() {
        tries += 1;
        assert!(tries < 40 * count(), "too few of the deals can be drafted: {papers} of {tries}");
        let deal = made(&bases, &mut chance);
        for form in ["short", "full"] {
            let drafted = drafted("made.yaml", &deal, form);
            let found = stumbles(&drafted);
            if !found.is_empty() {
                last = yaml::text(&deal);
                faults.extend(found.into_iter().map(|fault| format!("deal {tries}, {form}: {fault}")));
            }
            if drafted.files.is_empty() {
                break;
            }
            papers += usize::from(form == "full");
        }
    }
    assert!(faults.is_empty(), "{}\nthe last of these deals:\n{last}", faults.join("\n"));
}

#[test]
fn no_table_stands_twice_in_an_example() {
    // The full form alone explains, flow by flow, and its examples may come out alike.
    for (name, deal) in examples() {
        let drafted = drafted(&name, &yaml::value(&deal), "short");
        let file = drafted.files.iter().find(|file| file.suffix == "md").expect("a draft");
        let text = String::from_utf8_lossy(&file.bytes).into_owned();
        let tables: Vec<&str> = text.split("\n\n").filter(|block| block.starts_with('|')).collect();
        for (at, table) in tables.iter().enumerate() {
            assert!(!tables[at + 1..].contains(table), "{name}: twice:\n{table}");
        }
    }
}
