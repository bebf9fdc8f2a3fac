//! Liability, insurance and force majeure.

crate::rules::list::rules![
    cap_security,
    one_sided,
    first_day,
    period,
    insurance,
    force_majeure,
    confidentiality,
    uninsurable
];
