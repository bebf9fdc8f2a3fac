//! The paper of an order: what it states beside its master agreement.

use super::ReadDeal;
use crate::compare::instructions;
use crate::deal::Field;
use crate::deal::layers::CODE;
use crate::deal::read::DealFile;
use crate::deal::state::{DealState, reached};
use crate::diagnostic::{Finding, Level};
use crate::document::assemble::Draft;
use crate::document::order::{self, OrderFacts};
use crate::path::Path;
use crate::rules::Run;

/// Adds the paper of an order to the draft of the agreement as it reads under that order. A deal without a master is left as it is.
pub(super) fn add(file: &DealFile, draft: &mut Draft, run: &Run<'_>, findings: &mut Vec<Finding>) {
    let Some(master) = &file.master else { return };
    let path = Path::from("documents.parent");
    let fail = |fact: String, help: String| Finding::error(CODE, fact).on(&path).at(file.place(&path)).help(help);
    let above = ReadDeal::of(&master.source, run);
    let errors = above.findings.iter().filter(|finding| finding.level == Level::Error).count();
    let (Some((deal, Some(paper))), 0) = (&above.paper, errors) else {
        let help = format!("run `peerpact check {}`, and mend what it finds", master.source.name);
        findings.push(fail("the master agreement has errors, so nothing can be ordered under it".into(), help));
        return;
    };
    if deal.deal.paper.is_some() {
        let fact = "the master agreement is the other side's paper, whose clauses an order of ours cannot name";
        findings
            .push(fail(fact.into(), "draft the order with `documents: {kind: agreement}`, or on their form".into()));
        return;
    }
    if paper.document.compact != draft.document.compact {
        let help = "write the same `legal.form` in both, or leave it out of the order";
        findings.push(fail("the order and its master agreement are in different forms".into(), help.into()));
        return;
    }
    let recorded = reached(&deal.deal.history, DealState::Signed).map(|step| step.on);
    let signed = match file.deal.documents.signed {
        Field::Known(day) => Some(day),
        Field::Blank => None,
        Field::Absent => recorded,
    };
    let terms = instructions::of_body(&paper.document, &draft.document);
    if terms.is_empty() {
        let help = "give what it orders: rates, a flow, a site, a term";
        findings.push(fail("the order states nothing that differs from its master agreement".into(), help.into()));
        return;
    }
    let facts = OrderFacts { master: (deal, paper), signed };
    draft.order = order::of((file, draft), run.library, &facts, terms, findings);
}
