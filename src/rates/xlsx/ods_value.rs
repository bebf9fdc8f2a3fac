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

/// What stands in a cell: its words, the styles of its runs, and whether a comment hangs on it.
#[derive(Debug, Default)]
pub(super) struct CellWords {
    pub words: String,
    pub runs: Vec<String>,
    pub comment: bool,
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

/// A number with all its digits, the zeros that `words` shows at its end, and the words of its format around it.
fn number_shown(number: &Number, words: &str, currency: &str) -> (String, Hides) {
    let Some((before, shown, after)) = around(words) else {
        // A word in place of the number is what its format says for it.
        let hides = if words.is_empty() { Hides::All } else { Hides::Nothing };
        return (words.to_owned(), hides);
    };
    let mut out = String::new();
    number.write(ShownDigits::GENERAL, &mut out);
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let mut hides = Hides::Nothing;
    if let Some(power) = Number::read(shown).filter(|_| shown.contains(['E', 'e'])) {
        let mantissa = shown.split(['E', 'e']).next().unwrap_or_default();
        let most = mantissa.bytes().filter(u8::is_ascii_digit).count();
        if number.significant() > most {
            hides = if number.decimals(0) > 0 { Hides::Some } else { Hides::Other };
        } else if !power.is_same_size(number) {
            hides = Hides::Other;
        }
    } else if number.decimals(0) != 0 || out.trim_start_matches('-') != digits {
        let places = shown.rsplit_once(['.', ',']).map_or(0, |(_, part)| part.len());
        if number.decimals(0) > i64::try_from(places).unwrap_or(i64::MAX) {
            hides = Hides::Some;
        }
        // The last mark may part thousands, or the decimals.
        let thousands = places == 3 && !shown.starts_with('0');
        let whole = places == 0 || thousands;
        let is_shown = number.is_shown_by(&digits, places) || (whole && number.is_shown_by(&digits, 0));
        if !is_shown {
            hides = Hides::Other;
        }
        out.clear();
        let decimals = u8::try_from(places).unwrap_or(u8::MAX);
        number.write(ShownDigits { decimals, ..ShownDigits::GENERAL }, &mut out);
    }
    let said = |words: &str| {
        let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')' | '\u{2212}'));
        // A sign that many currencies share is the currency that the cell states.
        let is_shared = matches!(words, "$" | "\u{a5}" | "\u{ffe5}" | "kr" | "kr.");
        if words == currency || (is_shared && !currency.is_empty()) { String::new() } else { words.to_owned() }
    };
    let (before, after) = (said(before), said(after));
    let mut all = String::new();
    for part in [before.as_str(), &out, &after, currency] {
        if !part.is_empty() {
            if !all.is_empty() {
                all.push(' ');
            }
            clean_onto(&mut all, part);
        }
    }
    (all, hides)
}

/// What stands before the first number of a text, the number, and what stands behind it; `None` if there is none.
fn around(words: &str) -> Option<(&str, &str, &str)> {
    let from = words.find(|c: char| c.is_ascii_digit())?;
    let from = from - usize::from(words.get(..from)?.ends_with('.'));
    let (before, rest) = words.split_at(from);
    let bytes = rest.as_bytes();
    let (mut end, mut next) = (0, 0);
    while let Some(c) = rest.get(next..).and_then(|rest| rest.chars().next()) {
        next += c.len_utf8();
        let is_power = matches!(c, 'E' | 'e') && matches!(bytes.get(next), Some(b'+' | b'-' | b'0'..=b'9'));
        if c.is_ascii_digit() {
            end = next;
            continue;
        }
        let is_sign = matches!(c, '+' | '-') && rest.get(..next - 1).is_some_and(|text| text.ends_with(['E', 'e']));
        let parts = matches!(c, '.' | ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}');
        if !is_power && !is_sign && !parts {
            break;
        }
    }
    let (shown, after) = rest.split_at(end);
    Some((before, shown, after))
}

/// The text of the cell that is open, its paragraphs parted by spaces, and what hangs on it. Reads to its end.
pub(super) fn cell_text(part: &mut PartReader<'_>) -> Result<CellWords, Misread> {
    let mut cell = CellWords::default();
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "p" => {
                if !cell.words.is_empty() {
                    cell.words.push(' ');
                }
                paragraph(part, &mut cell.words, &mut cell.runs)?;
            }
            // A comment on the cell does not belong to its value.
            XmlEvent::Open(tag) => {
                cell.comment |= tag.name() == "annotation";
                part.skip()?;
            }
            XmlEvent::Close | XmlEvent::End => return Ok(cell),
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
            ("0.018", "$0.018", "$ 0.018", false),
            ("0.018", "0.018 per second", "0.018 per second", false),
            ("0.018", "EUR 0.018", "EUR 0.018", false),
            ("1234.5", "1 234,50 \u{20ac}", "1234.50 \u{20ac}", false),
            ("5", "5 min", "5 min", false),
            ("0.3", "3.00E-01", "0.3", false),
            ("0.30000000000000004", "0.3", "0.3", false),
            ("-0.5", "-0.50", "-0.50", false),
        ] {
            assert_eq!(shown(value, words), (text.to_owned(), hides), "{value} {words}");
        }
        assert_eq!(number_shown(&Number::read("0.02").unwrap(), "0.02", "EUR").0, "0.02 EUR");
        assert_eq!(number_shown(&Number::read("0").unwrap(), "", "").1, Hides::All);
        let number =
            |value: &str, words: &str, currency: &str| number_shown(&Number::read(value).unwrap(), words, currency);
        assert_eq!(number("0.02", "$0.02", "HKD"), ("0.02 HKD".to_owned(), Hides::Nothing));
        assert_eq!(number("0.02", "\u{20ac}0.02", "USD").0, "\u{20ac} 0.02 USD");
        assert_eq!(number("-0.5", "(0.50)", "").0, "-0.50");
    }

    #[test]
    fn another_number_than_the_stored_one_is_told() {
        for (value, words) in
            [("0.9", "0.1"), ("1.8", "0.0018"), ("18", "2E+01"), ("18", "0.018"), ("18", "1.9E+01"), ("0", "0.5")]
        {
            let (_, hides) = number_shown(&Number::read(value).unwrap(), words, "");
            assert_eq!(hides, Hides::Other, "{value} {words}");
        }
    }
}
