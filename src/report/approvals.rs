//! What of a deal has to be approved, for people and for programs.

use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::document::deviations::{ApprovalState, Deviation, name};

/// The list for people: what is not yet approved first, each group in the order of the paper.
#[must_use]
pub fn human(deviations: &[Deviation]) -> String {
    if deviations.is_empty() {
        return "Nothing to approve: every clause is in its standard position.\n".to_owned();
    }
    let mut out = String::new();
    let (done, open): (Vec<&Deviation>, Vec<&Deviation>) = deviations.iter().partition(|one| one.is_approved());
    for one in open.iter().chain(&done) {
        out.push_str(&format!(
            "{} ({}, {}): {}\n",
            one.clause,
            visible(&one.name),
            visible(&one.title),
            name(one.position)
        ));
        for line in &one.because {
            out.push_str(&format!("  why       {}\n", visible(line)));
        }
        for line in &one.money {
            out.push_str(&format!("  money     {}\n", visible(line)));
        }
        out.push_str(&format!("  who       {}\n", visible(&one.whom())));
        out.push_str(&format!("  approval  {}\n", visible(&one.approval.said())));
    }
    out.push_str(&format!("{} to approve, {} approved\n", open.len(), done.len()));
    out
}

/// The same as one JSON document.
#[must_use]
pub fn json(deviations: &[Deviation]) -> String {
    let one = |one: &Deviation| {
        let approval = match &one.approval {
            ApprovalState::Missing => json!({ "state": "missing" }),
            ApprovalState::Void { by, on, why } => {
                json!({ "state": "void", "by": by, "on": on.0.to_string(), "why": why })
            }
            ApprovalState::Given { by, on, bound } => {
                json!({ "state": "given", "by": by, "on": on.0.to_string(), "bound": bound })
            }
        };
        json!({
            "clause": one.clause,
            "title": one.title,
            "name": one.name,
            "position": one.position,
            "because": one.because,
            "money": one.money,
            "desk": one.desk,
            "persons": one.persons,
            "approval": approval,
        })
    };
    let all: Vec<_> = deviations.iter().map(one).collect();
    visible_json(&format!("{:#}\n", json!({ "version": 1, "approvals": all })))
}
