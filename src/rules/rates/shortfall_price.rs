use crate::deal::Deal;
use crate::deal::pricing::Commitment;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE020",
    level: Level::Warning,
    summary: "a shortfall costs more than the missing minutes",
    check: Check::Deal(check),
};

/// Words of a fee that charges for missing traffic.
const WORDS: [&str; 7] =
    ["shortfall", "penalty", "take or pay", "take-or-pay", "missing minutes", "under-delivery", "below commitment"];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let pricing = &deal.pricing;
    for (at, fee) in pricing.fees.iter().enumerate() {
        let what = fee.what.as_str().to_lowercase();
        if !WORDS.iter().any(|word| what.contains(word)) {
            continue;
        }
        let paid =
            |(_, commitment): &(usize, &Commitment)| commitment.flow == fee.flow && !commitment.price.0.is_zero();
        if let Some((index, commitment)) = pricing.commitments.iter().enumerate().find(paid) {
            report
                .add(
                    Path::from("pricing.fees").index(at).key("what"),
                    format!(
                        "a missing minute costs {} of the average rate, and `{}` comes on top",
                        commitment.price, fee.what
                    ),
                    "leave out the fee: courts reduce what exceeds the loss, and the price of missing minutes covers it",
                )
                .also(Path::from("pricing.commitments").index(index), "the commitment");
        }
    }
}
