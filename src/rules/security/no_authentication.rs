use crate::deal::Deal;
use crate::deal::security::Digest;
use crate::deal::technical::Network;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SEC001",
    level: Level::Warning,
    summary: "calls are authenticated by their address alone",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let security = &deal.security;
    let open = deal.technical.network == Network::PublicInternet;
    if open && !security.mutual_tls && security.digest == Digest::None {
        report.add(
            "security.mutual_tls",
            "neither a certificate nor a password identifies the sender of a call, and the networks join over the public internet",
            "write `mutual_tls: true` or `digest: SHA-256`, or join the networks by `ipsec` or a private network",
        );
    }
}
