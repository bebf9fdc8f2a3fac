use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE015",
    level: Level::Warning,
    summary: "the notice of a rate change departs from custom",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let pricing = &deal.pricing;
    let mut notices = vec![(
        Path::from("pricing.increase_notice"),
        pricing.increase_notice,
        Some((Path::from("pricing.decrease_notice"), pricing.decrease_notice)),
    )];
    for (at, row) in pricing.notices.iter().enumerate() {
        let decrease =
            row.decrease.known().map(|notice| (Path::from("pricing.notices").index(at).key("decrease"), *notice));
        notices.push((Path::from("pricing.notices").index(at).key("increase"), row.increase, decrease));
    }
    for (path, increase, decrease) in notices {
        if Duration::of(7, Unit::Day).outlasts(increase) {
            report.add(
                path,
                format!("a rate can rise {increase} after the notice"),
                "agree on 7 days or more, the time that the customer needs to load the rate and to route elsewhere",
            );
        }
        if let Some((path, decrease)) =
            decrease.filter(|(_, notice)| notice.outlasts(Duration::of(1, Unit::BusinessDay)))
        {
            report.add(
                path,
                format!("a rate can fall only {decrease} after the notice"),
                "agree on 1 day or less: a lower rate harms nobody who gets it sooner",
            );
        }
    }
}
