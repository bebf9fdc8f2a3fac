//! Dial codes in the notations that decks use, and their folding into ranges for the schedule.

use super::unreadable::brief;
use crate::atlas;
use crate::deal::number::DialCode;
use crate::diagnostic::Misread;

/// Codes that one cell may hold, its ranges written out.
const MOST: usize = crate::budget::DECK_CELL_CODES;

/// Digits of a code at most (ITU-T E.164).
const DIGITS: usize = 15;

/// The remedy where there is nothing more precise to advise.
const CORRECT: &str = "correct the cell";

/// The smallest run of neighbouring codes that prints as a range.
const RANGE: usize = 3;

/// The mark between the first and the last code of a printed range.
pub const DASH: char = '\u{2013}';

/// How the codes of a deck are written, beside what a cell says itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeNotation<'a> {
    /// Digits before each code that are dialled and do not belong to it; empty for none.
    pub strip: &'a str,
    /// Whether codes of North America stand without their country code.
    pub north_american: bool,
}

/// Reads the codes of a cell, and puts the country code from another column before each.
///
/// Commas, semicolons, strokes and line breaks separate codes, and so do spaces, except inside a number: after `+`, between a country
/// code and the rest, or where a comma separates. A code may be a range (`7400-7409`, `7400..7409`) or have its country code before
/// a hyphen or a space (`44-7400..7409`), which then holds for the shorter codes behind it (`61 38,39`).
///
/// # Errors
///
/// What is wrong with the first code that cannot be read.
pub fn read(cell: &str, country: &str) -> Result<Vec<DialCode>, Misread> {
    read_as(cell, country, CodeNotation::default())
}

/// The same in a notation.
///
/// # Errors
///
/// What is wrong with the first code that cannot be read.
pub fn read_as(cell: &str, country: &str, notation: CodeNotation<'_>) -> Result<Vec<DialCode>, Misread> {
    if has_thousands(cell) {
        return Err(Misread::new(
            format!("`{}` may be one dial code with a separator of thousands, or several", brief(cell)),
            "write one code without separators, and separate two codes with a semicolon",
        ));
    }
    let mut reader = CellReader { country: country.trim_start_matches('+'), notation, lead: None, out: Vec::new() };
    let cell = cell.trim_start_matches(['\'', '\u{2019}']);
    let is_mark = |c: char| matches!(c, ',' | ';' | '/' | '|' | '\n');
    let marked = cell.contains(is_mark);
    for item in cell.split(is_mark).map(str::trim).filter(|item| !item.is_empty()) {
        for number in numbers(item, marked, reader.country)? {
            reader.one(&number)?;
        }
    }
    if reader.out.is_empty() {
        reader.one("")?;
    }
    reader.out.shrink_to_fit();
    Ok(reader.out)
}

/// The numbers of an item between two commas: what its spaces separate. A space after a country code becomes a hyphen.
fn numbers(item: &str, marked: bool, country: &str) -> Result<Vec<String>, Misread> {
    if item.contains('(') {
        // 44 (0) 7400, and 1 (809): brackets stand inside a number.
        let whole = item.replace("(0)", " ").replace(['(', ')'], " ");
        let words: Vec<&str> = whole.split_whitespace().collect();
        return Ok(vec![hyphened(&words)]);
    }
    let mut out: Vec<Vec<&str>> = Vec::new();
    for word in item.split_whitespace() {
        match out.last_mut() {
            // After a plus, spaces stand inside the number.
            Some(number) if number.first().is_some_and(|first| first.starts_with('+')) && !word.starts_with('+') => {
                number.push(word);
            }
            _ => out.push(vec![word]),
        }
    }
    let words: Vec<&str> = out.iter().filter_map(|number| number.first().copied()).collect();
    if out.len() == 1 || words.iter().any(|word| word.starts_with('+')) {
        return Ok(out.iter().map(|number| number.concat()).collect());
    }
    let may_be_one = may_be_one(item, country);
    let short = words.iter().any(|word| word.len() == 1)
        || words.windows(2).any(|pair| pair.first().map(|word| word.len()) != pair.last().map(|word| word.len()));
    match (country.is_empty(), marked) {
        // Where commas separate codes, a space stands inside one.
        (true, true) if may_be_one => Ok(vec![hyphened(&words)]),
        (false, true) if short => Ok(vec![words.concat()]),
        (false, true) => Err(several(item)),
        (_, false) if may_be_one => Err(several(item)),
        _ => Ok(words.iter().map(|word| (*word).to_owned()).collect()),
    }
}

