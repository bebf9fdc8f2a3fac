//! A clause that departs from its standard position.

use crate::diagnostic::Departure;
use crate::document::assemble::Printed;
use crate::path::Path;
use crate::rules::Report;

/// Adds a finding on a clause whose position lacks an approval.
pub(crate) fn add(printed: &Printed, position: &str, message: &str, help: &str, report: &mut Report<'_>) {
    let standing = &printed.standing;
    let path = standing.path.clone().unwrap_or_else(|| Path::from("positions").key(&printed.id));
    let because = standing.because.as_deref().unwrap_or("the deal chose it");
    let stand =
        Departure { clause: printed.id.clone(), position: position.to_owned(), approver: standing.approver.clone() };
    let mut added = report.add(
        path,
        format!("{message}: {because}"),
        format!(
            "{help}:\napprovals:\n  - {{clause: {}, position: {position}, by: NAME, on: {}}}",
            printed.id, report.as_of
        ),
    );
    added.stand = Some(stand);
}
