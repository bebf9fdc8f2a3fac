//! Dial codes in the notations that decks use, and their folding into ranges for the schedule.

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

/// Reads the codes of a cell. If a column of its own gives the country code, that code is put before each. A cell holds codes
/// separated by commas, semicolons, strokes or spaces; a code may be a range (`7400-7409`, `7400..7409`), have its country code
/// before a hyphen (`44-7400..7409`), or begin with `+`. A space separates two codes,
/// unless it may stand inside one.
///
/// # Errors
///
/// What is wrong with the first code that cannot be read.
pub fn read(cell: &str, country: &str) -> Result<Vec<DialCode>, Misread> {
    if has_thousands(cell) {
        return Err(Misread::new(
            format!("`{cell}` may be one dial code with a separator of thousands, or several"),
            "write one code without separators, and separate two codes with a semicolon",
        ));
    }
    let mut out = Vec::new();
    let country = country.trim_start_matches('+');
    // After a plus, a space belongs to the number.
    let international = cell.trim_start().starts_with('+');
    for item in cell.split([',', ';', '/', '|', '\n']).map(str::trim).filter(|item| !item.is_empty()) {
        let mut pieces = item.split_whitespace();
        match (pieces.next(), pieces.next()) {
            (Some(only), None) => one(only.trim_start_matches('+'), country, &mut out)?,
            _ if international => {
                let item: String = item.split_whitespace().collect();
                one(item.trim_start_matches('+'), country, &mut out)?;
            }
            _ if may_be_one(item, country) => {
                return Err(Misread::new(
                    format!("`{item}` may be one dial code with a space in it, or several"),
                    "write one code without spaces, and separate two codes with a comma",
                ));
            }
            _ => item.split_whitespace().try_for_each(|piece| one(piece, country, &mut out))?,
        }
    }
    if out.is_empty() {
        one("", country, &mut out)?;
    }
    out.shrink_to_fit();
    Ok(out)
}

/// Whether digits that spaces part may be one code: behind a bare country code stands what does not begin with it (`44 7400`, but not
/// `44 447`), or with a country code in a column of its own they differ in length.
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

fn one(item: &str, country: &str, out: &mut Vec<DialCode>) -> Result<(), Misread> {
    if item.bytes().all(|byte| byte.is_ascii_digit()) {
        out.push(code(&format!("{country}{item}"))?);
        return Ok(());
    }
    let item = item.replace("..", "\u{2013}").replace("\u{2013}\u{2013}", "\u{2013}");
    let (lead, rest) = match (item.split_once('-'), item.contains(DASH)) {
        // 44-7400..7409, and 44-7400; but 8525-8529 is a range.
        (Some((lead, rest)), true) => (lead, rest.to_owned()),
        (Some((lead, rest)), false) if is_country(lead) && country.is_empty() => (lead, rest.to_owned()),
        _ => ("", item.replace('-', "\u{2013}")),
    };
    let Some((first, last)) = rest.split_once(DASH) else {
        out.push(code(&format!("{country}{lead}{rest}"))?);
        return Ok(());
    };
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
    if usize::try_from(high - low).is_ok_and(|more| more >= MOST) || out.len() >= MOST {
        return Err(Misread::new(format!("`{item}` makes more than {MOST} dial codes"), "write shorter codes"));
    }
    for number in low..=high {
        out.push(code(&number.to_string())?);
    }
    Ok(())
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
        ] {
            assert_eq!(codes(cell, country), read, "{cell}");
        }
    }

    #[test]
    fn a_separator_inside_a_code_is_told() {
        for (cell, country) in [
            ("44 7400", ""),
            ("44 20 7400", ""),
            ("1 809", ""),
            ("8525, 44 7400", ""),
            ("20 7400", "44"),
            ("8,525", ""),
            ("85,251,234", ""),
        ] {
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
        ] {
            assert!(codes(cell, "").contains(says), "{cell}: {}", codes(cell, ""));
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
