//! Every address of the deal: those of `technical.sites`, and those of the technical form.

use crate::deal::Deal;
use crate::deal::place::Address;
use crate::path::Path;

/// Party, place and address.
pub(in crate::rules) fn all(deal: &Deal) -> Vec<(&str, Path, &Address)> {
    let mut out = Vec::new();
    for (party, sites) in &deal.technical.sites {
        let path = Path::from("technical.sites").key(party);
        out.extend(
            sites.known().into_iter().flatten().enumerate().map(|(at, one)| (party.as_str(), path.index(at), one)),
        );
    }
    for (party, side) in deal.technical.form.iter().flat_map(|form| &form.sides) {
        let path = Path::from("technical.form.sides").key(party);
        let signalling = path.key("signalling");
        for (at, one) in side.signalling.iter().enumerate() {
            out.extend(one.address.known().map(|one| (party.as_str(), signalling.index(at).key("address"), one)));
        }
        let media = path.key("media");
        for (at, one) in side.media.iter().enumerate() {
            out.extend(one.network.known().map(|one| (party.as_str(), media.index(at).key("network"), one)));
        }
    }
    out
}
