//! Rows as a table of plain text.

use crate::characters::visible;

/// A header and rows in columns as wide as their widest cell, two blanks apart.
#[must_use]
pub fn columns(header: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let all: Vec<Vec<String>> = std::iter::once(header.to_vec())
        .chain(rows)
        .map(|row| row.iter().map(|cell| visible(cell)).collect())
        .collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|at| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or_default())
        .collect();
    let mut out = String::new();
    for row in all {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}
