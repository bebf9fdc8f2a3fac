//! What a price is the price of: a minute in the whole currency, a part of the currency, a second, or something else.

use super::headings::folded;
use crate::deal::money::Rate;
use crate::diagnostic::Misread;
use rust_decimal::Decimal;

/// What a price is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct PriceUnit {
    /// Whether it counts hundredths of the currency.
    hundredths: bool,
    /// Whether it is the price of a second.
    second: bool,
}

/// Words for a hundredth of a currency.
const HUNDREDTHS: [&str; 22] = [
    "cent",
    "cents",
    "ct",
    "cts",
    "uscents",
    "eurocent",
    "eurocents",
    "pence",
    "penny",
    "p",
    "centime",
    "centimes",
    "centimos",
    "centavo",
    "centavos",
    "centesimi",
    "paise",
    "kopecks",
    "fen",
    "копеек",
    "коп",
    "分",
];

/// Words for a unit other than a minute of a call.
const OTHERS: [&str; 20] = [
    "sms", "mms", "message", "messages", "msg", "mb", "gb", "kb", "month", "monthly", "mrc", "nrc", "hour", "hours",
    "day", "did", "number", "channel", "1000", "lookup",
];

/// What the words of a heading or of a cell say of the unit of prices; `None` if they say the minute of the whole currency or nothing.
///
/// # Errors
///
/// The word that names something else than a part of a minute.
pub(super) fn said(text: &str) -> Result<PriceUnit, String> {
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '\u{a2}'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if let Some(other) = words.iter().find(|word| OTHERS.contains(&folded(word).as_str())) {
        return Err(other.clone());
    }
    // Pence and price begin with the same letter.
    if words.iter().any(|word| word == "ppm") {
        return Err("ppm".to_owned());
    }
    let hundredths = words
        .iter()
        .any(|word| word.contains('\u{a2}') || HUNDREDTHS.contains(&folded(word).as_str()) && word.as_str() != "p");
    let second = words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map(String::as_str);
        matches!(word.as_str(), "sec" | "second" | "seconds" | "s" | "segundo" | "seconde" | "sekunde")
            && before != Some("60")
    });
    Ok(PriceUnit { hundredths, second })
}

impl PriceUnit {
    /// Whether prices are not those of a minute in the whole currency.
    pub(super) fn differs(self) -> bool {
        self != Self::default()
    }

    /// Whether prices count hundredths of the currency.
    pub(super) fn is_hundredths(self) -> bool {
        self.hundredths
    }

    /// A sum for each call in the whole currency.
    ///
    /// # Errors
    ///
    /// It has more decimals than a rate.
    pub(super) fn of_call(self, sum: Rate) -> Result<Rate, Misread> {
        Self { second: false, ..self }.by_minute(sum)
    }

    /// Both units, if they do not say the same thing twice.
    pub(super) fn and(self, other: Self) -> Self {
        Self { hundredths: self.hundredths || other.hundredths, second: self.second || other.second }
    }

    /// The price of a minute in the whole currency.
    ///
    /// # Errors
    ///
    /// It has more decimals than a rate.
    pub(super) fn by_minute(self, rate: Rate) -> Result<Rate, Misread> {
        let mut value = rate.0;
        if self.second {
            value = value.checked_mul(Decimal::from(60)).unwrap_or(Decimal::MAX);
        }
        if self.hundredths {
            value = Decimal::try_from_i128_with_scale(value.mantissa(), value.scale() + 2).unwrap_or(Decimal::MAX);
        }
        let shown = value.to_string();
        let kept = if value.scale() > 8 { value.normalize().to_string() } else { shown };
        kept.parse().map_err(|_| {
            Misread::new(
                format!("{rate} {self} has more than eight decimals in the whole currency"),
                "convert the deck",
            )
        })
    }
}

impl std::fmt::Display for PriceUnit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match (self.hundredths, self.second) {
            (true, true) => "hundredths of the currency a second",
            (true, false) => "hundredths of the currency a minute",
            (false, true) => "of the currency a second",
            (false, false) => "of the currency a minute",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_converted_exactly_or_refused() {
        let by_minute = |unit: &str, rate: &str| {
            let unit = said(unit).map_err(|word| format!("no minute: {word}"))?;
            unit.by_minute(rate.parse().expect("a rate"))
                .map(|rate| rate.to_string())
                .map_err(|problem| problem.to_string())
        };
        for (unit, rate, minute) in [
            ("Rate in cents (USD)", "1.25", "0.0125"),
            ("US cents per minute", "125", "1.25"),
            ("Rate (USD)", "0.0125", "0.0125"),
            ("USD/min", "0.0125", "0.0125"),
            ("Price per second", "0.0002", "0.0120"),
            ("Rate per 60 sec", "0.0125", "0.0125"),
            ("\u{a2}/min", "1.50", "0.0150"),
        ] {
            assert_eq!(by_minute(unit, rate).as_deref(), Ok(minute), "{unit}");
        }
        for unit in ["Price per SMS", "Rate per MB", "ppm", "Price per message", "per month"] {
            assert!(by_minute(unit, "1").is_err(), "{unit}");
        }
        assert!(by_minute("cents", "0.12345678").is_err());
    }
}
