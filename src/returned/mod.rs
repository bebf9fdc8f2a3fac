//! What the other side changed in the draft that came back: clause by clause, tracked and untracked.
//!
//! The draft that was sent is printed anew and read by the same reader as the file that came back, so that both are words in the same
//! form. Paragraphs are found by their words, which survive every program; what is left over is struck, added, moved, split or joined.

mod fold;
mod renamed;
mod suggest;
mod edited;
pub mod terms;
mod tracked;
mod unsaid;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use serde::Serialize;

use crate::compare::align::{Bag, align};
use crate::compare::places::PlaceOfWords;
use crate::compare::units::Pairing;
use crate::compare::word_edits;
use crate::render::docx::returned::{ReturnedPaper, ReturnedParagraph};
use fold::{folded, without_number};

pub use suggest::{FieldEdit, Leaves};

/// What came back, compared with what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReturnedChanges {
    /// Each change, in the order of the paper.
    pub edits: Vec<ReturnedEdit>,
    /// Each comment.
    pub comments: Vec<PlacedComment>,
    /// What holds of the file as a whole, in sentences.
    pub remarks: Vec<String>,
    /// Clauses of the draft that nothing changed.
    pub unchanged: usize,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EditKind {
    /// Words of a paragraph changed.
    Edited,
    /// A paragraph is gone.
    Struck,
    /// Every paragraph of a clause is gone.
    ClauseStruck,
    /// A paragraph is new.
    Added,
    /// A paragraph stands at another place.
    Moved,
    /// A paragraph became two.
    Split,
    /// Two paragraphs became one.
    Joined,
    /// The level or kind of a paragraph changed.
    Restyled,
    /// A term has another name wherever it stands.
    Renamed,
    /// The words around a reference stayed, and it leads to another place.
    Repointed,
    /// Words are there that the page does not show, or shows as words that do not hold.
    Unshown,
    /// There is something that a page may show, and that is not read as words.
    Unread,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnedEdit {
    /// By what it is called: `E1`.
    pub id: String,
    /// The clause's id in the library; `None` outside clauses.
    pub clause: Option<String>,
    /// What the draft calls the clause: number and title.
    pub name: String,
    /// The number of the paragraph, such as `12.1(a)`; empty if it has none.
    pub number: String,
    /// What was done.
    pub kind: EditKind,
    /// Who made it and when, as the file says it; `None` if it was not tracked.
    pub tracked: Option<TrackedBy>,
    /// Our words.
    pub old: String,
    /// Theirs.
    pub new: String,
    /// A few words before.
    pub before: String,
    /// A few words after.
    pub after: String,
    /// The field of the deal that holds the words, and the edit that accepts theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldEdit>,
    /// How the deal takes the change, if it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept: Option<Acceptance>,
    /// The paragraph of our draft that it belongs to, as an index; past the last for what stands beside the text.
    #[serde(skip)]
    pub paragraph: usize,
}

/// How a deal takes a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Acceptance {
    /// As another value of a field.
    Field,
    /// As a special term.
    SpecialTerm,
    /// By leaving the clause out.
    LeftOut,
}

impl EditKind {
    /// Whether old and new are words of the paper, and not names of places or what a reader should look at.
    fn is_of_words(self) -> bool {
        !matches!(self, Self::Restyled | Self::Repointed | Self::Unshown | Self::Unread)
    }
}

/// Who tracked a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackedBy {
    /// The author.
    pub author: String,
    /// The date as the file has it; empty if it has none.
    pub date: String,
}

/// A comment, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedComment {
    /// The clause's id in the library; `None` outside clauses.
    pub clause: Option<String>,
    /// What the draft calls the clause.
    pub name: String,
    /// The number of the paragraph.
    pub number: String,
    /// Who wrote it.
    pub author: String,
    /// When, as the file has it.
    pub date: String,
    /// What it says.
    pub words: String,
}

/// Compares the draft that was sent with the file that came back. `places` says for each paragraph of the body where it stands.
#[must_use]
pub fn compare(
    ours: &ReturnedPaper,
    theirs: &ReturnedPaper,
    places: &[PlaceOfWords],
    leaves: &Leaves,
) -> ReturnedChanges {
    let mut comparing = Comparing::new(ours, theirs, places);
    comparing.paragraphs();
    comparing.tracked();
    comparing.beside();
    comparing.marks_moved();
    comparing.unshown();
    comparing.remarks();
    comparing.finish(leaves)
}

