//! Where a deal departs from our standard, what that costs, and who has approved it: a list for programs, and the memo to whoever
//! approves.

use super::assemble::Draft;
use super::{Align, Block, Cover, Document, Heading, HeadingKind, Inline, Inlines, Paragraph, Table};
use crate::approvals::{covering, void};
use crate::deal::Deal;
use crate::deal::date::Date;
use crate::deal::governance::{Approval, Position};
use crate::deal::read::{DealFile, read};
use crate::diagnostic::{Edit, Finding, Level};
use crate::fix;
use crate::library::Library;
use crate::library::clause::Clause;
use crate::library::positions::{OffStandard, off_standard};
use crate::path::Path;
use crate::policy::Policy;
use crate::source::Source;
use crate::sums::{self, Sum, money};

/// A clause that departs from its standard.
#[derive(Debug, Clone)]
pub struct Deviation {
    /// Id of the clause.
    pub clause: String,
    /// Its title.
    pub title: String,
    /// How the paper refers to it, such as `clause 26`.
    pub name: String,
    /// The position reached.
    pub position: Position,
    /// What decided it: values outside the standard, or the choice of another text.
    pub because: Vec<String>,
    /// What it means in money, where the deal gives the figures.
    pub money: Vec<String>,
    /// The desk that may approve it, as the clause names it.
    pub desk: Option<String>,
    /// The persons whom the house lists for it; `None` if it lists nobody at all.
    pub persons: Option<Vec<String>>,
    /// How far it is approved.
    pub approval: ApprovalState,
}

/// How far a position is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApprovalState {
    /// By nobody.
    Missing,
    /// By somebody, for something else than the deal says now, or by somebody who may not.
    Void {
        /// Who.
        by: String,
        /// When.
        on: Date,
        /// Why it does not count, a sentence each.
        why: Vec<String>,
    },
    /// As it stands.
    Given {
        /// Who.
        by: String,
        /// When.
        on: Date,
        /// Whether the approval says what was approved.
        bound: bool,
    },
}

impl ApprovalState {
    /// In words, on one line.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Missing => "not approved".to_owned(),
            Self::Void { by, on, why } => format!("not any more: {by} approved it on {on}, but {}", why.join("; ")),
            Self::Given { by, on, bound: true } => format!("approved by {by} on {on}"),
            Self::Given { by, on, bound: false } => {
                format!("approved by {by} on {on}, whatever the values are: the deal does not say what was approved")
            }
        }
    }
}

/// The clauses that depart from their standard, in the order of the paper.
#[must_use]
pub fn list(draft: &Draft, file: &DealFile, library: &Library, policy: &Policy) -> Vec<Deviation> {
    let departs = draft.printed.iter().filter(|printed| printed.standing.position != Position::Standard);
    let now = sums::of(&file.deal);
    departs
        .filter_map(|printed| {
            let (clause, standing) = (library.clauses.get(&printed.id)?, &printed.standing);
            let values = off_standard(clause, file);
            let mut because: Vec<String> = values
                .iter()
                .map(|value| format!("{} is {}; standard: {}", value.path, value.value, value.condition))
                .collect();
            because.extend(chosen(clause, file));
            let given = |approval: &&Approval| approval.clause == clause.id && approval.position >= standing.position;
            let approval = match covering(clause, standing, file, policy) {
                Some(one) => ApprovalState::Given { by: one.by.to_string(), on: one.on, bound: one.is_bound() },
                None => file.deal.approvals.iter().rfind(given).map_or(ApprovalState::Missing, |one| {
                    let why = void(one, clause, standing, file, policy);
                    let why = why.iter().map(|why| why.to_string().replace('`', "")).collect();
                    ApprovalState::Void { by: one.by.to_string(), on: one.on, why }
                }),
            };
            let desk = standing.approver.clone();
            let persons = policy.approvers(desk.as_deref());
            Some(Deviation {
                clause: clause.id.clone(),
                title: clause.front.title.clone(),
                name: printed.name.clone(),
                position: standing.position,
                because,
                money: effects(&values, &now, file),
                persons: persons.map(|persons| persons.into_iter().map(str::to_owned).collect()),
                desk,
                approval,
            })
        })
        .collect()
}

/// What the position that the deal chose by name says.
fn chosen(clause: &Clause, file: &DealFile) -> Option<String> {
    let chosen = file.deal.positions.get(&clause.id).copied().filter(|position| *position != Position::Standard)?;
    let says = clause.front.positions.of(chosen).says.clone();
    Some(says.unwrap_or_else(|| format!("the deal chose the {} position", name(chosen))))
}

/// The position in words.
#[must_use]
pub fn name(position: Position) -> &'static str {
    match position {
        Position::Standard => "standard",
        Position::Fallback => "fallback",
        Position::WalkAway => "walk-away",
    }
}

/// What the values outside the standard mean in money: each sum that they decide, and what it would be at the limits of the
/// standard.
fn effects(values: &[OffStandard], now: &[Sum], file: &DealFile) -> Vec<String> {
    let decided = |sum: &&Sum| sum.amount.is_some() && values.iter().any(|value| sum.reads(&value.path));
    let decided: Vec<&Sum> = now.iter().filter(decided).collect();
    if decided.is_empty() {
        return Vec::new();
    }
    let standard = at_limits(values, file).map(|deal| sums::of(&deal)).unwrap_or_default();
    let said = |sum: &Sum| {
        let before = standard.iter().find(|before| before.what == sum.what).and_then(|before| before.amount);
        match (sum.amount, before) {
            (Some(amount), Some(before)) if amount != before => {
                let (more, by) = if amount > before { ("more", amount - before) } else { ("less", before - amount) };
                format!("{}: {}, {} {more} than at the standard", sum.what, sum.sum, money(&file.deal, by))
            }
            _ => format!("{}: {}", sum.what, sum.sum),
        }
    };
    decided.into_iter().map(said).collect()
}

