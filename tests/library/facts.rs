//! What the guide gets wrong is right in the paper: each fact that was put right, looked up in the drafted words or in a rule.
//!
//! Facts that a rule holds are tested by its page under `docs/rules/`; here is what the library itself says or must not say.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::read_back::{deals, library, list, yaml};
use peerpact::deal::read::read;
use peerpact::document::assemble::assemble;
use peerpact::document::{Block, Inlines, plain_text};
use peerpact::library::Clause;
use peerpact::library::catalogue::wordings;
use peerpact::rules;
use peerpact::source::Source;
use serde_json::{Value, json};

/// Every wording of every clause, each on one line: what any deal may print.
static LIBRARY: LazyLock<String> =
    LazyLock::new(|| library().clauses.values().map(squeezed).collect::<Vec<_>>().join("\n"));

/// Every wording of a clause, those of its phrases and of the choices that it names among them.
fn squeezed(clause: &Clause) -> String {
    let texts = wordings(library(), clause).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
    texts.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clause(id: &str) -> String {
    squeezed(&library().clauses[id])
}

/// The words of a deal's paper, or of one clause or schedule of it.
fn paper(deal: &Value) -> String {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", yaml::text(deal)), &mut findings)
        .unwrap_or_else(|| panic!("{}", list(&findings)));
    let draft = assemble(&file, library(), false, &mut findings);
    let mut out = String::new();
    let mut add = |text: &Inlines| {
        out.push_str(&plain_text(text).replace('\u{a0}', " "));
        out.push('\n');
    };
    for block in &draft.document.blocks {
        match block {
            Block::Heading(heading) => add(&heading.title),
            Block::Paragraph(paragraph) => add(&paragraph.text),
            Block::Table(table) => {
                table.header.iter().for_each(&mut add);
                for row in &table.rows {
                    row.iter().for_each(&mut add);
                }
            }
            Block::Signatures(_) | Block::Chart(_) => {}
        }
    }
    out
}

fn deal_of(countries: [&str; 2], changes: &[(&str, Value)]) -> Value {
    let mut deal = deals::rich();
    yaml::set(&mut deal, "parties.straits.country", countries[0]);
    yaml::set(&mut deal, "parties.harbour.country", countries[1]);
    for (path, value) in changes {
        yaml::set(&mut deal, path, value.clone());
    }
    deal
}

#[track_caller]
fn says(text: &str, words: &str) {
    assert!(text.contains(words), "nowhere: {words}");
}

#[track_caller]
fn never(text: &str, words: &[&str]) {
    for phrase in words {
        assert!(!text.to_lowercase().contains(&phrase.to_lowercase()), "it says: {phrase}");
    }
}

#[test]
fn the_network_effectiveness_ratio_points_upwards_and_knows_what_reached_the_called_side() {
    let text = paper(&deals::rich());
    says(&text, "NER, at least\n95 %");
    says(&text, "a higher figure is better");
    // Delivered: answered, busy, unanswered after ringing, rejected by the person; not a block on the way.
    let measures = clause("schedule.sla");
    for code in ["200", "486", "600", "480", "487", "603"] {
        says(&measures, code);
    }
    says(&clause("schedule.methods"), "\"Network Blocked\"");
    says(&clause("schedule.methods"), "it is never above NER");
}

#[test]
fn answer_ratio_and_duration_are_expected_and_not_promised() {
    let text = paper(&deals::rich());
    says(&text, "ASR, expected and not promised");
    says(&text, "Average call duration (ACD), expected and not promised");
}

#[test]
fn post_dial_delay_stops_at_real_ringing() {
    let measures = clause("schedule.sla");
    says(&measures, "180, 183 with audible ringback, or 200");
    says(&clause("schedule.methods"), "PDD is not the session request delay of RFC 6076");
    says(&measures, "95th percentile");
}

#[test]
fn a_mean_opinion_score_names_its_method() {
    for words in ["MOS-CQE", "E-model (ITU-T G.107)"] {
        says(&clause("schedule.sla"), words);
    }
    for words in ["voice activity detection", "echo included"] {
        says(&clause("schedule.methods"), words);
    }
}

#[test]
fn digits_travel_by_rfc_4733_with_a_negotiated_payload_number() {
    says(&paper(&deals::rich()), "RFC 4733");
    says(&clause("tech.media"), "payload number that offer and answer settle");
    never(&LIBRARY, &["RFC 2833", "payload number 101"]);
}

#[test]
fn signalling_can_complete_a_call() {
    let text = paper(&deals::rich());
    says(&text, "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK and UPDATE");
    says(&text, "1.2 or later");
    says(&clause("schedule.security"), "never MD5");
}

#[test]
fn encrypted_speech_and_fax_do_not_contradict_each_other() {
    let deal = deal_of(["SG", "HK"], &[("technical.srtp", json!("required")), ("scope.fax", json!("true"))]);
    says(&paper(&deal), "except fax by T.38 over an encrypted or private transport");
}

#[test]
fn marks_are_promised_on_private_links_alone() {
    let on = |network: &str| paper(&deal_of(["SG", "HK"], &[("technical.network", json!(network))]));
    says(&on("private"), "46 (EF)");
    never(&on("public_internet"), &["(EF)", "DSCP"]);
}

#[test]
fn credits_have_month_rounding_base_and_cap() {
    let text = paper(&deals::rich());
    for words in [
        "Month of the Allowance",
        "Part of an hour",
        "Base: the Month’s Charges",
        "Cap in a Month, as a share of the base",
    ] {
        says(&text, words);
    }
}

#[test]
fn interest_is_simple_and_bows_to_the_law() {
    let text = clause("bill.late-interest");
    // Compound interest is another choice of the deal.
    says(&paper(&deals::rich()), "bears simple interest");
    says(&text, "the highest rate that it allows");
    never(&LIBRARY, &["compound interest", "compounded monthly"]);
}

#[test]
fn suspension_leaves_disputed_sums_alone_and_lets_the_regulator_come_first() {
    let text = paper(&deal_of(["GB", "NG"], &[]));
    says(&clause("risk.suspension"), "Undisputed Sum");
    says(&text, "neither Party shall suspend or disconnect a Flow for debt before the NCC has given it");
    says(&clause("reg.ng"), "the NCC has fixed for them on the day of the Call");
}

#[test]
fn law_of_the_contract_seat_and_law_of_the_arbitration_agreement_are_three_things() {
    let deal = deal_of(
        ["SG", "HK"],
        &[
            ("jurisdiction.law", json!("New York")),
            ("disputes.seat", json!("London")),
            ("disputes.arbitration_law", json!("Singapore")),
        ],
    );
    let text = paper(&deal);
    says(&text, "The law of New York governs this Agreement");
    says(&text, "The seat of arbitration is London");
    says(&text, "The law of Singapore governs this arbitration agreement");
    let source = &library().clauses["disp.arbitration"].front.sources;
    assert!(source.iter().any(|source| source.law.as_deref() == Some("Arbitration Act 1996")), "section 6A");
    never(&LIBRARY, &["ICC Rules 2026", "2026 Rules", "Terms of Reference", "DIFC-LCIA", "Arbitration Act 2025"]);
    says(&text, "in force when the request is filed");
}

#[test]
fn carriers_are_independent_controllers_unless_one_works_for_the_other() {
    let text = paper(&deal_of(["SG", "HK"], &[("dpa.roles", json!("independent_controllers"))]));
    says(&text, "independent controller");
    never(&text, &["Article 28"]);
    says(&paper(&deal_of(["DE", "FR"], &[("dpa.roles", json!("processor"))])), "Article 28 (processor)");
}

#[test]
fn breach_clocks_of_law_are_named_and_never_written_as_ours() {
    says(&clause("reg.gb"), "regulation 5A");
    says(&clause("reg.eu"), "Commission Regulation (EU) No 611/2013");
    never(&LIBRARY, &["96 hours", "Digital Omnibus"]);
    says(&clause("data.security-breach"), "contract time");
}

#[test]
fn the_right_to_withhold_is_the_contracts_and_the_order_to_withhold_the_regulators() {
    says(&clause("reg.eu"), "depends on no such order");
    assert!(
        library().clauses["fraud.withholding"].front.note.as_deref().is_some_and(|note| note.contains("Article 97"))
    );
}

#[test]
fn no_attack_excuses_without_controls_and_nothing_excuses_a_payment() {
    let text = clause("risk.force-majeure");
    says(&text, "but from no payment");
    says(&text, "in spite of the controls of [](#sec.network)");
}

#[test]
fn american_rules_follow_american_numbers() {
    let text = clause("reg.us");
    says(&text, "US Number");
    says(&text, "by 1 March of each year");
    says(&text, "64.1200(n)(1)");
    says(&text, "64.1200(o)");
    says(&text, "64.1200(k)(9)");
    says(&text, "\"Network Blocked\"");
    says(&clause("tech.caller-auth"), "with its own certificate");
    says(&text, "keep a written record of an arrangement with a company that performs the signing");
    says(&clause("tech.caller-auth"), "show the written arrangement with an agent on request");
    // A deal that calls Canada alone is no business of the FCC's.
    let mut deal = deal_of(["CA", "SG"], &[]);
    yaml::set(&mut deal, "rates.lines[0].codes", json!(["1416"]));
    never(&paper(&deal), &["Robocall Mitigation Database"]);
    yaml::set(&mut deal, "rates.lines[0].codes", json!(["1212"]));
    says(&paper(&deal), "Robocall Mitigation Database");
}

#[test]
fn the_united_kingdom_is_no_member_of_the_union() {
    let text = paper(&deal_of(["GB", "NG"], &[]));
    never(&text, &["Directive (EU) 2018/1972"]);
    says(&clause("reg.gb"), "General Condition C6");
}

#[test]
fn no_union_ceiling_outside_its_scope() {
    let text = clause("reg.eu");
    for words in ["control of a Called Number", "Caller Number belongs", "without Tax", "2021/654"] {
        says(&text, words);
    }
}

#[test]
fn pending_measures_are_never_cited_as_law() {
    never(
        &LIBRARY,
        &[
            "FCC 26-32",
            "Digital Networks Act",
            "Commercial Payments Bill",
            "Digital Omnibus",
            "drafts of 2024",
            "proposal",
            "is proposed",
            "64.2117",
        ],
    );
}

#[test]
fn what_is_no_blacklist_no_database_and_no_voice_paper_is_not_named() {
    never(
        &LIBRARY,
        &[
            "FCAPS",
            "PeeringDB",
            "Internet Routing Registry",
            "Spamhaus",
            "Category C",
            "AA.12",
            "AA.13",
            "D.50 ",
            "SIPconnect",
            "IR.21",
        ],
    );
}

#[test]
fn regulated_prices_are_data_and_no_clause_prints_one() {
    let figures: Vec<_> = library().countries.values().flat_map(|country| &country.figures).collect();
    assert!(figures.len() >= 6, "hardly any figure");
    for figure in figures {
        assert!(figure.provision.verified_on < figure.provision.review_by, "{}", figure.id);
        assert!(
            figure.provision.from.is_some() && figure.provision.document.is_some() || !figure.applies,
            "{}: no date or source",
            figure.id
        );
        for price in [figure.least, figure.most, figure.transit].into_iter().flatten() {
            let text = price.to_string();
            assert!(!LIBRARY.contains(&format!("{text} {}", figure.currency)), "{text}");
            assert!(!LIBRARY.contains(&format!("{} {text}", figure.currency)), "{text}");
        }
    }
    // South Africa caps domestic calls; India's band lies between two Indian carriers; Nigeria's figure is fixed.
    let of = |country: &str| &library().countries[country].figures;
    use peerpact::library::law::{CallOrigin, PriceBound};
    assert!(of("ZA").iter().all(|figure| figure.origin == CallOrigin::Domestic));
    assert!(of("IN").iter().all(|figure| !figure.applies));
    assert!(of("NG").iter().all(|figure| figure.kind == PriceBound::Fixed));
    assert!(of("EU").iter().all(|figure| figure.origin == CallOrigin::Member && figure.control));
}

#[test]
fn every_source_of_law_is_a_record_with_scope_or_document_and_days() {
    for clause in library().clauses.values().filter(|clause| clause.is_section()) {
        assert!(!clause.front.sources.is_empty(), "{}: no source", clause.id);
        for source in &clause.front.sources {
            let name = source.article.as_deref().or(source.law.as_deref()).unwrap_or_default();
            assert!(source.law.is_some() && source.country.is_some(), "{}: {name}: whose law?", clause.id);
            assert!(source.scope.is_some(), "{}: {name}: whom does it bind?", clause.id);
            assert!(source.document.is_some() || source.url.is_some(), "{}: {name}: where?", clause.id);
        }
    }
}

#[test]
fn no_tax_rate_fee_or_exchange_rate_stands_in_a_clause() {
    never(&LIBRARY, &["15 %", "18 %", "20 %VAT", "exchange rate of", "fee of"]);
    says(&clause("bill.taxes"), "at the rate that the law sets on the day of supply");
}

#[test]
fn what_rules_hold_has_a_rule() {
    let codes: BTreeSet<&str> = rules::catalogue().iter().map(|code| code.code).collect();
    for (code, fact) in [
        ("SLA005", "NER below ASR"),
        ("TECH001", "in-band digits over a compressing codec"),
        ("TECH002", "ACK among the methods"),
        ("TECH006", "a session timer of at least 90 s"),
        ("DISP002", "Dubai needs its zone"),
        ("DISP001", "UNCITRAL needs an appointing authority"),
        ("DISP003", "London seat and no law of the arbitration agreement"),
        ("REG002", "prices inside the scope of a figure"),
        ("REG003", "law past its review date"),
        ("DATA001", "a processor agreement between carriers"),
        ("PARTY005", "the mitigation database"),
        ("REG001", "registration in Nigeria"),
    ] {
        assert!(codes.contains(code), "{code}: {fact}");
    }
}
