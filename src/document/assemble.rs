//! Assembles clauses and a deal into one document.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;

use super::annex::AnnexFile;
use super::blanks::Blanks;
use super::departures::{Absence, ClauseDeparture, Departures};
use super::lines::Lines;
use super::number::Numbering;
use super::parse::{self, Raw};
use super::piece::{ClausePiece, clause_place};
use super::prose::{self, Author, Passage};
use super::terms::{self, DefinedTerm};
use super::{Block, Cover, Document, Extent, Inline, Inlines, Signature, context, fixed_words, refs, words_of};
use crate::deal::Field;
use crate::deal::documents::DocumentKind;
use crate::deal::governance::{Position, SpecialTerm};
use crate::deal::paper::Form;
use crate::deal::party::Party;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::library::outline::OutlineEntry;
use crate::library::positions::{self, Standing};
use crate::library::select::holds;
use crate::library::{Clause, Library, sha256};
use crate::path::Path;
use crate::source::Place;
use crate::template::Context;

/// A clause that this draft prints.
#[derive(Debug, Clone)]
pub struct Printed {
    /// Its id in the library, such as `sla.credits`.
    pub id: String,
    /// How the paper refers to it, such as `clause 26`.
    pub name: String,
    /// Anchor of its heading or first paragraph.
    pub anchor: String,
    /// Where the deal stands in its positions.
    pub standing: Standing,
}

/// A clause that a draft does not print as the library has it.
#[derive(Debug, Clone)]
pub struct Departed {
    /// Its id in the library.
    pub id: String,
    /// What became of it.
    pub departure: ClauseDeparture,
}

/// A draft, and what it was made of.
#[derive(Debug)]
pub struct Draft {
    /// The whole agreement, numbered and resolved; that of an order is its master with what the order states.
    pub document: Document,
    /// What is signed in its place, if the deal is an order: the order alone.
    pub order: Option<Document>,
    /// Its clauses, in the order of the paper.
    pub printed: Vec<Printed>,
    /// The clauses that it leaves out or replaces, in the order of the outline.
    pub departed: Vec<Departed>,
    /// The terms that its clauses define, in alphabetical order.
    pub terms: Vec<DefinedTerm>,
    /// The origin of its blocks, each with the index of the first block that it covers.
    origins: Vec<(Author, usize)>,
    special: Vec<SpecialTerm>,
    /// The rates in a file of their own, if the paper names one.
    pub annex: Option<AnnexFile>,
    passages: OnceLock<Vec<Passage>>,
}

impl Draft {
    /// The paper that the parties sign: the agreement, or the order under it.
    #[must_use]
    pub fn paper(&self) -> &Document {
        self.order.as_ref().unwrap_or(&self.document)
    }

    /// Its words and their origins, worked out when the first rule on wording asks for them.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        self.passages.get_or_init(|| prose::of(&self.document.blocks, &self.origins, &self.special))
    }
}

