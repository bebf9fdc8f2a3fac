//! A clause that departs from its standard position.

use crate::deal::house::ApprovalNeed;
use crate::diagnostic::{Departure, Level};
use crate::document::assemble::Printed;
use crate::path::Path;
use crate::rules::Report;

/// Adds a finding on a clause whose position lacks an approval.
///
/// Where neither the house nor the deal has said anything about positions and approvals, nobody is asked: the positions are then the
/// library's alone, and the finding has the level `unasked`.
pub(crate) fn add(
    printed: &Printed,
    (position, unasked): (&str, Level),
    message: &str,
    help: &str,
    report: &mut Report<'_>,
) {
    let practice = (!report.file.deal.approvals.is_empty()).then_some(ApprovalNeed::Asked);
    let is_asked = report.policy.approval_in(&printed.id).or(practice) == Some(ApprovalNeed::Asked);
    let standing = &printed.standing;
    let path = standing.path.clone().unwrap_or_else(|| Path::from("positions").key(&printed.id));
    let because = standing.because.as_deref().unwrap_or("the deal chose it");
    let stand =
        Departure { clause: printed.id.clone(), position: position.to_owned(), approver: standing.approver.clone() };
    let help = if is_asked {
        format!(
            "{help}:\napprovals:\n  - {{clause: {}, position: {position}, by: NAME, on: {}}}",
            printed.id, report.as_of
        )
    } else {
        "nothing, if your house signs it: the position is the library's; `approvers` or `positions` in peerpact.toml say what yours asks for"
            .to_owned()
    };
    let mut added = report.add(path, format!("{message}: {because}"), help);
    if !is_asked {
        added = added.level(unasked);
    }
    added.stand = Some(stand);
}
