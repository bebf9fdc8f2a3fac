//! Governing law and arbitration.

mod with;

crate::rules::list::rules![
    appointing_authority,
    emirate,
    arbitration_law,
    neutrality,
    three_above,
    three_places,
    long_talks,
    third_law,
    unknown_law,
    unread_rules
];
