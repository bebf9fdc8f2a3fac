//! Words of the other side that we accept, as the deal says them: a special term in place of the point or the clause that they change,
//! or after it; or a clause that is left out.
//!
//! What a special term in place of a point displaces is asked of the program itself: the paper is assembled with such a term, and what is
//! gone from the paragraph is the sentence of the point.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edited::{EditedParagraph, Replacement, curled, squeezed};
use super::{Acceptance, EditKind, ReturnedEdit};
use crate::compare::places::PlaceOfWords;
use crate::deal::governance::{SpecialPlace, SpecialTerm};
use crate::deal::read::DealFile;
use crate::diagnostic::Failure;
use crate::document::assemble::{Draft, assemble};
use crate::document::departures::SPECIAL_TERM;
use crate::document::{Block, Document, Extent, plain_text};
use crate::library::Library;
use crate::library::clause::{Clause, LeaveOut};
use crate::render::docx::returned::{NUMBER, ReturnedPaper};

/// The draft that was sent.
#[derive(Debug, Clone, Copy)]
pub struct SentDraft<'a> {
    /// The deal.
    pub file: &'a DealFile,
    /// Its paper.
    pub draft: &'a Draft,
    /// The library of both.
    pub library: &'a Library,
    /// The paper, as a Word file is read.
    pub paper: &'a ReturnedPaper,
    /// Where each paragraph of its body stands.
    pub places: &'a [PlaceOfWords],
}

/// What the deal says so that it says what they wrote.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TermEdit {
    /// The changes that it accepts.
    pub accepts: Vec<String>,
    /// Where it stands.
    #[serde(flatten)]
    pub place: TermPlace,
    /// The words of the special term; empty for a clause that is left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// How many references it holds as words, which do not follow when numbers move.
    pub references: usize,
}

/// Where accepted words stand in the deal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TermPlace {
    /// In place of a clause, or of a point as `CLAUSE#POINT`.
    Instead(String),
    /// After a clause.
    After(String),
    /// In the special term that the deal has, by its index.
    Reworded(usize),
    /// In `clauses`: this one is left out.
    LeftOut(String),
}

impl TermEdit {
    /// What is written, in words.
    #[must_use]
    pub fn said(&self) -> String {
        let what = match &self.place {
            TermPlace::Instead(place) => format!("special term in place of {place}"),
            TermPlace::After(clause) => format!("special term after {clause}"),
            TermPlace::Reworded(at) => format!("other words of special_terms[{at}]"),
            TermPlace::LeftOut(clause) => format!("{clause} is left out"),
        };
        let dead = match self.references {
            0 => "",
            1 => "; the number of a reference in it is words now, and does not follow when numbers move",
            _ => "; the numbers of references in it are words now, and do not follow when numbers move",
        };
        format!("{}: {what}{dead}", self.accepts.join(", "))
    }
}

/// Words that no clause has, and that stand for a special term while its place is looked for.
const PROBE: &str = "peerpact-looks-for-the-place-of-this-point";

/// The sentence of a point in a paragraph.
struct PointSentence<'a> {
    point: &'a str,
    block: usize,
    /// Its bytes in the words of the block, as [`squeezed`] gives them.
    bytes: Range<usize>,
}

impl<'a> SentDraft<'a> {
    /// How the deal can take a change; `None` if only a person can change the deal so.
    #[must_use]
    pub fn acceptance(&self, edit: &ReturnedEdit) -> Option<Acceptance> {
        if edit.field.as_ref().is_some_and(|field| field.paths.len() == 1) {
            return Some(Acceptance::Field);
        }
        let clause = self.library.clauses.get(edit.clause.as_ref()?)?;
        let is_paragraph = matches!(self.block(edit), Some(Block::Paragraph(_)));
        let replaced = clause.front.leave_out != LeaveOut::Never;
        match edit.kind {
            EditKind::Edited | EditKind::Struck if replaced && is_paragraph && !edit.new.contains(NUMBER) => {
                Some(Acceptance::SpecialTerm)
            }
            EditKind::Added if !edit.new.contains(NUMBER) && !matches!(self.block(edit), Some(Block::Table(_))) => {
                Some(Acceptance::SpecialTerm)
            }
            EditKind::ClauseStruck if clause.front.leave_out == LeaveOut::Free => Some(Acceptance::LeftOut),
            _ => None,
        }
    }

