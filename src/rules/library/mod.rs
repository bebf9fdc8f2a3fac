//! Clauses that every draft needs, and consistency of the library.

crate::rules::list::rules![provided, pinned, core, reviewed];
