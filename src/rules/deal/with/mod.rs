//! What several of the rules beside it share.

pub(in crate::rules) mod named;
pub(in crate::rules) mod quantity;
