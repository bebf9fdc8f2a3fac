//! A rate deck in a workbook (.xlsx or .ods): one sheet of it as a table of text.
//!
//! The file is untrusted. Its parts are unpacked as they are read, and what is unpacked is counted; the sizes that the file
//! states do not count. Nothing in it is run, fetched or looked up elsewhere. Prices keep every digit: a stored number becomes
//! text without passing through a float, and the zeros that its format shows are kept.
//!
//! Read downwards: `part` unpacks, `namespace` says what counts, `workbook` finds the sheets, `strings` and `styles` (a `format` of `section`s, and a `look`) are what
//! cells refer to, `number` and `moment` write what a cell shows, `rows` reads the sheet, `conditional` the formats that hang on conditions (held against the `style_runs` of cells), `beside` what hangs on the sheet, `merges` fills merged cells, `findings` reports
//! what the table does not show, and `ods` (with `ods_value` and `ods_look`) reads the other format into the same.

mod beside;
mod cell;
mod conditional;
mod findings;
mod format;
mod look;
mod merges;
mod moment;
mod money;
mod namespace;
mod number;
mod ods;
mod ods_look;
mod ods_value;
mod part;
mod room;
mod rows;
mod section;
mod strings;
mod style_runs;
mod styles;
#[cfg(test)]
mod tests;
mod workbook;

use crate::diagnostic::{Finding, Misread};
use crate::sheet::{Grid, Sheet};
use crate::source::{Place, Source};
use beside::Beside;
use findings::{Seen, Unread, listing};
use part::Package;
use rows::Tables;
use strings::Strings;
use styles::Styles;
use workbook::{ListedSheet, Workbook};

/// First bytes of an old `.xls`, and of a file with a password.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// The name of the encrypted content of a file with a password, as the file writes it.
const ENCRYPTED: &str = "EncryptedPackage";

/// The remedy for most damaged files.
const SAVE: &str = "open it in a spreadsheet program and save it again as .xlsx";

/// The finding of a workbook that cannot be read. A fact reads after `cannot read deck.xlsx: `.
fn unreadable(fault: Misread, name: &str) -> Finding {
    // No text has been read yet, so the place has no bytes to point at.
    let place = Place::new(&Source::new(name, ""), 0..0);
    Finding::error("DECK001", format!("cannot read {name}: {}", fault.fact)).at(place).help(fault.remedy)
}

/// Reads one sheet of a workbook. `name` is what findings call the file; `sheet` names the sheet to read, otherwise the first
/// visible one with content.
pub fn read(bytes: &[u8], name: &str, sheet: Option<&str>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    match unpacked(bytes, name, sheet, findings) {
        Ok(sheet) => Some(sheet),
        Err(fault) => {
            findings.push(unreadable(fault, name));
            None
        }
    }
}

fn unpacked(bytes: &[u8], name: &str, wanted: Option<&str>, findings: &mut Vec<Finding>) -> Result<Sheet, Misread> {
    if bytes.starts_with(&COMPOUND) {
        return Err(compound(bytes));
    }
    let mut package = Package::open(bytes)?;
    let kind = package.beginning("mimetype");
    if kind.contains("opendocument.spreadsheet") {
        return open_document(&mut package, name, wanted, findings);
    }
    if kind.contains("opendocument") {
        return Err(Misread::new("it is an OpenDocument file, and no spreadsheet", "save the table as .xlsx or .ods"));
    }
    let workbook = Workbook::read(&mut package)?;
    let chosen = chosen(&mut package, &workbook.sheets, wanted)?;
    let (grid, mut seen) = {
        let strings = Strings::read(&mut package, workbook.strings.as_deref())?;
        let styles = Styles::read(&mut package, workbook.styles.as_deref(), workbook.theme.as_deref())?;
        let beside = Beside::read(&mut package, &chosen.part, &styles)?;
        let tables = Tables { strings: &strings, styles: &styles, epoch: workbook.epoch, tables: &beside.tables };
        let mut part = package.part(&chosen.part)?.ok_or_else(|| missing(chosen))?;
        let (grid, mut seen) = rows::read(&mut part, tables)?;
        (seen.comments, seen.drawings) = (beside.comments, beside.drawings);
        (grid, seen)
    };
    let sheet = finished(name, &chosen.name, grid, &mut seen, workbook.uncalculated, findings)?;
    findings.extend(Unread::of(&mut package, &workbook.sheets, chosen).findings(&sheet));
    Ok(sheet)
}

