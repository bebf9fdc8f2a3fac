//! What is found in deals, and how it is reported.
//!
//! One program for several files of tests, because each links the whole crate. `cargo test --test judging checks::` runs one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

#[path = "../read_back/mod.rs"]
mod read_back;

mod checks;
mod mutations;
mod oracle;
mod paths;
mod reports;
mod rules;
