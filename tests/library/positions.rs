//! Every position of every clause, in both forms: it renders, it says what it claims to, and its limits look at real fields.

use std::collections::{BTreeMap, BTreeSet};

use crate::assembled::write;
use crate::read_back::{deals, library, list, yaml};
use peerpact::deal::governance::Position;
use peerpact::deal::read::read;
use peerpact::document::Block;
use peerpact::document::assemble::assemble;
use peerpact::library::clause::{Clause, ClausePosition};
use peerpact::library::positions;
use peerpact::source::Source;
use rayon::prelude::*;
use serde_json::{Value, json};

/// Who may grant a departure. CONTRIBUTING names them; another word in a clause is a slip.
const APPROVERS: [&str; 5] = ["commercial", "data protection", "finance", "legal", "network operations"];

#[test]
fn every_approver_is_one_of_those_that_contributing_names() {
    for clause in library().clauses.values() {
        let positions = &clause.front.positions;
        for stand in [Position::Standard, Position::Fallback, Position::WalkAway].map(|position| positions.of(position))
        {
            if let Some(approver) = &stand.approver {
                assert!(APPROVERS.contains(&approver.as_str()), "{}: the approver `{approver}`", clause.id);
            }
        }
    }
    let said = std::fs::read_to_string(crate::read_back::root().join("CONTRIBUTING.md")).unwrap();
    for approver in APPROVERS {
        assert!(said.contains(&format!("`{approver}`")), "CONTRIBUTING does not name `{approver}`");
    }
}

/// `docs/positions.md` gives a reason for each clause with positions, and for no other.
#[test]
fn each_clause_with_positions_has_its_reason() {
    let said = std::fs::read_to_string(crate::read_back::root().join("docs/positions.md")).unwrap();
    let rows = said.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut reasons = BTreeMap::new();
    for row in rows {
        let (id, rest) = row.split_once("` | ").unwrap();
        let (why, rests_on) = rest.trim_end_matches(" |").split_once(" | ").unwrap();
        let known = ["seen", "law", "engineering", "house"].iter().any(|ground| rests_on.contains(ground));
        assert!(!why.is_empty() && known, "{id}: why, and on what ground?");
        assert!(reasons.insert(id, why).is_none(), "{id} stands there twice");
    }
    let with = |clause: &&Clause| {
        let positions = &clause.front.positions;
        let stands = [&positions.standard, &positions.fallback, &positions.walk_away];
        stands.iter().any(|stand| stand.is_limited() || stand.says.is_some() || stand.approver.is_some())
    };
    let clauses: BTreeSet<&str> = library().clauses.values().filter(with).map(|clause| clause.id.as_str()).collect();
    assert_eq!(reasons.into_keys().collect::<BTreeSet<_>>(), clauses);
}

/// The clause outline of the field, by its stable ids. The 67th, `reg.country`, is a section for each country.
const OUTLINE: &str = "
    form.parties form.recitals form.definitions form.precedence form.conditions-precedent
    term.duration term.trial
    scope.services scope.wholesale-only scope.traffic-types scope.prohibited-traffic scope.emergency
    tech.standards tech.interconnection tech.signalling tech.media tech.numbering tech.cli tech.caller-auth
    tech.portability tech.routing tech.capacity tech.qos tech.testing tech.change
    sla.availability sla.quality sla.fault-management sla.credits sla.exclusions sla.reporting sla.chronic-failure
    price.rates price.rate-changes price.origin-based price.increments price.fees price.discounts price.commitment
    price.regulated
    bill.measurement bill.invoicing bill.payment bill.late-interest bill.set-off bill.disputes bill.reconciliation
    bill.back-billing bill.taxes credit.limit credit.security audit.records
    fraud.definition fraud.prevention fraud.incident fraud.withholding fraud.liability fraud.number-misuse
    sec.access sec.network sec.incident
    reg.authorisations reg.named-laws reg.filings reg.change-of-law reg.lawful-intercept
    data.roles data.security-breach data.transfers-retention comp.integrity comp.kyc
    risk.warranties risk.liability-cap risk.indemnities risk.insurance risk.force-majeure risk.suspension
    term.termination-convenience term.termination-cause exit.consequences
    gen.confidentiality gen.ip gen.assignment gen.notices gen.amendment gen.boilerplate gen.third-party gen.signature
    gen.language
    disp.escalation disp.mediation disp.expert disp.arbitration disp.interim disp.governing-law";

