//! What a blank asks: the question to put to whoever knows the answer.

use super::about::{self, Speech};
use super::tree::{Kind, Node, steps};

/// Whom our own side asks when it is to ask itself.
const OWN_SIDE: &str = "your own side";

/// What a contact is asked for of which no field asks.
const ROLE: &str = "Who is {whose}[ {role}] contact?";

/// Whom to ask, and what, where a deal leaves a path blank or out: `ask Harbour Telecom Ltd: Who signs for you?`
#[must_use]
pub fn ask(deal: &Node, path: &str) -> String {
    if let Some((party, role, field)) = lacking(path) {
        let question = about::of(&format!("contacts[0].{field}")).and_then(|about| about.question());
        let role = |key: &str| (key == "role").then(|| role.to_owned());
        return ask_party(deal, party, &about::worded(question.unwrap_or(ROLE), Speech::You, role));
    }
    let about = about::of(path);
    let (path, flow) = without_flow(path);
    let question = about
        .and_then(|about| about.question())
        .map_or_else(|| format!("What is `{path}`?"), |question| fill(question, deal, &path));
    let on = flow.map_or(String::new(), |flow| format!("on the flow {flow}: "));
    let to = match party(deal, &path) {
        _ if about.is_some_and(|about| about.is_ours()) => OWN_SIDE.to_owned(),
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
    let printed = about::of(path).is_none_or(|about| about.is_printed());
    let until = if printed { "until then it prints as [•]" } else { "until then nothing is final" };
    format!("{} ({until})", ask(deal, path))
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
    about::worded(question, Speech::You, |key| words(entry?, key))
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

    use super::{ask, matches};
    use crate::deal::{about, schema, tree};
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
    fn every_field_that_may_be_blank_has_a_question_that_its_entry_can_fill() {
        let mut known = 0;
        walk(schema::deal(), "", &Value::Null, &mut |path, schema, entry| {
            known += 1;
            let question = about::of(path).expect("a field").question();
            assert!(question.is_some() || !schema::allows(schema, "null"), "{path} may be blank, and asks nothing");
            let Some(question) = question else { return };
            assert!(question.ends_with('?') && question.starts_with(char::is_uppercase), "{path}: {question}");
            for key in question.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
                let required = schema::find(entry, "required").and_then(Value::as_array);
                // A departure of a flow takes what it does not say from its section.
                let there = required.is_none_or(|keys| keys.iter().any(|one| one == key)) && !entry.is_null();
                assert!(there || ["who", "whom", "whose"].contains(&key), "{path}: {{{key}}}");
            }
        });
        assert!(known > 200, "hardly any field was found");
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
            (
                "technical.sites.a",
                "ask your own side: From and to which IP addresses do you send signalling and media?",
            ),
            ("contacts[0].email", "ask Their Company: What is the e-mail address of your noc contact?"),
            ("rates.lines[0].rate", "ask Their Company: What does a minute to Peru cost?"),
            (
                "quality.by_flow.x.asr",
                "ask Their Company: on the flow x: Which answer-seizure ratio (ASR) is expected?",
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
