use crate::atlas::{self, NumberRange};
use crate::deal::Deal;
use crate::deal::scope::Traffic;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE018",
    level: Level::Warning,
    summary: "a revenue share is agreed on premium traffic",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let in_scope = deal.scope.traffic.iter().position(|traffic| *traffic == Traffic::Premium);
    for (at, share) in deal.pricing.revenue_share.iter().enumerate() {
        let name = share.destination.as_str().to_lowercase();
        let priced = deal.rates.lines.iter().enumerate().filter(|(_, line)| line.flow == share.flow);
        let mut here = priced.filter(|(_, line)| line.destination.as_str().to_lowercase() == name);
        let premium = here.find(|(_, line)| line.codes.iter().any(|code| premium(code.as_str())));
        let (path, why) = match (premium, in_scope) {
            (Some((line, _)), _) => {
                (Path::from("rates.lines").index(line).key("codes"), "its codes are those of premium numbers")
            }
            (None, Some(traffic)) => (Path::from("scope.traffic").index(traffic), "premium calls may be sent"),
            (None, None) if name.contains("premium") => {
                (Path::from("pricing.revenue_share").index(at).key("destination"), "it is called premium")
            }
            (None, None) => continue,
        };
        report
            .add(
                Path::from("pricing.revenue_share").index(at).key("percent"),
                format!("{} of what callers pay for {} is shared, and {why}", share.percent, share.destination),
                "leave the share out, or pay it only after the time in which callers can charge back",
            )
            .also(path, why);
    }
}

fn premium(code: &str) -> bool {
    atlas::of(code).is_some_and(|leads| leads.kind == NumberRange::Premium)
}
