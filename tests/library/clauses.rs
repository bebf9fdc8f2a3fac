//! Every clause, as a lawyer and as a program read it: front matter, references, house rules, and every deal that it may
//! meet. Clauses are found in their folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::read_back::{Options, check, deals, draft, errors, examples, library, list, options, root, smallest, yaml};
use peerpact::deal::read::read;
use peerpact::diagnostic::Finding;
use peerpact::document::assemble::assemble;
use peerpact::document::origin;
use peerpact::document::prose::Author;
use peerpact::fields;
use peerpact::library::clause::Clause;
use peerpact::library::country::CountryFacts;
use peerpact::render::Format;
use peerpact::source::Source;
use peerpact::template::mark;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Every clause file: path inside the library and text.
fn clause_files() -> Vec<(String, String)> {
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("a clause").display().to_string();
        (name.replace('\\', "/"), std::fs::read_to_string(&path).expect("a clause is text"))
    };
    let files: Vec<_> = crate::read_back::files_below(&root().join("clauses"), "md").into_iter().map(read).collect();
    assert!(files.len() > 50, "hardly any clause");
    files
}

/// Every clause, read.
fn clauses() -> Vec<Clause> {
    clause_files()
        .into_iter()
        .map(|(path, text)| {
            let mut findings = Vec::new();
            let source = Source::new(path.as_str(), text);
            let clause = Clause::read(&path, &source, false, &library().words, &mut findings);
            clause.unwrap_or_else(|| panic!("{path}:\n{}", list(&findings)))
        })
        .collect()
}

/// The findings that blame the library.
fn blamed(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|finding| finding.code.starts_with("LIB")).cloned().collect()
}

#[test]
fn every_front_matter_reads_and_is_embedded() {
    let clauses = clauses();
    assert!(library().findings.is_empty(), "{}", list(&library().findings));
    let found: BTreeSet<&str> = clauses.iter().map(|clause| clause.id.as_str()).collect();
    let embedded: BTreeSet<&str> = library().clauses.keys().map(String::as_str).collect();
    assert_eq!(found, embedded, "clauses in the folder and in the binary");
    for clause in &clauses {
        let title = &clause.front.title;
        assert!(title.starts_with(char::is_uppercase) && !title.ends_with('.'), "{}: the title {title}", clause.id);
        assert!(!title.contains(|c: char| c.is_ascii_digit()), "{}: a number in the title {title}", clause.id);
        for source in &clause.front.sources {
            assert!(source.verified_on < source.review_by, "{}: reviewed before it was verified", clause.id);
            assert!(source.law.is_some() || source.document.is_some(), "{}: a source without a name", clause.id);
        }
    }
}

#[test]
fn every_clause_stands_in_the_outline_exactly_once() {
    for (file, all) in [("agreement", true), ("short", false)] {
        let outline = std::fs::read_to_string(root().join(format!("templates/{file}.md"))).expect("the outline");
        let mut named: BTreeMap<&str, usize> = BTreeMap::new();
        for line in outline.lines() {
            if let Some(id) = line.trim_start().strip_prefix("- ").filter(|id| !id.ends_with(':')) {
                *named.entry(id.trim()).or_default() += 1;
            }
        }
        assert_eq!(named.remove("signatures"), Some(1), "{file}");
        // Every country's section stands where `reg.*` does.
        assert_eq!(named.remove("reg.*"), Some(1), "{file}");
        for clause in clauses().iter().filter(|clause| !clause.is_section()) {
            let times = named.remove(clause.id.as_str()).unwrap_or_default();
            assert!(times == 1 || (times == 0 && !all), "{}: {times} times in templates/{file}.md", clause.id);
        }
        assert!(named.is_empty(), "{file}: without a file: {named:?}");
    }
}

#[test]
fn every_name_that_a_clause_reads_leads_to_fields_of_the_deal() {
    let known: BTreeSet<String> = fields::all(library()).into_iter().map(|entry| entry.path).collect();
    for clause in clauses() {
        assert!(clause.front.reads.is_empty(), "{} declares what the program works out", clause.id);
        for field in origin::fields(&clause, library()) {
            let path = field.strip_suffix(".*").unwrap_or(&field);
            assert!(known.contains(path), "{} reads {field}, which no deal holds", clause.id);
        }
    }
}

