//! Reads a form that came back, from whatever program saved it.

use super::{FilledForm, FilledRow, HEADINGS, ReplyForm};
use crate::diagnostic::{Finding, Level, Misread};
use crate::rates::guard::unguarded;
use crate::rates::{csv, xlsx};
use crate::sheet::Sheet;

/// The first bytes of a workbook, and of one of an older kind or with a password, which the reader of workbooks refuses by name.
const WORKBOOK: [&[u8]; 2] = [b"PK", &[0xd0, 0xcf, 0x11, 0xe0]];

/// Where the columns of a table stand.
struct Columns {
    key: usize,
    label: Option<usize>,
    ours: Option<usize>,
    theirs: usize,
    note: Option<usize>,
}

/// Reads a form, a workbook (XLSX) or separated values, from `bytes`; `name` is what remarks call the file. A formula is never run:
/// its last result is read, and a remark says so.
///
/// # Errors
///
/// The file is not a table, holds no form, or holds two rows with one key. The fact reads after the name of the file.
pub fn read(bytes: &[u8], name: &str) -> Result<FilledForm, Misread> {
    let is_workbook = WORKBOOK.iter().any(|start| bytes.starts_with(start));
    let mut findings = Vec::new();
    let sheet = if is_workbook {
        xlsx::read(bytes, name, None, &mut findings)
    } else if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Misread::new("is empty", "give the form that came back, as XLSX or CSV"));
    } else if bytes.contains(&0) && !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff") {
        return Err(Misread::new("is neither a workbook nor separated values", "save the form as XLSX or CSV"));
    } else {
        csv::read(bytes, name, None, &mut findings)
    };
    let (errors, remarks): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.level == Level::Error);
    let Some(sheet) = sheet.filter(|_| errors.is_empty()) else {
        return Err(unread(errors, name));
    };
    let mut form = table(&sheet, is_workbook)?;
    form.remarks = remarks;
    Ok(form)
}

/// Why a file cannot be read as a table, from the finding of its reader.
fn unread(errors: Vec<Finding>, name: &str) -> Misread {
    let Some(first) = errors.into_iter().next() else {
        return Misread::new("cannot be read", "save the form as XLSX or CSV");
    };
    let remedy = first.remedy_text().unwrap_or_else(|| "save the form as XLSX or CSV".to_owned());
    let fact = first.message.strip_prefix(&format!("cannot read {name}: ")).unwrap_or(&first.message);
    Misread::new(format!("cannot be read: {fact}"), remedy)
}

fn table(sheet: &Sheet, is_workbook: bool) -> Result<FilledForm, Misread> {
    let grid = &sheet.grid;
    let text = |row, column| {
        let cell = grid.get(row, column);
        // Only a CSV marks text by an apostrophe.
        if is_workbook { cell.to_owned() } else { unguarded(cell).into_owned() }
    };
    let heading = (0..grid.len()).find_map(|row| columns(sheet, row).map(|columns| (row, columns)));
    let Some((top, columns)) = heading else {
        let [key, .., theirs, _, _, _] = HEADINGS;
        return Err(Misread::new(
            format!("has no row with the headings `{key}` and `{theirs}`"),
            "give a form that peerpact wrote; its columns may be moved and others added, but those two keep their names",
        ));
    };
    let mut form = FilledForm::default();
    for row in 0..top {
        let (name, value) = (text(row, 0), text(row, 1));
        if !name.is_empty() && !value.is_empty() {
            form.facts.push((name, value));
        }
    }
    let mut first_of: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for row in top + 1..grid.len() {
        let of = |column: Option<usize>| column.map_or_else(String::new, |column| text(row, column));
        let place = sheet.name(row, columns.theirs);
        let filled = FilledRow {
            key: of(Some(columns.key)),
            label: of(columns.label),
            ours: of(columns.ours),
            theirs: of(Some(columns.theirs)),
            note: of(columns.note),
            place,
        };
        if filled.key.is_empty() && filled.theirs.is_empty() && filled.note.is_empty() {
            continue;
        }
        if !filled.key.is_empty()
            && let Some(first) = first_of.insert(filled.key.clone(), row)
        {
            let (one, other) = (sheet.name(first, columns.key), sheet.name(row, columns.key));
            return Err(Misread::new(
                format!("has the item `{}` twice, in {one} and {other}", filled.key),
                "delete the row that does not hold",
            ));
        }
        form.rows.push(filled);
    }
    Ok(form)
}

/// The columns of the table, if a row holds its headings.
fn columns(sheet: &Sheet, row: usize) -> Option<Columns> {
    let grid = &sheet.grid;
    let [key, _, label, ours, theirs, _, _, note] = HEADINGS
        .map(|heading| (0..grid.width(row)).find(|column| grid.get(row, *column).eq_ignore_ascii_case(heading)));
    Some(Columns { key: key?, label, ours, theirs: theirs?, note })
}

impl ReplyForm {
    /// The rows of a form that came back in which our own side of the table was changed: each with the value that we sent.
    #[must_use]
    pub fn changed_by_them<'f>(&self, back: &'f FilledForm) -> Vec<(&'f FilledRow, String)> {
        let sent: std::collections::HashMap<&str, String> =
            self.rows.iter().map(|row| (row.key.as_str(), super::cell(&row.ours))).collect();
        let changed = |row: &'f FilledRow| {
            let ours = sent.get(row.key.as_str())?;
            (*ours != row.ours).then(|| (row, ours.clone()))
        };
        back.rows.iter().filter_map(changed).collect()
    }
}
