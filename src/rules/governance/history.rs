use crate::deal::Deal;
use crate::deal::state::DealState;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "GOV008",
    level: Level::Error,
    summary: "the state of the deal and its history do not fit",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let last = deal.history.last().map_or(DealState::Draft, |step| step.state);
    if deal.state != last {
        let (now, then) = (deal.state.key(), last.key());
        let recorded = if deal.history.is_empty() {
            "`history` is empty".to_owned()
        } else {
            format!("the last step of `history` is `{then}`")
        };
        report.add(
            "state",
            format!("the deal is `{now}`, and {recorded}"),
            format!(
                "record each step with `peerpact state DEAL {now}`, which dates it and keeps what was sent or signed"
            ),
        );
    }
    let list = Path::from("history");
    for (at, step) in deal.history.iter().enumerate() {
        let path = list.index(at).key("on");
        if step.on.0 > report.as_of {
            report.add(
                path,
                format!("the deal is `{}` since {}, which is in the future", step.state.key(), step.on),
                "write the day on which it happened",
            );
        } else if let Some(before) = at.checked_sub(1).and_then(|before| deal.history.get(before))
            && before.on > step.on
        {
            report.add(
                path,
                format!(
                    "the deal is `{}` since {}, and `{}` after that, since {}",
                    step.state.key(),
                    step.on,
                    before.state.key(),
                    before.on
                ),
                "put the steps in the order of their days",
            );
        }
    }
    if let Some((at, _)) = deal.history.iter().enumerate().find(|(at, step)| {
        let before = deal.history.get(..*at).unwrap_or_default();
        !step.state.is_signed() && before.iter().any(|before| before.state.is_signed())
    }) {
        report.add(
            list.index(at).key("state"),
            "the deal was signed before this step",
            "a signed deal can only end; negotiate its change in a copy without `state` and `history`",
        );
    }
}
