//! Numbers written in words.

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(&str, u64); 3] = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];

/// Whether a word in small letters is a number, such as `twenty-five`, or part of one, such as `hundred`.
pub(crate) fn is_number(word: &str) -> bool {
    word.split('-').all(|part| {
        SMALL.contains(&part)
            || TENS.contains(&part)
            || part == "hundred"
            || SCALES.iter().any(|(name, _)| *name == part)
    })
}

/// The number that lower-case words make together, if they do: `one hundred and twenty-five`.
pub(crate) fn value<'a>(words: impl Iterator<Item = &'a str>) -> Option<u64> {
    // The next addend must be less than `room`, and a scale less than the one before it.
    let (mut total, mut group, mut room, mut scaled) = (0_u64, 0_u64, 1_000_u64, u64::MAX);
    let mut some = false;
    for part in words.flat_map(|word| word.split('-')) {
        if part == "and" && some {
            continue;
        }
        some = true;
        if part == "hundred" {
            group = if group == 0 && room == 1_000 { 1 } else { group };
            if !(1..=9).contains(&group) {
                return None;
            }
            (group, room) = (group * 100, 100);
        } else if let Some((_, scale)) = SCALES.iter().find(|(name, _)| *name == part) {
            if *scale >= scaled || (group == 0 && total > 0) {
                return None;
            }
            total = total.checked_add(group.max(1).checked_mul(*scale)?)?;
            (group, room, scaled) = (0, 1_000, *scale);
        } else {
            let small = SMALL.iter().zip(0_u64..).find(|(name, _)| **name == part);
            let tens = TENS.iter().zip(2_u64..).find(|(name, _)| **name == part);
            let number = small.map(|(_, number)| number).or(tens.map(|(_, number)| number * 10))?;
            if number >= room || (number == 0 && (group, total) != (0, 0)) {
                return None;
            }
            group += number;
            room = if number >= 20 { 10 } else { 1 };
        }
    }
    some.then_some(total.checked_add(group)?)
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn words_make_one_number_or_none() {
        let of = |text: &str| value(text.split(' '));
        assert_eq!(of("thirty"), Some(30));
        assert_eq!(of("one hundred and twenty-five"), Some(125));
        assert_eq!(of("two thousand and twenty-six"), Some(2026));
        assert_eq!(of("ten thousand five hundred"), Some(10_500));
        assert_eq!(of("hundred"), Some(100));
        for none in ["twenty twenty-six", "one two", "one and three", "thirty hundred", "days", "", "five point two"] {
            assert_eq!(of(none), None, "{none}");
        }
    }
}
