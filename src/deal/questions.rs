//! What a blank asks: the question to put to whoever knows the answer.

use super::tree::{Kind, Node, steps};

/// The question behind each field that may be blank, by its path: `*` is a key or an index that the deal chooses, and
/// `by_flow.FLOW` is left out. `{key}` is what the same entry says under that key.
pub const QUESTIONS: &[(&str, &str)] = &[
    ("library", "Which version of the clause library was this deal agreed on?"),
    ("reference", "Under which reference does the agreement run?"),
    ("parties.*.name", "What is your exact registered name?"),
    ("parties.*.registration", "What is your number in the register of companies?"),
    ("parties.*.address", "What is the address of your registered office?"),
    ("parties.*.licences", "Which licences or notifications do you hold for this traffic, and under which numbers?"),
    ("parties.*.licences.*.type", "What is your licence in {country} called?"),
    ("parties.*.licences.*.number", "What is the number of your licence in {country}?"),
    ("parties.*.licences.*.expiry", "On which day does your licence in {country} expire, if it does?"),
    ("parties.*.signatory", "Who signs for you, and with what title?"),
    ("parties.*.signatory.name", "Who signs for you, by full name?"),
    ("parties.*.signatory.title", "What office does your signatory hold?"),
    ("parties.*.tax_number", "Under which tax number (VAT, GST) are you to be invoiced?"),
    ("parties.*.rmd_number", "What is the number of your filing in the US Robocall Mitigation Database?"),
    ("parties.*.affiliates.*.name", "What is the exact registered name of your affiliate in {country}?"),
    ("parties.*.affiliates.*.registration", "What is the register number of your affiliate in {country}?"),
    ("parties.*.reference_offer", "What are the title and the date of your published reference offer?"),
    ("parties.*.signing", "Who signs the calls that you send (STIR/SHAKEN): you yourselves, or which agent?"),
    ("parties.*.signing.agent", "Which agent signs the calls that you send?"),
    ("parties.*.signing.arranged", "When was the written arrangement with your signing agent made?"),
    ("parties.*.us", "What are your FCC registration number, service provider code and Form 499 filer ID?"),
    ("parties.*.us.frn", "What is your FCC registration number?"),
    ("parties.*.us.spc", "What is the company code of your service provider code token?"),
    ("parties.*.us.filer_499", "What is your filer ID of FCC Form 499?"),
    ("scope.flows.*.description", "How would you describe the traffic from {customer} to {supplier} in a few words?"),
    ("scope.consent_process", "How is the consent of called persons to automated calls obtained and proven?"),
    ("scope.use_case", "For what purpose do you want the interconnection?"),
    ("technical.transports", "Which SIP transports do you support, in order of preference?"),
    ("technical.codecs", "Which codecs do you support, in order of preference?"),
    ("technical.sessions", "How many concurrent calls do you expect in one direction at most?"),
    ("technical.cps", "How many new calls a second do you expect in one direction at most?"),
    ("technical.sites", "From and to which addresses do you send signalling and media?"),
    ("technical.sites.*", "From and to which addresses do you send signalling and media?"),
    ("technical.points.*.place", "In which building or exchange is the point of interconnection {name}?"),
    ("technical.points.*.pays", "Who pays for the connection at {name}?"),
    ("technical.least_attestation", "Which attestation level (A, B or C) do you accept at least?"),
    ("rates.effective", "From when do the rates hold, with time and zone?"),
    ("rates.lines.*.rate", "What does a minute to {destination} cost?"),
    ("rates.lines.*.origin", "For calls from which origin does the rate to {destination} hold?"),
    ("rates.lines.*.jurisdiction", "For calls of which jurisdiction does the rate to {destination} hold?"),
    ("rates.lines.*.band", "In which time band does the rate to {destination} hold?"),
    ("rates.lines.*.country", "In which country is the destination {destination}?"),
    ("rates.lines.*.effective", "From when does the rate to {destination} hold, with time and zone?"),
    ("rates.lines.*.until", "Until when does the rate to {destination} hold, with time and zone?"),
    ("rates.deck", "Which file is your rate deck?"),
    (
        "pricing.notices.*.destination",
        "For which destination do you want another notice of rate changes than {increase}?",
    ),
    ("pricing.notices.*.decrease", "How long is the notice of a lower rate, where that of a higher one is {increase}?"),
    (
        "pricing.notices.*.closure",
        "How long is the notice that a code closes, where that of a higher rate is {increase}?",
    ),
    ("pricing.freeze", "For how long from the start do you hold the rates?"),
    ("pricing.fees.*.amount", "How much is the fee for {what}?"),
    ("pricing.swap", "How many minutes do you want to exchange in kind, and in which period?"),
    ("billing.pay", "What time to pay do you propose?"),
    ("billing.dispute_window", "How long after its date may an invoice be disputed?"),
    ("billing.escrow_agent", "Whom do you propose to hold disputed sums in escrow?"),
    ("billing.dispute_threshold", "Below which sum shall no invoice be disputed?"),
    ("credit.limit", "Which credit limit do you propose, billed and unbilled?"),
    ("credit.security", "Which sum of security or prepayment do you propose?"),
    ("credit.low_balance", "At which balance shall a prepaying customer be told to top up?"),
    ("credit.formula", "How shall the amount of security follow the traffic: which multiple of which month?"),
    ("sla.availability", "Which availability in a month do you propose for setting up and carrying calls?"),
    ("sla.media", "Which availability in a month do you propose for the media path?"),
    ("sla.credits.rate", "Which share of the charges is credited for each hour beyond the allowance?"),
    ("sla.credits.cap", "Which share of the charges do the credits of a month not exceed?"),
    ("quality.ner", "Which network effectiveness ratio (NER) do you propose at least?"),
    ("quality.pdd", "Which post-dial delay do you propose at most, at the 95th percentile?"),
    ("quality.loss", "Which packet loss do you propose at most?"),
    ("quality.jitter", "Which jitter do you propose at most?"),
    ("quality.delay", "Which one-way delay do you propose at most?"),
    ("quality.mos", "Which mean opinion score (MOS) do you propose at least?"),
    ("quality.asr", "Which answer-seizure ratio (ASR) do you expect?"),
    ("quality.asr_exit", "Below which answer-seizure ratio may a destination be left?"),
    ("quality.acd", "Which average call duration (ACD) do you expect?"),
    ("fraud.premium_minutes", "How many minutes an hour to premium numbers shall raise an alarm?"),
    ("term.start", "On which day shall the agreement begin to bind?"),
    ("term.break_after", "After what time may a party end the agreement within its initial term?"),
    ("term.renewal_length", "By what time does each renewal extend the agreement?"),
    ("term.renewal_notice", "What notice before the end of a term stops the renewal?"),
    ("term.service_date", "On which day does the service start, or since when has it run?"),
    ("term.trial", "How long shall the trial last?"),
    ("term.trial_minutes", "How many minutes may the trial carry at most?"),
    ("termination.notice", "What notice to end without cause do you propose?"),
    ("termination.cure", "What time to cure a breach do you propose?"),
    (
        "termination.unpaid_after_due",
        "How long after its due date may an undisputed debt stay unpaid before it is ground to end?",
    ),
    ("jurisdiction.law", "Which law shall govern the agreement?"),
    ("jurisdiction.courts", "Which courts shall grant interim relief and enforce awards?"),
    ("disputes.seat", "Where shall the seat of arbitration be?"),
    ("disputes.arbitration_law", "Which law shall govern the arbitration agreement?"),
    ("disputes.appointing_authority", "Who shall appoint arbitrators, where no institution does?"),
    ("disputes.mediation", "How long shall mediation last before arbitration begins?"),
    ("disputes.expert", "Which body shall appoint an expert for questions of records and measures?"),
    ("disputes.three_above", "Above which sum in dispute shall three arbitrators decide?"),
    ("dpa.retention", "For how long do you keep traffic data for billing and disputes?"),
    (
        "regulatory.filings.*.within",
        "Within what time of the last signature do you make this filing in {country}: {what}?",
    ),
    ("contacts.*.name", "Which person or desk is your {role} contact?"),
    ("contacts.*.email", "What is the e-mail address of your {role} contact?"),
    ("contacts.*.phone", "What is the telephone number of your {role} contact?"),
    ("contacts.*.hours", "When is your {role} contact manned?"),
    ("legal.reviewed_by", "Which lawyer reviewed this draft?"),
    ("legal.reviewed_on", "On which day did our lawyer review this draft?"),
    ("legal.translation", "Into which language shall the agreement be translated?"),
    ("legal.changes.place", "Where are changes by posting published?"),
    ("legal.liability_floor", "Which sum shall the cap on liability not fall below?"),
    ("legal.insurance", "Which insurance do you carry, for which sums?"),
    ("legal.insurance.cyber", "For which sum are you insured against security incidents?"),
    ("waivers.*.until", "Until which day is the finding {rule} set aside?"),
];

