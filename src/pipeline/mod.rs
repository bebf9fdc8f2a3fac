//! The program's operations, from files to findings and papers: judge a deal, draft it, and the same for rate decks (`decks`) and
//! notices of their changes (`notice`).

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assets::Assets;
use crate::budget::DEAL_FAULTS;
use crate::deal;
use crate::deal::rates::Annex;
use crate::deal::read::{DealFile, read, read_up_to};
use crate::deal::tree::NodeKind;
use crate::diagnostic::{self, Failure, Finding, Level};
use crate::document::Document;
use crate::document::annex;
use crate::document::assemble::{Draft, assemble};
use crate::document::review;
use crate::faces::Faces;
use crate::library::changes;
use crate::library::clause::FrontMatter;
use crate::policy;
use crate::provenance::{self, Manifest, OwnManifest, Record, StandingDrafts, sha256};
use crate::rates;
use crate::render::docx::{self, reference::Reference};
use crate::render::{self, Dress, FontFile, Format, render};
use crate::rules::weights::{Waivers, weigh};
use crate::rules::{self, Run, Subject};
use crate::source::Source;

pub mod amend;
pub mod answer;
pub mod bad_rows;
pub mod brief;
pub mod decks;
pub mod departures;
pub mod export;
pub mod letter;
pub mod notice;
mod older;
mod order;
mod papers;
pub mod redline;
pub mod returned;
pub mod verify;
pub mod summary;
mod theirs;

pub use crate::library::Library;
pub use crate::library::catalogue::{ClauseInfo, clauses};
pub use crate::library::changes::{Change, LibraryChanges};
pub use older::{load_older, pinned, version_of};

/// What to print of a draft. How it is judged is a [`Run`].
#[derive(Debug, Clone, Default)]
pub struct Print {
    /// Formats to print, in order.
    pub formats: Vec<Format>,
    /// Where fonts are looked for that the PDF needs beside its own.
    pub faces: Faces,
    /// The firm's template that dresses the DOCX.
    pub reference: Option<Arc<Reference>>,
    /// Also print the copy for our own side, in each of the formats.
    pub review: bool,
    /// The time on a review copy if the deal does not say when counsel reviewed it.
    pub epoch: Option<jiff::Timestamp>,
}

/// The code of the finding that a character is in no font.
pub const NO_FONT: &str = "DOC001";

/// The folder of our own copies, and the beginning of their suffixes.
pub const OURS: &str = "review";

/// A drafted file, not yet on disk.
#[derive(Debug, Clone)]
pub struct File {
    /// What follows the deal's stem and a full stop: `md`, `manifest.json`, `review.pdf`.
    pub suffix: String,
    /// The whole content; text formats are UTF-8.
    pub bytes: Vec<u8>,
}

impl File {
    /// Whether it is the list of the other files.
    #[must_use]
    pub fn is_manifest(&self) -> bool {
        self.suffix.ends_with("manifest.json")
    }

    /// Where the file is written: our own copies and their record in a separate folder, so that the other one can be sent as a whole.
    #[must_use]
    pub fn path(&self, folder: &Path, stem: &OsStr) -> PathBuf {
        let mut name = stem.to_owned();
        name.push(".");
        name.push(&self.suffix);
        let ours = self.suffix.split('.').next() == Some(OURS);
        if ours { folder.join(OURS).join(name) } else { folder.join(name) }
    }
}

/// The result of a draft: no file if any finding is an error.
#[derive(Debug, Clone, Default)]
pub struct Drafted {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// The files, in the order of [`Print::formats`], then their manifest; then the review copies in the same order and theirs.
    pub files: Vec<File>,
    /// Whether nothing had to be printed, because all that was asked for stands as it would be printed.
    pub is_standing: bool,
    /// How many lines of rates the paper prints, if they are so many that a file of their own would serve its readers better.
    pub long_rates: Option<usize>,
    /// Whether the deal is signed, so that files of an earlier draft may be what was signed.
    pub signed: bool,
}

