//! The places of a deal that name a clause.

use crate::deal::Deal;
use crate::path::Path;

/// Each path of a deal that names a clause, with the clause's id.
pub(crate) fn clauses(deal: &Deal) -> Vec<(Path, &str)> {
    let positions = deal.positions.keys().map(|id| (Path::from("positions").key(id), id.as_str()));
    let approvals = deal.approvals.iter().enumerate();
    let approvals =
        approvals.map(|(at, approval)| (Path::from("approvals").index(at).key("clause"), approval.clause.as_str()));
    let terms = deal.special_terms.iter().enumerate().filter_map(|(at, term)| Some((at, term.place()?)));
    let terms = terms.map(|(at, place)| (Path::from("special_terms").index(at).key(place.field()), place.clause()));
    let clauses = deal.clauses.keys().map(|id| (Path::from("clauses").key(id), id.as_str()));
    positions.chain(approvals).chain(terms).chain(clauses).collect()
}
