//! Papers beside the draft: a memo, a letter. Each is printed in every format that was asked for, with a manifest of its own.

use std::collections::BTreeMap;

use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::provenance::{Manifest, sha256};
use crate::render::{FontFile, PrintError};
use crate::rules::{self, Run};

use super::{Failure, File, Print, dress, find_fonts, print, written};

/// The files of a paper: `NAME.FORMAT` for each format, and `NAME.manifest.json`. A format that cannot be printed becomes a finding.
pub(super) fn files(
    document: &Document,
    name: &str,
    file: &DealFile,
    run: &Run<'_>,
    wanted: &Print,
    findings: &mut Vec<Finding>,
) -> Result<Vec<File>, Failure> {
    let mut files = printed(document, name, file, run, wanted, findings);
    let of_format = |file: &File| Some((file.suffix.rsplit_once('.')?.1.to_owned(), sha256(&file.bytes)));
    let hashes = files.iter().filter_map(of_format).collect();
    let decks = file.decks.iter().map(|deck| deck.sha256.clone()).collect();
    files.push(manifest(&format!("{name}.manifest.json"), decks, &document.provenance, hashes, file, run, wanted)?);
    Ok(files)
}

/// The paper as `NAME.FORMAT` in each format that was asked for. A format that cannot be printed becomes a finding.
pub(super) fn printed(
    document: &Document,
    name: &str,
    file: &DealFile,
    run: &Run<'_>,
    wanted: &Print,
    findings: &mut Vec<Finding>,
) -> Vec<File> {
    let mut dress = dress(run.library, wanted.reference.clone());
    let mut printed = print(&wanted.formats, &dress, |_| document);
    find_fonts(&mut printed, &mut dress, &wanted.faces, file, |_| document);
    let mut files = Vec::new();
    for (format, bytes) in printed {
        match bytes {
            Ok(bytes) => files.push(File { suffix: format!("{name}.{}", format.extension()), bytes }),
            Err(failure) => told(&failure, file, run, &dress.fonts, findings),
        }
    }
    files
}

/// The manifest of a paper, under the given suffix: the decks that it rests on and the hashes of its files.
pub(super) fn manifest(
    suffix: &str,
    mut decks: Vec<String>,
    provenance: &str,
    files: BTreeMap<String, String>,
    file: &DealFile,
    run: &Run<'_>,
    wanted: &Print,
) -> Result<File, Failure> {
    decks.sort();
    let manifest = Manifest {
        version: 2,
        peerpact: env!("CARGO_PKG_VERSION").into(),
        deal: file.source.digest(),
        master: file.master.as_ref().map(|master| master.source.digest()),
        decks,
        library: run.library.digest.clone(),
        policy: run.policy.hashes(),
        provenance: provenance.to_owned(),
        reference: wanted.reference.as_ref().map(|firm| firm.sha256.clone()),
        fonts: BTreeMap::new(),
        files,
        earlier: BTreeMap::new(),
    };
    Ok(File { suffix: suffix.to_owned(), bytes: written(&manifest)? })
}

/// One cause is told once, though several formats meet it.
fn told(failure: &PrintError, file: &DealFile, run: &Run<'_>, fonts: &[FontFile], findings: &mut Vec<Finding>) {
    let finding = rules::unprintable(failure, file, run.library, fonts);
    if !findings.iter().any(|known| known.code == finding.code && known.message == finding.message) {
        findings.push(finding);
    }
}
