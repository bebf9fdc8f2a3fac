use crate::deal::Deal;
use crate::deal::measure::{Duration, Unit};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD007",
    level: Level::Note,
    summary: "the trace time is longer than US law gives",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let trace = deal.fraud.trace;
    let written = report.file.gives("fraud.trace");
    if !written || !trace.reaches(Duration::of(24, Unit::Hour)) {
        return;
    }
    for (id, _) in deal.parties.iter().filter(|(_, party)| party.country.code() == "US") {
        report
            .add(
                "fraud.trace",
                format!("a trace may take {trace}, and `{id}` has to answer the US traceback group within 24 hours"),
                "nothing, if the time is meant for other traces: the US section's four hours prevail; otherwise shorten it",
            )
            .also(Path::from("parties").key(id).key("country"), "a US party");
    }
}