#[test]
fn every_id_of_the_outline_is_a_clause_and_every_country_has_its_section() {
    let ids: Vec<&str> = OUTLINE.split_whitespace().collect();
    assert_eq!(ids.len(), 95, "96 with reg.country");
    for id in ids {
        assert!(library().clauses.contains_key(id), "no clause {id}");
    }
    for country in ["us", "eu", "gb", "in", "ng", "za", "ca", "ae", "de", "fr", "sg", "hk"] {
        assert!(library().clauses.contains_key(&format!("reg.{country}")), "no section for {country}");
        assert!(library().countries.contains_key(&country.to_uppercase()), "no facts of {country}");
    }
}

fn stands(clause: &Clause) -> [(&'static str, &ClausePosition); 3] {
    let positions = &clause.front.positions;
    [("standard", &positions.standard), ("fallback", &positions.fallback), ("walk_away", &positions.walk_away)]
}

#[test]
fn limits_look_at_fields_that_there_are_and_can_be_judged() {
    let fields = deals::paths(false);
    let mut limits = 0;
    for clause in library().clauses.values() {
        for (name, stand) in stands(clause) {
            for (path, condition) in stand.limits.iter().chain(&stand.we_sell).chain(&stand.we_buy) {
                limits += 1;
                assert!(fields.contains(path), "{} {name}: no field {path}", clause.id);
                // A condition judges the value that it names itself.
                let value = condition.trim_start_matches(['<', '>', '=', '!', ' ']);
                let value =
                    value.trim_start_matches("has ").trim_start_matches("lacks ").trim_start_matches("is one of ");
                let judged = positions::test(Some(value), condition);
                assert!(judged.is_some(), "{} {name}: `{path} {condition}` judges nothing", clause.id);
            }
            let needs = name == "fallback" && (stand.is_limited() || stand.says.is_some());
            assert!(!needs || stand.approver.is_some(), "{}: nobody may approve the fallback", clause.id);
        }
    }
    assert!(limits > 100, "only {limits} limits");
}

/// Deals that together print every clause, in one form.
fn bases(form: &str) -> Vec<Value> {
    let countries = [["SG", "HK"], ["US", "DE"], ["GB", "NG"], ["IN", "FR"], ["ZA", "AE"], ["CA", "SG"]];
    let mut out = vec![deals::other(), deals::declining()];
    out.extend(countries.map(|[one, other]| {
        let mut deal = deals::rich();
        yaml::set(&mut deal, "parties.straits.country", one);
        yaml::set(&mut deal, "parties.harbour.country", other);
        deal
    }));
    // A master agreement prints what the orders below it need.
    let mut master = deals::rich();
    yaml::set(&mut master, "documents.kind", "master");
    out.push(master);
    for deal in &mut out {
        yaml::set(deal, "legal.form", form);
    }
    out
}

/// Assembles a deal, whatever its rules say; the library must be without fault. The words of each clause that is printed.
fn assembled(what: &str, deal: &Value) -> BTreeMap<String, String> {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", yaml::text(deal)), &mut findings)
        .unwrap_or_else(|| panic!("{what}:\n{}", list(&findings)));
    findings.clear();
    let draft = assemble(&file, library(), false, &mut findings);
    assert!(findings.is_empty(), "{what}:\n{}", list(&findings));
    let mut out: BTreeMap<String, String> =
        draft.printed.iter().map(|printed| (printed.id.clone(), String::new())).collect();
    // In the short form a clause begins at its anchor; whatever follows belongs to it.
    let begins: BTreeMap<&str, &str> =
        draft.printed.iter().map(|printed| (printed.anchor.as_str(), printed.id.as_str())).collect();
    let mut at = "";
    for block in &draft.document.blocks {
        let anchor = match block {
            Block::Heading(heading) => Some(heading.anchor.as_str()),
            Block::Paragraph(paragraph) => paragraph.anchor.as_deref(),
            Block::Table(_) | Block::Signatures(_) | Block::Chart(_) => None,
        };
        at = anchor.and_then(|anchor| begins.get(anchor).copied()).unwrap_or(at);
        let Some(words) = out.get_mut(at) else { continue };
        match block {
            Block::Heading(_) | Block::Signatures(_) | Block::Chart(_) => {}
            Block::Paragraph(paragraph) => write(&paragraph.text, words),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| write(cell, words)),
        }
    }
    out
}

