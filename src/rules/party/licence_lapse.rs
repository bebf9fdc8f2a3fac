use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "PARTY009",
    level: Level::Warning,
    summary: "a licence ends within the initial term",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    // Without a date of its own the agreement begins when it is signed, which is today at the earliest.
    let start = deal.term.start.known().map_or(report.as_of, |start| start.0);
    let Some(last) = end(start, deal.term.initial).and_then(|end| end.yesterday().ok()) else { return };
    for (id, party) in &deal.parties {
        for (at, licence) in party.licences.known().into_iter().flatten().enumerate() {
            let Some(expiry) = licence.expiry.known() else { continue };
            if (report.as_of..last).contains(&expiry.0) {
                report
                    .add(
                        Path::from("parties").key(id).key("licences").index(at).key("expiry"),
                        format!(
                            "the licence of `{id}` in {} ends on {expiry}, and the initial term on {}",
                            licence.country.code(),
                            crate::deal::date::Date(last)
                        ),
                        "ask when it is renewed and write the new day, or agree on a term that ends before it",
                    )
                    .also("term.initial", "the initial term");
            }
        }
    }
}

/// The first day after a period that begins on a day.
fn end(start: Date, time: Duration) -> Option<Date> {
    let whole = time.amount.is_integer().then(|| time.amount.to_i64()).flatten();
    let span = jiff::Span::new();
    let span = match (time.unit, whole) {
        (Unit::Month, Some(months)) => span.try_months(months),
        (Unit::Year, Some(years)) => span.try_years(years),
        _ => span.try_days(time.about_days().ceil().to_i64()?),
    };
    start.checked_add(span.ok()?).ok()
}
