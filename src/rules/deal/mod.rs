//! What one part of a deal says of another, and what is wrong with a value wherever it stands.

pub(in crate::rules) mod with;

crate::rules::list::rules![
    references,
    clauses,
    unprinted,
    positions,
    placeholder,
    pairs,
    once,
    far_day,
    no_time,
    two_scripts
];
