//! What a party brings to the interconnection: what the deal says, and for our own party what the house keeps where the deal says nothing.

use crate::deal::technical_form::side::FormSide;
use crate::deal::{Deal, Field};
use crate::path::Path;
use crate::rules::Report;

/// The side of a party; empty if nobody says anything of it.
pub(in crate::rules) fn side(deal: &Deal, report: &Report<'_>, party: &str) -> FormSide {
    let form = deal.technical.form.as_ref();
    let mut side = form.and_then(|form| form.sides.get(party)).cloned().unwrap_or_default();
    if let (true, Some(network)) = (party == deal.we, &report.policy.network) {
        side.complete(network);
    }
    side
}

/// Where a field of a side stands: in the deal or, if that has nothing of the kind, nowhere.
pub(in crate::rules) fn place(deal: &Deal, party: &str, group: &str) -> Option<Path> {
    let side = deal.technical.form.as_ref()?.sides.get(party)?;
    let is_there = match group {
        "abilities" => side.abilities.is_some(),
        "tls" => side.tls.is_some(),
        _ => false,
    };
    is_there.then(|| Path::from("technical.form.sides").key(party))
}

/// Whether two fields are both known and differ.
pub(in crate::rules) fn differ<T: PartialEq>(one: &Field<T>, other: &Field<T>) -> bool {
    one.known().zip(other.known()).is_some_and(|(one, other)| one != other)
}
