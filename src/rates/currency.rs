//! Currencies as price lists write them: by code, by a sign of their own, or by a sign that several share.

use std::fmt;

use iso_currency::Currency as Iso;

use crate::deal::money::Currency;

/// What a word says about a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurrencyWord {
    /// It names this currency.
    One(Currency),
    /// It is a sign that several currencies share: the sign, and the currencies.
    Of(&'static str, &'static [Iso]),
}

/// Signs that belong to one currency. `\u{a3}` also stands for island and territory currencies that are worth a pound
/// sterling.
const OWN: &[(&str, Iso)] = &[
    ("\u{20ac}", Iso::EUR),
    ("euro", Iso::EUR),
    ("euros", Iso::EUR),
    ("\u{a3}", Iso::GBP),
    ("us$", Iso::USD),
    ("u$s", Iso::USD),
    ("usd$", Iso::USD),
    ("hk$", Iso::HKD),
    ("a$", Iso::AUD),
    ("au$", Iso::AUD),
    ("c$", Iso::CAD),
    ("ca$", Iso::CAD),
    ("can$", Iso::CAD),
    ("s$", Iso::SGD),
    ("sg$", Iso::SGD),
    ("nz$", Iso::NZD),
    ("nt$", Iso::TWD),
    ("r$", Iso::BRL),
    ("mx$", Iso::MXN),
    ("rmb", Iso::CNY),
    ("\u{5143}", Iso::CNY),
    ("\u{5186}", Iso::JPY),
    ("\u{20b9}", Iso::INR),
    ("\u{20bd}", Iso::RUB),
    ("\u{20ba}", Iso::TRY),
    ("\u{20a6}", Iso::NGN),
    ("\u{20b1}", Iso::PHP),
    ("\u{20ab}", Iso::VND),
    ("\u{e3f}", Iso::THB),
    ("\u{20aa}", Iso::ILS),
    ("\u{20b4}", Iso::UAH),
    ("\u{20b5}", Iso::GHS),
    ("\u{20a1}", Iso::CRC),
    ("\u{20b2}", Iso::PYG),
    ("\u{20ad}", Iso::LAK),
    ("\u{20ae}", Iso::MNT),
    ("\u{20b8}", Iso::KZT),
    ("\u{20bc}", Iso::AZN),
    ("\u{20be}", Iso::GEL),
    ("\u{17db}", Iso::KHR),
    ("z\u{142}", Iso::PLN),
    ("k\u{10d}", Iso::CZK),
    ("ft", Iso::HUF),
    ("rm", Iso::MYR),
    ("fr.", Iso::CHF),
    ("sfr", Iso::CHF),
    ("sfr.", Iso::CHF),
];

const DOLLARS: &[Iso] = &[
    Iso::USD,
    Iso::CAD,
    Iso::AUD,
    Iso::NZD,
    Iso::HKD,
    Iso::SGD,
    Iso::TWD,
    Iso::MXN,
    Iso::ARS,
    Iso::CLP,
    Iso::COP,
    Iso::UYU,
    Iso::DOP,
    Iso::BBD,
    Iso::BSD,
    Iso::BZD,
    Iso::BMD,
    Iso::JMD,
    Iso::TTD,
    Iso::KYD,
    Iso::XCD,
    Iso::GYD,
    Iso::SRD,
    Iso::FJD,
    Iso::NAD,
    Iso::BND,
    Iso::LRD,
    Iso::SBD,
];
const YEN: &[Iso] = &[Iso::JPY, Iso::CNY];
const CROWNS: &[Iso] = &[Iso::SEK, Iso::NOK, Iso::DKK, Iso::ISK];
const RUPEES: &[Iso] = &[Iso::INR, Iso::PKR, Iso::LKR, Iso::NPR, Iso::MUR, Iso::SCR];
const WONS: &[Iso] = &[Iso::KRW, Iso::KPW];

/// Signs that several currencies share. The last stands for any currency: that of the computer on which a workbook is opened.
const SHARED: &[(&str, &[Iso])] = &[
    ("$", DOLLARS),
    ("dollar", DOLLARS),
    ("dollars", DOLLARS),
    ("\u{ff04}", DOLLARS),
    ("\u{a5}", YEN),
    ("\u{ffe5}", YEN),
    ("kr", CROWNS),
    ("kr.", CROWNS),
    ("rs", RUPEES),
    ("rs.", RUPEES),
    ("\u{20a8}", RUPEES),
    ("\u{20a9}", WONS),
    ("\u{a4}", &[]),
];

impl CurrencyWord {
    /// Whether it can mean this currency.
    #[must_use]
    pub fn can_be(&self, currency: Currency) -> bool {
        match self {
            Self::One(one) => *one == currency,
            Self::Of(_, several) => several.is_empty() || several.contains(&currency.0),
        }
    }
}

impl fmt::Display for CurrencyWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(currency) => currency.fmt(f),
            Self::Of(sign, _) => f.write_str(sign),
        }
    }
}

/// What a word or a sign says about a currency; `None` if it says nothing.
#[must_use]
pub fn said(word: &str) -> Option<CurrencyWord> {
    let word = word.trim();
    if word.is_empty() || word.len() > 12 {
        return None;
    }
    if word.len() == 3
        && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && let Ok(currency) = word.to_ascii_uppercase().parse()
    {
        return Some(CurrencyWord::One(currency));
    }
    let word = word.to_lowercase();
    let own = OWN.iter().find(|(sign, _)| *sign == word).map(|(_, currency)| CurrencyWord::One(Currency(*currency)));
    own.or_else(|| SHARED.iter().find(|(sign, _)| *sign == word).map(|(sign, several)| CurrencyWord::Of(sign, several)))
}

/// The sign of a currency that stands somewhere in a text of several words, such as a heading.
#[must_use]
pub fn sign_in(text: &str) -> Option<CurrencyWord> {
    let is_sign = |c: char| matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{ff04}' | '\u{ffe5}');
    text.contains(is_sign).then_some(())?;
    // The letters before a dollar are part of its sign.
    text.split(|c: char| !(c.is_alphanumeric() || is_sign(c))).filter(|word| word.contains(is_sign)).find_map(|word| {
        said(word).or_else(|| word.chars().find(|c| is_sign(*c)).and_then(|sign| said(sign.encode_utf8(&mut [0; 4]))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_known_once_and_words_are_none() {
        let all = OWN.iter().map(|(sign, _)| *sign).chain(SHARED.iter().map(|(sign, _)| *sign));
        let mut seen = std::collections::BTreeSet::new();
        for sign in all {
            assert!(seen.insert(sign) && sign == sign.to_lowercase(), "{sign}");
            assert!(said(sign).is_some());
        }
        for word in ["", "rate", "min", "5", "\u{a2}", "price per minute"] {
            assert_eq!(said(word), None, "{word}");
        }
    }

    #[test]
    fn a_heading_may_hold_a_sign() {
        let shown = |text: &str| sign_in(text).map(|said| said.to_string());
        assert_eq!(shown("Rate (\u{20ac})").as_deref(), Some("EUR"));
        assert_eq!(shown("HK$/min").as_deref(), Some("HKD"));
        assert_eq!(shown("Price $").as_deref(), Some("$"));
        assert_eq!(shown("Rate (USD)"), None);
    }
}
