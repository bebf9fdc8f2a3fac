//! A SIPS address requires TLS on every hop.

use crate::deal::Deal;
use crate::deal::technical::{Transport, UriScheme};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH014",
    level: Level::Warning,
    summary: "SIPS addresses meet a transport without TLS",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let Some(at) = technical.uri_schemes.iter().position(|scheme| *scheme == UriScheme::Sips) else { return };
    let transports = technical.transports.known().into_iter().flatten();
    let plain: Vec<usize> =
        transports.enumerate().filter(|(_, one)| **one != Transport::Tls).map(|(at, _)| at).collect();
    if plain.is_empty() {
        return;
    }
    let mut added = report.add(
        Path::from("technical.uri_schemes").index(at),
        "a call to a `sips` address fails over a transport without TLS, and one is agreed",
        "leave `sips` out, as `sip` addresses travel over TLS too, or keep to the transport `tls`",
    );
    for at in plain {
        added = added.also(Path::from("technical.transports").index(at), "without TLS");
    }
}
