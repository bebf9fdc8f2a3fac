//! Which styles the cells of each column have, so that a format which hangs on a condition is held against the cells that it is laid over.

use std::collections::BTreeSet;

use super::cell::CellPlace;

/// Most runs that are kept; those beyond are told of the whole column.
const MOST_RUNS: usize = 1 << 16;

/// Cells with words, by columns.
#[derive(Debug, Default)]
pub(super) struct StyleRuns {
    columns: Vec<Vec<StyleRun>>,
    all: usize,
    /// Styles of cells that stand in no run, by columns.
    beyond: BTreeSet<(usize, Option<usize>)>,
}

/// Cells of one style, one below the other.
#[derive(Debug)]
struct StyleRun {
    first: usize,
    last: usize,
    style: Option<usize>,
}

impl StyleRuns {
    /// Takes a cell with words, row by row.
    pub(super) fn meet(&mut self, at: CellPlace, style: Option<usize>) {
        if self.columns.len() <= at.column {
            self.columns.resize_with(at.column + 1, Vec::new);
        }
        let Some(column) = self.columns.get_mut(at.column) else { return };
        match column.last_mut() {
            Some(run) if run.style == style => run.last = at.row,
            _ if self.all < MOST_RUNS => {
                self.all += 1;
                column.push(StyleRun { first: at.row, last: at.row, style });
            }
            _ => {
                if self.beyond.len() < MOST_RUNS {
                    self.beyond.insert((at.column, style));
                }
            }
        }
    }

    /// The styles of the cells in a range, and how many runs were looked at.
    pub(super) fn within(&self, first: CellPlace, last: CellPlace) -> (BTreeSet<Option<usize>>, usize) {
        let mut found = BTreeSet::new();
        let mut looked = self.beyond.len();
        for column in self.columns.iter().take(last.column.saturating_add(1)).skip(first.column) {
            let from = column.partition_point(|run| run.last < first.row);
            let runs = column.iter().skip(from).take_while(|run| run.first <= last.row);
            looked += 1;
            for run in runs {
                looked += 1;
                found.insert(run.style);
            }
        }
        let beyond = self.beyond.iter().filter(|(column, _)| (first.column..=last.column).contains(column));
        found.extend(beyond.map(|(_, style)| *style));
        (found, looked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_the_styles_of_its_cells() {
        let mut runs = StyleRuns::default();
        for (column, row, style) in [(0, 1, Some(1)), (2, 1, Some(2)), (2, 2, None), (2, 3, None), (2, 9, Some(3))] {
            runs.meet(CellPlace { column, row }, style);
        }
        let within = |first: (usize, usize), last: (usize, usize)| {
            let place = |(column, row)| CellPlace { column, row };
            runs.within(place(first), place(last)).0.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(within((2, 2), (2, 8)), [None]);
        assert_eq!(within((0, 1), (2, 1)), [Some(1), Some(2)]);
        assert_eq!(within((1, 1), (1, 99)), []);
        assert_eq!(within((2, 3), (9, 9)), [None, Some(3)]);
    }
}
