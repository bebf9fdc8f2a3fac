//! A codec works in frames, so a packet lasts a whole number of frames.

use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::technical::Codec;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH022",
    level: Level::Warning,
    summary: "the packet time does not fit the codecs",
    check: Check::Deal(check),
};

/// The longest packet that RFC 3551 requires a receiver to accept, in milliseconds.
const LONGEST: u32 = 200;

fn check(deal: &Deal, report: &mut Report<'_>) {
    let time = deal.technical.packet_time;
    let Some(length) = time.about_seconds().checked_mul(Decimal::ONE_THOUSAND) else { return };
    if length > LONGEST.into() {
        report.add(
            "technical.packet_time",
            format!("a packet holds {time} of audio, and receivers need not accept more than {LONGEST} ms (RFC 3551)"),
            "write `packet_time: 20 ms`, the usual length",
        );
        return;
    }
    let misfits: Vec<_> = deal
        .technical
        .codecs
        .known()
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(at, codec)| frame(*codec).map(|(name, frame)| (at, name, frame)))
        .filter(|(.., frame)| length.checked_rem(*frame).is_some_and(|rest| !rest.is_zero()))
        .collect();
    if misfits.is_empty() {
        return;
    }
    let frames: Vec<String> = misfits.iter().map(|(_, name, frame)| format!("{name} ({frame} ms)")).collect();
    let mut added = report.add(
        "technical.packet_time",
        format!("a packet holds {time} of audio, which is not a whole number of frames of {}", frames.join(", ")),
        "write a multiple of every frame, such as `packet_time: 20 ms`",
    );
    for (at, name, frame) in misfits {
        added = added.also(Path::from("technical.codecs").index(at), format!("{name}: frames of {frame} ms"));
    }
}

/// Name and frame length in milliseconds. G.711 and G.722 code each sample and fit any packet.
fn frame(codec: Codec) -> Option<(&'static str, Decimal)> {
    match codec {
        Codec::G711A | Codec::G711U | Codec::G722 => None,
        Codec::G729 => Some(("G.729", 10.into())),
        Codec::Amr => Some(("AMR", 20.into())),
        Codec::AmrWb => Some(("AMR-WB", 20.into())),
        Codec::Evs => Some(("EVS", 20.into())),
        Codec::Opus => Some(("Opus", Decimal::new(25, 1))),
    }
}
