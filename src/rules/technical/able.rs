use serde::Serialize;

use crate::deal::{Deal, Field};
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::technical::with::house;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH034",
    level: Level::Warning,
    summary: "a setting is agreed that one side's equipment does not have",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    for party in deal.parties.keys() {
        let Some(able) = house::side(deal, report, party).abilities else { continue };
        let side = house::place(deal, party, "abilities");
        let mut compare = |setting: &str, field: &str, lacking: Vec<(usize, String)>| {
            for (at, word) in lacking {
                let agreed = Path::from("technical").key(setting);
                let agreed = if setting == "dtmf" { agreed } else { agreed.index(at) };
                let added = report.add(
                    &agreed,
                    format!("`{word}` is agreed, and the equipment of `{party}` does not have it"),
                    format!(
                        "remove it from `technical.{setting}`, or ask `{party}` whether its equipment has it after all"
                    ),
                );
                if let Some(side) = &side {
                    added.also(side.key("abilities").key(field), format!("what the equipment of `{party}` has"));
                }
            }
        };
        compare("transports", "transports", lacking(technical.transports.known().map(Vec::as_slice), &able.transports));
        compare("codecs", "codecs", lacking(technical.codecs.known().map(Vec::as_slice), &able.codecs));
        compare("ip_versions", "ip_versions", lacking(Some(&technical.ip_versions), &able.ip_versions));
        compare("dtmf", "dtmf", lacking(Some(&[technical.dtmf]), &able.dtmf));
    }
}

/// What is agreed and is not among what a side has, with its place in the list.
fn lacking<T: PartialEq + Serialize>(agreed: Option<&[T]>, has: &Field<Vec<T>>) -> Vec<(usize, String)> {
    let (Some(agreed), Some(has)) = (agreed, has.known()) else { return Vec::new() };
    let word = |one: &T| {
        serde_json::to_value(one).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    agreed.iter().enumerate().filter(|(_, one)| !has.contains(one)).map(|(at, one)| (at, word(one))).collect()
}
