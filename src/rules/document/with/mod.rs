//! What several of the rules beside it share.

pub(in crate::rules) mod numerals;
pub(in crate::rules) mod phrases;
pub(in crate::rules) mod place;
