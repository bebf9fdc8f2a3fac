use crate::deal::Deal;
use crate::deal::technical::{Network, Transport};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH004",
    level: Level::Warning,
    summary: "signalling crosses the public internet in plain text",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.network != Network::PublicInternet {
        return;
    }
    for (at, transport) in deal.technical.transports.known().into_iter().flatten().enumerate() {
        let name = match transport {
            Transport::Tls => continue,
            Transport::Tcp => "TCP",
            Transport::Udp => "UDP",
        };
        report.add(
            Path::from("technical.transports").index(at),
            format!("SIP over {name} crosses the public internet without encryption"),
            "leave it out in favour of `tls`, or join the networks by `ipsec`, `private`, `ipx` or `ixp`",
        );
    }
}
