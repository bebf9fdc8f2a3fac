//! What a configuration has to say, as the deal agrees it.

use std::net::IpAddr;

use super::ConfigKind;
use crate::deal::place::Address;
use crate::deal::technical::{Codec, Method, Transport};
use crate::deal::technical_form::choices::AddressRole;
use crate::export::model::{Trunk, transport};
use crate::export::{asterisk, freeswitch};
use crate::path::Path;
use crate::trunk::rows;

/// A setting, in the words that readers use too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedSetting {
    /// By what readers know it.
    pub key: &'static str,
    /// The matter, in words.
    pub matter: &'static str,
    /// The field of the deal.
    pub path: Path,
    /// What is agreed.
    pub value: String,
}

/// A place that the form lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedHop {
    /// Address.
    pub ip: IpAddr,
    /// Host name in lower case.
    pub host: Option<String>,
    /// Port; `None` if the form does not say it.
    pub port: Option<u16>,
    /// Transport; `None` if the form does not say it.
    pub transport: Option<Transport>,
    /// Whether calls go there when others are out of service.
    pub is_backup: bool,
    /// Its share of the calls, in whole per cent.
    pub share: Option<u32>,
    /// The entry of the form, or of `technical.sites`.
    pub path: Path,
}

impl AgreedHop {
    /// The field of the deal that says something of the place; an address that only `technical.sites` lists is one field.
    #[must_use]
    pub fn field(&self, key: &str) -> Path {
        field(&self.path, key)
    }
}

fn field(entry: &Path, key: &str) -> Path {
    if entry.starts_with("technical.sites") { entry.clone() } else { entry.key(key) }
}

impl std::fmt::Display for AgreedHop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let host = crate::export::model::bracketed(self.ip);
        let port = self.port.map_or_else(|| "port not said".to_owned(), |port| port.to_string());
        write!(f, "{host}:{port} {}", self.transport.map_or("transport not said", transport))
    }
}

/// The places of a side that receive calls, networks left out.
#[must_use]
pub fn hops(trunk: &Trunk, party: &str) -> Vec<AgreedHop> {
    let end = trunk.end(party);
    let all = end.signalling.iter().filter(|one| one.receives && crate::export::model::is_host(&one.address));
    all.map(|one| AgreedHop {
        ip: one.address.ip,
        host: one.host.as_deref().map(str::to_ascii_lowercase),
        port: one.port,
        transport: one.transport,
        is_backup: one.role == AddressRole::Backup,
        share: one.share,
        path: one.path.clone(),
    })
    .collect()
}

/// The addresses from which a side calls, each with its field.
#[must_use]
pub fn sources(trunk: &Trunk, party: &str) -> Vec<(Address, Path)> {
    let mut out: Vec<(Address, Path)> = Vec::new();
    for one in trunk.end(party).signalling.iter().filter(|one| one.sends) {
        if !out.iter().any(|(known, _)| *known == one.address) {
            out.push((one.address, field(&one.path, "address")));
        }
    }
    out
}