/// Whether digits that spaces separate may be one code: behind a bare country code stands what does not begin with it (`44 7400`, but
/// not `44 447`), or with a country code in a column of its own they differ in length.
fn may_be_one(item: &str, country: &str) -> bool {
    let mut pieces = item.split_whitespace().filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(mut before) = pieces.next() else { return false };
    pieces.any(|piece| {
        let country_first = is_country(before) && !piece.starts_with(before);
        let differ = !country.is_empty() && piece.len() != before.len();
        before = piece;
        country_first || differ
    })
}

/// Whether the commas of a cell may be what a spreadsheet writes into a number: `8,525`, but not `852,853`, as many decks list
/// codes.
fn has_thousands(cell: &str) -> bool {
    let mut pieces = cell.split(',');
    let is_number = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_digit());
    let leads =
        pieces.next().is_some_and(|lead| (1..3).contains(&lead.len()) && !lead.starts_with('0') && is_number(lead));
    let mut rest = pieces.peekable();
    leads && rest.peek().is_some() && rest.all(|piece| piece.len() == 3 && is_number(piece))
}

/// Writes codes as a Rate Notice has them (clause `schedule.rates`), separated by spaces, or by semicolons where [`read`] would ask.
#[must_use]
pub fn joined<'a>(codes: impl IntoIterator<Item = &'a DialCode>) -> String {
    let codes: Vec<&str> = codes.into_iter().map(DialCode::as_str).collect();
    let spaced = codes.join(" ");
    if may_be_one(&spaced, "") { codes.join(";") } else { spaced }
}

/// The words of one number; its country code is kept apart by a hyphen.
fn hyphened(words: &[&str]) -> String {
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && is_country(first) => format!("{first}-{}", rest.concat()),
        _ => words.concat(),
    }
}

fn several(item: &str) -> Misread {
    Misread::new(
        format!("`{}` may be one dial code with a space in it, or several", brief(item)),
        "write one code without spaces, and separate two codes with a comma",
    )
}

/// Reads the numbers of a cell one after the other.
struct CellReader<'a> {
    country: &'a str,
    notation: CodeNotation<'a>,
    /// The country code of the first number of the cell, if it stood apart, and how many digits followed it.
    lead: Option<(String, usize)>,
    out: Vec<DialCode>,
}

