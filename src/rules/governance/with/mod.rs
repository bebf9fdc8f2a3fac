//! What several of the rules beside it share.

pub(in crate::rules) mod approved;
pub(in crate::rules) mod standing;
