//! Whether two entries are the same company.

use std::fmt::Display;

use crate::deal::place::Country;
use crate::deal::{Field, Text};

/// A name or number reduced to its letters and digits, regardless of case, spaces and stops.
pub(crate) fn folded(text: &impl Display) -> String {
    text.to_string().chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A company as a deal identifies it: name, registration number, country.
pub(crate) type CompanyIdentity<'a> = (&'a Field<Text>, &'a Field<Text>, Country);

/// Whether both have one name, or one number in the same country's register.
pub(crate) fn same(one: CompanyIdentity<'_>, other: CompanyIdentity<'_>) -> bool {
    let equal = |one: &Field<Text>, other: &Field<Text>| {
        one.known().zip(other.known()).is_some_and(|(one, other)| folded(one) == folded(other))
    };
    equal(one.0, other.0) || (one.2 == other.2 && equal(one.1, other.1))
}
