//! Taxes.

mod with;

crate::rules::list::rules![every_flow, accounting, twice, country, domestic, number, reverse_country];
