//! Cells that a spreadsheet would run as formulas. A deck that we write goes out under our name, and a name in it may come
//! from elsewhere.
//!
//! Such a cell is written behind an apostrophe, as spreadsheets mark text, and read back without it. A billing system would keep the
//! mark, so that a file for one refuses the cell (`layout::fill`).

use std::borrow::Cow;

/// What separates cells for a spreadsheet of another country, which so runs what stands in the middle of ours.
const SEPARATORS: [char; 2] = [';', '|'];

/// Whether a spreadsheet takes a cell for a formula, or a part of it behind a separator.
pub(crate) fn runs(cell: &str) -> bool {
    cell.split(SEPARATORS).any(begins)
}

/// Whether a text begins with a sign of a formula and is not a number.
fn begins(text: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    text.starts_with(signs) && text.parse::<rust_decimal::Decimal>().is_err()
}

/// The cell as it is written, so that no spreadsheet runs it.
#[must_use]
pub(crate) fn guarded(cell: String) -> String {
    if !cell.contains('\'') && !runs(&cell) {
        return cell;
    }
    let guard = |part: &str| if begins(part.trim_start_matches('\'')) { format!("'{part}") } else { part.to_owned() };
    cell.split_inclusive(SEPARATORS).map(guard).collect()
}

/// The cell as it was before [`guarded`].
#[must_use]
pub(crate) fn unguarded(cell: &str) -> Cow<'_, str> {
    if !cell.contains('\'') {
        return Cow::Borrowed(cell);
    }
    let bare = |part| strip(part).unwrap_or(part);
    Cow::Owned(cell.split_inclusive(SEPARATORS).map(bare).collect())
}

fn strip(part: &str) -> Option<&str> {
    part.strip_prefix('\'').filter(|rest| begins(rest.trim_start_matches('\'')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_reads_back_as_it_was_and_runs_nowhere() {
        for cell in [
            "=1+1",
            "+1 555",
            "@SUM(A1)",
            "-cmd|' /C calc'!A0",
            "\t=1",
            "\r=1",
            "'=1",
            "''@x",
            "＝1",
            "＋1 555",
            "－x",
            "＠SUM(A1)",
            "'",
            "'a",
            "a=1",
            "",
            "-0.05",
            "+1",
            "a;=cmd|'/C calc'!A0;b",
            "a;'=1;-x",
            "44;+49",
            "a|@SUM(A1)",
            ";=1",
        ] {
            let written = guarded(cell.to_owned());
            assert_eq!(unguarded(&written), cell);
            // Asked of the signs themselves, and not of what is tested: a formula begins with one of them (OWASP, CSV injection).
            for part in written.split([';', '|']) {
                let is_number = part.parse::<rust_decimal::Decimal>().is_ok();
                assert!(
                    is_number || !part.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                    "{cell}"
                );
            }
        }
        assert_eq!(guarded("Hong Kong".to_owned()), "Hong Kong");
        assert_eq!(guarded("-0.05".to_owned()), "-0.05");
    }
}
