//! Governing law and arbitration.

pub mod appointing_authority;
pub mod arbitration_law;
pub mod emirate;
pub mod neutrality;
