//! Bad input: whatever the file holds, every fault is found in one run, at its place, with a remedy, and nothing is drafted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::read_back::{
    Drafts, Options, Paper, check, draft, errors, examples, files, html, library, list, markdown, options, smallest,
    squeeze, yaml,
};
use peerpact::assets::Assets;
use peerpact::diagnostic::{Finding, Level};
use peerpact::library::Library;
use peerpact::numbering_plan;
use peerpact::pipeline::{self, Drafted, SchemaOf};
use peerpact::render::Format;
use peerpact::source::{Place, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Text formats, which take a fraction of the time of a PDF.
const TEXT: [Format; 2] = [Format::Markdown, Format::Html];

/// Most findings that one run may raise, beside one for each few bytes of the deal.
const MOST_FINDINGS: usize = 200;

fn assert_place(place: &Place, what: &str) {
    let text = &place.source.text;
    assert!(text.get(place.span.clone()).is_some(), "{what}: {:?} is no span of {}", place.span, place.source.name);
    let (line, column) = place.line_column();
    let lines: Vec<&str> = text.split('\n').collect();
    assert!((1..=lines.len()).contains(&line), "{what}: line {line} of {}", lines.len());
    assert!(column <= lines[line - 1].chars().count() + 1, "{what}: column {column} of line {line}");
}

/// What holds of every run, whatever the deal.
fn assert_sound(deal: &str, drafted: &Drafted) {
    assert!(drafted.findings.len() <= MOST_FINDINGS + deal.len() / 8, "{} findings", drafted.findings.len());
    for finding in &drafted.findings {
        let what = format!("{}: {}", finding.code, finding.message);
        for place in finding.place.iter().chain(finding.related.iter().map(|(place, _)| place)) {
            assert_place(place, &what);
            let ours = *place.source.text == *deal;
            assert!(ours || &*place.source.name != "deal.yaml", "{what}: points into a text that is not the deal's");
        }
        assert!(!finding.message.contains('\n') && !finding.message.ends_with('.'), "a message is one line: {what}");
    }
    let stopped = drafted.findings.iter().any(|finding| finding.level == Level::Error);
    assert_eq!(stopped, drafted.files.is_empty(), "errors and files together:\n{}", list(&drafted.findings));
}

/// Runs a deal that must be refused: every error has a place in the deal, and nothing is drafted.
fn refused(deal: &str) -> Vec<Finding> {
    let drafted = draft("deal.yaml", deal, &options(&Format::ALL));
    assert_sound(deal, &drafted);
    let found = errors(&drafted.findings);
    assert!(!found.is_empty(), "not refused: {}", deal.chars().take(200).collect::<String>());
    for finding in &found {
        let place = finding.place.as_ref();
        assert_eq!(place.map(|place| &*place.source.name), Some("deal.yaml"), "no place: {}", list(&found));
    }
    let judged: Vec<_> = errors(&check(deal)).iter().map(|finding| (finding.code, finding.message.clone())).collect();
    let drafted: Vec<_> = found.iter().map(|finding| (finding.code, finding.message.clone())).collect();
    assert_eq!(judged, drafted, "check and draft differ");
    found
}

fn line_of(finding: &Finding) -> usize {
    finding.place.as_ref().expect("a place").line_column().0
}

/// A deal without one of its top-level keys and all that stands below it.
fn without(deal: &str, key: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in deal.split_inclusive('\n') {
        if !line.starts_with([' ', '#', '\n', '\r']) {
            inside = line.starts_with(&format!("{key}:"));
        }
        if !inside {
            out.push_str(line);
        }
    }
    assert_ne!(out, deal, "the deal has no {key}");
    out
}

/// The YAML that a finding's help shows.
fn remedy(finding: &Finding) -> String {
    let help = finding.remedy_text().unwrap_or_else(|| panic!("no help: {}", finding.message));
    help.split_once(":\n").unwrap_or_else(|| panic!("no YAML in the help: {help}")).1.to_owned()
}

/// The keys that a deal must have, as its schema says.
fn required() -> Vec<String> {
    let schema = pipeline::schema(SchemaOf::Deal);
    schema["required"].as_array().expect("required keys").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn a_missing_section_is_named_and_its_help_mends_it() {
    let required = required();
    for section in
        ["parties", "scope", "rates", "billing", "sla", "termination", "jurisdiction", "disputes", "dpa", "tax"]
    {
        assert!(required.iter().any(|key| key == section), "{section} is not required");
    }
    for (name, deal) in examples() {
        for key in &required {
            let poor = without(&deal, key);
            let found = refused(&poor);
            let named: Vec<&Finding> = found.iter().filter(|finding| finding.path_text() == *key).collect();
            let [finding] = named.as_slice() else { panic!("{name} without {key}:\n{}", list(&found)) };
            assert!(finding.message.contains(&format!("`{key}`")), "{name}: {}", finding.message);
            let mended = format!("{poor}\n{}\n", remedy(finding));
            let left = check(&mended);
            assert!(
                !left.iter().any(|other| other.code == finding.code && other.path_text() == *key),
                "{name} without {key}: the help does not mend it:\n{}",
                list(&left)
            );
            assert!(
                !left.iter().any(|other| matches!(other.code, "DEAL003" | "DEAL007")),
                "{name} without {key}: the help breaks the file:\n{}",
                list(&left)
            );
        }
    }
}

/// Calls `visit` with the path of each mapping of a deal and its schema.
fn mappings(value: &Value, schema: &Value, path: &str, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(entries) => {
            visit(path, schema);
            for (key, value) in entries {
                let below = schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                mappings(value, below, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, visit);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                mappings(item, &schema["items"], &format!("{path}[{at}]"), visit);
            }
        }
        _ => {}
    }
}

#[test]
fn a_missing_field_is_named_and_its_help_mends_it() {
    let mut seen = BTreeSet::new();
    for (name, deal) in examples() {
        let whole = yaml::value(&deal);
        let mut fields = Vec::new();
        mappings(&whole, &pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            fields.extend(required.map(|key| (path.to_owned(), schema.clone(), key.to_owned())));
        });
        // One entry of a list stands for all.
        let first = |path: &str| !path.is_empty() && path.matches('[').count() == path.matches("[0]").count();
        for (path, mapping, key) in fields.into_iter().filter(|(path, ..)| first(path)) {
            // The same field of another example, party or flow shows nothing new.
            if !seen.insert((mapping.to_string(), key.clone())) {
                continue;
            }
            let mut poor = whole.clone();
            let parent = path.split(['.', '[', ']']).filter(|step| !step.is_empty()).fold(&mut poor, |here, step| {
                match step.parse::<usize>() {
                    Ok(at) if here.is_array() => &mut here[at],
                    _ => &mut here[step],
                }
            });
            parent.as_object_mut().expect("a mapping").shift_remove(&key);
            let full = format!("{path}.{key}");
            let found = refused(&yaml::text(&poor));
            let finding = found.iter().find(|finding| finding.path_text() == full);
            let finding = finding.unwrap_or_else(|| panic!("{name} without {full}:\n{}", list(&found)));
            // A blank is offered where a blank is taken, and nowhere else.
            yaml::set(&mut poor, &full, Value::Null);
            let taken = !errors(&check(&yaml::text(&poor))).iter().any(|finding| finding.path_text() == full);
            let offered = finding.remedy_text().unwrap_or_default().contains("`~`");
            assert_eq!(offered, taken, "{name}: whether the help on {full} offers a blank");
            // A name that the user chooses, such as a party's key, has no example.
            let field = &mapping["properties"][&key];
            if field["type"] == "string" && field.get("format").is_none() && field.get("oneOf").is_none() {
                assert!(finding.remedy_text().is_some(), "{name}: no help on {full}");
                continue;
            }
            // The help's YAML is pasted as a user would: at the place of the field that is missing.
            let pasted = yaml::value(&remedy(finding));
            let value = pasted.get(&key).unwrap_or_else(|| panic!("the help on {full} shows {pasted}"));
            yaml::set(&mut poor, &full, value.clone());
            let left = check(&yaml::text(&poor));
            assert!(
                !left.iter().any(|other| other.path_text().starts_with(&full)
                    && other.code.starts_with("DEAL0")
                    && other.level == Level::Error),
                "{name}: the help on {full} does not mend it:\n{}",
                list(&left)
            );
        }
    }
    assert!(seen.len() > 50, "only {} fields were tried", seen.len());
}

