//! Tables: a repeated header row, rows that no page break splits, figures aligned at their decimal point.

use super::job::DocxJob;
use super::xml::Xml;
use super::{inline, marks};
use crate::document::revisions::{BlockStanding, RevisionStanding};
use crate::document::{Align, Inlines, Table, plain_text};
use crate::render::columns::{aligns, share_out};

/// Padding on either side of a cell, in twentieths of a point; the style sheet has the same value.
pub(super) const PAD: u32 = 86;

/// Font size of cells, in twentieths of a point, for measuring columns.
const EM: f32 = 180.0;

/// Less than this is lost when the widths of columns are rounded, in twentieths of a point.
const ROUNDING: u32 = 100;

/// The most half digits by which a figure is moved in from the right.
const STEPS: usize = 13;

/// Writes the table of a block, and the paragraph that keeps it apart from what follows.
pub(super) fn write(xml: &mut Xml, job: &DocxJob<'_>, at: usize, table: &Table, before_page: bool) {
    let whole = job.document.standing(at);
    let rows = match job.document.revisions.as_ref().and_then(|revisions| revisions.blocks.get(at)) {
        Some(BlockStanding::Rows { rows, .. }) => rows.as_slice(),
        _ => &[],
    };
    let alike = job.alike(at);
    let count = alike.iter().map(|table| widest(table)).max().unwrap_or(0);
    if count == 0 || table.header.is_empty() && table.rows.is_empty() {
        return;
    }
    let columns = aligns(table, count);
    let widths = widths(job.measure, &alike, &columns);
    let width = |column: usize| widths.get(column).copied().unwrap_or(0);
    open(xml, job, "Agreement Table", &widths);
    let none = Inlines::new();
    if !table.header.is_empty() {
        open_row(xml, job, true, whole);
        for (column, align) in columns.iter().enumerate() {
            let style = match align {
                Align::Left => "Table Heading",
                Align::Right => "Table Heading Right",
                Align::Center => "Table Heading Center",
            };
            let text = table.header.get(column).unwrap_or(&none);
            cell(xml, job, job.style(style), width(column), whole, |xml| inline::text(xml, job, text));
        }
        xml.close("w:tr");
    }
    let figures = Figures::of(&columns, &table.rows);
    let (text, mark) = (job.style("Table Text"), job.style("Table Mark"));
    let by_steps: Vec<&str> = (0..=STEPS).map(|steps| job.style(&figure_style(steps))).collect();
    for (at, row) in table.rows.iter().enumerate() {
        let standing = rows.get(at).copied().unwrap_or(whole);
        open_row(xml, job, false, standing);
        for (column, align) in columns.iter().enumerate() {
            let words = row.get(column).unwrap_or(&none);
            let style = match align {
                Align::Left => text,
                Align::Center => mark,
                Align::Right => by_steps.get(figures.steps(column, words)).copied().unwrap_or(text),
            };
            cell(xml, job, style, width(column), standing, |xml| inline::text(xml, job, words));
        }
        xml.close("w:tr");
    }
    close(xml, job, before_page, whole);
}

/// Begins a table with columns of given widths.
pub(super) fn open(xml: &mut Xml, job: &DocxJob<'_>, style: &str, widths: &[u32]) {
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    xml.val("w:tblStyle", job.style(style));
    xml.empty("w:tblW", &[("w:w", &widths.iter().sum::<u32>().to_string()), ("w:type", "dxa")]);
    xml.empty("w:tblLayout", &[("w:type", "fixed")]);
    let look = [("w:firstRow", "1"), ("w:lastRow", "0"), ("w:firstColumn", "1"), ("w:lastColumn", "0")];
    let bands = [("w:noHBand", "1"), ("w:noVBand", "1")];
    xml.empty("w:tblLook", &[&[("w:val", "06A0")], look.as_slice(), bands.as_slice()].concat());
    xml.close("w:tblPr");
    xml.open("w:tblGrid", &[]);
    for width in widths {
        xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
    }
    xml.close("w:tblGrid");
}

/// Ends a table. Two tables without a paragraph between them would be one; but before a new page, that paragraph could slip
/// from a full page to one of its own.
pub(super) fn close(xml: &mut Xml, job: &DocxJob<'_>, before_page: bool, standing: RevisionStanding) {
    xml.close("w:tbl");
    if before_page {
        return;
    }
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", job.style("Table End"));
    marks::paragraph_end(xml, job, standing);
    xml.close("w:pPr");
    xml.close("w:p");
}

/// Begins a row that no page break splits; a header repeats on every page.
pub(super) fn open_row(xml: &mut Xml, job: &DocxJob<'_>, is_header: bool, standing: RevisionStanding) {
    xml.open("w:tr", &[]);
    xml.open("w:trPr", &[]);
    xml.empty("w:cantSplit", &[]);
    if is_header {
        xml.empty("w:tblHeader", &[]);
    }
    marks::whole(xml, job, standing);
    xml.close("w:trPr");
}

/// A cell of one paragraph. It states its width too, because some readers know no grid. Of a row that came or went, each cell is marked too: other programs overlook the row's own mark.
pub(super) fn cell(
    xml: &mut Xml,
    job: &DocxJob<'_>,
    style: &str,
    width: u32,
    standing: RevisionStanding,
    write: impl FnOnce(&mut Xml),
) {
    xml.open("w:tc", &[]);
    xml.open("w:tcPr", &[]);
    xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
    xml.close("w:tcPr");
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", style);
    marks::paragraph_end(xml, job, standing);
    xml.close("w:pPr");
    write(xml);
    xml.close("w:p");
    xml.close("w:tc");
}

/// The number of columns that a table has anywhere.
pub(super) fn widest(table: &Table) -> usize {
    table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.header.len()).max(table.columns.len())
}

