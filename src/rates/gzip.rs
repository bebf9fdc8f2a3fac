//! A deck packed by gzip (RFC 1952), as mail and file servers send them.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::unreadable::{beyond, unseen};
use crate::budget::DECK_BYTES;
use crate::diagnostic::Finding;

/// The first bytes of a packed file.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Unpacks a deck, as far as a deck may be long. Faults are added to `findings`.
pub(super) fn unpacked(bytes: &[u8], name: &str, findings: &mut Vec<Finding>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(DECK_BYTES + 1).read_to_end(&mut out);
    if let Err(error) = read {
        findings.push(
            Finding::error("DECK001", format!("the deck is packed by gzip and cannot be unpacked: {error}"))
                .at(unseen(name, 1))
                .help("fetch it again, or ask for it again"),
        );
        return None;
    }
    if out.len() as u64 > DECK_BYTES {
        findings.push(beyond(name, &format!("more than {} MiB when it is unpacked", DECK_BYTES >> 20)));
        return None;
    }
    if out.starts_with(&MAGIC) {
        findings.push(
            Finding::error("DECK001", "the deck is packed by gzip more than once")
                .at(unseen(name, 1))
                .help("unpack it, and give what is in it"),
        );
        return None;
    }
    Some(out)
}
