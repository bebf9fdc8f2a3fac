//! Turns a number as a workbook stores it into the text that stands for it in a deck, without a float.

use std::cmp::Ordering;

/// Significant digits that a spreadsheet keeps: it writes 0.018 as `1.7999999999999999E-2`.
const DIGITS: usize = 15;
/// Largest power of ten that is read; no float of a workbook has a larger one.
const MOST_POWER: i64 = 400;

/// Which digits of a number a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownDigits {
    /// Digits before the point, at least.
    pub whole: u8,
    /// Digits after the point, at least.
    pub decimals: u8,
    /// Digits after the point, at most; `None` for no limit.
    pub places: Option<u8>,
    /// The power of ten by which the number is shown: 2 for `%`, -3 for each comma at the end.
    pub power: i16,
    /// Whether zero shows a digit.
    pub zero: bool,
}

impl ShownDigits {
    /// Shows all digits of the number.
    pub(super) const GENERAL: Self = Self { whole: 1, decimals: 0, places: None, power: 0, zero: true };
}

/// An exact number: its digits without zeros at either end, and the position of the point among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    /// Each from 0 to 9; zero has none.
    digits: Vec<u8>,
    /// Number of digits before the point; negative for zeros after the point.
    point: i64,
}

impl Number {
    /// Reads a stored number. One with more than 15 significant digits is rounded to 15, half to even, as a spreadsheet
    /// shows it: the further digits come from its binary fraction, and nobody typed them.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i64>().ok().filter(|power| power.abs() <= MOST_POWER)?),
            None => (rest, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = || whole.bytes().chain(part.bytes());
        if all().next().is_none() || mantissa.len() > 500 || !all().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let zeros = all().take_while(|byte| *byte == b'0').count();
        let digits: Vec<u8> = all().skip(zeros).map(|byte| byte - b'0').collect();
        let point = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()? + power;
        let mut number = Self { negative, digits, point };
        number.round();
        number.tidy();
        Some(number)
    }

    fn round(&mut self) {
        if self.digits.len() <= DIGITS {
            return;
        }
        let beyond = self.digits.split_off(DIGITS);
        let mut beyond = beyond.into_iter();
        let first = beyond.next().unwrap_or_default();
        let half = first == 5 && beyond.all(|digit| digit == 0);
        let odd = self.digits.last().is_some_and(|digit| digit % 2 == 1);
        if first > 5 || (first == 5 && (!half || odd)) {
            self.step_up();
        }
    }

    /// Adds one to the last digit.
    fn step_up(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    fn tidy(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            (self.negative, self.point) = (false, 0);
        }
    }

    /// Whole days, and the seconds of the day, rounded to the nearest second because binary fractions are inexact.
    pub(super) fn days_and_seconds(&self) -> Option<(i64, i64)> {
        if self.negative || self.point > 9 {
            return None;
        }
        let digit = |at: i64| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or_default();
        let days = (0..self.point).fold(0, |days, at| days * 10 + i64::from(digit(at)));
        // Twelve decimal places resolve a tenth of a microsecond.
        let fraction = (self.point..self.point + 12).fold(0, |part, at| part * 10 + i64::from(digit(at)));
        let unit = 1_000_000_000_000;
        let seconds = (fraction * 86_400 + unit / 2) / unit;
        Some(if seconds == 86_400 { (days + 1, 0) } else { (days, seconds) })
    }

    /// Whether it is below zero.
    pub(super) fn is_negative(&self) -> bool {
        self.negative
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Compares two numbers by value.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = || self.point.cmp(&other.point).then_with(|| self.digits.cmp(&other.digits));
        match sign(self).cmp(&sign(other)) {
            Ordering::Equal if self.negative => size().reverse(),
            Ordering::Equal => size(),
            unlike => unlike,
        }
    }

    /// Number of digits between the zeros at either end.
    pub(super) fn significant(&self) -> usize {
        self.digits.len()
    }

