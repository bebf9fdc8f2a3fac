//! The interconnection as its engineers see it: the facts of the technical form as rows, one fact a row.

pub mod groups;
pub mod rows;
