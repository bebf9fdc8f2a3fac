//! Money, times and laws as people type them. What can be read in two ways is refused with both.

use jiff::civil::Date;

use crate::deal::money::Currency;

/// A sum as a deal writes it: `10,000`, `10k`, `USD 10k`, `$10,000.00` and `25 000 USD` are read; `None` leaves it to the checks.
///
/// # Errors
/// Says both readings of a point or comma before three digits.
pub fn money(typed: &str, usual: Option<&str>) -> Result<Option<String>, String> {
    let mut text = typed.trim().replace(['\u{a0}', '\u{202f}'], " ");
    let sign = [("US$", "USD"), ("HK$", "HKD"), ("S$", "SGD"), ("€", "EUR"), ("£", "GBP")];
    if let Some((sign, code)) = sign.iter().find(|(sign, _)| text.starts_with(sign)) {
        text = text.replacen(sign, &format!("{code} "), 1);
    } else if let Some(rest) = text.strip_prefix('$') {
        // A dollar is that of the deal, if the deal is in dollars.
        let Some(code) = usual.filter(|code| code.ends_with('D')) else { return Ok(None) };
        text = format!("{code} {rest}");
    }
    let letters: Vec<&str> =
        text.split(|one: char| !one.is_ascii_alphabetic()).filter(|word| word.len() == 3).collect();
    let code = match letters.as_slice() {
        [] => usual.map(str::to_owned),
        [code] => Some(code.to_uppercase()),
        _ => return Ok(None),
    };
    let Some(code) = code.filter(|code| code.parse::<Currency>().is_ok()) else { return Ok(None) };
    let figure = letters.first().map_or_else(|| text.clone(), |word| text.replacen(word, "", 1));
    let figure = figure.trim().to_lowercase();
    let (figure, times) = match figure.strip_suffix('k').or_else(|| figure.strip_suffix("thousand")) {
        Some(figure) => (figure.trim(), 3),
        None => match figure.strip_suffix('m').or_else(|| figure.strip_suffix("million")) {
            Some(figure) => (figure.trim(), 6),
            None => (figure.as_str(), 0),
        },
    };
    let Some(plain) = plain(figure, &code, times > 0)? else { return Ok(None) };
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    if times > 0 {
        if decimals.len() > times {
            return Ok(None);
        }
        let whole = format!("{whole}{decimals:0<times$}");
        let whole = whole.trim_start_matches('0');
        return Ok(Some(format!("{code} {}.00", if whole.is_empty() { "0" } else { whole })));
    }
    Ok(Some(if decimals.is_empty() { format!("{code} {whole}.00") } else { format!("{code} {whole}.{decimals}") }))
}

/// A figure without marks between its thousands; `None` if it is no figure.
fn plain(figure: &str, code: &str, multiplied: bool) -> Result<Option<String>, String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let figure = figure.replace(['\'', '\u{2019}', '_'], ",");
    let marks: Vec<char> = figure.chars().filter(|one| !one.is_ascii_digit()).collect();
    let parts: Vec<&str> = figure.split([',', '.', ' ']).collect();
    if !parts.iter().all(|part| digits(part)) || marks.iter().any(|mark| !",. ".contains(*mark)) {
        return Ok(None);
    }
    let threes = parts.get(1..).is_some_and(|rest| !rest.is_empty() && rest.iter().all(|part| part.len() == 3));
    let first = parts.first().copied().unwrap_or_default();
    let headed = (1..=3).contains(&first.len()) && !first.starts_with('0');
    Ok(match marks.as_slice() {
        [] => Some(figure.clone()),
        // One point or comma before three digits.
        ['.'] if threes && headed && !multiplied => {
            let joined = parts.concat();
            let small = figure.trim_end_matches('0');
            let small = if small.ends_with('.') { format!("{small}00") } else { format!("{small}0") };
            return Err(format!("`{figure}` can be {code} {small} and {code} {joined}.00: write one of them"));
        }
        ['.'] => Some(figure.clone()),
        [',' | ' ', ..] if threes && headed && marks.iter().all(|mark| Some(mark) == marks.first()) => {
            Some(parts.concat())
        }
        ['.', '.', ..] if threes && headed && marks.iter().all(|mark| *mark == '.') => Some(parts.concat()),
        // Marks between thousands, and another one before the decimals.
        [mark @ (',' | '.' | ' '), rest @ .., last] if last != mark && rest.iter().all(|one| one == mark) => {
            let (decimals, thousands) = parts.split_last().map_or(("", &[][..]), |(last, before)| (*last, before));
            let even = thousands.get(1..).is_some_and(|rest| rest.iter().all(|part| part.len() == 3));
            (headed && even && decimals.len() < 3).then(|| format!("{}.{decimals}", thousands.concat()))
        }
        // A comma before one or two digits is that of decimals.
        [','] if parts.get(1).is_some_and(|part| part.len() < 3) => {
            let (whole, decimals) = (first, parts.get(1).copied().unwrap_or_default());
            return Err(format!("`{figure}` has a comma for its decimal point: write {whole}.{decimals}"));
        }
        _ => None,
    })
}

