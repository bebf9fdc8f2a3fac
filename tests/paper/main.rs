//! The paper in each format, read back without the code that wrote it.
//!
//! One program for several files of tests, because each links the whole crate. `cargo test --test paper docx::` runs one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

#[path = "../read_back/mod.rs"]
mod read_back;
#[path = "../sample/mod.rs"]
mod sample;

mod docx;
mod figures;
mod finals;
mod formats;
mod pdf_layout;
mod redline;
mod redline_invariants;
mod reference;
mod render_text;
mod review;
mod scripts;
mod stable;
mod templates;