/// Lines of rates, of which a page holds about forty, that are many for a paper.
const LONG_RATES: usize = 2_000;

/// Reads the library: the built-in one, with the user's folder laid over it if there is one.
pub fn load(overlay: Option<&Path>) -> Result<Library, Failure> {
    let assets = Assets::load(overlay)
        .map_err(|fault| Failure(format!("cannot read the library at {}: {}", fault.path.display(), fault.reason)))?;
    // The schema of a deal takes as long to compute as a deal to read, and does not depend on the library.
    let (library, _) = rayon::join(|| Library::read(assets), deal::schema::deal);
    Ok(library)
}

/// The built-in library's files, each with its path inside the library.
#[must_use]
pub fn embedded() -> Vec<(String, Vec<u8>)> {
    Assets::embedded()
}

/// The files of an older library in its first format, each with its place on disk and its text in this program's format.
pub fn migrated(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let assets = Assets::alone(folder)
        .map_err(|fault| Failure(format!("cannot read the library at {}: {}", fault.path.display(), fault.reason)))?;
    crate::library::text::migrate::library(&assets)
        .map_err(|(file, reason)| Failure(format!("cannot bring {file} to the format of this program: {reason}")))
}

/// The changes from the library in a folder, copied out earlier, to this one; `only` limits them to one clause.
pub fn changes(old: &Path, new: &Library, only: Option<&str>) -> Result<LibraryChanges, Failure> {
    let fail = |reason: &str| Failure(format!("cannot compare with the library at {}: {reason}", old.display()));
    let before = Assets::alone(old)
        .map_err(|fault| Failure(format!("cannot read the library at {}: {}", fault.path.display(), fault.reason)))?;
    let ids = changes::ids(&before);
    if ids.is_empty() {
        return Err(fail("it holds no clauses"));
    }
    match only {
        Some(id) if !ids.contains(id) && !changes::ids(&new.assets).contains(id) => {
            let near = crate::misspelt::nearest(id, ids.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Failure(format!("there is no clause `{id}` in either library{near}")))
        }
        // A folder with single clauses is not a whole library, so nothing can be compared with it.
        None if before.below("templates/").next().is_none() => {
            Err(fail("it holds no templates, so it is only a part; name the clause to compare"))
        }
        _ => Ok(changes::between(&before, &new.assets, only)),
    }
}

/// A deal with the rates of its decks, as typed values. An error says how many faults it has.
pub fn deal(source: &Source) -> Result<DealFile, Failure> {
    let mut findings = Vec::new();
    let file =
        read(source, &mut findings).and_then(|mut file| rates::join::join(&mut file, &mut findings).then_some(file));
    file.ok_or_else(|| {
        let faults = findings.iter().filter(|finding| finding.level == Level::Error).count();
        let many = if faults == 1 { "error" } else { "errors" };
        Failure(format!("cannot read {}: the deal has {faults} {many}; `peerpact check` shows them", source.name))
    })
}

/// Judges a deal and the paper made from it. The library's own findings are separate, in [`Library::findings`].
///
/// ```
/// use peerpact::{assets, pipeline, policy::Policy, rules::Run, source::Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let library = pipeline::load(None)?;
/// let policy = Policy::merged(Vec::new());
/// let run = Run { as_of: "2026-12-01".parse()?, policy, final_version: false, form: None, library: &library };
/// let deal = Source::new("smallest.yaml", assets::example("smallest").ok_or("no such example")?);
/// let findings = pipeline::check(&deal, &run);
/// assert!(findings.iter().any(|finding| finding.code == "CONTACT001"));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn check(source: &Source, run: &Run<'_>) -> Vec<Finding> {
    check_as_far(source, run, DEAL_FAULTS).0
}

/// How far a deal could be judged. A fault hides those that only a later step can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JudgedAsFar {
    /// The file: it is not a deal that can be read.
    File,
    /// The deal: an error leaves it without a paper.
    Deal,
    /// The paper.
    Paper,
}

