//! All scalars of a deal.

use super::scalar::{Email, Scalar, Sha256, Text};
use crate::diagnostic::Misread;

/// Checks a scalar's source text, and says what it should look like.
pub type ReadScalar = fn(&str) -> Result<(), Misread>;

fn check<T: Scalar>(text: &str) -> Result<(), Misread> {
    text.parse::<T>().map(|_| ())
}

const fn entry<T: Scalar>() -> (&'static str, ReadScalar) {
    (T::NAME, check::<T>)
}

/// Every scalar, by its `format` in the schema.
pub const ALL: &[(&str, ReadScalar)] = &[
    entry::<Text>(),
    entry::<Email>(),
    entry::<Sha256>(),
    entry::<super::money::Rate>(),
    entry::<super::money::Money>(),
    entry::<super::money::Currency>(),
    entry::<super::money::Increment>(),
    entry::<super::deck_reading::HeadingRow>(),
    entry::<super::measure::Percent>(),
    entry::<super::measure::Figure>(),
    entry::<super::measure::Duration>(),
    entry::<super::date::Date>(),
    entry::<super::date::Moment>(),
    entry::<super::date::Zone>(),
    entry::<super::date::TimeOfDay>(),
    entry::<super::place::Country>(),
    entry::<super::place::Address>(),
    entry::<super::number::DialCode>(),
    entry::<super::number::Phone>(),
    entry::<super::technical_form::names::HostName>(),
    entry::<super::technical_form::names::Token>(),
    entry::<super::technical_form::names::PortRange>(),
    entry::<super::technical_form::names::DialPrefix>(),
    entry::<super::technical_form::names::Fingerprint>(),
];
