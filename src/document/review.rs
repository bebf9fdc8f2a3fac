//! The copy for our own side: the draft between an index of open points and an annex of what counsel needs to know.
//!
//! It is a document of its own: no note can reach the other side's files, because they are printed from another one.

use super::assemble::{Draft, Printed};
use super::{Align, Block, Document, Heading, HeadingKind, Inline, Paragraph, Table, Text};
use crate::deal::governance::Position;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::library::Library;

/// Makes the review copy of a draft.
#[must_use]
pub fn of(draft: &Draft, file: &DealFile, library: &Library, findings: &[Finding]) -> Document {
    let mut blocks = vec![
        heading("review-open-points", "Review: open points"),
        words(
            "This copy is for our own side. It is a draft for lawyers and not legal advice: counsel has to review it before \
             anybody signs it.",
        ),
    ];
    let open: Vec<Vec<Text>> = findings
        .iter()
        .filter(|finding| finding.level == Level::OpenPoint)
        .map(|finding| {
            vec![value(&finding.path), value(&finding.message), value(finding.help.as_deref().unwrap_or("–"))]
        })
        .collect();
    section(&mut blocks, "No open points.", &["Field", "What is open", "What to do"], open);
    blocks.extend(draft.document.blocks.iter().cloned());
    blocks.push(heading("review-annex", "Review: clauses and their sources"));
    let rows = draft.printed.iter().map(|printed| clause_row(printed, file, library)).collect();
    section(&mut blocks, "No clauses.", &["Clause", "Id and version", "Position", "Sources and note"], rows);

    blocks.push(heading("review-findings", "Review: findings"));
    let rows = findings
        .iter()
        .filter(|finding| finding.level != Level::OpenPoint)
        .map(|finding| {
            vec![
                plain(finding.code),
                plain(finding.level.name()),
                value(&finding.message),
                value(finding.help.as_deref().unwrap_or("–")),
            ]
        })
        .collect();
    section(&mut blocks, "No findings.", &["Rule", "Level", "What was found", "Remedy"], rows);

    blocks.push(heading("review-waivers", "Review: waivers"));
    let rows = file
        .deal
        .waivers
        .iter()
        .map(|waiver| {
            vec![
                value(&waiver.rule),
                value(waiver.reason.as_str()),
                value(waiver.by.as_str()),
                value(&waiver.until.known().map_or("–".into(), ToString::to_string)),
            ]
        })
        .collect();
    section(&mut blocks, "No waivers.", &["Rule", "Reason", "By", "Until"], rows);

    blocks.push(heading("review-defaults", "Review: defaults that the deal left untouched"));
    let rows = file.defaults.iter().map(|(path, text)| vec![value(path), value(text)]).collect();
    section(&mut blocks, "No defaults.", &["Field", "Default"], rows);
    let mut marks = vec!["Privileged: not for the other side".to_owned()];
    marks.extend(draft.document.marks.iter().cloned());
    Document { marks, blocks, ..draft.document.clone() }
}

fn clause_row(printed: &Printed, file: &DealFile, library: &Library) -> Vec<Text> {
    let standing = &printed.standing;
    let mut position = match standing.position {
        Position::Standard => "standard".to_owned(),
        Position::Fallback => "fallback".to_owned(),
        Position::WalkAway => "walk-away".to_owned(),
    };
    if let Some(because) = &standing.because {
        position = format!("{position}: {because}");
    }
    if standing.position != Position::Standard {
        let approval = file
            .deal
            .approvals
            .iter()
            .find(|approval| approval.clause == printed.id && approval.position >= standing.position);
        position.push_str(&match (approval, &standing.approver) {
            (Some(approval), _) => format!("; approved by {} on {}", approval.by, approval.on),
            (None, Some(approver)) => format!("; to be approved by {approver}"),
            (None, None) => "; not approved".into(),
        });
    }
    let clause = library.clauses.get(&printed.id);
    let sources = clause.map(|clause| {
        let mut parts: Vec<String> = clause
            .front
            .sources
            .iter()
            .map(|source| {
                let what: Vec<&str> = [&source.article, &source.law, &source.document]
                    .into_iter()
                    .flatten()
                    .map(String::as_str)
                    .collect();
                format!("{} (verified {}, review by {})", what.join(", "), source.verified_on, source.review_by)
            })
            .collect();
        parts.extend(clause.front.note.clone());
        parts.join(" · ")
    });
    let version = clause.map_or(0, |clause| clause.front.version);
    vec![
        vec![Inline::Ref { target: printed.anchor.clone(), text: printed.name.clone() }],
        value(&format!("{} v{version}", printed.id)),
        value(&position),
        value(sources.as_deref().filter(|text| !text.is_empty()).unwrap_or("–")),
    ]
}

fn heading(anchor: &str, title: &str) -> Block {
    Block::Heading(Heading {
        kind: HeadingKind::Schedule,
        label: String::new(),
        title: plain(title),
        anchor: anchor.into(),
    })
}

fn words(text: &str) -> Block {
    Block::Paragraph(Paragraph { indent: 0, label: String::new(), anchor: None, text: plain(text) })
}

fn plain(text: &str) -> Text {
    vec![Inline::Plain(text.into())]
}

/// Words of findings, fields and sources, without the marks that findings put around names.
fn value(text: &str) -> Text {
    vec![Inline::Value(text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" "))]
}

fn section(blocks: &mut Vec<Block>, empty: &str, header: &[&str], rows: Vec<Vec<Text>>) {
    if rows.is_empty() {
        blocks.push(words(empty));
        return;
    }
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; header.len()],
        header: header.iter().map(|title| plain(title)).collect(),
        rows,
    }));
}