    /// What the deal has to say for some changes of words to be accepted. `others` are changes that fields accept; a special term says
    /// those of its own sentences too.
    ///
    /// # Errors
    ///
    /// The deal cannot say one of them; the text names it, says why and what to do instead.
    pub fn accepted(&self, edits: &[&ReturnedEdit], others: &[&ReturnedEdit]) -> Result<Vec<TermEdit>, Failure> {
        let mut clauses: BTreeMap<&str, Vec<&ReturnedEdit>> = BTreeMap::new();
        for edit in edits {
            let Some(id) = &edit.clause else {
                return Err(refused(edit, "it stands in no clause; change the deal by hand"));
            };
            clauses.entry(id).or_default().push(edit);
        }
        let mut out = Vec::new();
        for (id, edits) in clauses {
            let Some(clause) = self.library.clauses.get(id) else { continue };
            self.of_clause(clause, &edits, others, &mut out)?;
        }
        Ok(out)
    }

    fn of_clause(
        &self,
        clause: &Clause,
        edits: &[&ReturnedEdit],
        others: &[&ReturnedEdit],
        out: &mut Vec<TermEdit>,
    ) -> Result<(), Failure> {
        if let Some(struck) = edits.iter().find(|edit| edit.kind == EditKind::ClauseStruck) {
            let place = TermPlace::LeftOut(clause.id.clone());
            match clause.front.leave_out {
                LeaveOut::Free => {}
                LeaveOut::ReplacedOnly => {
                    let why = format!(
                        "`{}` cannot be left out, only replaced: say what holds in its place in `special_terms`",
                        clause.id
                    );
                    return Err(refused(struck, &why));
                }
                LeaveOut::Never => return Err(refused(struck, &always(clause))),
            }
            out.push(TermEdit { accepts: vec![struck.id.clone()], place, text: String::new(), references: 0 });
            return Ok(());
        }
        let (added, rest): (Vec<&ReturnedEdit>, Vec<&ReturnedEdit>) =
            edits.iter().partition(|edit| edit.kind == EditKind::Added);
        let mut changed = Vec::new();
        for edit in rest {
            if !matches!(edit.kind, EditKind::Edited | EditKind::Struck) {
                return Err(refused(edit, "the deal has no words for it; change the deal by hand"));
            }
            match self.reworded(clause, edit, others)? {
                Some(term) => out.push(term),
                None => changed.push(edit),
            }
        }
        if !changed.is_empty() {
            self.replaced(clause, &changed, others, out)?;
        }
        for edit in added {
            if edit.new.contains(NUMBER) {
                return Err(refused(
                    edit,
                    "it holds a reference, whose number would not follow; write the special term by hand",
                ));
            }
            if matches!(self.block(edit), Some(Block::Table(_))) {
                return Err(refused(
                    edit,
                    "it is a row or a cell of a table; change what the table prints in the deal",
                ));
            }
            out.push(TermEdit {
                accepts: vec![edit.id.clone()],
                place: TermPlace::After(clause.id.clone()),
                text: curled(edit.new.trim()),
                references: 0,
            });
        }
        Ok(())
    }

    /// The change of a paragraph that a special term of the deal prints; `None` if the paragraph is another.
    fn reworded(
        &self,
        clause: &Clause,
        edit: &ReturnedEdit,
        others: &[&ReturnedEdit],
    ) -> Result<Option<TermEdit>, Failure> {
        let Some(paragraph) = self.paragraph(edit.paragraph) else { return Ok(None) };
        let words = paragraph.shown();
        let Some(said) = words.strip_prefix(&squeezed(SPECIAL_TERM)) else { return Ok(None) };
        let terms = self.file.deal.special_terms.iter().enumerate();
        let mut same = terms.filter(|(_, term)| {
            term.place().is_some_and(|place| place.clause() == clause.id) && squeezed(term.text.as_str()) == said
        });
        let (Some((at, _)), None) = (same.next(), same.next()) else { return Ok(None) };
        if edit.kind == EditKind::Struck {
            return Err(refused(edit, &format!("it strikes special_terms[{at}]; take that out of the deal by hand")));
        }
        let start = words.len() - said.len();
        let pieces = paragraph.pieces_at(&(start..words.len()));
        let text = self.text(&paragraph, &pieces, &[edit], others)?;
        Ok(Some(TermEdit { accepts: vec![edit.id.clone()], place: TermPlace::Reworded(at), text, references: 0 }))
    }

    /// Special terms in place of the points that changes touch or, where one touches more than points, of the whole clause.
    fn replaced(
        &self,
        clause: &Clause,
        edits: &[&ReturnedEdit],
        others: &[&ReturnedEdit],
        out: &mut Vec<TermEdit>,
    ) -> Result<(), Failure> {
        let Some(first) = edits.first() else { return Ok(()) };
        if clause.front.leave_out == LeaveOut::Never {
            return Err(refused(first, &always(clause)));
        }
        if let Some(edit) = edits.iter().find(|edit| !matches!(self.block(edit), Some(Block::Paragraph(_)))) {
            return Err(refused(edit, "it stands in a heading or a table; change what that prints in the deal"));
        }
        match self.points(clause, edits, others)? {
            Some(terms) => out.extend(terms),
            None => out.extend(self.whole(clause, edits, others)?),
        }
        Ok(())
    }

