//! Load on a trunk.

use rust_decimal::Decimal;

use super::share;
use crate::deal::measure::Percent;

/// Calls that stand at once, answered or being set up, on average: arrivals a second times mean time that an attempt holds a
/// session, which is ASR times average call duration, plus mean set-up time, both in seconds. Not rounded: a session is a whole,
/// so round up. Source: Little's law; ASR and ACD as ITU-T E.425 and the quality schedule count them.
#[must_use]
pub fn concurrent_calls(cps: Decimal, asr: Percent, acd: Decimal, setup: Decimal) -> Option<Decimal> {
    cps.checked_mul(share(acd, asr.0)?.checked_add(setup)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::tests::{decimal, percent};

    #[test]
    fn fifty_attempts_a_second() {
        let calls = |setup| concurrent_calls(decimal("50"), percent("60"), decimal("120"), decimal(setup));
        assert_eq!(calls("10"), Some(decimal("4100")));
        assert_eq!(calls("0"), Some(decimal("3600")));
    }
}
