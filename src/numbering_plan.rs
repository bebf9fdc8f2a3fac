//! Which types of number begin with given digits: the world's numbering plans in short.
//!
//! The facts are those of libphonenumber (Apache-2.0), read through the Python package `phonenumbers`: of the patterns of whole
//! numbers that it keeps for each country, `.ci/numbering_plan.py` works out what they begin with. Plans change every month, so whatever is
//! said by them bears their date.

use std::fmt;
use std::sync::OnceLock;

/// The rows of the plan: leading digits, types. They stand in the order of text, and no row's digits begin with another's.
const ROWS: &str = include_str!("numbering_plan.csv");

/// The day on which the plan was generated.
pub const DATE: &str = "2026-11-29";

/// A type of telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberType {
    /// Belongs to a mobile network.
    Mobile,
    /// Belongs to a fixed network.
    Fixed,
    /// The caller pays for a service.
    Premium,
    /// The called party pays for the call.
    TollFree,
    /// Caller and called party share the price.
    SharedCost,
    /// Reached over the internet, anywhere.
    Voip,
    /// Stays with a person.
    Personal,
    /// Stays with a company.
    Universal,
    /// Reaches a pager.
    Pager,
    /// Reaches a satellite terminal or a voice mail box.
    Other,
}

/// Each type, its letter in the plan, and its name before "numbers".
const TYPES: [(NumberType, u8, &str); 10] = [
    (NumberType::Mobile, b'm', "mobile"),
    (NumberType::Fixed, b'f', "fixed"),
    (NumberType::Premium, b'p', "premium"),
    (NumberType::TollFree, b't', "toll-free"),
    (NumberType::SharedCost, b's', "shared-cost"),
    (NumberType::Voip, b'v', "VoIP"),
    (NumberType::Personal, b'n', "personal"),
    (NumberType::Universal, b'u', "universal access"),
    (NumberType::Pager, b'g', "pager"),
    (NumberType::Other, b'o', "other"),
];

impl NumberType {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of types of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Types(u16);

impl Types {
    /// Whether a type is among them.
    #[must_use]
    pub const fn contains(self, one: NumberType) -> bool {
        self.0 & one.bit() != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a type is the only one.
    #[must_use]
    pub const fn only(self, one: NumberType) -> bool {
        self.0 == one.bit()
    }

    /// Whether the set is not empty, and all its types are among `these`.
    #[must_use]
    pub fn within(self, these: &[NumberType]) -> bool {
        !self.is_empty() && self.iter().all(|one| these.contains(&one))
    }

    /// The types, in the order of [`NumberType`].
    pub fn iter(self) -> impl Iterator<Item = NumberType> {
        TYPES.iter().map(|(one, ..)| *one).filter(move |one| self.contains(*one))
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn read(letters: &str) -> Self {
        let bits = |letter: u8| TYPES.iter().find(|(_, own, _)| *own == letter).map_or(0, |(one, ..)| one.bit());
        Self(letters.bytes().fold(0, |all, letter| all | bits(letter)))
    }
}

/// `fixed, VoIP and pager`, to stand before "numbers".
impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = TYPES.iter().filter(|(one, ..)| self.contains(*one)).map(|(.., name)| *name).collect();
        match names.as_slice() {
            [] => f.write_str("no"),
            [one] => f.write_str(one),
            [before @ .., last] => write!(f, "{} and {last}", before.join(", ")),
        }
    }
}

/// The types of the numbers that begin with these digits, by libphonenumber; empty if no number does. If the plan does not
/// distinguish the digits further, these are the types of all numbers under the digits that it knows.
#[must_use]
pub fn types(code: &str) -> Types {
    let Some(key) = key(code) else { return Types::default() };
    let entries = plan();
    let after = entries.partition_point(|entry| entry.key <= key);
    // Digits of a row sort directly after the row, so no other entry stands between it and the code.
    let entry = after.checked_sub(1).and_then(|at| entries.get(at));
    entry.filter(|entry| beginning(key, entry.alike) == entry.key).map_or(Types::default(), |entry| entry.types)
}

/// The ranges that the plan tells apart below these digits, with the types of their numbers.
pub fn ranges(code: &str) -> impl Iterator<Item = (String, Types)> {
    let own = key(code).unwrap_or(u64::MAX);
    let entries = plan();
    let from = entries.partition_point(|entry| entry.key <= own);
    let below = entries.get(from..).unwrap_or_default().iter();
    let length = code.len();
    // A row, and not a beginning of several.
    below
        .take_while(move |entry| beginning(entry.key, length) == own)
        .filter(|entry| entry.alike != HELD)
        .map(|entry| (digits(entry.key, entry.alike), entry.types))
}

/// The digits of a key.
fn digits(key: u64, length: usize) -> String {
    let digit = |at: usize| (key >> (4 * (HELD - 1 - at))) & 0xf;
    (0..length).filter_map(|at| char::from_digit(u32::try_from(digit(at).checked_sub(1)?).ok()?, 10)).collect()
}

/// Leading digits, and what begins with them.
struct PlanEntry {
    key: u64,
    /// How many digits of a code must match: all digits of the entry.
    alike: usize,
    types: Types,
}

/// How many digits a key holds: more than a row or a number has.
const HELD: usize = 16;

/// Digits as a number with the same order as the text, which compares faster: four bits each from the top, 0 for none.
fn key(digits: &str) -> Option<u64> {
    let mut key = 0;
    for (at, digit) in digits.bytes().enumerate() {
        let value = u64::from(digit.checked_sub(b'0').filter(|value| *value <= 9)?) + 1;
        if at < HELD {
            key |= value << (4 * (HELD - 1 - at));
        }
    }
    Some(key)
}

/// The key of the first `length` digits.
const fn beginning(key: u64, length: usize) -> u64 {
    if length >= HELD { key } else { key & !(u64::MAX >> (4 * length)) }
}

/// The rows and all their beginnings, in the order of text.
fn plan() -> &'static [PlanEntry] {
    static PLAN: OnceLock<Vec<PlanEntry>> = OnceLock::new();
    PLAN.get_or_init(|| {
        let mut entries: Vec<PlanEntry> = Vec::with_capacity(ROWS.len() / 6);
        // The beginnings of the row at hand, one digit, two digits and so on.
        let mut open: Vec<usize> = Vec::new();
        for (digits, types) in rows() {
            let Some(key) = key(digits) else { continue };
            let same = |(at, entry): (usize, &usize)| {
                entries.get(*entry).is_some_and(|entry| entry.key == beginning(key, at + 1))
            };
            let known = open.iter().enumerate().take_while(|one| same(*one)).count();
            open.truncate(known);
            for length in known + 1..digits.len() {
                open.push(entries.len());
                entries.push(PlanEntry { key: beginning(key, length), alike: HELD, types: Types::default() });
            }
            for at in &open {
                if let Some(entry) = entries.get_mut(*at) {
                    entry.types = entry.types.and(types);
                }
            }
            entries.push(PlanEntry { key, alike: digits.len(), types });
        }
        entries
    })
}