/// Assembles the agreement. Faults are added to `findings`, each at its place in a clause file.
#[expect(clippy::indexing_slicing, reason = "the context is an object, which takes any key")]
pub fn assemble(file: &DealFile, library: &Library, final_version: bool, findings: &mut Vec<Finding>) -> Draft {
    let (mut context, blanks, lines) = context::of(file, library, findings);
    let outline = library.outline(file.deal.legal.form);
    let departures = Departures::of(&file.deal, library, &context);
    // A special term in place of a clause prints also where the library's own clause would not.
    let wanted =
        |id: &&str| prints(library, id, &context) || library.clauses.contains_key(*id) && departures.replaces(id);
    let (off, selected): (Vec<&str>, Vec<&str>) =
        outline.ids().filter(wanted).partition(|id| departures.leaves_out(id));
    let departed = |id: &str| Some(Departed { id: id.to_owned(), departure: departures.departure(id)? });
    let departed = outline.ids().filter(wanted).filter_map(departed).collect();
    let is_section = |id: &&str| library.clauses.get(*id).is_some_and(Clause::is_section);
    context["printed"] = selected.iter().copied().collect();
    context["sections"] = selected.iter().copied().filter(is_section).collect();
    context["final"] = final_version.into();
    let annex = AnnexFile::of(file);
    if let Some(annex) = &annex {
        context["annex"] = annex.said(file);
    }
    let context = Context::of(&context);

    // Clauses are rendered before they are numbered, so each can be rendered by itself. Cloning a context is cheap: its
    // values are shared.
    let rendered: Vec<(Option<ClausePiece<'_>>, Vec<Finding>)> = selected
        .par_iter()
        .filter_map(|id| library.clauses.get(*id))
        .map_init(
            || context.clone(),
            |context, clause| {
                let mut found = Vec::new();
                (piece(clause, file, library, (context, &blanks, &lines), &departures, &mut found), found)
            },
        )
        .collect();
    let mut pieces = Vec::with_capacity(rendered.len());
    for (piece, found) in rendered {
        pieces.extend(piece);
        findings.extend(found);
    }
    let absent = Absence { off: &off, blanks: &blanks, departures: &departures };
    let terms = terms::define(&mut pieces, library, &absent, file.deal.legal.form == Form::Full, findings);

    let mut body = Body { numbering: Numbering::default(), blocks: Vec::new(), origins: Vec::new() };
    for (at, entry) in outline.entries.iter().enumerate() {
        // The heading of a part is left out if none of its clauses prints.
        let rest = outline.entries.get(at + 1..).unwrap_or_default();
        let mut inside =
            rest.iter().take_while(|entry| !matches!(entry, OutlineEntry::Part(_) | OutlineEntry::Schedule(..)));
        let there = |id: &String| pieces.iter().any(|piece| piece.clause.id == *id);
        let heads = |entry: &OutlineEntry| match entry {
            OutlineEntry::Clause(id) => there(id),
            OutlineEntry::Article(_, inside) => inside.iter().any(there),
            OutlineEntry::Signatures => true,
            OutlineEntry::Part(_) | OutlineEntry::Schedule(..) => false,
        };
        if !matches!(entry, OutlineEntry::Part(_)) || inside.any(heads) {
            body.entry(entry, &mut pieces, (file, library));
        }
    }
    for (id, name) in &mut body.numbering.names {
        let words_gone =
            library.clauses.contains_key(id) && (departures.departure(id).is_some() || off.contains(&id.as_str()));
        name.replaced = words_gone;
    }
    let printed: Vec<Printed> = pieces
        .iter()
        .map(|piece| Printed {
            id: piece.clause.id.clone(),
            name: body.numbering.names.get(&piece.clause.id).map(|name| name.full.clone()).unwrap_or_default(),
            anchor: body.numbering.names.get(&piece.clause.id).map(|name| name.anchor.clone()).unwrap_or_default(),
            standing: piece.standing.clone(),
        })
        .collect();
    // Content of a clause that could not be printed is not reported missing again in the clauses that refer to it.
    let unprinted: Vec<&str> =
        selected.iter().copied().filter(|id| !printed.iter().any(|clause| clause.id == *id)).collect();
    body.resolve(library, &unprinted, &off, findings);
    let clauses = body.extents(library);
    let origins = body.written();
    let blocks = body.blocks;
    let mut key_terms = key_terms(library, (&context, &blanks), findings);
    let printed_there = |id: &&str| printed.iter().any(|printed| printed.id == **id);
    key_terms.extend(departures.key_term(selected.iter().copied().filter(printed_there)));
    for (_, agreed) in &mut key_terms {
        refs::resolve_cell(agreed, &body.numbering.names);
    }
    let deal = &file.deal;
    let document = Document {
        title: match deal.documents.kind {
            DocumentKind::Agreement => outline.title.clone(),
            DocumentKind::Master | DocumentKind::Order => format!("{} {}", fixed_words::MASTER, outline.title),
        },
        reference: word(&deal.reference),
        version: if final_version { "execution version".into() } else { format!("draft {}", deal.draft) },
        marks: if final_version { Vec::new() } else { vec!["DRAFT".into(), "Subject to contract".into()] },
        language: "en".into(),
        paper: deal.legal.paper,
        compact: deal.legal.form == Form::Short,
        provenance: String::new(),
        cover: Cover { parties: deal.parties.iter().map(|(id, party)| party_name(id, party)).collect(), key_terms },
        blocks,
        clauses,
        review: None,
        revisions: None,
    };
    Draft {
        document,
        order: None,
        printed,
        departed,
        terms,
        origins,
        annex,
        special: file.deal.special_terms.clone(),
        passages: OnceLock::new(),
    }
}

fn word<T: ToString>(field: &Field<T>) -> String {
    field.known().map_or_else(|| fixed_words::BLANK.into(), ToString::to_string)
}

fn inline<T: ToString>(field: &Field<T>, path: Path) -> Inlines {
    vec![field.known().map_or(Inline::Blank(Some(path)), |value| Inline::Value(value.to_string()))]
}

fn party_name(id: &str, party: &Party) -> Inlines {
    inline(&party.name, Path::from("parties").key(id).key("name"))
}

fn prints(library: &Library, id: &str, context: &Value) -> bool {
    let Some(clause) = library.clauses.get(id) else { return false };
    clause.front.when.as_ref().is_none_or(|when| holds(when, context))
}

fn piece<'a>(
    clause: &'a Clause,
    file: &DealFile,
    library: &Library,
    (context, blanks, lines): (&mut Context, &Blanks, &Lines<'_>),
    departures: &Departures<'_>,
    findings: &mut Vec<Finding>,
) -> Option<ClausePiece<'a>> {
    let standing = positions::standing(clause, file);
    let chosen = file.deal.positions.get(&clause.id).copied().unwrap_or(Position::Standard);
    context.set("position", &chosen);
    let raw = if departures.replaces(&clause.id) {
        Some(departures.in_place(&clause.id))
    } else {
        own_words(clause, file, library, (context, blanks, lines), departures, findings)
    };
    let mut raw = raw?;
    raw.extend(departures.after(&clause.id));
    if raw.is_empty() {
        findings.push(
            Finding::error("LIB008", format!("the clause `{}` prints nothing for this deal", clause.id))
                .at(Place::new(&clause.source, clause.source.line_span(1)))
                .help("give it words for this deal, or a `when` that leaves it out"),
        );
    }
    Some(ClausePiece { clause, standing, raw })
}

