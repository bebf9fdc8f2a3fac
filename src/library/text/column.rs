//! A column of a table, as its header declares it.

use super::condition::{Condition, Loop};

/// When a column prints, and for each element of which list.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) each: Option<Loop>,
    pub(super) when: Option<Condition>,
}

impl Column {
    pub(super) fn is_plain(&self) -> bool {
        self.each.is_none() && self.when.is_none()
    }

    /// Reads a cell of a header: `each flow: WORDS`, `if CONDITION: WORDS`, `each flow if CONDITION: WORDS`, or words alone.
    pub(super) fn read(cell: &str) -> Result<(Self, &str), String> {
        let cell = cell.trim_start();
        let Some((said, words)) = cell.split_once(": ") else { return Ok((Self::default(), cell)) };
        let (each, when) = match (said.strip_prefix("each "), said.strip_prefix("if ")) {
            (Some(each), _) => match each.split_once(" if ") {
                Some((each, when)) => (Some(each), Some(when)),
                None => (Some(each), None),
            },
            (None, Some(when)) => (None, Some(when)),
            (None, None) => return Ok((Self::default(), cell)),
        };
        let (each, when) = (each.map(Loop::read).transpose()?, when.map(Condition::read).transpose()?);
        Ok((Self { each, when }, words))
    }
}
