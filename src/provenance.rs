//! The provenance record: the inputs of a draft. Its hash is printed into the files; the record itself is for our side only.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::deal::governance::{Approval, Position, Waiver};
use crate::deal::read::DealFile;
use crate::document::assemble::Draft;
use crate::library::Library;
pub use crate::library::sha256;

/// The inputs of a draft.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Record {
    /// Format of this record.
    pub version: u32,
    /// Version of the program.
    pub peerpact: String,
    /// SHA-256 of the deal file.
    pub deal: String,
    /// SHA-256 of the deal file of its master agreement, if it is an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub master: Option<String>,
    /// SHA-256 of each rate deck that it names, by the path that it gives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub decks: BTreeMap<String, String>,
    /// Whether the paper is the one to be signed.
    pub final_version: bool,
    /// The library that it was drafted from.
    pub library: LibraryRecord,
    /// The clauses printed, in order.
    pub clauses: Vec<ClauseRecord>,
    /// Approvals that the deal gives.
    pub approvals: Vec<ApprovalRecord>,
    /// Waivers that the deal gives.
    pub waivers: Vec<WaiverRecord>,
}

/// The library of the record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LibraryRecord {
    /// Its version.
    pub version: String,
    /// SHA-256 of all its files.
    pub sha256: String,
}

/// A clause of the record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClauseRecord {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The position of the deal in the clause.
    pub position: Position,
    /// SHA-256 of its file.
    pub sha256: String,
    /// SHA-256 of its words as they print, which the DOCX holds too.
    pub text: String,
}

/// An approval in the record. Dates are ISO 8601 here, not contract text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ApprovalRecord {
    /// Id of the clause.
    pub clause: String,
    /// Position approved.
    pub position: Position,
    /// Who approved it.
    pub by: String,
    /// When.
    pub on: String,
}

/// A waiver of the record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WaiverRecord {
    /// Code of the rule.
    pub rule: String,
    /// Why it does not matter here.
    pub reason: String,
    /// Who judged so.
    pub by: String,
    /// Day after which it counts again, if it is known.
    pub until: Option<String>,
}

impl From<&Approval> for ApprovalRecord {
    fn from(approval: &Approval) -> Self {
        Self {
            clause: approval.clause.clone(),
            position: approval.position,
            by: approval.by.to_string(),
            on: approval.on.0.to_string(),
        }
    }
}

impl From<&Waiver> for WaiverRecord {
    fn from(waiver: &Waiver) -> Self {
        Self {
            rule: waiver.rule.clone(),
            reason: waiver.reason.to_string(),
            by: waiver.by.to_string(),
            until: waiver.until.known().map(|until| until.0.to_string()),
        }
    }
}

/// The file beside the drafts that are sent: hashes, and no word of the deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// Format of this file. Version 1 held the record itself.
    pub version: u32,
    /// Version of the program.
    pub peerpact: String,
    /// SHA-256 of the deal file.
    pub deal: String,
    /// SHA-256 of the deal file of its master agreement, if it is an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master: Option<String>,
    /// SHA-256 of each rate deck that it names, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decks: Vec<String>,
    /// SHA-256 of all files of the library.
    pub library: String,
    /// SHA-256 of each file of the house's policy, the farthest from the deal first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy: Vec<String>,
    /// SHA-256 of the record of what the draft was made from, which stays at home; the files carry it as metadata.
    pub provenance: String,
    /// SHA-256 of the firm's template for the DOCX. It is not part of the record, because it changes no word of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// SHA-256 of each font file that the PDF may have taken letters from, by the name of its face: those given by `--font`, and the system's.
    /// The fonts of the program and of the library are not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fonts: BTreeMap<String, String>,
    /// SHA-256 of each file, by what follows the deal's stem.
    pub files: BTreeMap<String, String>,
    /// SHA-256 of files of an earlier draft that lie here still, because this one was not asked for their formats.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, String>,
}

/// What stands of a deal's drafts in a folder.
#[derive(Debug, Clone)]
pub struct StandingDrafts {
    /// Their manifest.
    pub manifest: Manifest,
    /// SHA-256 of each file that is still as the manifest names it, by what follows the deal's stem.
    pub files: BTreeMap<String, String>,
}

