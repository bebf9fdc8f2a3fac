//! What several of the rules beside it share.

pub(in crate::rules) mod identity;
pub(in crate::rules) mod vat_numbers;
