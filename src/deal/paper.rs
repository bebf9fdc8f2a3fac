//! How long the paper is, and its sheet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Length of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Every clause apart, with all schedules.
    Full,
    /// A short agreement of the same substance.
    Short,
}

impl Form {
    /// Both forms.
    pub const ALL: [Self; 2] = [Self::Short, Self::Full];

    /// The name in a deal: `short` or `full`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Full => "full",
        }
    }
}

/// Sheet size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Paper {
    /// 210 × 297 mm.
    A4,
    /// 8.5 × 11 in.
    Letter,
}
