//! Flows, and the parties to them.

mod with;

crate::rules::list::rules![
    known_parties,
    two_ends,
    messages,
    consent,
    priced_apart,
    premium_alarm,
    emergency,
    border,
    net,
    use_case,
    priced_outside,
    consent_unused,
    licence
];
