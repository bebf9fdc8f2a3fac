//! T.38 over UDPTL is not RTP, so SRTP cannot protect it.

use crate::deal::Deal;
use crate::deal::technical::{FaxMode, Network, Srtp};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "TECH011", level: Level::Warning, summary: "T.38 fax meets required SRTP", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    // If the transport itself is encrypted or private, the paper exempts fax from SRTP.
    let open = technical.network == Network::PublicInternet;
    if deal.scope.fax && technical.fax == FaxMode::T38 && technical.srtp == Srtp::Required && open {
        report
            .add(
                "technical.srtp",
                "every call is to be encrypted by SRTP, which T.38 fax cannot use, and the public internet does not protect fax",
                "join the networks by `ipsec` or a private network, or carry fax as `fax: G.711 pass-through`",
            )
            .also("scope.fax", "fax is part of the service")
            .also("technical.fax", "how fax is carried; by default T.38");
    }
}
