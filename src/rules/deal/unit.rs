use crate::deal::field::without_flow;
use crate::deal::measure::{Duration, Unit};
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL024",
    level: Level::Error,
    summary: "a time is in a unit that cannot be meant",
    check: Check::File(check),
};

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        let Ok(time) = text.parse::<Duration>() else { return };
        if let Some(usual) = usual(path)
            && !time.amount.is_zero()
            && !meant(time.unit, usual.unit)
        {
            found.push((path.clone(), time, usual));
        }
    });
    for (path, time, usual) in found {
        let message = format!("`{path}` is {time}, and such times are of the order of {usual}");
        report.add(path, message, "write the unit that was agreed; `min` are minutes, `ms` thousandths of a second");
    }
}

/// The time that the schema gives as default or example of a field; `None` if the field is not a time.
fn usual(path: &Path) -> Option<Duration> {
    // A departure of one flow is judged like its section.
    let (path, _) = without_flow(path);
    let schema = schema::at(&path).filter(|schema| schema::format(schema) == Some("duration"))?;
    let example = schema.get("examples").and_then(|examples| examples.get(0));
    schema.get("default").or(example)?.as_str()?.parse().ok()
}

/// How far a unit lies up: parts of a minute, of a day, and days or more.
fn order(unit: Unit) -> u8 {
    match unit {
        Unit::Millisecond | Unit::Second => 0,
        Unit::Minute => 1,
        Unit::Hour => 2,
        Unit::Day | Unit::BusinessDay | Unit::Week => 3,
        Unit::Month | Unit::Year => 4,
    }
}

/// Whether a unit can be meant where another is usual: at most one order away. Hours, days and months may change places, and what
/// is usually minutes can be a day.
fn meant(unit: Unit, usual: Unit) -> bool {
    let (own, usual) = (order(unit), order(usual));
    own.abs_diff(usual) <= 1 || (own >= 2 && usual >= 2) || (own == 3 && usual == 1)
}

#[cfg(test)]
mod tests {
    use super::{Unit, meant};

    #[test]
    fn neighbours_are_meant_and_the_far_are_not() {
        assert!(meant(Unit::Hour, Unit::Day) && meant(Unit::Hour, Unit::Month) && meant(Unit::Year, Unit::Day));
        assert!(meant(Unit::Second, Unit::Minute) && meant(Unit::Minute, Unit::Hour));
        assert!(!meant(Unit::Millisecond, Unit::Day) && !meant(Unit::Minute, Unit::Month));
        assert!(!meant(Unit::Day, Unit::Second) && !meant(Unit::Month, Unit::Minute));
    }
}
