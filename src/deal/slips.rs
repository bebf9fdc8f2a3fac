//! What somebody meant whose text is read otherwise than it looks, or nearly is the value that a field takes.

use super::measure::Figure;
use super::money::{Currency, Money, Rate};
use super::place::Country;
use super::scalar::{Scalar, Text};
use super::scalars::ReadScalar;

/// Another text for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// What to write.
    pub text: String,
    /// Why the text as it stands is not that: reads after the value, such as `has a comma for its decimal point`.
    pub fact: &'static str,
    /// Whether nothing else can have been meant.
    pub sure: bool,
}

/// Curly and other quotation marks around a whole text, which YAML takes for part of it: the text without them.
pub(super) fn without_marks(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 7] = [
        ('\u{201c}', '\u{201d}'),
        ('\u{201e}', '\u{201c}'),
        ('\u{201e}', '\u{201d}'),
        ('\u{2018}', '\u{2019}'),
        ('\u{201d}', '\u{201d}'),
        ('\u{ab}', '\u{bb}'),
        ('\u{300c}', '\u{300d}'),
    ];
    PAIRS.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then(|| inner.trim())
    })
}

/// The text that a scalar would take instead, by the ways in which people write figures, sums and codes.
pub(super) fn instead(format: &str, text: &str, takes: ReadScalar) -> Option<Meant> {
    // `1,250` a minute is 1.25 to one reader and 1250 to another.
    let grouped = |text: &str| grouped(text).filter(|_| format != Rate::NAME && format != Figure::NAME);
    let fits = |text: &str| takes(text).is_ok();
    let candidate = |text: Option<String>, fact: &'static str, sure: bool| {
        text.filter(|text| fits(text)).map(|text| Meant { text, fact, sure })
    };
    let country = || Country::called(text).filter(|_| format == Country::NAME).map(|country| country.code().to_owned());
    candidate(country(), "is not its code", true)
        .or_else(|| candidate(spaced(text), "holds a space of another kind than the space bar's", true))
        .or_else(|| {
            candidate(Some(text.trim_end_matches([',', ';', '.']).to_owned()), "ends with a sign too many", true)
        })
        .or_else(|| candidate(Some(text.to_uppercase()), "is not in capitals", true))
        .or_else(|| candidate(point(text), "has a comma for its decimal point", true))
        .or_else(|| candidate(grouped(text), "has marks between its thousands", true))
        .or_else(|| candidate(turned(text), "has its currency behind the amount", true))
        .or_else(|| candidate(grouped(text).as_deref().and_then(turned), "is not written as a deal writes sums", true))
        .or_else(|| candidate(text.strip_suffix('%').map(|text| format!("{} %", text.trim())), "lacks a space", true))
        .or_else(|| candidate(share(text), "says more than the percentage", false))
        .or_else(|| candidate(Some(format!("{text} %")), "lacks its percent sign", false))
        .or_else(|| candidate(Some(format!("{text}T00:00:00Z")), "is a day without its hour and zone", false))
}

/// `true` or `false` for the other words for them.
pub(super) fn truth(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "on" | "true" | "1" => Some("true"),
        "no" | "n" | "off" | "false" | "0" => Some("false"),
        _ => None,
    }
}

