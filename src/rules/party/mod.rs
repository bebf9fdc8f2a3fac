//! The parties.

pub mod we;
