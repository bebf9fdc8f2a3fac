use crate::deal::Deal;
use crate::deal::technical::Transport;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH003",
    level: Level::Error,
    summary: "mutual TLS is agreed without TLS",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(transports) = deal.technical.transports.known().filter(|transports| !transports.is_empty()) else {
        return;
    };
    // The default holds where TLS is: a deal over UDP alone has nothing to say about certificates.
    if deal.security.mutual_tls && report.file.gives("security.mutual_tls") && !transports.contains(&Transport::Tls) {
        report
            .add(
                "technical.transports",
                "the parties show each other certificates, and no transport is TLS",
                "add `tls` to the transports, or set `security.mutual_tls` to false",
            )
            .also("security.mutual_tls", "mutual TLS is agreed here");
    }
}
