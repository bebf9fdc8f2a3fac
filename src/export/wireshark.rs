//! Wireshark and tshark 4.0: capture filters (BPF) and display filters, of addresses and numbers alone.

use super::Exported;
use super::local::Local;
use super::model::Trunk;
use crate::deal::place::Address;

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    if trunk.peer.sources.is_empty() {
        return Err(vec![format!("an address of {} from which calls come", trunk.peer.company)]);
    }
    let mut ports: Vec<u16> =
        trunk.own.signalling.iter().chain(&trunk.peer.signalling).filter_map(|one| one.port).collect();
    ports.sort_unstable();
    ports.dedup();
    if ports.is_empty() {
        out.lacks.push("the ports of signalling: the filters take every port of the addresses".to_owned());
    }
    let hosts: Vec<String> = trunk.peer.sources.iter().map(net).collect();
    let signalling = if ports.is_empty() {
        format!("({})", hosts.join(" or "))
    } else {
        let ports: Vec<String> = ports.iter().map(|port| format!("port {port}")).collect();
        format!("({}) and ({})", hosts.join(" or "), ports.join(" or "))
    };
    let mut capture = vec![signalling];
    let media: Vec<String> = trunk
        .peer
        .media
        .iter()
        .map(|one| match one.ports {
            Some(ports) => format!("({} and udp portrange {}-{})", net(&one.network), ports.first, ports.last),
            None => format!("({} and udp)", net(&one.network)),
        })
        .collect();
    if media.is_empty() {
        out.lacks.push(format!("the media networks of {}", trunk.peer.company));
    } else {
        capture.push(media.join(" or "));
    }
    let mut text = trunk.commented("#");
    text.push_str("# The first line is signalling; the second, if there is one, media.\n");
    capture.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    out.file("capture.txt", text);
    let addresses = |family: &str, is_v4: bool| {
        let list: Vec<String> =
            trunk.peer.sources.iter().filter(|one| one.ip.is_ipv4() == is_v4).map(ToString::to_string).collect();
        (!list.is_empty()).then(|| format!("{family} in {{{}}}", list.join(", ")))
    };
    let of: Vec<String> = [addresses("ip.addr", true), addresses("ipv6.addr", false)].into_iter().flatten().collect();
    let of = format!("({})", of.join(" || "));
    let technical = trunk.technical();
    let mut text = trunk.commented("#");
    for (what, filter) in [
        ("signalling", format!("sip && {of}")),
        ("attempts", format!("sip.Method == \"INVITE\" && {of}")),
        ("failures", format!("sip.Status-Code >= 400 && {of}")),
        ("refused for load", format!("sip.Status-Code == {} && {of}", trunk.full.0)),
        ("asserted caller", format!("sip.P-Asserted-Identity && {of}")),
        ("signalling with another mark", format!("sip && {of} && {}", marked_otherwise(technical.dscp.signalling))),
        ("speech with another mark", format!("rtp && {}", marked_otherwise(technical.dscp.media))),
        ("session timer below the agreed one", format!("sip.Session-Expires < {} && {of}", trunk.session_timer)),
    ] {
        text.push_str(&format!("# {what}\n{filter}\n"));
    }
    out.file("display.txt", text);
    Ok(out)
}

/// That a packet of either version of IP bears another mark.
fn marked_otherwise(dscp: impl std::fmt::Display) -> String {
    format!("(ip.dsfield.dscp != {dscp} || ipv6.tclass.dscp != {dscp})")
}

/// A term of a capture filter; host bits of a network are cleared, or the filter is refused.
fn net(address: &Address) -> String {
    let Some(prefix) = address.prefix else { return format!("host {}", address.ip) };
    match address.ip {
        std::net::IpAddr::V4(ip) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix.min(32))).unwrap_or(0);
            format!("net {}/{prefix}", std::net::Ipv4Addr::from(u32::from(ip) & mask))
        }
        std::net::IpAddr::V6(ip) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix.min(128))).unwrap_or(0);
            format!("ip6 net {}/{prefix}", std::net::Ipv6Addr::from(u128::from(ip) & mask))
        }
    }
}
