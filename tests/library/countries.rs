//! Countries: their facts fit together, their sections print where they are touched and nowhere else, and adding one is
//! adding a folder.

use std::collections::BTreeSet;
use std::fs;

use crate::read_back::{Options, deals, library, list, options, smallest, yaml};
use peerpact::atlas;
use peerpact::deal::place::Country;
use peerpact::deal::read::read;
use peerpact::document::assemble::assemble;
use peerpact::pipeline;
use peerpact::render::Format;
use peerpact::source::Source;
use serde_json::{Value, json};

/// Ids of the country sections that a deal prints, whatever its rules say.
fn sections(deal: &Value) -> BTreeSet<String> {
    let mut findings = Vec::new();
    let file = read(&Source::new("deal.yaml", yaml::text(deal)), &mut findings)
        .unwrap_or_else(|| panic!("{}", list(&findings)));
    findings.clear();
    let draft = assemble(&file, library(), false, &mut findings);
    assert!(findings.is_empty(), "{}", list(&findings));
    let ids = draft.printed.into_iter().map(|printed| printed.id);
    ids.filter(|id| library().clauses[id].is_section()).collect()
}

fn between(one: &str, other: &str) -> Value {
    let mut deal = yaml::value(&smallest());
    yaml::set(&mut deal, "parties.straits.country", one);
    yaml::set(&mut deal, "parties.harbour.country", other);
    deal
}

#[test]
fn the_library_and_the_atlas_agree() {
    for (code, facts) in &library().countries {
        for range in &facts.dial_codes {
            let found = atlas::of(range).and_then(|leads| leads.country);
            assert!(found.is_some_and(|country| facts.includes(country.code())), "{range} of {code}");
        }
        for range in &facts.not_dial_codes {
            let found = atlas::of(range).and_then(|leads| leads.country);
            assert!(!found.is_some_and(|country| facts.includes(country.code())), "{range} is not of {code}");
        }
    }
}

#[test]
fn facts_fit_together() {
    let countries = &library().countries;
    let union = &countries["EU"];
    for code in &union.members {
        let country: Country = code.parse().unwrap_or_else(|error| panic!("{error}"));
        assert!(country.in_eu(), "{code} is no member");
    }
    assert_eq!(union.members.len(), 27);
    assert!(union.associated.iter().all(|code| code.parse::<Country>().is_ok() && !union.members.contains(code)));
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (code, country) in countries {
        assert_eq!(code, &country.country);
        let folder = format!("clauses/reg/{}/country.yaml", code.to_lowercase());
        assert!(crate::read_back::root().join(&folder).is_file(), "{code} does not stand in {folder}");
        for range in country.dial_codes.iter().chain(&country.not_dial_codes) {
            assert!(
                !range.is_empty() && range.len() <= 7 && range.bytes().all(|byte| byte.is_ascii_digit()),
                "{range}"
            );
        }
        // A union's numbers are its members'; elsewhere a range belongs to one country alone.
        if country.members.is_empty() {
            for range in &country.dial_codes {
                let other = seen.iter().find(|(known, _)| known == range);
                assert!(other.is_none(), "{range} leads to {code} and {other:?}");
                seen.push((range, code));
            }
        }
    }
    // The numbering plan that North America shares is parted by area code.
    let numbers = |country: &str, code: &str| countries[country].numbers(code);
    for (code, us, ca) in [("1212", true, false), ("1416", false, true), ("1876", false, false), ("1787", true, false)]
    {
        assert_eq!((numbers("US", code), numbers("CA", code)), (us, ca), "{code}");
    }
}

#[test]
fn every_entry_of_law_has_dates_and_a_source() {
    let mut seen = 0;
    for country in library().countries.values() {
        let mut ids = BTreeSet::new();
        for (id, provision) in country.provisions() {
            let name = format!("{} {id}", country.country);
            assert!(ids.insert(id), "{name}: two entries have this id");
            assert!(provision.verified_on < provision.review_by, "{name}: to be read again before it was read");
            assert!(
                provision.from.zip(provision.until).is_none_or(|(from, until)| from < until),
                "{name}: never in force"
            );
            let document = provision.document.as_deref().unwrap_or_default();
            assert!(!document.is_empty(), "{name}: no source");
            if document.contains("general knowledge") {
                let read = provision.verified_on.0;
                let latest = read.checked_add(jiff::Span::new().months(3)).expect("a date");
                assert!(provision.confirm.is_some(), "{name}: nobody read it, and nobody is asked");
                assert!(provision.review_by.0 <= latest, "{name}: nobody read it, and it stands for long");
            }
            seen += 1;
        }
        for limit in &country.limits {
            let limited = [
                limit.pay.is_some(),
                limit.interest.is_some(),
                limit.keep.is_some(),
                limit.caller_number,
                limit.transit_only.is_some(),
            ];
            assert_eq!(
                limited.into_iter().filter(|limits| *limits).count(),
                1,
                "{} {}: limits nothing, or two things",
                country.country,
                limit.id
            );
            assert!(limit.home || !limit.laws.is_empty(), "{} {}: binds nobody", country.country, limit.id);
            // It is looked for in the name of a licence written in small letters.
            if let Some(words) = &limit.transit_only {
                let found = !words.is_empty() && *words == words.to_lowercase();
                assert!(found, "{} {}: fits no licence, or every one", country.country, limit.id);
            }
        }
        // A decision on a country in which the law holds anyway would decide nothing.
        for decision in &country.adequate {
            assert!(!country.transfer_tools.is_empty(), "{} {}: from what?", country.country, decision.id);
            for found in &decision.countries {
                assert!(!country.governs(found.code()), "{} {}: {found}", country.country, decision.id);
            }
        }
    }
    assert!(seen > 20, "hardly any entry");
}

