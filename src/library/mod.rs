//! The clause library: every clause there is, and their order.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::assets::{self, Assets};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};
use crate::template::Templates;

pub mod catalogue;
pub mod clause;
pub mod outline;
pub mod positions;
pub mod select;

pub use clause::Clause;
pub use outline::Outline;

/// Path of the outline.
pub const AGREEMENT: &str = "templates/agreement.md";
/// Path of the cover's key terms.
pub const COVER: &str = "templates/cover.md";
/// Path of the proper names.
const NAMES: &str = "templates/names.txt";

/// Clauses, their order, and what they need to be read.
#[derive(Debug)]
pub struct Library {
    /// Every clause by its id.
    pub clauses: BTreeMap<String, Clause>,
    /// Their order.
    pub outline: Outline,
    /// The cover's template.
    pub cover: Source,
    /// Proper names, which are capitalised without being defined.
    pub names: Vec<String>,
    /// Every template.
    pub templates: Templates,
    /// The files it was read from.
    pub assets: Assets,
    /// Faults in its files.
    pub findings: Vec<Finding>,
}

impl Library {
    /// Reads a library from its files.
    #[must_use]
    pub fn read(assets: Assets) -> Self {
        let mut findings = Vec::new();
        let mut clauses = BTreeMap::new();
        let mut templates = Templates::new();
        for (path, asset) in assets.below("clauses/") {
            let Some(id) = path.strip_prefix("clauses/").and_then(|path| path.strip_suffix(".md")) else { continue };
            let source = assets::source(asset);
            let id = id.replace('/', ".");
            if let Some(clause) = Clause::read(&id, &source, asset.overlaid, &mut findings) {
                match templates.add(path, &source, &clause.body, clause.line) {
                    Ok(()) => drop(clauses.insert(id, clause)),
                    Err(finding) => findings.push(*finding),
                }
            }
        }
        let missing = |path: &str| Source::new(path, "");
        let outline_source = assets.text(AGREEMENT).unwrap_or_else(|| missing(AGREEMENT));
        let outline = Outline::read(&outline_source, &mut findings);
        for id in outline.ids() {
            if !clauses.contains_key(id) && !findings.iter().any(|finding| names_clause(finding, id)) {
                let near = crate::deal::schema::nearest(id, clauses.keys().map(String::as_str));
                findings.push(
                    Finding::error(
                        "LIB007",
                        format!("the outline names the clause `{id}`, which is not in the library"),
                    )
                    .at(Place::of(&outline_source, id))
                    .help(
                        near.map_or("remove the line, or add the clause's file".into(), |near| {
                            format!("did you mean `{near}`?")
                        }),
                    ),
                );
            }
        }
        let cover = assets.text(COVER).unwrap_or_else(|| missing(COVER));
        if let Err(finding) = templates.add(COVER, &cover, &cover.text, 1) {
            findings.push(*finding);
        }
        let names = assets.text(NAMES).map_or_else(Vec::new, |source| {
            source
                .text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(str::to_owned)
                .collect()
        });
        Self { clauses, outline, cover, names, templates, assets, findings }
    }

    /// Hash of a clause's file.
    #[must_use]
    pub fn hash(clause: &Clause) -> String {
        hex(&Sha256::digest(clause.source.text.as_bytes()))
    }
}

fn names_clause(finding: &Finding, id: &str) -> bool {
    let file = format!("clauses/{}.md", id.replace('.', "/"));
    finding.place.as_ref().is_some_and(|place| place.source.name.replace('\\', "/").ends_with(&file))
}

/// The path of a clause's template.
#[must_use]
pub fn template_path(id: &str) -> String {
    format!("clauses/{}.md", id.replace('.', "/"))
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
