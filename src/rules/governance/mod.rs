//! Positions and approvals.

pub mod fallback;
mod standing;
pub mod walk_away;