/// Every setting that files of a kind can say and the deal agrees.
#[must_use]
pub fn settings(trunk: &Trunk, kind: ConfigKind) -> Vec<AgreedSetting> {
    let technical = trunk.technical();
    let form = technical.form.as_ref();
    let mut out = Vec::new();
    let mut say = |key, matter, path: &'static str, value: Option<String>| {
        out.extend(value.map(|value| AgreedSetting { key, matter, path: Path::from(path), value }));
    };
    let known = |codec: &Codec| match kind {
        ConfigKind::Asterisk => asterisk::word(*codec).is_some(),
        _ => freeswitch::word(*codec).is_some(),
    };
    let codecs = technical.codecs.known().map(|all| {
        let words: Vec<String> = all.iter().filter(|one| known(one)).map(written).collect();
        words.join(", ")
    });
    say("codecs", "codecs, in order", "technical.codecs", codecs);
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    say("packet_time", "audio in one packet", "technical.packet_time", Some(format!("{} ms", trunk.packet_time)));
    say("dtmf", "DTMF digits", "technical.dtmf", Some(written(&technical.dtmf)));
    say("srtp", "encryption of media", "technical.srtp", Some(written(&technical.srtp)));
    say("fax", "fax", "technical.fax", Some(written(&technical.fax)));
    let is_said = form.and_then(|form| form.early.as_ref()).is_some_and(|early| early.reliable.known().is_some());
    let path = if is_said { "technical.form.early.reliable" } else { "technical.methods" };
    say("reliable", "reliable provisional responses", path, Some(written(&trunk.reliable)));
    let refers = technical.methods.contains(&Method::Refer);
    say("refer", "transfer by REFER", "technical.methods", Some(yes(refers)));
    let seconds = |seconds: u32| format!("{seconds} s");
    say("session_timer", "session timer", "technical.session_timer", Some(seconds(trunk.session_timer)));
    say("least_timer", "Min-SE", "technical.form.session.least", trunk.least_timer.map(|least| seconds(least.max(90))));
    let interval = trunk.options_interval;
    let pings = kind != ConfigKind::FreeSwitch || interval >= freeswitch::LEAST_PING;
    let interval = pings.then(|| seconds(interval));
    say("options_interval", "interval of OPTIONS", "technical.options_interval", interval);
    let options = form.and_then(|form| form.options.as_ref());
    let answers = options.and_then(|options| options.answers.known());
    let answers = answers.map(|all| if *all == [200] { "2xx alone" } else { "any" }.to_owned());
    say("answers", "answers to OPTIONS", "technical.form.options.answers", answers);
    let out_after = Some(trunk.out_after.to_string()).filter(|_| pings);
    say("out_after", "OPTIONS without an answer until out of service", "technical.form.options.out_after", out_after);
    let back = options.and_then(|options| options.back_after.known()).map(u32::to_string);
    say("back_after", "answers until back in service", "technical.form.options.back_after", back);
    let trusted = form.and_then(|form| form.caller.as_ref()).and_then(|caller| caller.trusted.known());
    say("trusted", "asserted identities are passed on", "technical.form.caller.trusted", trusted.map(|is| yes(*is)));
    say("asserted", "asserted identities are sent", "technical.form.caller.trusted", trusted.map(|is| yes(*is)));
    let (media, signalling) = (technical.dscp.media, technical.dscp.signalling);
    say("dscp_media", "mark of speech packets", "technical.dscp.media", Some(media.to_string()));
    say("dscp_signalling", "mark of signalling packets", "technical.dscp.signalling", Some(signalling.to_string()));
    say(
        "sessions",
        "calls at a time in one direction",
        "technical.sessions",
        trunk.sessions.map(|most| most.to_string()),
    );
    say("cps", "new calls a second in one direction", "technical.cps", trunk.cps.map(|most| most.to_string()));
    let own = form.and_then(|form| form.sides.get(&trunk.party));
    let ports = own.and_then(|side| side.media.iter().enumerate().find_map(|(at, one)| Some((at, one.ports.known()?))));
    if let Some((at, ports)) = ports {
        let path = Path::from("technical.form.sides").key(&trunk.party).key("media").index(at).key("ports");
        out.push(AgreedSetting { key: "media_ports", matter: "UDP ports of media", path, value: ports.to_string() });
    }
    out
}

/// The word for a value as the deal spells it.
fn written<T: serde::Serialize>(value: &T) -> String {
    // What was read from a deal can be written.
    serde_json::to_value(value).map_or_else(|_| String::new(), |value| rows::word(&value))
}

/// The rows of the table, by the path of the field.
#[must_use]
pub fn rows(trunk: &Trunk) -> Vec<(Path, String, String)> {
    crate::export::sbc_csv::facts(trunk)
        .into_iter()
        .map(|(row, fact)| (fact.path, row.label, fact.value.joined("; ")))
        .collect()
}