/// Fields that our own side knows and that print nowhere.
const OURS: &[&str] = &["library", "legal.reviewed_by", "legal.reviewed_on", "waivers.*.until"];

/// Whom our own side asks when it is to ask itself.
const OWN_SIDE: &str = "your own side";

/// Whom to ask, and what, where a deal leaves a path blank or out: `ask Harbour Telecom Ltd: Who signs for you?`
#[must_use]
pub fn ask(deal: &Node, path: &str) -> String {
    if let Some((party, role, field)) = lacking(path) {
        let field = format!("contacts.*.{field}");
        let known = QUESTIONS.iter().find(|(pattern, _)| *pattern == field);
        return ask_party(
            deal,
            party,
            &known.map_or("Who is your {role} contact?", |known| known.1).replace("{role}", role),
        );
    }
    let (path, flow) = without_flow(path);
    let known = QUESTIONS.iter().find(|(pattern, _)| matches(pattern, &path));
    let question = known.map_or_else(|| format!("What is `{path}`?"), |(_, question)| fill(question, deal, &path));
    let on = flow.map_or(String::new(), |flow| format!("on the flow {flow}: "));
    let to = match party(deal, &path) {
        _ if path == "reference" || is_ours(&path) => OWN_SIDE.to_owned(),
        Some(id) => name(deal, id),
        None => other_side(deal),
    };
    format!("ask {to}: {on}{question}")
}