struct Comparing<'a> {
    ours: &'a ReturnedPaper,
    theirs: &'a ReturnedPaper,
    places: &'a [PlaceOfWords],
    /// The paragraphs that are compared, by their indices in both files: without the contents.
    old: Vec<usize>,
    new: Vec<usize>,
    /// Their words.
    old_words: Vec<String>,
    new_words: Vec<String>,
    /// For each paragraph of theirs, the place that it has in ours.
    found: BTreeMap<usize, usize>,
    edits: Vec<(usize, ReturnedEdit)>,
    remarks: Vec<String>,
    /// Where each bookmark of ours stands, by its name in lower case.
    marks: HashMap<String, usize>,
    typed: usize,
    typography: usize,
}

impl<'a> Comparing<'a> {
    fn new(ours: &'a ReturnedPaper, theirs: &'a ReturnedPaper, places: &'a [PlaceOfWords]) -> Self {
        // A file without fields shows numbers where the fields were.
        let live = theirs.references > 0 || ours.references == 0;
        let words = |paragraph: &ReturnedParagraph| folded(if live { &paragraph.words } else { &paragraph.shown });
        // The contents are made of the headings. What says that it is a line of theirs and repeats no heading is text.
        let headings: HashSet<String> = (ours.paragraphs.iter())
            .chain(theirs.paragraphs.iter().filter(|one| !one.contents))
            .map(|one| letters(&one.words))
            .collect();
        let kept = |paper: &ReturnedPaper| -> Vec<usize> {
            let is_text = |one: &ReturnedParagraph| !one.contents || !headings.contains(&letters(&one.words));
            paper.paragraphs.iter().enumerate().filter(|(_, one)| is_text(one)).map(|(at, _)| at).collect()
        };
        let (old, mut new) = (kept(ours), kept(theirs));
        let contents = contents_as_words(ours, theirs);
        new.retain(|at| !contents.contains(at));
        let of = |paper: &ReturnedPaper, indices: &[usize]| -> Vec<String> {
            indices.iter().filter_map(|at| paper.paragraphs.get(*at)).map(words).collect()
        };
        let (old_words, mut new_words) = (of(ours, &old), of(theirs, &new));
        let mut remarks = Vec::new();
        if !live {
            remarks.push("references are no longer live: the file holds their numbers as words".to_owned());
        }
        if theirs.dead > ours.dead {
            remarks.push(format!(
                "references of the file that lead nowhere, as the program that saved it shows: {}",
                theirs.dead - ours.dead
            ));
        }
        // A typed number does not count as words.
        let known: HashSet<&str> = old_words.iter().map(String::as_str).collect();
        let mut typed = 0;
        for words in &mut new_words {
            if let Some(rest) =
                without_number(words).filter(|rest| !known.contains(words.as_str()) && known.contains(rest))
            {
                typed += 1;
                *words = rest.to_owned();
            }
        }
        drop(known);
        let marks = ours.paragraphs.iter().enumerate();
        let marks =
            marks.flat_map(|(at, one)| one.bookmarks.iter().map(move |mark| (mark.to_lowercase(), at))).collect();
        Self {
            ours,
            theirs,
            places,
            old,
            new,
            old_words,
            new_words,
            found: BTreeMap::new(),
            edits: Vec::new(),
            remarks,
            marks,
            typed,
            typography: 0,
        }
    }

    /// Where a paragraph of ours stands.
    fn place(&self, ours: usize) -> PlaceOfWords {
        let body = self.ours.paragraphs.len().saturating_sub(self.places.len());
        let cover = || PlaceOfWords { name: "Cover".to_owned(), ..PlaceOfWords::default() };
        ours.checked_sub(body).and_then(|at| self.places.get(at)).cloned().unwrap_or_else(cover)
    }

    fn say(&mut self, ours: usize, kind: EditKind, old: &str, new: &str) {
        self.edit(ours, kind, [old, new, "", ""], None);
    }

