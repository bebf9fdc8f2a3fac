//! Dubai and Abu Dhabi each have courts of the emirate and courts of a financial free zone, under different laws.

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP002",
    level: Level::Warning,
    summary: "the seat does not say which courts of an emirate are meant",
    check: Check::Deal(check),
};

/// A city, its financial free zone with courts of its own, and that zone's name.
const CITIES: [(&str, &str, &str); 2] = [("dubai", "difc", "DIFC"), ("abu dhabi", "adgm", "ADGM")];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(seat) = deal.disputes.seat.known() else { return };
    let folded = seat.as_str().to_lowercase();
    for (city, zone, name) in CITIES {
        if folded.contains(city) && !folded.contains(zone) && !folded.contains("onshore") {
            report.add(
                "disputes.seat",
                format!("the seat `{seat}` can mean the {name} or the emirate's own courts"),
                format!("write `{name}` or `{seat} (onshore)`"),
            );
        }
    }
}
