use crate::deal::Deal;
use crate::deal::term::Renewal;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TERM009",
    level: Level::Warning,
    summary: "the notice against renewal takes up the whole term",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let term = &deal.term;
    if term.renewal != Renewal::Renews {
        return;
    }
    let Some(notice) = term.renewal_notice.known() else { return };
    let terms = [
        ("term.initial", "the initial term", Some(&term.initial)),
        ("term.renewal_length", "each renewal", term.renewal_length.known()),
    ];
    for (path, what, length) in terms {
        let Some(length) = length.filter(|length| notice.reaches(**length)) else { continue };
        report
            .add(
                "term.renewal_notice",
                format!("{what} lasts {length}, and a notice of {notice} leaves no day of it on which it can be given"),
                "shorten the notice; or write `renewal: rolling`, which runs on until a notice ends it",
            )
            .also(path, what);
    }
}