#[test]
fn one_party_alone_is_refused() {
    for (name, deal) in examples() {
        let mut value = yaml::value(&deal);
        let parties = value["parties"].as_object_mut().expect("parties");
        let second = parties.keys().nth(1).expect("two parties").clone();
        parties.shift_remove(&second);
        let found = refused(&yaml::text(&value));
        assert!(
            found.iter().any(|finding| finding.path_text().starts_with("parties") || finding.message.contains(&second)),
            "{name}: nothing says that a party is missing:\n{}",
            list(&found)
        );
    }
    let deal = smallest().replace("parties:  ", "parties: {}\nparty:  ");
    refused(&deal);
}

#[test]
fn one_run_shows_every_fault_at_its_line() {
    let lines: Vec<String> = smallest().lines().map(str::to_owned).collect();
    let at =
        |needle: &str| 1 + lines.iter().position(|line| line.contains(needle)).unwrap_or_else(|| panic!("{needle}"));
    let faults = [
        ("peerpact: 1", "peerpact: 2", "DEAL005", "peerpact"),
        ("  sessions: 500", "  sessions: many", "DEAL004", "technical.sessions"),
        ("  cps: 5", "  cps: 0", "DEAL005", "technical.cps"),
        ("  currency: USD", "  currency: dollars", "DEAL004", "rates.currency"),
        ("  availability: 99.9 %", "  availability: 100.1 %", "DEAL004", "sla.availability"),
        ("  mode: peer", "  mode: pear", "DEAL004", "scope.mode"),
        ("  codecs: [G.711A, G.729]", "  codecs: {a: b}", "DEAL004", "technical.codecs"),
        ("  traffic: [mobile, international]", "  trafic: [mobile, international]", "DEAL002", "scope.trafic"),
        ("  effective: 2027-01-01T00:00:00Z", "  effective: [1, 2]", "DEAL004", "rates.effective"),
        ("reference: SH-2027-01", "reference: {a: b}", "DEAL004", "reference"),
        ("    country: SG", "    country: SGP", "DEAL004", "parties.straits.country"),
        ("we: straits", "we: straits\nwe: harbour", "DEAL003", ""),
    ];
    let mut deal = smallest();
    for (from, to, ..) in faults {
        assert_eq!(deal.matches(&format!("{from}\n")).count() + deal.matches(&format!("{from} ")).count(), 1, "{from}");
        deal = deal.replacen(from, to, 1);
    }
    let found = refused(&deal);
    for (from, _, code, path) in faults {
        let hit = found.iter().find(|finding| finding.code == code && (path.is_empty() || finding.path_text() == path));
        let hit = hit.unwrap_or_else(|| panic!("no {code} on {path}:\n{}", list(&found)));
        // The second `we` moves every later line down by one.
        let moved = usize::from(at(from) > at("we: straits") || path.is_empty());
        assert_eq!(line_of(hit), at(from) + moved, "{code} on {path}: {}", hit.message);
        assert!(hit.remedy_text().is_some_and(|help| !help.trim().is_empty()), "{code} on {path} has no help");
    }
    let misspelt = found.iter().find(|finding| finding.code == "DEAL002").expect("the unknown key");
    assert!(misspelt.remedy_text().is_some_and(|help| help.contains("`traffic`")), "{:?}", misspelt.remedy_text());
    let double = found.iter().find(|finding| finding.code == "DEAL003").expect("the second `we`");
    let (first, _) = double.related.first().expect("the first `we`");
    assert_eq!(first.line_column().0, at("we: straits"), "the first `we`");
}

