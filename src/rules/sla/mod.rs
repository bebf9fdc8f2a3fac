//! Service levels.

pub mod availability;
pub mod clocks;
pub mod credit_cap;
pub mod effectiveness;
pub mod single_site;
