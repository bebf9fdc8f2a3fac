//! Requirements of the law of each country.

mod with;

crate::rules::list::rules![
    missing_filing,
    regulated_price,
    review_date,
    reference_offer,
    regulated_discount,
    sanctions,
    sanctions_date,
    filing_country,
    named_law,
    british_numbers,
    figure_date,
    credits
];
