use super::with::network;

use crate::deal::Deal;
use crate::deal::technical::{Network, Transport};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH028",
    level: Level::Warning,
    summary: "the first transport is not the protected one",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let Some(transports) = technical.transports.known() else { return };
    let protected = transports.iter().position(|transport| *transport == Transport::Tls);
    let Some(protected @ 1..) = protected else { return };
    if matches!(technical.network, Network::PublicInternet | Network::Ixp) {
        report
            .add(
                "technical.transports[0]",
                format!(
                    "calls prefer a transport without encryption on {}, and `tls` comes after it",
                    network::words(technical.network)
                ),
                "put `tls` first: the order of the list is the order of preference",
            )
            .also(Path::from("technical.transports").index(protected), "the protected transport");
    }
}
