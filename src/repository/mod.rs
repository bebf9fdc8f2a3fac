//! A repository of deals: which files are deals (`find`), and which part of them one of several machines works on (`shard`).

pub mod find;
pub mod shard;

pub use find::{Found, find};
pub use shard::Shard;
