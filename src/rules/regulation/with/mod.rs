//! What several of the rules beside it share.

pub(in crate::rules) mod figure_scope;
pub(in crate::rules) mod listed_name;
pub(in crate::rules) mod part;
