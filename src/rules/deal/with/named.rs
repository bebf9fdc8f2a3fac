//! The places of a deal that name a clause.

use crate::deal::Deal;

/// Each path of a deal that names a clause, with the clause's id.
pub(crate) fn clauses(deal: &Deal) -> Vec<(String, &str)> {
    let positions = deal.positions.keys().map(|id| (format!("positions.{id}"), id.as_str()));
    let approvals = deal.approvals.iter().enumerate();
    let approvals = approvals.map(|(at, approval)| (format!("approvals[{at}].clause"), approval.clause.as_str()));
    let terms = deal.special_terms.iter().enumerate();
    let terms = terms.map(|(at, term)| (format!("special_terms[{at}].after"), term.after.as_str()));
    positions.chain(approvals).chain(terms).collect()
}
