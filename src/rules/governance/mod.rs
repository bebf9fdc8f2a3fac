//! Positions and approvals.

mod with;

crate::rules::list::rules![
    walk_away,
    fallback,
    approval_date,
    unused_approval,
    void_approval,
    sent_draft,
    signed_changed,
    history,
    house_clause,
    signed_open
];
