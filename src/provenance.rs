//! The provenance record: what a draft was made from. Its hash goes into the files, the record itself stays at home.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::deal::governance::{Approval, Position, Waiver};
use crate::deal::read::DealFile;
use crate::document::assemble::Draft;
use crate::library::{Library, hex};

/// What a draft was made from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Record {
    /// Format of this record.
    pub version: u32,
    /// Version of the program.
    pub peerpact: String,
    /// SHA-256 of the deal file.
    pub deal: String,
    /// Whether the paper is the one to be signed.
    pub final_version: bool,
    /// The clauses printed, in order.
    pub clauses: Vec<ClauseRecord>,
    /// Approvals that the deal gives.
    pub approvals: Vec<Approval>,
    /// Waivers that the deal gives.
    pub waivers: Vec<Waiver>,
}

/// A clause of the record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClauseRecord {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Where the deal stands in its positions.
    pub position: Position,
    /// SHA-256 of its file.
    pub sha256: String,
}

/// A record with the hashes of the files drafted from it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Manifest {
    /// The record.
    pub record: Record,
    /// SHA-256 of the record; the files carry it as metadata.
    pub provenance: String,
    /// SHA-256 of each file, by what follows the deal's stem.
    pub files: BTreeMap<String, String>,
}

impl Record {
    /// The record of a draft.
    #[must_use]
    pub fn of(file: &DealFile, library: &Library, draft: &Draft, final_version: bool) -> Self {
        let clauses = draft
            .printed
            .iter()
            .filter_map(|printed| {
                let clause = library.clauses.get(&printed.id)?;
                Some(ClauseRecord {
                    id: printed.id.clone(),
                    version: clause.front.version,
                    position: printed.standing.position,
                    sha256: Library::hash(clause),
                })
            })
            .collect();
        Self {
            version: 1,
            peerpact: env!("CARGO_PKG_VERSION").into(),
            deal: sha256(file.source.text.as_bytes()),
            final_version,
            clauses,
            approvals: file.deal.approvals.clone(),
            waivers: file.deal.waivers.clone(),
        }
    }

    /// SHA-256 of the record, written as JSON.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// SHA-256 in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
