//! Suggestions for open questions: usual terms between carriers, and consequences of other answers.

use super::answers::{Answer, Answers};
use crate::atlas;
use crate::deal::date::Date;
use crate::deal::place::Country;
use crate::library::Library;
use crate::library::country::CountryFacts;
use crate::path::Path;

macro_rules! always {
    ($($name:ident => $text:literal),* $(,)?) => {
        $(pub(super) fn $name(_: &Answers, _: &Path, _: &Library) -> Option<Answer> {
            Some($text.into())
        })*
    };
}

always! {
    usd => "USD",
    second => "1/1",
    cli => "cli",
    monthly => "monthly",
    days_30 => "30 days",
    days_10 => "10 days",
    invoice_date => "invoice_date",
    three_nines => "99.9 %",
    percent_5 => "5 %",
    percent_25 => "25 %",
    started_hour => "started_hour",
    calendar => "calendar",
    affected => "affected_service",
    one => "1",
    controllers => "independent_controllers",
    months_13 => "13 months",
}

/// The route class of a deck, if there is one.
pub(super) fn cli_of_deck(answers: &Answers, path: &Path, library: &Library) -> Option<Answer> {
    cli(answers, path, library).filter(|_| answers.has_deck())
}

/// The billing increment of a deck, if there is one.
pub(super) fn second_of_deck(answers: &Answers, path: &Path, library: &Library) -> Option<Answer> {
    second(answers, path, library).filter(|_| answers.has_deck())
}

/// The tax of the country that taxes the flow, by its name in the library.
pub(super) fn tax(answers: &Answers, path: &Path, library: &Library) -> Option<Answer> {
    let code = path.parent().and_then(|entry| answers.text(entry.key("country")));
    let name = code.and_then(|code| library.tax_name(code));
    Some(name.unwrap_or("Value added tax").into())
}

pub(super) fn blank(_: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    Some(Answer::Blank)
}

/// TLS where it authenticates, and the usual one where addresses or a password do.
pub(super) fn transports(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let word = if answers.text("security.mutual_tls") == Some("false") { "udp" } else { "tls" };
    Some(Answer::List(vec![word.into()]))
}

/// As many days as the time that an invoice covers.
pub(super) fn time_to_pay(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    Some(
        match answers.text("billing.cycle") {
            Some("weekly") => "7 days",
            Some("semi_monthly") => "15 days",
            Some("daily") => "3 days",
            _ => "30 days",
        }
        .into(),
    )
}

/// On its own network if every code of a flow leads to its supplier's country; `None` if the rates stand in a file, since nothing is known then.
pub(super) fn mode(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let lines = answers.count("rates.lines");
    if lines == 0 {
        return None;
    }
    let at_home = |at: usize| {
        let line = Path::from("rates.lines").index(at);
        let flow = answers.text(line.key("flow")).map(str::to_owned).or_else(|| answers.flows().first().cloned())?;
        let supplier = answers.text(Path::from("scope.flows").key(flow).key("supplier"))?;
        let home = answers.text(Path::from("parties").key(supplier).key("country"))?;
        let home: Country = home.parse().ok()?;
        let Some(Answer::List(codes)) = answers.get(line.key("codes")) else { return None };
        Some(codes.iter().all(|code| atlas::can_reach(code, home)))
    };
    let all: Vec<bool> = (0..lines).map(at_home).collect::<Option<_>>()?;
    let word = match (all.iter().any(|home| *home), all.iter().all(|home| *home)) {
        (_, true) => "peer",
        (true, _) => "mixed",
        (false, _) => "transit",
    };
    Some(word.into())
}

/// The law of New York at home there; Singapore's within Asia; otherwise England's.
pub(super) fn law(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    const ASIA: [&str; 16] =
        ["AU", "BD", "CN", "HK", "ID", "IN", "JP", "KH", "KR", "LK", "MM", "MY", "PH", "SG", "TH", "VN"];
    let of = |party: Option<String>| Some(answers.text(Path::from("parties").key(party?).key("country"))?.to_owned());
    let (ours, theirs) = (of(answers.we())?, of(answers.they())?);
    let both = |places: &[&str]| places.contains(&ours.as_str()) && places.contains(&theirs.as_str());
    Some(
        if both(&["US"]) {
            "New York"
        } else if both(&ASIA) {
            "Singapore"
        } else {
            "England and Wales"
        }
        .into(),
    )
}

