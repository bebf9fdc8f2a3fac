//! Telephone numbers and dial codes (ITU-T E.164).

use std::fmt;
use std::str::FromStr;

use super::scalar::scalar;
use crate::diagnostic::Misread;

/// The leading digits of the numbers that a rate is for, country code first: 1 to 15 digits, the first not 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DialCode {
    /// The digits, then zeros: a code sorts before longer codes that begin with it. The array saves an allocation,
    /// because decks have a million codes.
    digits: [u8; 15],
    length: u8,
}

impl fmt::Debug for DialCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

scalar!(DialCode, "dial-code", ["string", "integer"], Some(r"^[1-9]\d{0,14}$"), "8525");

impl DialCode {
    /// The digits, without `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let digits = self.digits.get(..usize::from(self.length)).unwrap_or_default();
        // The bytes are ASCII digits, because only `from_str` makes a code.
        std::str::from_utf8(digits).unwrap_or("")
    }

    /// The digits as a number with the same order; a shorter code comes before those that begin with it.
    #[must_use]
    pub fn key(&self) -> u64 {
        self.shortened(usize::from(self.length))
    }

    /// The key of its first `length` digits.
    #[must_use]
    pub fn shortened(&self, length: usize) -> u64 {
        // Each digit takes four bits and is stored plus one, so that 0 differs from no digit.
        let digits = self.as_str().bytes().take(length).zip(1..16u32);
        digits.map(|(byte, at)| u64::from(byte - b'0' + 1) << (64 - 4 * at)).sum()
    }
}

impl FromStr for DialCode {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0') {
            let mut digits = [0; 15];
            let mut length = 0;
            for (place, digit) in digits.iter_mut().zip(text.bytes()) {
                *place = digit;
                length += 1;
            }
            Ok(Self { digits, length })
        } else {
            Err(Misread::new(
                format!("`{text}` is not a dial code"),
                "write digits alone, country code first, such as 8525",
            ))
        }
    }
}

impl fmt::Display for DialCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A telephone number in international form: `+` and 5 to 15 digits, grouped freely.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

scalar!(Phone, "phone", "string", Some(r"^\+[1-9][\d ()-]{4,24}$"), "+65 6123 4567");

impl FromStr for Phone {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let rest = text.strip_prefix('+').unwrap_or_default();
        let plain = rest.bytes().all(|byte| byte.is_ascii_digit() || b" ()-".contains(&byte));
        if plain && (5..=15).contains(&digits) && rest.starts_with(|first: char| ('1'..='9').contains(&first)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Misread::new(
                format!("`{text}` is not a telephone number"),
                "write it in international form, such as +65 6123 4567",
            ))
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
