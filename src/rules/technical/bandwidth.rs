use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::technical::{Codec, InterconnectionPoint, IpVersion};
use crate::diagnostic::Level;
use crate::formulas::traffic;
use crate::path::Path;
use crate::rules::technical::with::links;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH031",
    level: Level::Warning,
    summary: "the links do not carry the agreed calls",
    check: Check::Deal(check),
};

/// Thousandths of a second in a second.
const MILLI: u32 = 1000;

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let (Some(sessions), Some(codecs)) = (technical.sessions.known(), technical.codecs.known()) else { return };
    let width = |point: &InterconnectionPoint| {
        point.bandwidth.known().map(|width| u64::from(*width)).or_else(|| links::bandwidth(deal, &point.name))
    };
    let widths: Option<Vec<u64>> = technical.points.iter().map(width).collect();
    let Some(widths) = widths.filter(|widths| !widths.is_empty()) else { return };
    let Some(speech) = codecs.iter().map(|codec| bits(*codec)).max() else { return };
    let both = deal.scope.flows.values().map(|flow| &flow.customer).collect::<BTreeSet<_>>().len();
    let calls = Decimal::from(*sessions) * Decimal::from(both.max(1));
    let ip: u32 = if technical.ip_versions.contains(&IpVersion::V6) { 40 } else { 20 };
    let packet = technical.packet_time.about_seconds() * Decimal::from(MILLI);
    let Some(each) = traffic::kilobits(speech, packet, ip) else { return };
    let needed = (calls * each / Decimal::from(MILLI)).ceil();
    let there: Decimal = widths.iter().map(|width| Decimal::from(*width)).sum();
    if there < needed {
        let each = each.round_dp(1).normalize();
        report
            .add(
                Path::from("technical.points").index(0).key("bandwidth"),
                format!(
                    "{calls} calls at once × {each} kbit/s on the wire are {needed} Mbit/s each way, and the points have \
                     {there} Mbit/s"
                ),
                "agree on more bandwidth, or on fewer calls at a time",
            )
            .also("technical.sessions", "the calls at a time, in one direction");
    }
}

/// Bits of speech in a millisecond at the codec's highest rate.
fn bits(codec: Codec) -> Decimal {
    match codec {
        Codec::G711A | Codec::G711U | Codec::G722 | Codec::Opus => Decimal::from(64),
        Codec::G729 => Decimal::from(8),
        Codec::Amr => Decimal::new(122, 1),
        Codec::AmrWb => Decimal::new(2385, 2),
        Codec::Evs => Decimal::new(244, 1),
    }
}
