//! An order under a master agreement: its frame around what it states.

use serde_json::json;

use super::amendment::framed;
use super::assemble::Draft;
use super::number::plain_blocks;
use super::{Cover, Document, Inline, Inlines, context, fixed_words, leaf_text, plain_text};
use crate::deal::date::Date;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::document::Block;
use crate::library::Library;
use crate::path::Path;

/// What an order is made under.
#[derive(Debug, Clone, Copy)]
pub struct OrderFacts<'a> {
    /// The deal of the master agreement and its paper.
    pub master: (&'a DealFile, &'a Draft),
    /// The day of its last signature, if it is known.
    pub signed: Option<Date>,
}

/// Makes the order from its `terms`; `None` if the library's template cannot print it, and `findings` then say why.
pub fn of(
    (file, draft): (&DealFile, &Draft),
    library: &Library,
    facts: &OrderFacts<'_>,
    terms: Vec<Block>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let (master, paper) = facts.master;
    let blank = || fixed_words::BLANK.to_owned();
    let reference = master.deal.reference.known().map_or_else(blank, ToString::to_string);
    let names: Vec<String> =
        file.deal.parties.values().map(|party| party.name.known().map_or_else(blank, ToString::to_string)).collect();
    let (mut context, mut blanks, lines) = context::of(file, library, findings);
    let signed_at = Path::from("documents.signed");
    if let Some(context) = context.as_object_mut() {
        let signed = facts.signed.map_or_else(|| blanks.at(signed_at.clone()), |day| day.to_string());
        let order = json!({
            "parties": names.join(" and "),
            "title": paper.document.title,
            "reference": reference,
            "signed": signed,
        });
        context.insert("order".into(), order);
    }
    let raw = leaf_text::of(&library.order, library, (&context, &blanks, &lines), "the order", findings)?;
    let blocks = framed(plain_blocks(raw), terms, file);
    let term = |label: &str, value: Inlines| (vec![Inline::Plain(label.into())], value);
    let day = facts.signed.map_or_else(|| Inline::Blank(Some(signed_at)), |day| Inline::Value(day.to_string()));
    let mut key_terms = vec![
        term("Master agreement", vec![Inline::Value(format!("{}, {reference}", paper.document.title))]),
        term("Signed", vec![day]),
    ];
    // Only the rows of the cover that the order changes: the others stand on that of the master.
    let words = |(label, value): &(Inlines, Inlines)| (plain_text(label), plain_text(value));
    let known: Vec<_> = paper.document.cover.key_terms.iter().map(words).collect();
    key_terms.extend(draft.document.cover.key_terms.iter().filter(|row| !known.contains(&words(row))).cloned());
    Some(Document {
        title: format!("Order under the {}", paper.document.title),
        cover: Cover { parties: draft.document.cover.parties.clone(), key_terms },
        blocks,
        clauses: Vec::new(),
        ..draft.document.clone()
    })
}