/// The deal with each of the values put back to the limit of the standard, where that names one.
fn at_limits(values: &[OffStandard], file: &DealFile) -> Option<Deal> {
    let limit = |condition: &str| {
        let limit = ["<=", ">=", "=="].iter().find_map(|sign| condition.trim().strip_prefix(sign))?;
        Some(limit.trim().to_owned())
    };
    let mut mended = Finding::new("", Level::Note, "");
    mended.edits = values
        .iter()
        .filter_map(|value| Some(Edit { span: file.own(&value.path)?.span.clone(), text: limit(&value.condition)? }))
        .collect();
    let text = fix::apply(&file.source.text, [&mended]).text;
    let mut deal = read(&Source::new(file.source.name.clone(), text), &mut Vec::new())?.deal;
    // Lines of a deck are not among what the deal itself says.
    deal.rates.lines.clone_from(&file.deal.rates.lines);
    Some(deal)
}

/// The memo to whoever approves: one table, in the order of the paper, what is not yet approved first.
#[must_use]
pub fn memo(deviations: &[Deviation], file: &DealFile, as_of: jiff::civil::Date) -> Document {
    let deal = &file.deal;
    let other = deal.parties.iter().find(|(id, _)| **id != deal.we);
    let party = |id: &str| -> Inlines {
        let known = deal.parties.get(id).and_then(|party| party.name.known());
        vec![known.map_or_else(
            || Inline::Blank(Some(Path::from("parties").key(id).key("name"))),
            |name| Inline::Value(name.to_string()),
        )]
    };
    let open: Vec<&Deviation> = deviations.iter().filter(|one| !one.is_approved()).collect();
    let done: Vec<&Deviation> = deviations.iter().filter(|one| one.is_approved()).collect();
    let mut blocks = Vec::new();
    section(&mut blocks, "open", "To be approved", "Nothing is left to approve.", &open);
    if !done.is_empty() {
        section(&mut blocks, "done", "Approved", "", &done);
    }
    let term = |label: &str, value: Inlines| (vec![Inline::Plain(label.into())], value);
    let reference = deal.reference.known().map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string);
    let mut key_terms = Vec::new();
    if let Some((id, _)) = other {
        key_terms.push(term("With", party(id)));
    }
    key_terms.push(term("Draft", vec![Inline::Value(deal.draft.to_string())]));
    key_terms.push(term("Day", vec![Inline::Value(Date(as_of).to_string())]));
    let mut desks: Vec<&str> = open.iter().filter_map(|one| one.desk.as_deref()).collect();
    desks.sort_unstable();
    desks.dedup();
    if !desks.is_empty() {
        key_terms.push(term("For", vec![Inline::Value(desks.join(", "))]));
    }
    Document {
        title: "Departures from our standard".into(),
        reference,
        version: format!("memo on draft {}", deal.draft),
        marks: vec!["Privileged: not for the other side".into()],
        language: "en".into(),
        paper: deal.legal.paper,
        compact: true,
        provenance: file.source.digest(),
        cover: Cover { parties: vec![party(&deal.we)], key_terms },
        blocks,
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }
}

impl Deviation {
    /// Whether an approval covers it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        matches!(self.approval, ApprovalState::Given { .. })
    }

    /// Who may approve it, in words.
    #[must_use]
    pub fn whom(&self) -> String {
        let desk = self.desk.clone().unwrap_or_else(|| "whoever may sign beyond our positions".to_owned());
        match &self.persons {
            Some(persons) if !persons.is_empty() => format!("{desk}: {}", persons.join(", ")),
            Some(_) => format!("{desk}: the house lists nobody"),
            None => desk,
        }
    }
}

fn section(blocks: &mut Vec<Block>, anchor: &str, title: &str, empty: &str, rows: &[&Deviation]) {
    let plain = |text: &str| vec![Inline::Plain(text.into())];
    blocks.push(Block::Heading(Heading {
        kind: HeadingKind::Section,
        label: String::new(),
        title: plain(title),
        anchor: anchor.into(),
    }));
    if rows.is_empty() {
        let text = plain(empty);
        blocks.push(Block::Paragraph(Paragraph {
            indent: 0,
            label: String::new(),
            defines: false,
            anchor: None,
            text,
        }));
        return;
    }
    let lines = |lines: &[String]| -> Inlines {
        let mut out = Inlines::new();
        for line in lines {
            if !out.is_empty() {
                out.push(Inline::Break);
            }
            out.push(Inline::Value(line.clone()));
        }
        if out.is_empty() { vec![Inline::Value("–".into())] } else { out }
    };
    let row = |one: &&Deviation| {
        let approval = [one.whom(), one.approval.said()];
        vec![
            lines(&[format!("{} ({})", one.title, one.name), name(one.position).to_owned()]),
            lines(&one.because),
            lines(&one.money),
            lines(&approval),
        ]
    };
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; 4],
        header: ["Clause", "What departs", "What it means in money", "Who approves"].map(plain).to_vec(),
        rows: rows.iter().map(row).collect(),
    }));
}