/// As [`check`], and how far the deal was judged. Of the faults of shape at most so many are told.
#[must_use]
pub fn check_as_far(source: &Source, run: &Run<'_>, most: usize) -> (Vec<Finding>, JudgedAsFar) {
    let read = ReadDeal::of_up_to(source, run, most);
    let findings = read.judge(run).findings;
    let far = match &read.paper {
        None => JudgedAsFar::File,
        Some((_, None)) => JudgedAsFar::Deal,
        Some((_, Some(_))) => JudgedAsFar::Paper,
    };
    // Freeing a hundred thousand small allocations takes time, so it happens in the background.
    rayon::spawn(move || drop(read));
    (findings, far)
}

/// A deal and its paper, unless the deal or the library holds an error that leaves no paper.
#[must_use]
pub fn paper(source: &Source, run: &Run<'_>) -> Option<(DealFile, Draft)> {
    let (file, draft) = ReadDeal::of(source, run).paper?;
    Some((file, draft?))
}

/// Drafts a deal. No file is made if anything stops the draft.
///
/// ```
/// use peerpact::render::Format;
/// use peerpact::{assets, pipeline, pipeline::Print, policy::Policy, rules::Run, source::Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let library = pipeline::load(None)?;
/// let policy = Policy::merged(Vec::new());
/// let run = Run { as_of: "2026-12-01".parse()?, policy, final_version: false, form: None, library: &library };
/// let deal = Source::new("smallest.yaml", assets::example("smallest").ok_or("no such example")?);
/// let wanted = Print { formats: vec![Format::Markdown], ..Print::default() };
/// let drafted = pipeline::draft(&deal, &run, &wanted)?;
/// let suffixes: Vec<&str> = drafted.files.iter().map(|file| file.suffix.as_str()).collect();
/// assert_eq!(suffixes, ["md", "manifest.json"]);
/// # Ok(())
/// # }
/// ```
pub fn draft(source: &Source, run: &Run<'_>, wanted: &Print) -> Result<Drafted, Failure> {
    draft_beside(source, run, wanted, None)
}

