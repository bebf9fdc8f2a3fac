//! Which field of the deal holds words that somebody changed, and the value that accepts the change.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::ReturnedEdit;
use super::fold::folded;
use crate::path::{Path, Step};

/// The edit of a field that accepts a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldEdit {
    /// The fields that hold the words. Only if there is one can the change be accepted as it is.
    pub paths: Vec<Path>,
    /// The value that each has.
    pub old: String,
    /// The value that says what they say.
    pub new: String,
}

/// A value of the deal, as the deal and as the paper write it.
#[derive(Debug, Clone)]
struct Leaf {
    path: Path,
    value: String,
    printed: String,
}

/// The values of a deal that hold a figure or a date.
#[derive(Debug, Clone, Default)]
pub struct Leaves(Vec<Leaf>);

impl Leaves {
    /// The values of a deal.
    #[must_use]
    pub fn of(said: &Value) -> Self {
        let mut out = Vec::new();
        collect(said, &mut Path::root(), &mut out);
        Self(out)
    }

    /// The field that an edit is about: one whose printed value is changed by it as a whole.
    pub(super) fn find(&self, edit: &ReturnedEdit) -> Option<FieldEdit> {
        let (old, new) = (folded(&edit.old), folded(&edit.new));
        if old.is_empty() || new.is_empty() || !old.contains(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        let around = [folded(&edit.before), old.clone(), folded(&edit.after)];
        let theirs = [around[0].clone(), new, around[2].clone()].join(" ");
        let ours = around.join(" ");
        let mut found: Vec<(&Leaf, String)> = Vec::new();
        for leaf in &self.0 {
            if let Some(value) = leaf.changed(&ours, &theirs, &old) {
                found.push((leaf, value));
            }
        }
        // The longest value says most: `USD 180,000.00` rather than `180`.
        let longest = found.iter().map(|(leaf, _)| leaf.printed.len()).max()?;
        found.retain(|(leaf, _)| leaf.printed.len() == longest);
        let (first, value) = found.first()?;
        let (old, new) = (first.value.clone(), value.clone());
        found.iter().all(|(_, other)| *other == new).then(|| FieldEdit {
            paths: found.iter().map(|(leaf, _)| leaf.path.clone()).collect(),
            old,
            new,
        })
    }
}

impl Leaf {
    /// The value that the words of the other side give it, if ours hold it and it is what they changed.
    fn changed(&self, ours: &str, theirs: &str, old: &str) -> Option<String> {
        // The value stands in our words, with what they changed in it.
        let at = find_word(ours, &self.printed)?;
        let end = at + self.printed.len();
        if !(self.printed.contains(old) || old.contains(&self.printed)) {
            return None;
        }
        let (before, after) = (ours.get(..at)?, ours.get(end..)?);
        let inside = theirs.strip_prefix(before)?.strip_suffix(after)?;
        if inside.is_empty() || inside == self.printed {
            return None;
        }
        match self.value.parse::<Date>() {
            Ok(_) => Date::strptime("%d %B %Y", inside).ok().map(|date| date.to_string()),
            Err(_) => Some(ungrouped(inside)),
        }
    }
}

/// Words with each figure as a deal writes it: without the marks that the paper sets between thousands.
fn ungrouped(words: &str) -> String {
    let is_mark = |at: usize| {
        let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let before = words.get(..at).and_then(|before| before.chars().next_back());
        let mut after = words.get(at + 1..).unwrap_or_default().chars();
        digit(before) && (0..3).all(|_| digit(after.next())) && !digit(after.next())
    };
    words.char_indices().filter(|(at, letter)| *letter != ',' || !is_mark(*at)).map(|(_, letter)| letter).collect()
}

/// Where a text stands as whole words.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let inner = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric());
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !inner(before) && !inner(after)
    })
}

fn collect(value: &Value, path: &mut Path, out: &mut Vec<Leaf>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                path.push(Step::Key(key.clone()));
                collect(value, path, out);
                path.pop();
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                path.push(Step::Index(at));
                collect(value, path, out);
                path.pop();
            }
        }
        Value::String(text) if text.contains(|letter: char| letter.is_ascii_digit()) => out.push(leaf(path, text)),
        Value::Number(number) => out.push(leaf(path, &number.to_string())),
        _ => {}
    }
}

fn leaf(path: &Path, value: &str) -> Leaf {
    let printed = match value.parse::<Date>() {
        Ok(date) => date.strftime("%-d %B %Y").to_string(),
        Err(_) => folded(value),
    };
    Leaf { path: path.clone(), value: value.to_owned(), printed }
}

#[cfg(test)]
mod tests {
    use super::Leaves;
    use crate::returned::{EditKind, ReturnedEdit};
    use serde_json::json;

    fn edit(before: &str, old: &str, new: &str, after: &str) -> ReturnedEdit {
        ReturnedEdit {
            id: String::new(),
            clause: None,
            name: String::new(),
            number: String::new(),
            kind: EditKind::Edited,
            tracked: None,
            old: old.into(),
            new: new.into(),
            before: before.into(),
            after: after.into(),
            field: None,
            accept: None,
            paragraph: 0,
        }
    }

    #[test]
    fn the_field_behind_a_figure_is_found_with_its_unit() {
        let leaves = Leaves::of(&json!({
            "billing": {"pay": "30 days", "dispute_window": "60 days"},
            "credit": {"limit": "USD 180,000.00"},
            "term": {"start": "2027-02-15"},
        }));
        let told = |edit: &ReturnedEdit| {
            leaves
                .find(edit)
                .map(|found| (found.paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(","), found.new))
        };
        let pay = edit("shall pay within", "30", "45", "days of receipt");
        assert_eq!(told(&pay), Some(("billing.pay".into(), "45 days".into())));
        let limit = edit("a limit of USD", "180,000.00", "80,000.00", "at any time");
        // A deal takes no marks between thousands.
        assert_eq!(told(&limit), Some(("credit.limit".into(), "USD 80000.00".into())));
        let start = edit("begins on", "15", "16", "February 2027 and");
        assert_eq!(told(&start), Some(("term.start".into(), "2027-02-16".into())));
        assert_eq!(told(&edit("within", "90", "45", "days")), None);
        assert_eq!(told(&edit("", "shall", "may", "pay")), None);
    }
}
