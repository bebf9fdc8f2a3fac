//! Start, duration and ways to end.

crate::rules::list::rules![
    notice,
    trial,
    service_date,
    renewal,
    start_order,
    early_end,
    debt,
    suspension,
    renewal_notice,
    cures,
    commitment_notice,
    final_account,
    trial_minutes,
    service_order,
    fraud_incidents,
    tests,
    indefinite
];
