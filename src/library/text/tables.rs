//! Tables: rows and columns that repeat, or depend on a condition.

use std::fmt::Write as _;
use std::ops::Range;

use super::column::Column;
use super::condition::{Condition, Loop};
use super::tags::bars;
use super::write::{TextWriter, WrittenAt};

const REMEDY: &str = "write `each flow: WORDS`, `each NAME in LIST: WORDS` or `if CONDITION: WORDS`";

impl<'a> TextWriter<'a> {
    /// A row, as often as it prints.
    pub(super) fn row(&mut self, cells: &Range<usize>, each: Option<&Loop>, when: Option<&Condition>) {
        let (begin, end) = self.begin(each, when);
        self.tag(&begin, cells.start);
        self.loops.extend(each.map(|each| (each.name.clone(), each.list.clone())));
        let text = self.text(cells);
        if self.columns.iter().all(Column::is_plain) {
            self.markdown(text, WrittenAt::From(cells.start));
        } else {
            self.cells(text, cells.start, false);
        }
        if each.is_some() {
            self.loops.pop();
        }
        if !text.ends_with('\n') {
            self.out.text.push('\n');
        }
        self.tag(&end, cells.start);
    }

    /// The cells of a row, each as its column prints.
    fn cells(&mut self, row: &'a str, from: usize, header: bool) {
        let bars = bars(row);
        let columns = std::mem::take(&mut self.columns);
        self.markdown(row.get(..=bars.first().copied().unwrap_or_default()).unwrap_or_default(), WrittenAt::From(from));
        for (at, pair) in bars.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let cell = row.get(left + 1..*right).unwrap_or_default();
            match columns.get(at).filter(|column| !column.is_plain()) {
                Some(column) => {
                    let said = if header { Column::read(cell).map_or(cell, |(_, words)| words) } else { cell };
                    let start = from + left + 1 + (cell.len() - said.len());
                    let (begin, end) = self.begin(column.each.as_ref(), column.when.as_ref());
                    self.tag(&begin, start);
                    self.loops.extend(column.each.as_ref().map(|each| (each.name.clone(), each.list.clone())));
                    self.out.text.push(' ');
                    self.markdown(said.trim(), WrittenAt::From(start + (said.len() - said.trim_start().len())));
                    self.out.text.push_str(" |");
                    if column.each.is_some() {
                        self.loops.pop();
                    }
                    self.tag(&end, start);
                }
                None => {
                    self.markdown(cell, WrittenAt::From(from + left + 1));
                    self.out.text.push('|');
                }
            }
        }
        self.columns = columns;
        let rest = bars.last().map_or(row, |last| row.get(last + 1..).unwrap_or_default());
        self.markdown(rest, WrittenAt::From(from + row.len() - rest.len()));
    }

    /// Writes the header of a table, which says when its columns print, and the rule below it.
    pub(super) fn header(&mut self, header: &Range<usize>, rule: &Range<usize>) {
        let text = self.text(header);
        let bars = bars(text);
        let mut columns = Vec::new();
        for pair in bars.windows(2) {
            let [left, right] = pair else { continue };
            columns.push(match Column::read(text.get(left + 1..*right).unwrap_or_default()) {
                Ok((column, _)) => column,
                Err(fact) => {
                    self.fault_at(header.start + left + 1..header.start + right, fact, REMEDY);
                    Column::default()
                }
            });
        }
        self.columns = columns;
        if self.columns.iter().all(Column::is_plain) {
            self.markdown(text, WrittenAt::From(header.start));
            self.out.text.push_str(self.text(rule));
            return;
        }
        self.cells(text, header.start, true);
        self.out.text.push('|');
        let columns = self.columns.clone();
        for (column, cell) in columns.iter().zip(self.text(rule).trim().trim_matches('|').split('|')) {
            let (begin, end) = self.begin(column.each.as_ref(), column.when.as_ref());
            write!(self.out.text, "{begin}{cell}|{end}").ok();
        }
        self.out.text.push('\n');
    }
}
