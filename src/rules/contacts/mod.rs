//! Who answers for what.

pub mod every_role;