impl CellReader<'_> {
    fn one(&mut self, item: &str) -> Result<(), Misread> {
        let (has_plus, item) = (item.starts_with('+'), item.trim_start_matches('+'));
        // A spreadsheet writes a code as a number: 4474.0.
        let item = match item.split_once('.') {
            Some((digits, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => digits,
            _ => item,
        };
        let item = item.strip_prefix(self.notation.strip).unwrap_or(item);
        if !item.is_empty() && item.bytes().all(|byte| byte.is_ascii_digit()) {
            let lead = if has_plus { String::new() } else { self.carried(item)? };
            self.push(&format!("{}{lead}{item}", self.country))?;
            return Ok(());
        }
        self.range(item)
    }

    /// The country code that holds for a code behind the first of its cell.
    fn carried(&self, item: &str) -> Result<String, Misread> {
        let Some((lead, digits)) = &self.lead else { return Ok(String::new()) };
        match (item.starts_with(lead.as_str()), item.len() <= *digits) {
            (false, _) => Ok(lead.clone()),
            (true, false) => Ok(String::new()),
            (true, true) => Err(Misread::new(
                format!("`{item}` could be a whole code, or one behind the country code {lead}"),
                "write the country code before each code of the cell",
            )),
        }
    }

    fn push(&mut self, digits: &str) -> Result<(), Misread> {
        let digits = if self.notation.north_american { north_american(digits)? } else { digits.to_owned() };
        self.out.push(code(&digits)?);
        Ok(())
    }

    fn range(&mut self, item: &str) -> Result<(), Misread> {
        let country = self.country;
        let item = item.replace("..", "\u{2013}").replace("\u{2013}\u{2013}", "\u{2013}");
        let (lead, rest) = match (item.split_once('-'), item.contains(DASH)) {
            (Some((lead, rest)), false) if country.is_empty() && may_be_range(lead, rest) => {
                return Err(Misread::new(
                    format!("`{item}` could be the code {lead}{rest}, or each code from {lead} to {rest}"),
                    format!("write {lead}{rest} without a hyphen, or list the codes"),
                ));
            }
            // 44-7400..7409, and 44-7400; but 8525-8529 is a range.
            (Some((lead, rest)), true) => (lead.to_owned(), rest.to_owned()),
            (Some((lead, rest)), false) if is_country(lead) && country.is_empty() => (lead.to_owned(), rest.to_owned()),
            _ => (String::new(), item.replace('-', "\u{2013}")),
        };
        if !lead.is_empty() && self.lead.is_none() {
            let digits = rest.split(DASH).next().unwrap_or_default().len();
            self.lead = Some((lead.clone(), digits));
        }
        let lead = lead.as_str();
        let Some((first, last)) = rest.split_once(DASH) else {
            return self.push(&format!("{country}{lead}{rest}"));
        };
        let lead = if lead.is_empty() { self.carried(first.trim_start_matches('+'))? } else { lead.to_owned() };
        let first = format!("{country}{lead}{}", first.trim_start_matches('+'));
        // 8525-9 means 8525 to 8529.
        let last = match last.len() {
            short if short < first.len() - country.len() - lead.len() => {
                format!("{}{last}", first.get(..first.len() - short).unwrap_or_default())
            }
            _ => format!("{country}{lead}{}", last.trim_start_matches('+')),
        };
        let (low, high) = (code(&first)?, code(&last)?);
        let (Ok(low), Ok(high)) = (low.as_str().parse::<u64>(), high.as_str().parse::<u64>()) else {
            return Err(Misread::new(format!("`{item}` is not a range of dial codes"), CORRECT));
        };
        if first.len() != last.len() || high < low {
            return Err(Misread::new(
                format!("`{item}` is not a range of dial codes"),
                "write two codes of the same length, the smaller first",
            ));
        }
        if usize::try_from(high - low).is_ok_and(|more| more >= MOST) || self.out.len() >= MOST {
            return Err(Misread::new(format!("`{item}` makes more than {MOST} dial codes"), "write shorter codes"));
        }
        for number in low..=high {
            self.push(&number.to_string())?;
        }
        Ok(())
    }
}

/// A code of North America with its country code: an area code, with three or more digits of the number or none.
fn north_american(digits: &str) -> Result<String, Misread> {
    match (digits.len(), digits.as_bytes().first()) {
        (3 | 6 | 7 | 10, Some(b'2'..=b'9')) => Ok(format!("1{digits}")),
        (4 | 7 | 8 | 11, Some(b'1')) => Ok(digits.to_owned()),
        _ => Err(Misread::new(
            format!("`{}` is no area code of North America with or without the digits behind it", brief(digits)),
            "write six digits such as 201555, or seven with the country code, such as 1201555",
        )),
    }
}

/// Whether what stands around a hyphen may be a short range of country codes as well as one code: `33-36`, but not `33-61`.
fn may_be_range(lead: &str, rest: &str) -> bool {
    let (Ok(low), Ok(high)) = (lead.parse::<u16>(), rest.parse::<u16>()) else { return false };
    is_country(lead) && lead.len() == rest.len() && (1..10).contains(&(i32::from(high) - i32::from(low)))
}

fn is_country(digits: &str) -> bool {
    atlas::of(digits).is_some_and(|leads| leads.code == digits && digits.len() <= 3)
}

fn code(digits: &str) -> Result<DialCode, Misread> {
    match digits.parse() {
        Ok(code) => Ok(code),
        Err(_) if digits.is_empty() => Err(Misread::new("there is no dial code", CORRECT)),
        Err(_) if digits.len() > DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            let fact = format!("`{digits}` has {} digits, and no number has more than {DIGITS}", digits.len());
            Err(Misread::new(fact, CORRECT))
        }
        Err(_) if digits.starts_with("00") => Err(Misread::new(
            format!("`{digits}` begins with 00"),
            "write the country code first, without a dialling prefix",
        )),
        Err(_) if digits.starts_with('0') => {
            Err(Misread::new(format!("`{digits}` begins with 0"), "write the country code first"))
        }
        Err(problem) => Err(problem),
    }
}

/// Prints codes in order, each once, neighbours as a range: `8525, 8527–8529`. The printed codes are the same codes, so the longest
/// match decides as before.
#[must_use]
pub fn fold<'a>(codes: impl IntoIterator<Item = &'a DialCode>) -> String {
    let mut codes: Vec<&str> = codes.into_iter().map(DialCode::as_str).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut out = String::new();
    let mut rest = codes.as_slice();
    while let Some(first) = rest.first() {
        let run = 1 + rest.windows(2).take_while(|pair| matches!(pair, [one, next] if follows(one, next))).count();
        let (these, left) = rest.split_at(run.min(rest.len()));
        let mut add = |words: &str, to: Option<&str>| {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(words);
            if let Some(to) = to {
                out.push(DASH);
                out.push_str(to);
            }
        };
        match these.last() {
            Some(last) if these.len() >= RANGE => add(first, Some(last)),
            _ => these.iter().for_each(|code| add(code, None)),
        }
        rest = left;
    }
    out
}

