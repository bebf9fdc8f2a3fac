//! The paper itself.

pub mod posting_place;
pub mod reviewer;