impl StandingDrafts {
    /// Whether its files were drafted from what a manifest names: deal, decks, library, policy, record and template.
    #[must_use]
    pub fn is_of(&self, manifest: &Manifest) -> bool {
        let none = BTreeMap::new;
        let inputs = |of: &Manifest| Manifest { fonts: none(), files: none(), earlier: none(), ..of.clone() };
        inputs(&self.manifest) == inputs(manifest)
    }
}

/// The file beside our own copies: the whole record, which names positions, approvers and reasons.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnManifest {
    /// The record.
    pub record: Record,
    /// SHA-256 of the record; the files carry it as metadata.
    pub provenance: String,
    /// SHA-256 of each of our own copies, by what follows `STEM.review.`.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of files that were drafted from a record, and bear its hash.
    #[must_use]
    pub fn of(
        record: &Record,
        provenance: String,
        policy: Vec<String>,
        reference: Option<String>,
        files: BTreeMap<String, String>,
    ) -> Self {
        let mut decks: Vec<String> = record.decks.values().cloned().collect();
        decks.sort();
        Self {
            version: 2,
            peerpact: record.peerpact.clone(),
            deal: record.deal.clone(),
            master: record.master.clone(),
            decks,
            library: record.library.sha256.clone(),
            policy,
            provenance,
            reference,
            fonts: BTreeMap::new(),
            files,
            earlier: BTreeMap::new(),
        }
    }
}

/// The SHA-256 of each file that a manifest names, by what follows the deal's stem; also of the manifests of 0.1.0, and of those
/// beside our own copies. `None` if it is not a manifest.
#[must_use]
pub fn listed(manifest: &[u8]) -> Option<BTreeMap<String, String>> {
    #[derive(serde::Deserialize)]
    struct Listed {
        #[serde(rename = "provenance")]
        _provenance: String,
        files: BTreeMap<String, String>,
        #[serde(default)]
        earlier: BTreeMap<String, String>,
    }
    let Listed { files, mut earlier, .. } = serde_json::from_slice(manifest).ok()?;
    earlier.extend(files);
    Some(earlier)
}

/// A manifest that names one more file; `None` if it is not a manifest.
#[must_use]
pub fn with_file(manifest: &[u8], suffix: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut value: serde_json::Value = serde_json::from_slice(manifest).ok()?;
    value.get_mut("files")?.as_object_mut()?.insert(suffix.to_owned(), sha256(bytes).into());
    written(&value).ok()
}

/// A manifest as the bytes of its file.
pub fn written(manifest: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl Record {
    /// The record of a draft.
    #[must_use]
    pub fn of(file: &DealFile, library: &Library, draft: &Draft, final_version: bool) -> Self {
        let clauses = draft
            .printed
            .iter()
            .filter_map(|printed| {
                let extent = draft.document.clauses.iter().find(|extent| extent.id == printed.id)?;
                Some(ClauseRecord {
                    id: printed.id.clone(),
                    version: extent.version,
                    position: printed.standing.position,
                    sha256: Library::hash(library.clauses.get(&printed.id)?),
                    text: extent.sha256.clone(),
                })
            })
            .collect();
        Self {
            version: 1,
            peerpact: env!("CARGO_PKG_VERSION").into(),
            deal: file.source.digest(),
            master: file.master.as_ref().map(|master| master.source.digest()),
            decks: file.decks.iter().map(|deck| (deck.path.clone(), deck.sha256.clone())).collect(),
            final_version,
            library: LibraryRecord { version: library.version.clone(), sha256: library.digest.clone() },
            clauses,
            approvals: file.deal.approvals.iter().map(ApprovalRecord::from).collect(),
            waivers: file.deal.waivers.iter().map(WaiverRecord::from).collect(),
        }
    }

    /// SHA-256 of the record, written as JSON.
    pub fn hash(&self) -> Result<String, serde_json::Error> {
        Ok(sha256(&serde_json::to_vec(self)?))
    }
}
