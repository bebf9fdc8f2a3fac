use rust_decimal::Decimal;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA014",
    level: Level::Error,
    summary: "a quality target is outside its scale",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for quality in held(report.file, "quality", &deal.quality) {
        let held = quality.value;
        let mos = held.mos.known().filter(|_| quality.gives(&["mos"]));
        if let Some(mos) = mos.filter(|mos| !(Decimal::ONE..=Decimal::new(45, 1)).contains(&mos.0)) {
            report.add(
                quality.path("mos"),
                format!("a MOS of {mos} is promised, and the E-model's scale goes from 1 to 4.5"),
                "promise what codec, loss and delay allow; 3.8 is usual",
            );
        }
        let Some(loss) = held.loss.known().filter(|_| quality.gives(&["loss"])) else { continue };
        if loss.0 > 20.into() {
            report.add(
                quality.path("loss"),
                format!("up to {loss} of packets may be lost, and the E-model is valid up to 20 %"),
                "agree on 1 % or less; 0.5 % is usual",
            );
        } else if loss.0.is_zero() {
            report
                .add(
                    quality.path("loss"),
                    "no packet may ever be lost",
                    "agree on a small loss, such as 0.1 %; otherwise the first lost packet misses the target",
                )
                .level(Level::Warning);
        }
    }
}
