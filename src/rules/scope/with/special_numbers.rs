//! Rates for numbers with a price model of their own.

use crate::atlas::{self, NumberRange};
use crate::deal::rates::RateLine;
use crate::deal::scope::Traffic;

/// The kind of traffic of a rate, if its codes or the destination's name show a special one.
pub(crate) fn traffic(line: &RateLine) -> Option<Traffic> {
    let name = line.destination.as_str().to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let coded = |kinds: &[NumberRange]| {
        line.codes.iter().any(|code| atlas::of(code.as_str()).is_some_and(|leads| kinds.contains(&leads.kind)))
    };
    if named(&["premium", "shared cost", "shared-cost", "audiotex"])
        || coded(&[NumberRange::Premium, NumberRange::SharedCost])
    {
        Some(Traffic::Premium)
    } else if named(&["toll-free", "toll free", "tollfree", "freephone"]) || coded(&[NumberRange::Freephone]) {
        Some(Traffic::TollFree)
    } else {
        None
    }
}
