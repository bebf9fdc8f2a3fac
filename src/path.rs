//! The place of a value in a deal: a path of keys and indices, and patterns of such paths.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One step down into a deal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value under a key of a mapping. A key made of digits is still a key.
    Key(String),
    /// The item of a list, counted from 0.
    Index(usize),
}

impl Step {
    /// The key, unless it is an index.
    #[must_use]
    pub fn as_key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Index(_) => None,
        }
    }

    /// The index, unless it is a key.
    #[must_use]
    pub fn as_index(&self) -> Option<usize> {
        match self {
            Self::Index(at) => Some(*at),
            Self::Key(_) => None,
        }
    }
}

/// The place of a value in a deal, from the top: `rates.lines[0].rate`. The empty path is the whole deal.
///
/// As text, a key follows a full stop and an index stands in brackets: `parties.1.name` leads through two keys and then
/// `name`, `tax[1].flow` through a list. A key that is empty or holds a full stop, a bracket, a quotation mark or a control
/// character is written as a JSON string in brackets: `rates.decks["a.b"]`. Below `positions`, ids of clauses are written as
/// they are, `positions.bill.payment`, because each is one key and nothing lies below it. The text reads back as the same
/// path.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

/// The section whose keys are ids of clauses, which hold full stops.
const IDS: &str = "positions";

impl Path {
    /// The path of the whole deal.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The steps, from the top.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it is the path of the whole deal.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The path of the value under a key, whatever characters the key holds.
    #[must_use]
    pub fn key(&self, key: impl AsRef<str>) -> Self {
        self.then(Step::Key(key.as_ref().to_owned()))
    }

    /// The path of an item of the list, counted from 0.
    #[must_use]
    pub fn index(&self, at: usize) -> Self {
        self.then(Step::Index(at))
    }

    /// The path of one step further down.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// This path extended by all steps of another.
    #[must_use]
    pub fn join(&self, below: impl Into<Self>) -> Self {
        let mut steps = self.0.clone();
        steps.extend(below.into().0);
        Self(steps)
    }

    /// The path of the mapping or list that holds the value; `None` for the whole deal.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, above)| Self(above.to_vec()))
    }

    /// The last step; `None` for the whole deal.
    #[must_use]
    pub fn last(&self) -> Option<&Step> {
        self.0.last()
    }

    /// The last key, such as `code` of `rates.lines[0].code` and of `rates.lines[0].code[1]`; empty if there is none.
    #[must_use]
    pub fn field(&self) -> &str {
        self.0.iter().rev().find_map(Step::as_key).unwrap_or_default()
    }

    /// The first key, such as `rates`; empty if there is none.
    #[must_use]
    pub fn section(&self) -> &str {
        self.0.first().and_then(Step::as_key).unwrap_or_default()
    }

    /// The steps from another path to this one; empty if they are equal, `None` if it does not lead here.
    #[must_use]
    pub fn below(&self, above: &Self) -> Option<&[Step]> {
        self.0.strip_prefix(above.0.as_slice())
    }

    /// Whether the path equals another one or leads through it.
    #[must_use]
    pub fn starts_with(&self, above: impl Into<Self>) -> bool {
        self.0.starts_with(&above.into().0)
    }

    /// The path up to and including its last index: the entry of a list that holds the value.
    #[must_use]
    pub fn entry(&self) -> Option<Self> {
        let at = self.0.iter().rposition(|step| step.as_index().is_some())?;
        self.0.get(..=at).map(|steps| Self(steps.to_vec()))
    }

    /// Extends the path by one step.
    pub fn push(&mut self, step: Step) {
        self.0.push(step);
    }

    /// Removes the last step.
    pub fn pop(&mut self) -> Option<Step> {
        self.0.pop()
    }

    /// Whether a key at this place in the path needs no quotation marks.
    fn is_plain(&self, at: usize, key: &str) -> bool {
        let below_ids = self.0.first().and_then(Step::as_key) == Some(IDS);
        let stops = match at {
            1 if below_ids => true,
            2 if below_ids => false,
            _ => !key.contains('.'),
        };
        stops && !key.is_empty() && !key.contains(['[', ']', '"']) && !key.contains(char::is_control)
    }
}

