//! What the file itself says was changed, by whom and when.

use super::fold::folded;
use super::{Comparing, EditKind, TrackedBy};
use crate::render::docx::returned::TrackedEdit;

impl Comparing<'_> {
    /// Tells each tracked change at its place.
    pub(super) fn tracked(&mut self) {
        let edits: Vec<TrackedEdit> = self.theirs.tracked.clone();
        for edit in &edits {
            if folded(&edit.old) == folded(&edit.new) {
                continue;
            }
            // A change behind the last paragraph belongs to that.
            let place = self.found.range(..=edit.paragraph).next_back().map_or(0, |(_, ours)| *ours);
            let whole = self.theirs.paragraphs.get(edit.paragraph).map(|one| folded(&one.words));
            let kind = match (edit.old.is_empty(), edit.new.is_empty()) {
                (false, true) if whole.as_deref() == Some(folded(&edit.old).as_str()) => EditKind::Struck,
                (true, false) if edit.before.is_empty() => EditKind::Added,
                _ => EditKind::Edited,
            };
            let by = TrackedBy { author: edit.author.clone(), date: edit.date.clone() };
            let after = whole.map_or_else(String::new, |whole| following(&whole, &edit.before, &edit.old));
            let words = [edit.old.trim(), edit.new.trim(), edit.before.as_str(), after.as_str()];
            self.edit(place, kind, words, Some(by));
        }
        self.tracked_moves();
        for comment in self.theirs.comments.clone() {
            if comment.paragraph == usize::MAX {
                self.remarks.push(format!("a comment of {} stands beside nothing: {}", comment.author, comment.words));
            }
        }
    }

    /// Words that were deleted at one place and inserted at another moved.
    fn tracked_moves(&mut self) {
        let mut at = 0;
        while at < self.edits.len() {
            let wanted = self.edits.get(at).filter(|(_, edit)| edit.tracked.is_some() && edit.new.is_empty());
            let words = wanted.map(|(_, edit)| edit.old.clone()).filter(|words| words.split_whitespace().count() >= 4);
            let to = words.as_ref().and_then(|words| {
                self.edits.iter().position(|(_, edit)| {
                    edit.tracked.is_some() && edit.old.is_empty() && folded(&edit.new) == folded(words)
                })
            });
            if let (Some(to), Some(words)) = (to, words) {
                if let Some((_, edit)) = self.edits.get_mut(at) {
                    edit.kind = EditKind::Moved;
                    edit.new = words;
                }
                self.edits.remove(to);
                if to < at {
                    continue;
                }
            }
            at += 1;
        }
    }
}

/// A few words behind a deletion in the words of its paragraph.
fn following(whole: &str, before: &str, old: &str) -> String {
    let wanted = folded(&format!("{before} {old}"));
    let at = whole.find(&wanted).map(|at| at + wanted.len());
    let rest = at.and_then(|at| whole.get(at..)).unwrap_or_default();
    rest.split_whitespace().take(4).collect::<Vec<_>>().join(" ")
}
