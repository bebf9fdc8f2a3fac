//! Compares a Word file that came back with the draft that a deal prints, and says what the deal has to say for changes to be accepted.

use crate::compare::places::{PlaceOfWords, places};
use crate::deal::read::DealFile;
use crate::diagnostic::{Failure, Finding, Level};
use crate::document::assemble::Draft;
use crate::pipeline::{ReadDeal, check, dress};
use crate::render::docx::returned::{ReturnedPaper, read};
use crate::render::{Format, render};
use crate::returned::terms::{SentDraft, TermEdit};
use crate::returned::{Acceptance, Leaves, ReturnedChanges, ReturnedEdit, compare};
use crate::rules::{self, Run};
use crate::source::Source;

/// A file that came back, compared with the draft that was sent.
#[derive(Debug)]
pub struct ComparedReturn {
    /// What the other side changed.
    pub changes: ReturnedChanges,
    file: DealFile,
    draft: Draft,
    ours: ReturnedPaper,
    places: Vec<PlaceOfWords>,
}

impl ComparedReturn {
    /// What the deal has to say beside its fields for these changes to be accepted, and how many special terms it has now.
    pub fn terms(&self, accepted: &[&ReturnedEdit], run: &Run<'_>) -> Result<(Vec<TermEdit>, usize), Failure> {
        let by_field = |edit: &&ReturnedEdit| edit.accept == Some(Acceptance::Field);
        let (fields, words): (Vec<&ReturnedEdit>, Vec<&ReturnedEdit>) = accepted.iter().copied().partition(by_field);
        let terms = self.sent(run).accepted(&words, &fields)?;
        Ok((terms, self.file.deal.special_terms.len()))
    }

    fn sent<'a>(&'a self, run: &Run<'a>) -> SentDraft<'a> {
        let Self { file, draft, ours, places, .. } = self;
        SentDraft { file, draft, library: run.library, paper: ours, places }
    }
}

/// What the other side changed, or why the deal has no draft to compare with.
pub fn returned(
    file: &[u8],
    name: &str,
    deal: &Source,
    run: &Run<'_>,
) -> Result<Result<ComparedReturn, Vec<Finding>>, Failure> {
    let theirs = read(file).map_err(|fault| Failure(format!("cannot read {name}: {fault}")))?;
    let made = ReadDeal::of(deal, run);
    let errors: Vec<Finding> = run
        .library
        .findings
        .iter()
        .chain(&made.findings)
        .filter(|finding| finding.level == Level::Error)
        .cloned()
        .collect();
    let (Some((file, Some(draft))), true) = (made.paper, errors.is_empty()) else { return Ok(Err(errors)) };
    let dress = dress(run.library, None);
    let printed = match render(draft.paper(), &dress, Format::Docx) {
        Ok(bytes) => bytes,
        Err(failure) => return Ok(Err(vec![rules::unprintable(&failure, &file, run.library, &dress.fonts)])),
    };
    let ours = read(&printed).map_err(|fault| Failure(format!("cannot read the draft of {}: {fault}", deal.name)))?;
    let places = places(draft.paper());
    let changes = compare(&ours, &theirs, &places, &Leaves::of(&file.said));
    let mut compared = ComparedReturn { changes, file, draft, ours, places };
    let sent = compared.sent(run);
    let ways: Vec<Option<Acceptance>> = compared.changes.edits.iter().map(|edit| sent.acceptance(edit)).collect();
    for (edit, way) in compared.changes.edits.iter_mut().zip(ways) {
        edit.accept = way;
    }
    Ok(Ok(compared))
}

/// The first error that a changed deal has and the deal had not, in words.
#[must_use]
pub fn new_error(before: &Source, after: &Source, run: &Run<'_>) -> Option<String> {
    let errors = |source: &Source| -> Vec<(&'static str, String)> {
        let found = check(source, run).into_iter().filter(|finding| finding.level == Level::Error);
        found.map(|finding| (finding.code, finding.message)).collect()
    };
    let known = errors(before);
    let new = errors(after).into_iter().find(|error| !known.contains(error));
    new.map(|(code, message)| format!("{code}, {message}"))
}