impl FromIterator<Step> for Path {
    fn from_iter<T: IntoIterator<Item = Step>>(steps: T) -> Self {
        Self(steps.into_iter().collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if self.is_plain(at, key) => write!(f, "{}{key}", if at == 0 { "" } else { "." })?,
                Step::Key(key) => write!(f, "[{}]", serde_json::Value::from(key.as_str()))?,
            }
        }
        Ok(())
    }
}

/// A text that cannot be read as a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPath(String);

impl fmt::Display for NoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a path of keys and indices, such as `rates.lines[0].rate`", self.0)
    }
}

impl std::error::Error for NoPath {}

impl FromStr for Path {
    type Err = NoPath;

    fn from_str(text: &str) -> Result<Self, NoPath> {
        let mut path = Self::root();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, after) = step(rest, &path).ok_or_else(|| NoPath(text.to_owned()))?;
            path.push(step);
            rest = after;
        }
        Ok(path)
    }
}

/// The next step in a path's text after the steps that were read, and the rest of the text.
fn step<'a>(text: &'a str, read: &Path) -> Option<(Step, &'a str)> {
    if let Some(inside) = text.strip_prefix('[') {
        if inside.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(inside).into_iter::<String>();
            let key = strings.next()?.ok()?;
            let rest = inside.get(strings.byte_offset()..)?.strip_prefix(']')?;
            return Some((Step::Key(key), rest));
        }
        let (digits, rest) = inside.split_once(']')?;
        let index = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        return Some((Step::Index(index), rest));
    }
    let key = if read.is_root() { text } else { text.strip_prefix('.')? };
    let id = matches!(read.steps(), [Step::Key(section)] if section == IDS);
    let end = key.find(if id { &['['][..] } else { &['.', '['][..] }).unwrap_or(key.len());
    let (key, rest) = key.split_at(end);
    (!key.is_empty() && !key.contains([']', '"'])).then(|| (Step::Key(key.to_owned()), rest))
}

/// For a path named by the program itself. A text that is not a path becomes one key that no deal holds.
impl From<&'static str> for Path {
    fn from(text: &'static str) -> Self {
        text.parse().unwrap_or_else(|_| Self::root().key(text))
    }
}

impl From<&Path> for Path {
    fn from(path: &Path) -> Self {
        path.clone()
    }
}

impl PartialEq<str> for Path {
    fn eq(&self, text: &str) -> bool {
        text.parse::<Self>().is_ok_and(|path| path == *self)
    }
}

