//! Cells that cannot be read: the first ones of each column are reported one by one, the rest as a number.

use crate::diagnostic::{Finding, Level, Misread, Remedy};
use crate::few::{EACH, Few, Rest};
use crate::sheet::Sheet;

/// The faults of a deck's cells as they are met.
pub(super) struct CellFaults<'a> {
    sheet: &'a Sheet,
    found: Vec<Finding>,
    few: Few<(&'static str, Option<usize>), usize>,
}

impl<'a> CellFaults<'a> {
    /// No fault so far. With `every` one is told, however many there are.
    pub(super) fn new(sheet: &'a Sheet, every: bool) -> Self {
        Self { sheet, found: Vec::new(), few: Few::new(if every { usize::MAX } else { EACH }) }
    }

    /// Reports a cell that cannot be read, or that its row lacks.
    pub(super) fn error(&mut self, row: usize, column: Option<usize>, problem: impl FnOnce() -> Misread) {
        self.add("DECK004", row, column, problem);
    }

    /// The same under another code and level.
    pub(super) fn add(
        &mut self,
        code: &'static str,
        row: usize,
        column: Option<usize>,
        problem: impl FnOnce() -> Misread,
    ) {
        if !self.few.tells(&(code, column), row) {
            return;
        }
        let problem = problem();
        let name =
            column.map_or_else(|| format!("row {}", self.sheet.grid.line(row)), |column| self.sheet.name(row, column));
        self.found.push(
            Finding::error(code, format!("{name}: {}", problem.fact))
                .at(self.sheet.place(row, column.unwrap_or_default()))
                .help(Remedy::Write(problem.remedy)),
        );
    }

    /// Adds what was collected to `findings`, with a count of what was not reported one by one.
    pub(super) fn finish(mut self, findings: &mut Vec<Finding>) {
        for Rest { cause: (code, column), more, last, .. } in self.few.rest() {
            let heading = column.map_or("row", |_| "column");
            self.found.push(
                Finding::new(
                    code,
                    Level::Error,
                    format!(
                        "and {more} more cells of the same {heading}, the last in row {}",
                        self.sheet.grid.line(last)
                    ),
                )
                .at(self.sheet.place(last, column.unwrap_or_default()))
                .help("see the first of them, above")
                .standing_for(more),
            );
        }
        findings.extend(self.found);
    }
}
