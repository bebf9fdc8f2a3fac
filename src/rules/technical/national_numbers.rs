use crate::deal::Deal;
use crate::deal::scope::Traffic;
use crate::deal::technical::NumberFormat;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH023",
    level: Level::Error,
    summary: "national numbers are agreed for calls across a border",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.technical.number_format != NumberFormat::National {
        return;
    }
    let international = deal.scope.traffic.iter().position(|traffic| *traffic == Traffic::International);
    let abroad = international.map(|at| (Path::from("scope.traffic").index(at), "international calls".to_owned()));
    let foreign = || {
        let home = deal.parties.values().next()?.country;
        let (id, party) = deal.parties.iter().find(|(_, party)| party.country != home)?;
        let what = format!("calls between {home} and {}", party.country);
        Some((Path::from("parties").key(id).key("country"), what))
    };
    if let Some((path, calls)) = abroad.or_else(foreign) {
        report
            .add(
                "technical.number_format",
                format!("numbers are sent in national form, and {calls} are in scope"),
                "write `number_format: e164`: with country code and plus sign a number means the same everywhere",
            )
            .also(path, calls)
            .replace("technical.number_format", "e164");
    }
}
