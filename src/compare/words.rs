//! Two texts compared word by word, and written as one with marks.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{Builder, Targets, WordToken, tokens};
use crate::document::revisions::ChangeWeight;
use crate::document::{Inline, Inlines, plain_text};

/// Tokens up to which the least number of marks is looked for; beyond, words that occur once lead the comparison.
const EXACT: usize = 8_000;

/// Two texts as one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct MarkedText {
    /// The words of both, with marks.
    pub(super) text: Inlines,
    /// Each change, in order.
    pub(super) edits: Vec<WordEdit>,
}

impl MarkedText {
    /// How much the changes matter; `None` if there are none.
    pub(super) fn weight(&self) -> Option<ChangeWeight> {
        self.edits.iter().map(|edit| edit.weight).max()
    }
}

/// One change: words that went, words that came, or both.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WordEdit {
    /// The words of the old paper; empty if words only came.
    pub old: String,
    /// The words of the new paper; empty if words only went.
    pub new: String,
    /// A few words before it that both papers have.
    pub before: String,
    /// A few words after it that both papers have.
    pub after: String,
    /// How much it matters.
    pub weight: ChangeWeight,
}

/// A stretch of both texts: equal, or changed.
struct Segment {
    equal: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// Compares two texts. What is equal is taken from the new one.
pub(super) fn compare(old: (&[Inline], &impl Targets), new: (&[Inline], &impl Targets)) -> MarkedText {
    let (before, after) = (tokens(old.0, old.1), tokens(new.0, new.1));
    let same = before.len() == after.len()
        && before.iter().zip(&after).all(|(old, new)| old.key == new.key && old.space.text == new.space.text);
    if same {
        return MarkedText { text: new.0.to_vec(), edits: Vec::new() };
    }
    let segments = joined(segments(&before, &after), &before, &after);
    let mut writer = Writer::default();
    for Segment { equal, old, new } in segments {
        let (old, new) = (before.get(old).unwrap_or_default(), after.get(new).unwrap_or_default());
        if equal {
            old.iter().zip(new).for_each(|(old, new)| writer.keep(old, new));
        } else {
            writer.change(old, new);
        }
    }
    writer.finish()
}

/// A text that came or went as a whole.
pub(super) fn whole(text: &[Inline], targets: &impl Targets, came: bool) -> MarkedText {
    let tokens = tokens(text, targets);
    let mut writer = Writer::default();
    if came {
        writer.change(&[], &tokens)
    } else {
        writer.change(&tokens, &[])
    }
    writer.finish()
}

fn segments(old: &[WordToken], new: &[WordToken]) -> Vec<Segment> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut numbers = Vec::with_capacity(old.len() + new.len());
    for token in old.iter().chain(new) {
        let next = known.len();
        numbers.push(*known.entry(token.key.as_str()).or_insert(next));
    }
    let (before, after) = numbers.split_at(old.len());
    let exact = before.len() + after.len() <= EXACT;
    let algorithm = if exact { Algorithm::Myers } else { Algorithm::Patience };
    let segment =
        |op: DiffOp| Segment { equal: matches!(op, DiffOp::Equal { .. }), old: op.old_range(), new: op.new_range() };
    let mut out: Vec<Segment> = Vec::new();
    for segment in capture_diff_slices(algorithm, before, after).into_iter().map(segment) {
        match out.last_mut() {
            Some(last) if last.equal == segment.equal => {
                last.old.end = segment.old.end;
                last.new.end = segment.new.end;
            }
            _ => out.push(segment),
        }
    }
    out
}

