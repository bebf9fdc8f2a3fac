//! The parties.

mod with;

crate::rules::list::rules![
    two,
    we,
    same_company,
    home_licence,
    mitigation_database,
    signing_agent,
    affiliates,
    same_name,
    licence_lapse,
    expired_licence,
    tax_number,
    affiliate_licence,
    signer,
    us_filings,
    one_signatory,
    intermediate,
    formed
];