/// A day as people write it: `1 Feb 2027`, `Feb 1, 2027`, `1-Feb-2027`, `2027/02/01`; `None` leaves it to the checks.
///
/// # Errors
/// Says both readings of `01/02/2027`.
pub fn day(typed: &str) -> Result<Option<Date>, String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Ok(day) = typed.parse::<Date>() {
        return Ok(Some(day));
    }
    let words: Vec<String> =
        typed.split([' ', ',', '/', '-', '.']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let [one, two, three] = words.as_slice() else { return Ok(None) };
    let month = |word: &str| {
        let at = MONTHS.iter().position(|month| word.len() > 2 && month.starts_with(word))?;
        i8::try_from(at + 1).ok()
    };
    let number = |word: &str| word.trim_end_matches(|one: char| one.is_ascii_alphabetic()).parse::<i8>().ok();
    let year = |word: &str| word.parse::<i16>().ok().filter(|_| word.len() == 4);
    let made = |year: Option<i16>, month: Option<i8>, day: Option<i8>| Date::new(year?, month?, day?).ok();
    if let Some(year) = year(one) {
        return Ok(made(Some(year), two.parse().ok().or_else(|| month(two)), number(three)));
    }
    let year = year(three);
    if let Some(found) = made(year, month(two), number(one)).or_else(|| made(year, month(one), number(two))) {
        return Ok(Some(found));
    }
    let (first, second) = (one.parse::<i8>().ok(), two.parse::<i8>().ok());
    match (made(year, second, first), made(year, first, second)) {
        (Some(one), Some(two)) if one != two => Err(format!("`{typed}` can be {one} and {two}: write one of them")),
        (Some(one), _) | (None, Some(one)) => Ok(Some(one)),
        (None, None) => Ok(None),
    }
}

/// The laws by which carriers contract most, as a deal writes them; any other may be typed.
pub const LAWS: [&str; 18] = [
    "England and Wales",
    "Singapore",
    "New York",
    "Hong Kong",
    "France",
    "Germany",
    "Ireland",
    "Netherlands",
    "Switzerland",
    "Sweden",
    "Scotland",
    "Delaware",
    "California",
    "DIFC",
    "United Arab Emirates",
    "South Africa",
    "Kenya",
    "India",
];

/// A law as a deal writes it: `English law`, `the laws of England` and `hk` are read, what is none of these stays as it is.
#[must_use]
pub fn law(typed: &str) -> String {
    const OTHERWISE: [(&[&str], &str); 13] = [
        (&["england", "english", "eng", "england & wales", "wales", "uk", "united kingdom"], "England and Wales"),
        (&["hk", "hongkong", "hong kong sar", "hksar", "the hong kong sar"], "Hong Kong"),
        (&["sg", "singaporean"], "Singapore"),
        (&["ny", "new york state", "the state of new york", "state of new york"], "New York"),
        (&["german"], "Germany"),
        (&["french"], "France"),
        (&["dutch", "the netherlands", "holland"], "Netherlands"),
        (&["swiss"], "Switzerland"),
        (&["swedish"], "Sweden"),
        (&["irish"], "Ireland"),
        (&["scots", "scottish"], "Scotland"),
        (&["south african"], "South Africa"),
        (&["uae"], "United Arab Emirates"),
    ];
    let small = typed.to_lowercase();
    let mut word = small.trim();
    for lead in ["the laws of ", "the law of ", "laws of ", "law of "] {
        word = word.strip_prefix(lead).unwrap_or(word);
    }
    word = word.strip_suffix(" law").unwrap_or(word).trim();
    let known = LAWS.iter().find(|law| law.to_lowercase() == word);
    let other = || OTHERWISE.iter().find(|(words, _)| words.contains(&word)).map(|(_, law)| law);
    known.or_else(other).map_or_else(|| typed.trim().to_owned(), |law| (*law).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        for (typed, sum) in [
            ("10,000", "USD 10000.00"),
            ("10k", "USD 10000.00"),
            ("USD 10k", "USD 10000.00"),
            ("$10,000", "USD 10000.00"),
            ("USD 10,000.00", "USD 10000.00"),
            ("USD 25 000", "USD 25000.00"),
            ("25000 USD", "USD 25000.00"),
            ("1.5m", "USD 1500000.00"),
            ("€ 1.000.000", "EUR 1000000.00"),
            ("EUR 1.000,50", "EUR 1000.50"),
            ("250", "USD 250.00"),
            ("250.5", "USD 250.5"),
            ("usd 0.018", "USD 0.018"),
        ] {
            assert_eq!(money(typed, Some("USD")), Ok(Some(sum.to_owned())), "{typed}");
        }
        for typed in ["25.000", "USD 25.000", "1.250"] {
            assert!(money(typed, Some("USD")).unwrap_err().contains("can be"), "{typed}");
        }
        assert!(money("0,5", Some("USD")).unwrap_err().contains("0.5"));
        for typed in ["many", "XXZ 5", "10,00,0", "$5 or so"] {
            assert_eq!(money(typed, Some("USD")), Ok(None), "{typed}");
        }
        assert_eq!(money("$10", Some("EUR")), Ok(None));
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        for typed in
            ["2027-02-01", "1 Feb 2027", "1 February 2027", "Feb 1, 2027", "1-Feb-2027", "2027/02/01", "1st Feb 2027"]
        {
            assert_eq!(day(typed).unwrap().unwrap().to_string(), "2027-02-01", "{typed}");
        }
        assert!(day("01/02/2027").unwrap_err().contains("2027-02-01 and 2027-01-02"));
        assert_eq!(day("31/01/2027").unwrap().unwrap().to_string(), "2027-01-31");
        for typed in ["soon", "32 Feb 2027", "1 Feb", "1 Feb 27"] {
            assert_eq!(day(typed), Ok(None), "{typed}");
        }
    }

    #[test]
    fn laws_are_read_as_people_name_them() {
        for (typed, read) in [
            ("English law", "England and Wales"),
            ("the laws of England", "England and Wales"),
            ("Eng", "England and Wales"),
            ("Hong Kong SAR", "Hong Kong"),
            ("singapore", "Singapore"),
            ("Atlantis", "Atlantis"),
        ] {
            assert_eq!(law(typed), read, "{typed}");
        }
    }
}