impl PartialEq<&str> for Path {
    fn eq(&self, text: &&str) -> bool {
        *self == **text
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A set of paths, such as `parties.*.licences.*.number`. It is written like a path without quoted keys; `*` stands for a key
/// or an index that the deal chooses, `[*]` for an index, `@we` and `@they` for the keys of the two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern(&'static str);

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternStep {
    /// Exactly this key.
    Key(&'static str),
    /// Exactly this index.
    Index(usize),
    /// Any key or index: `*`.
    Any,
    /// Any index: `[*]`.
    AnyIndex,
    /// The key of our own party.
    We,
    /// The key of the other party.
    They,
}

impl Pattern {
    /// Reads the text of a pattern.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The text as it was given.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Its steps, from the top.
    pub fn parts(self) -> impl Iterator<Item = PatternStep> {
        self.0.split(['.', '[']).filter(|part| !part.is_empty()).map(|part| match (part, part.strip_suffix(']')) {
            ("*", _) => PatternStep::Any,
            ("@we", _) => PatternStep::We,
            ("@they", _) => PatternStep::They,
            (_, Some(index)) => index.parse().map_or(PatternStep::AnyIndex, PatternStep::Index),
            (key, None) => PatternStep::Key(key),
        })
    }

    /// Whether it has a step of a kind.
    #[must_use]
    pub fn has(self, part: PatternStep) -> bool {
        self.parts().any(|one| one == part)
    }

    /// The path with each open step replaced by the one that `choose` returns; `None` if it returns none.
    pub fn path(self, mut choose: impl FnMut(PatternStep) -> Option<Step>) -> Option<Path> {
        let step = |part| match part {
            PatternStep::Key(key) => Some(Step::Key(key.to_owned())),
            PatternStep::Index(at) => Some(Step::Index(at)),
            other => choose(other),
        };
        self.parts().map(step).collect()
    }

    /// Whether a path belongs to the pattern; `@we` and `@they` match the key of any party.
    #[must_use]
    pub fn matches(self, path: &Path) -> bool {
        let mut steps = path.steps().iter();
        let each = self.parts().all(|part| match (part, steps.next()) {
            (PatternStep::Key(key), Some(Step::Key(step))) => key == step,
            (PatternStep::Index(at), Some(Step::Index(step))) => at == *step,
            (PatternStep::Any, Some(_)) | (PatternStep::AnyIndex, Some(Step::Index(_))) => true,
            (PatternStep::We | PatternStep::They, Some(Step::Key(_))) => true,
            _ => false,
        });
        each && steps.next().is_none()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(text.to_owned())
    }

    #[test]
    fn a_text_is_keys_and_indices() {
        for (text, steps) in [
            ("", vec![]),
            ("rates.lines[0].rate", vec![key("rates"), key("lines"), Step::Index(0), key("rate")]),
            ("parties.1.name", vec![key("parties"), key("1"), key("name")]),
            ("1", vec![key("1")]),
            ("positions.bill.payment", vec![key("positions"), key("bill.payment")]),
            ("positions[\"bill.payment\"]", vec![key("positions"), key("bill.payment")]),
            ("rates.decks[\"a.b\"]", vec![key("rates"), key("decks"), key("a.b")]),
            ("[\"\"][\"[\"]", vec![key(""), key("[")]),
        ] {
            assert_eq!(text.parse::<Path>().unwrap().steps(), steps, "{text}");
        }
        for text in
            [".", "a.", "a..b", "a[", "a[x]", "a[1", "a[-1]", "a[+1]", "a[99999999999999999999999]", "a[\"x]", "a]"]
        {
            assert!(text.parse::<Path>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_leads_below_what_it_passes_and_not_below_a_like_word() {
        let path = Path::from("sla.credits.cap");
        assert!(path.starts_with("sla.credits") && path.starts_with(&path) && path.starts_with(""));
        assert!(!Path::from("slant.x").starts_with("sla") && !path.starts_with("sla.credits.cap.x"));
        assert_eq!(path.parent().unwrap(), "sla.credits");
        assert_eq!(Path::root().parent(), None);
        assert_eq!(Path::from("tax[1].flow").entry().unwrap(), "tax[1]");
    }

    #[test]
    fn a_pattern_covers_its_paths_alone() {
        let pattern = Pattern::new("parties.*.licences.*.number");
        assert!(pattern.matches(&"parties.1.licences[0].number".into()));
        for other in ["parties.a.licences[0]", "parties.a.licences[0].number.x", "party.a.licences[0].number"] {
            assert!(!pattern.matches(&other.into()), "{other}");
        }
        assert!(Pattern::new("tax[*].flow").matches(&"tax[1].flow".into()));
        assert!(!Pattern::new("tax[*].flow").matches(&"tax.1.flow".into()));
        assert!(!Pattern::new("parties.@we").matches(&Path::from("parties").index(1)));
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let word = prop_oneof![
            Just("positions".to_owned()),
            Just("bill.payment".to_owned()),
            Just("1".to_owned()),
            "[a-z0-9.\\[\\]\"\\\\ \n]{0,5}",
            any::<String>(),
        ];
        proptest::collection::vec(
            prop_oneof![4 => word.prop_map(Step::Key), 1 => any::<usize>().prop_map(Step::Index)],
            0..6,
        )
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back_as_the_same_path(steps in steps()) {
            let path: Path = steps.into_iter().collect();
            prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            if let Ok(path) = text.parse::<Path>() {
                prop_assert_eq!(path.to_string().parse::<Path>(), Ok(path));
            }
        }
    }
}