/// Joins two changes of one sentence that only a mark or a word like `the` keeps apart, so that the sentence stays readable.
fn joined(segments: Vec<Segment>, old: &[WordToken], new: &[WordToken]) -> Vec<Segment> {
    let words = |range: &Range<usize>, tokens: &[WordToken]| {
        tokens.get(range.clone()).unwrap_or_default().iter().filter(|token| token.is_word()).count()
    };
    let is_island = |island: &Segment, before: &Segment, after: &Segment| {
        let tokens = new.get(island.new.clone()).unwrap_or_default();
        let ends = tokens.iter().any(|token| matches!(token.key.as_str(), "." | ";" | ":" | "\n"));
        let small = tokens.iter().all(|token| !token.is_word() || SMALL.contains(&token.key.as_str()));
        let count = words(&island.new, new);
        let around = |segment: &Segment| words(&segment.old, old) + words(&segment.new, new);
        // One word between two long changes reads worse than a longer change.
        let wide = count == 1 && around(before) >= 6 && around(after) >= 6;
        !ends && (small && count <= 1 && around(before).min(around(after)) >= 2 || count == 0 || wide)
    };
    let mut out: Vec<Segment> = Vec::new();
    let mut rest = segments.into_iter().peekable();
    while let Some(segment) = rest.next() {
        let joins = match (out.last(), rest.peek()) {
            (Some(before), Some(after)) if segment.equal => is_island(&segment, before, after),
            (Some(before), _) => !segment.equal && !before.equal,
            _ => false,
        };
        match out.last_mut() {
            Some(last) if joins => {
                last.old.end = segment.old.end;
                last.new.end = segment.new.end;
            }
            _ => out.push(segment),
        }
    }
    out
}

/// Words before and after a change that are told with it.
const AROUND: usize = 4;

/// Words that carry no meaning of their own between two changes.
const SMALL: [&str; 14] = ["a", "an", "the", "of", "to", "in", "on", "for", "by", "at", "as", "and", "or", "that"];

/// Writes the marked text; what went stands before what came.
#[derive(Default)]
struct Writer {
    out: Inlines,
    kept: Builder,
    gone: Builder,
    come: Builder,
    /// The words that both papers have since the last change.
    since: String,
    edits: Vec<WordEdit>,
}

impl Writer {
    fn keep(&mut self, old: &WordToken, new: &WordToken) {
        if old.space.text == new.space.text {
            self.flush();
            self.kept.space(&new.space);
        } else {
            self.gone.space(&old.space);
            self.come.space(&new.space);
            self.flush();
        }
        self.kept.leaf(new);
    }

    fn change(&mut self, old: &[WordToken], new: &[WordToken]) {
        // A space that both begin with is not a change.
        let shared = match (old.first(), new.first()) {
            (Some(old), Some(new)) if self.gone.is_empty() && self.come.is_empty() => old.space.text == new.space.text,
            _ => false,
        };
        if let (true, Some(first)) = (shared, new.first()) {
            self.kept.space(&first.space);
        }
        for (tokens, builder) in [(old, &mut self.gone), (new, &mut self.come)] {
            for (at, token) in tokens.iter().enumerate() {
                if at > 0 || !shared {
                    builder.space(&token.space);
                }
                builder.leaf(token);
            }
        }
    }

    fn flush(&mut self) {
        if self.gone.is_empty() && self.come.is_empty() {
            return;
        }
        self.settle();
        let (gone, come) = (self.gone.take(), self.come.take());
        let [old, new] = [&gone, &come].map(|text| plain_text(text).trim().to_owned());
        let weight = weight(&old, &new);
        let words: Vec<&str> = self.since.split_whitespace().collect();
        let before = words.get(words.len().saturating_sub(AROUND)..).unwrap_or_default().join(" ");
        self.since.clear();
        self.edits.push(WordEdit { old, new, before, after: String::new(), weight });
        self.out.extend((!gone.is_empty()).then_some(Inline::Deleted(gone)));
        self.out.extend((!come.is_empty()).then_some(Inline::Inserted(come)));
    }

    /// Puts what both papers have behind the last change.
    fn settle(&mut self) {
        let kept = self.kept.take();
        self.since.push_str(&plain_text(&kept));
        self.out.extend(kept);
        if let Some(last) = self.edits.last_mut().filter(|last| last.after.is_empty()) {
            last.after = self.since.split_whitespace().take(AROUND).collect::<Vec<_>>().join(" ");
        }
    }

    fn finish(mut self) -> MarkedText {
        self.flush();
        self.settle();
        MarkedText { text: self.out, edits: self.edits }
    }
}

