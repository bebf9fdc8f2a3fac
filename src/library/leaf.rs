//! A text of the library that is not a clause: the cover, the letter of a Rate Notice.

use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::front::split;
use super::record;
use super::text::words::Words;
use super::text::{self, Declared, PhrasePlaces, Phrases, Template};
use crate::assets::Assets;
use crate::deal::schema;
use crate::diagnostic::Finding;
use crate::source::{Place, Source};

/// A text that is not a clause. It may begin with a front matter, which holds its phrases.
#[derive(Debug)]
pub struct Leaf {
    /// The whole file.
    pub source: Source,
    pub(super) path: &'static str,
    /// The template of its text.
    pub template: Template,
}

/// The front matter of a leaf.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Front {
    /// Words that depend on the deal and stand inside a sentence, by the name under which the text prints them.
    phrases: Phrases,
}

impl Leaf {
    pub(super) fn read(assets: &Assets, path: &'static str, words: &Words, findings: &mut Vec<Finding>) -> Self {
        static SCHEMA: OnceLock<Value> = OnceLock::new();
        let source = assets.text(path).unwrap_or_else(|| Source::new(path, ""));
        let (mut phrases, mut places, mut from) = (Phrases::new(), PhrasePlaces::default(), 0);
        if let Some((front, body)) = split(&source.text) {
            from = source.text.len() - body.len();
            let yaml = Source::new(source.name.clone(), format!("   \n{front}"));
            let schema = SCHEMA.get_or_init(|| schema::of::<Front>().to_value());
            let read = record::with_tree::<Front>(&source, &yaml, schema, "the front matter", findings);
            if let Some((front, tree)) = read {
                places = PhrasePlaces::of(&tree, &source.text);
                phrases = front.phrases;
            }
        }
        let mut faults = Vec::new();
        let declared = Declared { phrases: &phrases, places: &places, words };
        let template = text::template(&source.text, from..source.text.len(), &declared, &mut faults);
        for fault in faults {
            findings.push(Finding::error("LIB013", fault.fact).at(Place::new(&source, fault.span)).help(fault.remedy));
        }
        Self { source, path, template }
    }
}
