//! The paper itself.

crate::rules::list::rules![reviewer, posting_place, review_date, translation];
