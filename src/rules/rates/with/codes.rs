//! The codes of a line that a rule finds fault with, told as one finding.

use crate::deal::rates::RateLine;

/// The first such code of a line.
pub(crate) struct First<'a, T> {
    /// Its place in the line.
    pub index: usize,
    /// Its digits.
    pub code: &'a str,
    /// The fault.
    pub fault: T,
    /// What to say of the others, if there are any: the end of the message.
    pub more: String,
}

/// The first code of a line with a fault, and how many there are besides: a line can hold hundreds.
pub(crate) fn first<T>(line: &RateLine, fault: impl Fn(&str) -> Option<T>) -> Option<First<'_, T>> {
    let codes = line.codes.iter().map(|code| code.as_str()).enumerate();
    let mut faulty = codes.filter_map(|(index, code)| fault(code).map(|fault| (index, code, fault)));
    let (index, code, fault) = faulty.next()?;
    let more = match faulty.count() {
        0 => String::new(),
        more => format!("; so it is with {more} more of this line"),
    };
    Some(First { index, code, fault, more })
}
