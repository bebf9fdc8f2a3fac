//! Credit and money.

crate::rules::list::rules![
    new_entrant,
    secured,
    one_currency,
    exposure,
    alerts,
    unused_sum,
    security_return,
    low_balance,
    high_risk
];
