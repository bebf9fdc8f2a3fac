//! Word: a placeholder until the renderer stands here.

pub mod reference;
pub mod sheet;
pub mod tree;
