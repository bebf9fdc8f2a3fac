//! Rate decks: reading them from the files that carriers send, comparing, counting, and writing them.
//!
//! A file becomes a [`grid::Sheet`] of text cells, whatever its format; the headings say what its columns mean; each row then
//! becomes lines of the rate schedule, which the rules judge like those that a deal lists itself.

pub mod grid;
pub mod xlsx;
