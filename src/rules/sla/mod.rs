//! Service levels.

use crate::rules::Rule;

pub mod answer_guarantee;
pub mod availability;
pub mod bonus;
pub mod chronic;
pub mod claim;
pub mod clocks;
pub mod combined;
pub mod credit_cap;
pub mod effectiveness;
pub mod exit_ratio;
pub mod hourly_credit;
pub mod maintenance;
pub mod measurable;
pub mod propagation;
pub mod reachable_mos;
pub mod sample;
pub mod single_site;
pub mod transit_pdd;
pub mod usual_delays;
pub mod usual_ner;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &availability::RULE,
    &credit_cap::RULE,
    &clocks::RULE,
    &single_site::RULE,
    &effectiveness::RULE,
    &exit_ratio::RULE,
    &sample::RULE,
    &reachable_mos::RULE,
    &propagation::RULE,
    &transit_pdd::RULE,
    &answer_guarantee::RULE,
    &combined::RULE,
    &claim::RULE,
    &measurable::RULE,
    &hourly_credit::RULE,
    &chronic::RULE,
    &maintenance::RULE,
    &usual_ner::RULE,
    &usual_delays::RULE,
    &bonus::RULE,
];
