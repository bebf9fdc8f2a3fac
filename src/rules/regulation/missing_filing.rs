use crate::deal::Deal;
use crate::deal::measure::Duration;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::library::law::FilingDuty;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "REG001",
    level: Level::Error,
    summary: "a filing that a party's country requires is missing or late",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    for country in library.countries.values() {
        let mut at_home = deal.parties.iter().filter(|(_, party)| country.includes(party.country.code()));
        let Some((id, party)) = at_home.next() else { continue };
        let domestic = at_home.next().is_some();
        // The law of the deal's day decides the duty, as it decides a contract's own terms.
        let owed = |duty: &&FilingDuty| duty.provision.in_force(report.as_of) && (domestic || !duty.domestic);
        for duty in country.filings.iter().filter(owed).collect::<Vec<_>>() {
            judge(deal, id, party.country.code(), duty, report);
        }
    }
}

fn judge(deal: &Deal, party: &str, country: &str, duty: &FilingDuty, report: &mut Report<'_>) {
    let made = || deal.regulatory.filings.iter().enumerate().filter(|(_, filing)| filing.country.code() == country);
    let late = |within: &Duration| duty.within.is_some_and(|due| within.about_seconds() > due.about_seconds());
    if made().any(|(_, filing)| !filing.within.known().is_some_and(late)) {
        return;
    }
    let law = duty.provision.cite();
    let home = Path::from("parties").key(party).key("country");
    match (made().next().and_then(|(at, filing)| Some((at, filing.within.known()?))), duty.within) {
        (Some((at, within)), Some(due)) => {
            let path = Path::from("regulatory.filings").index(at).key("within");
            report
                .add(
                    &path,
                    format!("the filing in {country} is due in {within}, and {law} asks for it within {due}"),
                    format!("write `within: {due}` or less"),
                )
                .also(home, "the party that owes it")
                .replace(&path, due.to_string());
        }
        _ => {
            let time = duty.within.map_or_else(|| "~".to_owned(), |due| due.to_string());
            let help = format!(
                "add it, or have counsel confirm that this agreement is outside {law}:\nregulatory:\n  filings:\n    - {{party: \
                 {party}, country: {country}, what: {}, within: {time}}}",
                duty.what
            );
            // A duty without a time leaves its form and reach open.
            let level = if duty.within.is_some() { Level::Error } else { Level::Warning };
            report
                .add(
                    "regulatory.filings",
                    format!("`{party}` is at home in {country}, and nobody files this agreement there"),
                    help,
                )
                .also(home, "the party that owes it")
                .level(level);
        }
    }
}
