//! What one part of a deal says of another.

pub mod clauses;
mod named;
pub mod positions;
pub mod references;
pub mod unprinted;
