//! nftables 1.0: one table that lets in signalling and media of the peer. It sees packets and not calls, so it cannot limit calls a second.

use super::Exported;
use super::local::Local;
use super::model::Trunk;
use crate::deal::place::Address;
use crate::deal::technical::Transport;

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    // The port on which our own side listens is what a packet of the peer goes to.
    let mut ports: Vec<(&str, u16)> = Vec::new();
    for one in &trunk.own.signalling {
        match (one.port, one.transport) {
            (Some(port), Some(transport)) => {
                let layer = if transport == Transport::Udp { "udp" } else { "tcp" };
                if !ports.contains(&(layer, port)) {
                    ports.push((layer, port));
                }
            }
            _ => out.lacks.push(format!("port and transport of {} of {}", one.address, trunk.own.company)),
        }
    }
    let mut refused = Vec::new();
    if trunk.peer.sources.is_empty() {
        refused.push(format!("an address of {} from which calls come", trunk.peer.company));
    }
    if ports.is_empty() {
        refused.push(format!("a port and transport on which {} listens", trunk.own.company));
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let media: Vec<Address> = trunk.peer.media.iter().map(|one| one.network).collect();
    // Several networks may share a range, for which one rule is enough.
    let mut ranges: Vec<String> = Vec::new();
    for ports in trunk.own.media.iter().filter_map(|one| one.ports) {
        let range = format!("{}-{}", ports.first, ports.last);
        if !ranges.contains(&range) {
            ranges.push(range);
        }
    }
    if media.is_empty() {
        out.lacks.push(format!("the media networks of {}", trunk.peer.company));
    }
    if ranges.is_empty() {
        out.lacks.push(format!("the UDP ports of media of {}", trunk.own.company));
    }
    let table = format!("trunk_{}", trunk.peer.name.replace('-', "_"));
    let technical = trunk.technical();
    let mut text = format!("#!/usr/sbin/nft -f\n{}", trunk.commented("#"));
    // Made, emptied and made again in one transaction, so that a second load replaces the first.
    text.push_str(&format!("table inet {table}\ndelete table inet {table}\ntable inet {table} {{\n"));
    for (name, addresses) in [("signalling", &trunk.peer.sources), ("media", &media)] {
        for (family, version) in [("ipv4_addr", 4), ("ipv6_addr", 6)] {
            let elements: Vec<String> =
                addresses.iter().filter(|one| one.ip.is_ipv4() == (version == 4)).map(ToString::to_string).collect();
            let elements =
                if elements.is_empty() { String::new() } else { format!(" elements = {{ {} }}", elements.join(", ")) };
            text.push_str(&format!(
                "  set {name}{version} {{ type {family}; flags interval; auto-merge;{elements} }}\n"
            ));
        }
    }
    let listed: Vec<String> = ports.iter().map(|(layer, port)| format!("{layer} . {port}")).collect();
    text.push_str(&format!(
        "  set ports {{ type inet_proto . inet_service; elements = {{ {} }} }}\n",
        listed.join(", ")
    ));
    text.push_str("  chain input {\n    type filter hook input priority filter; policy accept;\n");
    for (family, version) in [("ip", 4), ("ip6", 6)] {
        text.push_str(&format!("    {family} saddr @signalling{version} meta l4proto . th dport @ports accept\n"));
        for range in &ranges {
            text.push_str(&format!("    {family} saddr @media{version} udp dport {range} accept\n"));
        }
    }
    text.push_str("    meta l4proto . th dport @ports drop\n  }\n");
    text.push_str("  chain output {\n    type filter hook output priority mangle; policy accept;\n");
    for (family, version) in [("ip", 4), ("ip6", 6)] {
        let signalling = technical.dscp.signalling;
        text.push_str(&format!(
            "    {family} daddr @signalling{version} meta l4proto {{ tcp, udp }} {family} dscp set {signalling}\n"
        ));
        for range in &ranges {
            let media = technical.dscp.media;
            text.push_str(&format!("    {family} daddr @media{version} udp sport {range} {family} dscp set {media}\n"));
        }
    }
    text.push_str("  }\n}\n");
    out.file("trunk.nft", text);
    if trunk.cps.is_some() {
        out.lacks.push("new calls a second: nftables counts packets and not calls".to_owned());
    }
    Ok(out)
}