/// Drafts a deal whose earlier drafts may stand: the formats that were printed from the same inputs are not printed again. The deal
/// is judged as ever.
pub fn draft_beside(
    source: &Source,
    run: &Run<'_>,
    wanted: &Print,
    standing: Option<&StandingDrafts>,
) -> Result<Drafted, Failure> {
    let library = run.library;
    let mut read = ReadDeal::of(source, run);
    if read.paper.as_ref().is_some_and(|(file, _)| file.deal.paper.is_some()) {
        return Ok(Drafted { findings: read.judge(run).findings, is_standing: true, ..Drafted::default() });
    }
    let record = read.record(run)?;
    let reference = wanted.reference.as_ref().map(|firm| firm.sha256.clone());
    let manifest = match &record {
        Some(record) => {
            Some(Manifest::of(record, record_hash(record)?, run.policy.hashes(), reference, BTreeMap::new()))
        }
        None => None,
    };
    let kept = standing.filter(|standing| manifest.as_ref().is_some_and(|manifest| standing.is_of(manifest)));
    let kept = kept.map(|standing| standing.files.clone()).unwrap_or_default();
    let missing: Vec<Format> =
        wanted.formats.iter().copied().filter(|format| !kept.contains_key(format.extension())).collect();
    let mut dress = dress(library, wanted.reference.clone());
    let of_library = dress.fonts.len();
    // Most papers have no error, so printing starts while the paper is judged.
    let (Judgement { mut findings, waived }, mut printed) = rayon::join(
        || read.judge(run),
        || match &read.paper {
            Some((_, Some(draft))) if !read.is_stopped(run) => print(&missing, &dress, |_| draft.paper()),
            _ => Vec::new(),
        },
    );
    let stopped = |findings: &[Finding]| findings.iter().any(|finding| finding.level == Level::Error);
    let (Some((file, Some(draft))), Some(record), Some(mut manifest), false) =
        (&read.paper, record, manifest, stopped(&findings))
    else {
        return Ok(Drafted { findings, ..Drafted::default() });
    };
    find_fonts(&mut printed, &mut dress, &wanted.faces, file, |_| draft.paper());
    let ours = wanted.review.then(|| review::of(draft, file, library, &findings, &waived, wanted.epoch));
    let ours = ours.map_or_else(Vec::new, |review| {
        let copy = |format: Format| if format.has_margin() { &review.beside } else { &review.annexed };
        let mut printed = print(&wanted.formats, &dress, copy);
        find_fonts(&mut printed, &mut dress, &wanted.faces, file, copy);
        printed
    });
    let mut take = |printed: Vec<(Format, Result<Vec<u8>, render::PrintError>)>| {
        let mut files = Vec::new();
        for (format, bytes) in printed {
            match bytes {
                Ok(bytes) => files.push(File { suffix: format.extension().to_owned(), bytes }),
                Err(failure) => {
                    // The review copy has the same words as the paper, so the finding is reported once.
                    let finding = rules::unprintable(&failure, file, library, &dress.fonts);
                    if !findings.iter().any(|known| known.code == finding.code && known.message == finding.message) {
                        findings.push(finding);
                    }
                }
            }
        }
        files
    };
    let (mut files, ours) = (take(printed), take(ours));
    if let Some(annex) = draft.annex.as_ref().filter(|_| !kept.contains_key(annex::SUFFIX)) {
        files.push(File { suffix: annex::SUFFIX.into(), bytes: annex.bytes.clone() });
    }
    // The other formats need no font of ours, so they are written when the PDF lacks one.
    let stops = |finding: &Finding| finding.level == Level::Error && finding.code != NO_FONT;
    diagnostic::sort(&mut findings);
    let lacks = findings.iter().any(|finding| finding.code == NO_FONT);
    if findings.iter().any(stops) || lacks && files.is_empty() {
        return Ok(Drafted { findings, ..Drafted::default() });
    }
    if files.is_empty() && !wanted.review {
        rayon::spawn(move || drop(read));
        return Ok(Drafted { findings, files, is_standing: true, ..Drafted::default() });
    }
    let hash = |file: &File| (file.suffix.clone(), sha256(&file.bytes));
    manifest.fonts = fonts(&dress, of_library);
    if kept.contains_key(Format::Pdf.extension()) {
        manifest.fonts.extend(standing.into_iter().flat_map(|standing| standing.manifest.fonts.clone()));
    }
    manifest.files = kept.into_iter().chain(files.iter().map(hash)).collect();
    let earlier = standing.into_iter().flat_map(|standing| standing.manifest.earlier.iter().chain(&standing.files));
    manifest.earlier = earlier
        .filter(|(suffix, _)| !manifest.files.contains_key(*suffix))
        .map(|(suffix, hash)| (suffix.clone(), hash.clone()))
        .collect();
    files.push(File { suffix: "manifest.json".into(), bytes: written(&manifest)? });
    if wanted.review {
        let provenance = record_hash(&record)?;
        let manifest = OwnManifest { record, provenance, files: ours.iter().map(hash).collect() };
        let manifest = File { suffix: "manifest.json".into(), bytes: written(&manifest)? };
        let ours = ours.into_iter().chain([manifest]);
        files.extend(ours.map(|file| File { suffix: format!("{OURS}.{}", file.suffix), ..file }));
    }
    let signed = file.deal.state.is_signed();
    let rates = &file.deal.rates;
    let long_rates = Some(rates.lines.len()).filter(|lines| rates.annex == Annex::Inline && *lines >= LONG_RATES);
    rayon::spawn(move || drop(read));
    Ok(Drafted { findings, files, is_standing: false, long_rates, signed })
}

/// Prints a copy in each format, side by side.
fn print<'a>(
    formats: &[Format],
    dress: &Dress,
    copy: impl Fn(Format) -> &'a Document + Sync,
) -> Vec<(Format, Result<Vec<u8>, render::PrintError>)> {
    formats.par_iter().map(|&format| (format, render(copy(format), dress, format))).collect()
}

