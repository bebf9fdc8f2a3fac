//! Money: exact decimals that keep the zeros with which they were written. Nothing here uses a float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::scalar::scalar;
use crate::diagnostic::Misread;

/// Reads a plain, exact decimal: digits and at most one point, no exponent, no sign, no separators.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.starts_with(|first: char| first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit());
    if plain { Decimal::from_str_exact(text).ok() } else { None }
}

/// A price for a minute or for a call, in the rate schedule's currency. At least 0 and below a million, so that no sum of charges overflows;
/// at most eight decimals; trailing zeros are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub Decimal);

scalar!(Rate, "rate", ["number", "string"], Some(r"^(0|[1-9]\d{0,5})(\.\d{1,8})?$"), "0.0180");

impl FromStr for Rate {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if text.starts_with('0') && text.len() > 1 && !text.starts_with("0.") {
            return Err(Misread::new(
                format!("`{text}` begins with a zero, as if its decimal point were lost"),
                "write the rate as a plain decimal, such as 0.0180",
            ));
        }
        match decimal(text) {
            Some(value) if value.scale() <= 8 && value < Decimal::from(1_000_000) => Ok(Self(value)),
            _ => Err(Misread::new(
                format!("`{text}` is not a rate"),
                "write a plain decimal below a million, of at most eight places, such as 0.0180",
            )),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An ISO 4217 currency code, read in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(pub iso_currency::Currency);

scalar!(Currency, "currency", "string", Some("^[A-Za-z]{3}$"), "USD");

impl FromStr for Currency {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        iso_currency::Currency::from_code(&text.to_ascii_uppercase())
            .map(Self)
            .ok_or_else(|| Misread::new(format!("`{text}` is not a currency"), "write its ISO 4217 code, such as USD"))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code())
    }
}

/// A sum with its currency. At least 0; trailing zeros are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Currency of the amount.
    pub currency: Currency,
    /// Amount, in whole units of the currency.
    pub amount: Decimal,
}

scalar!(Money, "money", "string", Some(r"^[A-Za-z]{3} \d+(\.\d+)?$"), "USD 250.00");

impl FromStr for Money {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let shape =
            || Misread::new(format!("`{text}` is not a sum of money"), "write currency and amount, such as USD 250.00");
        let (currency, amount) = text.split_once(' ').ok_or_else(shape)?;
        Ok(Self { currency: currency.parse()?, amount: decimal(amount.trim()).ok_or_else(shape)? })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, grouped(self.amount))
    }
}

/// An amount with commas between thousands: `80,000.00`.
#[must_use]
pub fn grouped(amount: Decimal) -> String {
    crate::template::grouped(&amount.to_string())
}

/// Billed seconds: the least that a call is billed for, and each further step. Both at least 1 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Increment {
    /// First period, in whole seconds.
    pub first: u32,
    /// Each further period, in seconds.
    pub next: u32,
}

scalar!(Increment, "increment", "string", Some(r"^[1-9]\d{0,3}/[1-9]\d{0,3}$"), "30/6");

impl Increment {
    /// Billed seconds of a call that lasted `seconds`, already rounded up to whole seconds.
    #[must_use]
    pub fn billed(self, seconds: u32) -> u32 {
        if seconds == 0 {
            0
        } else if seconds <= self.first {
            self.first
        } else {
            self.first + (seconds - self.first).div_ceil(self.next) * self.next
        }
    }
}

impl FromStr for Increment {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let period = |part: &str| part.trim().parse().ok().filter(|seconds| (1..=3600).contains(seconds));
        text.split_once('/')
            .and_then(|(first, next)| Some(Self { first: period(first)?, next: period(next)? }))
            .ok_or_else(|| {
                Misread::new(format!("`{text}` is not an increment"), "write first and next seconds, such as 30/6")
            })
    }
}

impl fmt::Display for Increment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.next)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_rate_that_may_have_lost_its_point_is_refused() {
        for text in ["018", "00", "0018", "00.018"] {
            assert!(text.parse::<Rate>().unwrap_err().fact.contains("begins with a zero"), "{text}");
        }
        for text in ["0", "0.018", "18", "0.0"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
    }
}