#[test]
fn every_key_misspelt_by_a_letter_is_recognised() {
    let whole = yaml::value(&smallest());
    let mut keys = Vec::new();
    mappings(&whole, &pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
        let known = schema["properties"].as_object().into_iter().flat_map(|known| known.keys());
        keys.extend(known.filter(|key| key.len() > 3).map(|key| (path.to_owned(), key.clone())));
    });
    assert!(keys.len() > 80, "hardly any key was found");
    for (path, key) in keys {
        let mut deal = whole.clone();
        let misspelt = format!("{}x{}", &key[..2], &key[2..]);
        yaml::set(&mut deal, &if path.is_empty() { misspelt.clone() } else { format!("{path}.{misspelt}") }, "1");
        let found = refused(&yaml::text(&deal));
        let hit = found.iter().find(|finding| finding.code == "DEAL002").unwrap_or_else(|| panic!("{}", list(&found)));
        let help = hit.remedy_text().unwrap_or_default();
        assert!(help.contains(&format!("`{key}`")), "{path}.{misspelt}: {help}");
    }
}

#[test]
fn files_that_hold_no_deal_are_refused() {
    for deal in [
        "",
        "\n",
        "   \n\t\n",
        "# only\n# comments\n",
        "---\n",
        "---\n...\n",
        "~\n",
        "null",
        "1",
        "text",
        "- a\n- b\n",
        "[]",
        "{}",
        "'",
        "\"",
        ":",
        "?",
        "&a",
        "*a",
        "%",
        "@",
        "`",
        "|",
        ">",
        "!",
        "{",
        "}",
        "]",
        "a: b: c\n",
        "a:\n\t- b\n",
        "%YAML 1.2\n---\n",
        "%FOO bar\n",
        "{a: b",
        "a: [b",
        "a: 'b",
        "a: \"b",
        "a: \"\\x\"\n",
        "a: \"\\ud800\"\n",
        "? \n",
        "&a a: *a\n",
        "a: *unknown\n",
        "<<: *a\n",
        "a: &a [*a]\n",
        "\u{85}",
        "\u{a0}",
        "é",
        "\r",
        "\r\n\r\n",
    ] {
        refused(deal);
    }
}

#[test]
fn files_made_to_exhaust_a_reader_are_refused_with_few_words() {
    let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(", ")));
    }
    let mut merges = String::from("a0: &a0 {x: y}\n");
    for level in 1..30 {
        merges.push_str(&format!("a{level}: &a{level} {{p: *a{0}, q: *a{0}}}\n", level - 1));
    }
    let indented: String = (0..600).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let bombs = [
        ("brackets", "[".repeat(200_000)),
        ("braces", "{a: ".repeat(50_000)),
        ("closed brackets", "[".repeat(50_000) + &"]".repeat(50_000)),
        ("dashes", "- ".repeat(100_000)),
        ("questions", "? ".repeat(100_000)),
        ("laughs", laughs),
        ("merges", merges),
        ("indentation", indented),
        ("lists by indentation", (0..600).map(|level| format!("{}-\n", " ".repeat(level))).collect()),
        ("anchors", (0..2_000).map(|at| format!("a{at}: &x{at} b\n")).collect()),
        ("a long word", format!("{}\nx: {}\n", smallest(), "a".repeat(1 << 20))),
        ("a long key", format!("{}\n{}: x\n", smallest(), "a".repeat(100_000))),
        ("a long list", format!("{}\nx: [{}]\n", smallest(), "a, ".repeat(300_000))),
    ];
    for (name, deal) in bombs {
        let found = refused(&deal);
        // Unknown keys are one finding each; all else stops at the first.
        let loose = name == "anchors" || name == "laughs" || name == "merges";
        assert!(loose || found.len() <= 3, "{name}: {} findings", found.len());
        for finding in found {
            assert!(finding.message.len() < 400, "{name}: a message of {} bytes", finding.message.len());
        }
    }
}

#[test]
fn a_value_of_a_megabyte_is_drafted_or_refused_and_lost_in_no_case() {
    let words = "Straits ".repeat(1 << 17);
    let deal = yaml::patched(&smallest(), &[("parties.straits.address", json!(words))]);
    let drafted = draft("deal.yaml", &deal, &options(&TEXT));
    assert_sound(&deal, &drafted);
    if let Some(file) = drafted.files.iter().find(|file| file.suffix == "md") {
        assert!(markdown::read(&file.bytes).text().contains(&squeeze(&words)), "the value is cut");
    }
}

/// Puts words where the smallest deal has a company's name: bare, in either quotes, and in a block.
/// A text that asks each rule of words for something at every step. Whoever looks through the rest of it each time never ends.
#[test]
fn a_special_term_of_a_megabyte_is_judged() {
    for unit in [
        "the the Supplier and/or shall promptly (pay [x] clause 12.3 ",
        "((((",
        "___ ??? <a {{ [",
        "thirty (30 days) \u{201c}Term ",
        "one hundred and ",
        "a) b) TBD or HRMX ",
    ] {
        let words = serde_json::to_string(&unit.repeat(1_000_000 / unit.len())).expect("a string");
        let deal = format!("{}special_terms:\n  - {{after: sla.credits, text: {words}}}\n", smallest());
        let findings = check(&deal);
        assert!(findings.iter().any(|finding| finding.path_text() == "special_terms[0].text"), "{unit}");
    }
}

