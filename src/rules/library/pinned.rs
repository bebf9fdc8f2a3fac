use crate::deal::Deal;
use crate::diagnostic::{Level, Remedy};
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
    let (version, hash) =
        pinned.as_str().split_once('+').map_or((pinned.as_str(), None), |(version, hash)| (version, Some(hash)));
    let digest = &library.digest;
    let short: String = digest.chars().take(12).collect();
    // Every hash begins with an empty one, but a plus sign shows that a hash was meant.
    if hash == Some("") {
        report.add(
            "library",
            format!("`{pinned}` ends before its hash, so that it pins no words"),
            Remedy::Write(format!("write `{version}+` and the beginning of the hash that `peerpact clauses` prints, or `{version}` for every library of that version")),
        );
        return;
    }
    if library.is_pinned_by(pinned.as_str()) {
        return;
    }
    report.add(
        "library",
        format!("the deal was agreed on library {pinned}, and this is {}+{short}", library.version),
        "run the version that holds that library, give its folder with --library, or keep it below `libraries` of [repository] in \
         peerpact.toml; or read `peerpact upgrade DEAL --from OLD` and let --write pin the new one",
    );
}
