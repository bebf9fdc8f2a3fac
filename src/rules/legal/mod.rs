//! The paper itself.

pub mod reviewer;
