use crate::deal::Deal;
use crate::deal::money::grouped;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE022",
    level: Level::Error,
    summary: "two discounts contradict each other",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let discounts = &deal.pricing.discounts;
    for (at, discount) in discounts.iter().enumerate() {
        let same_flow = || discounts.iter().enumerate().filter(|(_, other)| other.flow == discount.flow);
        let twice = same_flow().find(|(index, other)| *index < at && other.above == discount.above);
        if let Some((index, _)) = twice {
            report
                .add(
                    Path::from("pricing.discounts").index(at).key("above"),
                    format!("above {} minutes two discounts hold", grouped(discount.above.into())),
                    "keep one of the two",
                )
                .also(Path::from("pricing.discounts").index(index).key("above"), "the same volume");
        }
        let below = same_flow().filter(|(_, other)| other.above < discount.above).max_by_key(|(_, other)| other.above);
        if let Some((index, lower)) = below.filter(|(_, lower)| lower.percent > discount.percent) {
            report
                .add(
                    Path::from("pricing.discounts").index(at).key("percent"),
                    format!(
                        "above {} minutes the discount falls from {} to {}",
                        grouped(discount.above.into()),
                        lower.percent,
                        discount.percent
                    ),
                    "give the higher volume the higher discount, or leave it out",
                )
                .also(Path::from("pricing.discounts").index(index).key("percent"), "the discount of a lower volume");
        }
    }
}