/// Where a blank of a contact that the deal does not name at all belongs: its line has no index yet.
#[must_use]
pub fn lacking_contact(party: &str, role: &str, field: &str) -> String {
    format!("contacts.{party}.{role}.{field}")
}

/// The party, role and field of such a path.
fn lacking(path: &str) -> Option<(&str, &str, &str)> {
    let (party, rest) = path.strip_prefix("contacts.")?.split_once('.')?;
    let (role, field) = rest.split_once('.')?;
    Some((party, role, field))
}

/// The same with what a draft does until there is an answer.
#[must_use]
pub fn help(deal: &Node, path: &str) -> String {
    let until = if is_ours(path) { "until then nothing is final" } else { "until then it prints as [•]" };
    format!("{} ({until})", ask(deal, path))
}

fn is_ours(path: &str) -> bool {
    OURS.iter().any(|pattern| matches(pattern, path))
}

/// A question put to one party.
#[must_use]
pub fn ask_party(deal: &Node, id: &str, question: &str) -> String {
    format!("ask {}: {question}", name(deal, id))
}

/// Whether a path leads to a field of a pattern.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let mut path = steps(path);
    pattern.split('.').all(|wanted| path.next().is_some_and(|step| wanted == "*" || wanted == step))
        && path.next().is_none()
}

/// A path without the flow that it departs for, and that flow.
pub(super) fn without_flow(path: &str) -> (String, Option<&str>) {
    let Some((section, rest)) = path.split_once(".by_flow.") else { return (path.to_owned(), None) };
    let (flow, field) = rest.split_once('.').unwrap_or((rest, ""));
    (format!("{section}.{field}"), Some(flow))
}

/// A question with what the entry around the field says put in.
fn fill(question: &str, deal: &Node, path: &str) -> String {
    let entry = path.rsplit_once('.').and_then(|(entry, _)| deal.find(entry));
    let mut out = String::new();
    let mut rest = question;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(&entry.and_then(|entry| words(entry, key)).unwrap_or_else(|| format!("[{key}]")));
        rest = after;
    }
    out + rest
}

/// The scalar under a key, on one line.
fn words(node: &Node, key: &str) -> Option<String> {
    scalar(node, key).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn scalar<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.get(key)?.value.kind {
        Kind::Scalar(text) => Some(text),
        _ => None,
    }
}

/// The party that a path belongs to: by its key, or because the entry of a list names it.
fn party<'a>(deal: &'a Node, path: &'a str) -> Option<&'a str> {
    let mut steps = steps(path);
    match (steps.next(), steps.next(), steps.next()) {
        (Some("parties"), id, _) | (Some("technical"), Some("sites"), id) => id,
        _ => {
            let entry = path.rfind(']').and_then(|end| path.get(..=end))?;
            scalar(deal.find(entry)?, "party")
        }
    }
}

/// A party as one speaks of it: by its name, or by its key where the name is blank.
fn name(deal: &Node, id: &str) -> String {
    if scalar(deal, "we") == Some(id) {
        return OWN_SIDE.to_owned();
    }
    deal.find(&format!("parties.{id}")).and_then(|party| words(party, "name")).unwrap_or_else(|| id.to_owned())
}

