use super::with::network;

use crate::deal::Deal;
use crate::deal::technical::Network;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH017",
    level: Level::Warning,
    summary: "packets are marked for a network that ignores it",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let joined = deal.technical.network;
    let heeded = matches!(joined, Network::Private | Network::Ipx);
    if report.file.gives("technical.dscp") && !heeded {
        let words = network::words(joined);
        report
            .add(
                "technical.dscp",
                format!("marks are set for packets, and the networks join over {words}, where they are ignored"),
                "leave `dscp` out, as the agreement then says nothing of marks, or correct `technical.network`",
            )
            .also("technical.network", words);
    }
}
