use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::deal::Deal;
use crate::deal::date::Moment;
use crate::diagnostic::Level;
use crate::rates::compare::{PriceChange, earliest, notice};
use crate::rules::{Check, Comparison, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DECK011",
    level: Level::Error,
    summary: "a change of rates does not keep the notice of the deal",
    check: Check::Change(check),
};

fn check(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let Some(deal) = comparison.deal else { return };
    for change in comparison.changes {
        let Some(line) = change.line() else { continue };
        let Some(notice) = notice(&deal.pricing, change) else { continue };
        let Some(first) = earliest(comparison.received, notice) else { continue };
        let what = format!("{} {}", line.destination, change.code);
        let raised = change.kind == PriceChange::Raised;
        let (level, word) = if raised { (Level::Error, "raise") } else { (Level::Warning, change.kind.word()) };
        let mut say = |message: String, help: String| {
            report.changed(line, "effective", message, help).level(level);
        };
        match change.effective() {
            // A code that the later deck leaves out has no row with a date.
            None if change.new.is_empty() => {}
            None => say(
                format!("{what} is {}, and its row does not say from when", change.kind.word()),
                format!("give the row a date of effect, {} or later", shown(first)),
            ),
            Some(from) if from.timestamp().is_some_and(|from| from < first) => say(
                format!("{what}: {word} from {from}, and the deal asks for {notice} of notice"),
                format!("received by {}, it can take effect on {} or later", shown(comparison.received), shown(first)),
            ),
            Some(from) => {
                if let (true, Some(end)) = (raised, frozen(deal))
                    && from.timestamp().is_some_and(|from| from < end)
                {
                    say(
                        format!("{what}: raise from {from}, and no rate rises before {}", shown(end)),
                        "let the raise begin after the freeze of `pricing.freeze`".into(),
                    );
                }
            }
        }
    }
}

/// The end of the period in which rates must not rise.
fn frozen(deal: &Deal) -> Option<Timestamp> {
    let start = deal.term.start.known()?.0.to_zoned(TimeZone::UTC).ok()?.timestamp();
    earliest(start, *deal.pricing.freeze.known()?)
}

fn shown(moment: Timestamp) -> Moment {
    Moment { local: Offset::UTC.to_datetime(moment), offset: Offset::UTC }
}