fn open_document(
    package: &mut Package<'_>,
    name: &str,
    wanted: Option<&str>,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Misread> {
    let mut read = ods::read(package, wanted)?;
    let grid = std::mem::take(&mut read.grid);
    let sheet = finished(name, &read.name, grid, &mut read.seen, false, findings)?;
    findings.extend(read.unread().findings(&sheet));
    Ok(sheet)
}

/// The sheet with its merged cells filled, and the findings on what its table does not show.
fn finished(
    file: &str,
    sheet: &str,
    grid: Grid,
    seen: &mut Seen,
    uncalculated: bool,
    findings: &mut Vec<Finding>,
) -> Result<Sheet, Misread> {
    let grid = seen.merges.filled(grid)?;
    if grid.is_empty() && seen.unresolved.all == 0 {
        return Err(Misread::new(
            format!("its sheet {} is empty", listing([sheet])),
            "name the sheet with the rates, with --sheet or under `rates.sheet`",
        ));
    }
    let source = Source::new(file, text(&grid));
    let sheet = Sheet { source, grid, delimiter: b'\t', lettered: true, rounded: std::mem::take(&mut seen.rounded) };
    findings.extend(seen.findings(&sheet, uncalculated));
    Ok(sheet)
}

fn compound(bytes: &[u8]) -> Misread {
    let wide: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(wide.len()).any(|window| window == wide) {
        Misread::new("it has a password", "save it as .xlsx without a password")
    } else {
        Misread::new("it is an old workbook (.xls), or has a password", "save it as .xlsx without a password")
    }
}

fn missing(sheet: &ListedSheet) -> Misread {
    Misread::new(format!("its sheet {} is not in the file", listing([sheet.name.as_str()])), SAVE)
}

/// The sheet to read: the one with the wanted name, otherwise the first visible one with content.
fn chosen<'w>(
    package: &mut Package<'_>,
    sheets: &'w [ListedSheet],
    wanted: Option<&str>,
) -> Result<&'w ListedSheet, Misread> {
    if let Some(wanted) = wanted {
        return named(sheets, wanted);
    }
    for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
        if findings::has_content(package, sheet) {
            return Ok(sheet);
        }
    }
    Err(nothing_visible(sheets))
}

/// The sheet of a name. Spreadsheets do not distinguish the case of sheet names.
fn named<'w>(sheets: &'w [ListedSheet], wanted: &str) -> Result<&'w ListedSheet, Misread> {
    let exact = sheets.iter().find(|sheet| sheet.name == wanted);
    let alike = |sheet: &&ListedSheet| sheet.name.trim().to_lowercase() == wanted.trim().to_lowercase();
    exact.or_else(|| sheets.iter().find(alike)).ok_or_else(|| {
        Misread::new(
            format!("it has no sheet {}", listing([wanted])),
            format!("its sheets are {}", listing(sheets.iter().map(|sheet| sheet.name.as_str()))),
        )
    })
}

fn nothing_visible(sheets: &[ListedSheet]) -> Misread {
    let hidden = || sheets.iter().filter(|sheet| sheet.hidden);
    let help = if hidden().next().is_some() {
        let names = listing(hidden().map(|sheet| sheet.name.as_str()));
        format!("to read a hidden sheet, name it under `rates.sheet`: {names}")
    } else {
        "give a workbook with the rates in it".to_owned()
    };
    Misread::new("none of its visible sheets holds anything", help)
}

/// The table as text: a line for each row of the sheet, a tab between two cells.
fn text(grid: &Grid) -> String {
    let mut out = String::new();
    let mut line = 1;
    for row in 0..grid.len() {
        while line < grid.line(row) {
            out.push('\n');
            line += 1;
        }
        for (column, cell) in grid.cells(row).enumerate() {
            if column > 0 {
                out.push('\t');
            }
            out.push_str(cell);
        }
    }
    out
}
