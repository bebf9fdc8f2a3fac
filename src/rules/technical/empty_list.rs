use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH009",
    level: Level::Error,
    summary: "a list of the technical schedule is empty",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let empty = |list: Option<usize>| list == Some(0);
    let mut lists = vec![
        (Path::from("technical.transports"), empty(technical.transports.known().map(Vec::len)), "SIP transport"),
        ("technical.codecs".into(), empty(technical.codecs.known().map(Vec::len)), "codec"),
    ];
    for (party, sites) in &technical.sites {
        lists.push((Path::from("technical.sites").key(party), empty(sites.known().map(Vec::len)), "address"));
    }
    for (path, _, what) in lists.into_iter().filter(|(_, empty, _)| *empty) {
        let message = format!("`{path}` names no {what}, so that no call can pass");
        report.add(path, message, format!("name at least one {what}, or write `~` for what is not known yet"));
    }
}
