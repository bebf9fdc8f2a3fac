//! FreeSWITCH 1.10: gateways of mod_sofia, an access list and a dial plan.
//!
//! The preprocessor works on raw lines before XML: nothing of a deal is written but typed values, and no value holds `$`, `{` or `<`.
//! `<include>` stands on a line of its own, because that line is dropped whole.

use super::Exported;
use super::local::Local;
use super::model::{NextHop, Trunk, most_bits, seconds, transport};
use crate::deal::technical::{Codec, FaxMode, Srtp, Transport};
use crate::deal::technical_form::choices::ReliableResponses;

/// Seconds between two OPTIONS below which FreeSWITCH sends none.
pub(crate) const LEAST_PING: u32 = 5;

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let hops = trunk.peer.next_hops(&mut out.lacks);
    if hops.is_empty() {
        return Err(vec![format!("an address, port and transport of {} to which calls are sent", trunk.peer.company)]);
    }
    for (at, hop) in hops.iter().enumerate() {
        let text = gateway(trunk, hop, at, &mut out.lacks);
        out.file(&format!("{}-{}.xml", trunk.peer.name, at + 1), text);
    }
    out.file("acl.conf.xml", acl(trunk));
    let dialplan = dialplan(trunk, &hops, &mut out.lacks);
    out.file("dialplan.xml", dialplan);
    out.lacks.push(
        "settings of the profile, which holds all gateways: session timer, 100rel, DTMF, TLS, RTP ports; they stand in profile.txt".to_owned(),
    );
    out.file("profile.txt", profile(trunk));
    super::prefixes(trunk, &mut out.lacks);
    Ok(out)
}

fn head(trunk: &Trunk) -> String {
    trunk.head.iter().map(|line| format!("<!-- {line} -->\n")).collect()
}

fn gateway(trunk: &Trunk, hop: &NextHop, at: usize, lacks: &mut Vec<String>) -> String {
    let name = format!("{}-{}", trunk.peer.name, at + 1);
    let host = hop.host.clone().filter(|_| hop.transport == Transport::Tls).unwrap_or_else(|| hop.host());
    let via = transport(hop.transport);
    let mut params = vec![
        ("proxy", format!("{host}:{}", hop.port)),
        ("register", "false".to_owned()),
        ("register-transport", via.to_owned()),
        ("contact-params", format!("transport={via}")),
        ("from-domain", hop.host()),
        ("caller-id-in-from", "true".to_owned()),
    ];
    if trunk.options_interval >= LEAST_PING {
        params.push(("ping", trunk.options_interval.to_string()));
        params.push(("ping-min", trunk.out_after.to_string()));
        params.push(("ping-max", trunk.back_after.to_string()));
    } else {
        lacks.push(format!(
            "OPTIONS every {} s: FreeSWITCH does not send them below {LEAST_PING} s",
            trunk.options_interval
        ));
    }
    params.push(("context", format!("from-{}", trunk.peer.name)));
    let codecs: Vec<String> =
        trunk.codecs.iter().filter_map(|codec| Some(format!("{}@{}i", word(*codec)?, trunk.packet_time))).collect();
    if codecs.len() < trunk.codecs.len() {
        lacks.push("a module of FreeSWITCH for EVS".to_owned());
    }
    let srtp = match trunk.technical().srtp {
        Srtp::Required => "mandatory",
        Srtp::Optional => "optional",
        Srtp::Off => "false",
    };
    let is_trusted = trunk.form().caller.is_none_or(|caller| caller.trusted.known() != Some(&false));
    let asserted = if is_trusted { "pid" } else { "none" };
    let mut variables = vec![("absolute_codec_string", codecs.join(",")), ("sip_cid_type", asserted.to_owned())];
    variables.push(("rtp_secure_media", srtp.to_owned()));
    if trunk.technical().fax == FaxMode::T38 {
        variables.push(("fax_enable_t38", "true".to_owned()));
    }
    let mut text = format!("<include>\n{}  <gateway name=\"{name}\">\n", head(trunk));
    for (param, value) in params {
        text.push_str(&format!("    <param name=\"{param}\" value=\"{value}\"/>\n"));
    }
    text.push_str("    <variables>\n");
    for (variable, value) in variables {
        text.push_str(&format!("      <variable name=\"{variable}\" value=\"{value}\" direction=\"outbound\"/>\n"));
    }
    text.push_str("    </variables>\n  </gateway>\n</include>\n");
    text
}

/// FreeSWITCH's name of a codec.
pub(crate) fn word(codec: Codec) -> Option<&'static str> {
    match codec {
        Codec::G711A => Some("PCMA"),
        Codec::G711U => Some("PCMU"),
        Codec::G729 => Some("G729"),
        Codec::G722 => Some("G722"),
        Codec::Amr => Some("AMR"),
        Codec::AmrWb => Some("AMR-WB"),
        Codec::Opus => Some("OPUS"),
        Codec::Evs => None,
    }
}