/// Prints again what lacked a font, with the faces that have its characters, until nothing is lacking or nobody has it.
fn find_fonts<'a>(
    printed: &mut [(Format, Result<Vec<u8>, render::PrintError>)],
    dress: &mut Dress,
    faces: &Faces,
    file: &DealFile,
    copy: impl Fn(Format) -> &'a Document,
) {
    for (format, result) in printed {
        while let Err(render::PrintError::MissingGlyph { character, word }) = result {
            let mut found = faces.with(*character, country_of(file, word));
            found.retain(|face| !dress.fonts.contains(face));
            if found.is_empty() {
                break;
            }
            dress.fonts.extend(found);
            *result = render(copy(*format), dress, *format);
        }
    }
}

/// The country of the party whose section holds a word, as the deal writes it: its letters have the forms of that country.
fn country_of<'a>(file: &'a DealFile, word: &str) -> Option<&'a str> {
    let mut owner = None;
    file.tree.walk(&mut |path, node| {
        if let NodeKind::Scalar(text) = &node.kind
            && owner.is_none()
            && path.section() == "parties"
            && text.contains(word)
        {
            owner = path.to_string().split('.').nth(1).map(str::to_owned);
        }
    });
    let owner = owner?;
    file.deal.parties.iter().find(|(id, _)| id.to_string() == owner).map(|(_, party)| party.country.code())
}

/// A deal that was read, and the paper that it makes.
struct ReadDeal {
    /// The deal, unless it could not be read; its paper, unless the deal or the library holds an error.
    paper: Option<(DealFile, Option<Draft>)>,
    /// What was found so far.
    findings: Vec<Finding>,
}

/// The result of judging a deal.
struct Judgement {
    /// All findings, sorted.
    findings: Vec<Finding>,
    /// What the deal's waivers set aside: the index of the waiver in the deal's list, and the finding.
    waived: Vec<(usize, Finding)>,
}

impl ReadDeal {
    /// Reads a deal, judges it by itself and assembles its paper.
    fn of(source: &Source, run: &Run<'_>) -> Self {
        Self::of_up_to(source, run, DEAL_FAULTS)
    }

    /// The same; of the faults of shape at most so many are told.
    fn of_up_to(source: &Source, run: &Run<'_>, most: usize) -> Self {
        let mut findings = Vec::new();
        let paper = read_up_to(source, most, &mut findings)
            .and_then(|mut file| rates::join::join(&mut file, &mut findings).then_some(file));
        if let Some(file) = &paper {
            theirs::hold(file, &mut findings);
        }
        let paper = paper.map(|mut file| {
            file.house.clone_from(&run.policy.positions);
            if let Some(form) = run.form {
                file.deal.legal.form = form;
            }
            rules::judge(&file, Subject::Deal, run, &mut findings);
            // The paper of a contradictory deal is not judged, nor one with unreadable clauses: what those define would be reported
            // missing in others.
            let sound = !run.library.findings.iter().chain(&findings).any(|finding| finding.level == Level::Error);
            let mut draft = sound.then(|| assemble(&file, run.library, run.final_version, &mut findings));
            if let Some(draft) = &mut draft {
                order::add(&file, draft, run, &mut findings);
            }
            (file, draft)
        });
        Self { paper, findings }
    }

    /// The record of the paper. The paper then bears its hash.
    fn record(&mut self, run: &Run<'_>) -> Result<Option<Record>, Failure> {
        let Some((file, Some(draft))) = self.paper.as_mut() else { return Ok(None) };
        let record = Record::of(file, run.library, draft, run.final_version);
        let hash = record_hash(&record)?;
        if let Some(order) = &mut draft.order {
            order.provenance.clone_from(&hash);
        }
        draft.document.provenance = hash;
        Ok(Some(record))
    }

