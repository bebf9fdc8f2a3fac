//! What a country's law asks.

pub mod nigerian_filing;
pub mod regulated_price;
pub mod review_date;