    fn edit(&mut self, ours: usize, kind: EditKind, [old, new, before, after]: [&str; 4], tracked: Option<TrackedBy>) {
        let PlaceOfWords { clause, name, number, .. } = self.place(ours);
        let [old, new, before, after] = [old, new, before, after].map(str::to_owned);
        let edit = ReturnedEdit {
            id: String::new(),
            clause,
            name,
            number,
            kind,
            tracked,
            old,
            new,
            before,
            after,
            field: None,
            accept: None,
            paragraph: ours,
        };
        self.edits.push((ours, edit));
    }

    fn paragraphs(&mut self) {
        let bags = |words: &[String]| words.iter().map(|words| Bag::of(words)).collect::<Vec<_>>();
        let (old_bags, new_bags) = (bags(&self.old_words), bags(&self.new_words));
        let mut pairs =
            align(&self.old_words, &self.new_words, |one, other| match (old_bags.get(one), new_bags.get(other)) {
                (Some(one), Some(other)) => Some(one.alike(other)).filter(|alike| *alike >= 400).unwrap_or(0),
                _ => 0,
            });
        self.cut(&mut pairs);
        self.cells(&mut pairs);
        let moved = self.moved(&pairs);
        let gone = self.clauses_gone(&pairs, &moved);
        let mut last = 0;
        let mut told = None;
        for pair in pairs {
            match pair {
                Pairing::Both(one, other) => {
                    let (Some(&ours), Some(&theirs)) = (self.old.get(one), self.new.get(other)) else { continue };
                    last = ours;
                    self.found.insert(theirs, ours);
                    self.both(one, other);
                }
                Pairing::Old(one) => {
                    let Some(&ours) = self.old.get(one) else { continue };
                    let words = self.old_words.get(one).cloned().unwrap_or_default();
                    let clause = self.place(ours).clause;
                    if moved.contains_key(&one) {
                        // Told where it stands now.
                    } else if clause.is_some() && clause.as_ref().is_some_and(|clause| gone.contains(clause)) {
                        if told != clause {
                            self.say(ours, EditKind::ClauseStruck, &words, "");
                            told = clause;
                        }
                    } else {
                        self.say(ours, EditKind::Struck, &words, "");
                    }
                    last = ours;
                }
                Pairing::New(other) => {
                    let words = self.new_words.get(other).cloned().unwrap_or_default();
                    if let Some(&theirs) = self.new.get(other) {
                        self.found.insert(theirs, last);
                    }
                    match moved.iter().find(|(_, to)| **to == other).map(|(from, _)| *from) {
                        Some(from) => {
                            if let Some(&ours) = self.old.get(from) {
                                self.say(ours, EditKind::Moved, &words, &words);
                            }
                        }
                        None => self.say(last, EditKind::Added, "", &words),
                    }
                }
            }
        }
    }

    /// Compares a paragraph that both files have.
    fn both(&mut self, one: usize, other: usize) {
        let (Some(&ours), Some(&theirs)) = (self.old.get(one), self.new.get(other)) else { return };
        let (Some(before), Some(after)) = (self.ours.paragraphs.get(ours), self.theirs.paragraphs.get(theirs)) else {
            return;
        };
        let (before_style, after_style) = (before.style.clone(), after.style.clone());
        let (old, new) = (
            self.old_words.get(one).cloned().unwrap_or_default(),
            self.new_words.get(other).cloned().unwrap_or_default(),
        );
        let typed = typed_before(&old, &new, &self.place(ours).number, self.typed > 0);
        let new = typed.map_or(new.as_str(), |rest| {
            self.typed += 1;
            rest
        });
        if old == new {
            let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
            self.typography += usize::from(
                plain(&before.shown) != plain(&after.shown) && {
                    // A field that Word worked out anew shows other characters, which nobody typed.
                    plain(&before.words) != plain(&after.words)
                },
            );
            self.repointed(ours, theirs);
            let ours_level = level(&before_style);
            if ours_level.is_some() && level(&after_style).is_some() && ours_level != level(&after_style) {
                self.say(ours, EditKind::Restyled, &before_style, &after_style);
            }
            return;
        }
        for edit in word_edits(&old, new) {
            self.edit(ours, EditKind::Edited, [&edit.old, &edit.new, &edit.before, &edit.after], None);
        }
    }