fn follows(one: &str, next: &str) -> bool {
    one.len() == next.len()
        && one.parse::<u64>().ok().zip(next.parse::<u64>().ok()).is_some_and(|(one, next)| one + 1 == next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cell: &str, country: &str) -> String {
        match read(cell, country) {
            Ok(codes) => codes.iter().map(DialCode::as_str).collect::<Vec<_>>().join(" "),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn every_notation_of_a_code_is_read() {
        for (cell, country, read) in [
            ("8525", "", "8525"),
            ("8525, 8526;8529", "", "8525 8526 8529"),
            ("852,853", "", "852 853"),
            ("8, 525", "", "8 525"),
            ("416,647,905", "1", "1416 1647 1905"),
            ("8525 8526", "", "8525 8526"),
            ("44 447 4474", "", "44 447 4474"),
            ("8525 4474", "", "8525 4474"),
            ("7400 7401", "44", "447400 447401"),
            ("+44 7400", "", "447400"),
            ("44-7400..7402", "", "447400 447401 447402"),
            ("447400-447402", "", "447400 447401 447402"),
            ("447400\u{2013}447402", "", "447400 447401 447402"),
            ("44-7400", "", "447400"),
            ("8525-7", "", "8525 8526 8527"),
            ("1-809", "", "1809"),
            ("7400-7402", "44", "447400 447401 447402"),
            ("7400", "+44", "447400"),
            ("", "44", "44"),
            ("20/28", "44", "4420 4428"),
            ("61 38,39", "", "6138 6139"),
            ("49 151, 49 160", "", "49151 49160"),
            ("44 20 7946, 44 20 7947", "", "44207946 44207947"),
            ("3 8, 3 9", "61", "6138 6139"),
            ("8525, 44 7400", "", "8525 447400"),
            ("8525 8526, 8529", "", "8525 8526 8529"),
            ("234-803,806,703", "", "234803 234806 234703"),
            ("61 38, 6139", "", "6138 6139"),
            ("44 (0) 7400", "", "447400"),
            ("1 (809)", "", "1809"),
            ("1 1809", "", "1 1809"),
            ("33 336", "", "33 336"),
            ("447400 33612", "", "447400 33612"),
            ("+44 7400 +44 7500", "", "447400 447500"),
            ("'4474", "", "4474"),
            ("4474.0", "", "4474"),
        ] {
            assert_eq!(codes(cell, country), read, "{cell}");
        }
    }

    #[test]
    fn a_separator_inside_a_code_is_told() {
        for (cell, country) in
            [("44 7400", ""), ("44 20 7400", ""), ("1 809", ""), ("20 7400", "44"), ("8,525", ""), ("85,251,234", "")]
        {
            assert!(codes(cell, country).contains("may be one dial code"), "{cell}: {}", codes(cell, country));
        }
    }

    #[test]
    fn what_is_no_code_is_said() {
        for (cell, says) in [
            ("", "no dial code"),
            ("1234567890123456", "16 digits"),
            ("0044", "begins with 00"),
            ("0207", "begins with 0"),
            ("44a", "not a dial code"),
            ("4.47E+09", "not a dial code"),
            ("8529-8525", "smaller first"),
            ("1000000-9000000", "more than 10000"),
            ("61 384, 61", "whole code"),
            ("4474.5", "not a dial code"),
        ] {
            assert!(codes(cell, "").contains(says), "{cell}: {}", codes(cell, ""));
        }
    }

    #[test]
    fn a_hyphen_between_two_codes_of_countries_is_asked_about() {
        for cell in ["33-36", "7-9", "1-6", "20-27", "44-49", "420-421"] {
            assert!(codes(cell, "").contains("could be the code"), "{cell}: {}", codes(cell, ""));
        }
        for (cell, read) in
            [("33-61", "3361"), ("44-20", "4420"), ("44-7400", "447400"), ("8525-8527", "8525 8526 8527")]
        {
            assert_eq!(codes(cell, ""), read, "{cell}");
        }
    }

    #[test]
    fn neighbours_fold_into_a_range() {
        let fold = |text: &str| super::fold(&read(text, "").expect("codes"));
        assert_eq!(fold("8529 8525 8526"), "8525, 8526, 8529");
        assert_eq!(fold("8525 8526 8527 8529"), "8525\u{2013}8527, 8529");
        assert_eq!(fold("999 1000 1001 1002"), "1000\u{2013}1002, 999");
        assert_eq!(fold("44 447 448 449"), "44, 447\u{2013}449");
    }
}
