//! Kamailio's lists (`dispatcher.list`, the file of `permissions`) and what `kamcmd` prints of them (`dispatcher.list`,
//! `permissions.addressDump`, `permissions.subnetDump`).

use super::{ConfigFacts, ConfigGroup, SourceList, uri};
use crate::deal::place::Address;

/// The list of sources in the words of Kamailio.
const ADDRESSES: &str = "permissions";
/// Flags of a destination that keep calls away: inactive, and switched off by hand.
const OFF: u32 = 1 | 4;

/// Whether the first line that says something is one of a list: a number, then an address or a URI.
pub(super) fn is_list(text: &str) -> bool {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    let mut words = line.unwrap_or_default().split_whitespace();
    let (Some(set), Some(what)) = (words.next(), words.next()) else { return false };
    set.parse::<u32>().is_ok() && (what.starts_with("sip") || uri::socket_of(what).is_some())
}

pub(super) fn read(text: &str) -> ConfigFacts {
    let mut facts = ConfigFacts::default();
    if text.trim_start().starts_with('{') {
        dump(text, &mut facts);
    } else {
        list(text, &mut facts);
    }
    facts
}

/// The group of a set or an address group, made if it is new.
fn group<'a>(facts: &'a mut ConfigFacts, name: &str) -> &'a mut ConfigGroup {
    let at = facts.groups.iter().position(|one| one.name == name).unwrap_or_else(|| {
        facts.groups.push(ConfigGroup { name: name.to_owned(), ..ConfigGroup::default() });
        facts.groups.len() - 1
    });
    // The index was found or made just now.
    #[allow(clippy::indexing_slicing)]
    &mut facts.groups[at]
}

/// A destination before its order among the others is known.
#[derive(Debug, Default)]
struct TargetDraft {
    set: String,
    uri: String,
    line: usize,
    priority: i64,
    flags: String,
    attributes: String,
    weight: Option<u32>,
}

fn list(text: &str, facts: &mut ConfigFacts) {
    let mut targets = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let line = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = line.split_whitespace().collect();
        let [set, what, rest @ ..] = words.as_slice() else {
            if !words.is_empty() {
                facts.unread.push((number, format!("`{}`", line.trim())));
            }
            continue;
        };
        if what.starts_with("sip") {
            targets.push(TargetDraft {
                set: (*set).to_owned(),
                uri: (*what).to_owned(),
                line: number,
                flags: rest.first().copied().unwrap_or_default().to_owned(),
                priority: rest.get(1).and_then(|word| word.parse().ok()).unwrap_or_default(),
                attributes: rest.get(2).copied().unwrap_or_default().to_owned(),
                weight: None,
            });
            continue;
        }
        // Kamailio takes `address/bits` in one word for a host name that is never met.
        let bits = rest.first().and_then(|word| word.parse::<u8>().ok());
        match address(what, bits) {
            Some(address) => let_in(facts, set, address, number),
            None => facts.unread.push((number, format!("`{what}` is no address; Kamailio takes it for a host name"))),
        }
    }
    place(targets, facts);
}

fn let_in(facts: &mut ConfigFacts, set: &str, address: Address, line: usize) {
    let group = group(facts, set);
    if group.sources.is_empty() {
        group.sources.push(SourceList { what: ADDRESSES, entries: Vec::new() });
    }
    if let Some(list) = group.sources.first_mut() {
        list.entries.push((address, line));
    }
}

/// An address and the bits of its network; no bits, and 0, is the address alone.
fn address(text: &str, bits: Option<u8>) -> Option<Address> {
    let ip: std::net::IpAddr = text.trim_matches(['[', ']']).parse().ok()?;
    let most = crate::export::model::most_bits(ip);
    let prefix = bits.filter(|bits| *bits > 0 && *bits < most);
    Some(Address { ip, prefix })
}

/// Puts destinations into their sets, with the order of their priorities.
fn place(targets: Vec<TargetDraft>, facts: &mut ConfigFacts) {
    let first = |set: &str| targets.iter().filter(|one| one.set == set).map(|one| one.priority).max();
    let highest: Vec<Option<i64>> = targets.iter().map(|one| first(&one.set)).collect();
    for (target, highest) in targets.into_iter().zip(highest) {
        let Some(mut hop) = uri::hop(&target.uri, target.line) else {
            facts.unread.push((target.line, format!("`{}`", target.uri)));
            continue;
        };
        let attribute =
            |name: &str| target.attributes.split(';').find_map(|one| one.strip_prefix(name)?.strip_prefix('='));
        hop.is_backup = Some(Some(target.priority) != highest);
        hop.share = target.weight.or_else(|| attribute("weight")?.parse().ok()).filter(|weight| *weight > 0);
        // A number in the list, letters in a dump: the first of them is D for what was switched off by hand.
        hop.is_off = target.flags.parse::<u32>().map_or_else(|_| target.flags.starts_with('D'), |bits| bits & OFF != 0);
        group(facts, &target.set).hops.push(hop);
    }
}

fn dump(text: &str, facts: &mut ConfigFacts) {
    let (mut targets, mut set, mut target) = (Vec::<TargetDraft>::new(), String::new(), None::<TargetDraft>);
    let mut entry = (String::new(), None::<String>, None::<u8>, 0_usize);
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let Some((name, value)) = line.trim().split_once(':') else {
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        match name.to_ascii_uppercase().as_str() {
            // An address has an id, too; only that of a set is followed by targets.
            "ID" => set = value.to_owned(),
            "URI" => {
                targets.extend(target.take());
                target = Some(TargetDraft {
                    set: set.clone(),
                    uri: value.to_owned(),
                    line: number,
                    ..TargetDraft::default()
                });
            }
            "FLAGS" => set_in(&mut target, |one| one.flags = value.to_owned()),
            "PRIORITY" => set_in(&mut target, |one| one.priority = value.parse().unwrap_or(0)),
            "WEIGHT" => set_in(&mut target, |one| one.weight = value.parse().ok()),
            "BODY" => set_in(&mut target, |one| one.attributes = value.to_owned()),
            "GROUP" => {
                finish(&mut entry, facts);
                entry.0 = value.to_owned();
            }
            "IP" => {
                finish(&mut entry, facts);
                entry.1 = Some(value.to_owned());
                entry.3 = number;
            }
            "MASK" => entry.2 = value.parse().ok(),
            _ => {}
        }
    }
    targets.extend(target);
    finish(&mut entry, facts);
    place(targets, facts);
}

fn set_in(target: &mut Option<TargetDraft>, set: impl FnOnce(&mut TargetDraft)) {
    if let Some(target) = target.as_mut() {
        set(target);
    }
}

/// Takes an address of a dump over, with the group that stood before it.
fn finish(entry: &mut (String, Option<String>, Option<u8>, usize), facts: &mut ConfigFacts) {
    if let Some(ip) = entry.1.take() {
        match address(&ip, entry.2.take()) {
            Some(address) => let_in(facts, &entry.0, address, entry.3),
            None => facts.unread.push((entry.3, format!("`{ip}`"))),
        }
    }
}
