//! `pjsip.conf`, `acl.conf` and `rtp.conf` of Asterisk 20 and later, with the defaults of `res_pjsip`'s documentation.

use std::net::IpAddr;

use super::sections::{self, ConfSection};
use super::{ConfigFacts, ConfigGroup, ConfigHop, ConfigSetting, SourceList, uri};
use crate::deal::place::Address;
use crate::export::asterisk::codec_of;

pub(super) fn read(text: &str) -> ConfigFacts {
    let (sections, unread) = sections::read(text);
    let mut facts = ConfigFacts { unread, ..ConfigFacts::default() };
    let live: Vec<&ConfSection> = sections.iter().filter(|one| !one.is_template).collect();
    let transports: Vec<&ConfSection> = live.iter().copied().filter(|one| one.is_a("transport")).collect();
    if !transports.is_empty() {
        let read: Vec<ConfigHop> = transports.iter().filter_map(|one| listen(one, &mut facts.unread)).collect();
        facts.listens = Some(read);
    }
    for section in &live {
        if section.is_a("endpoint") {
            facts.groups.push(endpoint(section, &live, &mut facts.unread));
        } else if section.options.iter().any(|(name, ..)| name == "permit") {
            let sources = sources("access list", section.values("permit"), &mut facts.unread);
            facts.groups.push(ConfigGroup {
                name: section.name.clone(),
                sources: vec![sources],
                ..ConfigGroup::default()
            });
        }
        if let (Some((first, line)), Some((last, _))) = (section.value("rtpstart"), section.value("rtpend")) {
            facts.settings.push(said("media_ports", format!("{first}-{last}"), line));
        }
    }
    facts
}

fn said(key: &'static str, value: String, line: usize) -> ConfigSetting {
    ConfigSetting { key, value, line, is_default: false }
}

fn listen(section: &ConfSection, unread: &mut Vec<(usize, String)>) -> Option<ConfigHop> {
    let (bind, line) = section.value("bind")?;
    let protocol = section.value("protocol").map_or("udp", |(value, _)| value);
    let hop = uri::hop(&format!("sip:{bind};transport={protocol}"), line);
    if hop.is_none() {
        unread.push((line, format!("`bind={bind}` over `{protocol}`")));
    }
    hop
}

fn sources<'a>(
    what: &'static str,
    values: impl Iterator<Item = (&'a str, usize)>,
    unread: &mut Vec<(usize, String)>,
) -> SourceList {
    let mut list = SourceList { what, entries: Vec::new() };
    for (value, line) in values {
        for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            match address(one) {
                Some(address) => list.entries.push((address, line)),
                None => unread.push((line, format!("`{one}`: only addresses and networks are compared"))),
            }
        }
    }
    list
}

/// An address, a network with its length or with a mask, or an address with a port.
fn address(text: &str) -> Option<Address> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Some((ip, mask)) = text.split_once('/') {
        let (ip, mask) = (ip.parse().ok()?, mask.parse::<std::net::Ipv4Addr>().ok()?);
        let bits = u32::from(mask);
        let is_mask = bits.leading_ones() + bits.trailing_zeros() >= u32::BITS;
        return is_mask.then(|| Address { ip, prefix: u8::try_from(bits.leading_ones()).ok() });
    }
    let (host, _) = uri::socket_of(text)?;
    Some(Address { ip: host.parse::<IpAddr>().ok()?, prefix: None })
}

fn endpoint(section: &ConfSection, live: &[&ConfSection], unread: &mut Vec<(usize, String)>) -> ConfigGroup {
    let mut group = ConfigGroup { name: section.name.clone(), ..ConfigGroup::default() };
    let named = section.value("aors").map_or("", |(value, _)| value);
    for aor in named.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let Some(aor) = live.iter().find(|one| one.name == aor && one.is_a("aor")) else {
            unread.push((section.line, format!("`aors={aor}`: no such section")));
            continue;
        };
        for (contact, line) in aor.values("contact") {
            match uri::hop(contact, line) {
                Some(hop) => group.hops.push(hop),
                None => unread.push((line, format!("`contact={contact}`"))),
            }
        }
        let mut say = |key, option, default: &str, word: fn(&str) -> String| {
            let (value, line, is_default) =
                aor.value(option).map_or((default, aor.line, true), |(value, line)| (value, line, false));
            group.settings.push(ConfigSetting { key, value: word(value), line, is_default });
        };
        say("options_interval", "qualify_frequency", "0", seconds);
        say("answers", "qualify_2xx_only", "no", |word| if yes(word) { "2xx alone" } else { "any" }.to_owned());
    }
    let identifies = live.iter().filter(|one| {
        one.is_a("identify") && one.value("endpoint").is_some_and(|(endpoint, _)| endpoint == section.name)
    });
    for identify in identifies {
        group.sources.push(sources("identify", identify.values("match"), unread));
    }
    if let Some((name, _)) = section.value("transport")
        && let Some(transport) = live.iter().find(|one| one.is_a("transport") && one.name == name)
    {
        let (value, line, is_default) =
            transport.value("tos").map_or(("0", transport.line, true), |(value, line)| (value, line, false));
        group.settings.push(ConfigSetting { key: "dscp_signalling", value: mark(value), line, is_default });
    }
    settings(section, &mut group);
    group
}

