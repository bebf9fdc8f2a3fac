use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "LIB009",
    level: Level::Error,
    summary: "the deal pins another version of the library",
    check: Check::Law(check),
};

fn check(deal: &Deal, library: &Library, report: &mut Report<'_>) {
    let Some(pinned) = deal.library.known() else { return };
    let (version, hash) = pinned.as_str().split_once('+').unwrap_or((pinned.as_str(), ""));
    let digest = &library.digest;
    if version == library.version && digest.starts_with(hash) {
        return;
    }
    let short = digest.get(..12).unwrap_or_default();
    report.add(
        "library",
        format!("the deal was agreed on library {pinned}, and this is {}+{short}", library.version),
        "run the version that holds that library or give its folder with --library; or read `peerpact clauses --diff \
         OLDDIR` and pin the new one",
    );
}
