use std::collections::BTreeMap;

use crate::atlas;
use crate::deal::Deal;
use crate::deal::money::grouped;
use crate::diagnostic::Level;
use crate::formulas::emodel::milliseconds;
use crate::formulas::propagation::least_delay;
use crate::path::Path;
use crate::rules::by_flow;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA009",
    level: Level::Warning,
    summary: "the promised delay is shorter than light allows",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let mut late: BTreeMap<Path, (u32, usize, String)> = BTreeMap::new();
    for (id, flow) in &deal.scope.flows {
        let Some(supplier) = deal.parties.get(&flow.supplier) else { continue };
        let Some(delay) = deal.quality.of(id).delay.known() else { continue };
        let Some(promised) = milliseconds(*delay) else { continue };
        let path = by_flow::path(report.file, "quality", id, "delay");
        for (at, line) in deal.rates.lines.iter().enumerate().filter(|(_, line)| line.flow == *id) {
            let called = line.codes.iter().filter_map(|code| atlas::of(code.as_str())?.country);
            let kilometres =
                called.filter_map(|country| atlas::distance(supplier.country, country)).fold(0.0, f64::max);
            let least = least_delay(kilometres);
            let (whole, far) = (whole(least), grouped(whole(kilometres).into()));
            if least > promised && late.get(&path).is_none_or(|(known, ..)| *known < whole) {
                let message = format!(
                    "{delay} is promised, and light needs {whole} ms from {} to {}, {far} km and half as far again",
                    supplier.country, line.destination
                );
                late.insert(path.clone(), (whole, at, message));
            }
        }
    }
    for (path, (least, at, message)) in late {
        report
            .add(path, message, format!("agree on more than {least} ms, with time for equipment and buffers added"))
            .also(Path::from("rates.lines").index(at).key("destination"), "the farthest destination");
    }
}

/// A figure in whole units.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the earth is small, and no way is negative"
)]
fn whole(figure: f64) -> u32 {
    figure.round() as u32
}
