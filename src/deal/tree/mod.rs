//! YAML as a tree in which every node knows its bytes.

mod node;
mod parse;

pub use node::{MapEntry, Node, NodeKind};
pub use parse::read;