/// A limit, a filing and a decision of a library of one's own are judged by like those of the program.
#[test]
fn law_can_be_added_in_a_folder() {
    let house = tempfile::tempdir().expect("a folder");
    let folder = house.path().join("clauses/reg/hk");
    fs::create_dir_all(&folder).expect("made");
    let dates = "law: An ordinance, verified_on: 2026-11-24, review_by: 2099-11-24";
    fs::write(
        folder.join("country.yaml"),
        format!(
            "country: HK\nname: Hong Kong\ndial_codes: [\"852\"]\nlimits:\n  - {{id: time-to-pay, what: Time, pay: 20 days, {dates}}}\n  - \
             {{id: interest, what: Interest, interest: 1 %, home: false, laws: [England], {dates}}}\nfilings:\n  - {{id: filing, what: A \
             filing, within: 10 days, {dates}}}\ntransfer_tools: [scc]\nadequate:\n  - {{id: decision, countries: [MY], {dates}}}\n"
        ),
    )
    .expect("written");
    let run = Options { library: Some(house.path().to_owned()), ..options(&[Format::Markdown]) };
    let library = pipeline::load(run.library.as_deref()).expect("a library");
    let findings = run.check(&Source::new("deal.yaml", smallest()), &library);
    for code in ["BILL001", "BILL006", "REG001", "DATA003"] {
        assert!(findings.iter().any(|finding| finding.code == code), "{code}: {}", list(&findings));
    }
}

#[test]
fn a_section_prints_where_its_country_is_touched_and_nowhere_else() {
    let ids = |deal: &Value| sections(deal).into_iter().collect::<Vec<_>>();
    // Home of a party; London is but the seat.
    assert_eq!(ids(&between("SG", "HK")), ["reg.hk", "reg.sg"]);
    // A member of the Union brings the Union's section beside its own, or alone.
    assert_eq!(ids(&between("DE", "BR")), ["reg.de", "reg.eu"]);
    assert_eq!(ids(&between("IE", "BR")), ["reg.eu"]);
    // The numbers that a rate leads to.
    let mut deal = between("BR", "CL");
    yaml::set(&mut deal, "rates.lines[0].codes", json!(["81"]));
    assert!(ids(&deal).is_empty());
    for (code, id) in [("234803", "reg.ng"), ("4477", "reg.gb"), ("1212", "reg.us"), ("336", "reg.eu")] {
        yaml::set(&mut deal, "rates.lines[0].codes", json!([code]));
        assert_eq!(ids(&deal), [id], "{code}");
    }
    // The seat.
    let mut deal = between("BR", "CL");
    yaml::set(&mut deal, "disputes.seat", "DIFC");
    assert_eq!(ids(&deal), ["reg.ae"]);
}

#[test]
fn every_section_prints_in_the_short_form_too() {
    for country in library().countries.keys().filter(|country| *country != "EU") {
        let id = format!("reg.{}", country.to_lowercase());
        if !library().clauses.contains_key(&id) {
            continue; // facts alone
        }
        let mut deal = deals::rich();
        yaml::set(&mut deal, "parties.straits.country", country.as_str());
        yaml::set(&mut deal, "legal.form", "short");
        assert!(sections(&deal).contains(&id), "{id}");
    }
}

#[test]
fn adding_a_country_is_adding_a_folder() {
    let house = tempfile::tempdir().expect("a folder");
    let folder = house.path().join("clauses/reg/jp");
    fs::create_dir_all(&folder).expect("made");
    fs::write(
        folder.join("country.yaml"),
        "country: JP\nname: Japan\ndial_codes: [\"81\"]\nseats: [Tokyo]\nlaws: [Japan]\n\
         data_law: Act on the Protection of Personal Information\nfigures:\n  - {id: mobile, what: A ceiling, kind: ceiling, \
         most: \"0.01\", currency: USD, network: mobile, codes: [\"8190\"], origin: foreign, from: 2026-01-01, law: A decision, \
         document: A paper, verified_on: 2026-11-24, review_by: 2027-11-24}\n",
    )
    .expect("written");
    fs::write(
        folder.join("section.md"),
        // A law under `sources` needs neither a definition nor a place in a list of names.
        "---\ntitle: Japan\nversion: 1\nwhen: {touch.JP: [party, numbers]}\nsources:\n  - {law: Telecommunications Business Act, \
         verified_on: 2026-11-24, review_by: 2027-11-24}\n---\nEach Party shall meet the Telecommunications Business Act of \
         Japan.\n",
    )
    .expect("written");
    let run = Options { library: Some(house.path().to_owned()), ..options(&[Format::Markdown]) };
    let library = pipeline::load(run.library.as_deref()).expect("a library");
    assert!(library.findings.is_empty(), "{}", list(&library.findings));
    for form in ["full", "short"] {
        let mut deal = between("SG", "JP");
        yaml::set(&mut deal, "legal.form", form);
        let drafted = run.draft(&Source::new("deal.yaml", yaml::text(&deal)), &library);
        let paper = drafted
            .files
            .iter()
            .find(|file| file.suffix == "md")
            .unwrap_or_else(|| panic!("{}", list(&drafted.findings)));
        let paper = String::from_utf8_lossy(&paper.bytes);
        assert!(paper.contains("Each Party shall meet the Telecommunications Business Act of Japan."), "{form}");
        assert!(paper.contains("Act on the Protection of Personal Information"), "{form}");
    }
    // Its figure is judged like every other.
    let mut deal = between("SG", "JP");
    yaml::set(&mut deal, "rates.lines[0].codes", json!(["8190"]));
    let findings = run.check(&Source::new("deal.yaml", yaml::text(&deal)), &library);
    assert!(findings.iter().any(|finding| finding.code == "REG002"), "{}", list(&findings));
}