/// A clause's words for people: its title, then every wording of its texts, each value as `…`.
fn prose(clause: &Clause) -> String {
    let mut out = clause.front.title.clone();
    for template in clause.all_templates() {
        out.push_str("\n\n");
        let (text, _) = mark::take(&template.text);
        let mut rest = text.as_str();
        while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
            out.push_str(&rest[..at]);
            let is_value = rest[at..].starts_with("{{");
            let (_, after) = rest[at + 2..].split_once(if is_value { "}}" } else { "%}" }).expect("a tag ends");
            out.push(if is_value { '…' } else { ' ' });
            rest = after;
        }
        out.push_str(rest);
    }
    out
}

#[test]
fn a_time_stands_in_figures() {
    const WORDS: &str = " two three four five six seven eight nine ten eleven twelve twenty thirty sixty ninety ";
    const UNITS: &str = " business days hours months weeks minutes seconds years ";
    for clause in clauses() {
        let text = prose(&clause).to_lowercase();
        let words: Vec<&str> =
            text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
        for pair in words.windows(2) {
            let [number, unit] = [pair[0], pair[1]].map(|word| format!(" {word} "));
            assert!(!(WORDS.contains(&number) && UNITS.contains(&unit)), "{}: `{} {}`", clause.id, pair[0], pair[1]);
        }
    }
}