/// The party that we are not, if there is one such.
fn other_side(deal: &Node) -> String {
    let parties = deal.get("parties").map(|entry| &entry.value.kind);
    let (Some(we), Some(Kind::Map(parties))) = (scalar(deal, "we"), parties) else {
        return "the other side".to_owned();
    };
    let mut others = parties.iter().filter(|party| party.key != we);
    match (others.next(), others.next()) {
        (Some(other), None) => name(deal, &other.key),
        _ => "the other side".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{OURS, QUESTIONS, ask, matches, without_flow};
    use crate::deal::{schema, tree};
    use crate::source::Source;

    /// Calls `visit` with each path of a schema, `*` for what the deal chooses, and the schema of its entry.
    fn walk(schema: &Value, path: &str, entry: &Value, visit: &mut impl FnMut(&str, &Value, &Value)) {
        visit(path, schema, entry);
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Some(Value::Object(fields)) = schema::find(schema, "properties") {
            for (key, field) in fields {
                walk(field, &below(key), schema, visit);
            }
        }
        for key in ["additionalProperties", "items"] {
            if let Some(inner) = schema::find(schema, key).filter(|inner| inner.is_object()) {
                walk(inner, &below("*"), schema, visit);
            }
        }
    }

    #[test]
    fn every_field_that_may_be_blank_has_one_question_and_no_other_has() {
        let mut known = Vec::new();
        walk(schema::deal(), "", &Value::Null, &mut |path, schema, entry| {
            let (path, _) = without_flow(path);
            let found: Vec<_> = QUESTIONS.iter().filter(|(pattern, _)| *pattern == path).collect();
            assert!(found.len() < 2, "{path} has several questions");
            if schema::allows(schema, "null") {
                assert_eq!(found.len(), 1, "{path} may be blank, and no question asks for it");
            }
            for (pattern, question) in found {
                assert!(question.ends_with('?') && question.starts_with(char::is_uppercase), "{pattern}: {question}");
                for key in question.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
                    let required = schema::find(entry, "required").and_then(Value::as_array);
                    assert!(required.is_some_and(|keys| keys.iter().any(|one| one == key)), "{pattern}: {{{key}}}");
                }
            }
            known.push(path);
        });
        assert!(known.len() > 200, "hardly any field was found");
        for pattern in QUESTIONS.iter().map(|(pattern, _)| *pattern).chain(OURS.iter().copied()) {
            assert!(known.iter().any(|path| path == pattern), "{pattern} is no field");
        }
    }

    #[test]
    fn a_pattern_covers_its_paths_alone() {
        assert!(matches("rates.lines.*.rate", "rates.lines[12].rate"));
        assert!(matches("technical.sites.*", "technical.sites.harbour"));
        assert!(!matches("technical.sites", "technical.sites.harbour"));
        assert!(!matches("rates.lines.*.rate", "rates.lines[12]"));
    }

    #[test]
    fn whoever_knows_is_asked() {
        let text = "we: a\nparties:\n  a: {name: Ours Ltd}\n  b: {name: Their  Company}\n\
                    contacts: [{party: b, role: noc, email: ~}]\nrates: {lines: [{destination: Peru, rate: ~}]}\n";
        let deal = tree::read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a tree");
        for (path, asked) in [
            ("parties.b.signatory", "ask Their Company: Who signs for you, and with what title?"),
            ("parties.a.signatory.name", "ask your own side: Who signs for you, by full name?"),
            ("technical.sites.a", "ask your own side: From and to which addresses do you send signalling and media?"),
            ("contacts[0].email", "ask Their Company: What is the e-mail address of your noc contact?"),
            ("rates.lines[0].rate", "ask Their Company: What does a minute to Peru cost?"),
            (
                "quality.by_flow.x.asr",
                "ask Their Company: on the flow x: Which answer-seizure ratio (ASR) do you expect?",
            ),
            ("legal.reviewed_by", "ask your own side: Which lawyer reviewed this draft?"),
            ("contacts.b.fraud.phone", "ask Their Company: What is the telephone number of your fraud contact?"),
        ] {
            assert_eq!(ask(&deal, path), asked);
        }
        let text = text.replace("Their  Company", "~").replace("we: a", "we: c");
        let deal = tree::read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a tree");
        assert!(ask(&deal, "parties.b.name").starts_with("ask b: "));
        assert!(ask(&deal, "disputes.seat").starts_with("ask the other side: "));
    }
}
