//! A repository of deals: which files are deals (`find`), which part of them one of several machines works on (`shard`), and what git
//! keeps of earlier days (`git`).

pub mod find;
pub mod git;
pub mod shard;

pub use find::{Found, find};
pub use shard::Shard;
