use crate::deal::Deal;
use crate::deal::Field;
use crate::deal::disputes::ArbitrationRules;
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DISP001",
    level: Level::Warning,
    summary: "no authority is named to appoint the arbitrators",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    if deal.disputes.rules == Some(ArbitrationRules::Uncitral) && deal.disputes.appointing_authority == Field::Absent {
        report
            .add(
                "disputes.appointing_authority",
                "no institution administers the UNCITRAL rules, and no appointing authority is named",
                "name one, such as the LCIA or the SIAC, or choose an institution's rules",
            )
            .also("disputes.rules", "the rules");
    }
}
