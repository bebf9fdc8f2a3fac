//! Reads a price: its figure, and the currency beside it, if any.

use super::currency::{self, CurrencyWord};
use super::unreadable::brief;
use crate::deal::money::Rate;
use crate::diagnostic::Misread;

/// A price as its cell writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The figure, exact to the digit.
    pub rate: Rate,
    /// The currency that stands beside the figure.
    pub currency: Option<CurrencyWord>,
    /// The mark between whole units and decimals.
    pub mark: DecimalMark,
}

/// The decimal mark of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// None: the price is a whole number, or its point can only be a decimal mark.
    Plain,
    /// A comma is the decimal mark.
    Comma,
    /// A point that would separate thousands in a deck with decimal commas: `1.234`.
    Doubtful,
}

/// Words beside a price that name the unit of every price in a schedule, the minute.
const MINUTE: [&str; 8] = ["min", "mins", "minute", "minutes", "per", "p", "m", "a"];

/// Words that name the minute only where they stand apart from the figure: `1.5p` is a penny and a half, and `5m` may be five million.
const APART: [&str; 3] = ["p", "m", "a"];

/// What may separate the decimals of the prices of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimals {
    /// A point.
    Point,
    /// A point or a comma, which may separate thousands too.
    Either,
    /// A comma, as somebody says.
    Comma,
}

/// Reads a price.
///
/// # Errors
///
/// What is wrong with it, and how to write it.
pub fn read(cell: &str, decimals: Decimals) -> Result<Price, Misread> {
    if let Ok((rate, mark)) = figure(cell, decimals) {
        return Ok(Price { rate, currency: None, mark });
    }
    let Some((before, digits, after)) = parts(cell) else { return Err(wrong(cell)) };
    let (before, digits) = abbreviated(before, digits).ok_or_else(|| {
        Misread::new(
            format!("the full stop of `{}` may end a word or begin the decimals", brief(cell)),
            "write the number alone, such as 12 or 0.12",
        )
    })?;
    let glued = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    if APART.contains(&glued.as_str()) {
        return Err(Misread::new(
            format!("`{}` does not say whether `{glued}` is a unit of money or the minute", brief(cell)),
            "write the number alone, in units of the currency",
        ));
    }
    let mut currency = None;
    for side in [before, after] {
        // A sign stands alone; words are separated by strokes, full stops and spaces.
        let whole = side.trim().trim_end_matches('/').trim();
        if let Some(said) = currency::said(whole) {
            currency = one(currency, said).ok_or_else(|| wrong(cell))?;
            continue;
        }
        for word in side.split([' ', '\u{a0}', '\u{202f}', '/', '.']).filter(|word| !word.is_empty()) {
            match currency::said(word) {
                Some(said) => currency = one(currency, said).ok_or_else(|| wrong(cell))?,
                None if MINUTE.contains(&word.to_lowercase().as_str()) => {}
                None => return Err(wrong(cell)),
            }
        }
    }
    let (rate, mark) = figure(digits, decimals)?;
    Ok(Price { rate, currency, mark })
}

/// The currency on which two statements agree; `None` if they contradict each other.
fn one(known: Option<CurrencyWord>, said: CurrencyWord) -> Option<Option<CurrencyWord>> {
    match known {
        Some(known) if known != said => None,
        _ => Some(Some(said)),
    }
}

/// The text before the digits, the digits, and the text after them.
fn parts(cell: &str) -> Option<(&str, &str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let first = cell.find(is_digit)?;
    let first = if cell.get(..first)?.ends_with('.') { first - 1 } else { first };
    let last = cell.rfind(is_digit)? + 1;
    Some((cell.get(..first)?, cell.get(first..last)?, cell.get(last..)?))
}

/// The text before a figure, and the figure, where a full stop stands between them. Behind a sign or a space it is the decimal mark:
/// `$.05`. Behind a word it ends the word if the figure has a mark of its own, as in `Rs.0.50`; else it could be either, and there is none.
fn abbreviated<'a>(before: &'a str, digits: &'a str) -> Option<(&'a str, &'a str)> {
    let Some(rest) = digits.strip_prefix('.').filter(|_| before.ends_with(char::is_alphabetic)) else {
        return Some((before, digits));
    };
    rest.contains(['.', ',']).then_some((before, rest))
}

