use crate::deal::measure::Duration;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DEAL020", level: Level::Error, summary: "a time is zero", check: Check::File(check) };

/// Fields in which a time of zero is meaningful: at once, without notice, not later, not at all.
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

/// Fields in which another rule judges a time of zero.
const JUDGED: [&str; 2] = ["termination.unpaid_after_due", "technical.session_timer"];

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        let is_time = || schema::at(path).is_some_and(|schema| schema::format(schema) == Some("duration"));
        if let Ok(time) = text.parse::<Duration>()
            && time.amount.is_zero()
            && !means_something(path)
            && is_time()
        {
            found.push((path.clone(), time));
        }
    });
    for (path, time) in found {
        let message = format!("`{path}` is {time}");
        report.add(path, message, "write the time that was agreed, or leave the field out if it has a default");
    }
}

fn means_something(path: &Path) -> bool {
    JUDGED.iter().any(|judged| path == *judged)
        || AT_ONCE.iter().any(|(section, fields)| *section == path.section() && fields.contains(&path.field()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{AT_ONCE, JUDGED, means_something};
    use crate::deal::schema;
    use crate::path::Path;

    /// Every path of the schema that leads to a time, without indices and keys that a deal chooses.
    fn times(schema: &Value, path: &Path, out: &mut Vec<Path>) {
        if schema::format(schema) == Some("duration") {
            out.push(path.clone());
        }
        if let Some(Value::Object(fields)) = schema::find(schema, "properties") {
            for (key, field) in fields {
                times(field, &path.key(key), out);
            }
        }
        for inner in ["items", "additionalProperties"].iter().filter_map(|key| schema::find(schema, key)) {
            times(inner, path, out);
        }
    }

    #[test]
    fn each_time_that_may_be_zero_is_a_time_of_the_deal() {
        let mut found = Vec::new();
        times(schema::deal(), &Path::root(), &mut found);
        assert!(found.len() > 60, "{found:?}");
        for (section, fields) in AT_ONCE {
            for field in fields {
                let ends = |path: &&Path| path.section() == section && path.field() == *field;
                let path = found.iter().find(ends).unwrap_or_else(|| panic!("{section}: {field}"));
                assert!(means_something(path));
            }
        }
        assert!(JUDGED.iter().all(|path| found.iter().any(|time| time == *path)));
    }
}
