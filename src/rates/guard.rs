//! Cells that a spreadsheet would run as formulas. A deck that we write goes out under our name, and a name in it may come
//! from elsewhere.
//!
//! Such a cell is written behind an apostrophe, as spreadsheets mark text, and read back without it. A billing system would keep the
//! mark, so that a file for one refuses the cell (`layout::fill`).

/// Whether a spreadsheet takes a cell for a formula: it begins with a formula sign and is not a number.
pub(crate) fn runs(cell: &str) -> bool {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    cell.starts_with(signs) && cell.parse::<rust_decimal::Decimal>().is_err()
}

/// The cell as it is written, so that no spreadsheet runs it.
#[must_use]
pub(crate) fn guarded(cell: String) -> String {
    if runs(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell }
}

/// The cell as it was before [`guarded`].
#[must_use]
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| runs(rest.trim_start_matches('\''))).unwrap_or(cell)
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
        ] {
            let written = guarded(cell.to_owned());
            assert_eq!(unguarded(&written), cell);
            // Asked of the signs themselves, and not of what is tested: a formula begins with one of them (OWASP, CSV injection).
            let is_number = cell.parse::<rust_decimal::Decimal>().is_ok();
            assert!(
                is_number || !written.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                "{cell}"
            );
        }
        assert_eq!(guarded("Hong Kong".to_owned()), "Hong Kong");
        assert_eq!(guarded("-0.05".to_owned()), "-0.05");
    }
}