/// Reads a figure and its decimal mark.
fn figure(text: &str, decimals: Decimals) -> Result<(Rate, DecimalMark), Misread> {
    let text = shortened(text);
    if decimals != Decimals::Comma
        && let Ok(rate) = text.parse()
    {
        return Ok((rate, if thousands(text, '.') { DecimalMark::Doubtful } else { DecimalMark::Plain }));
    }
    if decimals != Decimals::Point && text.matches(',').count() == 1 && !text.contains('.') {
        if decimals == Decimals::Either && thousands(text, ',') {
            return Err(Misread::new(
                format!("`{}` could be a price with three decimals, or a thousand times as much", brief(text)),
                "say which in the deal, `rates: {decimal: comma}` or `point`, or write a decimal point and no separators",
            ));
        }
        let rate = text.replace(',', ".").parse().map_err(|_| wrong(text))?;
        return Ok((rate, DecimalMark::Comma));
    }
    if decimals == Decimals::Comma {
        return match text.parse() {
            Ok(rate) if !text.contains('.') => Ok((rate, DecimalMark::Plain)),
            _ => Err(wrong(text)),
        };
    }
    match text.strip_prefix('.') {
        Some(rest) => Ok((format!("0.{rest}").parse().map_err(|_| wrong(text))?, DecimalMark::Plain)),
        None => Err(wrong(text)),
    }
}

/// A figure with its zeros behind the eighth decimal taken off, which say nothing.
fn shortened(text: &str) -> &str {
    const MOST: usize = 8;
    let Some(mark) = text.rfind(['.', ',']) else { return text };
    let end = text.trim_end_matches('0').len().max((mark + 1 + MOST).min(text.len()));
    text.get(..end).unwrap_or(text)
}

/// Whether a mark could separate thousands: one to three digits before it, the first not zero, and three digits after it.
fn thousands(text: &str, mark: char) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(mark).is_some_and(|(before, after)| {
        (1..=3).contains(&before.len())
            && after.len() == 3
            && !before.starts_with('0')
            && digits(before)
            && digits(after)
    })
}

