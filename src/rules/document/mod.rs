//! The words of the paper: clauses are judged at their place in the library, special terms at their line of the deal.

pub(in crate::rules) mod with;

crate::rules::list::rules![
    vague,
    unused_term,
    words_and_figures,
    repeated_word,
    pairs,
    and_or,
    archaic,
    duty,
    long_sentence,
    typed_reference,
    lone_schedule,
    same_heading,
    acronym,
    gendered,
    two_terms,
    placeholder
];
