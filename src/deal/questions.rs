//! The question behind a blank, put to whoever knows the answer.

use super::about::{self, Speech};
use super::contacts::Role;
use super::field::without_flow;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Ask;
use crate::path::{Path, Step};

/// The name of our own side among those who are asked.
const OWN_SIDE: &str = "your own side";

/// Whom to ask, and what, if a deal leaves a path blank or out: of Harbour Telecom Ltd, `Who signs for you?`
#[must_use]
pub fn ask(deal: &Node, path: &Path) -> Ask {
    let about = about::of(path);
    let (path, flow) = without_flow(path);
    let question = about
        .and_then(|about| about.question())
        .map_or_else(|| format!("What is `{path}`?"), |question| fill(question, deal, &path));
    let on = flow.map_or(String::new(), |flow| format!("on the flow {flow}: "));
    let to = match party(deal, &path) {
        _ if about.is_some_and(|about| about.is_ours()) => OWN_SIDE.to_owned(),
        Some(id) => name(deal, id),
        None => supplier(deal, &path, flow).map_or_else(|| other_side(deal), |id| name(deal, id)),
    };
    Ask::new(to, format!("{on}{question}"))
}

/// The same for a field of a contact that the deal does not list: no entry says yet whom to ask.
#[must_use]
pub fn ask_contact(deal: &Node, path: &Path, party: &str, role: Role) -> Ask {
    let question = about::of(path).and_then(|about| about.question()).unwrap_or("Who is {whose}[ {role}] contact?");
    let role = |key: &str| (key == "role").then(|| role.key().to_owned());
    ask_party(deal, party, about::worded(question, Speech::You, role))
}

/// The same, with what a draft does until there is an answer.
#[must_use]
pub fn ask_until(deal: &Node, path: &Path) -> Ask {
    let printed = about::of(path).is_none_or(|about| about.is_printed());
    ask(deal, path).until(if printed { "it prints as [•]" } else { "nothing is final" })
}

/// A question put to one party.
#[must_use]
pub fn ask_party(deal: &Node, id: &str, question: impl Into<String>) -> Ask {
    Ask::new(name(deal, id), question)
}

/// A question completed from the entry around the field.
fn fill(question: &str, deal: &Node, path: &Path) -> String {
    let entry = path.parent().and_then(|entry| deal.find(&entry));
    about::worded(question, Speech::You, |key| words(entry?, key))
}

/// The scalar under a key, as one line.
fn words(node: &Node, key: &str) -> Option<String> {
    scalar(node, key).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn scalar<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    match &node.get(key)?.value.kind {
        NodeKind::Scalar(text) => Some(text),
        _ => None,
    }
}

/// The party that a path belongs to: by its key, or as the entry of the list names it.
fn party<'a>(deal: &'a Node, path: &'a Path) -> Option<&'a str> {
    match path.steps() {
        [Step::Key(parties), Step::Key(id), ..] if parties == "parties" => Some(id),
        [Step::Key(technical), Step::Key(sites), Step::Key(id), ..] if technical == "technical" && sites == "sites" => {
            Some(id)
        }
        [Step::Key(technical), Step::Key(form), Step::Key(sides), Step::Key(id), ..]
            if technical == "technical" && form == "form" && sides == "sides" =>
        {
            Some(id)
        }
        _ => scalar(deal.find(&path.entry()?)?, "party"),
    }
}

/// The party that knows a price, or what its network achieves: the supplier of the field's flow, or of all flows if the
/// field is about all and they share one.
fn supplier<'a>(deal: &'a Node, path: &Path, flow: Option<&str>) -> Option<&'a str> {
    if !path.starts_with("rates.lines") && !["sla", "quality"].contains(&path.section()) {
        return None;
    }
    let NodeKind::Map(flows) = &deal.find(&"scope.flows".into())?.kind else { return None };
    let flow = flow.or_else(|| scalar(deal.find(&path.entry()?)?, "flow"));
    let mut suppliers = flows
        .iter()
        .filter(|entry| flow.is_none_or(|flow| entry.key == flow))
        .map(|entry| scalar(&entry.value, "supplier"));
    let first = suppliers.next()??;
    suppliers.all(|other| other == Some(first)).then_some(first)
}

/// A party's name, or its key if the name is blank.
fn name(deal: &Node, id: &str) -> String {
    if scalar(deal, "we") == Some(id) {
        return OWN_SIDE.to_owned();
    }
    deal.find(&Path::from("parties").key(id)).and_then(|party| words(party, "name")).unwrap_or_else(|| id.to_owned())
}

/// The name of the other party, if there is exactly one.
fn other_side(deal: &Node) -> String {
    let parties = deal.get("parties").map(|entry| &entry.value.kind);
    let (Some(we), Some(NodeKind::Map(parties))) = (scalar(deal, "we"), parties) else {
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

    use super::{Role, ask, ask_contact};
    use crate::deal::{about, schema, tree};
    use crate::path::{Path, Step};
    use crate::source::Source;

    /// Calls `visit` with each path of a schema, `*` for what the deal chooses, and the schema of the entry around it.
    fn walk(schema: &Value, path: &Path, entry: &Value, visit: &mut impl FnMut(&Path, &Value, &Value)) {
        visit(path, schema, entry);
        if let Some(Value::Object(fields)) = schema::find(schema, "properties") {
            for (key, field) in fields {
                walk(field, &path.key(key), schema, visit);
            }
        }
        for step in [Step::Key("*".into()), Step::Index(0)] {
            if let Some(inner) = schema::below(schema, &step) {
                walk(inner, &path.then(step), schema, visit);
            }
        }
    }

    #[test]
    fn every_field_that_may_be_blank_has_a_question_that_its_entry_can_fill() {
        let mut known = 0;
        walk(schema::deal(), &Path::root(), &Value::Null, &mut |path, schema, entry| {
            known += 1;
            let question = about::of(path).expect("a field").question();
            assert!(question.is_some() || !schema::allows(schema, "null"), "{path} may be blank, and asks nothing");
            let Some(question) = question else { return };
            assert!(question.ends_with('?') && question.starts_with(char::is_uppercase), "{path}: {question}");
            for key in question.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
                let required = schema::find(entry, "required").and_then(Value::as_array);
                // A departure takes the fields that it lacks from its section.
                let there = required.is_none_or(|keys| keys.iter().any(|one| one == key)) && !entry.is_null();
                assert!(there || ["who", "whom", "whose"].contains(&key), "{path}: {{{key}}}");
            }
        });
        assert!(known > 200, "hardly any field was found");
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
        ] {
            assert_eq!(ask(&deal, &path.into()).to_string(), asked);
        }
        assert_eq!(
            ask_contact(&deal, &"contacts[1].phone".into(), "b", Role::Fraud).to_string(),
            "ask Their Company: What is the telephone number of your fraud contact?"
        );
        let sells = text.to_owned() + "scope: {flows: {x: {customer: b, supplier: a}}}\n";
        let sells = tree::read(&Source::new("deal.yaml", sells), &mut Vec::new()).expect("a tree");
        for path in ["rates.lines[0].rate", "quality.asr", "sla.by_flow.x.availability"] {
            assert_eq!(ask(&sells, &path.into()).whom, "your own side", "{path}: we are the supplier");
        }
        let text = text.replace("Their  Company", "~").replace("we: a", "we: c");
        let deal = tree::read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a tree");
        assert_eq!(ask(&deal, &"parties.b.name".into()).whom, "b");
        assert_eq!(ask(&deal, &"disputes.seat".into()).whom, "the other side");
    }
}
