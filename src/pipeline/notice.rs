//! The notice of the changes from one rate deck to the next: the letter, its file of changes, and the deck in force.

use jiff::Timestamp;
use jiff::civil::Date;

use super::decks::{self, Around, Opened};
use super::{Failure, File, Print, papers};
use crate::deal::read::DealFile;
use crate::diagnostic::{self, Finding, Level};
use crate::document::notice;
use crate::rates::compare::{self, PriceChange, RateChange};
use crate::rates::{dates, write};
use crate::rules::Run;
use crate::rules::weights::weigh;
use crate::source::{Place, sha256};

/// How a notice is given.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// The beginning of its file names, before the first full stop.
    pub stem: &'a str,
    /// The latest time at which it arrives.
    pub received: Timestamp,
    /// The day of the deck in force; `None` leaves that deck out.
    pub on: Option<Date>,
}

/// The files of a notice, or why there are none.
#[derive(Debug, Clone, Default)]
pub struct Noticed {
    /// All findings, sorted.
    pub findings: Vec<Finding>,
    /// The letter in each format, the notice itself, the deck in force, and their manifest.
    pub files: Vec<File>,
}

/// Drafts the notice of the changes between two decks. No file is made if a finding is an error.
pub fn draft(
    (old, new): (&Opened, &Opened),
    around: &Around,
    run: &Run<'_>,
    print: &Print,
    terms: Terms<'_>,
) -> Result<Noticed, Failure> {
    let Some(file) = &around.file else { return Err(Failure("cannot give notice: no deal is named".into())) };
    let changes = decks::changes(old, new);
    let mut findings = decks::judge_changes(&changes, new, around, run, terms.received);
    let mut found = Vec::new();
    let files = written(&changes, (old, new), file, run, print, terms, &mut found)?;
    weigh(around.waivers(), run, &mut found);
    findings.append(&mut found);
    diagnostic::sort(&mut findings);
    let is_sound = !findings.iter().any(|finding| finding.level == Level::Error);
    Ok(Noticed { files: if is_sound { files } else { Vec::new() }, findings })
}

/// The files of a notice.
fn written(
    changes: &[RateChange<'_>],
    (old, new): (&Opened, &Opened),
    file: &DealFile,
    run: &Run<'_>,
    print: &Print,
    terms: Terms<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<File>, Failure> {
    let fail = |what: &str, error: std::io::Error| Failure(format!("cannot write the {what}: {error}"));
    let changed: Vec<RateChange<'_>> =
        changes.iter().filter(|change| change.kind != PriceChange::Unchanged).cloned().collect();
    let Some(flow) = one_flow(&changed, file, new, findings) else { return Ok(Vec::new()) };
    let effect = |change: &RateChange<'_>| compare::effect(&file.deal.pricing, change, terms.received);
    let bytes = write::notice(&changed, effect).map_err(|error| fail("rate notice", error))?;
    let name = format!("{}.notice.csv", terms.stem);
    let hash = sha256(&bytes);
    let provenance = sha256(format!("{}\n{}\n{}", old.sha256, new.sha256, file.source.digest()).as_bytes());
    let said = notice::NoticeFacts {
        flow: &flow,
        sent: run.as_of,
        file: &name,
        sha256: &hash,
        received: terms.received,
        provenance: &provenance,
    };
    let Some(letter) = notice::of(file, run.library, &changed, &said, findings) else { return Ok(Vec::new()) };
    let mut files = papers::printed(&letter, "notice", file, run, print, findings);
    files.push(File { suffix: "notice.csv".into(), bytes });
    if let Some(on) = terms.on {
        let at = dates::offset(&file.deal.rates.effective).to_timestamp(on.at(0, 0, 0, 0));
        let at =
            at.map_err(|_| Failure(format!("cannot write the deck in force on {on}: it is beyond the calendar")))?;
        let lines = compare::in_force(changes, at, effect);
        let bytes = write::lines(&lines, file.deal.rates.currency).map_err(|error| fail("deck in force", error))?;
        files.push(File { suffix: format!("in-force.{on}.csv"), bytes });
    }
    let decks = vec![old.sha256.clone(), new.sha256.clone()];
    let hashes = files.iter().map(|file| (file.suffix.clone(), sha256(&file.bytes))).collect();
    files.push(papers::manifest("manifest.json", decks, &provenance, hashes, file, run, print)?);
    Ok(files)
}

/// The flow whose rates change. A notice goes from one supplier to one customer, so there must be exactly one.
fn one_flow(changed: &[RateChange<'_>], file: &DealFile, new: &Opened, findings: &mut Vec<Finding>) -> Option<String> {
    let mut flows: Vec<&str> = changed.iter().filter_map(|change| Some(change.line()?.flow.as_str())).collect();
    flows.sort_unstable();
    flows.dedup();
    let say = |message: String, help: &str| {
        let finding = Finding::error("DECK003", message).help(help);
        match new.source() {
            Some(source) => finding.at(Place::new(source, source.line_span(1))),
            None => finding,
        }
    };
    match flows.as_slice() {
        [flow] if file.deal.scope.flows.contains_key(*flow) => Some((*flow).to_owned()),
        [flow] => {
            findings.push(say(
                format!("the deal has no flow `{flow}`"),
                "name one of its flows with --flow, or in the deck",
            ));
            None
        }
        [] => {
            findings.push(say(
                "nothing changes from one deck to the other".into(),
                "give the deck in force first, and the new one second",
            ));
            None
        }
        _ => {
            findings.push(say(
                format!("the changes are of several flows: {}", flows.join(", ")),
                "give notice for each flow by itself: decks of that flow alone",
            ));
            None
        }
    }
}
