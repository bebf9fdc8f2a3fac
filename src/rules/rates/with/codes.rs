//! The faulty codes of a line, for one finding.

use crate::deal::rates::RateLine;

/// The first faulty code of a line.
pub(crate) struct First<'a, T> {
    /// Index of the code in the line.
    pub index: usize,
    pub code: &'a str,
    pub fault: T,
    /// The end of the message, which counts the other faulty codes; may be empty.
    pub more: String,
}

/// The first faulty code of a line, and the number of others, of which a line can have hundreds.
pub(crate) fn first<T>(line: &RateLine, fault: impl Fn(&str) -> Option<T>) -> Option<First<'_, T>> {
    let codes = line.codes.iter().map(|code| code.as_str()).enumerate();
    let mut faulty = codes.filter_map(|(index, code)| fault(code).map(|fault| (index, code, fault)));
    let (index, code, fault) = faulty.next()?;
    let more = match faulty.count() {
        0 => String::new(),
        more => format!("; the same holds for {more} more of this line"),
    };
    Some(First { index, code, fault, more })
}
