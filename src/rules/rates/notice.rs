use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
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
        "pricing.increase_notice".to_owned(),
        pricing.increase_notice,
        Some(("pricing.decrease_notice".to_owned(), pricing.decrease_notice)),
    )];
    for (at, row) in pricing.notices.iter().enumerate() {
        let decrease = row.decrease.known().map(|notice| (format!("pricing.notices[{at}].decrease"), *notice));
        notices.push((format!("pricing.notices[{at}].increase"), row.increase, decrease));
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
