//! What flows, and between whom.

pub mod consent;
pub mod known_parties;
pub mod messages;
pub mod two_ends;
