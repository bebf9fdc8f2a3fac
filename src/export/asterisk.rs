//! Asterisk 20 and later: endpoints of chan_pjsip. A `;` begins a comment there, so it is written `\;`.

use super::Exported;
use super::local::Local;
use super::model::{NextHop, Trunk, most_bits, seconds, transport};
use crate::deal::technical::{Codec, Dtmf, FaxMode, Method, Srtp, Transport};
use crate::deal::technical_form::choices::{FaxRedundancy, ReliableResponses};
use crate::trunk::rows;

pub(super) fn export(trunk: &Trunk, local: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let hops = trunk.peer.next_hops(&mut out.lacks);
    let listens = trunk.own.next_hops(&mut Vec::new());
    let mut refused = Vec::new();
    if hops.is_empty() {
        refused.push(format!("an address, port and transport of {} to which calls are sent", trunk.peer.company));
    }
    if listens.is_empty() {
        refused.push(format!("an address, port and transport of {} on which it listens", trunk.own.company));
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let pjsip = pjsip(trunk, &hops, &listens, local, &mut out.lacks);
    out.file("pjsip.conf", pjsip);
    out.file("acl.conf", acl(trunk));
    let extensions = extensions(trunk, &hops, &mut out.lacks);
    out.file("extensions.conf", extensions);
    if let Some(ports) = trunk.own.media.iter().find_map(|one| one.ports) {
        let text = format!("{}[general]\nrtpstart={}\nrtpend={}\n", trunk.commented(";"), ports.first, ports.last);
        out.file("rtp.conf", text);
    } else {
        out.lacks.push(format!("the UDP ports of media of {}", trunk.own.company));
    }
    if trunk.cps.is_some() {
        out.lacks.push("new calls a second: Asterisk has no limit of its own; keep it in front of it".to_owned());
    }
    super::prefixes(trunk, &mut out.lacks);
    Ok(out)
}

/// The name of an address of the peer.
fn name(trunk: &Trunk, at: usize) -> String {
    format!("{}-{}", trunk.peer.name, at + 1)
}

fn pjsip(trunk: &Trunk, hops: &[NextHop], listens: &[NextHop], local: &Local, lacks: &mut Vec<String>) -> String {
    let technical = trunk.technical();
    let mut text = trunk.commented(";");
    let mut transports = Vec::new();
    for (at, own) in listens.iter().enumerate() {
        let name = format!("transport-{}-{}", transport(own.transport), at + 1);
        text.push_str(&format!(
            "\n[{name}]\ntype=transport\nprotocol={}\nbind={}\n",
            transport(own.transport),
            own.socket()
        ));
        text.push_str(&format!("tos={}\n", technical.dscp.signalling * 4));
        if own.transport == Transport::Tls {
            // Without this it offers TLS 1.0.
            text.push_str("method=tlsv1_2\nverify_server=yes\nverify_client=yes\nrequire_client_cert=yes\n");
            for (option, key) in [
                ("cert_file", "tls_certificate"),
                ("priv_key_file", "tls_private_key"),
                ("ca_list_file", "tls_authorities"),
            ] {
                text.push_str(&format!("{option}={}\n", local.or_placeholder(key, lacks)));
            }
        }
        transports.push((name, own));
    }
    for (at, hop) in hops.iter().enumerate() {
        let host = hop.host.clone().filter(|_| hop.transport == Transport::Tls).unwrap_or_else(|| hop.host());
        text.push_str(&format!(
            "\n[{}]\ntype=aor\ncontact=sip:{host}:{}\\;transport={}\nqualify_frequency={}\nqualify_2xx_only={}\nmax_contacts=0\n",
            name(trunk, at),
            hop.port,
            transport(hop.transport),
            trunk.options_interval,
            if trunk.answers == [200] { "yes" } else { "no" },
        ));
    }
    for (at, hop) in hops.iter().enumerate() {
        let name = name(trunk, at);
        let via =
            transports.iter().find(|(_, own)| own.transport == hop.transport && own.ip.is_ipv4() == hop.ip.is_ipv4());
        let via = via.map(|(name, _)| format!("transport={name}\n")).unwrap_or_else(|| {
            lacks.push(format!("an own address that reaches {} by {}", hop.socket(), transport(hop.transport)));
            "; transport=@TRANSPORT@\n".to_owned()
        });
        text.push_str(&format!("\n[{name}]\ntype=endpoint\n{via}aors={name}\ncontext=from-{}\n", trunk.peer.name));
        text.push_str(&endpoint(trunk, lacks));
        text.push_str(&format!("acl={}\n", trunk.peer.name));
    }
    let matches: Vec<String> = trunk
        .peer
        .sources
        .iter()
        .map(|one| format!("{}/{}", one.ip, one.prefix.unwrap_or_else(|| most_bits(one.ip))))
        .collect();
    text.push_str(&format!(
        "\n[{0}-identify]\ntype=identify\nendpoint={1}\nmatch={2}\nsrv_lookups=no\n",
        trunk.peer.name,
        name(trunk, 0),
        matches.join(",")
    ));
    text
}

fn endpoint(trunk: &Trunk, lacks: &mut Vec<String>) -> String {
    let technical = trunk.technical();
    let known: Vec<String> =
        trunk.codecs.iter().filter_map(|codec| Some(format!("{}:{}", word(*codec)?, trunk.packet_time))).collect();
    for codec in trunk.codecs.iter().filter(|codec| word(**codec).is_none()) {
        let lack = format!("a codec of Asterisk for {}", codec_name(*codec));
        if !lacks.contains(&lack) {
            lacks.push(lack);
        }
    }
    let methods = |method| technical.methods.contains(&method);
    let encryption = match technical.srtp {
        Srtp::Off => "media_encryption=no\n",
        Srtp::Required => "media_encryption=sdes\nmedia_encryption_optimistic=no\n",
        Srtp::Optional => "media_encryption=sdes\nmedia_encryption_optimistic=yes\n",
    };
    let dtmf = match technical.dtmf {
        Dtmf::Rfc4733 => "rfc4733",
        Dtmf::SipInfo => "info",
        Dtmf::InBand => "inband",
    };
    let form = trunk.form();
    let caller = form.caller.clone().unwrap_or_default();
    let trusted = if caller.trusted.known() == Some(&false) { "no" } else { "yes" };
    // RFC 4028 and Asterisk refuse less than 90.
    let least = trunk.least_timer.unwrap_or(90).max(90);
    let mut text = format!(
        "disallow=all\nallow={}\nuse_ptime=yes\ndirect_media=no\ndtmf_mode={dtmf}\n100rel={}\ntimers=yes\ntimers_min_se={least}\n\
         timers_sess_expires={}\n{encryption}trust_id_inbound={trusted}\ntrust_id_outbound={trusted}\nsend_pai={trusted}\nsend_rpid=no\nallow_transfer={}\n\
         tos_audio={}\n",
        if known.is_empty() { "!all".to_owned() } else { known.join(",") },
        match trunk.reliable {
            ReliableResponses::Supported => "yes",
            ReliableResponses::Required => "required",
            ReliableResponses::Off => "no",
        },
        trunk.session_timer.max(least),
        if methods(Method::Refer) { "yes" } else { "no" },
        technical.dscp.media * 4,
    );
    if technical.fax == FaxMode::T38 {
        text.push_str("t38_udptl=yes\n");
        let fax = form.fax.unwrap_or_default();
        if let Some(way) = fax.redundancy.known() {
            let way = match way {
                FaxRedundancy::None => "none",
                FaxRedundancy::Redundancy => "redundancy",
                FaxRedundancy::Fec => "fec",
            };
            text.push_str(&format!("t38_udptl_ec={way}\n"));
        }
        if let Some(most) = fax.datagram.known() {
            text.push_str(&format!("t38_udptl_maxdatagram={most}\n"));
        }
    }
    let yes = |is: &bool| if *is { "yes" } else { "no" };
    if let Some(phone) = caller.user_phone.known() {
        text.push_str(&format!("user_eq_phone={}\n", yes(phone)));
    }
    let rtp = trunk.own_side().rtp.unwrap_or_default();
    if let Some(symmetric) = rtp.latching.known() {
        // Asterisk's word for answering to where packets come from.
        text.push_str(&format!("rtp_symmetric={}\n", yes(symmetric)));
    }
    if let Some(inactivity) = rtp.inactivity.known() {
        text.push_str(&format!("rtp_timeout={}\n", seconds(inactivity)));
    }
    if let Some(sessions) = trunk.sessions {
        text.push_str(&format!(
            "; device_state_busy_at only displays; extensions.conf refuses beyond {sessions} calls in each direction\n"
        ));
    }
    text
}

/// Asterisk's name of a codec.
pub(crate) fn word(codec: Codec) -> Option<&'static str> {
    match codec {
        Codec::G711A => Some("alaw"),
        Codec::G711U => Some("ulaw"),
        Codec::G729 => Some("g729"),
        Codec::G722 => Some("g722"),
        Codec::Opus => Some("opus"),
        Codec::Amr | Codec::AmrWb | Codec::Evs => None,
    }
}

