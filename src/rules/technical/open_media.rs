use crate::deal::Deal;
use crate::deal::technical::{Network, Srtp};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH015",
    level: Level::Note,
    summary: "speech crosses the public internet unencrypted",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.network == Network::PublicInternet && deal.technical.srtp == Srtp::Off {
        report.add(
            "technical.srtp",
            "speech crosses the public internet without encryption",
            "write `srtp: required`, or `optional` if equipment differs, or join the networks by `ipsec`",
        );
    }
}
