//! Start, length and ways to end.

use crate::rules::Rule;

pub mod commitment_notice;
pub mod cures;
pub mod debt;
pub mod early_end;
pub mod final_account;
pub mod fraud_incidents;
pub mod notice;
pub mod renewal;
pub mod renewal_notice;
pub mod service_date;
pub mod service_order;
pub mod start_order;
pub mod suspension;
pub mod tests;
pub mod trial;
pub mod trial_minutes;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &notice::RULE,
    &trial::RULE,
    &service_date::RULE,
    &renewal::RULE,
    &start_order::RULE,
    &early_end::RULE,
    &debt::RULE,
    &suspension::RULE,
    &renewal_notice::RULE,
    &cures::RULE,
    &commitment_notice::RULE,
    &final_account::RULE,
    &trial_minutes::RULE,
    &service_order::RULE,
    &fraud_incidents::RULE,
    &tests::RULE,
];
