//! Contradictions between parts of a deal, and wrong values in any field.

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
    two_scripts,
    out_of_place,
    said_twice,
    unit,
    no_sum,
    answered_no,
    chosen_alone,
    their_places,
    not_drafted,
    ordered
];
