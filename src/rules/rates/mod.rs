//! Prices.

use crate::rules::Rule;

pub mod any_rate;
pub mod assigned_code;
pub mod call_decimals;
mod calls;
pub mod cheaper_for_more;
mod codes;
pub mod commitment_capacity;
pub mod commitment_floor;
pub mod discount_tiers;
pub mod european_origin;
pub mod every_flow;
pub mod every_hour;
pub mod every_origin;
pub mod freeze;
pub mod gap;
pub mod known_band;
pub mod known_destination;
pub mod known_flow;
pub mod late;
pub mod likely_price;
pub mod named_country;
pub mod north_american_mobile;
pub mod notice;
pub mod number_type;
pub mod old;
pub mod one_price;
pub mod outlier;
pub mod premium_range;
pub mod premium_share;
pub mod repeated_code;
pub mod route_order;
pub mod short_call;
pub mod shortfall_price;
pub mod span;
pub mod start;
pub mod swap_ends;
pub mod unallocated_code;
pub mod usual_increment;
mod week;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &known_flow::RULE,
    &every_flow::RULE,
    &one_price::RULE,
    &likely_price::RULE,
    &known_band::RULE,
    &assigned_code::RULE,
    &named_country::RULE,
    &north_american_mobile::RULE,
    &usual_increment::RULE,
    &short_call::RULE,
    &old::RULE,
    &european_origin::RULE,
    &repeated_code::RULE,
    &call_decimals::RULE,
    &notice::RULE,
    &freeze::RULE,
    &start::RULE,
    &premium_share::RULE,
    &commitment_floor::RULE,
    &shortfall_price::RULE,
    &commitment_capacity::RULE,
    &discount_tiers::RULE,
    &cheaper_for_more::RULE,
    &known_destination::RULE,
    &every_hour::RULE,
    &every_origin::RULE,
    &swap_ends::RULE,
    &route_order::RULE,
    &unallocated_code::RULE,
    &number_type::RULE,
    &premium_range::RULE,
    &any_rate::RULE,
    &outlier::RULE,
    &gap::RULE,
    &span::RULE,
    &late::RULE,
];
