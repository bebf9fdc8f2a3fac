//! What a field is called where a person reads it: in lists of what is kept and in the review.

use super::answers::{Answer, Answers};
use crate::deal::about;
use crate::path::{Path, Step};

/// The field in words: `Harbour Telecom Ltd, exact registered name`, `Hong Kong Mobile, price of a minute`.
#[must_use]
pub fn label(path: &Path, answers: &Answers) -> String {
    let described = |path: &Path| about::of(path).map(|about| first_sentence(about.description())).unwrap_or_default();
    let own = described(path);
    let what = if own.is_empty() { path.parent().map(|parent| described(&parent)).unwrap_or_default() } else { own };
    let what = if what.is_empty() { path.field().replace('_', " ") } else { what };
    match owner(path, answers) {
        Some(owner) => format!("{owner}, {}", lowered(&what)),
        None => what,
    }
}

/// The party, destination or flow whose field it is.
fn owner(path: &Path, answers: &Answers) -> Option<String> {
    let text = |path: Path| answers.text(path).map(str::to_owned);
    let party = |id: &str| text(Path::from("parties").key(id).key("name")).unwrap_or_else(|| id.to_owned());
    match path.steps() {
        [Step::Key(head), Step::Key(id), ..] if head == "parties" => Some(party(id)),
        [Step::Key(head), Step::Key(sites), Step::Key(id), ..] if head == "technical" && sites == "sites" => {
            Some(party(id))
        }
        [Step::Key(head), Step::Key(flows), Step::Key(id), ..] if head == "scope" && flows == "flows" => {
            Some(format!("flow {id}"))
        }
        [Step::Key(head), Step::Key(lines), Step::Index(at), ..] if head == "rates" && lines == "lines" => {
            let name = text(Path::from("rates.lines").index(*at).key("destination"));
            Some(name.unwrap_or_else(|| format!("Rate {}", at + 1)))
        }
        [Step::Key(head), Step::Index(at), ..] => Some(format!("{} {}", raised(head), at + 1)),
        _ => None,
    }
}

/// An answer in words: what is left open, yes or no, a choice without its underscores.
#[must_use]
pub fn value(path: &Path, answer: &Answer) -> String {
    let is_choice = about::of(path).is_some_and(|about| {
        !crate::deal::schema::choices(about.schema()).is_empty()
            || crate::deal::schema::find(about.schema(), "items")
                .is_some_and(|items| !crate::deal::schema::choices(items).is_empty())
    });
    match answer {
        Answer::Blank => "left open, to be asked".into(),
        Answer::Text(text) if text == "true" => "yes".into(),
        Answer::Text(text) if text == "false" => "no".into(),
        other if is_choice => other.typed().replace('_', " "),
        other => other.typed(),
    }
}

fn first_sentence(text: &str) -> String {
    let end = [". ", "; "].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let text = text.get(..end).unwrap_or_default();
    text.trim_end_matches('.').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a small first letter, unless the word is an abbreviation.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

fn raised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_by_its_owner_and_its_meaning() {
        let mut answers = Answers::default();
        answers.set("parties.a.name", "Harbour Telecom Ltd".into());
        answers.set("rates.lines[0].destination", "Hong Kong Mobile".into());
        assert_eq!(label(&"parties.a.name".into(), &answers), "Harbour Telecom Ltd, exact registered name");
        assert_eq!(label(&"billing.pay".into(), &answers), "Time to pay");
        assert!(label(&"rates.lines[0].rate".into(), &answers).starts_with("Hong Kong Mobile, "));
        assert_eq!(value(&"sla.credits.per".into(), &"started_hour".into()), "started hour");
        assert_eq!(value(&"parties.a.name".into(), &"snake_case".into()), "snake_case");
        assert_eq!(value(&"legal.reviewed_by".into(), &Answer::Blank), "left open, to be asked");
    }
}
