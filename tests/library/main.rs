//! What the library, the deal and the schemas hold, and what that makes of the paper.
//!
//! One program for several files of tests, because each links the whole crate. `cargo test --test library clauses::` runs one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

#[path = "../assembled/mod.rs"]
mod assembled;
#[path = "../read_back/mod.rs"]
mod read_back;

mod agreements;
mod clauses;
mod countries;
mod coverage;
mod departures;
mod facts;
mod fields;
mod positions;
mod review_ledger;
mod schemas;
mod terms;
mod walk;
