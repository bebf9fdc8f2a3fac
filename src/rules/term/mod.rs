//! Notice and trial.

pub mod notice;
pub mod renewal;
pub mod service_date;
pub mod trial;
