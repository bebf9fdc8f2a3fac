//! The clauses that a draft cannot do without.

pub mod pinned;
pub mod provided;
