use crate::deal::Deal;
use crate::deal::scope::{Net, TerminationMode};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "SCOPE009", level: Level::Error, summary: "the net contradicts the mode", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (message, help) = match (deal.scope.mode, deal.scope.net) {
        (TerminationMode::Peer, Net::OffNet) => (
            "the supplier delivers every call itself, and the called numbers are all on other networks",
            "write `net: on_net`, or `mode: transit` if calls are handed on",
        ),
        (TerminationMode::Transit, Net::OnNet) => (
            "the supplier hands every call on, and the called numbers are all on its own network",
            "write `net: off_net`, or `mode: peer` if it delivers the calls itself",
        ),
        _ => return,
    };
    report.add("scope.net", message, help).also("scope.mode", "the mode");
}
