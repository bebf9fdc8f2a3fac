//! What a country's law asks.

use crate::rules::Rule;

pub mod british_numbers;
pub mod figure_date;
mod figure_scope;
pub mod filing_country;
mod listed_name;
pub mod missing_filing;
pub mod named_law;
mod part;
pub mod reference_offer;
pub mod regulated_discount;
pub mod regulated_price;
pub mod review_date;
pub mod sanctions;
pub mod sanctions_date;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &missing_filing::RULE,
    &regulated_price::RULE,
    &review_date::RULE,
    &reference_offer::RULE,
    &regulated_discount::RULE,
    &sanctions::RULE,
    &sanctions_date::RULE,
    &filing_country::RULE,
    &named_law::RULE,
    &british_numbers::RULE,
    &figure_date::RULE,
];
