//! Changes from one rate deck to the next.

crate::rules::list::rules![notice, slip];
