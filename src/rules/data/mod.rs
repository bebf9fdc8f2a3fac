//! Personal data.

use crate::rules::Rule;

pub mod adequacy;
pub mod breach_notice;
pub mod needless_tool;
pub mod retention;
pub mod roles;
pub mod tasks;
pub mod tool_of_another_law;
pub(in crate::rules) mod transfer;
pub mod transfers;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &roles::RULE,
    &retention::RULE,
    &transfers::RULE,
    &breach_notice::RULE,
    &adequacy::RULE,
    &tool_of_another_law::RULE,
    &tasks::RULE,
    &needless_tool::RULE,
];
