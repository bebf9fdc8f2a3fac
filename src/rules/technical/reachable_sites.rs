use std::net::IpAddr;

use crate::deal::Deal;
use crate::deal::technical::Network;
use crate::diagnostic::Level;
use crate::rules::technical::with::addresses;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH007",
    level: Level::Warning,
    summary: "an address cannot be reached over the public internet",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.network != Network::PublicInternet {
        return;
    }
    for (_, path, address) in addresses::all(deal) {
        if let Some(kind) = unroutable(address.ip) {
            report.add(
                path,
                format!("{address} is {kind}, and the networks join over the public internet"),
                "write the public address, or say in `technical.network` what joins the networks",
            );
        }
    }
}

/// The kind of an address that the internet does not route. Documentation addresses pass, because deals are drafted
/// with them.
fn unroutable(ip: IpAddr) -> Option<&'static str> {
    let (private, link_local) = match ip.to_canonical() {
        IpAddr::V4(ip) => {
            // RFC 6598 reserves 100.64.0.0/10 for the customers of one carrier.
            let shared = matches!(ip.octets(), [100, 64..=127, ..]);
            (ip.is_private() || shared, ip.is_link_local())
        }
        IpAddr::V6(ip) => (ip.is_unique_local(), ip.is_unicast_link_local()),
    };
    let ip = ip.to_canonical();
    [
        (private, "a private address"),
        (link_local, "a link-local address"),
        (ip.is_loopback(), "a loopback address"),
        (ip.is_multicast(), "a multicast address"),
        (ip.is_unspecified(), "no address of a host"),
    ]
    .into_iter()
    .find_map(|(is, kind)| is.then_some(kind))
}
