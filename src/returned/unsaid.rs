//! Changes that the words of the text do not tell: where references lead, what the page does not show, what stands beside the text.

use std::collections::{BTreeSet, HashSet};

use super::fold::folded;
use super::{Comparing, EditKind, ReturnedEdit};
use crate::compare::align::Bag;
use crate::render::docx::returned::ReturnedPaper;

impl<'a> Comparing<'a> {
    /// Tells references of a paragraph of equal words that point to another place.
    pub(super) fn repointed(&mut self, ours: usize, theirs: usize) {
        let of = |paper: &'a ReturnedPaper, at: usize| paper.paragraphs.get(at).map_or(&[][..], |one| &one.targets);
        let (before, after) = (of(self.ours, ours), of(self.theirs, theirs));
        // A file without references is told as such.
        if before == after || self.theirs.references == 0 {
            return;
        }
        let place =
            |target: &String| self.marks.get(target).map_or_else(|| target.clone(), |at| self.place(*at).whereabouts());
        let places = |targets: &[String]| targets.iter().map(place).collect::<Vec<_>>().join("; ");
        let (old, new) = (places(before), places(after));
        self.say(ours, EditKind::Repointed, &old, &new);
    }

    /// Tells bookmarks that references point to and that stand at another paragraph, where the references then lead.
    pub(super) fn marks_moved(&mut self) {
        let wanted: HashSet<&String> = self.theirs.paragraphs.iter().flat_map(|one| &one.targets).collect();
        let mut told = Vec::new();
        for (theirs, one) in self.theirs.paragraphs.iter().enumerate() {
            for mark in one.bookmarks.iter().map(|mark| mark.to_lowercase()).filter(|mark| wanted.contains(mark)) {
                if let (Some(&before), Some(&after)) = (self.marks.get(&mark), self.found.get(&theirs))
                    && before != after
                {
                    told.push((before, self.place(before).whereabouts(), self.place(after).whereabouts()));
                }
            }
        }
        for (at, old, new) in told {
            self.say(at, EditKind::Repointed, &old, &new);
        }
    }

    /// What the page does not show, what it may show and is not read, and words in automatic numbers.
    pub(super) fn unshown(&mut self) {
        let known: Vec<(&str, &str)> = self.ours.unseen.iter().map(|(_, why, words)| (*why, words.as_str())).collect();
        let unseen = self.theirs.unseen.iter().filter(|(_, why, words)| !known.contains(&(*why, words.as_str())));
        let unseen = unseen.map(|(at, why, words)| (*at, EditKind::Unshown, format!("{why}: {words}")));
        let mut left: Vec<&str> = self.ours.unread.iter().map(|(_, what)| what.as_str()).collect();
        let unread = self.theirs.unread.iter().filter(|(_, what)| match left.iter().position(|one| one == what) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        });
        let unread: Vec<_> = unread.map(|(at, what)| (*at, EditKind::Unread, what.clone())).collect();
        let words = |pattern: &str| pattern.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2);
        let patterns: BTreeSet<&String> = self.theirs.numbering.iter().collect();
        let patterns = patterns.into_iter().filter(|it| words(it) && !self.ours.numbering.contains(it));
        let patterns = patterns.map(|pattern| {
            (usize::MAX, EditKind::Unread, format!("numbers that are counted by themselves and say words: {pattern}"))
        });
        let all: Vec<_> = unseen.chain(unread).chain(patterns).collect();
        for (at, kind, what) in all {
            let place = self.found.range(..=at).next_back().map_or(0, |(_, ours)| *ours);
            self.say(place, kind, "", &what);
        }
    }

    /// Headers, footers, notes and text boxes.
    pub(super) fn beside(&mut self) {
        let lines = |paper: &ReturnedPaper| -> Vec<String> { paper.beside.iter().map(|line| folded(line)).collect() };
        let (ours, theirs) = (lines(self.ours), lines(self.theirs));
        let kept: HashSet<&String> = theirs.iter().collect();
        let gone: Vec<(&String, Bag)> =
            ours.iter().filter(|line| !kept.contains(line)).map(|line| (line, Bag::of(line))).collect();
        let mut told: HashSet<&String> = ours.iter().collect();
        let edits: Vec<(String, String)> = theirs
            .iter()
            .filter(|line| told.insert(line))
            .map(|line| {
                let bag = Bag::of(line);
                let near = gone.iter().find(|(_, other)| other.alike(&bag) >= 400);
                (near.map(|(near, _)| (*near).clone()).unwrap_or_default(), line.clone())
            })
            .collect();
        for (old, new) in edits {
            let edit = ReturnedEdit {
                id: String::new(),
                clause: None,
                name: "Headers, footers, notes and text boxes".to_owned(),
                number: String::new(),
                kind: if old.is_empty() { EditKind::Added } else { EditKind::Edited },
                tracked: None,
                old,
                new,
                before: String::new(),
                after: String::new(),
                field: None,
                accept: None,
                paragraph: usize::MAX,
            };
            self.edits.push((usize::MAX, edit));
        }
    }
}
