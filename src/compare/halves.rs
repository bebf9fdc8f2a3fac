//! A paragraph that became two, or two that became one: every word stays, and only the end of a paragraph came or went.

use super::side::{Side, gist_of};
use super::units::Pairing;
use super::words::{WordEdit, compare};
use crate::document::revisions::{BlockStanding, ChangeWeight};
use crate::document::{Block, Inline, Inlines, Paragraph, plain_text};

/// The words that are told around the place.
const AROUND: usize = 6;

/// A paragraph that was cut, or two that were joined, as two blocks of the marked paper.
pub(super) struct Halves {
    pub(super) blocks: [(Paragraph, BlockStanding); 2],
    pub(super) edit: WordEdit,
}

/// Turns each pair beside a half so that the half stands first and the pair holds the second one: a paragraph whose end goes runs on into
/// the next, whose number and style it takes.
pub(super) fn turn(pairs: &mut [Pairing], old: &Side<'_>, new: &Side<'_>) {
    for at in 1..pairs.len() {
        let turned = match (pairs.get(at - 1), pairs.get(at)) {
            (Some(&Pairing::Both(whole, one)), Some(&Pairing::New(other)))
                if is_cut((old, whole), new, [one, other]) =>
            {
                [Pairing::New(one), Pairing::Both(whole, other)]
            }
            (Some(&Pairing::Both(one, whole)), Some(&Pairing::Old(other)))
                if is_cut((new, whole), old, [one, other]) =>
            {
                [Pairing::Old(one), Pairing::Both(other, whole)]
            }
            _ => continue,
        };
        if let Some(two) = pairs.get_mut(at - 1..=at) {
            two.copy_from_slice(&turned);
        }
    }
}

/// Whether a paragraph of one paper has the words of two of the other, of one level.
fn is_cut((side, whole): (&Side<'_>, usize), other: &Side<'_>, halves: [usize; 2]) -> bool {
    let frame = |side: &Side<'_>, at: usize| side.frames.get(at).cloned();
    let words = |side: &Side<'_>, at: usize| match side.document.blocks.get(at) {
        Some(Block::Paragraph(paragraph)) => {
            let mut out = String::new();
            gist_of(&paragraph.text, &mut out);
            out.split_whitespace().collect::<String>()
        }
        _ => String::new(),
    };
    let [one, two] = halves.map(|at| words(other, at));
    let alike = halves.iter().all(|at| frame(other, *at) == frame(side, whole));
    alike && !one.is_empty() && !two.is_empty() && words(side, whole) == one + &two
}

/// The two blocks of a paragraph that is two in the new paper; `None` if more than its end differs.
pub(super) fn split(
    (old, whole): (&Side<'_>, &Paragraph),
    (new, one, two): (&Side<'_>, &Paragraph, &Paragraph),
) -> Option<Halves> {
    let joined = joined(&one.text, &two.text);
    if !compare((&whole.text, old), (&joined, new)).edits.is_empty() {
        return None;
    }
    let mut text = vec![Inline::Deleted(vec![Inline::Plain(" ".into())])];
    text.extend(two.text.iter().cloned());
    let anchor = two.anchor.clone().or_else(|| {
        let own = whole.anchor.as_deref()?;
        Some(super::tokens::Targets::anchor(old, own))
    });
    let kept = BlockStanding::Kept { was: whole.label.clone(), changed: Some(ChangeWeight::Wording) };
    Some(Halves {
        blocks: [
            (one.clone(), BlockStanding::Inserted(ChangeWeight::Wording)),
            (Paragraph { text, anchor, ..two.clone() }, kept),
        ],
        edit: edit("", "¶", &one.text, &two.text),
    })
}

/// The two blocks of two paragraphs that are one in the new paper; `None` if more than the end of the first differs.
pub(super) fn join(
    (old, one, two): (&Side<'_>, &Paragraph, &Paragraph),
    (new, whole): (&Side<'_>, &Paragraph),
) -> Option<Halves> {
    let joined = joined(&one.text, &two.text);
    if !compare((&joined, old), (&whole.text, new)).edits.is_empty() {
        return None;
    }
    let (first, second) = cut(&whole.text, &one.text)?;
    let edit = edit("¶", "", &first, &second);
    let mut text = vec![Inline::Inserted(vec![Inline::Plain(" ".into())])];
    text.extend(second);
    let anchor = one.anchor.as_deref().map(|anchor| super::tokens::Targets::anchor(old, anchor));
    let kept = BlockStanding::Kept { was: two.label.clone(), changed: Some(ChangeWeight::Wording) };
    Some(Halves {
        blocks: [
            (Paragraph { text: first, anchor, ..one.clone() }, BlockStanding::Deleted(ChangeWeight::Wording)),
            (Paragraph { text, ..whole.clone() }, kept),
        ],
        edit,
    })
}

fn joined(one: &[Inline], two: &[Inline]) -> Inlines {
    let space = [Inline::Plain(" ".into())];
    one.iter().chain(&space).chain(two).cloned().collect()
}

fn edit(old: &str, new: &str, before: &[Inline], after: &[Inline]) -> WordEdit {
    let (before, after) = (plain_text(before), plain_text(after));
    let words: Vec<&str> = before.split_whitespace().collect();
    let before = words.get(words.len().saturating_sub(AROUND)..).unwrap_or_default().join(" ");
    let after = after.split_whitespace().take(AROUND).collect::<Vec<_>>().join(" ");
    WordEdit { old: old.to_owned(), new: new.to_owned(), before, after, weight: ChangeWeight::Wording }
}

/// How many characters a run has outside references, and how many references.
fn extent(text: &[Inline]) -> (usize, usize) {
    text.iter().fold((0, 0), |(letters, references), inline| match inline {
        Inline::Ref { .. } => (letters, references + 1),
        other => match other.inner() {
            Some(inner) => {
                let (more, within) = extent(inner);
                (letters + more, references + within)
            }
            None => (letters + plain_text(std::slice::from_ref(other)).chars().count(), references),
        },
    })
}

/// A run in two, the first as long as another run; `None` if that ends inside an emphasis.
fn cut(text: &[Inline], first: &[Inline]) -> Option<(Inlines, Inlines)> {
    let (letters, references) = extent(first);
    let (mut before, mut after) = (Inlines::new(), Inlines::new());
    let (mut so_far, mut passed) = (0, 0);
    for inline in text {
        let (more, within) = extent(std::slice::from_ref(inline));
        if so_far == letters && passed == references {
            after.push(inline.clone());
        } else if so_far + more <= letters && passed + within <= references {
            before.push(inline.clone());
            (so_far, passed) = (so_far + more, passed + within);
        } else {
            let words = plain_text(std::slice::from_ref(inline));
            let at = words.char_indices().nth(letters.checked_sub(so_far)?).map(|(at, _)| at)?;
            let (one, two) = words.split_at(at);
            match inline {
                Inline::Plain(_) => {
                    before.push(Inline::Plain(one.into()));
                    after.push(Inline::Plain(two.into()));
                }
                Inline::Value(_) => {
                    before.push(Inline::Value(one.to_owned()));
                    after.push(Inline::Value(two.to_owned()));
                }
                _ => return None,
            }
            (so_far, passed) = (letters, references);
        }
    }
    // The space between the halves is marked by itself.
    match after.first_mut() {
        Some(Inline::Plain(words)) => *words = words.trim_start().into(),
        Some(Inline::Value(words)) => *words = words.trim_start().to_owned(),
        _ => return None,
    }
    Some((before, after))
}