#[test]
fn every_position_of_every_clause_renders_in_both_forms_and_none_is_empty() {
    let all = library().clauses.keys();
    let tasks: Vec<(&str, Value, String)> = ["full", "short"]
        .into_iter()
        .flat_map(|form| {
            let mut tasks = Vec::new();
            for (at, base) in bases(form).into_iter().enumerate() {
                for position in ["standard", "fallback", "walk_away"] {
                    let mut deal = base.clone();
                    deal["positions"] =
                        all.clone().map(|id| (id.clone(), json!(position))).collect::<serde_json::Map<_, _>>().into();
                    tasks.push((form, deal, format!("{form}, base {at}, all at {position}")));
                }
            }
            // One clause away from the standard beside all others at it: what a deal really chooses.
            for id in all.clone() {
                for position in ["fallback", "walk_away"] {
                    let mut deal = deals::other();
                    yaml::set(&mut deal, "legal.form", form);
                    deal["positions"] = json!({ id.as_str(): position });
                    tasks.push((form, deal, format!("{form}, {id} at {position}")));
                }
            }
            tasks
        })
        .collect();
    let printed: Vec<(&str, BTreeSet<String>)> = tasks
        .par_iter()
        .map(|(form, deal, what)| {
            let words = assembled(what, deal);
            for (id, words) in &words {
                assert!(
                    id == "form.definitions" || words.split_whitespace().count() > 5,
                    "{what}: {id} is empty: {words}"
                );
            }
            (*form, words.into_keys().collect())
        })
        .collect();
    for (form, outline) in [("full", &library().outline), ("short", &library().short)] {
        let here: BTreeSet<&str> =
            printed.iter().filter(|(of, _)| *of == form).flat_map(|(_, ids)| ids.iter().map(String::as_str)).collect();
        let named: BTreeSet<&str> = outline.ids().collect();
        let never: Vec<_> = named.difference(&here).collect();
        assert!(never.is_empty(), "the {form} form prints no deal's {never:?}");
    }
}

#[test]
fn a_position_that_says_something_prints_other_words_and_the_others_do_not() {
    let base = bases("full");
    let standard: Vec<_> = base.iter().map(|deal| assembled("standard", deal)).collect();
    let mut texts = 0;
    for clause in library().clauses.values() {
        let names_position = clause.all_templates().any(|template| template.text.contains("position"));
        for (name, stand) in stands(clause).into_iter().skip(1) {
            let mut differs = false;
            for (deal, before) in base.iter().zip(&standard) {
                if !before.contains_key(&clause.id) {
                    continue;
                }
                let mut deal = deal.clone();
                deal["positions"] = json!({ clause.id.as_str(): name });
                differs |= assembled(name, &deal).get(&clause.id) != before.get(&clause.id);
                if differs || !names_position {
                    break;
                }
            }
            texts += usize::from(differs);
            assert_eq!(
                differs,
                stand.says.is_some(),
                "{} at {name}: says {:?}, and differs: {differs}",
                clause.id,
                stand.says
            );
        }
        let positions = &clause.front.positions;
        let other = positions.fallback.says.is_some() || positions.walk_away.says.is_some();
        assert!(!other || positions.standard.says.is_some(), "{}: what does the standard say?", clause.id);
    }
    assert!(texts > 20, "only {texts} positions have a text");
}

#[test]
fn a_value_is_judged_from_our_side_in_its_flow() {
    // Two flows, one in each direction: the same promise stands well where we buy and badly where we sell.
    let text =
        std::fs::read_to_string(crate::read_back::root().join("examples/germany-france.yaml")).expect("an example");
    let base = yaml::value(&text);
    let ours = base["we"].as_str().expect("we");
    let flows = base["scope"]["flows"].as_object().expect("flows");
    let flow = |role: &str| flows.iter().find(|(_, flow)| flow[role] == ours).expect("a flow").0.clone();
    let clause = &library().clauses["sla.availability"];
    for (role, expected) in [("supplier", Position::WalkAway), ("customer", Position::Standard)] {
        let mut deal = base.clone();
        deal["sla"]["by_flow"] = json!({});
        yaml::set(&mut deal, &format!("sla.by_flow.{}.availability", flow(role)), "99.999 %");
        let file = read(&Source::new("deal.yaml", yaml::text(&deal)), &mut Vec::new()).expect("a deal");
        assert_eq!(positions::standing(clause, &file).position, expected, "as {role}");
    }
}

