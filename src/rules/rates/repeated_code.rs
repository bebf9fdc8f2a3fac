//! The longest matching code decides the price, so a longer code at the same price changes nothing.

use crate::deal::rates::Rates;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::rates::with::calls::{Calls, Codes, ListedCode};
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "RATE013",
    level: Level::Note,
    summary: "a longer dial code repeats the price of a shorter one",
    check: Check::Rates(check),
};

fn check(rates: &Rates, report: &mut Report<'_>) {
    let codes = Codes::new(rates, Calls::of);
    let same = |(listed, above): &(ListedCode<'_>, ListedCode<'_>)| {
        let (own, other) = (listed.line.price(), above.line.price());
        own.rate.is_some() && own == other
    };
    let mut repeated: Vec<(ListedCode<'_>, ListedCode<'_>)> = codes.nested().filter(same).collect();
    repeated.sort_by_key(|(listed, _)| (listed.at, listed.index));
    for of_line in repeated.chunk_by(|(one, _), (other, _)| one.at == other.at) {
        let Some(((listed, above), others)) = of_line.split_first() else { continue };
        let (at, index) = (listed.at, listed.index);
        let Some(code) = listed.line.codes.get(index) else { continue };
        let more = match others.len() {
            0 => String::new(),
            more => format!(", and so for {more} more of this line"),
        };
        let Some(shorter) = above.line.codes.get(above.index) else { continue };
        report
            .add(
                Path::from("rates.lines").index(at).key("codes").index(index),
                format!("{code} costs what {shorter} costs without it{more}"),
                "leave out the longer code, unless its price will change separately",
            )
            .also(above.path(), "the shorter code");
    }
}
