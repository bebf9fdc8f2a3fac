use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::questions;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH005",
    level: Level::OpenPoint,
    summary: "a technical parameter is left out",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let mut open = Vec::new();
    let mut need = |absent: bool, path: Path, what: String| {
        if absent {
            open.push((path, what));
        }
    };
    let at = |field: &str| Path::from("technical").key(field);
    need(technical.transports == Field::Absent, at("transports"), "the SIP transports".into());
    need(technical.codecs == Field::Absent, at("codecs"), "the codecs".into());
    need(technical.sessions == Field::Absent, at("sessions"), "the number of concurrent calls".into());
    need(technical.cps == Field::Absent, at("cps"), "the number of new calls a second".into());
    if technical.sites.is_empty() && technical.hosts.is_empty() {
        need(true, at("sites"), "the parties' addresses".into());
    } else {
        for party in deal
            .parties
            .keys()
            .filter(|party| !technical.sites.contains_key(*party) && !technical.hosts.contains_key(*party))
        {
            need(true, at("sites").key(party), format!("the addresses of `{party}`"));
        }
    }
    for (path, what) in open {
        let help = questions::ask_until(&report.file.tree, &path);
        report.add(&path, format!("`{path}` is left out: {what}"), help);
    }
}