/// What is wrong with a cell that is not a price.
fn wrong(cell: &str) -> Misread {
    let lower = cell.to_lowercase();
    let number =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
    match cell {
        "" => Misread::new("there is no rate", "write it, or `closed` as the status of the row"),
        _ if cell.starts_with('=') => Misread::new(format!("`{}` is a formula", brief(cell)), "write its result"),
        _ if cell.starts_with(['-', '\u{2212}']) => {
            Misread::new(format!("the rate {} is negative", brief(cell)), "write what a minute costs")
        }
        _ if cell.starts_with('(') && cell.ends_with(')') && cell.contains(|c: char| c.is_ascii_digit()) => {
            Misread::new(
                format!("the rate {} stands in brackets, as accounts write what is negative", brief(cell)),
                "write what a minute costs",
            )
        }
        _ if number(cell.trim_start_matches('+').trim()) && !number(cell) => {
            Misread::new(format!("`{}` has a sign before the number", brief(cell)), "write the number alone")
        }
        _ if lower
            .split_once('e')
            .is_some_and(|(one, other)| number(one) && number(other.trim_start_matches(['+', '-']))) =>
        {
            Misread::new(
                format!("`{}` is written with an exponent", brief(cell)),
                "format the column as a number, so that all decimals show",
            )
        }
        _ if cell.ends_with('%') => {
            Misread::new(format!("`{}` is a share and not a price", brief(cell)), "write what a minute costs")
        }
        _ if cell.contains(',') && number(cell) => {
            Misread::new(format!("`{}` has a comma", brief(cell)), "write a decimal point and no separators")
        }
        _ => Misread::new(
            format!("`{}` is not a rate", brief(cell)),
            "write a plain decimal below a million, of at most eight places, such as 0.0180",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(cell: &str, decimal_comma: bool) -> String {
        match read(cell, if decimal_comma { Decimals::Either } else { Decimals::Point }) {
            Ok(price) => {
                format!("{}{}", price.rate, price.currency.map_or_else(String::new, |said| format!(" {said}")))
            }
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn a_price_may_name_its_currency() {
        for (cell, says) in [
            ("0.0500", "0.0500"),
            (".05", "0.05"),
            ("\u{20ac} 0.05", "0.05 EUR"),
            ("\u{20ac}0,05", "0.05 EUR"),
            ("0.05 \u{20ac}", "0.05 EUR"),
            ("0.05EUR", "0.05 EUR"),
            ("EUR .05", "0.05 EUR"),
            ("$.05", "0.05 $"),
            ("Rs.0.50", "0.50 rs"),
            ("Rs. 12", "12 rs."),
            ("0.05 p/m", "0.05"),
            ("0.05/m", "0.05"),
            ("\u{a3}0.05/min", "0.05 GBP"),
            ("US$0.05", "0.05 USD"),
            ("HK$ 0.05", "0.05 HKD"),
            ("$0.05", "0.05 $"),
            ("0.05 usd/min", "0.05 USD"),
            ("0.05 per min.", "0.05"),
            ("\u{20ac} 0.05 EUR", "0.05 EUR"),
            ("\u{a4}0.05", "0.05 \u{a4}"),
        ] {
            assert_eq!(price(cell, true), says, "{cell}");
        }
        for cell in ["\u{20ac} 0.05 USD", "0.05 per second", "0.05/s", "5 cents", "5\u{a2}", "0.05 0.06", "\u{20ac}"] {
            assert!(price(cell, true).contains("is not a rate"), "{cell}: {}", price(cell, true));
        }
        for (cell, says) in [
            ("Rs.12", "end a word or begin the decimals"),
            ("Rs.2", "end a word or begin the decimals"),
            ("kr.25", "end a word or begin the decimals"),
            ("EUR.05", "end a word or begin the decimals"),
            ("1.5p", "a unit of money"),
            ("1.5p/min", "a unit of money"),
            ("5m", "a unit of money"),
            ("-0.05", "is negative"),
            ("\u{2212}0.05", "is negative"),
            ("(0.05)", "in brackets"),
            ("(\u{20ac}0.05)", "in brackets"),
            ("-\u{20ac}0.05", "is negative"),
            ("5%", "is a share"),
            ("+0.05", "sign before"),
        ] {
            assert!(price(cell, true).contains(says), "{cell}: {}", price(cell, true));
        }
    }

    #[test]
    fn a_comma_that_could_part_thousands_is_asked_about() {
        assert_eq!(price("0,0180", true), "0.0180");
        assert_eq!(price("0,018", true), "0.018");
        assert_eq!(price("12,5", true), "12.5");
        for cell in ["1,234", "12,345", "\u{20ac} 1,234"] {
            assert!(price(cell, true).contains("a thousand times"), "{cell}");
        }
        for cell in ["1,234", "0,0180", "1.234,5", "1,234.5"] {
            assert!(price(cell, false).contains("has a comma"), "{cell}");
        }
        assert_eq!(read("1.234", Decimals::Either).map(|price| price.mark), Ok(DecimalMark::Doubtful));
        for cell in ["0.018", "1.23", "1.2340", "1234", "0.05"] {
            assert_eq!(read(cell, Decimals::Either).map(|price| price.mark), Ok(DecimalMark::Plain), "{cell}");
        }
        for (cell, says) in [("1,234", "1.234"), ("0,0180", "0.0180"), ("5", "5")] {
            assert_eq!(
                read(cell, Decimals::Comma).map(|price| price.rate.to_string()).ok().as_deref(),
                Some(says),
                "{cell}"
            );
        }
        assert!(read("1.234", Decimals::Comma).is_err() && read("0.5", Decimals::Comma).is_err());
        assert_eq!(price("0.0018700000", true), "0.00187000");
        assert!(price("0.001870001", true).contains("is not a rate"));
        for cell in ["1\u{a0}234.5", "1 234", "1\u{202f}234", "1'234"] {
            assert!(price(cell, true).contains("is not a rate"), "{cell}: {}", price(cell, true));
        }
    }
}
