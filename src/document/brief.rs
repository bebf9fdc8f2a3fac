//! The whole deal for a manager, on one or two pages: what is agreed in plain sentences, where it stands, and what the deal itself does
//! not say.

use serde_json::{Value, json};

use super::assemble::Draft;
use super::number::plain_blocks;
use super::parse::Raw;
use super::{Align, Block, Cover, Document, Heading, HeadingKind, Inline, Inlines, Table, context, leaf_text};
use crate::deal::date::Date;
use crate::deal::read::DealFile;
use crate::deal::theirs::{PROVIDED, TheirPaper};
use crate::diagnostic::Finding;
use crate::library::Library;
use crate::path::{Path, Step};
use crate::source::sha256;
use crate::sums::{self, Sum};

/// The words by which the template asks whether the deal says a field itself.
const UNSAID: &str = "unsaid.";

/// Makes the brief; `None` if the library's template cannot print it, and `findings` then say why.
#[must_use]
pub fn of(
    draft: &Draft,
    file: &DealFile,
    library: &Library,
    as_of: jiff::civil::Date,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let deal = &file.deal;
    let (mut context, blanks, lines) = context::of(file, library, findings);
    if let Some(context) = context.as_object_mut() {
        context.insert("printed".into(), draft.printed.iter().map(|printed| printed.id.as_str()).collect());
        context.insert("unsaid".into(), unsaid(file, &library.brief.template.text));
    }
    let raw = leaf_text::of(&library.brief, library, (&context, &blanks, &lines), "the brief", findings)?;
    let mut blocks = plain_blocks(raw.into_iter().map(|raw| told(raw, draft, deal.paper.as_ref())).collect());
    if let Some(theirs) = &deal.paper {
        checklist(theirs, &mut blocks);
    } else {
        departures(draft, file, library, &mut blocks);
    }
    // What a default alone decides is no fact about the paper of the other side.
    let said = |sum: &Sum| deal.paper.is_none() || sum.reads.iter().any(|field| file.gives(*field));
    let rows = sums::of(deal).into_iter().filter(said);
    let rows = rows.map(|sum| vec![vec![Inline::Value(sum.what)], vec![Inline::Value(sum.sum)]]);
    table(&mut blocks, "sums", "In figures", ["What", "Figure"], rows.collect());
    let party = |id: &str| -> Inlines {
        let known = deal.parties.get(id).and_then(|party| party.name.known());
        vec![known.map_or_else(
            || Inline::Blank(Some(Path::from("parties").key(id).key("name"))),
            |name| Inline::Value(name.to_string()),
        )]
    };
    let term = |label: &str, value: Inlines| (vec![Inline::Plain(label.into())], value);
    let mut key_terms: Vec<_> =
        deal.parties.keys().map(|id| term(if *id == deal.we { "We" } else { "With" }, party(id))).collect();
    if let Some(theirs) = &deal.paper {
        key_terms.push(term("Paper", vec![Inline::Value(theirs.theirs.to_string())]));
    }
    key_terms.push(term("Day", vec![Inline::Value(Date(as_of).to_string())]));
    let reference = deal.reference.known().map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string);
    Some(Document {
        title: "The deal in brief".into(),
        reference,
        version: format!("draft {}", deal.draft),
        marks: vec!["For our own side".into()],
        language: "en".into(),
        paper: deal.legal.paper,
        compact: true,
        provenance: sha256(format!("brief\n{}\n{as_of}", file.source.digest()).as_bytes()),
        cover: Cover { parties: Vec::new(), key_terms },
        blocks,
        clauses: Vec::new(),
        review: None,
        revisions: None,
    })
}

/// For each field that the template asks about, whether the deal leaves it to the library's default.
fn unsaid(file: &DealFile, template: &str) -> Value {
    let mut out = json!({});
    for (at, _) in template.match_indices(UNSAID) {
        let rest = template.get(at + UNSAID.len()..).unwrap_or_default();
        let end = rest.find(|mark: char| !(mark.is_ascii_lowercase() || mark == '_' || mark == '.'));
        let field = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let path: Path = field.split('.').map(|key| Step::Key(key.to_owned())).collect();
        let said = if file.gives(path) { "" } else { "unsaid" };
        set(&mut out, field, said);
    }
    out
}

/// Puts a word where a path of keys leads.
fn set(out: &mut Value, field: &str, word: &str) {
    let Some(object) = out.as_object_mut() else { return };
    match field.split_once('.') {
        None => drop(object.insert(field.to_owned(), word.into())),
        Some((key, rest)) => set(object.entry(key).or_insert_with(|| json!({})), rest, word),
    }
}

