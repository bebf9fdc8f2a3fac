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
    if deal.security.mutual_tls && !transports.contains(&Transport::Tls) {
        let given = report.file.gives("security.mutual_tls");
        let added = report.add(
            "technical.transports",
            if given {
                "the parties show each other certificates, and no transport is TLS"
            } else {
                "the parties show each other certificates, which is the default, and no transport is TLS"
            },
            "add `tls` to the transports, or set `security.mutual_tls` to false",
        );
        if given {
            added.also("security.mutual_tls", "mutual TLS is agreed here");
        }
    }
}