/// The deal's name of a codec that FreeSWITCH names.
pub(crate) fn codec_of(name: &str) -> Option<&'static str> {
    match name {
        "PCMA" => Some("G.711A"),
        "PCMU" => Some("G.711U"),
        "G729" => Some("G.729"),
        "G722" => Some("G.722"),
        "AMR" => Some("AMR"),
        "AMR-WB" => Some("AMR-WB"),
        "OPUS" => Some("Opus"),
        _ => None,
    }
}

fn acl(trunk: &Trunk) -> String {
    let mut text = format!(
        "{}<configuration name=\"acl.conf\" description=\"Network Lists\">\n  <network-lists>\n    <list name=\"{}\" default=\"deny\">\n",
        head(trunk),
        trunk.peer.name
    );
    for one in &trunk.peer.sources {
        let bits = one.prefix.unwrap_or_else(|| most_bits(one.ip));
        text.push_str(&format!("      <node type=\"allow\" cidr=\"{}/{bits}\"/>\n", one.ip));
    }
    text.push_str("    </list>\n  </network-lists>\n</configuration>\n");
    text
}

/// A limit of one direction: its identifier is its own, because the agreed limits are one-way.
fn limits(trunk: &Trunk, way: &str) -> String {
    let mut text = String::new();
    let mut limit = |realm: &str, most: String| {
        text.push_str(&format!(
            "        <action application=\"limit\" data=\"hash {realm} {}-{way} {most} !NORMAL_CIRCUIT_CONGESTION\"/>\n",
            trunk.peer.name
        ));
    };
    if let Some(sessions) = trunk.sessions {
        limit("trunk", sessions.to_string());
    }
    if let Some(cps) = trunk.cps {
        limit("trunk_cps", format!("{cps}/1"));
    }
    text
}

fn dialplan(trunk: &Trunk, hops: &[NextHop], lacks: &mut Vec<String>) -> String {
    lacks.push("where calls of the other side go: the dial plan transfers them to the context `core`".to_owned());
    let peer = &trunk.peer.name;
    let gateways: Vec<String> = (0..hops.len()).map(|at| format!("sofia/gateway/{peer}-{}/$1", at + 1)).collect();
    format!(
        "<include>\n{head}  <context name=\"from-{peer}\">\n    <extension name=\"{peer}-in\">\n      \
         <condition field=\"destination_number\" expression=\"^(\\+?[0-9]+)$\">\n{inward}        \
         <action application=\"transfer\" data=\"$1 XML core\"/>\n      </condition>\n    </extension>\n  </context>\n  \
         <context name=\"to-{peer}\">\n    <extension name=\"{peer}-out\">\n      \
         <condition field=\"destination_number\" expression=\"^(\\+?[0-9]+)$\">\n{outward}        \
         <action application=\"bridge\" data=\"{gateways}\"/>\n      </condition>\n    </extension>\n  </context>\n</include>\n",
        head = head(trunk),
        inward = limits(trunk, "in"),
        outward = limits(trunk, "out"),
        gateways = gateways.join("|"),
    )
}

fn profile(trunk: &Trunk) -> String {
    let technical = trunk.technical();
    let mut text = trunk.commented("#");
    text.push_str("# Parameters of the sofia profile that holds the gateways; they hold for all of them, so they are set by hand.\n");
    let mut say = |name: &str, value: String| text.push_str(&format!("{name} {value}\n"));
    say("session-timeout", trunk.session_timer.to_string());
    say("minimum-session-expires", trunk.least_timer.unwrap_or(90).max(90).to_string());
    say("enable-100rel", (trunk.reliable != ReliableResponses::Off).to_string());
    let dtmf = match technical.dtmf {
        crate::deal::technical::Dtmf::Rfc4733 => "rfc2833",
        crate::deal::technical::Dtmf::SipInfo => "info",
        crate::deal::technical::Dtmf::InBand => "none",
    };
    say("dtmf-type", dtmf.to_owned());
    if let Some(payload) = trunk.event_payload {
        say("rfc2833-pt", payload.to_string());
    }
    if let Some(inactivity) = trunk.own_side().rtp.and_then(|rtp| rtp.inactivity.known().copied()) {
        say("rtp-timeout-sec", seconds(&inactivity).to_string());
    }
    say("apply-inbound-acl", trunk.peer.name.clone());
    if trunk.peer.signalling.iter().any(|one| one.transport == Some(Transport::Tls)) {
        say("tls-version", "tlsv1.2,tlsv1.3".to_owned());
        say(
            "tls-verify-policy",
            if trunk.peer.certificate_names.is_empty() { "all" } else { "subjects_all" }.to_owned(),
        );
        if !trunk.peer.certificate_names.is_empty() {
            say("tls-verify-in-subjects", trunk.peer.certificate_names.join("|"));
        }
    }
    if let Some(ports) = trunk.own.media.iter().find_map(|one| one.ports) {
        say("rtp-start-port", ports.first.to_string());
        say("rtp-end-port", ports.last.to_string());
    }
    text
}
