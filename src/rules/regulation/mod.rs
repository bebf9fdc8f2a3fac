//! What a country's law asks.

use crate::rules::Rule;

pub mod nigerian_filing;
pub mod regulated_price;
pub mod review_date;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&nigerian_filing::RULE, &regulated_price::RULE, &review_date::RULE];
