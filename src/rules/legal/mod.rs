//! Form, sheet and review of the paper.

crate::rules::list::rules![reviewer, posting_place, review_date, translation];
