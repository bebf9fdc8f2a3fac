//! The longest code decides, and need not be there if it decides nothing.

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::rules::rates::calls::{Calls, Codes};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE013",
    level: Level::Note,
    summary: "a longer dial code repeats the price of a shorter one",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    let codes = Codes::new(rates, Calls::of);
    for (at, line) in rates.lines.iter().enumerate() {
        let Some(rate) = line.rate.known() else { continue };
        let calls = Calls::of(line);
        let mut repeated = line.codes.iter().enumerate().filter_map(|(index, code)| {
            let above = codes.above(&calls, code.as_str()).next()?;
            let same = above.line.rate.known().is_some_and(|other| other.0 == rate.0);
            (same && above.line.increment == line.increment).then_some((index, code, above))
        });
        let Some((index, code, above)) = repeated.next() else { continue };
        let more = match repeated.count() {
            0 => String::new(),
            more => format!(", and so for {more} more of this line"),
        };
        let Some(shorter) = above.line.codes.get(above.index) else { continue };
        report
            .add(
                format!("rates.lines[{at}].codes[{index}]"),
                format!("{code} costs what {shorter} costs without it{more}"),
                "leave out the longer code, unless its price is to change apart",
            )
            .also(above.path(), "the shorter code");
    }
}