/// The deal's name of a codec.
fn codec_name(codec: Codec) -> String {
    // A choice can always be written.
    serde_json::to_value(codec).map_or_else(|_| String::new(), |value| rows::word(&value))
}

/// The deal's name of a codec that Asterisk names.
pub(crate) fn codec_of(name: &str) -> Option<&'static str> {
    match name {
        "alaw" => Some("G.711A"),
        "ulaw" => Some("G.711U"),
        "g729" => Some("G.729"),
        "g722" => Some("G.722"),
        "opus" => Some("Opus"),
        _ => None,
    }
}

fn acl(trunk: &Trunk) -> String {
    let mut text = format!("{}[{}]\ndeny=0.0.0.0/0\ndeny=::/0\n", trunk.commented(";"), trunk.peer.name);
    for one in &trunk.peer.sources {
        text.push_str(&format!("permit={}/{}\n", one.ip, one.prefix.unwrap_or_else(|| most_bits(one.ip))));
    }
    text
}

fn extensions(trunk: &Trunk, hops: &[NextHop], lacks: &mut Vec<String>) -> String {
    let peer = &trunk.peer.name;
    let mut text = trunk.commented(";");
    lacks.push("where calls of the other side go: the dial plan sends them to the context `core`".to_owned());
    let limit = |way: &str| match trunk.sessions {
        Some(most) => format!(
            " same => n,Set(GROUP()={peer}-{way})\n same => n,GotoIf($[${{GROUP_COUNT({peer}-{way})}} > {most}]?full)\n"
        ),
        None => String::new(),
    };
    text.push_str(&format!(
        "\n[from-{peer}]\nexten => _[+0-9].,1,NoOp()\n{} same => n,Goto(core,${{EXTEN}},1)\n same => n(full),Hangup(34)\n",
        limit("in")
    ));
    text.push_str(&format!("\n[to-{peer}]\nexten => _[+0-9].,1,NoOp()\n{}", limit("out")));
    for at in 0..hops.len() {
        text.push_str(&format!(" same => n,Dial(PJSIP/${{EXTEN}}@{})\n", name(trunk, at)));
        text.push_str(
            " same => n,GotoIf($[\"${DIALSTATUS}\" != \"CHANUNAVAIL\" & \"${DIALSTATUS}\" != \"CONGESTION\"]?done)\n",
        );
    }
    text.push_str(" same => n(done),Hangup()\n same => n(full),Hangup(34)\n");
    text
}
