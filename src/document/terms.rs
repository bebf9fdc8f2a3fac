//! The defined terms of one draft: used terms are printed, and a use without a definition is refused.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Inline;
use super::definitions::{self, Definition, Glossary, TermFinder};
use super::departures::Absence;
use super::lines::Lines;
use super::parse::{self, ListItem, Raw};
use super::piece::{ClausePiece, clause_place};
use crate::diagnostic::Finding;
use crate::library::{Clause, Library};
use crate::source::PlacedWords;

/// The words between a term and the place that defines it.
const POINTS: &str = " has the meaning given in ";

/// Whether a paragraph only points to the definition of a term. The program writes such paragraphs itself.
pub(super) fn points(text: &[Inline]) -> bool {
    matches!(text, [Inline::Strong(_), Inline::Plain(words), Inline::Ref { .. }, ..] if **words == *POINTS)
}

/// A term that one of a draft's clauses defines.
#[derive(Debug, Clone)]
pub struct DefinedTerm {
    /// The term as the paper writes it.
    pub name: String,
    /// Id of the clause that defines it.
    pub clause: String,
    /// Whether it is defined in passing, outside the clause that holds the definitions.
    pub in_passing: bool,
    /// Whether a clause of the draft uses it.
    pub used: bool,
}

/// Prints the definitions that are used, and refuses terms that are used without one.
///
/// The short form leaves out an entry that only points to a definition elsewhere. Returns the terms.
pub(super) fn define(
    pieces: &mut [ClausePiece<'_>],
    library: &Library,
    absence: &Absence<'_>,
    points: bool,
    findings: &mut Vec<Finding>,
) -> Vec<DefinedTerm> {
    let mut glossary = Glossary::default();
    for piece in pieces.iter_mut() {
        glossary.collect(&piece.clause.id, &mut piece.raw, provides(piece.clause, "definitions"));
    }
    for (term, double) in &glossary.doubles {
        let Some(clause) = library.clauses.get(&double.clause) else { continue };
        let mut finding = Finding::error("LIB005", format!("**{term}** is defined twice"))
            .at(clause_place(clause, double.written.clone()))
            .help("keep one definition, and use the term in the other place");
        if let Some(first) = glossary.terms.get(term)
            && let Some(defines) = library.clauses.get(&first.clause)
        {
            finding = finding.see(clause_place(defines, first.written.clone()), "first defined here");
        }
        findings.push(finding);
    }
    let printed: BTreeSet<&str> = pieces.iter().map(|piece| piece.clause.id.as_str()).collect();
    stand_ins(&mut glossary, library, absence, &printed, findings);
    let texts: Vec<(String, PlacedWords)> = pieces
        .iter()
        .flat_map(|piece| texts(&piece.raw).into_iter().map(|text| (piece.clause.id.clone(), text)))
        .collect();
    let used = glossary.used(&texts.iter().map(|(_, text)| &**text).collect::<Vec<_>>());
    report_undefined(&texts, &glossary, &used, library, findings);
    for piece in pieces.iter_mut().filter(|piece| provides(piece.clause, "definitions")) {
        let entries = entries(&glossary, &used, points);
        if let Some(Raw::Paragraph(first)) = piece.raw.iter_mut().find(|raw| matches!(raw, Raw::Paragraph(_))) {
            first.definitions = entries;
        }
    }
    let terms = glossary.terms.into_iter().map(|(name, definition)| DefinedTerm {
        used: used.contains(&name),
        in_passing: definition.entry.is_none(),
        clause: definition.clause,
        name,
    });
    terms.collect()
}

/// Adds what the terms of a clause mean that the deal has left out or replaced, or does not need.
fn stand_ins(
    glossary: &mut Glossary,
    library: &Library,
    absence: &Absence<'_>,
    printed: &BTreeSet<&str>,
    findings: &mut Vec<Finding>,
) {
    let holder = library.clauses.values().find(|clause| provides(clause, "definitions"));
    let holder = holder.map(|clause| clause.id.clone()).unwrap_or_default();
    for clause in library.clauses.values() {
        let off = absence.off.contains(&clause.id.as_str());
        if !off && absence.departures.departure(&clause.id).is_none() && printed.contains(clause.id.as_str()) {
            continue;
        }
        for (term, means) in &clause.front.absent.terms {
            // A definition that stands in another clause holds. An entry of the glossary may rest on what is gone.
            if glossary.terms.get(term).is_some_and(|known| known.entry.is_none() || !off) {
                continue;
            }
            let markdown = format!("**{term}** means {means}.");
            match parse::parse(&markdown, absence.blanks, &Lines::default()).map(|raw| raw.into_iter().next()) {
                Ok(Some(Raw::Paragraph(entry))) => {
                    let (clause, target) = (holder.clone(), holder.clone());
                    glossary
                        .terms
                        .insert(term.clone(), Definition { clause, target, entry: Some(entry), written: None });
                }
                _ => findings.push(
                    Finding::error("LIB008", format!("`absent` cannot say what **{term}** means in this way"))
                        .at(clause_place(clause, None))
                        .help("write the words that follow `means`, without a full stop"),
                ),
            }
        }
    }
}

fn provides(clause: &Clause, what: &str) -> bool {
    clause.front.provides.as_deref() == Some(what)
}

/// Paragraphs and items, one text each. Headings and tables are left out, because they capitalise by other rules.
fn texts(raw: &[Raw]) -> Vec<PlacedWords> {
    let apart = |text| {
        let mut text = definitions::flat(text);
        text.push('\u{2}');
        text
    };
    raw.iter()
        .flat_map(|raw| match raw {
            Raw::Paragraph(item) => definitions::below(item),
            Raw::Table { rows, header, .. } => rows.iter().flatten().chain(header).map(apart).collect(),
            Raw::Heading(title, _) => vec![apart(title)],
        })
        .collect()
}

fn report_undefined(
    texts: &[(String, PlacedWords)],
    glossary: &Glossary,
    used: &BTreeSet<String>,
    library: &Library,
    findings: &mut Vec<Finding>,
) {
    let terms = TermFinder::new(glossary.terms.keys().map(String::as_str));
    let names = TermFinder::new(library.names.iter().map(String::as_str));
    let mut seen = BTreeSet::new();
    let entries = used.iter().filter_map(|term| {
        let definition = glossary.terms.get(term)?;
        Some((definition.clause.clone(), definitions::below(definition.entry.as_ref()?)))
    });
    let entries = entries.flat_map(|(clause, texts)| texts.into_iter().map(move |text| (clause.clone(), text)));
    let running = texts.iter().filter(|(_, text)| !text.ends_with('\u{2}')).cloned();
    let texts: Vec<(String, PlacedWords)> = running.chain(entries).collect();
    let words = texts.par_iter().map(|(_, text)| definitions::undefined(text, &terms, &names));
    for ((id, text), words) in texts.iter().zip(words.collect::<Vec<_>>()) {
        for (at, word) in words {
            let Some(clause) = library.clauses.get(id).filter(|_| seen.insert((id, word))) else { continue };
            let near = clause_place(clause, text.written(at..at + word.len()));
            findings.push(
                Finding::error("LIB004", format!("`{word}` is capitalised like a defined term, and is not defined"))
                    .at(near)
                    .help(
                        "define it as **Term**, write it in lower case, or name it: a law under `sources`, anything else in templates/names.txt",
                    ),
            );
        }
    }
}

/// The entries of the definitions article, sorted alphabetically without regard to case.
fn entries(glossary: &Glossary, used: &BTreeSet<String>, points: bool) -> Vec<ListItem> {
    let mut chosen: Vec<(&String, ListItem)> = used
        .iter()
        .filter_map(|term| {
            let definition = glossary.terms.get(term).filter(|definition| points || definition.entry.is_some())?;
            let entry = definition.entry.clone().unwrap_or_else(|| ListItem {
                text: vec![
                    Inline::Strong(vec![Inline::Plain(term.as_str().into())]),
                    Inline::Plain(POINTS.into()),
                    Inline::Ref { target: definition.target.as_str().into(), text: String::new() },
                    Inline::Plain(".".into()),
                ],
                ..ListItem::default()
            });
            Some((term, entry))
        })
        .collect();
    chosen.sort_by_key(|(term, _)| term.to_lowercase());
    chosen.into_iter().map(|(_, entry)| entry).collect()
}