/// The tool of the law that restricts transfers between the two countries, unless it finds the other country adequate when the rates begin.
pub(super) fn transfers(answers: &Answers, _: &Path, library: &Library) -> Option<Answer> {
    let homes: Vec<Country> = answers
        .parties()
        .iter()
        .filter_map(|party| answers.text(Path::from("parties").key(party).key("country"))?.parse().ok())
        .collect();
    let begin = answers.text("rates.effective").and_then(|time| time.get(..10)?.parse().ok());
    let mut word = "contract";
    for (from, to) in homes.iter().flat_map(|from| homes.iter().map(move |to| (from, to))) {
        let restricts =
            |law: &&CountryFacts| !law.transfer_tools.is_empty() && law.governs(from.code()) && !law.governs(to.code());
        for law in library.countries.values().filter(restricts) {
            let mut decisions = law.adequate.iter().filter(|one| one.countries.contains(to) && one.only.is_none());
            let holds = |until: Date| begin.is_none_or(|begin| until.0 >= begin);
            if !decisions.any(|one| one.provision.until.is_none_or(holds)) {
                word = law.transfer_tools.first().map_or("scc", |tool| tool.word());
            }
        }
    }
    Some(word.into())
}

pub(super) fn codecs(_: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    Some(Answer::List(vec!["G.711A".into(), "G.729".into()]))
}

pub(super) fn first_party(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    Some(Answer::Text(answers.parties().first()?.clone()))
}

pub(super) fn our_country(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    country(answers, &answers.we()?)
}

pub(super) fn cps(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let sessions: u32 = answers.text("technical.sessions")?.parse().ok()?;
    Some(Answer::Text((sessions / 100).max(1).to_string()))
}

pub(super) fn only_flow(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    match answers.flows().as_slice() {
        [one] => Some(Answer::Text(one.clone())),
        _ => None,
    }
}

pub(super) fn courts(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    answers.get("jurisdiction.law").cloned()
}

pub(super) fn rules(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let law = answers.text("jurisdiction.law").unwrap_or_default().to_lowercase();
    let homes =
        [("england", "LCIA"), ("singapore", "SIAC"), ("hong kong", "HKIAC"), ("german", "DIS"), ("dubai", "DIAC")];
    Some(homes.iter().find(|(home, _)| law.contains(home)).map_or("ICC", |(_, rules)| *rules).into())
}

pub(super) fn seat(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let law = answers.text("jurisdiction.law").unwrap_or_default().to_lowercase();
    let seats = [
        ("england", "London"),
        ("singapore", "Singapore"),
        ("hong kong", "Hong Kong"),
        ("german", "Frankfurt am Main"),
        ("dubai", "Dubai"),
        ("french", "Paris"),
        ("france", "Paris"),
        ("new york", "New York"),
        ("sweden", "Stockholm"),
        ("swiss", "Geneva"),
        ("switzerland", "Geneva"),
    ];
    Some(seats.iter().find(|(home, _)| law.contains(home)).map_or(Answer::Blank, |(_, seat)| (*seat).into()))
}

pub(super) fn reference(answers: &Answers, _: &Path, _: &Library) -> Option<Answer> {
    let (we, they) = (answers.we()?.to_uppercase(), answers.they()?.to_uppercase());
    let year = answers.text("rates.effective").and_then(|time| time.get(..4)).unwrap_or("1");
    Some(Answer::Text(format!("{we}-{they}-{year}")))
}

pub(super) fn this_flow(answers: &Answers, path: &Path, _: &Library) -> Option<Answer> {
    flow_of(answers, path).map(Answer::Text)
}

pub(super) fn customer_country(answers: &Answers, path: &Path, _: &Library) -> Option<Answer> {
    let flow = flow_of(answers, path)?;
    country(answers, answers.text(Path::from("scope.flows").key(&flow).key("customer"))?)
}

/// Across a border the customer accounts for the tax; within a country the supplier charges it.
pub(super) fn accounts(answers: &Answers, path: &Path, _: &Library) -> Option<Answer> {
    let flow = flow_of(answers, path)?;
    let side = if is_domestic(answers, &flow)? { "supplier" } else { "customer" };
    answers.get(Path::from("scope.flows").key(flow).key(side)).cloned()
}

pub(super) fn mechanism(answers: &Answers, path: &Path, _: &Library) -> Option<Answer> {
    let flow = flow_of(answers, path)?;
    Some(if is_domestic(answers, &flow)? { "charged" } else { "reverse_charge" }.into())
}

fn is_domestic(answers: &Answers, flow: &str) -> Option<bool> {
    let of = |side| country(answers, answers.text(Path::from("scope.flows").key(flow).key(side))?);
    Some(of("customer")? == of("supplier")?)
}

fn country(answers: &Answers, party: &str) -> Option<Answer> {
    answers.get(Path::from("parties").key(party).key("country")).cloned()
}

/// The flow of an entry of `tax`: the one that it names, otherwise the one at its index.
fn flow_of(answers: &Answers, path: &Path) -> Option<String> {
    let entry = path.entry()?;
    if let Some(flow) = answers.text(entry.key("flow")) {
        return Some(flow.to_owned());
    }
    answers.flows().get(entry.last()?.as_index()?).cloned()
}
