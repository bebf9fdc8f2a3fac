//! Fraud clocks and alarms.

use crate::rules::Rule;

pub mod alarms;
pub mod clocks;
pub mod hold;
pub mod hold_window;
pub mod night;
pub mod short_call;
pub mod trace;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] =
    &[&clocks::RULE, &hold::RULE, &hold_window::RULE, &alarms::RULE, &night::RULE, &short_call::RULE, &trace::RULE];
