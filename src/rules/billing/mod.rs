//! Payment and records.

pub mod escrow;
pub mod interest;
pub mod payment_time;
pub mod records;
