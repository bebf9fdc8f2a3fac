//! Word: a placeholder until the renderer stands here.

pub mod sheet;
pub mod tree;
