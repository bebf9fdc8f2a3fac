use std::fmt::Debug;

use serde::Serialize;

use crate::deal::{Deal, Field, PartyId};
use crate::diagnostic::Level;
use crate::rules::technical::with::house;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH033",
    level: Level::Error,
    summary: "the two sides' equipment has nothing in common",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let parties: Vec<&PartyId> = deal.parties.keys().collect();
    let [first, second] = parties[..] else { return };
    let (one, other) = (house::side(deal, report, first), house::side(deal, report, second));
    let mut compare = |field: &str, what: &str, shared: Option<(String, String)>| {
        let Some((ours, theirs)) = shared else { return };
        let group = field.split('.').next().unwrap_or_default();
        // The house's own file holds what the deal does not say of our side.
        let at = |party: &str| {
            let side = house::place(deal, party, group)?;
            Some(field.split('.').fold(side, |path, key| path.key(key)))
        };
        let (path, also) = match (at(second), at(first)) {
            (Some(path), also) => (path, also),
            (None, Some(path)) => (path, None),
            (None, None) => return,
        };
        let added = report.add(
            path,
            format!("`{second}` has {theirs}, `{first}` has {ours}: no {what} in common"),
            "ask the engineers of both sides, and write what each can use",
        );
        if let Some(also) = also {
            added.also(also, format!("what `{first}` has"));
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
