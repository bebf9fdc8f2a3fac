//! Prices.

pub mod every_flow;
pub mod known_band;
pub mod known_flow;
pub mod likely_price;
pub mod one_price;