fn with_name(words: &str) -> [String; 4] {
    let put = |to: String| smallest().replacen("name: Straits Voice Pte. Ltd.", &format!("name: {to}"), 1);
    [put(words.into()), put(format!("'{words}'")), put(format!("\"{words}\"")), put(format!("|\n      {words}\n"))]
}

#[test]
fn characters_that_hide_or_turn_words_are_refused_wherever_they_stand() {
    let characters = "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}\u{7f}\u{80}\u{9f}\u{200e}\u{200f}\u{061c}\u{202a}\u{202b}\u{202c}\u{202d}\
        \u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{2028}\u{2029}\u{ad}\u{34f}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{2060}\u{2800}\u{3164}\u{fe0f}\u{fff9}\u{f8ff}\u{e0041}\u{e0100}\u{e000}\u{e001}\u{e002}\u{feff}\u{fffe}\u{ffff}";
    for character in characters.chars() {
        for deal in with_name(&format!("Straits{character}Voice")) {
            let found = refused(&deal);
            let hex = format!("{:04X}", u32::from(character));
            assert!(found.iter().any(|finding| finding.message.contains(&hex)), "{hex}:\n{}", list(&found));
        }
        let code = u32::from(character);
        for escape in [format!("\\u{code:04x}"), format!("\\U{code:08x}")] {
            let deal = smallest().replacen("Straits Voice Pte. Ltd.", &format!("\"Straits{escape}Voice\""), 1);
            assert!(deal.contains(&escape));
            let found = refused(&deal);
            assert!(found.iter().all(|finding| line_of(finding) == 7), "{escape}:\n{}", list(&found));
        }
        // In a key and in a comment as well.
        refused(&smallest().replacen("reference:", &format!("\"ref{character}erence\":"), 1));
        refused(&smallest().replacen("# format", &format!("# {character}"), 1));
    }
}

#[test]
fn yaml_that_no_deal_needs_is_refused() {
    let put = |from: &str, to: &str| {
        let deal = smallest().replacen(from, to, 1);
        assert_ne!(deal, smallest(), "{from}");
        deal
    };
    for (what, deal) in [
        ("a tag", put("reference: SH", "reference: !!str SH")),
        ("a local tag", put("reference: SH", "reference: !include SH")),
        ("a binary tag", put("reference: SH-2027-01", "reference: !!binary aGVsbG8=")),
        ("two documents", smallest() + "---\n" + &smallest()),
        ("a document and its end", smallest() + "...\n---\nx: y\n"),
        ("a list as a key", put("reference:", "? [a, b]\n: c\nreference:")),
        ("a flow list as a key", put("reference:", "[a, b]: c\nreference:")),
        ("a mapping as a key", put("reference:", "{a: b}: c\nreference:")),
        ("no word as a key", put("reference:", "~: c\nreference:")),
        ("a tab", put("  mode: peer", "\tmode: peer")),
        ("a merge key", put("  mode: peer", "  <<: {mode: peer}")),
        ("an alias to nothing", put("reference: SH-2027-01", "reference: *nothing")),
        ("a key twice", put("  mode: peer", "  mode: peer\n  mode: peer")),
        ("a key twice in a flow", put("cycle: monthly,", "cycle: monthly, cycle: monthly,")),
        ("a key twice, once in quotes", put("  mode: peer", "  mode: peer\n  \"mode\": peer")),
    ] {
        let found = refused(&deal);
        assert!(found.len() < 20, "{what}: {} findings", found.len());
        assert!(found.iter().all(|finding| finding.remedy_text().is_some()), "{what}: without help:\n{}", list(&found));
    }
}

#[test]
fn figures_out_of_range_are_refused() {
    for (path, values) in [
        ("peerpact", vec!["0", "2", "-1", "1.0", "01x", "99999999999999999999"]),
        ("draft", vec!["0", "-1", "4294967296", "1e3", "0x10", "+1", "1_000"]),
        ("sla.availability", vec!["100.01 %", "-1 %", "99.9", "1e2 %", "99,9 %", "NaN", ".inf", "%", "99.9 % %"]),
        ("sla.credits.cap", vec!["101 %", "-0 %", "five %"]),
        ("sla.chronic_months", vec!["0", "13"]),
        (
            "rates.lines[0].rate",
            vec!["-0.01", "0.123456789", "1e-3", "0,018", ".5", "5.", "USD 0.018", "1 000", "0x1", "NaN"],
        ),
        ("rates.lines[0].increment", vec!["0/1", "1/0", "60", "60/60/60", "-1/1", "3601/1", "1/3601", "1:1"]),
        ("rates.lines[0].codes[0]", vec!["0123", "+65", "1234567890123456", "", "65 12", "65x", "٤٤"]),
        ("rates.currency", vec!["usx", "US", "ABC", "US Dollars", "$"]),
        (
            "rates.effective",
            vec![
                "2027-01-01",
                "2027-01-01T00:00:00",
                "2027-02-30T00:00:00Z",
                "tomorrow",
                "2027-01-01T24:00:00Z",
                "2027-13-01T00:00:00Z",
            ],
        ),
        ("billing.pay", vec!["30", "days", "30 fortnights", "-1 days", "30days", "1e3 days", "99999999999 days"]),
        (
            "technical.sites.harbour[0]",
            vec!["256.1.1.1", "203.0.113", "203.0.113.0/33", "::1/129", "example.com", "1.2.3.4:5060"],
        ),
        ("technical.cps", vec!["0", "-5", "5.5"]),
        ("parties.straits.country", vec!["Singapore", "sg", "ZZ", "XX", "S"]),
        ("disputes.arbitrators", vec!["2", "0", "one", "1.0"]),
    ] {
        for value in values {
            let deal = yaml::patched(&smallest(), &[(path, json!(value))]);
            let found = refused(&deal);
            assert!(
                found.iter().any(|finding| finding.path_text() == path && finding.remedy_text().is_some()),
                "{path}: {value}:\n{}",
                list(&found)
            );
        }
    }
}

