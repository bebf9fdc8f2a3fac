//! Notice and trial.

use crate::rules::Rule;

pub mod notice;
pub mod renewal;
pub mod service_date;
pub mod trial;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[&notice::RULE, &trial::RULE, &service_date::RULE, &renewal::RULE];
