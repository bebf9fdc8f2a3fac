//! A fax call begins as speech and changes to T.38 by a re-INVITE.

use crate::deal::Deal;
use crate::deal::technical::FaxMode;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH012",
    level: Level::Error,
    summary: "T.38 fax cannot start without re-INVITE",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.scope.fax && deal.technical.fax == FaxMode::T38 && !deal.technical.reinvite {
        report
            .add(
                "technical.reinvite",
                "T.38 takes over from speech by a re-INVITE, and none is allowed",
                "allow it with `reinvite: true`, or carry fax as `fax: G.711 pass-through`",
            )
            .also("scope.fax", "fax is part of the service")
            .also("technical.fax", "how fax is carried; by default T.38");
    }
}