#[test]
fn windows_line_ends_change_nothing() {
    for (name, deal) in examples() {
        let (unix, windows) =
            (files(&name, &deal, &options(&TEXT)), files(&name, &deal.replace('\n', "\r\n"), &options(&TEXT)));
        assert_eq!(unix["md"], windows["md"], "{name}: the Markdown");
        let (unix, windows) = (html::read(&unix["html"]), html::read(&windows["html"]));
        assert_eq!(unix.blocks, windows.blocks, "{name}: the HTML");
    }
    for deal in [smallest().replacen("mode: peer", "mode: pear", 1), smallest().replacen("reference:", "referense:", 1)]
    {
        let places = |deal: &str| -> Vec<_> {
            let found = refused(deal);
            found
                .iter()
                .map(|finding| (finding.message.clone(), finding.place.as_ref().map(Place::line_column)))
                .collect()
        };
        assert_eq!(places(&deal), places(&deal.replace('\n', "\r\n")));
    }
}

#[test]
fn clauses_with_windows_line_ends_read_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in ["clauses", "templates"].iter().flat_map(|folder| {
        let root = crate::read_back::root();
        ["md", "txt"].iter().flat_map(move |extension| crate::read_back::files_below(&root.join(folder), extension))
    }) {
        let to = folder.path().join(path.strip_prefix(crate::read_back::root()).expect("a file of this project"));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        let text = std::fs::read_to_string(&path).expect("a clause is text");
        std::fs::write(to, text.replace('\n', "\r\n")).expect("a file");
    }
    let options = Options { library: Some(folder.path().to_owned()), ..options(&TEXT) };
    let windows = pipeline::load(options.library.as_deref()).expect("a library");
    for (name, deal) in examples() {
        let unix = files(&name, &deal, &options);
        let drafted = options.draft(&Source::new(name.as_str(), deal.as_str()), &windows);
        assert!(!drafted.files.is_empty(), "{name} is not drafted:\n{}", list(&errors(&drafted.findings)));
        let file = drafted.files.iter().find(|file| file.suffix == "md").expect("Markdown");
        assert_eq!(String::from_utf8_lossy(&file.bytes), String::from_utf8_lossy(&unix["md"]), "{name}");
    }
}

/// A mark that editors put in front of a text: invisible, and no fault of the user.
#[test]
fn a_byte_order_mark_in_front_is_read_over_or_named() {
    let deal = format!("\u{feff}{}", smallest());
    let drafted = draft("deal.yaml", &deal, &options(&TEXT));
    assert_sound(&deal, &drafted);
    let found = errors(&drafted.findings);
    if found.is_empty() {
        let plain = files("deal.yaml", &smallest(), &options(&TEXT));
        assert!(drafted.files.iter().any(|file| file.bytes == plain["md"]), "the mark changes the Markdown");
    } else {
        assert!(
            found.iter().any(|finding| finding.message.contains("FEFF") && line_of(finding) == 1),
            "{}",
            list(&found)
        );
    }
}

#[test]
fn faults_of_a_clause_file_are_findings_in_that_file() {
    let good = std::fs::read_to_string(crate::read_back::root().join("clauses/sla/credits.md")).expect("a clause");
    let body = |body: &str| format!("---\ntitle: Service Credits\nversion: 1\nprovides: sla\n---\n{body}\n");
    for (what, text) in [
        ("empty", String::new()),
        ("no front matter", "The Supplier shall pay.\n".into()),
        ("front matter without an end", "---\ntitle: x\nversion: 1\n".into()),
        ("broken YAML", "---\ntitle: [x\nversion: 1\n---\nx\n".into()),
        ("an unknown key", good.replacen("version:", "versoin: 1\nversion:", 1)),
        ("a version below 1", "---\ntitle: x\nversion: 0\n---\nThe Supplier shall pay.\n".into()),
        ("a duplicate key", "---\ntitle: x\ntitle: y\nversion: 1\n---\nThe Supplier shall pay.\n".into()),
        ("an open block", body("{% if sla %}The Supplier shall pay.")),
        ("an undefined variable", body("The Supplier shall pay {{ sla.nothing }}.")),
        ("an unknown filter", body("The Supplier shall pay {{ reference | explode }}.")),
        ("an open expression", body("The Supplier shall pay {{ reference.")),
        ("an include", body("{% include \"/etc/passwd\" %}")),
        ("an import", body("{% import \"/etc/passwd\" as x %}")),
        ("the environment", body("{{ get_env(name=\"HOME\") }}")),
        ("the clock", body("{{ now() }}")),
        ("chance", body("{{ get_random(start=1, end=9) }}")),
        ("a division by nothing", body("The Supplier shall pay {{ 1 / 0 }}.")),
        ("a dead reference", body("The Supplier shall pay, see [](#sla.nothing).")),
        ("HTML", body("The Supplier shall <b>pay</b>.")),
        ("a script", body("<script>alert(1)</script>")),
        ("code", body("The Supplier shall `pay`.")),
        ("an outside link", body("The Supplier shall [pay](https://example.com).")),
        ("an image", body("![x](y.png)")),
        ("a quotation", body("> The Supplier shall pay.")),
        ("nothing to print", body("{% if false %}x{% endif %}")),
        ("an undefined term", body("The Supplier shall pay the Frobnication.")),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("clauses/sla/credits.md");
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, &text).expect("a file");
        let options = Options { library: Some(folder.path().to_owned()), ..options(&TEXT) };
        let library = pipeline::load(options.library.as_deref()).expect("a library");
        let drafted = options.draft(&Source::new("deal.yaml", smallest()), &library);
        // What is wrong with the library is said once, apart from what is wrong with each deal, and stops the draft too.
        let findings = [library.findings.clone(), drafted.findings].concat();
        assert_sound(&smallest(), &Drafted { findings: findings.clone(), ..drafted });
        let found = errors(&findings);
        let hit = found
            .iter()
            .find(|finding| finding.place.as_ref().is_some_and(|place| place.source.name.ends_with("credits.md")));
        let hit = hit.unwrap_or_else(|| panic!("{what}: no finding in the clause:\n{}", list(&found)));
        assert!(hit.code.starts_with("LIB") && hit.remedy_text().is_some(), "{what}: {}", list(&found));
        // A clause that cannot be read is one fault: what others take from it is not held against them.
        if library.findings.iter().any(|finding| finding.level == Level::Error) {
            assert_eq!(found.len(), errors(&library.findings).len(), "{what}: {}", list(&found));
        }
    }
}

