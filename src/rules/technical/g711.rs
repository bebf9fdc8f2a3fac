use crate::deal::Deal;
use crate::deal::scope::Traffic;
use crate::deal::technical::{Codec, FaxMode};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH010",
    level: Level::Warning,
    summary: "no G.711 for calls to the telephone network",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(codecs) = deal.technical.codecs.known().filter(|codecs| !codecs.is_empty()) else { return };
    if codecs.iter().any(|codec| matches!(codec, Codec::G711A | Codec::G711U)) {
        return;
    }
    // Only mobile networks can use AMR or EVS from end to end.
    let Some(fixed) = deal.scope.traffic.iter().position(|traffic| *traffic != Traffic::Mobile) else { return };
    let added = report
        .add(
            "technical.codecs",
            "no codec of the list is G.711, and calls go to networks that support only G.711",
            "add `G.711A`, `G.711U` or both, even at the end of the list",
        )
        .also(Path::from("scope.traffic").index(fixed), "these calls can end on the fixed telephone network");
    if deal.scope.fax && deal.technical.fax == FaxMode::PassThrough {
        added.also("technical.fax", "fax is to travel as G.711 audio");
    }
}
