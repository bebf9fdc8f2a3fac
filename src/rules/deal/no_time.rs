//! Nothing can be done in no time.

use crate::deal::Deal;
use crate::deal::measure::Duration;
use crate::deal::schema;
use crate::deal::tree::Kind;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DEAL020", level: Level::Error, summary: "a time is zero", check: Check::Deal(check) };

/// Times of which zero means something: at once, without notice, not later, not at all.
const AT_ONCE: [(&str, &[&str]); 8] = [
    (
        "pricing",
        &[
            "increase_notice",
            "decrease_notice",
            "closure_notice",
            "increase",
            "decrease",
            "closure",
            "carry",
            "make_up",
        ],
    ),
    ("billing", &["pay", "issue", "audit_notice"]),
    ("credit", &["cure", "security_return", "top_up"]),
    ("sla", &["notice", "most"]),
    ("term", &["break_after", "renewal_notice"]),
    (
        "termination",
        &["notice", "cure", "authorisation", "traffic", "security", "demand", "suspension_notice", "restore"],
    ),
    ("technical", &["change_notice"]),
    ("legal", &["force_majeure_exit"]),
];

/// Times of which another rule says what zero does.
const JUDGED: [&str; 3] = ["term.initial", "termination.unpaid_after_due", "technical.session_timer"];

fn check(_: &Deal, report: &mut Report<'_>) {
    let mut found = Vec::new();
    report.file.tree.walk("", &mut |path, node| {
        let Kind::Scalar(text) = &node.kind else { return };
        let is_time = || schema::at(path).is_some_and(|schema| schema::format(schema) == Some("duration"));
        if let Ok(time) = text.parse::<Duration>()
            && time.amount.is_zero()
            && !means_something(path)
            && is_time()
        {
            found.push((path.to_owned(), time));
        }
    });
    for (path, time) in found {
        let name = path.rsplit('.').next().unwrap_or_default().to_owned();
        report.add(path, format!("`{name}` is {time}"), "write the time that was agreed, or remove the field");
    }
}

fn means_something(path: &str) -> bool {
    let section = path.split(['.', '[']).next().unwrap_or_default();
    let field = path.rsplit('.').next().unwrap_or_default();
    JUDGED.contains(&path) || AT_ONCE.iter().any(|(of, fields)| *of == section && fields.contains(&field))
}
