//! Payment and records.

pub(in crate::rules) mod with;

crate::rules::list::rules![
    payment_time,
    interest,
    records,
    escrow,
    dispute_time,
    interest_law,
    tolerance,
    record_time,
    withholding,
    issue_time,
    audit_records,
    no_interest,
    late_invoice,
    keep
];
