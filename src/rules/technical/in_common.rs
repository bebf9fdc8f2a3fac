use std::fmt::Debug;

use serde::Serialize;

use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH033",
    level: Level::Error,
    summary: "the two sides' equipment has nothing in common",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(form) = &deal.technical.form else { return };
    let sides: Vec<_> = form.sides.iter().filter(|(party, _)| deal.parties.contains_key(*party)).collect();
    let [(first, one), (second, other)] = sides[..] else { return };
    let mut compare = |field: &str, what: &str, shared: Option<(String, String)>| {
        if let Some((ours, theirs)) = shared {
            let side = |party: &str| Path::from("technical.form.sides").key(party);
            let at = |party: &str| field.split('.').fold(side(party), |path, key| path.key(key));
            report
                .add(
                    at(second),
                    format!("`{second}` has {theirs}, `{first}` has {ours}: no {what} in common"),
                    "ask the engineers of both sides, and write what each can use",
                )
                .also(at(first), format!("what `{first}` has"));
        }
    };
    if let (Some(ours), Some(theirs)) = (&one.abilities, &other.abilities) {
        compare("abilities.transports", "transport", apart(&ours.transports, &theirs.transports));
        compare("abilities.codecs", "codec", apart(&ours.codecs, &theirs.codecs));
        compare("abilities.ip_versions", "IP version", apart(&ours.ip_versions, &theirs.ip_versions));
        compare("abilities.dtmf", "way to send digits", apart(&ours.dtmf, &theirs.dtmf));
        compare("abilities.keying", "way to agree on keys", apart(&ours.keying, &theirs.keying));
    }
    if let (Some(ours), Some(theirs)) = (&one.tls, &other.tls) {
        compare("tls.versions", "TLS version", apart(&ours.versions, &theirs.versions));
        compare("tls.suites", "cipher suite", apart(&ours.suites, &theirs.suites));
    }
}

/// The words of two lists that share nothing; `None` if they share something, or one of them is not known.
fn apart<T: PartialEq + Serialize + Debug>(one: &Field<Vec<T>>, other: &Field<Vec<T>>) -> Option<(String, String)> {
    let (one, other) = (one.known()?, other.known()?);
    let is_apart = !one.is_empty() && !other.is_empty() && !one.iter().any(|word| other.contains(word));
    is_apart.then(|| (words(one), words(other)))
}

fn words<T: Serialize>(list: &[T]) -> String {
    let word = |one: &T| serde_json::to_value(one).ok().and_then(|value| value.as_str().map(str::to_owned));
    list.iter().filter_map(word).collect::<Vec<_>>().join(", ")
}
