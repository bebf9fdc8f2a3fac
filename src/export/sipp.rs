//! SIPp 3.6: scenarios for the tests of the test schedule, the numbers that they call, and a runner.
//!
//! A field of the numbers stands raw in a request and has no quoting, so it holds digits alone.

use super::Exported;
use super::local::Local;
use super::model::{NextHop, Trunk, transport};
use crate::deal::technical::{Codec, NumberFormat, Transport};

/// The scenarios: name, text, and whether it answers calls.
const SCENARIOS: [(&str, &str); 7] = [
    ("call", include_str!("scenarios/call.xml")),
    ("answer", include_str!("scenarios/answer.xml")),
    ("reinvite", include_str!("scenarios/reinvite.xml")),
    ("answer-reinvite", include_str!("scenarios/answer-reinvite.xml")),
    ("cancel", include_str!("scenarios/cancel.xml")),
    ("answer-cancel", include_str!("scenarios/answer-cancel.xml")),
    ("options", include_str!("scenarios/options.xml")),
];
/// A call that is refused.
const REFUSED: &str = include_str!("scenarios/refused.xml");

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let hops = trunk.peer.next_hops(&mut out.lacks);
    let own = trunk.own.next_hops(&mut Vec::new());
    let mut refused = Vec::new();
    let Some(hop) = hops.first() else {
        return Err(vec![format!("an address, port and transport of {} to which calls are sent", trunk.peer.company)]);
    };
    let sdp = sdp(trunk);
    if sdp.is_empty() {
        refused.push("a codec that SIPp can offer (`technical.codecs`)".to_owned());
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    for (name, scenario) in SCENARIOS {
        out.file(&format!("{name}.xml"), filled(trunk, scenario, &sdp));
    }
    let full = filled(trunk, &REFUSED.replace("@CODE@", &trunk.full.0.to_string()), &sdp);
    out.file("refused-for-load.xml", full);
    out.file("refused-caller.xml", filled(trunk, &REFUSED.replace("@CODE@", "403"), &sdp));
    if trunk.technical().number_format == NumberFormat::National {
        out.lacks.push("national numbers: numbers.csv holds international ones".to_owned());
    }
    let numbers = numbers(trunk, &mut out.lacks);
    out.file("numbers.csv", numbers);
    let runner = runner(trunk, hop, own.first(), &mut out.lacks);
    out.file("run.sh", runner);
    super::prefixes(trunk, &mut out.lacks);
    Ok(out)
}

fn filled(trunk: &Trunk, scenario: &str, sdp: &str) -> String {
    let head: String = trunk.head.iter().map(|line| format!("<!-- {line} -->\n")).collect();
    // International numbers bear a plus sign; the file of numbers holds digits alone.
    let plus = if trunk.technical().number_format == NumberFormat::E164 { "+" } else { "" };
    let caller = trunk.form().caller;
    let user = if caller.is_some_and(|caller| caller.user_phone.known() == Some(&true)) { ";user=phone" } else { "" };
    scenario
        .replace("@PLUS@", plus)
        .replace("@USER@", user)
        .replace("@HEAD@", &head)
        .replace("@TIMER@", &trunk.session_timer.to_string())
        .replace("@MIN_SE@", &trunk.least_timer.unwrap_or(90).max(90).to_string())
        .replace("@MAX_FORWARDS@", &trunk.max_forwards.unwrap_or(70).to_string())
        .replace("@SDP@", sdp)
}