fn settings(section: &ConfSection, group: &mut ConfigGroup) {
    let mut say = |key, option, default: &str, word: &dyn Fn(&str) -> String| {
        let (value, line, is_default) =
            section.value(option).map_or((default, section.line, true), |(value, line)| (value, line, false));
        group.settings.push(ConfigSetting { key, value: word(value), line, is_default });
    };
    let plain = |word: &str| if yes(word) { "yes" } else { "no" }.to_owned();
    say("dtmf", "dtmf_mode", "rfc4733", &|word| {
        match word {
            "rfc4733" => "RFC 4733",
            "info" => "SIP INFO",
            "inband" => "in-band",
            other => other,
        }
        .to_owned()
    });
    say("reliable", "100rel", "yes", &|word| {
        match word {
            "required" => "required",
            _ if yes(word) || word == "peer_supported" => "supported",
            _ => "off",
        }
        .to_owned()
    });
    let has_timer = section.value("timers").is_none_or(|(value, _)| value != "no");
    say("session_timer", "timers_sess_expires", "1800", &|word| {
        if has_timer { seconds(word) } else { "off".to_owned() }
    });
    say("least_timer", "timers_min_se", "90", &|word| seconds(word));
    let is_optional = section.value("media_encryption_optimistic").is_some_and(|(value, _)| yes(value));
    say("srtp", "media_encryption", "no", &|word| {
        match word {
            "no" => "off",
            _ if is_optional => "optional",
            _ => "required",
        }
        .to_owned()
    });
    say("refer", "allow_transfer", "yes", &plain);
    say("trusted", "trust_id_outbound", "no", &plain);
    say("dscp_media", "tos_audio", "0", &|word| mark(word));
    say("fax", "t38_udptl", "no", &|word| if yes(word) { "T.38" } else { "G.711 pass-through" }.to_owned());
    let (codecs, time, line) = codecs(section);
    group.settings.push(said("codecs", codecs, line));
    if let Some(time) = time {
        group.settings.push(said("packet_time", time, line));
    }
}

/// Codecs in their order and the time of a packet where they say one; `allow` and `disallow` count in their order.
fn codecs(section: &ConfSection) -> (String, Option<String>, usize) {
    let (mut names, mut times, mut line) = (Vec::<String>::new(), Vec::<String>::new(), section.line);
    for (option, value, at) in &section.options {
        let is_allow = option == "allow";
        if !is_allow && option != "disallow" {
            continue;
        }
        if is_allow {
            line = *at;
        }
        for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let (is_added, one) = one.strip_prefix('!').map_or((is_allow, one), |rest| (!is_allow, rest));
            let (word, time) = one.split_once(':').map_or((one, None), |(word, time)| (word, Some(time)));
            let name = codec_of(word).map_or_else(|| word.to_owned(), str::to_owned);
            match (is_added, word) {
                (false, "all") => names.clear(),
                (false, _) => names.retain(|known| *known != name),
                (true, _) => {
                    names.push(name);
                    times.extend(time.map(|time| format!("{time} ms")));
                }
            }
        }
    }
    times.dedup();
    (names.join(", "), (!times.is_empty()).then(|| times.join(", ")), line)
}

fn yes(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "yes" | "true" | "on" | "1")
}

fn seconds(word: &str) -> String {
    if word == "0" { "off".to_owned() } else { format!("{word} s") }
}

/// A code point from a type of service: a number is four times as much, and a name is itself.
fn mark(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    if let Ok(number) = word.strip_prefix("0x").map_or_else(|| word.parse::<u32>(), |hex| u32::from_str_radix(hex, 16))
    {
        return (number / 4).to_string();
    }
    let digit = |at: usize| word.chars().nth(at).and_then(|c| c.to_digit(10));
    match (word.get(..2), digit(2), digit(3)) {
        (Some("ef"), None, None) => "46".to_owned(),
        (Some("cs"), Some(class), None) => (class * 8).to_string(),
        (Some("af"), Some(class), Some(drop)) => (class * 8 + drop * 2).to_string(),
        _ => word,
    }
}
