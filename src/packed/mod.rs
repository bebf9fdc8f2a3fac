//! A file of parts (a zip), such as a workbook or a Word file: opened only if every program that opens it finds the same parts.
//!
//! Sources: APPNOTE 6.3.10 (zip), ECMA-376 part 2, 7.3.4 and 7.3.5 (names of parts that are one, pieces of parts).

mod records;
mod relation;

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;

use self::records::Records;
pub use self::relation::relation_kind;

/// Why a file of parts is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackedFault {
    /// It is no zip, or a damaged one.
    NoZip,
    /// Programs find different parts in it; reads after `it `.
    TwoFiles(String),
}

/// What to do about a file that is two files.
pub const SAVE_AGAIN: &str = "open it in the program that it is for, look at what it shows, and save it again";

/// A file of parts.
#[derive(Debug)]
pub struct PackedFile<'b> {
    /// The zip itself.
    pub archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The index of each part in the zip, by its folded name.
    names: HashMap<String, usize>,
}

impl<'b> PackedFile<'b> {
    /// Opens a zip.
    ///
    /// # Errors
    ///
    /// It is no zip, or holds what one program would read and another would not: two entries of one part, a second zip in or behind it,
    /// or an entry that calls itself otherwise than the directory does.
    pub fn of(bytes: &'b [u8]) -> Result<Self, PackedFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackedFault::NoZip)?;
        let two = PackedFault::TwoFiles;
        if archive.offset() != 0 {
            return Err(two("has something before its first part, which may be another file".to_owned()));
        }
        let records = Records::read(bytes, archive.central_directory_start()).map_err(two)?;
        let mut names = HashMap::new();
        for name in &records.names {
            if name.contains(&0) {
                return Err(two("has a part whose name holds a zero byte, at which other programs end it".to_owned()));
            }
            let shown = String::from_utf8_lossy(name);
            let part = folded(&shown);
            if part.ends_with(".piece") {
                return Err(two(format!("has a part in pieces (`{}`), which few programs join", seen(&shown))));
            }
            let twice = || format!("has two parts that are one by their names (`{}`)", seen(&shown));
            let Some(at) = archive.index_for_name_raw(name) else {
                return Err(two(format!("has a part with two names (`{}`)", seen(&shown))));
            };
            if names.insert(part, at).is_some() {
                return Err(two(twice()));
            }
        }
        Ok(Self { archive, names })
    }

    /// The index of a part, if there is one of this name: case, slashes and escapes make no difference.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.get(&folded(name)).copied()
    }
}

/// A name as a sentence shows it.
fn seen(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// A name without the differences that leave it the same part: case, Windows' slashes, escapes, empty steps and dots.
fn folded(name: &str) -> String {
    let plain = unescaped(name).replace('\\', "/").to_ascii_lowercase();
    let mut steps: Vec<&str> = Vec::new();
    for step in plain.split('/') {
        // A part's name may not end with a dot, and some programs drop it.
        match step.trim_end_matches('.') {
            "" if step == ".." => {
                steps.pop();
            }
            "" => {}
            step => steps.push(step),
        }
    }
    let mut out = steps.join("/");
    if plain.ends_with('/') {
        // A folder is no part.
        out.push('/');
    }
    out
}

/// A name with its escapes (`%31`) written out.
fn unescaped(name: &str) -> String {
    if !name.contains('%') {
        return name.to_owned();
    }
    let bytes = name.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let escaped = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8]) -> String {
        match PackedFile::of(bytes) {
            Err(PackedFault::TwoFiles(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    /// Replaces each occurrence of some bytes by as many others; a few occurrences, counted from the first.
    fn replaced(bytes: &[u8], from: &str, to: &str, which: &[usize]) -> Vec<u8> {
        let (mut out, mut at, mut met) = (bytes.to_vec(), 0, 0);
        while at + from.len() <= out.len() {
            if out[at..].starts_with(from.as_bytes()) {
                if which.contains(&met) {
                    out[at..at + from.len()].copy_from_slice(to.as_bytes());
                }
                met += 1;
            }
            at += 1;
        }
        out
    }

    #[test]
    fn names_of_parts_are_folded() {
        for name in ["/xl\\Worksheets\\Sheet1.xml", "xl/./worksheets/sheet%31.xml", "xl//a/../worksheets/SHEET1.xml."] {
            assert_eq!(folded(name), "xl/worksheets/sheet1.xml", "{name}");
        }
        assert_eq!((folded("xl/"), folded("a%zz%4")), ("xl/".to_owned(), "a%zz%4".to_owned()));
    }

    #[test]
    fn an_ordinary_file_is_opened_whatever_its_names_look_like() {
        let file = zipped(&[("xl/", ""), ("xl/Sheet1.xml", "<a/>"), ("xl/sheet2.xml", "<b/>"), ("é.bin", "PK\u{3}")]);
        let opened = PackedFile::of(&file).unwrap();
        assert_eq!((opened.find("/XL/sheet1.xml"), opened.find("xl/sheet3.xml")), (Some(1), None));
        assert_eq!(PackedFile::of(b"PK\x03\x04 no").unwrap_err(), PackedFault::NoZip);
    }

    #[test]
    fn two_entries_that_are_one_part_are_refused() {
        let twice = zipped(&[("xl/sheet1.xml", "one"), ("xl/sheet9.xml", "two")]);
        // The names stand before the content, and in the directory.
        let twice = replaced(&twice, "xl/sheet9.xml", "xl/sheet1.xml", &[0, 1]);
        assert!(refused(&twice).starts_with("has two parts that are one"), "{}", refused(&twice));
        for other in ["xl/Sheet1.xml", "/xl/sheet1.xml", "xl\\sheet1.xml", "xl/sheet%31.xml", "xl/./sheet1.xml"] {
            let file = zipped(&[("xl/sheet1.xml", "one"), (other, "two")]);
            assert!(refused(&file).starts_with("has two parts that are one by their names"), "{other}");
        }
        assert!(refused(&zipped(&[("xl/sheet1.xml\0x", "one")])).contains("zero byte"));
        assert!(refused(&zipped(&[("xl/sheet1.xml/[0].piece", "one")])).contains("in pieces"));
    }

    #[test]
    fn a_second_zip_in_or_behind_the_first_is_refused() {
        let (one, two) = (zipped(&[("a.xml", "one")]), zipped(&[("a.xml", "two")]));
        assert!(refused(&[one.clone(), two.clone()].concat()).contains("before its first part"));
        assert!(refused(&[b"MZ".to_vec(), one.clone()].concat()).contains("before its first part"));
        let mut comment = one.clone();
        let size = u16::try_from(two.len()).unwrap().to_le_bytes();
        let at = comment.len() - 2;
        comment[at..].copy_from_slice(&size);
        comment.extend(&two);
        assert!(matches!(PackedFile::of(&comment), Err(PackedFault::TwoFiles(_))));
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", SimpleFileOptions::default()).unwrap();
        zip.set_comment("a comment of its own").unwrap();
        let plain = zip.finish().unwrap().into_inner();
        assert!(PackedFile::of(&plain).is_ok());
    }

    #[test]
    fn an_entry_that_calls_itself_otherwise_is_refused() {
        let file = zipped(&[("xl/sheet1.xml", "one")]);
        let file = replaced(&file, "xl/sheet1.xml", "xl/sheet9.xml", &[0]);
        assert!(refused(&file).contains("calls itself otherwise"), "{}", refused(&file));
    }
}