/// Sixty-odd strings that people really give, and that careless programs trip over.
const STRINGS: &[&str] = &[
    "A*B_[x](y) <b>{{ 7*7 }}",
    "Straits \"Voice\" 'Pte' ‘Ltd’",
    r"back\slash \\ \* C:\new",
    "a | b || c \\| d",
    "`code` ``two`",
    "&amp; &lt; &#65; AT&T & Co;",
    "<script>alert('1')</script>",
    "<!-- x --> ]]> </style>",
    "1. One",
    "12) Two",
    "# Three #",
    "- four",
    "-- five",
    "--- six",
    "+ seven",
    "* eight",
    "> nine",
    "=== ten",
    "Jürgen Groß & Söhne",
    "Ελληνικές",
    "Связь",
    "北京电信",
    "日本通信株式会社",
    "شركة الاتصالات",
    "בזק",
    "ก็อปปี้",
    "हिन्दी दूरसंचार",
    "🤝🏽 Zoë",
    "e\u{301}a\u{308}",
    "ﬁ ﬂ ﷺ",
    "![img](x) [ref] [^1]",
    "***bold*** __x__ *",
    "{% raw %} {# x #} <# y #>",
    "{{ reference }}",
    "https://x.example/a*b_c?d=1&e=2#f",
    "www.a_b_.example a_b@c.example",
    "{#anchor} {.class}",
    "x {#anchor}",
    "~",
    "null ~ null",
    "true",
    "yes",
    "0x1F",
    "1e3",
    "0777",
    "2027-01-01",
    "=SUM(A1:A9)",
    "@cmd %s %d $HOME ${x} $(x)",
    "a, b; c: d",
    "12.500,00 50 % §1 ¶2",
    "|---|---|",
    "| a |",
    "\\",
    "\"",
    "'",
    "*",
    "_",
    "#",
    "-",
    ":",
    "• bullet",
    "[•]",
    "a\u{a0}b\u{202f}c",
    "one  two   three",
    "a very long run of words that goes on until the line must break and then a little more",
    "Contents",
    "Key terms",
    "Schedule 1",
    "clause 26.1",
    "Customer",
    "the Supplier",
    "DRAFT",
    "x² H₂O ½ № µs",
];

/// Paths of a deal that hold a line of words, as the schema says.
fn text_fields(deal: &Value) -> Vec<String> {
    let mut out = Vec::new();
    mappings(deal, &pipeline::schema(SchemaOf::Deal), "", &mut |path, schema| {
        let here = if path.is_empty() { Some(deal) } else { yaml::get(deal, path) };
        for (key, value) in here.and_then(Value::as_object).into_iter().flatten() {
            let field = &schema["properties"][key.as_str()];
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if field["format"] == "text" && !value.is_null() {
                out.push(below);
            } else if field["items"]["format"] == "text" {
                out.extend((0..value.as_array().map_or(0, Vec::len)).map(|at| format!("{below}[{at}]")));
            }
        }
    });
    out
}

/// The smallest deal with every kind of text that a deal can hold.
fn wordy() -> Value {
    let mut deal = yaml::value(&smallest());
    for (path, value) in [
        ("parties.harbour.signatory", json!({"name": "a", "title": "b"})),
        ("parties.straits.licences[0].type", json!("a")),
        ("scope.flows.hk.description", json!("a")),
        ("rates.lines[0].origin", json!("a")),
        ("disputes.arbitration_law", json!("a")),
        ("technical.standards", json!([{"document": "a", "edition": "1"}, {"document": "b", "edition": "2"}])),
        (
            "regulatory",
            json!({"laws": [{"country": "SG", "law": "a", "evidence": "b"}],
            "filings": [{"party": "straits", "country": "SG", "what": "a", "within": "30 days"}]}),
        ),
        (
            "contacts",
            json!([{"party": "straits", "role": "noc", "name": "a", "email": "noc@straits.example", "phone": "+65 6123 4567", "hours": "b"}]),
        ),
        ("special_terms", json!([{"after": "sla.credits", "text": "a"}])),
        ("legal.reviewed_by", json!("a")),
    ] {
        yaml::set(&mut deal, path, value);
    }
    deal
}

fn papers(deal: &Value) -> [Paper; 2] {
    let files = files("deal.yaml", &yaml::text(deal), &options(&TEXT));
    [markdown::read(&files["md"]), html::read(&files["html"])]
}

/// Every unit of a paper with each field's marker replaced by its words.
fn filled(paper: &Paper, words: &[(String, String)]) -> Vec<String> {
    let fill = |unit: String| words.iter().fold(unit, |unit, (marker, words)| unit.replace(marker, &squeeze(words)));
    paper.units().into_iter().map(fill).collect()
}