/// A whole number without the marks between its thousands.
pub(super) fn whole(text: &str) -> Option<String> {
    grouped(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a sum or a price such as `25.000` can be, if it can be two: the two readings, and whether the currency has no such decimals.
pub(super) fn two_readings(format: &str, text: &str) -> Option<TwoReadings> {
    let (currency, amount) = match format {
        Money::NAME => text.split_once(' ')?,
        Rate::NAME => ("", text),
        _ => return None,
    };
    let (whole, rest) = amount.trim().split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if rest.len() != 3 || !digits(rest) || !(1..=3).contains(&whole.len()) || !digits(whole) || whole.starts_with('0') {
        return None;
    }
    let places = currency.parse::<Currency>().ok().and_then(|currency| currency.0.exponent());
    if places.is_some_and(|places| places > 2) {
        return None;
    }
    let joint = if currency.is_empty() { "" } else { " " };
    let small =
        if rest.ends_with('0') { rest.strip_suffix('0').unwrap_or(rest).to_owned() } else { format!("{rest}0") };
    Some(TwoReadings {
        small: format!("{currency}{joint}{whole}.{small}"),
        large: format!("{currency}{joint}{whole}{rest}"),
        refused: format == Money::NAME,
    })
}

/// A figure whose point stands where thousands are marked in half of the world.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TwoReadings {
    /// How to write it if the point is that of the decimals.
    pub small: String,
    /// How to write it if the point stands between thousands.
    pub large: String,
    /// Whether it is refused: a sum of money of a currency that has no third decimal.
    pub refused: bool,
}

/// With the space bar's spaces for all others.
fn spaced(text: &str) -> Option<String> {
    let spaced: String = text.chars().map(|sign| if sign.is_whitespace() { ' ' } else { sign }).collect();
    (spaced != text).then(|| spaced.trim().to_owned())
}

/// With a point for the one comma, unless it can stand between thousands.
fn point(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once(',')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let before: Vec<u8> = whole.bytes().rev().take_while(u8::is_ascii_digit).collect();
    let thousands = digits == 3 && before != b"0" && before.len() <= 3;
    (digits > 0 && !before.is_empty() && !thousands && !rest.contains([',', '.'])).then(|| format!("{whole}.{rest}"))
}

/// Without the commas, spaces and apostrophes that stand before three digits each.
fn grouped(text: &str) -> Option<String> {
    let mut out = String::new();
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut removed = false;
    for (at, sign) in text.char_indices() {
        let after = at + sign.len_utf8();
        let between = at.checked_sub(1).is_some_and(digit) && (after..after + 3).all(digit) && !digit(after + 3);
        if matches!(sign, ',' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '_') && between {
            removed = true;
        } else {
            out.push(sign);
        }
    }
    (removed && !out.starts_with('0')).then_some(out)
}

/// A sum whose currency stands behind it, or beside it without a space.
fn turned(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let rest: String = text.chars().filter(|sign| !sign.is_ascii_alphabetic()).collect();
    let apart = text.starts_with(letters.as_str()) || text.ends_with(letters.as_str());
    (letters.len() == 3 && apart).then(|| format!("{} {}", letters.to_uppercase(), rest.trim()))
}

/// The percentage at the beginning of a text such as `1.5% per month`.
fn share(text: &str) -> Option<String> {
    let (figure, rest) = text.split_once('%')?;
    (!rest.trim().is_empty()).then(|| format!("{} %", figure.trim().replace(',', ".")))
}

/// Whether a schema's scalar is free text, in which any character can be meant.
pub(super) fn is_text(format: &str) -> bool {
    format == Text::NAME
}

/// Whether the text behind a plain value begins a comment that was meant as part of it: `Unit #12`, and not `USD  # per minute`.
pub(super) fn cut_by_comment(behind: &str) -> bool {
    let line = behind.lines().next().unwrap_or_default();
    let rest = line.trim_start();
    let gap = line.len() - rest.len();
    let Some(comment) = rest.strip_prefix('#') else { return false };
    let numbered = comment.trim_start().starts_with(|first: char| first.is_ascii_digit());
    gap == 1 && (numbered || comment.starts_with(|first: char| first.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::scalars::ALL;

    fn meant(format: &str, text: &str) -> Option<String> {
        let (_, takes) = ALL.iter().find(|(name, _)| *name == format).unwrap();
        assert!(takes(text).is_err(), "{text} is taken as it is");
        instead(format, text, *takes).map(|meant| meant.text)
    }

    #[test]
    fn figures_as_people_write_them() {
        for (format, text, says) in [
            ("percent", "99,9 %", "99.9 %"),
            ("percent", "1.5% per month", "1.5 %"),
            ("rate", "0,0180", "0.0180"),
            ("money", "25000 USD", "USD 25000"),
            ("money", "USD 25,000", "USD 25000"),
            ("money", "25,000 usd", "USD 25000"),
            ("money", "USD\u{a0}250.00", "USD 250.00"),
            ("country", "nl", "NL"),
            ("country", "Hong Kong", "HK"),
            ("country", "gbr", "GB"),
            ("currency", "USD,", "USD"),
        ] {
            assert_eq!(meant(format, text).as_deref(), Some(says), "{text}");
        }
    }

    #[test]
    fn what_can_be_two_figures_is_not_decided() {
        // 1,250 a minute is 1.25 or 1250.
        assert_eq!(point("1,250"), None);
        assert_eq!(point("0,018").as_deref(), Some("0.018"));
        assert_eq!(grouped("0,018"), None);
        assert_eq!(meant("money", "$10,000"), None);
        assert_eq!(meant("rate", "1,250"), None);
    }

    #[test]
    fn a_point_before_three_digits_is_asked_back() {
        for (format, text, small, large) in [
            ("money", "USD 25.000", "USD 25.00", "USD 25000"),
            ("money", "EUR 1.250", "EUR 1.25", "EUR 1250"),
            ("rate", "1.000", "1.00", "1000"),
            ("rate", "1.125", "1.1250", "1125"),
        ] {
            let found = two_readings(format, text).unwrap();
            assert_eq!((found.small.as_str(), found.large.as_str()), (small, large), "{text}");
        }
        for (format, text) in [
            ("money", "USD 25.00"),
            ("money", "USD 0.018"),
            ("money", "KWD 25.000"),
            ("money", "USD 2500.000"),
            ("rate", "0.018"),
            ("rate", "1.0000"),
            ("percent", "1.000 %"),
        ] {
            assert_eq!(two_readings(format, text), None, "{text}");
        }
    }

    #[test]
    fn a_comment_is_known_by_the_space_after_its_sign() {
        for (behind, cut) in [
            (" #12, 8 Queen's Road", true),
            (" # 12 Road", true),
            (" #Building", true),
            (" # note", false),
            ("  #12", false),
            ("\n#x", false),
        ] {
            assert_eq!(cut_by_comment(behind), cut, "{behind:?}");
        }
    }

    #[test]
    fn marks_around_the_whole_text_alone_are_taken_off() {
        assert_eq!(without_marks("\u{201c}Harbour\u{201d}"), Some("Harbour"));
        assert_eq!(without_marks("\u{201c}Fee\u{201d} means \u{201c}Charge\u{201d}"), None);
        assert_eq!(without_marks("Harbour"), None);
    }
}
