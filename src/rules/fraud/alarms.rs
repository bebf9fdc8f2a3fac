use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::deal::fraud::Fraud;
use crate::diagnostic::Level;
use crate::formulas::sample;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "FRAUD004",
    level: Level::Warning,
    summary: "an alarm never sounds or always sounds",
    check: Check::Deal(check),
};

/// Calls in a busy hour, for judging the alarm on a sudden change.
const HOUR: u32 = 1000;

fn check(deal: &Deal, report: &mut Report<'_>) {
    let fraud = &deal.fraud;
    let mut faults: Vec<(&str, String, &str)> = Vec::new();
    for (field, share, usual) in [
        ("short_call_share", fraud.short_call_share, "choose a share between 0 % and 100 %; 15 % is usual"),
        ("night_share", fraud.night_share, "choose a share between 0 % and 100 %; 50 % is usual"),
    ] {
        if share.0 == Decimal::ONE_HUNDRED {
            faults.push((field, format!("no share is above {share}, so that the alarm never sounds"), usual));
        } else if share.0.is_zero() {
            faults.push((field, format!("every share is above {share}, so that the alarm always sounds"), usual));
        }
    }
    if fraud.ratio_change >= 100 {
        let message = format!("no ratio can change by more than {} points", fraud.ratio_change);
        faults.push(("ratio_change", message, "lower it; 20 points are usual"));
    } else if let Some(chance) = sample::margin(HOUR).filter(|chance| Decimal::from(fraud.ratio_change) < *chance) {
        let message = format!(
            "the alarm sounds above {} points, and chance alone moves a ratio of {HOUR} calls by up to {chance}",
            fraud.ratio_change
        );
        faults.push(("ratio_change", message, "raise it; 20 points are usual"));
    }
    if fraud.costly == 1 {
        let message = "calls to costly ranges raise the alarm on every day that is no better than the mean";
        faults.push(("costly", message.into(), "raise it; twice the mean is usual"));
    }
    for (field, message, help) in faults {
        report.add(Path::from("fraud").join(field), message, help);
    }
    long_night(fraud, report);
}

/// Reports an alarm below the night's share of a day, which evenly spread traffic would raise.
fn long_night(fraud: &Fraud, report: &mut Report<'_>) {
    let minutes = Decimal::from(fraud.night_from.until(fraud.night_to));
    let share = minutes * Decimal::ONE_HUNDRED / Decimal::from(1440);
    if fraud.night_share.0.is_zero() || share <= fraud.night_share.0 {
        return;
    }
    report
        .add(
            "fraud.night_share",
            format!(
                "the night from {} to {} is {} % of the day, and the alarm sounds above {} of its minutes",
                fraud.night_from,
                fraud.night_to,
                share.round_dp(1).normalize(),
                fraud.night_share
            ),
            "shorten the night, or raise the share well above that of its hours",
        )
        .also("fraud.night_from", "when it begins")
        .also("fraud.night_to", "when it ends");
}
