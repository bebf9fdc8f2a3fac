//! Decks of separated values (RFC 4180): by comma, semicolon or tab, quoted or not, in UTF-8, UTF-16 or Windows-1252.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, WINDOWS_1252};

use super::guard::unguarded;
use super::unreadable;
use crate::diagnostic::Finding;
use crate::sheet::{Grid, MOST_COLUMNS, Sheet};
use crate::source::Source;

/// Bytes of the longest cell. A longer one comes from a quotation mark that is never closed.
const LONGEST: usize = crate::budget::DECK_CELL;

/// Number of lines from which the delimiter is inferred.
const SAMPLE: usize = 40;

/// Reads the cells of a file. Faults are added to `findings`; a fault leaves no sheet.
pub fn read(bytes: &[u8], name: &str, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let text = decoded(bytes);
    let source = Source::new(name, text);
    let text = source.text.clone();
    if text.trim().is_empty() {
        findings.push(unreadable::empty(&source, "the deck is empty"));
        return None;
    }
    if text.contains('\0') {
        findings.push(
            Finding::error("DECK001", "the deck is no text, and no workbook either")
                .at(unreadable::unseen(name, 1))
                .help("give a file of separated values (CSV), a workbook (XLSX) or an open-rate-card (JSON)"),
        );
        return None;
    }
    let delimiter = delimiter(&text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut sheet =
        Sheet { source: source.clone(), grid: Grid::default(), delimiter, lettered: false, rounded: Vec::new() };
    let mut record = ByteRecord::new();
    // The reader counts lines as the file has them, including line breaks between quotation marks.
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                findings.push(unreadable::broken(name, &error));
                return None;
            }
        }
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        if record.len() > MOST_COLUMNS {
            findings.push(unreadable::wide(name, line, record.len()));
            return None;
        }
        let mut long = None;
        for (column, cell) in record.iter().enumerate() {
            if cell.len() > LONGEST {
                long = Some((column, cell.len()));
            }
            match std::str::from_utf8(cell) {
                Ok(cell) => sheet.grid.cell(unguarded(cell)),
                Err(error) => {
                    findings.push(unreadable::broken(name, &error));
                    return None;
                }
            }
        }
        sheet.grid.end_row(line);
        if let Some(what) = sheet.grid.beyond() {
            findings.push(unreadable::beyond(name, &what));
            return None;
        }
        if let Some((column, length)) = long {
            let row = sheet.grid.len() - 1;
            findings.push(
                Finding::error(
                    "DECK004",
                    format!("{} holds {length} bytes, more than any cell of a deck", sheet.name(row, column)),
                )
                .at(unreadable::unseen(name, line))
                .help("close the quotation mark that opens the cell, or take the cell out"),
            );
            return None;
        }
    }
    Some(sheet)
}

/// The text of a file. A byte order mark tells UTF-8 and UTF-16; bytes that are not valid UTF-8 are read as Windows-1252, in
/// which every byte is a character.
fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => match WINDOWS_1252.decode_without_bom_handling(bytes).0 {
            Cow::Borrowed(text) => text.to_owned(),
            Cow::Owned(text) => text,
        },
    }
}

/// The delimiter: the one that cuts most of the first lines into equally many cells.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let score = |delimiter: u8| {
        let mut widths: Vec<usize> = lines.iter().map(|line| cuts(line, delimiter)).filter(|cuts| *cuts > 0).collect();
        widths.sort_unstable();
        let usual = widths.get(widths.len() / 2).copied().unwrap_or_default();
        let alike = widths.iter().filter(|width| **width == usual).count();
        (alike, usual)
    };
    // A decimal comma cuts lines too, so in a tie the rarer mark wins.
    [b'\t', b';', b'|', b','].into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// How often a delimiter stands outside quotation marks.
fn cuts(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut cuts = 0;
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if byte == delimiter && !quoted => cuts += 1,
            _ => {}
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = read(bytes, "deck.csv", &mut Vec::new()).expect("a sheet");
        (0..sheet.grid.len()).map(|row| sheet.grid.cells(row).map(str::to_owned).collect()).collect()
    }

    #[test]
    fn every_delimiter_and_encoding_is_told() {
        let plain =
            vec![vec!["code".to_owned(), "name".to_owned()], vec!["33".to_owned(), "R\u{e9}union, mobile".to_owned()]];
        for text in [
            "code,name\n33,\"R\u{e9}union, mobile\"\n",
            "code;name\r\n33;R\u{e9}union, mobile\r\n",
            "code\tname\n33\tR\u{e9}union, mobile",
        ] {
            assert_eq!(cells(text.as_bytes()), plain);
            assert_eq!(cells(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), plain);
            let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect();
            assert_eq!(cells(&narrow), plain);
            let wide: Vec<u8> =
                [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            assert_eq!(cells(&wide), plain);
        }
    }

    #[test]
    fn a_decimal_comma_is_no_delimiter() {
        assert_eq!(cells(b"code;rate\n33;0,01\n34;0,02\n"), [["code", "rate"], ["33", "0,01"], ["34", "0,02"]]);
    }

    #[test]
    fn a_quotation_mark_that_nobody_closes_is_found() {
        let text = format!("code,name\n33,\"France\n{}", "34,Spain\n".repeat(10_000));
        let mut findings = Vec::new();
        assert!(read(text.as_bytes(), "deck.csv", &mut findings).is_none());
        assert!(findings[0].message.contains("line 2, column 2"), "{}", findings[0].message);
    }

    #[test]
    fn a_cell_that_is_too_long_has_a_place_between_two_characters() {
        let text = format!("code,name\n33,{}", "\u{e9}".repeat(20_000));
        let mut findings = Vec::new();
        assert!(read(text.as_bytes(), "deck.csv", &mut findings).is_none());
        let place = findings[0].place.clone().expect("a place");
        assert!(place.source.text.get(place.span).is_some());
    }
}
