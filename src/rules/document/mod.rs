//! The words of the paper: those of the clauses, at their place in the library, and those of the special terms, at their line
//! of the deal.

use crate::rules::Rule;

pub mod acronym;
pub mod and_or;
pub mod archaic;
pub mod duty;
pub mod gendered;
pub mod lone_schedule;
pub mod long_sentence;
mod numerals;
pub mod pairs;
mod phrases;
mod place;
pub mod placeholder;
pub mod repeated_word;
pub mod same_heading;
pub mod two_terms;
pub mod typed_reference;
pub mod unused_term;
pub mod vague;
pub mod words_and_figures;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &vague::RULE,
    &unused_term::RULE,
    &words_and_figures::RULE,
    &repeated_word::RULE,
    &pairs::RULE,
    &and_or::RULE,
    &archaic::RULE,
    &duty::RULE,
    &long_sentence::RULE,
    &typed_reference::RULE,
    &lone_schedule::RULE,
    &same_heading::RULE,
    &acronym::RULE,
    &gendered::RULE,
    &two_terms::RULE,
    &placeholder::RULE,
];
