//! The clauses that a draft cannot do without, and what a library says of its own.

crate::rules::list::rules![provided, pinned, core, reviewed];