    /// Whether another number is the same, whatever their signs.
    pub(super) fn is_same_size(&self, other: &Self) -> bool {
        (self.point, &self.digits) == (other.point, &other.digits) || (self.is_zero() && other.is_zero())
    }

    /// Whether it is what stands there, rounded up or down to so many digits after the point: `shown` is the digits of that alone.
    pub(super) fn is_shown_by(&self, shown: &str, places: usize) -> bool {
        let Ok(places) = i64::try_from(places) else { return false };
        let digit = |at: i64| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or_default();
        let end = self.point.saturating_add(places);
        if self.is_zero() || end > 40 {
            return self.is_zero() && shown.bytes().all(|byte| byte == b'0');
        }
        let down: u128 = (0..end.max(0)).fold(0, |sum, at| sum * 10 + u128::from(digit(at)));
        let exact = end >= i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let shown = shown.trim_start_matches('0');
        let shown = if shown.is_empty() { Some(0) } else { shown.parse::<u128>().ok() };
        shown.is_some_and(|shown| shown == down || (!exact && shown == down + 1))
    }

    /// Number of digits after the point when shown multiplied by a power of ten.
    pub(super) fn decimals(&self, power: i16) -> i64 {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        if self.is_zero() { 0 } else { (length - self.point - i64::from(power)).max(0) }
    }

    /// Writes the number as decks do: its sign, all its digits, and the zeros that its format adds on either side.
    pub(super) fn write(&self, shown: ShownDigits, out: &mut String) {
        if self.negative {
            out.push('-');
        }
        self.write_digits(shown, out);
    }

