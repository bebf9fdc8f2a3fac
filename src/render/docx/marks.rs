//! Tracked changes: the elements by which Word tells an insertion from a deletion, with author, date and number.

use super::job::DocxJob;
use super::xml::Xml;
use crate::document::revisions::RevisionStanding;

/// The first number of a mark: numbers of bookmarks are counted below.
pub(super) const FIRST: usize = 2_000_000;

/// The mark around the runs at hand, opened before the first of them.
pub(super) struct RunMark {
    name: Option<&'static str>,
    is_open: bool,
}

impl RunMark {
    /// No mark.
    pub(super) fn none() -> Self {
        Self { name: None, is_open: false }
    }

    /// The mark of runs that only one paper has.
    pub(super) fn of(standing: RevisionStanding) -> Self {
        Self { name: name(standing), is_open: false }
    }

    pub(super) fn is_deletion(&self) -> bool {
        self.name == name(RevisionStanding::Deleted)
    }

    pub(super) fn open(&mut self, xml: &mut Xml, job: &DocxJob<'_>) {
        if let Some(name) = self.name.filter(|_| !self.is_open) {
            with_attributes(job, |attributes| xml.open(name, attributes));
            self.is_open = true;
        }
    }

    pub(super) fn close(&mut self, xml: &mut Xml) {
        if let Some(name) = self.name.filter(|_| self.is_open) {
            xml.close(name);
            self.is_open = false;
        }
    }
}

/// Marks a paragraph, among its properties, or a row, among those of the row.
pub(super) fn whole(xml: &mut Xml, job: &DocxJob<'_>, standing: RevisionStanding) {
    if let Some(name) = name(standing) {
        with_attributes(job, |attributes| xml.empty(name, attributes));
    }
}

/// The properties of a paragraph's end, which alone say that the paragraph came or went.
pub(super) fn paragraph_end(xml: &mut Xml, job: &DocxJob<'_>, standing: RevisionStanding) {
    if standing != RevisionStanding::Kept {
        xml.open("w:rPr", &[]);
        whole(xml, job, standing);
        xml.close("w:rPr");
    }
}

fn name(standing: RevisionStanding) -> Option<&'static str> {
    match standing {
        RevisionStanding::Kept => None,
        RevisionStanding::Inserted => Some("w:ins"),
        RevisionStanding::Deleted => Some("w:del"),
    }
}

/// The most characters that an author may have.
const AUTHOR: usize = 255;

fn with_attributes(job: &DocxJob<'_>, write: impl FnOnce(&[(&str, &str)])) {
    let number = job.marks.get();
    job.marks.set(number + 1);
    let number = number.to_string();
    let revisions = job.document.revisions.as_ref();
    let author: String = revisions.map_or("", |revisions| &revisions.author).chars().take(AUTHOR).collect();
    let mut attributes = vec![("w:id", number.as_str()), ("w:author", author.as_str())];
    let date = revisions.and_then(|revisions| revisions.date.as_deref());
    attributes.extend(date.map(|date| ("w:date", date)));
    write(&attributes);
}
