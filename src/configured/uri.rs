//! SIP URIs and sockets, as configurations write them.

use std::net::IpAddr;

use super::ConfigHop;
use crate::deal::technical::Transport;

/// The transport of a word.
pub(super) fn transport(word: &str) -> Option<Transport> {
    match word.to_ascii_lowercase().as_str() {
        "udp" => Some(Transport::Udp),
        "tcp" => Some(Transport::Tcp),
        "tls" => Some(Transport::Tls),
        _ => None,
    }
}

/// The place that a URI such as `sip:192.0.2.10:5061;transport=tls` names. Without a transport it is UDP, or TLS for `sips:`; without a
/// port an address has the usual one, and a host name has what DNS says (RFC 3263).
pub(super) fn hop(text: &str, line: usize) -> Option<ConfigHop> {
    let text = text.trim().trim_matches(['<', '>']);
    let (scheme, rest) = match text.split_once(':') {
        Some(("sip" | "SIP", rest)) => ("sip", rest),
        Some(("sips" | "SIPS", rest)) => ("sips", rest),
        _ => ("sip", text),
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let (socket, parameters) = rest.split_once(';').unwrap_or((rest, ""));
    let said = parameters.split(';').find_map(|one| one.strip_prefix("transport="));
    let usual = if scheme == "sips" { Transport::Tls } else { Transport::Udp };
    let transport = match said {
        Some(word) => transport(word)?,
        None => usual,
    };
    let (host, port) = socket_of(socket)?;
    let is_address = host.parse::<IpAddr>().is_ok();
    let standard = if transport == Transport::Tls { 5061 } else { 5060 };
    Some(ConfigHop {
        host,
        port: port.or_else(|| is_address.then_some(standard)),
        transport,
        is_backup: None,
        share: None,
        is_off: false,
        line,
    })
}

/// Host, without brackets and in lower case, and port.
pub(super) fn socket_of(text: &str) -> Option<(String, Option<u16>)> {
    let text = text.trim();
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Some((ip.to_string(), None));
    }
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            (host, after.strip_prefix(':'))
        }
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let port = match port {
        Some(port) => Some(port.parse().ok()?),
        None => None,
    };
    let host = host.parse::<IpAddr>().map_or_else(|_| host.to_ascii_lowercase(), |ip| ip.to_string());
    let is_named = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:_".contains(c));
    is_named.then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_without_port_or_transport_has_those_of_the_standard() {
        for (text, said) in [
            ("sip:192.0.2.10:5061;transport=tls", "192.0.2.10:5061 tls"),
            ("sip:192.0.2.10", "192.0.2.10:5060 udp"),
            ("sips:user@[2001:db8::1]", "[2001:db8::1]:5061 tls"),
            ("SBC1.Straits.Example:5070", "sbc1.straits.example:5070 udp"),
            ("sip:sbc1.straits.example", "sbc1.straits.example:a port from DNS udp"),
        ] {
            assert_eq!(hop(text, 1).unwrap().to_string(), said, "{text}");
        }
        for text in ["sip:", "sip:192.0.2.10:70000", "sip:$${peer}:5060", "sip:192.0.2.10;transport=sctp"] {
            assert!(hop(text, 1).is_none(), "{text}");
        }
    }
}
