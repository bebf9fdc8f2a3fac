//! Personal data.

pub mod breach_notice;
pub mod retention;
pub mod roles;
pub mod transfers;