/// The library's words of a clause, with special terms in place of its points.
fn own_words(
    clause: &Clause,
    file: &DealFile,
    library: &Library,
    (context, blanks, lines): (&Context, &Blanks, &Lines<'_>),
    departures: &Departures<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<Raw>> {
    let markdown = match library.render(clause, file.deal.legal.form, context) {
        Ok(markdown) => departures.with_points(&clause.id, markdown),
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    match parse::parse(&markdown, blanks, lines) {
        Ok(raw) => Some(raw),
        Err(unsupported) => {
            findings.push(
                Finding::error("LIB008", format!("a clause cannot hold {}", unsupported.what))
                    .at(clause_place(clause, unsupported.written))
                    .help("write paragraphs, lists, pipe tables, `##` headings and `[](#id)` references"),
            );
            None
        }
    }
}

/// The numbered paper as it grows.
struct Body {
    numbering: Numbering,
    blocks: Vec<Block>,
    /// For each clause its id, its schedule and the index of its first block; a heading of the outline has no id.
    origins: Vec<(String, Option<String>, usize)>,
}

impl Body {
    fn entry(&mut self, entry: &OutlineEntry, pieces: &mut [ClausePiece<'_>], (file, library): (&DealFile, &Library)) {
        match entry {
            OutlineEntry::Part(title) => {
                self.origins.push((String::new(), None, self.blocks.len()));
                let block = self.numbering.part(title);
                self.blocks.push(block);
            }
            OutlineEntry::Clause(id) => {
                if let Some(piece) = find(pieces, id) {
                    self.origins.push((id.clone(), None, self.blocks.len()));
                    let block = self.numbering.clause(id, title(piece.clause));
                    self.blocks.push(block);
                    self.numbering.content(id, std::mem::take(&mut piece.raw), &mut self.blocks);
                }
            }
            OutlineEntry::Article(title, inside) => {
                if !inside.iter().any(|id| find(pieces, id).is_some()) {
                    return;
                }
                self.origins.push((String::new(), None, self.blocks.len()));
                let block = self.numbering.article(vec![Inline::Plain(title.clone())]);
                self.blocks.push(block);
                for id in inside {
                    if let Some(piece) = find(pieces, id) {
                        self.origins.push((id.clone(), None, self.blocks.len()));
                        self.numbering.inside(id, std::mem::take(&mut piece.raw), &mut self.blocks);
                    }
                }
            }
            OutlineEntry::Schedule(id, modules) => self.schedule(id, modules, pieces, library),
            OutlineEntry::Signatures => {
                self.origins.push((String::new(), None, self.blocks.len()));
                self.blocks.push(Block::Signatures(signatures(file)));
            }
        }
    }

    fn schedule(&mut self, id: &str, modules: &[String], pieces: &mut [ClausePiece<'_>], library: &Library) {
        let there = modules.iter().find(|module| find(pieces, module).is_some());
        // A schedule that is left out keeps its heading where sections of it print.
        let (raw, heading) = match (find(pieces, id), library.clauses.get(id), there) {
            (Some(piece), ..) => (std::mem::take(&mut piece.raw), title(piece.clause)),
            (None, Some(clause), Some(_)) => (Vec::new(), title(clause)),
            _ => return,
        };
        let sections = raw.iter().any(|raw| matches!(raw, Raw::Heading(..)))
            || modules.iter().any(|id| find(pieces, id).is_some());
        self.origins.push((id.to_owned(), Some(id.to_owned()), self.blocks.len()));
        let block = self.numbering.schedule(id, heading, sections);
        self.blocks.push(block);
        self.numbering.content(id, raw, &mut self.blocks);
        for module in modules {
            let Some(piece) = find(pieces, module) else { continue };
            self.origins.push((module.clone(), Some(id.to_owned()), self.blocks.len()));
            let block = self.numbering.section(Some(module), title(piece.clause));
            self.blocks.push(block);
            let raw = std::mem::take(&mut piece.raw);
            self.numbering.content(module, raw, &mut self.blocks);
        }
    }

    fn extents(&self, library: &Library) -> Vec<Extent> {
        let ends = self.origins.iter().skip(1).map(|(_, _, from)| *from).chain([self.blocks.len()]);
        let extent = |((id, _, from), end): (&(String, Option<String>, usize), usize)| {
            let clause = library.clauses.get(id)?;
            let words = words_of(self.blocks.get(*from..end)?);
            Some(Extent {
                id: id.clone(),
                version: clause.front.version,
                sha256: sha256(words.as_bytes()),
                blocks: *from..end,
            })
        };
        self.origins.iter().zip(ends).collect::<Vec<_>>().into_par_iter().filter_map(extent).collect()
    }

    /// The origin of the blocks, each with the index of the first block that it covers.
    fn written(&self) -> Vec<(Author, usize)> {
        let origin = |id: &String| if id.is_empty() { Author::Outline } else { Author::Clause(id.clone()) };
        self.origins.iter().map(|(id, _, from)| (origin(id), *from)).collect()
    }

    fn resolve(&mut self, library: &Library, unprinted: &[&str], off: &[&str], findings: &mut Vec<Finding>) {
        let missing = |target: &str| absent(target, library, off);
        let mut at = 0;
        while at < self.blocks.len() {
            let mut origin = None;
            for (id, schedule, from) in &self.origins {
                if *from <= at {
                    origin = Some((id.as_str(), schedule.as_deref()));
                }
            }
            let Some(block) = self.blocks.get_mut(at) else { break };
            let (id, schedule) = origin.unwrap_or_default();
            for target in refs::resolve(block, schedule, &self.numbering.names, &missing) {
                let Some(clause) = library.clauses.get(id) else { continue };
                if unprinted
                    .iter()
                    .any(|id| target.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
                {
                    continue;
                }
                let near = crate::misspelt::nearest(&target, self.numbering.names.keys().map(String::as_str));
                let help = if library.clauses.contains_key(&*target) {
                    format!("`{target}` does not print in this deal: ask first whether `clause {target} prints`")
                } else {
                    near.map_or("correct the id".into(), |near| format!("did you mean `{near}`?"))
                };
                findings.push(
                    Finding::error("LIB003", format!("the reference to `{target}` leads nowhere"))
                        .at(clause_place(clause, target.written(0..target.len())))
                        .help(help),
                );
            }
            at += 1;
        }
    }
}

/// What a reference prints whose place the deal has left out.
fn absent<'a>(target: &str, library: &'a Library, off: &[&str]) -> Option<&'a str> {
    let id =
        off.iter().find(|id| target.strip_prefix(**id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))?;
    Some(library.clauses.get(*id)?.front.absent.refer())
}

fn find<'a, 'b>(pieces: &'a mut [ClausePiece<'b>], id: &str) -> Option<&'a mut ClausePiece<'b>> {
    pieces.iter_mut().find(|piece| piece.clause.id == id)
}

fn title(clause: &Clause) -> Inlines {
    vec![Inline::Plain(clause.title.clone())]
}

/// A block for each party to sign in.
pub(super) fn signatures(file: &DealFile) -> Vec<Signature> {
    file.deal
        .parties
        .iter()
        .map(|(id, party)| {
            let mut heading = vec![Inline::Plain("Signed for and on behalf of ".into())];
            heading.extend(party_name(id, party));
            let signatory = party.signatory.known();
            let path = Path::from("parties").key(id).key("signatory");
            let known = |field: Option<Inlines>| Some(field.unwrap_or_else(|| vec![Inline::Blank(Some(path.clone()))]));
            Signature {
                heading,
                lines: vec![
                    ("Signature".into(), None),
                    ("Name".into(), known(signatory.map(|person| inline(&person.name, path.key("name"))))),
                    ("Title".into(), known(signatory.map(|person| inline(&person.title, path.key("title"))))),
                    ("Date".into(), None),
                ],
            }
        })
        .collect()
}

fn key_terms(
    library: &Library,
    (context, blanks): (&Context, &Blanks),
    findings: &mut Vec<Finding>,
) -> Vec<(Inlines, Inlines)> {
    let markdown = match library.render_leaf(&library.cover, context) {
        Ok(markdown) => markdown,
        Err(finding) => {
            findings.push(*finding);
            return Vec::new();
        }
    };
    let raw = match parse::parse(&markdown, blanks, &Lines::default()) {
        Ok(raw) => raw,
        Err(unsupported) => {
            let source = &library.cover.source;
            let span = unsupported.written.unwrap_or_else(|| source.line_span(1));
            findings.push(
                Finding::error("LIB008", format!("the cover cannot hold {}", unsupported.what))
                    .at(Place::new(source, span))
                    .help("write a pipe table"),
            );
            return Vec::new();
        }
    };
    raw.into_iter()
        .filter_map(|raw| match raw {
            Raw::Table { rows, .. } => Some(rows),
            _ => None,
        })
        .flatten()
        .filter_map(|row| {
            let mut cells = row.into_iter();
            Some((cells.next()?, cells.next()?))
        })
        .collect()
}
