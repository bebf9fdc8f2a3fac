//! Taxes.

pub mod every_flow;
