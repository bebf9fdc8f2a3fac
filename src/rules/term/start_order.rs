use jiff::civil;

use crate::deal::Deal;
use crate::deal::date::Date;
use crate::deal::term::ServiceStart;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM005",
    level: Level::Warning,
    summary: "the agreement begins far from its rates or its signature",
    check: Check::Deal(check),
};

/// Days by which a start may differ.
const MOST: i32 = 90;

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(start) = deal.term.start.known() else { return };
    let days = |from: civil::Date, to: civil::Date| from.until(to).ok().map(|span| span.get_days());
    if let Some(past) = days(start.0, report.as_of).filter(|past| *past > MOST) {
        let today = Date(report.as_of);
        report.add(
            "term.start",
            format!("the agreement is to bind from {start}, {past} days before {today}, and is not signed yet"),
            "set a day near the signature; for calls that run already, write `service: running` and `service_date`",
        );
    }
    let Some(effective) = deal.rates.effective.known().map(|moment| moment.local.date()) else { return };
    let Some(gap) = days(start.0, effective) else { return };
    // Rates of existing calls are older than the paper.
    if gap > MOST || gap < -MOST && deal.term.service != ServiceStart::Running {
        let order = if gap > 0 { "before" } else { "after" };
        report
            .add(
                "rates.effective",
                format!("the agreement begins {} days {order} its rates, on {start}", gap.unsigned_abs()),
                "bring the two days together, or ask for a rate schedule of the right date",
            )
            .also("term.start", "the start of the agreement");
    }
}