    /// A term for each point that the changes touch; `None` if one of them lies in no point, or in two.
    fn points(
        &self,
        clause: &Clause,
        edits: &[&ReturnedEdit],
        others: &[&ReturnedEdit],
    ) -> Result<Option<Vec<TermEdit>>, Failure> {
        if edits.iter().any(|edit| edit.kind == EditKind::Struck) {
            return Ok(None);
        }
        let sentences = self.sentences(clause);
        let mut touched: BTreeMap<usize, (usize, Vec<&ReturnedEdit>)> = BTreeMap::new();
        for edit in edits {
            let Some(paragraph) = self.paragraph(edit.paragraph) else { return Ok(None) };
            let Some(block) = self.place(edit.paragraph).map(|place| place.block) else { return Ok(None) };
            let span = paragraph.replacement(edit).map_err(|why| refused(edit, why))?.span;
            let holds = |sentence: &PointSentence<'_>| {
                let pieces = paragraph.pieces_at(&sentence.bytes);
                sentence.block == block && pieces.start <= span.start && span.end <= pieces.end
            };
            // What is added between two sentences belongs to the one before.
            let Some(at) = sentences.iter().position(holds) else { return Ok(None) };
            touched.entry(at).or_insert_with(|| (edit.paragraph, Vec::new())).1.push(edit);
        }
        let mut out = Vec::new();
        for (at, (paragraph, edits)) in touched {
            let (Some(sentence), Some(paragraph)) = (sentences.get(at), self.paragraph(paragraph)) else {
                return Ok(None);
            };
            let pieces = paragraph.pieces_at(&sentence.bytes);
            let text = self.text(&paragraph, &pieces, &edits, others)?;
            out.push(TermEdit {
                accepts: edits.iter().map(|edit| edit.id.clone()).collect(),
                place: TermPlace::Instead(format!("{}#{}", clause.id, sentence.point)),
                text,
                references: paragraph.references(&pieces),
            });
        }
        Ok(Some(out))
    }

    /// The clause as they have it, a term for each paragraph with the items below it.
    fn whole(
        &self,
        clause: &Clause,
        edits: &[&ReturnedEdit],
        others: &[&ReturnedEdit],
    ) -> Result<Vec<TermEdit>, Failure> {
        let refuse = |why: &str| edits.first().map_or_else(|| Failure(why.to_owned()), |edit| refused(edit, why));
        let replaced = |term: &SpecialTerm| {
            let place = term.place().filter(|place| place.clause() == clause.id);
            place.is_some_and(|place| !matches!(place, SpecialPlace::After(_)))
        };
        if self.file.deal.special_terms.iter().any(replaced) {
            let why =
                format!("special terms replace points of `{}` already, and it touches more than they do", clause.id);
            return Err(refuse(&format!("{why}; change them by hand")));
        }
        let mut texts: Vec<(String, usize)> = Vec::new();
        let first = self.body();
        for (at, place) in
            self.places.iter().enumerate().filter(|(_, place)| place.clause.as_deref() == Some(&clause.id))
        {
            let block = self.draft.paper().blocks.get(place.block);
            let paragraph = match block {
                Some(Block::Paragraph(paragraph)) => paragraph,
                Some(Block::Heading(_))
                    if self.extent(clause).is_some_and(|extent| extent.blocks.start == place.block) =>
                {
                    continue;
                }
                _ => {
                    let why =
                        "its clause holds a table or sections, which no special term can say; change the deal by hand";
                    return Err(refuse(why));
                }
            };
            let at = first + at;
            let own: Vec<&ReturnedEdit> = edits.iter().filter(|edit| edit.paragraph == at).copied().collect();
            let Some(words) = self.paragraph(at).filter(|_| own.iter().all(|edit| edit.kind != EditKind::Struck))
            else {
                continue;
            };
            if words.shown().starts_with(&squeezed(SPECIAL_TERM)) {
                continue;
            }
            let text = self.text(&words, &words.whole(), &own, others)?;
            let references = words.references(&words.whole());
            match texts.last_mut().filter(|_| paragraph.indent > 1) {
                Some((above, count)) => {
                    *above = [above.as_str(), &paragraph.label, &text].join(" ");
                    *count += references;
                }
                None => texts.push((text, references)),
            }
        }
        if texts.is_empty() {
            return Err(refuse("nothing would be left of its clause; say what holds in its place in `special_terms`"));
        }
        let accepts: Vec<String> = edits.iter().map(|edit| edit.id.clone()).collect();
        let place = TermPlace::Instead(clause.id.clone());
        let term = |(text, references)| TermEdit { accepts: accepts.clone(), place: place.clone(), text, references };
        Ok(texts.into_iter().map(term).collect())
    }

    /// Some pieces of a paragraph with changes carried out, and with those of its other changes that fields accept.
    fn text(
        &self,
        paragraph: &EditedParagraph,
        pieces: &Range<usize>,
        edits: &[&ReturnedEdit],
        others: &[&ReturnedEdit],
    ) -> Result<String, Failure> {
        let mut all: Vec<Replacement> = Vec::new();
        for edit in edits {
            all.push(paragraph.replacement(edit).map_err(|why| refused(edit, why))?);
        }
        let at = edits.first().map(|edit| edit.paragraph);
        for edit in others.iter().filter(|edit| Some(edit.paragraph) == at && edit.kind == EditKind::Edited) {
            let found = paragraph.replacement(edit).map_err(|why| refused(edit, why))?;
            if pieces.start <= found.span.start && found.span.end <= pieces.end {
                all.push(found);
            }
        }
        paragraph.text(pieces, &mut all).ok_or_else(|| {
            edits.first().map_or_else(
                || Failure("two changes overlap".into()),
                |edit| refused(edit, "another accepted change touches the same words; change the deal by hand"),
            )
        })
    }

    /// The sentence of each point of a clause that the paper prints once.
    fn sentences<'b>(&self, clause: &'b Clause) -> Vec<PointSentence<'b>> {
        let Some(extent) = self.extent(clause) else { return Vec::new() };
        let points = clause.front.points.iter();
        points.filter_map(|point| self.sentence(clause, extent, &point.id)).collect()
    }

    fn sentence<'b>(&self, clause: &Clause, extent: &Extent, point: &'b str) -> Option<PointSentence<'b>> {
        let mut file = self.file.clone();
        file.deal.special_terms.push(SpecialTerm {
            after: None,
            instead: Some(format!("{}#{point}", clause.id)),
            text: PROBE.parse().ok()?,
        });
        let probed = assemble(&file, self.library, false, &mut Vec::new());
        let probed = probed.paper();
        let other = probed.clauses.iter().find(|other| other.id == clause.id)?;
        if extent.blocks.len() != other.blocks.len() {
            return None;
        }
        let mut found = None;
        for (ours, theirs) in extent.blocks.clone().zip(other.blocks.clone()) {
            let (before, after) = (words(self.draft.paper(), ours), words(probed, theirs));
            if before == after {
                continue;
            }
            let (front, rest) = after.split_once(&squeezed(&format!("{SPECIAL_TERM} {PROBE}")))?;
            let inside = before.strip_prefix(front)?.strip_suffix(rest)?;
            let sentence = PointSentence { point, block: ours, bytes: front.len()..front.len() + inside.len() };
            if found.replace(sentence).is_some() {
                return None;
            }
        }
        found
    }

    fn extent(&self, clause: &Clause) -> Option<&'a Extent> {
        self.draft.paper().clauses.iter().find(|extent| extent.id == clause.id)
    }

    /// The index of the first paragraph behind the cover.
    fn body(&self) -> usize {
        self.paper.paragraphs.len().saturating_sub(self.places.len())
    }

    fn place(&self, paragraph: usize) -> Option<&'a PlaceOfWords> {
        self.places.get(paragraph.checked_sub(self.body())?)
    }

    fn block(&self, edit: &ReturnedEdit) -> Option<&'a Block> {
        self.draft.paper().blocks.get(self.place(edit.paragraph)?.block)
    }

    fn paragraph(&self, at: usize) -> Option<EditedParagraph> {
        self.paper.paragraphs.get(at).map(EditedParagraph::of)
    }
}

/// The words of a paragraph or heading, squeezed.
fn words(document: &Document, block: usize) -> String {
    match document.blocks.get(block) {
        Some(Block::Paragraph(paragraph)) => squeezed(&plain_text(&paragraph.text)),
        Some(Block::Heading(heading)) => squeezed(&plain_text(&heading.title)),
        Some(Block::Table(table)) => {
            table.header.iter().chain(table.rows.iter().flatten()).map(|cell| squeezed(&plain_text(cell))).collect()
        }
        Some(Block::Signatures(_) | Block::Chart(_)) | None => String::new(),
    }
}

fn always(clause: &Clause) -> String {
    let source = clause.front.never_source.as_deref().unwrap_or_default();
    format!(
        "`{}` always prints ({source}); add to it with `special_terms: [{{after: {}, text: …}}]`",
        clause.id, clause.id
    )
}

fn refused(edit: &ReturnedEdit, why: &str) -> Failure {
    Failure(format!("cannot accept {}: {why}", edit.id))
}
