//! What several of the rules beside it share.

pub(in crate::rules) mod addresses;
pub(in crate::rules) mod house;
pub(in crate::rules) mod links;
pub(in crate::rules) mod network;
