//! Notice and trial.

pub mod notice;
pub mod trial;
