//! Codecs that compress speech distort tones.

use crate::deal::Deal;
use crate::deal::technical::{Codec, Dtmf};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH001",
    level: Level::Error,
    summary: "in-band DTMF meets a codec that spoils it",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(codecs) = deal.technical.codecs.known().filter(|_| deal.technical.dtmf == Dtmf::InBand) else { return };
    let spoiling: Vec<usize> = codecs
        .iter()
        .enumerate()
        .filter(|(_, codec)| !matches!(codec, Codec::G711A | Codec::G711U | Codec::G722))
        .map(|(at, _)| at)
        .collect();
    if spoiling.is_empty() {
        return;
    }
    let mut added = report.add(
        "technical.dtmf",
        "digits are sent as audible tones, and a codec of the list compresses them beyond recognition",
        "send digits as telephone events: `dtmf: RFC 4733`",
    );
    for at in spoiling {
        added = added.also(Path::from("technical.codecs").index(at), "carries no tones");
    }
}