/// Where a phrase stands in a text as words of its own, whatever the case.
fn holds(text: &str, phrase: &str) -> bool {
    let flat = format!(" {} ", text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" "));
    let phrase = phrase.to_lowercase();
    flat.match_indices(&phrase).any(|(at, found)| {
        let before = flat[..at].chars().next_back();
        let after = flat[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn the_text_keeps_the_rules_of_the_house() {
    const NO_WORDS: &[&str] = &[
        "and/or",
        "provided that",
        "provided, however",
        "hereby",
        "herein",
        "hereof",
        "hereto",
        "hereunder",
        "hereinafter",
        "thereof",
        "therein",
        "thereto",
        "thereunder",
        "whereas",
        "witnesseth",
        "in witness whereof",
        "null and void",
        "all applicable laws",
        "best efforts",
        "best endeavours",
        "reasonable efforts",
        "reasonable endeavours",
        "commercially reasonable",
        "industry standard",
        "aforesaid",
        "said agreement",
        "RFC 2833",
        "DIC-LCIA",
        "DIFC-LCIA",
        "his or her",
        "he/she",
        "must not be unreasonably",
    ];
    const NO_VENDORS: &[&str] = &[
        "VOS3000",
        "PortaOne",
        "PortaBilling",
        "PortaSwitch",
        "Oasis",
        "Splynx",
        "Sonus",
        "AudioCodes",
        "Kamailio",
        "OpenSIPS",
        "Zabbix",
        "Grafana",
        "FreeSWITCH",
        "Asterisk",
        "Oracle",
        "Ribbon",
        "Sansay",
        "VeriCall",
        "FraudBuster",
        "Spamhaus",
        "VoIPBL",
        "TransNexus",
    ];
    for clause in clauses() {
        let text = prose(&clause);
        for phrase in NO_WORDS {
            assert!(!holds(&text, phrase), "{} says `{phrase}`", clause.id);
        }
        for vendor in NO_VENDORS {
            assert!(!holds(&clause.source.text, vendor), "{} names {vendor}", clause.id);
        }
    }
}

#[test]
fn no_clause_names_a_sum_of_money_or_a_penalty() {
    const CURRENCIES: &[&str] = &["USD", "EUR", "GBP", "INR", "NGN", "SGD", "HKD", "$", "€", "£", "₹", "₦"];
    for clause in clauses() {
        let text = prose(&clause);
        let words: Vec<&str> = text.split_whitespace().collect();
        for pair in words.windows(2) {
            let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            let sum = CURRENCIES.iter().any(|currency| {
                pair[0] == *currency && number(pair[1])
                    || pair[0].strip_prefix(currency).is_some_and(number)
                    || number(pair[0]) && pair[1].trim_end_matches(|c: char| c.is_ascii_punctuation()) == *currency
            });
            assert!(!sum, "{} names a sum: {} {}", clause.id, pair[0], pair[1]);
        }
        for word in ["penalty", "penalties", "fine of", "fines of"] {
            assert!(!holds(&text, word), "{} speaks of a {word}", clause.id);
        }
    }
}

/// Sentences in which something other than a party has a duty: each is meant so.
const OTHER_DUTIES: &[&str] = &["An operator that has been found to hold significant market power shall apply"];

#[test]
fn duties_lie_on_parties() {
    // `shall` is a duty, so what stands before it in its sentence names who bears it.
    const BEARERS: &[&str] =
        &["Party", "Parties", "Supplier", "Supplier’s", "Customer", "it", "they", "each", "neither", "the other"];
    let mut duties = 0;
    for clause in clauses() {
        for sentence in sentences(&prose(&clause)) {
            let Some((before, _)) = sentence.split_once(" shall ") else { continue };
            duties += 1;
            let borne = BEARERS.iter().any(|bearer| holds(before, bearer));
            let meant = OTHER_DUTIES.iter().any(|meant| sentence.starts_with(meant));
            assert!(borne || meant, "{}: who bears this duty? {sentence}", clause.id);
        }
    }
    assert!(duties > 100, "hardly any duty was found");
}

/// Sentences and list items, white space squeezed. An item continues the sentence that leads to its list.
fn sentences(prose: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut lead = String::new();
    for block in prose.split("\n\n") {
        for (at, part) in block.split("\n- ").enumerate() {
            let flat = part.split_whitespace().collect::<Vec<_>>().join(" ");
            let item = at > 0 || flat.starts_with("- ");
            let flat = if item { format!("{lead} {}", flat.trim_start_matches("- ")) } else { flat };
            let mut start = 0;
            for (at, _) in flat.match_indices(['.', ';']) {
                let rest = &flat[at + 1..];
                if rest.is_empty() || rest.starts_with(' ') && rest[1..].starts_with(char::is_uppercase) {
                    out.push(flat[start..=at].trim().to_owned());
                    start = at + 1;
                }
            }
            out.push(flat[start..].trim().to_owned());
            if !item {
                lead = if flat.ends_with(':') { flat[start..].trim().to_owned() } else { String::new() };
            }
        }
    }
    out.retain(|sentence| !sentence.is_empty());
    out
}

#[test]
fn every_term_of_the_definitions_is_used() {
    let clauses = clauses();
    let definitions = clauses.iter().find(|clause| clause.front.provides.as_deref() == Some("definitions"));
    let definitions = definitions.expect("a clause of definitions");
    let entries: Vec<(String, String)> = definitions
        .body
        .split("\n- **")
        .skip(1)
        .map(|entry| {
            let (term, rest) = entry.split_once("**").expect("a term");
            (term.to_owned(), rest.split("\n\n").next().expect("an entry").to_owned())
        })
        .collect();
    assert!(entries.len() > 30, "hardly any term");
    for (term, _) in &entries {
        let forms = [
            term.clone(),
            format!("{term}s"),
            format!("{term}'s"),
            term.strip_suffix('y').map_or_else(|| term.clone(), |stem| format!("{stem}ies")),
        ];
        let used = |text: &str| {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            forms.iter().any(|form| {
                flat.match_indices(form.as_str()).any(|(at, found)| {
                    let before = flat[..at].chars().next_back();
                    let after = flat[at + found.len()..].chars().next();
                    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
                })
            })
        };
        let elsewhere = clauses.iter().any(|clause| clause.id != definitions.id && used(&clause.body));
        let in_another = entries.iter().any(|(other, text)| other != term && used(text));
        assert!(elsewhere || in_another, "{term} is defined and used nowhere");
    }
}

#[test]
fn every_clause_is_printed_by_some_deal() {
    let mut printed = BTreeSet::new();
    let mut deals: Vec<String> = examples().into_iter().map(|(_, deal)| deal).collect();
    deals.extend([deals::rich(), deals::declining()].iter().map(yaml::text));
    // Only a master agreement has orders.
    let master = root().join("tests/agreements/master.yaml");
    deals.push(std::fs::read_to_string(master).expect("the master agreement"));
    for deal in deals {
        let files =
            crate::read_back::files("deal.yaml", &deal, &Options { review: true, ..options(&[Format::Markdown]) });
        let manifest: Value = serde_json::from_slice(&files["review.manifest.json"]).expect("JSON");
        let clauses = manifest["record"]["clauses"].as_array().expect("clauses").iter();
        printed.extend(clauses.map(|clause| clause["id"].as_str().expect("an id").to_owned()));
    }
    let all: BTreeSet<String> = library().clauses.keys().cloned().collect();
    assert_eq!(printed, all, "clauses that the examples print, and all");
}

/// Every country that the library knows, a member of each union that it does not know by itself, and one that it knows nothing of.
fn countries() -> Vec<String> {
    let known: BTreeSet<&str> = library().countries.values().map(|country| country.country.as_str()).collect();
    let of = |country: &'static CountryFacts| match &country.members[..] {
        [] => Some(country.country.clone()),
        members => members.iter().find(|member| !known.contains(member.as_str())).cloned(),
    };
    let unknown = "BR";
    assert!(!known.contains(unknown), "the library knows {unknown}: take a country that it does not know");
    library().countries.values().filter_map(of).chain([unknown.to_owned()]).collect()
}

/// What decides which clauses and which words of them are printed: a path and the values that it may take.
fn triggers() -> Vec<(String, Vec<Value>)> {
    let mut out = deals::every_choice(&deals::rich());
    let countries: Vec<Value> = countries().into_iter().map(Value::from).collect();
    for (path, values) in [
        ("disputes.mediation", vec![Value::Null, json!("30 days")]),
        ("disputes.arbitration_law", vec![Value::Null, json!("Singapore")]),
        ("disputes.appointing_authority", vec![Value::Null, json!("the Permanent Court of Arbitration")]),
        ("term.trial", vec![Value::Null, json!("14 days")]),
        ("term.start", vec![Value::Null, json!("2027-01-01")]),
        (
            "jurisdiction.law",
            vec![Value::Null, json!("England and Wales"), json!("Hong Kong"), json!("Singapore"), json!("New York")],
        ),
        ("rates.lines[0].origin", vec![json!("EEA"), Value::Null]),
        ("rates.lines[0].rate", vec![json!("0.0200"), Value::Null]),
        ("sla.availability", vec![json!("99.95 %"), Value::Null]),
        ("credit.limit", vec![json!("USD 5000.00"), Value::Null]),
        ("billing.dispute_threshold", vec![json!("USD 5.00"), Value::Null]),
        ("legal.liability_floor", vec![json!("USD 5.00"), Value::Null]),
        ("technical.standards", vec![json!([]), json!([{"document": "ITU-T Q.1912.5", "edition": "01/2018"}])]),
        (
            "regulatory",
            vec![json!({}), json!({"laws": [{"country": "SG", "law": "Act 9 of 1999", "evidence": "Copy"}]})],
        ),
        ("contacts", vec![json!([])]),
        ("special_terms", vec![json!([])]),
    ] {
        out.push((path.to_owned(), values));
    }
    for party in 0..2 {
        out.push((format!("party {party} country"), countries.clone()));
    }
    out
}

/// A deal with other values: a party by its place, `by_flow` for the first flow, and what a choice needs to make sense.
fn set(deal: &mut Value, path: &str, value: &Value) {
    if let Some(rest) = path.strip_prefix("party ") {
        let (at, field) = rest.split_once(' ').expect("a field");
        let party = deal["parties"].as_object().and_then(|parties| parties.keys().nth(at.parse().expect("a number")));
        let path = format!("parties.{}.{field}", party.expect("a party"));
        return yaml::set(deal, &path, value.clone());
    }
    // The paths are those of the smallest deal, whose parties and flow have names of their own.
    let own = |map: &Value, at: usize| map.as_object().and_then(|map| map.keys().nth(at)).expect("a key").clone();
    let path = path
        .replace("parties.straits", &format!("parties.{}", own(&deal["parties"], 0)))
        .replace("parties.harbour", &format!("parties.{}", own(&deal["parties"], 1)))
        .replace("flows.hk", &format!("flows.{}", own(&deal["scope"]["flows"], 0)));
    let steps: Vec<&str> = path.split('[').collect();
    if steps.len() > 1 && yaml::get(deal, steps[0]).and_then(|list| list.get(0)).is_none() {
        return;
    }
    yaml::set(deal, &path, value.clone());
}

/// Judges a deal that may break a rule of business, but must not find the library at fault. Returns whether it is sound.
fn assert_library_holds(what: &str, deal: &Value) -> bool {
    let findings = check(&yaml::text(deal));
    let found = blamed(&findings);
    assert!(found.is_empty(), "{what}:\n{}", list(&found));
    errors(&findings).is_empty()
}

#[test]
fn every_trigger_alone_and_in_either_flow_renders() {
    let triggers = triggers();
    assert!(triggers.len() > 40, "hardly any trigger");
    let examples: Vec<(String, Value)> =
        examples().into_iter().map(|(name, deal)| (name, yaml::value(&deal))).collect();
    let rich = ("rich".to_owned(), deals::rich());
    let (mut assembled, mut all) = (0, 0);
    for (path, values) in &triggers {
        for value in values {
            // Each example takes its turn.
            for (name, base) in [&rich, &examples[all % examples.len()]] {
                let mut deal = base.clone();
                set(&mut deal, path, value);
                all += 1;
                assembled += usize::from(assert_library_holds(&format!("{name}: {path} is {value}"), &deal));
            }
        }
    }
    // A deal that breaks a rule is never assembled, and would hide what this test looks for.
    assert!(assembled * 10 >= all * 8, "only {assembled} of {all} deals are assembled");
}

#[test]
fn flows_that_depart_render() {
    let two_flows = examples().into_iter().map(|(name, deal)| (name, yaml::value(&deal)));
    let two_flows: Vec<_> =
        two_flows.filter(|(_, deal)| deal["scope"]["flows"].as_object().is_some_and(|flows| flows.len() > 1)).collect();
    assert!(!two_flows.is_empty(), "no example has two flows");
    for (name, base) in two_flows {
        let flows: Vec<String> = base["scope"]["flows"].as_object().expect("flows").keys().cloned().collect();
        for (path, values) in deals::every_choice(&deals::rich()) {
            let Some((section, field)) =
                path.split_once('.').filter(|(section, _)| ["credit", "sla", "quality"].contains(section))
            else {
                continue;
            };
            for (flow, value) in flows.iter().flat_map(|flow| values.iter().map(move |value| (flow, value))) {
                let mut deal = base.clone();
                yaml::set(&mut deal, &format!("{section}.by_flow.{flow}.{field}"), value.clone());
                assert_library_holds(&format!("{name}: {path} of {flow} is {value}"), &deal);
            }
        }
    }
}

#[test]
fn every_pair_of_countries_renders() {
    let countries = countries();
    for one in &countries {
        for other in &countries {
            let mut deal = deals::rich();
            set(&mut deal, "party 0 country", &json!(one));
            set(&mut deal, "party 1 country", &json!(other));
            assert_library_holds(&format!("{one} and {other}"), &deal);
        }
    }
}

#[test]
fn every_position_of_every_clause_renders() {
    let positions = ["standard", "fallback", "walk_away"];
    let mut bases = vec![deals::rich()];
    // The section of every country prints in one of these.
    for pair in countries().chunks(2) {
        let mut deal = deals::rich();
        set(&mut deal, "party 0 country", &json!(pair[0]));
        set(&mut deal, "party 1 country", &json!(pair[pair.len() - 1]));
        bases.push(deal);
    }
    for id in library().clauses.keys() {
        // `standard` is what every other test takes.
        for position in ["fallback", "walk_away"] {
            let mut deal = bases[0].clone();
            deal["positions"] = json!({ id.as_str(): position });
            assert_library_holds(&format!("{id} at {position}"), &deal);
        }
    }
    for position in positions {
        let all: Value =
            library().clauses.keys().map(|id| (id.clone(), json!(position))).collect::<serde_json::Map<_, _>>().into();
        for (at, base) in bases.iter().enumerate() {
            let mut deal = base.clone();
            deal["positions"] = all.clone();
            assert_library_holds(&format!("all at {position}, base {at}"), &deal);
        }
    }
}

#[test]
fn final_papers_render() {
    for (name, deal) in examples() {
        let options = Options { final_version: true, ..options(&[]) };
        let findings = options.check(&Source::new(name.as_str(), deal), library());
        let found = blamed(&findings);
        assert!(found.is_empty(), "{name}:\n{}", list(&found));
    }
}

/// Fields that decide about findings or about our own side's papers, and print no word for the other side.
const SILENT: &[&str] = &[
    "peerpact",
    "we",
    // The size of the sheet is no word.
    "legal.paper",
    "parties.straits.maturity",
    "parties.harbour.maturity",
    "legal.reviewed_by",
    "legal.reviewed_on",
    // Why nothing is promised is for whoever approves the deal, and where the deal stands is for our own side.
    "sla.reason",
    "state",
    // What stands for rates prints only where a flow has no line of rates, as `tests/cases/terms.yaml` has it.
    "rates.basis",
    "rates.price_list",
    // By default it is what the time to pay runs from, so two choices say the same.
    "billing.dispute_from",
    // The day of a signature prints in the orders below a master agreement.
    "documents.signed",
    // The country tells rules where a name does not; and how a deck is read shows in its lines alone.
    "rates.lines[0].country",
    "rates.sheet",
    "rates.dates",
    "rates.head",
    "rates.encoding",
    "rates.decimal",
    "rates.country_code",
    "rates.strip",
    "rates.deck_is",
    "rates.defaults.flow",
    "rates.defaults.route",
    "rates.defaults.increment",
    "rates.columns.next_rate",
    "rates.columns.first_period_rate",
    "rates.columns.minimum_charge",
    "rates.columns.rating",
    "rates.columns.codes",
    "rates.columns.country_code",
    "rates.columns.destination",
    "rates.columns.country",
    "rates.columns.network_type",
    "rates.columns.rate",
    "rates.columns.currency",
    "rates.columns.increment",
    "rates.columns.first",
    "rates.columns.next",
    "rates.columns.minimum",
    "rates.columns.route",
    "rates.columns.origin",
    "rates.columns.jurisdiction",
    "rates.columns.band",
    "rates.columns.flow",
    "rates.columns.effective",
    "rates.columns.until",
    "rates.columns.status",
    "rates.columns.fee",
];

/// The paper of a deal, if it has one; what a reader of it would stumble over is added to `stumbles`.
fn markdown(deal: &Value, stumbles: &mut BTreeSet<String>) -> Option<Vec<u8>> {
    let drafted = draft("deal.yaml", &yaml::text(deal), &options(&[Format::Markdown]));
    let of_the_paper = drafted.findings.iter().filter(|finding| {
        finding.level >= peerpact::diagnostic::Level::Warning && ["LIB", "DOC"].contains(&&finding.code[..3])
    });
    stumbles.extend(of_the_paper.map(|finding| list(std::slice::from_ref(finding))));
    drafted.files.into_iter().find(|file| file.suffix == "md").map(|file| file.bytes)
}

/// What a choice needs beside itself to be a sound deal, or to have an effect.
fn companions(path: &str, value: &Value) -> Vec<(&'static str, Value)> {
    match (path, value.as_str()) {
        ("credit.mode", Some("postpaid")) => {
            vec![("credit.security", Value::Null), ("credit.low_balance", Value::Null)]
        }
        ("technical.transports", None) if *value != json!(["tls"]) => vec![("security.mutual_tls", json!("false"))],
        ("scope.net", Some("off_net")) => vec![("scope.mode", json!("mixed"))],
        ("technical.dtmf", Some("SIP INFO")) => {
            vec![("technical.methods", json!(["INVITE", "ACK", "BYE", "CANCEL", "INFO"]))]
        }
        ("technical.reinvite", Some("false")) => vec![("technical.fax", json!("G.711 pass-through"))],
        ("technical.number_format", Some("national")) => {
            vec![
                ("scope.traffic", json!(["local", "mobile"])),
                ("parties.straits.country", json!("SG")),
                ("parties.harbour.country", json!("SG")),
            ]
        }
        // Figures of a destination are for a route that its rates have.
        ("rates.lines[0].route", Some(_)) => vec![("quality.destinations[0].route", value.clone())],
        ("quality.destinations[0].route", Some(_)) => vec![("rates.lines[0].route", value.clone())],
        ("tax[0].mechanism", Some("charged")) => vec![("tax[0].accounts", json!("harbour"))],
        ("technical.dtmf", Some("in-band")) => vec![("technical.codecs", json!(["G.711A"]))],
        ("technical.methods", None) => {
            let mut methods = vec![value[0].clone()];
            methods.extend(
                ["INVITE", "ACK", "BYE", "CANCEL"]
                    .map(|method| json!(method))
                    .into_iter()
                    .filter(|method| *method != value[0]),
            );
            vec![("technical.methods", json!(methods))]
        }
        ("term.service", Some("date" | "running")) => {
            vec![("term.service_date", json!("2026-09-01")), ("rates.effective", json!("2026-09-01T00:00:00Z"))]
        }
        // The state of a deal is the last step of its history.
        ("state", Some("draft")) => Vec::new(),
        ("state", Some(_)) => vec![("history", json!([{"state": value, "on": "2026-11-02"}]))],
        ("sla.promise", Some("best_effort" | "parity" | "regulator" | "none")) => {
            vec![("sla.reason", json!("A trial of a new route"))]
        }
        ("dpa.roles", Some("separate")) => {
            vec![("dpa.document", json!("Data Processing Agreement")), ("dpa.date", json!("2026-09-01"))]
        }
        ("documents.rank", _) => vec![("documents.kind", json!("master"))],
        ("legal.cap", Some("sum")) => vec![("legal.cap_sum", json!("USD 250000.00"))],
        ("term.length", Some("indefinite")) => vec![
            ("term.renewal", json!("rolling")),
            ("term.renewal_length", Value::Null),
            ("term.renewal_notice", Value::Null),
            ("term.break_after", Value::Null),
        ],
        ("legal.indemnity", Some("one_way")) => vec![("legal.indemnifies", json!("straits"))],
        ("term.length", Some("to_date")) => vec![("term.until", json!("2028-12-31"))],
        ("disputes.exclusive" | "disputes.jury_waiver", _) => vec![("disputes.mode", json!("courts"))],
        ("disputes.rules", Some("UNCITRAL")) => vec![("disputes.appointing_authority", json!("the LCIA"))],
        _ => Vec::new(),
    }
}

#[test]
fn every_choice_is_drafted_and_each_prints_other_words() {
    let (rich, other) = (deals::rich(), deals::other());
    let mut dead = Vec::new();
    let mut stumbles = BTreeSet::new();
    let mut refused = Vec::new();
    for (path, mut values) in deals::every_choice(&rich) {
        // An order and its master agreement are two files, as in `tests/agreements`.
        let in_layers = |value: &Value| {
            matches!(
                (path.as_str(), value.as_str()),
                ("documents.kind", Some("order")) | ("rates.basis", Some("orders"))
            )
        };
        values.retain(|value| !in_layers(value));
        let mut print = |base: &Value| {
            let mut papers = BTreeSet::new();
            for value in &values {
                let mut deal = base.clone();
                yaml::set(&mut deal, &path, value.clone());
                for (path, value) in companions(&path, value) {
                    yaml::set(&mut deal, path, value);
                }
                let before = stumbles.len();
                let paper = markdown(&deal, &mut stumbles);
                if stumbles.len() > before {
                    stumbles.insert(format!("in {path}: {value}"));
                }
                match paper {
                    Some(paper) => drop(papers.insert(paper)),
                    None => refused.push(format!("{path}: {value}:\n{}", list(&errors(&check(&yaml::text(&deal)))))),
                }
            }
            papers.len()
        };
        // What rests while another choice stands, or concerns one country, prints in the other deal.
        let papers = match print(&rich) {
            most if most == values.len() => most,
            some if SILENT.contains(&path.as_str()) => some,
            _ => print(&other),
        };
        if papers < values.len() && !SILENT.contains(&path.as_str()) {
            dead.push(format!("{path}: {papers} papers for {} choices", values.len()));
        }
    }
    assert!(refused.is_empty(), "choices that are refused:\n{}", refused.join("\n"));
    assert!(
        stumbles.is_empty(),
        "choices whose papers are at fault:\n{}",
        stumbles.into_iter().collect::<Vec<_>>().join("\n")
    );
    assert!(dead.is_empty(), "choices that change no word:\n{}", dead.join("\n"));
}

#[test]
fn every_field_changes_the_paper() {
    // What a prepaying customer reads is not what one with a deposit reads; some fields matter in one country, and some where
    // a part is declined.
    let bases = [deals::rich(), deals::other(), deals::declining()]
        .map(|deal| (markdown(&deal, &mut BTreeSet::new()).expect("a draft"), deal));
    let mut dead = Vec::new();
    let mut tried = 0;
    for field in deals::fields(&bases[0].1) {
        let Some(value) = deals::other_value(&field).filter(|_| deals::choices(&field.schema).is_empty()) else {
            continue;
        };
        // Whether the paper stays the same; a deal that breaks a rule prints nothing to compare.
        let stays = |(plain, base): &(Vec<u8>, Value)| {
            let mut deal = base.clone();
            yaml::set(&mut deal, &field.path, value.clone());
            markdown(&deal, &mut BTreeSet::new()).map(|paper| paper == *plain)
        };
        let seen: Vec<bool> = match stays(&bases[0]) {
            Some(false) => vec![false],
            first => first.into_iter().chain(bases[1..].iter().filter_map(stays)).collect(),
        };
        tried += usize::from(!seen.is_empty());
        if !seen.is_empty() && !seen.contains(&false) && !SILENT.contains(&field.path.as_str()) {
            dead.push(format!("{}: {value}", field.path));
        }
    }
    assert!(tried > 80, "only {tried} fields were tried");
    assert!(dead.is_empty(), "fields that print nothing:\n{}", dead.join("\n"));
}

#[test]
fn no_choice_of_the_smallest_deal_finds_the_library_at_fault() {
    let base = yaml::value(&smallest());
    for (path, values) in deals::every_choice(&base) {
        for value in values {
            let mut deal = base.clone();
            yaml::set(&mut deal, &path, value.clone());
            assert_library_holds(&format!("{path} is {value}"), &deal);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_combination_of_triggers_renders(base in any::<usize>(), picks in proptest::collection::vec((any::<usize>(), any::<usize>()), 2..30)) {
        let examples = examples();
        let (name, text) = &examples[base % examples.len()];
        let mut deal = yaml::value(text);
        let triggers = triggers();
        let mut chosen = Vec::new();
        for (which, value) in picks {
            let (path, values) = &triggers[which % triggers.len()];
            let value = &values[value % values.len()];
            set(&mut deal, path, value);
            chosen.push(format!("{path}={value}"));
        }
        let findings = check(&yaml::text(&deal));
        let found = blamed(&findings);
        prop_assert!(found.is_empty(), "{}: {}:\n{}", name, chosen.join(" "), list(&found));
    }
}

#[test]
fn every_word_is_placed_where_it_was_written() {
    let mut words = 0;
    // What a term means without its clause stands in the front matter of that clause.
    let stand_ins: BTreeSet<String> = clauses()
        .iter()
        .flat_map(|clause| clause.front.absent.terms.keys().map(|term| format!("{term} means ")))
        .collect();
    for (name, deal) in examples() {
        for form in ["short", "full"] {
            let mut deal = yaml::value(&deal);
            yaml::set(&mut deal, "legal.form", json!(form));
            let file = read(&Source::new("deal.yaml", yaml::text(&deal)), &mut Vec::new()).expect("a deal");
            let draft = assemble(&file, library(), false, &mut Vec::new());
            for passage in draft.passages() {
                let Author::Clause(id) = &passage.origin else { continue };
                let text = &library().clauses[id].source.text;
                if id == "form.definitions" && stand_ins.iter().any(|term| passage.text.starts_with(term.as_str())) {
                    continue;
                }
                for word in passage.words.iter().filter(|word| word.own) {
                    let printed = passage.at(word.span.clone());
                    let written = passage.written(word.span.clone());
                    let there = written.clone().and_then(|span| text.get(span)).unwrap_or_default();
                    // The words of a choice stand where the text asks for them.
                    let asked = written.is_some_and(|span| {
                        text[span.start..].starts_with("{{")
                            && text[span.start..].split("}}").next().is_some_and(|tag| tag.contains("said"))
                    });
                    // A figure that one flow has and another lacks prints as `none` in the row of both.
                    let absent = printed == "none" && there.starts_with("{{");
                    // A number of the deal is printed as it is.
                    let number = printed.chars().all(|letter| letter.is_ascii_digit());
                    let same = there.replace('\'', "’") == printed;
                    assert!(
                        same || asked || absent || number,
                        "{name}, {form}, {id}: `{printed}` is placed at `{there}` in {}",
                        &*passage.text
                    );
                    words += usize::from(same);
                }
            }
        }
    }
    assert!(words > 10_000, "only {words} words have a place");
}

#[test]
fn every_entry_of_the_table_of_words_is_printed_by_some_text() {
    let used: String = library()
        .clauses
        .values()
        .flat_map(|clause| clause.all_templates().map(|template| template.text.clone()).collect::<Vec<_>>())
        .chain([&library().cover, &library().notice].map(|leaf| leaf.template.text.clone()))
        .collect();
    for field in library().words.table.keys() {
        assert!(used.contains(&format!("said(of=\"{field}\"")), "no text prints the words of {field}");
    }
}

/// Alternatives and repeats that stand inside each other.
const DEEPEST: usize = 2;

#[test]
fn every_text_is_written_without_tags_and_not_too_deep() {
    let leaves =
        [&library().cover, &library().notice].map(|leaf| (leaf.source.name.to_string(), leaf.source.text.clone()));
    let clauses = library().clauses.values().map(|clause| (clause.id.clone(), clause.source.text.clone()));
    for (name, text) in clauses.chain(leaves) {
        assert!(!text.contains("{%"), "{name} holds a tag of the engine below");
        let mut depth = 0_usize;
        for line in text.lines() {
            if line.starts_with(":: if ") || line.starts_with(":: each ") {
                depth += 1;
            } else if line.trim_end() == ":: end" {
                depth -= 1;
            }
            assert!(depth <= DEEPEST, "{name} is nested {depth} deep at: {line}");
        }
    }
}

#[test]
fn what_only_the_full_form_has_explains_and_binds_nobody() {
    use peerpact::library::forms;
    let library = library();
    let only = forms::full_only(library);
    assert!(!only.is_empty());
    for clause in &only {
        assert!(
            clause.reason.is_some_and(|reason| reason.ends_with('.')),
            "{}: why does the short form do without it?",
            clause.id
        );
        let text = &library.clauses[clause.id].body;
        // Blanks of a worked example are for the Parties to fill in, together.
        let duties = text.replace("The Parties shall complete the example", "");
        assert!(!duties.contains(" shall ") && !duties.contains(" may "), "{}: it holds a duty or a right", clause.id);
    }
    let said: Vec<&str> = library
        .clauses
        .values()
        .filter(|clause| clause.front.full_only.is_some())
        .map(|clause| clause.id.as_str())
        .collect();
    let mut ids: Vec<&str> = only.iter().map(|clause| clause.id).collect();
    ids.sort_unstable();
    assert_eq!(said, ids, "a clause says that the short form does without it, and the short outline names it");
}