    /// Whether the findings so far stop the draft, regardless of later ones.
    fn is_stopped(&self, run: &Run<'_>) -> bool {
        let stops = |level| level == Level::Error || run.final_version && level == Level::OpenPoint;
        self.findings.iter().any(|finding| stops(finding.level))
    }

    /// Judges the paper too, and weighs all findings.
    fn judge(&self, run: &Run<'_>) -> Judgement {
        let mut findings = self.findings.clone();
        if let Some((file, Some(draft))) = &self.paper {
            rules::judge(file, Subject::Paper(draft), run, &mut findings);
            if file.deal.paper.is_some() {
                findings.retain(|finding| !theirs::is_of_our_words(finding));
            }
        }
        let waivers = self.paper.as_ref().map_or(Waivers::None, |(file, _)| Waivers::Whole(file));
        let waived = weigh(waivers, run, &mut findings);
        Judgement { findings, waived }
    }
}

/// SHA-256 of the fonts that were found for a paper, by name: those after the library's own.
fn fonts(dress: &Dress, of_library: usize) -> BTreeMap<String, String> {
    dress.fonts.iter().skip(of_library).map(|font| (font.name.clone(), sha256(&font.bytes))).collect()
}

/// The SHA-256 of a record.
fn record_hash(record: &Record) -> Result<String, Failure> {
    record.hash().map_err(|error| Failure(format!("cannot write the record of the draft: {error}")))
}

/// A manifest as the bytes of its file.
fn written(manifest: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    provenance::written(manifest).map_err(|error| Failure(format!("cannot write the manifest of the draft: {error}")))
}

fn dress(library: &Library, reference: Option<Arc<Reference>>) -> Dress {
    let text = |path: &str| library.assets.text(path).map(|source| source.text.to_string()).unwrap_or_default();
    let fonts = library.assets.below("templates/pdf/fonts/");
    let fonts = fonts.map(|(_, asset)| FontFile::first(&asset.name, asset.bytes.clone())).collect();
    let docx = docx::DocxTemplates {
        styles: text("templates/docx/styles.xml"),
        compact: text("templates/docx/compact.xml"),
        numbering: text("templates/docx/numbering.xml"),
        settings: text("templates/docx/settings.xml"),
    };
    let (css, review_css) = (text("templates/html/agreement.css"), text("templates/html/review.css"));
    let redline_css = text("templates/html/redline.css");
    Dress { css, review_css, redline_css, docx, reference, fonts }
}

/// A file format with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaOf {
    /// A deal in YAML.
    Deal,
    /// The front matter of a clause file.
    Clause,
    /// The manifest beside a draft.
    Manifest,
    /// The manifest beside our own copies, with the record.
    Record,
    /// A house policy, `peerpact.toml`.
    Policy,
    /// A file of answers, for `new --answers`.
    Answers,
}

impl SchemaOf {
    /// The name on the command line, and of the file in `schemas/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::Clause => "clause",
            Self::Manifest => "manifest",
            Self::Record => "record",
            Self::Policy => "policy",
            Self::Answers => "answers",
        }
    }
}

/// Prints one paper in one format.
///
/// # Errors
/// The paper cannot be printed; the text names why.
pub fn print_one(document: &Document, library: &Library, format: Format) -> Result<Vec<u8>, Failure> {
    let fault = |failure| Failure(format!("cannot print {}: {failure:?}", document.title));
    render(document, &dress(library, None), format).map_err(fault)
}

/// The JSON Schema of a file format.
#[must_use]
pub fn schema(which: SchemaOf) -> serde_json::Value {
    let schema = match which {
        SchemaOf::Deal => deal::schema::deal().clone(),
        SchemaOf::Clause => FrontMatter::schema().clone(),
        SchemaOf::Manifest => deal::schema::of::<Manifest>().to_value(),
        SchemaOf::Record => deal::schema::of::<OwnManifest>().to_value(),
        SchemaOf::Policy => deal::schema::of::<policy::Written>().to_value(),
        SchemaOf::Answers => deal::schema::answers(),
    };
    deal::schema::identified(schema, which.name())
}
