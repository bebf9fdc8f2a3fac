//! Discounts by a month's volume.

use rust_decimal::Decimal;

use super::{rest, share};
use crate::deal::measure::Percent;
use crate::deal::pricing::Discount;

/// A discount above a volume. It replaces the discounts at lower volumes and is not added to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    /// Minutes of a month above which it holds.
    pub above: u32,
    /// Discount on the rate, in percent.
    pub percent: Percent,
}

impl From<&Discount> for Tier {
    fn from(discount: &Discount) -> Self {
        Self { above: discount.above, percent: discount.percent }
    }
}

/// A month's charge for so many minutes at a rate a minute, in its currency, if each discount applies only to the minutes
/// above its volume. Tiers may come in any order. Source: the rate schedule, incremental method.
#[must_use]
pub fn incremental(minutes: Decimal, rate: Decimal, tiers: &[Tier]) -> Option<Decimal> {
    let mut tiers = tiers.to_vec();
    tiers.sort_by_key(|tier| tier.above);
    let end = |at: usize| tiers.get(at).map_or(minutes, |tier| minutes.min(tier.above.into()));
    let mut total = end(0).checked_mul(rate)?;
    for (at, tier) in tiers.iter().enumerate() {
        let within = end(at + 1).checked_sub(tier.above.into())?.max(Decimal::ZERO);
        total = total.checked_add(share(within.checked_mul(rate)?, rest(tier.percent)?)?)?;
    }
    Some(total)
}

/// A month's charge for so many minutes at a rate a minute, in its currency, if the discount of the highest volume reached
/// applies to all of them. Tiers may come in any order. Source: the rate schedule, whole-volume method.
#[must_use]
pub fn whole_volume(minutes: Decimal, rate: Decimal, tiers: &[Tier]) -> Option<Decimal> {
    let passed = tiers.iter().filter(|tier| minutes > tier.above.into()).max_by_key(|tier| tier.above);
    let whole = minutes.checked_mul(rate)?;
    passed.map_or(Some(whole), |tier| share(whole, rest(tier.percent)?))
}

/// Most whole minutes that cost no more, with a discount on the whole volume, than `above` minutes cost with the discount
/// `before` it. Between the threshold and this number, more traffic costs less. `None` if the bill does not fall at the
/// threshold, or everything beyond it is free. Source: the whole-volume method, solved for an equal bill.
#[must_use]
pub fn parity(above: u32, before: Percent, discount: Percent) -> Option<Decimal> {
    if discount <= before {
        return None;
    }
    Some(Decimal::from(above).checked_mul(rest(before)?)?.checked_div(rest(discount)?)?.floor())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::half_up;
    use crate::formulas::tests::{decimal, percent};

    const TEN_MILLION: u32 = 10_000_000;

    fn tenth() -> [Tier; 1] {
        [Tier { above: TEN_MILLION, percent: percent("10") }]
    }

    fn whole(minutes: u32) -> String {
        half_up(whole_volume(minutes.into(), decimal("0.008"), &tenth()).expect("small"), 2).to_string()
    }

    #[test]
    fn twelve_million_minutes() {
        let bill = incremental(decimal("12000000"), decimal("0.008"), &tenth()).expect("small");
        assert_eq!(half_up(bill, 2).to_string(), "94400.00");
        assert_eq!(whole(12_000_000), "86400.00");
    }

    #[test]
    fn a_minute_that_cuts_the_bill() {
        assert_eq!(whole(TEN_MILLION), "80000.00");
        assert_eq!(whole(TEN_MILLION + 1), "72000.01");
        let parity = parity(TEN_MILLION, percent("0"), percent("10"));
        assert_eq!(parity, Some(decimal("11111111")));
        assert_eq!(whole(11_111_111), "80000.00");
        assert_eq!(whole(11_111_112), "80000.01");
    }

    #[test]
    fn no_parity_without_a_fall_or_without_a_price() {
        assert_eq!(parity(TEN_MILLION, percent("10"), percent("10")), None);
        assert_eq!(parity(TEN_MILLION, percent("0"), percent("100")), None);
    }

    #[test]
    fn three_tiers_in_any_order() {
        let tier = |above, discount| Tier { above, percent: percent(discount) };
        let tiers = [tier(300, "30"), tier(100, "10"), tier(200, "20")];
        let bill = |minutes| incremental(decimal(minutes), Decimal::ONE, &tiers).expect("small");
        assert_eq!(bill("50"), decimal("50"));
        assert_eq!(bill("100"), decimal("100"));
        assert_eq!(bill("150"), decimal("145"));
        assert_eq!(bill("400"), decimal("340"));
        assert_eq!(whole_volume(decimal("250"), Decimal::ONE, &tiers), Some(decimal("200")));
    }

    #[test]
    fn without_tiers_both_are_the_plain_product() {
        assert_eq!(incremental(decimal("12"), decimal("0.5"), &[]), Some(decimal("6")));
        assert_eq!(whole_volume(decimal("12"), decimal("0.5"), &[]), Some(decimal("6")));
    }
}
