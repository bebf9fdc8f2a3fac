//! What an approval covers: a position of a clause, in the words and with the values that the approver saw.
//!
//! An approval that says what was approved holds only as long as the deal and the library say the same. One written by hand, with
//! clause, position, person and day alone, covers its position whatever the values are, as it always has.

use std::collections::BTreeMap;

use crate::deal::governance::{Approval, SpecialPlace};
use crate::deal::read::DealFile;
use crate::library::clause::Clause;
use crate::library::positions::{OffStandard, Standing, off_standard};
use crate::path::Path;
use crate::policy::Policy;
use crate::source::sha256;

/// What somebody who approves a clause today approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    /// Version of the clause.
    pub version: u32,
    /// SHA-256 of the clause's file and of the special terms on it, in lower-case hexadecimal.
    pub words: String,
    /// The values outside the standard.
    pub values: Vec<OffStandard>,
}

/// Why an approval does not cover what the deal says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Void {
    /// A value is another than the one approved; `approved` is `None` if it was within the standard then.
    Value {
        /// The field.
        path: Path,
        /// What was approved.
        approved: Option<String>,
        /// What the deal says.
        now: String,
    },
    /// The clause has another version.
    Version {
        /// The version approved.
        approved: u32,
        /// Today's.
        now: u32,
    },
    /// The clause, or a special term on it, has other words.
    Words {
        /// Hash of the words approved.
        approved: String,
        /// Hash of today's.
        now: String,
    },
    /// The house does not list the person for the desk that the clause names.
    Person {
        /// The desk; `None` if the clause names none.
        desk: Option<String>,
        /// Whom the house lists for it.
        listed: Vec<String>,
    },
}

impl std::fmt::Display for Void {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value { path, approved: Some(approved), now } => {
                write!(f, "`{path}` was {approved} and is now {now}")
            }
            Self::Value { path, approved: None, now } => write!(f, "`{path}` was not among it and is now {now}"),
            Self::Version { approved, now } => write!(f, "the clause was version {approved} and is now version {now}"),
            Self::Words { approved, now } => {
                let short = |hash: &str| hash.get(..8).unwrap_or(hash).to_owned();
                write!(
                    f,
                    "the words of the clause, or a special term on it, changed from {} to {}",
                    short(approved),
                    short(now)
                )
            }
            Self::Person { desk, listed } => {
                let whom = if listed.is_empty() { "nobody".to_owned() } else { listed.join(", ") };
                match desk {
                    Some(desk) => write!(f, "the house lists {whom} to approve for {desk}"),
                    None => write!(f, "the house lists {whom} to approve"),
                }
            }
        }
    }
}

/// What an approval of a clause would cover today.
#[must_use]
pub fn today(clause: &Clause, file: &DealFile) -> Approved {
    let clause_file = clause.source.digest();
    let mut words = clause_file.clone();
    for term in &file.deal.special_terms {
        let (Some(place), text) = (term.place(), &term.text) else { continue };
        if place.clause() == clause.id {
            let what = match place {
                SpecialPlace::Point(_, point) => point,
                SpecialPlace::After(_) | SpecialPlace::Clause(_) => "",
            };
            words.push_str(&format!("\n{}\n{what}\n{text}", place.field()));
        }
    }
    Approved {
        version: clause.front.version,
        words: if words == clause_file { words } else { sha256(words.as_bytes()) },
        values: off_standard(clause, file),
    }
}

/// Why an approval does not cover the clause as the deal has it now; empty if it does.
#[must_use]
pub fn void(approval: &Approval, clause: &Clause, standing: &Standing, file: &DealFile, policy: &Policy) -> Vec<Void> {
    let mut out = Vec::new();
    let desk = standing.approver.as_deref();
    if let Some(listed) = policy.approvers(desk)
        && !listed.iter().any(|person| is_person(approval.by.as_str(), person))
    {
        let listed = listed.into_iter().map(str::to_owned).collect();
        out.push(Void::Person { desk: desk.map(str::to_owned), listed });
    }
    out.extend(changed(approval, clause, file));
    out
}

/// What changed since somebody approved a clause; nothing for an approval that does not say what was approved.
#[must_use]
pub fn changed(approval: &Approval, clause: &Clause, file: &DealFile) -> Vec<Void> {
    let mut out = Vec::new();
    let Some(words) = &approval.words else { return out };
    let now = today(clause, file);
    match approval.version {
        Some(approved) if approved != now.version => out.push(Void::Version { approved, now: now.version }),
        _ if words.as_str() != now.words => out.push(Void::Words { approved: words.to_string(), now: now.words }),
        _ => {}
    }
    let approved: BTreeMap<&str, &str> =
        approval.values.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    for OffStandard { path, value, .. } in now.values {
        let before = approved.get(path.to_string().as_str()).map(|value| value.replace('\u{a0}', " "));
        if before.as_ref() != Some(&value) {
            out.push(Void::Value { path, approved: before, now: value });
        }
    }
    out
}

/// Whether `by`, such as `Jo Lim, head of finance`, names a person whom the house lists as `Jo Lim`.
#[must_use]
pub fn is_person(by: &str, listed: &str) -> bool {
    by == listed || by.split_once(',').is_some_and(|(name, _)| name.trim() == listed)
}

/// The approval that covers a clause as it stands, if there is one.
#[must_use]
pub fn covering<'a>(clause: &Clause, standing: &Standing, file: &'a DealFile, policy: &Policy) -> Option<&'a Approval> {
    file.deal.approvals.iter().find(|approval| {
        approval.clause == clause.id
            && approval.position >= standing.position
            && void(approval, clause, standing, file, policy).is_empty()
    })
}
