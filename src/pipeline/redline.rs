//! Compares the papers of two deals, or of one deal under two libraries.

use crate::compare::{compare, fields, front, sums};
use crate::deal::read::DealFile;
use crate::diagnostic::{Failure, Finding, Level};
use crate::document::Document;
use crate::document::assemble::{Draft, assemble};
use crate::pipeline::{File, ReadDeal, dress, record_hash, written};
use crate::provenance::{Manifest, Record, sha256};
use crate::render::{self, Dress, Format};
use crate::report::redline::Differences;
use crate::rules::{self, Run};
use crate::source::Source;

/// What to print of a comparison.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Formats to print, in order.
    pub formats: Vec<Format>,
    /// Who is named as the author of each change.
    pub author: String,
    /// When the changes were marked.
    pub date: Option<jiff::Timestamp>,
}

/// The result of a comparison.
#[derive(Debug, Default)]
pub struct Redlined {
    /// The errors that leave one of the deals without a paper.
    pub findings: Vec<Finding>,
    /// What changed; `None` if there is an error.
    pub differences: Option<Differences>,
    /// The marked paper in each format, and the manifest of these files.
    pub files: Vec<File>,
}

/// What a deal is compared with.
#[derive(Debug, Clone, Copy)]
pub enum RedlineBase<'a> {
    /// Another deal, judged by another run.
    Deal(&'a Source, &'a Run<'a>),
    /// The same deal without departures: every clause in its standard position, none left out or replaced.
    Standard,
}

/// Compares the paper of a deal with that of its base.
///
/// ```
/// use peerpact::pipeline::redline::{Marks, RedlineBase, redline};
/// use peerpact::{assets, pipeline, policy::Policy, rules::Run, source::Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let library = pipeline::load(None)?;
/// let policy = Policy::merged(Vec::new());
/// let run = Run { as_of: "2026-12-01".parse()?, policy, final_version: false, form: None, library: &library };
/// let deal = Source::new("smallest.yaml", assets::example("smallest").ok_or("no such example")?);
/// let later = Source::new("later.yaml", deal.text.replace("pay: 30 days", "pay: 45 days"));
/// let redlined = redline(RedlineBase::Deal(&deal, &run), (&later, &run), &Marks::default())?;
/// let differences = redlined.differences.ok_or("a deal has errors")?;
/// assert_eq!(differences.fields[0].by.as_deref(), Some("+15 days (+50 %)"));
/// # Ok(())
/// # }
/// ```
pub fn redline(base: RedlineBase<'_>, (new, run): (&Source, &Run<'_>), marks: &Marks) -> Result<Redlined, Failure> {
    let mut after = ReadDeal::of(new, run);
    let record = after.record(run)?;
    let (before, before_findings) = match base {
        RedlineBase::Deal(source, run) => {
            let mut before = ReadDeal::of(source, run);
            let paper = before.paper.take().and_then(|(file, draft)| Some((file, draft?)));
            (paper, before.findings)
        }
        RedlineBase::Standard => standard(&after, run),
    };
    let findings: Vec<Finding> = run
        .library
        .findings
        .iter()
        .cloned()
        .chain(before_findings)
        .chain(after.findings.iter().cloned())
        .filter(|finding| finding.level == Level::Error)
        .collect();
    let (Some((old_file, old)), Some((file, Some(draft))), true) = (&before, &after.paper, findings.is_empty()) else {
        return Ok(Redlined { findings, ..Redlined::default() });
    };
    let differences = differences((old_file, old), (file, draft), marks);
    let mut redlined = Redlined { findings, differences: Some(differences), files: Vec::new() };
    if let (Some(record), Some(differences)) = (record, &redlined.differences) {
        let (files, unprinted) = files(differences, file, &record, run, marks)?;
        redlined.files = files;
        redlined.findings.extend(unprinted);
    }
    Ok(redlined)
}

/// What two papers say differently, and their deals.
pub(super) fn differences(
    (old_file, old): (&DealFile, &Draft),
    (file, draft): (&DealFile, &Draft),
    marks: &Marks,
) -> Differences {
    let mut comparison = compare(&old.document, &draft.document);
    if let Some(revisions) = &mut comparison.document.revisions {
        revisions.author.clone_from(&marks.author);
        revisions.date = marks.date.map(|date| date.to_string());
    }
    let mut fields = fields::fields(&old_file.said, &file.said);
    fields.extend(fields::prices(&old_file.deal.rates.lines, &file.deal.rates.lines));
    Differences { comparison, fields, sums: sums::sums(old_file, file) }
}

/// The marked paper in each format with their manifest, and the findings about what could not be printed.
pub(super) fn files(
    differences: &Differences,
    file: &DealFile,
    record: &Record,
    run: &Run<'_>,
    marks: &Marks,
) -> Result<(Vec<File>, Vec<Finding>), Failure> {
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    if marks.formats.is_empty() {
        return Ok((files, findings));
    }
    let summed = front::with_summary(&differences.comparison);
    let dress = dress(run.library, None);
    for (format, bytes) in print(&marks.formats, &dress, &differences.comparison.document, &summed) {
        match bytes {
            Ok(bytes) => files.push(File { suffix: format.extension().to_owned(), bytes }),
            Err(failure) => findings.push(rules::unprintable(&failure, file, run.library, &dress.fonts)),
        }
    }
    let hashes = files.iter().map(|file| (file.suffix.clone(), sha256(&file.bytes))).collect();
    let manifest = manifest(record, run, hashes)?;
    files.push(File { suffix: "manifest.json".into(), bytes: written(&manifest)? });
    Ok((files, findings))
}

/// The formats side by side. Accepting every change of a DOCX has to give the new paper, so it bears no summary.
fn print(
    formats: &[Format],
    dress: &Dress,
    marked: &Document,
    summed: &Document,
) -> Vec<(Format, Result<Vec<u8>, render::PrintError>)> {
    super::print(formats, dress, |format| if format.tracks_changes() { marked } else { summed })
}

fn manifest(
    record: &Record,
    run: &Run<'_>,
    files: std::collections::BTreeMap<String, String>,
) -> Result<Manifest, Failure> {
    Ok(Manifest::of(record, record_hash(record)?, run.policy.hashes(), None, files))
}

/// The paper of a deal as it would be without departures from the standard.
fn standard(read: &ReadDeal, run: &Run<'_>) -> (Option<(DealFile, Draft)>, Vec<Finding>) {
    let Some((file, Some(_))) = &read.paper else { return (None, Vec::new()) };
    let mut file = file.clone();
    file.deal.positions.clear();
    file.deal.clauses.clear();
    file.deal.special_terms.clear();
    if let Some(said) = file.said.as_object_mut() {
        for section in ["positions", "clauses", "special_terms"] {
            said.shift_remove(section);
        }
    }
    let mut findings = Vec::new();
    let draft = assemble(&file, run.library, run.final_version, &mut findings);
    (Some((file, draft)), findings)
}
