//! The agreement that changes a signed one: its frame around the changes, or around the whole paper as it reads from then on.

use jiff::civil::Date;
use serde_json::json;

use super::assemble::{Draft, signatures};
use super::number::plain_blocks;
use super::{Block, Cover, Document, HeadingKind, Inline, context, leaf_text, plain_text};
use crate::deal::date::Date as DealDate;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::library::Library;

/// The paragraph of the template in whose place the changes print.
const CHANGES: &str = "[changes]";

/// What an amendment is about.
#[derive(Debug, Clone, Copy)]
pub struct AmendmentFacts<'a> {
    /// The signed deal and its paper.
    pub signed: (&'a DealFile, &'a Draft),
    /// The day of the last signature.
    pub signed_on: Date,
    /// The day from which the changes count; the day of the amendment's last signature if nobody says.
    pub effective: Option<Date>,
    /// Whether the whole paper is printed anew, instead of the changes.
    pub restates: bool,
}

/// Makes the amendment with its `changes`; `None` if the library's template cannot print it, and `findings` then say why.
pub fn of(
    (file, draft): (&DealFile, &Draft),
    library: &Library,
    facts: &AmendmentFacts<'_>,
    changes: Vec<Block>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let (signed, paper) = facts.signed;
    let blank = || super::fixed_words::BLANK.to_owned();
    let reference = signed.deal.reference.known().map_or_else(blank, ToString::to_string);
    let names: Vec<String> =
        signed.deal.parties.values().map(|party| party.name.known().map_or_else(blank, ToString::to_string)).collect();
    let effective = facts
        .effective
        .map_or_else(|| "the date of the last signature below".to_owned(), |day| DealDate(day).to_string());
    let (mut context, blanks, lines) = context::of(file, library, findings);
    if let Some(context) = context.as_object_mut() {
        let amendment = json!({
            "parties": names.join(" and "),
            "title": paper.document.title,
            "reference": reference,
            "signed": DealDate(facts.signed_on).to_string(),
            "effective": effective,
            "restates": if facts.restates { "yes" } else { "no" },
        });
        context.insert("amendment".into(), amendment);
    }
    let raw = leaf_text::of(&library.amendment, library, (&context, &blanks, &lines), "the amendment", findings)?;
    let mut frame = plain_blocks(raw);
    let document = if facts.restates {
        // The whole paper follows, with its own headings, numbers and signatures.
        frame.retain(|block| !matches!(block, Block::Heading(_)));
        let count = frame.len();
        let mut document = draft.document.clone();
        for extent in &mut document.clauses {
            extent.blocks = extent.blocks.start + count..extent.blocks.end + count;
        }
        frame.append(&mut document.blocks);
        Document { title: format!("Amended and restated {}", document.title), blocks: frame, ..document }
    } else {
        let blocks = framed(frame, changes, file);
        let term = |label: &str, value: String| (vec![Inline::Plain(label.into())], vec![Inline::Value(value)]);
        let key_terms = vec![
            term("Agreement", format!("{}, {reference}", paper.document.title)),
            term("Signed", DealDate(facts.signed_on).to_string()),
            term("Changed with effect from", effective),
        ];
        let cover = Cover { parties: draft.document.cover.parties.clone(), key_terms };
        Document {
            title: format!("Amendment of the {}", paper.document.title),
            cover,
            blocks,
            clauses: Vec::new(),
            ..draft.document.clone()
        }
    };
    let inputs = [
        signed.source.digest(),
        file.source.digest(),
        library.digest.clone(),
        draft.document.provenance.clone(),
        facts.effective.map_or_else(String::new, |day| day.to_string()),
        facts.restates.to_string(),
    ];
    Some(Document { provenance: crate::source::sha256(inputs.join("\n").as_bytes()), ..document })
}

/// A frame with numbered sections, what stands in it, and the signatures.
pub(super) fn framed(frame: Vec<Block>, changes: Vec<Block>, file: &DealFile) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut changes = Some(changes);
    let mut sections = 0;
    for mut block in frame {
        if let Block::Heading(heading) = &mut block {
            sections += 1;
            heading.kind = HeadingKind::Section;
            heading.label = sections.to_string();
        }
        match &block {
            Block::Paragraph(paragraph) if plain_text(&paragraph.text) == CHANGES => {
                blocks.extend(changes.take().into_iter().flatten());
            }
            _ => blocks.push(block),
        }
    }
    blocks.extend(changes.into_iter().flatten());
    blocks.push(Block::Signatures(signatures(file)));
    blocks
}
