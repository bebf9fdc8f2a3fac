//! The table of `export --as sbc-csv`, as somebody has kept it since.

use crate::diagnostic::Misread;
use crate::export::sbc_csv::COLUMNS;
use crate::rates::guard::unguarded;

/// The columns that the comparison reads.
const READ: [&str; 2] = ["field", "value"];

/// Whether the first line has the columns of the table.
pub(super) fn has_headings(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().to_ascii_lowercase();
    let cells: Vec<&str> = first.split([',', ';', '\t']).map(|cell| cell.trim().trim_matches('"')).collect();
    READ.iter().all(|column| cells.contains(column))
}

/// Path of the field, value and line of each row.
pub(super) fn read(text: &str) -> Result<Vec<(String, String, usize)>, Misread> {
    let broken = |what: String| {
        Misread::new(format!("is no table of a trunk: {what}"), format!("keep the columns {}", COLUMNS.join(", ")))
    };
    let first = text.lines().next().unwrap_or_default();
    // A spreadsheet writes its own list separator.
    let mark = [b',', b';', b'\t'].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count());
    let mut table =
        csv::ReaderBuilder::new().flexible(true).delimiter(mark.unwrap_or(b',')).from_reader(text.as_bytes());
    let headings = table.headers().map_err(|error| broken(error.to_string()))?.clone();
    let column = |name: &str| headings.iter().position(|heading| heading.trim().eq_ignore_ascii_case(name));
    let (Some(field), Some(value)) = (column(READ[0]), column(READ[1])) else {
        return Err(broken("it has no columns `field` and `value`".to_owned()));
    };
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.map_err(|error| broken(error.to_string()))?;
        let line = record.position().map_or(0, |place| usize::try_from(place.line()).unwrap_or(0));
        let cell = |at: usize| unguarded(record.get(at).unwrap_or_default().trim()).into_owned();
        if !cell(field).is_empty() {
            rows.push((cell(field), cell(value), line));
        }
    }
    Ok(rows)
}
