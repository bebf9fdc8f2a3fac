use crate::deal::Deal;
use crate::deal::technical::{Dtmf, Method};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH027",
    level: Level::Error,
    summary: "digits are sent by a method that is not agreed",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    if technical.dtmf == Dtmf::SipInfo && !technical.methods.contains(&Method::Info) {
        report
            .add(
                "technical.dtmf",
                "digits are sent by SIP INFO, and INFO is not an agreed method",
                "add INFO to `technical.methods`, or write `dtmf: RFC 4733`",
            )
            .also("technical.methods", "INFO is missing")
            .extend("technical.methods", &["INFO"]);
    }
}
