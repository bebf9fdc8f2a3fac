//! The paper itself.

use crate::rules::Rule;

pub mod posting_place;
pub mod review_date;
pub mod reviewer;
pub mod translation;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&reviewer::RULE, &posting_place::RULE, &review_date::RULE, &translation::RULE];
