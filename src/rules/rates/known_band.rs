use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::references::correct;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE005",
    level: Level::Error,
    summary: "a rate names a time band that the deal does not define",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, line) in deal.rates.lines.iter().enumerate() {
        let Some(band) = line.band.known() else { continue };
        if !deal.pricing.bands.iter().any(|known| known.name == *band) {
            report.add(
                Path::from("rates.lines").index(at).key("band"),
                format!("`{band}` is not a band of `pricing.bands`"),
                correct(band.as_str(), deal.pricing.bands.iter().map(|band| band.name.as_str())),
            );
        }
    }
}