#[test]
fn every_text_field_prints_exactly_what_it_holds() {
    let fields = text_fields(&wordy());
    assert!(fields.len() > 25, "only {fields:?}");
    // First with words that occur nowhere else: they show where each field is printed.
    let marker = |at: usize| format!("Qx{at:02}qz");
    let mut marked = wordy();
    for (at, field) in fields.iter().enumerate() {
        yaml::set(&mut marked, field, marker(at));
    }
    let plain = papers(&marked);
    let unprinted: Vec<&String> = fields
        .iter()
        .enumerate()
        .filter(|(at, _)| !plain[0].text().contains(&marker(*at)))
        .map(|(_, field)| field)
        .collect();
    // What our own side keeps to itself is read by nobody else.
    assert_eq!(unprinted, ["legal.reviewed_by"], "fields that no reader sees");
    // Then every field with every string in turn, each draft with another string in each field.
    for turn in 0..STRINGS.len() {
        let mut deal = wordy();
        let words: Vec<(String, String)> =
            (0..fields.len()).map(|at| (marker(at), STRINGS[(turn + at) % STRINGS.len()].to_owned())).collect();
        for (field, (_, words)) in fields.iter().zip(&words) {
            yaml::set(&mut deal, field, words.as_str());
        }
        for (format, (paper, plain)) in ["Markdown", "HTML"].iter().zip(papers(&deal).iter().zip(&plain)) {
            let (found, expected) = (paper.units(), filled(plain, &words));
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "turn {turn}, {format}");
            }
            assert_eq!(found.len(), expected.len(), "turn {turn}: units of the {format}");
        }
    }
}

#[test]
fn a_few_strings_print_the_same_in_the_pdf() {
    for words in ["A*B_[x](y) <b>{{ 7*7 }}", "Ελληνικές Связь Łódź", "\\ | ` ~ ^ # $ % & _ { }", "Contents", "1. One"]
    {
        let deal =
            yaml::patched(&smallest(), &[("parties.straits.name", json!(words)), ("disputes.seat", json!(words))]);
        let drafts = Drafts::of("deal.yaml", &deal, &options(&[]));
        let expected = drafts.paper(Format::Markdown).text().matches(&squeeze(words)).count();
        assert!(expected > 4);
        let found = drafts.pdf.paper.text().matches(&squeeze(words)).count();
        assert_eq!(found, expected, "{words}");
    }
}

#[test]
fn a_character_that_no_font_has_is_refused_at_its_field() {
    let deal = yaml::patched(&smallest(), &[("parties.straits.address", json!("1 Raffles Quay 北京"))]);
    let found = {
        let drafted = draft("deal.yaml", &deal, &options(&[Format::Pdf]));
        assert_sound(&deal, &drafted);
        errors(&drafted.findings)
    };
    let [finding] = found.as_slice() else { panic!("{}", list(&found)) };
    assert_eq!(finding.path_text(), "parties.straits.address");
    assert!(finding.message.contains('北') && finding.remedy_text().is_some(), "{}", list(&found));
}

#[test]
fn a_name_that_no_pdf_holds_is_refused_at_its_field() {
    let deal = yaml::patched(&smallest(), &[("parties.straits.name", json!("Straits ".repeat(5_000).trim_end()))]);
    let drafted = draft("deal.yaml", &deal, &options(&[Format::Pdf]));
    // No heading of our library holds a name, and a page holds one of any length.
    assert_sound(&deal, &drafted);
    assert!(errors(&drafted.findings).is_empty(), "{}", list(&drafted.findings));
    // A user's library may print a name in a heading, which the PDF's outline repeats.
    let home = tempfile::tempdir().unwrap();
    let clause = "clauses/schedule/rates.md";
    let ours = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(clause)).unwrap();
    let theirs = ours.replace("{{ flow.id }}", "{{ flow.id }} of {{ parties.straits.name }}");
    assert_ne!(ours, theirs, "{clause} has no heading for a flow");
    fs::create_dir_all(home.path().join("clauses/schedule")).unwrap();
    fs::write(home.path().join(clause), theirs).unwrap();
    let library = Library::read(Assets::load(Some(home.path())).expect("the library"));
    let drafted = options(&[Format::Pdf]).draft(&Source::new("deal.yaml", deal.as_str()), &library);
    assert_sound(&deal, &drafted);
    let found = errors(&drafted.findings);
    let [finding] = found.as_slice() else { panic!("{}", list(&found)) };
    assert_eq!((finding.code, finding.path_text().as_str()), ("DOC003", "parties.straits.name"));
    assert!(finding.message.contains("32,767 bytes"), "{}", finding.message);
}

/// One change of a deal's text.
#[derive(Debug, Clone)]
enum Change {
    Delete(usize),
    Double(usize),
    Swap(usize, usize),
    Put(usize, String),
    Value(usize, &'static str),
    Cut(usize),
    Indent(usize, usize),
}

/// Values that are wrong in most places, and right in some.
const VALUES: &[&str] = &[
    "",
    "~",
    "[]",
    "{}",
    "0",
    "-1",
    "99999999999999999999999999999",
    "100 %",
    "0 %",
    "0.00000001",
    "30 days",
    "1000000 years",
    "0 days",
    "true",
    "[~]",
    "{a: ~}",
    "'",
    "\"\\u202e\"",
    "*a",
    "&a b",
    "!x y",
    "- -",
    "2027-01-01",
    "9999-12-31T23:59:59-23:59",
    "USD 99999999999999999999.99",
    "7922816251426433759354395033.5 %",
    "1/3600",
    "straits",
    "harbour",
    "EUR",
    "GB",
    "calendar",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<usize>().prop_map(Change::Delete),
        any::<usize>().prop_map(Change::Double),
        (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Change::Swap(one, other)),
        (any::<usize>(), "\\PC{0,40}").prop_map(|(at, text)| Change::Put(at, text)),
        (any::<usize>(), proptest::sample::select(VALUES)).prop_map(|(at, value)| Change::Value(at, value)),
        any::<usize>().prop_map(Change::Cut),
        (any::<usize>(), 0usize..9).prop_map(|(at, by)| Change::Indent(at, by)),
    ]
}

