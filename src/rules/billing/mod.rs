//! Payment and records.

pub mod interest;
pub mod payment_time;
pub mod records;
