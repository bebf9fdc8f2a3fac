use super::with::network;

use crate::deal::Deal;
use crate::deal::technical::{Network, PointKind};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH019",
    level: Level::Warning,
    summary: "a point of interconnection contradicts the network",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let joined = deal.technical.network;
    for (at, point) in deal.technical.points.iter().enumerate().filter(|(_, point)| !fits(point.kind, joined)) {
        let what = match point.kind {
            PointKind::CrossConnect => "a cross-connect",
            PointKind::Exchange => "a VLAN of an internet exchange",
            PointKind::PrivateLine => "a private line",
            PointKind::Ipx => "a port of an IPX provider",
            PointKind::Internet => "an access to the public internet",
        };
        let words = network::words(joined);
        report
            .add(
                Path::from("technical.points").index(at).key("kind"),
                format!("the point {} is {what}, and the networks join over {words}", point.name),
                "say in `technical.network` what joins the networks, or correct the point",
            )
            .also("technical.network", words);
    }
}

/// Whether a kind of point can serve a network. A cable or a line can also lead to the port of an exchange or of an IPX.
fn fits(kind: PointKind, network: Network) -> bool {
    match kind {
        PointKind::Internet => matches!(network, Network::PublicInternet | Network::Ipsec),
        PointKind::Exchange => network == Network::Ixp,
        PointKind::Ipx => network == Network::Ipx,
        PointKind::CrossConnect | PointKind::PrivateLine => {
            matches!(network, Network::Private | Network::Ipx | Network::Ixp)
        }
    }
}