fn changed(deal: &str, changes: &[Change]) -> String {
    let mut lines: Vec<String> = deal.lines().map(str::to_owned).collect();
    for change in changes {
        let count = lines.len().max(1);
        let line = |at: &usize| at % count;
        if lines.is_empty() {
            break;
        }
        match change {
            Change::Delete(at) => drop(lines.remove(line(at))),
            Change::Double(at) => lines.insert(line(at), lines[line(at)].clone()),
            Change::Swap(one, other) => lines.swap(line(one), line(other)),
            Change::Put(at, text) => lines[line(at)] = text.clone(),
            Change::Value(at, value) => {
                let at = line(at);
                if let Some((key, _)) = lines[at].split_once(": ") {
                    lines[at] = format!("{key}: {value}");
                }
            }
            Change::Cut(at) => {
                let text = lines[line(at)].clone();
                let half = text.chars().count() / 2;
                lines[line(at)] = text.chars().take(half).collect();
            }
            Change::Indent(at, by) => {
                let text = lines[line(at)].trim_start().to_owned();
                lines[line(at)] = " ".repeat(*by) + &text;
            }
        }
    }
    lines.join("\n") + "\n"
}

fn assert_any(deal: &str) {
    let drafted = draft("deal.yaml", deal, &options(&TEXT));
    assert_sound(deal, &drafted);
    let judged: BTreeSet<_> = check(deal).iter().map(|finding| (finding.code, finding.message.clone())).collect();
    for finding in &drafted.findings {
        let same = judged.contains(&(finding.code, finding.message.clone()));
        assert!(same || finding.code.starts_with("DOC"), "check is silent on {}", list(std::slice::from_ref(finding)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deal_changed_at_random_is_drafted_or_refused(which in any::<usize>(), changes in proptest::collection::vec(change(), 1..5)) {
        let examples = examples();
        assert_any(&changed(&examples[which % examples.len()].1, &changes));
    }

    #[test]
    fn any_text_is_refused_without_a_panic(text in "(?s).{0,400}") {
        assert_sound(&text, &draft("deal.yaml", &text, &options(&TEXT)));
    }

    #[test]
    fn any_yaml_like_text_is_refused_without_a_panic(text in "([a-z]{1,3}|[\\[\\]{},:?&*!|>'\"%@`#~ \n\t-]|  |: |- |\n  |\u{e9}|\u{1F600}){0,120}") {
        assert_sound(&text, &draft("deal.yaml", &text, &options(&TEXT)));
    }

    #[test]
    fn any_code_has_types_that_its_beginnings_have_too(code in "[0-9]{0,18}|\\PC{0,8}", end in 0_usize..18) {
        let types = numbering_plan::types(&code);
        let digits = !code.is_empty() && code.bytes().all(|digit| digit.is_ascii_digit());
        prop_assert!(digits || types.is_empty(), "{code}");
        let beginning = code.get(..end).filter(|beginning| !beginning.is_empty() && digits);
        if let Some(beginning) = beginning {
            prop_assert!(types.iter().all(|one| numbering_plan::types(beginning).contains(one)), "{beginning} {code}");
        }
    }

    #[test]
    fn any_words_in_any_field_print_or_are_refused(words in "\\PC{1,60}", which in any::<usize>()) {
        let fields = text_fields(&wordy());
        let field = &fields[which % fields.len()];
        let mut deal = wordy();
        yaml::set(&mut deal, field, words.as_str());
        let text = yaml::text(&deal);
        let drafted = draft("deal.yaml", &text, &options(&TEXT));
        assert_sound(&text, &drafted);
        if let (Some(file), true) = (drafted.files.iter().find(|file| file.suffix == "md"), *field != "legal.reviewed_by") {
            let paper = markdown::read(&file.bytes);
            prop_assert!(paper.text().contains(&squeeze(&words)), "{} holds {:?} and does not print it", field, words);
        }
    }
}

#[test]
fn the_library_itself_has_no_fault() {
    assert!(library().findings.is_empty(), "{}", list(&library().findings));
}

/// Figures at the edge of what a decimal holds are printed or refused, and never overflow.
#[test]
fn figures_at_the_edge_are_printed_or_refused() {
    let figures = [
        "79228162514264337593543950335",
        "79228162514264337593543950336",
        "999999.99999999",
        "1000000",
        "0.00000001",
        "0.0000000000000000000000000001",
        "99.99999999999999999999999999",
        "100",
        "0",
    ];
    let fields = [
        ("rate: 0.0180", "rate: {}"),
        ("availability: 99.9 %", "availability: {} %"),
        ("{rate: 5 %", "{rate: {} %"),
        ("cap: 25 %", "cap: {} %"),
        ("pay: 30 days", "pay: {} days"),
        ("dispute_window: 30 days}", "dispute_window: 30 days, dispute_threshold: USD {}, interest: {} %}"),
        ("cps: 5\n", "cps: {}\n"),
    ];
    let (mut printed, mut stopped) = (0, 0);
    for (old, new) in fields {
        for per in ["started_hour", "completed_hour", "pro_rata"] {
            for figure in figures {
                let deal = smallest().replacen(old, &new.replace("{}", figure), 1).replace("started_hour", per);
                assert!(deal.contains(figure), "{old}");
                let drafted = draft("deal.yaml", &deal, &options(&TEXT));
                assert_sound(&deal, &drafted);
                if drafted.files.is_empty() { stopped += 1 } else { printed += 1 }
            }
        }
    }
    assert!(printed > 20 && stopped > 20, "{printed} printed, {stopped} refused");
}
