//! The program as its users meet it: commands, decks, the wizard, old files, hostile ones.
//!
//! One program for several files of tests, because each links the whole crate. `cargo test --test program cli::` runs one file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::let_underscore_must_use)]
#![allow(clippy::disallowed_methods)]
#![allow(clippy::print_stdout, clippy::print_stderr, unreachable_pub)]

#[cfg(unix)]
#[path = "../pty/mod.rs"]
mod pty;
#[path = "../read_back/mod.rs"]
mod read_back;

mod cli;
mod compat;
mod configured;
mod deck_compare;
mod deck_flags;
mod deck_kinds;
mod deck_layouts;
mod deck_reader;
mod decks;
mod forms;
mod many;
mod mistakes;
mod naming;
mod negotiate;
mod proof;
mod recipes;
mod redlines;
mod replies;
mod repository;
mod returned;
mod robust;
mod technical_form;
mod theirs;
mod trust;
mod wizard;
#[cfg(unix)]
mod wizard_pty;
