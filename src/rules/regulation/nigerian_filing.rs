//! Nigeria registers interconnection agreements.

use crate::deal::Deal;
use crate::deal::law::Filing;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG001",
    level: Level::Error,
    summary: "a Nigerian party has no filing with its regulator in time",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some((id, _)) = deal.parties.iter().find(|(_, party)| party.country.code() == "NG") else { return };
    let month = Duration::of(30, Unit::Day).about_seconds();
    let filings = || deal.regulatory.filings.iter().enumerate().filter(|(_, filing)| filing.country.code() == "NG");
    let late = |filing: &Filing| filing.within.known().is_some_and(|within| within.about_seconds() > month);
    if filings().any(|(_, filing)| !late(filing)) {
        return;
    }
    let help = format!(
        "add it, at most 30 days from signature:\nregulatory:\n  filings:\n    - {{party: {id}, country: NG, what: \
         Registration of this agreement with the Nigerian Communications Commission, within: 30 days}}"
    );
    let place = report.file.place(&format!("parties.{id}.country"));
    let mut finding = match filings().next() {
        Some((at, filing)) => {
            let within = filing.within.known().map(ToString::to_string).unwrap_or_default();
            report.add(
                format!("regulatory.filings[{at}].within"),
                format!("the filing in Nigeria is due in {within}; the regulator asks for it within 30 days"),
                "write `within: 30 days` or less",
            )
        }
        None => report.add(
            "regulatory.filings",
            format!("`{id}` is a company of Nigeria, and nobody files this agreement there"),
            help,
        ),
    };
    finding.related.push((place, "a Nigerian party".into()));
}
