//! A form as comma-separated values, in UTF-8.

use std::io;

use ::csv::Writer;

use super::{HEADINGS, ReplyForm, cell};
use crate::rates::guard::guarded;

/// Writes a form. The title, the facts and the notes stand above the headings, with an empty line below them; a cell that a
/// spreadsheet would run stands behind an apostrophe.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn csv(form: &ReplyForm) -> io::Result<Vec<u8>> {
    let mut out = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    line(&mut out, [form.title.as_str()])?;
    for (name, value) in &form.facts {
        line(&mut out, [name, value])?;
    }
    for note in &form.notes {
        line(&mut out, [note])?;
    }
    line(&mut out, HEADINGS)?;
    for row in &form.rows {
        line(&mut out, row.cells())?;
    }
    out.into_inner().map_err(|error| error.into_error())
}

/// Writes any other table: a heading line and the rows below it, with the same care.
///
/// # Errors
///
/// Only what the CSV writer reports; it writes to memory.
pub fn table<const N: usize>(header: &[&str; N], rows: &[[String; N]]) -> io::Result<Vec<u8>> {
    let mut out = Writer::from_writer(Vec::new());
    line(&mut out, *header)?;
    for row in rows {
        line(&mut out, row.each_ref())?;
    }
    out.into_inner().map_err(|error| error.into_error())
}

fn line<const N: usize>(out: &mut Writer<Vec<u8>>, cells: [impl AsRef<str>; N]) -> io::Result<()> {
    Ok(out.write_record(cells.map(|text| guarded(cell(text.as_ref()))))?)
}
