//! Load on a trunk.

use rust_decimal::Decimal;

use super::share;
use crate::deal::measure::Percent;

/// Seconds from the first message of a call to its answer or its end without one, where nothing is agreed; most of it is ringing.
pub const SETUP_SECONDS: u32 = 10;

/// Average number of concurrent calls, answered or being set up: arrivals a second times the mean time that an attempt holds a
/// session, which is ASR times average call duration, plus mean set-up time, both in seconds. Not rounded; round up to whole
/// sessions. Source: Little's law; ASR and ACD as ITU-T E.425 and the quality schedule count them.
#[must_use]
pub fn concurrent_calls(cps: Decimal, asr: Percent, acd: Decimal, setup: Decimal) -> Option<Decimal> {
    cps.checked_mul(share(acd, asr.0)?.checked_add(setup)?)
}

/// Most minutes that so many sessions carry in so many days, if every one is always busy.
#[must_use]
pub fn session_minutes(sessions: Decimal, days: u32) -> Option<Decimal> {
    sessions.checked_mul(day_minutes(days))
}

/// Most minutes from so many attempts a second in so many days without pause: attempts times ASR times average call duration in
/// seconds, over as many minutes. Source: ASR and ACD as ITU-T E.425 counts them.
#[must_use]
pub fn attempt_minutes(cps: Decimal, asr: Percent, acd: Decimal, days: u32) -> Option<Decimal> {
    // A second of speech for each second equals a minute for each minute.
    share(cps.checked_mul(acd)?, asr.0)?.checked_mul(day_minutes(days))
}

/// Kilobits a second that one direction of one call takes on Ethernet: speech at so many kbit/s, in packets of so many
/// milliseconds, each with 20 bytes of RTP and UDP, so many of IP, and 22 of Ethernet with a VLAN tag. Not rounded. Source: RFC
/// 3550, RFC 768, IEEE 802.1Q.
#[must_use]
pub fn kilobits(speech: Decimal, packet: Decimal, ip: u32) -> Option<Decimal> {
    const RTP_UDP: u32 = 20;
    const ETHERNET: u32 = 22;
    let headers = Decimal::from((RTP_UDP + ip + ETHERNET) * 8);
    headers.checked_div(packet)?.checked_add(speech)
}

fn day_minutes(days: u32) -> Decimal {
    Decimal::from(u64::from(days) * 24 * 60)
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

    #[test]
    fn a_call_of_g711_in_packets_of_20_ms() {
        assert_eq!(kilobits(decimal("64"), decimal("20"), 20), Some(decimal("88.8")));
        assert_eq!(kilobits(decimal("8"), decimal("20"), 20), Some(decimal("32.8")));
        assert_eq!(kilobits(decimal("64"), decimal("0"), 20), None);
    }

    #[test]
    fn what_a_trunk_carries_in_a_month() {
        assert_eq!(session_minutes(decimal("500"), 31), Some(decimal("22320000")));
        // 5 attempts a second × 60 % × 120 s are 360 concurrent calls.
        let attempts = attempt_minutes(decimal("5"), percent("60"), decimal("120"), 31);
        assert_eq!(attempts, Some(decimal("16070400")));
        assert_eq!(attempts, session_minutes(decimal("360"), 31));
    }
}