/// Words that bind, free, except or turn a sentence round.
const DUTY: [&str; 26] = [
    "shall", "must", "may", "can", "cannot", "will", "should", "not", "no", "never", "nor", "neither", "only",
    "unless", "except", "either", "both", "each", "any", "all", "and", "or", "if", "until", "before", "after",
];

/// How much a change of words matters.
fn weight(old: &str, new: &str) -> ChangeWeight {
    let text = [old, new];
    if text.iter().any(|text| text.contains(|letter: char| letter.is_ascii_digit())) {
        return ChangeWeight::Money;
    }
    let words = text.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let mut words = words.map(str::to_lowercase);
    if words.any(|word| DUTY.contains(&word.as_str())) { ChangeWeight::Duty } else { ChangeWeight::Wording }
}

#[cfg(test)]
mod tests {
    use super::{compare, weight};
    use crate::compare::tokens::Targets;
    use crate::document::revisions::ChangeWeight;
    use crate::document::{Inline, Inlines};

    struct Same;

    impl Targets for Same {
        fn identity(&self, target: &str) -> String {
            target.to_owned()
        }
        fn anchor(&self, target: &str) -> String {
            target.to_owned()
        }
    }

    fn plain(words: &str) -> Inlines {
        vec![Inline::Plain(words.into())]
    }

    /// Marks as `[-old-]{+new+}`.
    fn shown(text: &[Inline]) -> String {
        text.iter()
            .map(|inline| match inline {
                Inline::Deleted(inner) => format!("[-{}-]", shown(inner)),
                Inline::Inserted(inner) => format!("{{+{}+}}", shown(inner)),
                Inline::Strong(inner) => format!("**{}**", shown(inner)),
                Inline::Plain(words) => words.to_string(),
                Inline::Value(words) => words.clone(),
                Inline::Ref { text, .. } => text.clone(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn marked(old: &str, new: &str) -> String {
        shown(&compare((&plain(old), &Same), (&plain(new), &Same)).text)
    }

    #[test]
    fn only_the_words_that_changed_are_marked() {
        assert_eq!(marked("pay within 30 days.", "pay within 45 days."), "pay within [-30-]{+45+} days.");
        assert_eq!(marked("shall pay", "shall not pay"), "shall{+ not+} pay");
        assert_eq!(marked("a, b and c", "b and c"), "[-a, -]b and c");
        assert_eq!(marked("USD 180,000.00", "USD 80,000.00"), "USD [-180,000.00-]{+80,000.00+}");
        assert_eq!(marked("same", "same"), "same");
        assert_eq!(marked("", "new"), "{+new+}");
        assert_eq!(marked("a  b", "a b"), "a[-  -]{+ +}b");
    }

    #[test]
    fn a_reference_whose_number_moved_is_no_change() {
        let reference = |target: &str, text: &str| {
            vec![Inline::Plain("see ".into()), Inline::Ref { target: target.into(), text: text.into() }]
        };
        let moved = compare((&reference("pay", "clause 4"), &Same), (&reference("pay", "clause 5"), &Same));
        assert_eq!((shown(&moved.text).as_str(), moved.edits.len()), ("see clause 5", 0));
        let other = compare((&reference("pay", "clause 4"), &Same), (&reference("tax", "clause 5"), &Same));
        assert_eq!(shown(&other.text), "see [-clause 4-]{+clause 5+}");
    }

    #[test]
    fn emphasis_survives() {
        let text =
            |word: &str| vec![Inline::Strong(plain("The Fee")), Inline::Plain(format!(" is {word}").as_str().into())];
        let marked = compare((&text("due"), &Same), (&text("owed"), &Same));
        assert_eq!(shown(&marked.text), "**The Fee** is [-due-]{+owed+}");
    }

    #[test]
    fn figures_weigh_more_than_duties_and_duties_more_than_words() {
        assert_eq!(weight("30", "45"), ChangeWeight::Money);
        assert_eq!(weight("shall", "may"), ChangeWeight::Duty);
        assert_eq!(weight("", "not"), ChangeWeight::Duty);
        assert_eq!(weight("soon", "quickly"), ChangeWeight::Wording);
    }
}
