//! Whether a clause that departs from its standard is approved.

use crate::approvals;
use crate::document::assemble::Printed;
use crate::library::Library;
use crate::rules::Report;

/// Whether an approval covers the clause as the deal has it now.
pub(crate) fn is_approved(printed: &Printed, library: &Library, report: &Report<'_>) -> bool {
    let Some(clause) = library.clauses.get(&printed.id) else { return false };
    approvals::covering(clause, &printed.standing, report.file, report.policy).is_some()
}
