//! The wizard: asks questions about a deal one by one and writes the answers as a deal file.
//!
//! To follow one answer: `questions` says what is asked, `agenda` in which order and whether at all, `reply` reads what was
//! typed, `judge` holds it against the same checks as `peerpact check`, `answers` keeps it, `follow` draws what follows from
//! it, and `write` or `edit` puts it into the deal file. `session` is that loop, and `prompt` the only reader of the terminal.

pub mod yaml;
mod answer;
pub mod answers;
pub mod facts;
pub mod questions;
pub mod suggest;
pub mod typed;
pub mod words;
pub mod agenda;
pub mod reply;
pub mod follow;
pub mod names;
pub mod terms;
pub mod write;
pub mod edit;
pub mod judge;
pub mod company;
pub mod prompt;
pub mod review;
pub mod session;
mod asking;
mod looking;