fn rows() -> impl Iterator<Item = (&'static str, Types)> {
    let row = |line: &'static str| line.split_once(',').map(|(digits, types)| (digits, Types::read(types)));
    ROWS.lines().filter(|line| !line.starts_with('#')).filter_map(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberType::{Fixed, Mobile, Premium, TollFree};

    #[test]
    fn the_ranges_below_a_code_are_the_rows_that_begin_with_it() {
        let below: Vec<String> = ranges("347").map(|(range, _)| range).collect();
        let rows: Vec<&str> =
            rows().map(|(digits, _)| digits).filter(|digits| digits.starts_with("347") && digits.len() > 3).collect();
        assert!(below.len() > 1 && below == rows, "{below:?} {rows:?}");
    }

    #[test]
    fn every_row_is_digits_and_types_and_stands_in_order() {
        assert_eq!(rows().count(), ROWS.lines().filter(|line| !line.starts_with('#')).count());
        let mut before = "";
        for (digits, types) in rows() {
            assert!(
                digits.bytes().all(|digit| digit.is_ascii_digit()) && (1..HELD).contains(&digits.len()),
                "{digits}"
            );
            assert!(before < digits && (before.is_empty() || !digits.starts_with(before)), "{before} {digits}");
            assert!(!types.is_empty(), "{digits}");
            before = digits;
        }
        assert!(plan().is_sorted_by(|one, next| one.key < next.key));
        assert!(ROWS.len() < 250_000 && ROWS.lines().next().is_some_and(|head| head.contains(DATE)));
    }

    #[test]
    fn types_are_told_by_their_order() {
        assert!(TYPES.iter().enumerate().all(|(at, (one, ..))| *one as usize == at));
        assert_eq!(Types::read("mft").iter().collect::<Vec<_>>(), [Mobile, Fixed, TollFree]);
        assert_eq!(Types::read("mft").to_string(), "mobile, fixed and toll-free");
        assert!(Types::read("p").only(Premium) && !Types::read("pm").only(Premium) && Types::read("").is_empty());
        assert!(Types::read("p").within(&[Premium, TollFree]) && !Types::read("pm").within(&[Premium, TollFree]));
        assert!(!Types::default().within(&[Premium]));
    }

    #[test]
    fn types_are_those_of_the_plan() {
        for (code, letters) in [
            ("442", "f"),
            ("4420", "f"),
            ("44207946", "f"),
            ("44207946000000000000000000", "f"),
            ("4474", "m"),
            ("447412345", "m"),
            ("4476", "mg"),
            ("447640", "g"),
            ("4470", "n"),
            ("44844", "p"),
            ("85252", "m"),
            ("1900", "p"),
            ("1800", "t"),
            ("1212", "mf"),
            ("12125", "mf"),
            ("49151", "mo"),
            ("4930", "f"),
            ("3933", "mo"),
            ("9198", "m"),
            ("2348", "mt"),
            ("23480", "mt"),
            ("23481", "m"),
            ("2347", "mu"),
            ("339", "v"),
            ("3306", ""),
            ("800", "t"),
            ("808", "s"),
            ("979", "p"),
            ("888", "u"),
        ] {
            assert_eq!(types(code), Types::read(letters), "{code}");
        }
    }

    #[test]
    fn few_digits_begin_whatever_more_digits_do() {
        assert!(types("8525").contains(Mobile) && types("447").contains(Mobile) && !types("442").contains(Mobile));
        for one in [
            Mobile,
            Fixed,
            Premium,
            TollFree,
            NumberType::Voip,
            NumberType::Personal,
            NumberType::Universal,
            NumberType::Pager,
        ] {
            assert!(types("44").contains(one) && types("4").contains(one), "{one:?}");
        }
    }

    #[test]
    fn terminals_on_satellites_are_not_mobile() {
        for code in ["870", "8707", "881", "8816", "8817", "88213", "88216"] {
            assert!(types(code).only(NumberType::Other), "{code}");
        }
    }

    #[test]
    fn no_number_begins_with_other_digits() {
        for code in [
            "",
            "0",
            "210",
            "999",
            "447603",
            "4476031",
            "44205",
            "10",
            "1911",
            "é",
            "+44",
            "44 20",
            "4420é",
            "4420x",
            "4420794600000000000000x",
        ] {
            assert!(types(code).is_empty(), "{code}");
        }
    }
}