/// A table of the brief with its last column, whether the deal is silent, told in the words of the row.
fn told(raw: Raw, draft: &Draft, theirs: Option<&TheirPaper>) -> Raw {
    let Raw::Table { mut columns, mut header, rows } = raw else { return raw };
    columns.pop();
    header.pop();
    let rows = rows.into_iter().map(|mut row| {
        let silent = row.pop().is_some_and(|cell| !cell.is_empty());
        if let Some(place) = row.pop() {
            row.push(where_it_stands(&place, draft, theirs));
        }
        if let (true, Some(agreed)) = (silent, row.get_mut(1)) {
            if theirs.is_some() {
                *agreed = plain("the deal does not say; read their paper");
            } else {
                agreed.push(Inline::Plain(" (default: the deal does not say)".into()));
            }
        }
        row
    });
    Raw::Table { columns, header, rows: rows.collect() }
}

/// Where the paper provides what a row says: our clauses by their numbers, or the place in the paper of the other side.
fn where_it_stands(place: &Inlines, draft: &Draft, theirs: Option<&TheirPaper>) -> Inlines {
    let mut out: Vec<String> = Vec::new();
    for inline in place {
        let Inline::Ref { target, .. } = inline else { continue };
        let name = match theirs {
            Some(theirs) => theirs.place(section_of(target)).map(ToString::to_string),
            None => draft.printed.iter().find(|printed| printed.id == **target).map(|printed| printed.name.clone()),
        };
        out.extend(name.filter(|name| !out.contains(name)));
    }
    if out.is_empty() { plain("–") } else { vec![Inline::Value(out.join(", "))] }
}

/// The section of a deal whose matter a clause provides.
fn section_of(clause: &str) -> &'static str {
    match clause {
        "disp.governing-law" => return "jurisdiction",
        "bill.taxes" => return "tax",
        "risk.suspension" => return "termination",
        _ => {}
    }
    match clause.split('.').next().unwrap_or_default() {
        "form" => "parties",
        "scope" => "scope",
        "price" => "rates",
        "bill" | "credit" => "billing",
        "sla" => "sla",
        "term" | "exit" => "termination",
        "disp" => "disputes",
        "data" => "dpa",
        _ => "",
    }
}

/// What the deal leaves out of the library, and where it says something else.
fn departures(draft: &Draft, file: &DealFile, library: &Library, blocks: &mut Vec<Block>) {
    let deal = &file.deal;
    let title = |id: &str| library.clauses.get(id).map_or_else(|| id.to_owned(), |clause| clause.title.to_string());
    let off = draft.departed.iter().filter(|departed| deal.clauses.contains_key(&departed.id));
    let off: Vec<String> = off.map(|departed| title(&departed.id)).collect();
    let mut rows = Vec::new();
    if !off.is_empty() {
        rows.push(vec![plain("Left out"), vec![Inline::Value(off.join("; "))]]);
    }
    for term in &deal.special_terms {
        let at = term.place().map_or("", |place| place.clause());
        let name = draft.printed.iter().find(|printed| printed.id == at).map(|printed| printed.name.clone());
        let place = name.map_or_else(|| title(at), |name| format!("{} ({name})", title(at)));
        rows.push(vec![
            vec![Inline::Value(format!("Special term, {place}"))],
            vec![Inline::Value(term.text.to_string())],
        ]);
    }
    table(blocks, "departures", "Left out or said otherwise", ["What", "How"], rows);
}

/// The sections that every agreement provides, to be looked for in the paper of the other side.
fn checklist(theirs: &TheirPaper, blocks: &mut Vec<Block>) {
    let rows = PROVIDED.iter().map(|(section, look_for)| {
        let place =
            theirs.place(section).map_or_else(|| plain("not looked for yet"), |at| vec![Inline::Value(at.to_string())]);
        vec![plain(look_for), place]
    });
    table(blocks, "checklist", "What their paper has to provide", ["Look for", "Where it stands"], rows.collect());
}

fn table(blocks: &mut Vec<Block>, anchor: &str, title: &str, header: [&str; 2], rows: Vec<Vec<Inlines>>) {
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading(Heading {
        kind: HeadingKind::Section,
        label: String::new(),
        title: plain(title),
        anchor: anchor.into(),
    }));
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; 2],
        header: header.iter().map(|cell| plain(cell)).collect(),
        rows,
    }));
}

fn plain(text: &str) -> Inlines {
    vec![Inline::Plain(text.into())]
}
