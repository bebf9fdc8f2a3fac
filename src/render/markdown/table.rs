//! Pipe tables, with aligned columns unless lines become too long to read.

use crate::document::Align;

/// The longest line for which columns are aligned, in characters.
const WIDEST: usize = 120;

/// Writes a table of cells that are already Markdown.
pub(super) fn write(columns: &[Align], header: &[String], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..columns.len())
        .map(|column| {
            let cells = std::iter::once(header).chain(rows.iter().map(Vec::as_slice));
            cells.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).fold(3, usize::max)
        })
        .collect();
    let is_padded = widths.iter().sum::<usize>() + 3 * widths.len() < WIDEST;
    let mut out = String::new();
    let mut line = |cell: &dyn Fn(usize, Align, usize) -> String| {
        for (index, (align, width)) in columns.iter().zip(&widths).enumerate() {
            let width = if is_padded { *width } else { 0 };
            out.push_str("| ");
            out.push_str(&cell(index, *align, width));
            out.push(' ');
        }
        out.push_str("|\n");
    };
    let padded = |row: &[String], index: usize, align: Align, width: usize| {
        let cell = row.get(index).map(String::as_str).unwrap_or_default();
        match align {
            Align::Left => format!("{cell:<width$}"),
            Align::Right => format!("{cell:>width$}"),
            Align::Center => format!("{cell:^width$}"),
        }
    };
    line(&|index, align, width| padded(header, index, align, width));
    line(&|_, align, width| {
        let width = width.max(3);
        match align {
            Align::Left => "-".repeat(width),
            Align::Right => format!("{}:", "-".repeat(width - 1)),
            Align::Center => format!(":{}:", "-".repeat(width - 2)),
        }
    });
    for row in rows {
        line(&|index, align, width| padded(row, index, align, width));
    }
    out
}
