use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::money::Money;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RISK005",
    level: Level::Warning,
    summary: "the insurance is below the cap on liability",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let (Some(insurance), Some(floor)) = (deal.legal.insurance.known(), deal.legal.liability_floor.known()) else {
        return;
    };
    let higher = floor.amount.checked_mul(Decimal::from(deal.legal.super_cap));
    let covers = [
        ("liability", Some(&insurance.liability), Some(floor.amount), "liability"),
        ("cyber", insurance.cyber.known(), higher, "liability for security incidents"),
    ];
    for (field, cover, cap, what) in covers {
        let (Some(cover), Some(amount)) = (cover, cap) else { continue };
        if cover.currency == floor.currency && cover.amount < amount {
            let cap = Money { amount, ..*floor };
            report
                .add(
                    Path::from("legal.insurance").join(field),
                    format!("{cover} are insured, and the cap on {what} is never below {cap}"),
                    "raise the insured sum, or lower the floor of the cap",
                )
                .also("legal.liability_floor", "the least cap");
        }
    }
}
