use crate::deal::rates::{RateLine, Rates, Route};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::calls::{Calls, Codes};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE028",
    level: Level::Warning,
    summary: "a route without caller numbers costs more than one with them",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    let calls = |line| Calls { route: None, ..Calls::of(line) };
    if rates.lines.iter().all(|line| line.route != Route::NonCli) {
        return;
    }
    let codes = Codes::new(rates, calls);
    for (at, line) in rates.lines.iter().enumerate().filter(|(_, line)| line.route == Route::NonCli) {
        let Some(rate) = line.rate.known() else { continue };
        let own = calls(line);
        let with = line.codes.iter().flat_map(|code| codes.at(&own, code));
        let cheaper =
            |other: &RateLine| other.route != Route::NonCli && other.rate.known().is_some_and(|known| known < rate);
        let Some(better) = with.filter(|listed| cheaper(listed.line)).min_by_key(|listed| listed.at) else { continue };
        let Some(other) = better.line.rate.known() else { continue };
        let path = Path::from("rates.lines").index(better.at).key("rate");
        report
            .add(
                Path::from("rates.lines").index(at).key("rate"),
                format!(
                    "{} costs {rate} where the caller's number may be lost, and {other} where it arrives",
                    line.destination
                ),
                "check whether the two rates were exchanged; a route with less quality usually costs less",
            )
            .also(path, "the rate with the caller's number");
    }
}
