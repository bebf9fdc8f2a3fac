use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::misspelt::nearest;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV009",
    level: Level::Error,
    summary: "the house's policy names a clause that the library does not have",
    check: Check::Draft(check),
};

fn check(_: &Draft, library: &Library, report: &mut Report<'_>) {
    let policy = report.policy;
    for clause in policy.positions.keys().filter(|clause| !library.clauses.contains_key(*clause)) {
        let near = nearest(clause, library.clauses.keys().map(String::as_str));
        let remedy = near.map_or_else(
            || "correct its id under `[positions]` in peerpact.toml; `peerpact clauses` lists them".to_owned(),
            |near| format!("write `{near}` under `[positions]` in peerpact.toml"),
        );
        report.add("positions", format!("the policy has positions for `{clause}`, which is no clause"), remedy);
    }
}
