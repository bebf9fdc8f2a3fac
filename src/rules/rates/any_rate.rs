use crate::deal::Field;
use crate::deal::rates::{RateBasis, Rates};
use crate::diagnostic::Level;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "RATE032", level: Level::Error, summary: "the deal has no rates", check: Check::Rates(check) };

fn check(rates: &Rates, report: &mut Report<'_>) {
    if !rates.lines.is_empty() || rates.partly_read {
        return;
    }
    match rates.basis {
        RateBasis::Listed => {}
        RateBasis::Later => {
            report
                .add(
                    "rates.basis",
                    "the rates are to be agreed later",
                    "list them, or name a deck, once they are agreed",
                )
                .level(Level::OpenPoint);
            return;
        }
        RateBasis::PriceList if rates.price_list == Field::Absent => {
            report
                .add(
                    "rates.price_list",
                    "the price list that holds the rates is not named",
                    "name it, and say where it stands",
                )
                .level(Level::OpenPoint);
            return;
        }
        RateBasis::Notified | RateBasis::PriceList | RateBasis::Orders => return,
    }
    // A deck that does not exist yet is an open point, reported elsewhere.
    if rates.deck != Field::Blank {
        report.add(
            "rates",
            "there is no rate: `rates` has neither lines nor a deck",
            "list rates under `lines`, name the file of a deck (`deck: rates.csv`), or say how they come: `basis: later`, `notified`, \
             `price_list` or `orders`",
        );
    }
}