/// Widths of the columns of tables that share them, from their content. Letters are measured roughly, because the reader's font is
/// unknown.
pub(super) fn widths(measure: u32, tables: &[&Table], aligns: &[Align]) -> Vec<u32> {
    let mut extents = vec![(0.0_f32, 0.0_f32); aligns.len()];
    let header =
        tables.iter().flat_map(|table| table.header.iter().enumerate()).map(|(column, cell)| (column, cell, 1.1));
    let rows = tables.iter().flat_map(|table| &table.rows);
    let cells = rows.flat_map(|row| row.iter().enumerate()).map(|(column, cell)| (column, cell, 1.0));
    for (column, cell, weight) in header.chain(cells) {
        let Some(extent) = extents.get_mut(column) else { continue };
        let (least, most) = extent_of(&plain_text(cell));
        *extent = (extent.0.max(least * weight), extent.1.max(most * weight));
    }
    let pads = 2 * PAD * u32::try_from(aligns.len()).unwrap_or(1);
    let room = measure.saturating_sub(pads) as f32;
    let mut widths: Vec<u32> = share_out(&extents, room, aligns).iter().map(|inner| *inner as u32 + 2 * PAD).collect();
    // The remainder of rounding goes to the last column, so that every table of the text's width ends at the margin.
    let left = measure.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut().filter(|_| left < ROUNDING) {
        *last += left;
    }
    widths
}

/// The widths of a cell's longest word and longest line.
fn extent_of(words: &str) -> (f32, f32) {
    let (mut least, mut most) = (0.0_f32, 0.0_f32);
    let (mut word, mut line) = (0.0, 0.0);
    for letter in words.chars() {
        let width = EM * width(letter);
        line += width;
        word += width;
        if letter == '\n' {
            line = 0.0;
        }
        if matches!(letter, '\n' | ' ' | '-') {
            word = 0.0;
        }
        least = least.max(word);
        most = most.max(line);
    }
    (least + 1.0, most + 1.0)
}

/// Approximate width of a letter in a book face, in ems.
fn width(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | ' ' | '\u{a0}' => 0.32,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' => 0.85,
        letter if letter.is_ascii_uppercase() => 0.7,
        letter if letter.is_ascii() => 0.5,
        letter if u32::from(letter) > 0x2E80 => 1.0,
        _ => 0.6,
    }
}

/// The style of a figure that is moved in by so many half digits.
fn figure_style(steps: usize) -> String {
    if steps == 0 { "Table Figure".into() } else { format!("Table Figure {steps}") }
}

/// For each column of figures, the most decimals of any figure. A column counts only if each of its non-empty cells is a
/// plain figure: sums and percentages do not align.
struct Figures(Vec<usize>);

impl Figures {
    fn of(columns: &[Align], rows: &[Vec<Inlines>]) -> Self {
        let most = |(column, align): (usize, &Align)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| plain_text(cell));
            let figures: Option<Vec<usize>> =
                cells.filter(|words| !matches!(words.trim(), "" | "–")).map(|words| decimals(&words)).collect();
            figures.filter(|_| *align == Align::Right).and_then(|figures| figures.into_iter().max()).unwrap_or(0)
        };
        Self(columns.iter().enumerate().map(most).collect())
    }

    /// How many half digits a figure is moved in, so that its decimal point stands below the others of its column. A point
    /// is half a digit wide.
    fn steps(&self, column: usize, cell: &Inlines) -> usize {
        let most = self.0.get(column).copied().unwrap_or(0);
        if most == 0 {
            return 0;
        }
        let steps = match decimals(&plain_text(cell)) {
            Some(0) => 2 * most + 1,
            Some(decimals) => 2 * most.saturating_sub(decimals),
            None => 0,
        };
        steps.min(STEPS)
    }
}

/// The decimals of a plain figure such as `1,250.0180`.
fn decimals(words: &str) -> Option<usize> {
    let is_figure = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    match words.split_once('.') {
        Some((whole, fraction)) if is_figure(whole) && is_figure(fraction) => Some(fraction.len()),
        None if is_figure(words) => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Figures, extent_of, widths};
    use crate::document::{Align, Inline, Inlines, Table};

    fn cell(words: &str) -> Inlines {
        vec![Inline::Value(words.into())]
    }

    fn steps(column: &[&str]) -> Vec<usize> {
        let rows: Vec<Vec<Inlines>> = column.iter().map(|words| vec![cell(words)]).collect();
        let figures = Figures::of(&[Align::Right], &rows);
        rows.iter().map(|row| figures.steps(0, &row[0])).collect()
    }

    #[test]
    fn figures_stand_by_their_point() {
        assert_eq!(steps(&["0.0180", "1,250.5", "12", "–"]), [0, 6, 9, 0]);
    }

    #[test]
    fn a_column_of_several_kinds_stands_at_its_edge() {
        assert_eq!(steps(&["43.80", "99.9 %", "240"]), [0, 0, 0]);
    }

    #[test]
    fn a_table_is_as_wide_as_the_text() {
        let rows = vec![vec![cell("a"), cell(&"long words ".repeat(40)), cell("0.0180")]; 3];
        let table = Table { columns: vec![Align::Left; 3], header: Vec::new(), rows };
        let widths = widths(9184, &[&table], &table.columns);
        assert_eq!(widths.iter().sum::<u32>(), 9184);
        assert!(widths[1] > 5 * widths[2], "{widths:?}");
    }

    #[test]
    fn a_line_is_as_long_as_its_letters() {
        let (least, most) = extent_of("one three\ntwo");
        assert!(least < most && least > 300.0, "{least} {most}");
    }
}
