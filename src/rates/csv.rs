//! Decks of separated values (RFC 4180): by comma, semicolon or tab, quoted or not, in UTF-8, UTF-16 or Windows-1252.

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::guard::unguarded;
use super::unreadable;
use crate::diagnostic::{Finding, Level};
use crate::sheet::{Grid, MOST_COLUMNS, Sheet};
use crate::source::{Place, Source};

/// Bytes of the longest cell. A longer one comes from a quotation mark that is never closed.
const LONGEST: usize = crate::budget::DECK_CELL;

/// Number of lines from which the delimiter is inferred.
const SAMPLE: usize = 40;

/// Reads the cells of a file, in an encoding that somebody names or its own. Faults are added to `findings` and leave no sheet.
pub fn read(bytes: &[u8], name: &str, encoding: Option<&str>, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let (text, doubt) = match encoding.map(|label| (label, Encoding::for_label(label.as_bytes()))) {
        Some((label, None)) => {
            findings.push(
                Finding::error("DECK001", format!("no encoding is called `{label}`"))
                    .at(unreadable::unseen(name, 1))
                    .help("name one of the WHATWG encoding standard, such as gbk, windows-1251 or iso-8859-2"),
            );
            return None;
        }
        Some((_, Some(encoding))) => {
            let (text, _, has_faults) = encoding.decode(bytes);
            (
                text.into_owned(),
                has_faults.then_some("the file holds bytes that are no characters of the encoding named"),
            )
        }
        None => decoded(bytes),
    };
    let source = Source::new(name, text);
    let text = source.text.clone();
    if let Some(doubt) = doubt {
        let row = text.bytes().position(|byte| !byte.is_ascii()).map_or(1, |at| source.line(at));
        findings.push(
            Finding::new("DECK001", Level::Warning, doubt)
                .at(Place::new(&source, source.line_span(row)))
                .help("look whether the names are right; then save the deck in UTF-8, or name its encoding: `rates: {encoding: gbk}`"),
        );
    }
    if text.trim().is_empty() {
        findings.push(unreadable::empty(&source, "the deck is empty"));
        return None;
    }
    if text.contains('\0') {
        findings.push(
            Finding::error("DECK001", "the deck is no text, and no workbook either")
                .at(unreadable::unseen(name, 1))
                .help("give a file of separated values (CSV), a workbook (XLSX, ODS) or an open-rate-card (JSON)"),
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
                Ok(cell) => sheet.grid.cell(&unguarded(cell)),
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

/// The text of a file, and what is doubtful about its letters. A mark at its start tells UTF-8 and UTF-16, and so do the zeros
/// between the letters of UTF-16; what is no UTF-8 is read as Windows-1252, in which every byte is a character.
fn decoded(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned(), None);
    }
    if let Some(encoding) = wide(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    let doubt = is_doubtful(&text)
        .then_some("the file is not UTF-8, and its letters may be wrong: they are read as Windows-1252");
    (text, doubt)
}

/// UTF-16 without a mark: every second byte of its beginning is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    const BEGIN: usize = 64;
    let begin = bytes.get(..bytes.len().min(BEGIN) & !1)?;
    let zeros = |odd: usize| begin.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), begin.len() / 2);
    match (even == 0, odd == 0) {
        _ if half < 4 => None,
        (true, false) if odd * 10 >= half * 9 => Some(UTF_16LE),
        (false, true) if even * 10 >= half * 9 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a text in Windows-1252 has letters that no language of it writes so: three or more beyond ASCII in a row, or signs within
/// words.
fn is_doubtful(text: &str) -> bool {
    let letter = |c: char| {
        matches!(
            c,
            '\u{c0}'..='\u{ff}' | '\u{152}' | '\u{153}' | '\u{160}' | '\u{161}' | '\u{178}' | '\u{17d}' | '\u{17e}'
        )
    };
    let fine = |c: char| {
        matches!(
            c,
            '\u{a0}' | '\u{2018}'
                ..='\u{201e}'
                    | '\u{2013}'
                    | '\u{2014}'
                    | '\u{2026}'
                    | '\u{20ac}'
                    | '\u{a3}'
                    | '\u{ab}'
                    | '\u{bb}'
                    | '\u{aa}'
                    | '\u{b0}'
                    | '\u{ba}'
                    | '\u{b4}'
                    | '\u{b7}'
                    | '\u{2122}'
                    | '\u{ae}'
                    | '\u{a9}'
                    | '\u{a1}'
                    | '\u{bf}'
                    | '\u{a7}'
                    | '\u{a2}'
                    | '\u{a5}'
        )
    };
    let mut run = 0;
    let mut before = ' ';
    for c in text.chars() {
        let odd = !c.is_ascii() && !letter(c) && (!fine(c) || letter(before));
        run = if c.is_ascii() { 0 } else { run + 1 };
        if odd || run >= 3 {
            return true;
        }
        before = c;
    }
    false
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
        let sheet = read(bytes, "deck.csv", None, &mut Vec::new()).expect("a sheet");
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
    fn letters_that_may_be_wrong_are_told_and_an_encoding_can_be_named() {
        let doubt = |bytes: &[u8], encoding: Option<&str>| {
            let mut findings = Vec::new();
            let sheet = read(bytes, "deck.csv", encoding, &mut findings);
            (sheet.map(|sheet| sheet.grid.get(1, 0).to_owned()), findings.len())
        };
        let file = |name: &[u8]| [b"name,code\n", name, b",33\n"].concat();
        let gbk = file(b"\xd3\xa2\xb9\xfa\xd2\xc6\xb6\xaf");
        assert_eq!(doubt(&gbk, None).1, 1);
        assert_eq!(doubt(&gbk, Some("gbk")), (Some("\u{82f1}\u{56fd}\u{79fb}\u{52a8}".to_owned()), 0));
        let cyrillic = file(b"\xc2\xe5\xeb\xe8\xea\xee");
        assert_eq!((doubt(&cyrillic, None).1, doubt(&cyrillic, Some("windows-1251")).1), (1, 0));
        assert_eq!(doubt(&cyrillic, Some("klingon")), (None, 1));
        for name in [
            "Gro\u{df}britannien",
            "C\u{f4}te d\u{2019}Ivoire",
            "S\u{e3}o Tom\u{e9}",
            "Cura\u{e7}ao \u{20ac}",
            "\u{c5}land",
        ] {
            let (bytes, _, _) = WINDOWS_1252.encode(name);
            assert_eq!(doubt(&file(&bytes), None), (Some(name.to_owned()), 0), "{name}");
        }
        let bare: Vec<u8> = "name,code\n\u{82f1},33\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(doubt(&bare, None), (Some("\u{82f1}".to_owned()), 0));
    }

    #[test]
    fn a_decimal_comma_is_no_delimiter() {
        assert_eq!(cells(b"code;rate\n33;0,01\n34;0,02\n"), [["code", "rate"], ["33", "0,01"], ["34", "0,02"]]);
    }

    #[test]
    fn a_quotation_mark_that_nobody_closes_is_found() {
        let text = format!("code,name\n33,\"France\n{}", "34,Spain\n".repeat(10_000));
        let mut findings = Vec::new();
        assert!(read(text.as_bytes(), "deck.csv", None, &mut findings).is_none());
        assert!(findings[0].message.contains("line 2, column 2"), "{}", findings[0].message);
    }

    #[test]
    fn a_cell_that_is_too_long_has_a_place_between_two_characters() {
        let text = format!("code,name\n33,{}", "\u{e9}".repeat(20_000));
        let mut findings = Vec::new();
        assert!(read(text.as_bytes(), "deck.csv", None, &mut findings).is_none());
        let place = findings[0].place.clone().expect("a place");
        assert!(place.source.text.get(place.span).is_some());
    }
}