    /// Finds paragraphs that were split or joined: one beside a pair whose words it completes.
    fn cut(&mut self, pairs: &mut Vec<Pairing>) {
        let text = |words: &[String], at: usize| words.get(at).map_or("", String::as_str).to_owned();
        let squeezed = |words: &str| words.split_whitespace().collect::<String>();
        let mut at = 0;
        while at + 1 < pairs.len() {
            let (Some(first), Some(second)) = (pairs.get(at).copied(), pairs.get(at + 1).copied()) else { break };
            let (one, others, kind) = match (first, second) {
                (Pairing::Both(one, a), Pairing::New(b)) | (Pairing::New(a), Pairing::Both(one, b)) => {
                    let whole = format!("{} {}", text(&self.new_words, a), text(&self.new_words, b));
                    (one, (text(&self.old_words, one), whole), EditKind::Split)
                }
                (Pairing::Both(a, other), Pairing::Old(b)) | (Pairing::Old(a), Pairing::Both(b, other)) => {
                    let whole = format!("{} {}", text(&self.old_words, a), text(&self.old_words, b));
                    (a, (whole, text(&self.new_words, other)), EditKind::Joined)
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let (old, new) = others;
            if squeezed(&old) != squeezed(&new) {
                at += 1;
                continue;
            }
            if let Some(&ours) = self.old.get(one) {
                self.say(ours, kind, &old, &new);
                for pair in [first, second] {
                    if let Pairing::Both(_, other) | Pairing::New(other) = pair
                        && let Some(&theirs) = self.new.get(other)
                    {
                        self.found.insert(theirs, ours);
                    }
                }
            }
            pairs.drain(at..at + 2);
        }
    }

    /// Pairs the cells that keep no word with those in their places, in rows of which both files have another cell.
    fn cells(&self, pairs: &mut Vec<Pairing>) {
        let row = |paper: &ReturnedPaper, indices: &[usize], at: usize| {
            indices.get(at).and_then(|at| paper.paragraphs.get(*at)).and_then(|one| one.row)
        };
        let old_row = |at: usize| row(self.ours, &self.old, at);
        let new_row = |at: usize| row(self.theirs, &self.new, at);
        let mut became: HashMap<(usize, usize), (usize, usize)> = HashMap::new();
        let (mut gone, mut come): (BTreeMap<_, Vec<usize>>, BTreeMap<_, Vec<usize>>) = Default::default();
        for pair in pairs.iter() {
            match *pair {
                Pairing::Both(one, other) => became.extend(old_row(one).zip(new_row(other))),
                Pairing::Old(one) => old_row(one).into_iter().for_each(|row| gone.entry(row).or_default().push(one)),
                Pairing::New(other) => {
                    new_row(other).into_iter().for_each(|row| come.entry(row).or_default().push(other))
                }
            }
        }
        let mut changed: HashMap<usize, usize> = HashMap::new();
        for (row, cells) in &gone {
            let others = became.get(row).and_then(|row| come.get(row)).filter(|others| others.len() == cells.len());
            changed.extend(cells.iter().copied().zip(others.into_iter().flatten().copied()));
        }
        let taken: HashSet<usize> = changed.values().copied().collect();
        pairs.retain(|pair| !matches!(pair, Pairing::New(other) if taken.contains(other)));
        for pair in pairs {
            if let Pairing::Old(one) = *pair
                && let Some(&other) = changed.get(&one)
            {
                *pair = Pairing::Both(one, other);
            }
        }
    }

    /// Paragraphs that stand at another place: ours, and theirs.
    fn moved(&self, pairs: &[Pairing]) -> HashMap<usize, usize> {
        let mut free: HashMap<&str, Vec<usize>> = HashMap::new();
        for pair in pairs {
            if let Pairing::New(other) = pair
                && let Some(words) = self.new_words.get(*other).filter(|words| words.split(' ').count() >= 4)
            {
                free.entry(words).or_default().push(*other);
            }
        }
        let mut out = HashMap::new();
        for pair in pairs {
            if let Pairing::Old(one) = pair
                && let Some(other) =
                    self.old_words.get(*one).and_then(|words| free.get_mut(words.as_str())).and_then(Vec::pop)
            {
                out.insert(*one, other);
            }
        }
        out
    }

    /// Clauses of which nothing is left.
    fn clauses_gone(&self, pairs: &[Pairing], moved: &HashMap<usize, usize>) -> HashSet<String> {
        let mut left: HashMap<String, bool> = HashMap::new();
        for pair in pairs {
            let (one, stays) = match pair {
                Pairing::Both(one, _) => (one, true),
                Pairing::Old(one) => (one, moved.contains_key(one)),
                Pairing::New(_) => continue,
            };
            if let Some(clause) = self.old.get(*one).and_then(|ours| self.place(*ours).clause) {
                *left.entry(clause).or_insert(false) |= stays;
            }
        }
        left.into_iter().filter(|(_, left)| !left).map(|(clause, _)| clause).collect()
    }

    fn remarks(&mut self) {
        let renamed = renamed::gather(&mut self.edits, &self.old_words, &self.new_words);
        self.remarks.extend(renamed);
        if self.typed > 0 {
            self.remarks.push(format!("{} numbers were typed where the draft counts by itself", self.typed));
        }
        if self.typography > 0 {
            self.remarks
                .push(format!("{} paragraphs differ in quotation marks, spaces or hyphens alone", self.typography));
        }
        let odd = |paper: &ReturnedPaper| -> usize {
            paper.paragraphs.iter().map(|one| one.shown.chars().filter(|letter| fold::is_unseen(*letter)).count()).sum()
        };
        let (before, after) = (odd(self.ours), odd(self.theirs));
        if after > before {
            self.remarks.push(format!("{} characters that draw nothing were added", after - before));
        }
    }

    fn finish(mut self, leaves: &Leaves) -> ReturnedChanges {
        self.edits.sort_by_key(|(ours, _)| *ours);
        let comments = self.theirs.comments.iter().filter(|comment| comment.paragraph != usize::MAX).map(|comment| {
            let place = self.found.range(..=comment.paragraph).next_back().map_or(0, |(_, ours)| *ours);
            let PlaceOfWords { clause, name, number, .. } = self.place(place);
            let (author, date, words) = (comment.author.clone(), comment.date.clone(), comment.words.clone());
            PlacedComment { clause, name, number, author, date, words }
        });
        let comments = comments.collect();
        let clauses: BTreeSet<&String> = self.places.iter().filter_map(|place| place.clause.as_ref()).collect();
        let touched: BTreeSet<&String> = self.edits.iter().filter_map(|(_, edit)| edit.clause.as_ref()).collect();
        let unchanged = clauses.difference(&touched).count();
        let numbered = self.edits.iter().enumerate().map(|(at, (_, edit))| {
            let field = leaves.find(edit).filter(|_| edit.kind.is_of_words());
            ReturnedEdit { id: format!("E{}", at + 1), field, ..edit.clone() }
        });
        ReturnedChanges { edits: numbered.collect(), comments, remarks: self.remarks, unchanged }
    }
}

/// The letters of a text: what a line of the contents repeats of a heading, whatever numbers stand around it.
fn letters(words: &str) -> String {
    words.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The level that a style of ours gives, if it is one that gives a level.
fn level(style: &str) -> Option<&str> {
    ["clause level", "schedule level", "definition level"].iter().any(|kind| style.starts_with(kind)).then_some(style)
}

/// The lines of our table of contents in a file whose program made plain paragraphs of them.
fn contents_as_words(ours: &ReturnedPaper, theirs: &ReturnedPaper) -> Range<usize> {
    let lines: HashSet<String> =
        ours.paragraphs.iter().filter(|one| one.contents).map(|one| folded(&one.shown)).collect();
    let (mut longest, mut run) = (0..0, 0..0);
    if theirs.paragraphs.iter().any(|one| one.contents) {
        return longest;
    }
    for (at, paragraph) in theirs.paragraphs.iter().enumerate() {
        let words = folded(&paragraph.shown);
        if !lines.contains(&words) && !without_number(&words).is_some_and(|rest| lines.contains(rest)) {
            run = at + 1..at + 1;
            continue;
        }
        run.end = at + 1;
        if run.len() > longest.len() {
            longest = run.clone();
        }
    }
    // Two headings in a row are no contents.
    if longest.len() * 2 > lines.len() { longest } else { 0..0 }
}

/// Words without a number that was typed before them: it is the paragraph's own, or other numbers of the file were typed.
fn typed_before<'a>(old: &str, new: &'a str, number: &str, others: bool) -> Option<&'a str> {
    if old == new || without_number(old).is_some() {
        return None;
    }
    let rest = without_number(new)?;
    let typed = new.strip_suffix(rest)?.trim().trim_end_matches('.');
    (others || (!typed.is_empty() && number.ends_with(typed))).then_some(rest)
}
