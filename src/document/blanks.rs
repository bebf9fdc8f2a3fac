//! Blanks that know their field: a template prints a blank as one character, a different one for each field.
//!
//! A template may iterate, list, group or change the case of what it prints, and a blank must survive that whole. So the
//! path does not travel through the template: it stays here, and the character leads back to it.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde_json::Value;

use super::{Document, Inline};
use crate::path::{Path, Step};
use crate::template::{BLANK, NUMBERED};

/// The fields of a deal that are blank, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub struct Blanks {
    paths: IndexSet<Path>,
}

impl Blanks {
    /// The character that stands in a template's context for the blank field at a path. Once the characters are used up,
    /// further blanks share one that has no field.
    pub fn at(&mut self, path: Path) -> String {
        let (index, _) = self.paths.insert_full(path);
        let number = u32::try_from(index).ok().and_then(|index| u32::from(*NUMBERED.start()).checked_add(index));
        number.and_then(char::from_u32).filter(|character| NUMBERED.contains(character)).unwrap_or(BLANK).to_string()
    }

    /// The path of the field that a character stands for; `None` for a blank without a field.
    #[must_use]
    pub fn path(&self, character: char) -> Option<&Path> {
        let index = u32::from(character).checked_sub(u32::from(*NUMBERED.start()));
        let index = index.and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| self.paths.get_index(index))
    }

    /// Replaces every blank below a value of the context by the character of its field. `path` is the way to the value,
    /// and `place` maps a way to the path where the deal writes that value.
    pub fn mark(&mut self, value: &mut Value, path: &mut Path, place: &dyn Fn(&Path) -> Path) {
        match value {
            Value::String(text) if text.chars().eq([BLANK]) => *text = self.at(place(path)),
            Value::Array(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    path.push(Step::Index(at));
                    self.mark(item, path, place);
                    path.pop();
                }
            }
            Value::Object(fields) => {
                for (key, field) in fields {
                    path.push(Step::Key(key.clone()));
                    self.mark(field, path, place);
                    path.pop();
                }
            }
            _ => {}
        }
    }
}

/// The fields of the blanks that a paper prints.
#[must_use]
pub fn printed(document: &Document) -> BTreeSet<&Path> {
    let mut found = BTreeSet::new();
    document.walk(&mut |inline| {
        if let Inline::Blank(Some(path)) = inline {
            found.insert(path);
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{BLANK, Blanks};
    use crate::path::Path;

    #[test]
    fn each_blank_field_has_one_character_that_leads_back_to_it() {
        let mut blanks = Blanks::default();
        let mut value = json!({"a": {"b": BLANK, "c": "words"}, "d": [BLANK, {"e": BLANK}], "f": 3});
        blanks.mark(&mut value, &mut Path::root(), &Path::clone);
        for (found, path) in [(&value["a"]["b"], "a.b"), (&value["d"][0], "d[0]"), (&value["d"][1]["e"], "d[1].e")] {
            let mut characters = found.as_str().expect("a blank").chars();
            assert_eq!(characters.next().and_then(|character| blanks.path(character)), Some(&path.into()));
            assert_eq!(characters.next(), None, "{path} is more than one character");
        }
        assert_eq!(value["a"]["c"], "words");
        assert_eq!(json!(blanks.at("a.b".into())), value["a"]["b"]);
        assert_eq!(blanks.path(BLANK), None);
        assert_eq!(blanks.path('x'), None);
    }

    #[test]
    fn blanks_past_the_last_character_stay_blank() {
        let mut blanks = Blanks::default();
        let characters: Vec<String> = (0..70_000).map(|number| blanks.at(Path::root().index(number))).collect();
        assert_ne!(characters[65_000], BLANK.to_string());
        assert_eq!(characters[69_999], BLANK.to_string());
        let last = characters[65_000].chars().next().expect("a character");
        assert_eq!(blanks.path(last), Some(&Path::root().index(65_000)));
    }
}
