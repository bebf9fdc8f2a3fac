//! The links of the technical form, by the point at which they join the networks.

use crate::deal::Deal;
use crate::deal::scalar::Text;

/// Mbit/s of all links at a point, each way; `None` if there is no link there, or one of them does not say it.
pub(in crate::rules) fn bandwidth(deal: &Deal, point: &Text) -> Option<u64> {
    let links = deal.technical.form.iter().flat_map(|form| &form.links);
    let at: Vec<_> = links.filter(|link| link.point.known() == Some(point)).collect();
    if at.is_empty() {
        return None;
    }
    at.iter().map(|link| link.bandwidth.known().map(|width| u64::from(*width))).sum()
}