#[test]
fn every_field_of_a_rate_line_is_judged_alike_in_the_deal_and_in_its_deck() {
    let mut base = yaml::value(&crate::read_back::smallest());
    let fields = [
        ("flow", "hk"),
        ("destination", "Hong Kong Mobile"),
        ("codes", "8525"),
        ("route", "non_cli"),
        ("rate", "0.0180"),
        ("increment", "60/60"),
        ("origin", "EEA"),
        ("jurisdiction", "interstate"),
        ("band", "peak"),
        ("country", "HK"),
        ("effective", "2027-03-01T00:00:00Z"),
        ("until", "2027-12-31T00:00:00Z"),
        ("first_period_rate", "0.0200"),
        ("fee", "0.0100"),
        ("minimum_charge", "0.0300"),
        ("rating", "dial_code"),
    ];
    let known: BTreeSet<&str> = fields.iter().map(|(field, _)| *field).collect();
    let mut own: serde_json::Map<String, Value> =
        fields.iter().map(|(field, value)| ((*field).to_owned(), json!(value))).collect();
    own.insert("codes".into(), json!(["8525"]));
    base["rates"]["lines"] = json!([own]);
    let inline = read(&Source::new("deal.yaml", yaml::text(&base)), &mut Vec::new()).expect("a deal");

    let folder = tempfile::tempdir().unwrap();
    let row =
        |cell: fn(&(&'static str, &'static str)) -> &'static str| fields.iter().map(cell).collect::<Vec<_>>().join(",");
    std::fs::write(folder.path().join("one.csv"), format!("{}\n{}\n", row(|field| field.0), row(|field| field.1)))
        .unwrap();
    base["rates"].as_object_mut().unwrap().remove("lines");
    base["rates"]["deck"] = json!("one.csv");
    let name = folder.path().join("deal.yaml").display().to_string();
    let mut findings = Vec::new();
    let mut in_deck = read(&Source::new(name, yaml::text(&base)), &mut findings).expect("a deal");
    assert!(peerpact::rates::join::join(&mut in_deck, &mut findings), "{}", list(&findings));

    let typed = serde_json::to_value(&in_deck.deal.rates.lines[0]).unwrap();
    let typed: BTreeSet<&str> = typed.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(typed, known, "the test knows every field of a line");

    let mut clause = library().clauses["price.rates"].clone();
    clause.front.positions.fallback =
        ClausePosition { approver: Some("commercial".into()), ..ClausePosition::default() };
    for (field, value) in fields {
        let path = format!("rates.lines.{field}");
        let word = if field == "codes" { format!("has {value}") } else { format!("is one of {value}") };
        for (condition, expected) in [
            (word, Position::Standard),
            ("is one of something else".to_owned(), Position::Fallback),
            ("is absent".to_owned(), Position::Fallback),
            ("is given".to_owned(), Position::Standard),
        ] {
            clause.front.positions.standard = ClausePosition {
                limits: BTreeMap::from([(path.clone(), condition.clone())]),
                ..ClausePosition::default()
            };
            for (what, file) in [("the deal", &inline), ("the deck", &in_deck)] {
                let standing = positions::standing(&clause, file);
                assert_eq!(standing.position, expected, "{path} {condition} in {what}: {:?}", standing.because);
            }
        }
    }
}

#[test]
fn a_deal_stands_where_it_does_however_its_values_are_spelt() {
    let stands = |deal: &Value| -> Vec<_> {
        let mut findings = Vec::new();
        let file = read(&Source::new("deal.yaml", yaml::text(deal).as_str()), &mut findings);
        let file = file.unwrap_or_else(|| panic!("{}", list(&findings)));
        library().clauses.values().map(|clause| (clause.id.clone(), positions::standing(clause, &file))).collect()
    };
    for deal in [deals::rich(), deals::other()] {
        let mut spelt = deal.clone();
        let mut count = 0;
        for field in deals::fields(&deal).iter().filter(|field| !field.is_list) {
            let pointer = format!("/{}", field.path.replace(['.', '['], "/").replace(']', ""));
            let Some(text) = deal.pointer(&pointer).and_then(Value::as_str) else { continue };
            let other = match field.schema["format"].as_str() {
                Some("duration") => text.to_uppercase(),
                // Codes of countries have one spelling.
                Some("money" | "currency") => text.to_lowercase(),
                Some("percent") => text.replace(' ', ""),
                _ => continue,
            };
            if other != text {
                yaml::set(&mut spelt, &field.path, other);
                count += 1;
            }
        }
        assert!(count > 20, "only {count} values can be spelt otherwise");
        let (one, other) = (stands(&deal), stands(&spelt));
        assert!(one.iter().any(|(_, stand)| stand.because.is_some()), "nothing departs");
        assert_eq!(one, other);
    }
}
