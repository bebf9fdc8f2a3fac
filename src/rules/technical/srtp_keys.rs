use crate::deal::Deal;
use crate::deal::technical::{Network, Srtp, Transport};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH020",
    level: Level::Warning,
    summary: "media keys travel in plain signalling",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let Some(transports) = technical.transports.known().filter(|transports| !transports.is_empty()) else { return };
    let written = report.file.gives("technical.srtp");
    let sealed = transports.contains(&Transport::Tls) || technical.network == Network::Ipsec;
    if written && technical.srtp != Srtp::Off && !sealed {
        report
            .add(
                "technical.srtp",
                "speech is encrypted by keys that the signalling carries, and no transport encrypts the signalling",
                "add `tls` to the transports, or join the networks by `ipsec`",
            )
            .also("technical.transports", "none is TLS");
    }
}