/// The media of an offer: the agreed codecs with a static payload type, and telephone-event if its type is agreed.
fn sdp(trunk: &Trunk) -> String {
    let known: Vec<(u32, &str)> = trunk
        .codecs
        .iter()
        .filter_map(|codec| match codec {
            Codec::G711A => Some((8, "PCMA/8000")),
            Codec::G711U => Some((0, "PCMU/8000")),
            Codec::G729 => Some((18, "G729/8000")),
            Codec::G722 => Some((9, "G722/8000")),
            Codec::Amr | Codec::AmrWb | Codec::Evs | Codec::Opus => None,
        })
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let mut types: Vec<String> = known.iter().map(|(payload, _)| payload.to_string()).collect();
    types.extend(trunk.event_payload.map(|payload| payload.to_string()));
    let mut text = format!("m=audio [media_port] RTP/AVP {}\n", types.join(" "));
    for (payload, name) in known {
        text.push_str(&format!("a=rtpmap:{payload} {name}\n"));
        if payload == 18 {
            text.push_str("a=fmtp:18 annexb=no\n");
        }
    }
    if let Some(payload) = trunk.event_payload {
        text.push_str(&format!("a=rtpmap:{payload} telephone-event/8000\na=fmtp:{payload} 0-15\n"));
    }
    text.push_str(&format!("a=ptime:{}\n", trunk.packet_time));
    text
}

/// Calling and called numbers, one call a line: our first test number calls each of the other side's.
fn numbers(trunk: &Trunk, lacks: &mut Vec<String>) -> String {
    let of = |name: &str| -> Vec<String> {
        let form = trunk.technical().form.as_ref();
        let side = form.and_then(|form| {
            form.sides.iter().find(|(party, _)| super::safe::identifier(party) == name).map(|(_, side)| side)
        });
        let digits =
            |number: &crate::deal::number::Phone| number.to_string().chars().filter(char::is_ascii_digit).collect();
        side.map(|side| side.test_numbers.iter().filter_map(|one| one.number.known()).map(digits).collect())
            .unwrap_or_default()
    };
    let (own, peer) = (of(&trunk.own.name), of(&trunk.peer.name));
    let mut text = String::from("SEQUENTIAL\n");
    match own.first() {
        Some(caller) if !peer.is_empty() => {
            peer.iter().for_each(|called| text.push_str(&format!("{caller};{called}\n")))
        }
        _ => {
            lacks.push(
                "test numbers of both sides (`technical.form.sides`, `test_numbers`): numbers.csv holds none"
                    .to_owned(),
            );
        }
    }
    text
}

fn runner(trunk: &Trunk, hop: &NextHop, own: Option<&NextHop>, lacks: &mut Vec<String>) -> String {
    let via = match hop.transport {
        Transport::Udp => "u1",
        Transport::Tcp => "t1",
        Transport::Tls => "l1",
    };
    if hop.transport == Transport::Tls {
        lacks.push("certificate and key for SIPp: -tls_cert and -tls_key of your own in TLS=".to_owned());
    }
    let local = own.map_or_else(String::new, |own| format!(" -i {}", own.ip));
    let more = trunk.cps.map_or(2, |cps| cps.saturating_mul(3));
    format!(
        "#!/bin/sh\n{head}# Calls {peer} by {transport}; TARGET and LOCAL may name others, such as a proxy of your own.\nset -eu\ncd \"$(dirname \"$0\")\"\n\
         TARGET=\"${{TARGET:-{socket}}}\"\nLOCAL=\"${{LOCAL:-{local}}}\"\nTRANSPORT=\"${{TRANSPORT:-{via}}}\"\nTLS=\"${{TLS:-}}\"\n\
         run() {{ name=$1; shift; echo \"$name\"; timeout 120 sipp -sf \"$name.xml\" -inf numbers.csv -t \"$TRANSPORT\" $TLS $LOCAL -nostdin -recv_timeout 10000 \"$@\" \"$TARGET\" >/dev/null; }}\n\
         run options -m 1\nrun call -m 4 -r 2 -d 500\nrun reinvite -m 1 -d 500\nrun cancel -m 1\n\
         # More calls a second than agreed: some are refused, so this run reports failed calls.\n\
         [ \"${{LOAD:-no}}\" = yes ] && {{ run call -m {more} -r {more} -d 500 || echo \"refused beyond the agreed calls a second\"; }} || true\n",
        head = trunk.commented("#"),
        peer = trunk.peer.company,
        transport = transport(hop.transport),
        socket = hop.socket(),
        local = local.trim(),
    )
}
