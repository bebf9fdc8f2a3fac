//! What several of the rules beside it share.

pub(in crate::rules) mod calls;
pub(in crate::rules) mod codes;
pub(in crate::rules) mod network_name;
pub(in crate::rules) mod week;