    /// The same without the sign.
    pub(super) fn write_digits(&self, shown: ShownDigits, out: &mut String) {
        let point = if self.is_zero() { self.point } else { self.point + i64::from(shown.power) };
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let digit = |at: i64| {
            let found = usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or_default();
            char::from(b'0' + found)
        };
        let before = point.max(i64::from(shown.whole)).max(1);
        out.extend((point - before..point).map(digit));
        let after = (length - point).max(i64::from(shown.decimals));
        if after > 0 {
            out.push('.');
            out.extend((point..point + after).map(digit));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    fn text(stored: &str, whole: u8, decimals: u8, percent: bool) -> String {
        let Some(number) = Number::read(stored) else { return "none".to_owned() };
        let mut out = String::new();
        number.write(
            ShownDigits { whole, decimals, power: if percent { 2 } else { 0 }, ..ShownDigits::GENERAL },
            &mut out,
        );
        out
    }

    #[test]
    fn a_stored_number_is_what_a_spreadsheet_shows() {
        for (stored, general) in [
            ("0.01", "0.01"),
            ("1.7999999999999999E-2", "0.018"),
            ("0.017999999999999999", "0.018"),
            ("4.4E-2", "0.044"),
            ("4.4e+3", "4400"),
            ("44740000000", "44740000000"),
            ("0.30000000000000004", "0.3"),
            ("9.9999999999999999", "10"),
            ("1234567890123455", "1234567890123460"),
            ("1234567890123445", "1234567890123440"),
            ("12345678901234450001", "12345678901234500000"),
            ("0", "0"),
            ("-0", "0"),
            ("-0.50", "-0.5"),
            ("+7.", "7"),
            (".5", "0.5"),
            ("007", "7"),
            ("0E5", "0"),
            (" 12 ", "12"),
        ] {
            assert_eq!(text(stored, 1, 0, false), general, "{stored}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for stored in
            ["", "-", ".", "e5", "NaN", "INF", "1E", "1E999", "1E99999999999999999999", "1,5", "--1", "0x1F", "1.2.3"]
        {
            assert_eq!(text(stored, 1, 0, false), "none", "{stored}");
        }
        assert_eq!(Number::read(&"9".repeat(501)), None);
    }

    #[test]
    fn a_format_adds_zeros_and_takes_no_digit_away() {
        assert_eq!(text("0.01", 1, 4, false), "0.0100");
        assert_eq!(text("0.01234", 1, 2, false), "0.01234");
        assert_eq!(text("1", 1, 2, false), "1.00");
        assert_eq!(text("4474", 6, 0, false), "004474");
        assert_eq!(text("-12.5", 4, 2, false), "-0012.50");
        assert_eq!(text("0.05", 1, 0, true), "5");
        assert_eq!(text("0.0525", 1, 1, true), "5.25");
        assert_eq!(text("2", 1, 2, true), "200.00");
        assert_eq!(text("0", 1, 2, true), "0.00");
        assert_eq!(text("0", 3, 0, false), "000");
    }

    #[test]
    fn a_moment_is_days_and_seconds() {
        let moment = |stored: &str| Number::read(stored).and_then(|number| number.days_and_seconds());
        assert_eq!(moment("46388"), Some((46_388, 0)));
        assert_eq!(moment("46388.354166666664"), Some((46_388, 30_600)));
        assert_eq!(moment("46388.999999"), Some((46_389, 0)));
        assert_eq!(moment("0.35416666666666669"), Some((0, 30_600)));
        assert_eq!(moment("1E-5"), Some((0, 1)));
        assert_eq!((moment("-1"), moment("1E300")), (None, None));
        assert_eq!(moment("1E-300"), Some((0, 0)));
    }

    #[test]
    fn a_shown_number_is_the_stored_one_up_to_its_last_digit() {
        for (stored, shown, places, same) in [
            ("0.018", "0018", 3, true),
            ("0.0185", "002", 2, true),
            ("0.0185", "001", 2, true),
            ("0.0185", "003", 2, false),
            ("0.9", "01", 1, false),
            ("1.8", "00018", 4, false),
            ("0.0185", "0", 0, true),
            ("0", "000", 2, true),
            ("0", "1", 0, false),
            ("44740000000", "44740000000", 0, true),
            ("1E300", "1", 0, false),
            ("1E-300", "0", 0, true),
        ] {
            assert_eq!(Number::read(stored).unwrap().is_shown_by(shown, places), same, "{stored} {shown}");
        }
    }

    #[test]
    fn numbers_are_compared_without_a_float() {
        let order = ["-12", "-1.5", "-0.02", "0", "0.019", "0.02", "1.5", "1.51", "12"];
        for (at, one) in order.iter().enumerate() {
            for (other_at, other) in order.iter().enumerate() {
                let read = |text: &str| Number::read(text).unwrap();
                assert_eq!(read(one).compare(&read(other)), at.cmp(&other_at), "{one} {other}");
            }
        }
    }

    proptest! {
        #[test]
        fn fifteen_digits_are_kept_exactly(digits in 0_i64..1_000_000_000_000_000, scale in 0_u32..20, negative: bool, power in -8_i32..8) {
            let exact = Decimal::new(if negative { -digits } else { digits }, scale);
            let scaled = if power < 0 {
                exact * Decimal::new(1, power.unsigned_abs())
            } else {
                exact * Decimal::from(10_i64.pow(power.unsigned_abs()))
            };
            let shown = text(&format!("{exact}E{power}"), 1, 0, false);
            prop_assert_eq!(shown, if scaled.is_zero() { "0".to_owned() } else { scaled.normalize().to_string() });
        }

        /// A spreadsheet writes the float of a number in 17 digits; reading restores the number that was typed.
        #[test]
        fn the_digits_of_a_float_are_those_typed(digits in 1_i64..1_000_000_000_000_000, scale in 0_u32..20) {
            let typed = Decimal::new(digits, scale).normalize().to_string();
            let float: f64 = typed.parse().unwrap();
            prop_assert_eq!(text(&format!("{float:.16e}"), 1, 0, false), typed);
        }

        #[test]
        fn any_text_is_read_or_refused(stored in "[-+0-9.eE]{0,40}", whole: u8, decimals: u8, percent: bool) {
            let _ = text(&stored, whole, decimals, percent);
            let _ = Number::read(&stored).map(|number| number.days_and_seconds());
        }
    }
}
