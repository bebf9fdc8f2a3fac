use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE035",
    level: Level::Error,
    summary: "a rate ceases to hold before it begins",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    for (at, line) in rates.lines.iter().enumerate() {
        let Some(until) = line.until.known() else { continue };
        // A line without a date of its own begins with the schedule.
        let own = line.effective.known().map(|from| (Path::from("rates.lines").index(at).key("effective"), from));
        let all = || rates.effective.known().map(|from| (Path::from("rates.effective"), from));
        let Some((path, from)) = own.or_else(all) else { continue };
        if until.timestamp() <= from.timestamp() {
            report
                .add(
                    Path::from("rates.lines").index(at).key("until"),
                    format!("the rate to {} holds until {until}, and begins on {from}", line.destination),
                    "correct one of the two, or leave the line out",
                )
                .also(path, "the beginning");
        }
    }
}
