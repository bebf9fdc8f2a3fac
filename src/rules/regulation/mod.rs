//! What a country's law asks.

pub mod nigerian_filing;
pub mod nigerian_rate;
pub mod review_date;
