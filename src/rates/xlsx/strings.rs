//! The texts of cells: the table of shared texts, and how a text is written.

use std::collections::HashMap;

use super::look::{Font, Runs};
use super::part::{Package, PartReader, XmlEvent};
use crate::diagnostic::Misread;

/// Most bytes of one cell; spreadsheets allow 32,767 characters.
const MOST_CELL: usize = crate::budget::DECK_WORKBOOK_CELL;
/// Most bytes of all shared texts together.
const MOST_TEXT: usize = crate::budget::DECK_SHEET_TEXT;
/// Most shared texts.
const MOST_STRINGS: usize = 1 << 24;

/// The shared texts, in one buffer.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    /// The end of each text in `text`.
    ends: Vec<usize>,
    /// The fonts of those texts that bring fonts along.
    runs: HashMap<usize, Runs>,
}

impl Strings {
    /// Reads the part with the texts. A workbook without one has all of its texts in the cells.
    pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Self, Misread> {
        let mut strings = Self::default();
        let Some(part) = part else { return Ok(strings) };
        let Some(mut part) = package.part(part)? else { return Ok(strings) };
        if part.root()? != "sst" {
            return Err(Misread::new("its table of texts is no such table", super::SAVE));
        }
        let mut item = String::new();
        loop {
            match part.next()? {
                XmlEvent::Open(tag) if tag.name() == "si" => {
                    item.clear();
                    let mut runs = Runs::new();
                    rich(&mut part, &mut item, &mut runs)?;
                    if !runs.is_empty() {
                        strings.runs.insert(strings.ends.len(), runs);
                    }
                    clean_onto(&mut strings.text, &item);
                    strings.ends.push(strings.text.len());
                }
                XmlEvent::Open(_) => part.skip()?,
                XmlEvent::End => return Ok(strings),
                XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
            }
            if strings.text.len() > MOST_TEXT || strings.ends.len() > MOST_STRINGS {
                return Err(Misread::new(
                    format!("the texts of its cells are more than {} MiB or {MOST_STRINGS} texts", MOST_TEXT >> 20),
                    "give a workbook with the rates alone, or save the sheet as CSV",
                ));
            }
        }
    }

    /// The fonts that the text at an index brings along.
    pub(super) fn runs(&self, at: usize) -> Option<&Runs> {
        self.runs.get(&at)
    }

    /// The text at an index.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.text.get(start..end)
    }
}

/// Reads the text of the element that is open, to its end.
pub(super) fn plain(part: &mut PartReader<'_>, out: &mut String) -> Result<(), Misread> {
    loop {
        match part.next()? {
            XmlEvent::Text(words) => {
                out.push_str(&words);
                if out.len() > MOST_CELL {
                    return Err(Misread::new(
                        format!("a cell of it has a text of more than {} MiB", MOST_CELL >> 20),
                        "take out what is no rate, and save it again",
                    ));
                }
            }
            XmlEvent::Open(_) => part.skip()?,
            XmlEvent::Close | XmlEvent::End => return Ok(()),
            XmlEvent::Other => {}
        }
    }
}

/// Reads the runs of text in the element that is open, to its end, and the fonts of those that have words. Phonetic hints above
/// Japanese words are left out.
pub(super) fn rich(part: &mut PartReader<'_>, out: &mut String, fonts: &mut Runs) -> Result<(), Misread> {
    let mut runs = 0_usize;
    let mut font = None;
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "t" => {
                    let before = out.len();
                    plain(part, out)?;
                    if out.get(before..).is_some_and(|words| !words.trim().is_empty()) {
                        fonts.extend(font);
                    }
                }
                "r" => {
                    runs += 1;
                    font = None;
                }
                "rPr" => font = Some(Font::read(part)?),
                _ => part.skip()?,
            },
            XmlEvent::Close if runs > 0 => runs -= 1,
            XmlEvent::Close | XmlEvent::End => return Ok(()),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

/// Adds a text as a table holds it: `_x000D_` and the like become the characters they encode, and characters that would
/// break a line, separate two cells or control a terminal become a space.
pub(super) fn clean_onto(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        spaced_onto(out, before);
        if let Some(character) = from.get(2..6).filter(|_| from.get(6..7) == Some("_")).and_then(escaped) {
            spaced_onto(out, character.encode_utf8(&mut [0; 4]));
            rest = from.get(7..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = from.get(2..).unwrap_or_default();
        }
    }
    spaced_onto(out, rest);
}

fn escaped(digits: &str) -> Option<char> {
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| hexadecimal).and_then(char::from_u32)
}

fn spaced_onto(out: &mut String, text: &str) {
    if text.chars().any(char::is_control) {
        out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_characters_and_breaks_are_spaces() {
        for (text, clean) in [
            ("a_x000D_\nb", "a  b"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x0041__x00e9_", "Aé"),
            ("_xD83D_ _x+041_ _x004_ _x0041", "_xD83D_ _x+041_ _x004_ _x0041"),
            ("a\tb\u{1b}[31m", "a b [31m"),
            ("_x", "_x"),
            ("_xé41_", "_xé41_"),
        ] {
            let mut out = String::new();
            clean_onto(&mut out, text);
            assert_eq!(out, clean, "{text}");
        }
    }
}
