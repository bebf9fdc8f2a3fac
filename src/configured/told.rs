//! A comparison in words for a person, and as JSON.

use serde_json::json;

use super::compare::{ConfigComparison, ConfigDeparture, NotCompared};
use crate::characters::{visible, visible_json};

/// Version of the JSON.
const VERSION: u32 = 1;

/// The comparison for people: a line for each item that departs, then what was not compared.
#[must_use]
pub fn human(comparison: &ConfigComparison) -> String {
    let ConfigComparison { departures, agreeing, not_compared } = comparison;
    let mut out: String = departures.iter().map(|one| format!("{}\n", visible(&line(one)))).collect();
    let place = |one: &NotCompared| place(&one.file, one.line);
    out.extend(
        not_compared.iter().map(|one| format!("not compared: {}: {}\n", visible(&place(one)), visible(&one.what))),
    );
    let items = match departures.len() {
        0 => "nothing departs from the form".to_owned(),
        1 => "1 item departs from the form".to_owned(),
        many => format!("{many} items depart from the form"),
    };
    out.push_str(&format!("{items}, {agreeing} agree, {} not compared\n", not_compared.len()));
    out
}

fn place(file: &str, line: Option<usize>) -> String {
    line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
}

fn line(departure: &ConfigDeparture) -> String {
    let ConfigDeparture { file, line, matter, agreed, configured, is_default, path, clause } = departure;
    let agreed = agreed.as_ref().map_or_else(|| "has none".to_owned(), |value| format!("says `{value}`"));
    let configured = match (configured, is_default) {
        (Some(value), true) => format!("leaves it out, so that `{value}` holds"),
        (Some(value), false) => format!("says `{value}`"),
        (None, _) => "has none".to_owned(),
    };
    format!("{}: {matter}: the form {agreed}, the file {configured} ({clause}; {path})", place(file, *line))
}

/// The same for programs.
#[must_use]
pub fn json(comparison: &ConfigComparison) -> String {
    let value = json!({
        "version": VERSION,
        "departures": comparison.departures,
        "agreeing": comparison.agreeing,
        "not_compared": comparison.not_compared,
    });
    visible_json(&format!("{value:#}\n"))
}
