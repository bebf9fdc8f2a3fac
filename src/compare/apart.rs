//! By how much a value moved, where that is one number or one day.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// How far the new value lies from the old one, with its unit and, where it is no percentage itself, in per cent: `+15 days (+50 %)`.
/// `None` if the values differ in more than one number, or in words.
#[must_use]
pub fn apart(old_text: &str, new_text: &str) -> Option<String> {
    if let (Ok(old), Ok(new)) = (old_text.parse::<Date>(), new_text.parse::<Date>()) {
        let days = (new - old).get_days();
        return (days != 0).then(|| format!("{days:+} {}", if days.abs() == 1 { "day" } else { "days" }));
    }
    let ((before, old, after), (new_before, new, new_after)) = (split(old_text)?, split(new_text)?);
    let unit = |unit: &str| unit.trim().trim_end_matches('s').to_owned();
    if before.trim() != new_before.trim() || unit(after) != unit(new_after) || old == new {
        return None;
    }
    let by = new.checked_sub(old)?;
    let plus = if by.is_sign_negative() { "-" } else { "+" };
    let size = by.abs();
    if after.trim() == "%" {
        return Some(format!("{plus}{} points", size.normalize()));
    }
    let share = by.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(old);
    let share = share.map_or_else(String::new, |share| format!(" ({plus}{} %)", share.abs().round_dp(1).normalize()));
    // A sum is written as the sums beside it are; words such as `or less` belong to those.
    let size =
        if old_text.contains(',') || new_text.contains(',') { grouped(size) } else { size.normalize().to_string() };
    let unit = new_after.trim();
    let unit = if unit.contains(' ') { "" } else { unit };
    let words = [before.trim(), &format!("{plus}{size}"), unit];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    Some(words.join(" ") + &share)
}

/// A number with a comma for each thousand.
fn grouped(number: Decimal) -> String {
    let text = number.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or(out.clone(), |rest| format!("{out}.{rest}"))
}

/// The only number of a text, with what stands before and after it.
fn split(text: &str) -> Option<(&str, Decimal, &str)> {
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '_' | '\u{a0}' | '\u{202f}');
    let end = rest.find(|letter: char| !is_part(letter)).unwrap_or(rest.len());
    let end = rest.get(..end)?.trim_end_matches(|letter: char| !letter.is_ascii_digit()).len();
    let (digits, after) = rest.split_at(end);
    // A key such as `G.711` or a code holds digits and is no quantity.
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '.');
    if is_word(before.chars().next_back()) || after.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let (before, sign) = match before.strip_suffix('-') {
        Some(before) => (before, -Decimal::ONE),
        None => (before, Decimal::ONE),
    };
    let plain: String = digits.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    Some((before, plain.parse::<Decimal>().ok()? * sign, after))
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn a_quantity_moves_by_its_unit_and_in_per_cent() {
        for (old, new, by) in [
            ("30 days", "45 days", "+15 days (+50 %)"),
            ("1 month", "3 months", "+2 months (+200 %)"),
            ("0.0180", "0.0195", "+0.0015 (+8.3 %)"),
            ("USD 10,000.00 or less", "USD 7,500.00 or less", "USD -2,500.00 (-25 %)"),
            ("99.9 %", "99.95 %", "+0.05 points"),
            ("2027-01-31", "2027-03-01", "+29 days"),
            ("0", "5", "+5"),
        ] {
            assert_eq!(apart(old, new).as_deref(), Some(by), "{old} → {new}");
        }
    }

    #[test]
    fn what_is_no_one_quantity_has_no_distance() {
        for (old, new) in [
            ("30 days", "1 month"),
            ("USD 5", "EUR 6"),
            ("monthly", "weekly"),
            ("G.711A", "G.729"),
            ("60/1", "30/1"),
            ("8525", "8525"),
            ("S3", "S4"),
        ] {
            assert_eq!(apart(old, new), None, "{old} → {new}");
        }
    }
}
