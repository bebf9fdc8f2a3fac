//! What a cell of an OpenDocument spreadsheet holds, and what it shows.

use super::format::Hides;
use super::number::{Number, ShownDigits};
use super::part::{PartReader, Tag, XmlEvent};
use super::strings::clean_onto;
use crate::diagnostic::Misread;

/// What a cell states of its value.
#[derive(Default)]
pub(super) struct OpenValue {
    pub kind: String,
    value: String,
    date: String,
    boolean: String,
    currency: String,
    pub formula: bool,
}

impl OpenValue {
    pub(super) fn of(tag: &Tag<'_>) -> Result<Self, Misread> {
        let mut out = Self::default();
        tag.attributes(|key, value| {
            let field = match key {
                // A program of its own repeats the type; the first is that of the standard.
                "value-type" if out.kind.is_empty() => &mut out.kind,
                "value" => &mut out.value,
                "date-value" => &mut out.date,
                "boolean-value" => &mut out.boolean,
                "currency" => &mut out.currency,
                "formula" => {
                    out.formula = true;
                    return;
                }
                _ => return,
            };
            *field = value.into_owned();
        })?;
        Ok(out)
    }

    /// What a reader sees of it, all digits, and what its format hides; `words` is what the file shows.
    pub(super) fn shown(&self, words: &str) -> (String, Hides) {
        match self.kind.as_str() {
            "float" | "currency" => match Number::read(&self.value) {
                Some(number) => number_shown(&number, words, &self.currency),
                None => (words.to_owned(), Hides::Nothing),
            },
            "date" => {
                let day = self.date.strip_suffix("T00:00:00").unwrap_or(&self.date);
                (day.to_owned(), Hides::Nothing)
            }
            "boolean" => (self.boolean.to_uppercase(), Hides::Nothing),
            _ => (words.to_owned(), Hides::Nothing),
        }
    }
}

/// A number with all its digits, and with the zeros that `words` shows at its end.
fn number_shown(number: &Number, words: &str, currency: &str) -> (String, Hides) {
    if !words.bytes().any(|byte| byte.is_ascii_digit()) {
        // A word in place of the number is what its format says for it.
        let hides = if words.is_empty() { Hides::All } else { Hides::Nothing };
        return (words.to_owned(), hides);
    }
    let mut out = String::new();
    number.write(ShownDigits::GENERAL, &mut out);
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let is_whole = number.decimals(0) == 0 && out.trim_start_matches('-') == digits;
    let power = words.contains(['E', 'e']);
    let mut hides = Hides::Nothing;
    if !is_whole && !power {
        let part = words.rsplit_once(['.', ',']).map_or("", |(_, part)| part);
        let places = part.bytes().take_while(u8::is_ascii_digit).count();
        if number.decimals(0) > i64::try_from(places).unwrap_or(i64::MAX) {
            hides = Hides::Some;
        }
        out.clear();
        let decimals = u8::try_from(places).unwrap_or(u8::MAX);
        number.write(ShownDigits { decimals, ..ShownDigits::GENERAL }, &mut out);
    }
    if !currency.is_empty() {
        out.push(' ');
        clean_onto(&mut out, currency);
    }
    (out, hides)
}

/// The text of the cell that is open, its paragraphs parted by spaces, and the styles of its runs. Reads to its end.
pub(super) fn cell_text(part: &mut PartReader<'_>) -> Result<(String, Vec<String>), Misread> {
    let mut out = String::new();
    let mut runs = Vec::new();
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "p" => {
                if !out.is_empty() {
                    out.push(' ');
                }
                paragraph(part, &mut out, &mut runs)?;
            }
            // A comment on the cell does not belong to its value.
            XmlEvent::Open(_) => part.skip()?,
            XmlEvent::Close | XmlEvent::End => return Ok((out, runs)),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

fn paragraph(part: &mut PartReader<'_>, out: &mut String, runs: &mut Vec<String>) -> Result<(), Misread> {
    let mut depth = 1_usize;
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(tag) => match tag.name() {
                "span" | "a" | "ruby" | "ruby-base" => {
                    depth += 1;
                    if let Some(style) = tag.attribute("style-name")?
                        && runs.last() != Some(&style)
                    {
                        runs.push(style);
                    }
                }
                "s" | "tab" | "line-break" => {
                    out.push(' ');
                    part.skip()?;
                }
                _ => part.skip()?,
            },
            XmlEvent::Text(words) => clean_onto(out, &words),
            XmlEvent::Close => depth -= 1,
            XmlEvent::End => break,
            XmlEvent::Other => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str, words: &str) -> (String, bool) {
        let (text, hides) = number_shown(&Number::read(value).unwrap(), words, "");
        (text, hides == Hides::Some)
    }

    #[test]
    fn a_number_has_all_its_digits_and_the_zeros_that_are_shown() {
        for (value, words, text, hides) in [
            ("0.018", "0.0180", "0.0180", false),
            ("0.018", "0,0180", "0.0180", false),
            ("0.0185", "0.02", "0.0185", true),
            ("44740", "44,740", "44740", false),
            ("2", "2.00", "2.00", false),
            ("1234.5", "1.234,50", "1234.50", false),
            ("0.018", "$0.018", "0.018", false),
            ("0.3", "3.00E-01", "0.3", false),
            ("0.30000000000000004", "0.3", "0.3", false),
            ("-0.5", "-0.50", "-0.50", false),
        ] {
            assert_eq!(shown(value, words), (text.to_owned(), hides), "{value} {words}");
        }
        assert_eq!(number_shown(&Number::read("0.02").unwrap(), "0.02", "EUR").0, "0.02 EUR");
        assert_eq!(number_shown(&Number::read("0").unwrap(), "", "").1, Hides::All);
    }
}
