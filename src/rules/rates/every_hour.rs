use rust_decimal::Decimal;
use std::collections::BTreeSet;

use crate::deal::Deal;
use crate::deal::rates::RateLine;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::calls::{Calls, Codes};
use crate::rules::rates::with::week;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE025",
    level: Level::Warning,
    summary: "a destination is priced in some hours only",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, band) in deal.pricing.bands.iter().enumerate().filter(|(_, band)| band.from == band.to) {
        report.add(
            Path::from("pricing.bands").index(at).key("to"),
            format!("`{}` begins and ends at {}", band.name, band.to),
            "write the hours of the band; a line for the whole day needs no band",
        );
    }
    // Where rows could not be read, the other band may stand there.
    if deal.rates.partly_read || deal.rates.lines.iter().all(|line| line.band.known().is_none()) {
        return;
    }
    let whole = |line| Calls { band: None, ..Calls::of(line) };
    let codes = Codes::new(&deal.rates, whole);
    let mut seen = BTreeSet::new();
    for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| line.band.known().is_some()) {
        let calls = whole(line);
        for code in &line.codes {
            let here = codes.at(&calls, code);
            let mut lines = here.iter().copied().chain(codes.above(&calls, code));
            if lines.any(|listed| listed.line.band.known().is_none()) {
                continue;
            }
            let bands: BTreeSet<&str> = here.iter().filter_map(|listed| named(listed.line)).collect();
            if seen.insert((calls.clone(), bands.clone())) {
                judge(deal, at, line, &bands, report);
            }
        }
    }
}

fn named(line: &RateLine) -> Option<&str> {
    line.band.known().map(|band| band.as_str())
}

fn judge(deal: &Deal, at: usize, line: &RateLine, bands: &BTreeSet<&str>, report: &mut Report<'_>) {
    let known = bands.iter().map(|name| deal.pricing.bands.iter().find(|band| band.name.as_str() == *name));
    let weeks: Option<Vec<_>> = known.map(|band| Some((&band?.name, week::minutes(band?)?))).collect();
    let Some(weeks) = weeks else { return };
    let covering = |minute: usize| weeks.iter().filter(move |(_, week)| week.get(minute) == Some(&true));
    let every = || 0..weeks.first().map_or(0, |(_, week)| week.len());
    let path = Path::from("rates.lines").index(at).key("band");
    if let Some(first) = every().find(|minute| covering(*minute).count() == 0) {
        let minutes = every().filter(|minute| covering(*minute).count() == 0).count();
        let hours = (Decimal::from(minutes) / Decimal::from(60)).round_dp(2).normalize();
        report
            .add(
                path.clone(),
                format!(
                    "{} has no rate in {hours} hours of the week, first at {}",
                    line.destination,
                    week::moment(first)
                ),
                "add a line for those hours, or one without a band",
            )
            .also("pricing.bands", "the bands");
    }
    if let Some(first) = every().find(|minute| covering(*minute).count() > 1) {
        let names: Vec<String> = covering(first).map(|(name, _)| format!("`{name}`")).collect();
        report
            .add(
                path,
                format!("a call to {} at {} falls into {}", line.destination, week::moment(first), names.join(" and ")),
                "let each hour belong to one band",
            )
            .also("pricing.bands", "the bands");
    }
}
