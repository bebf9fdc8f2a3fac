//! The clause library: every clause there is, and their order.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::assets::{self, Assets};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};
use crate::template::Templates;

pub mod catalogue;
pub mod changes;
pub mod clause;
pub mod country;
pub mod law;
pub mod outline;
pub mod positions;
pub mod record;
pub mod select;

pub use clause::Clause;
pub use country::Country;
pub use outline::Outline;

use crate::deal::law::Form;

/// Path of the outline of the full form.
pub const AGREEMENT: &str = "templates/agreement.md";
/// Path of the outline of the short form.
pub const SHORT: &str = "templates/short.md";
/// Path of the library's version.
const VERSION: &str = "templates/version.txt";
/// Path of the cover's key terms.
pub const COVER: &str = "templates/cover.md";
/// Path of the letter that goes with a Rate Notice.
pub const NOTICE: &str = "templates/rate-notice.md";
/// Path of the proper names.
const NAMES: &str = "templates/names.txt";

/// Clauses, their order, and what they need to be read.
#[derive(Debug)]
pub struct Library {
    /// Every clause by its id.
    pub clauses: BTreeMap<String, Clause>,
    /// Their order in the full form.
    pub outline: Outline,
    /// Their order in the short form.
    pub short: Outline,
    /// The facts of each country by its code.
    pub countries: BTreeMap<String, Country>,
    /// Its version, which a deal may pin.
    pub version: String,
    /// The cover's template.
    pub cover: Source,
    /// The template of the letter that goes with a Rate Notice.
    pub notice: Source,
    /// Proper names, which are capitalised without being defined.
    pub names: Vec<String>,
    /// Every template.
    pub templates: Templates,
    /// The files it was read from.
    pub assets: Assets,
    /// Faults in its files.
    pub findings: Vec<Finding>,
    /// Hash of all its files, in the order of their paths.
    pub digest: String,
}

impl Library {
    /// Reads a library from its files.
    #[must_use]
    pub fn read(assets: Assets) -> Self {
        let mut findings = Vec::new();
        let mut clauses = BTreeMap::new();
        let mut countries = BTreeMap::new();
        let missing = |path: &str| Source::new(path, "");
        let cover = assets.text(COVER).unwrap_or_else(|| missing(COVER));
        let notice = assets.text(NOTICE).unwrap_or_else(|| missing(NOTICE));
        let file = |(path, asset)| File { path, source: assets::source(asset), overlaid: asset.overlaid };
        let files: Vec<File<'_>> = assets.below("clauses/").map(file).collect();
        // Each file is read by itself, and its body beside its front matter; what was found is put together in the order of
        // their paths.
        let (read, ((templates, faults), digest)) = rayon::join(
            || -> Vec<(Option<Part>, Vec<Finding>)> { files.par_iter().map(Part::read).collect() },
            || rayon::join(|| bodies(&files, &cover, &notice), || digest(&assets)),
        );
        for (part, found) in read {
            findings.extend(found);
            match part {
                Some(Part::Clause(clause)) => drop(clauses.insert(clause.id.clone(), *clause)),
                Some(Part::Country(country)) => drop(countries.insert(country.country.clone(), *country)),
                None => {}
            }
        }
        let sections: Vec<String> =
            clauses.values().filter(|clause| clause.is_section()).map(|c| c.id.clone()).collect();
        let mut outline = |path: &str| {
            let source = assets.text(path).unwrap_or_else(|| missing(path));
            let outline = Outline::read(&source, &sections, &mut findings);
            unknown(&outline, &source, &clauses, &mut findings);
            outline
        };
        let (outline, short) = (outline(AGREEMENT), outline(SHORT));
        for (path, finding) in faults {
            // A clause whose front matter cannot be read is faulty already.
            let known = clauses.len();
            clauses.retain(|_, clause| clause.path != path);
            if path == COVER || path == NOTICE || clauses.len() < known {
                findings.push(finding);
            }
        }
        let mut names: Vec<String> = assets.text(NAMES).map_or_else(Vec::new, |source| {
            source
                .text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
                .map(str::to_owned)
                .collect()
        });
        for country in countries.values() {
            names.push(country.name.clone());
            names.extend(country.names.iter().cloned());
        }
        let version = version(&assets);
        Self { clauses, outline, short, countries, version, cover, notice, names, templates, assets, findings, digest }
    }

    /// The order of one form.
    #[must_use]
    pub fn outline(&self, form: Form) -> &Outline {
        match form {
            Form::Full => &self.outline,
            Form::Short => &self.short,
        }
    }

    /// Hash of a clause's file.
    #[must_use]
    pub fn hash(clause: &Clause) -> String {
        sha256(clause.source.text.as_bytes())
    }
}

fn version(assets: &Assets) -> String {
    assets.text(VERSION).map_or_else(String::new, |source| source.text.trim().to_owned())
}

fn digest(assets: &Assets) -> String {
    let mut digest = Sha256::new();
    for (path, asset) in assets.below("") {
        digest.update(path.as_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(&asset.bytes));
    }
    hex(&digest.finalize())
}

/// A file of `clauses/`.
struct File<'a> {
    path: &'a str,
    source: Source,
    overlaid: bool,
}

/// The text of every clause, of the cover and of the notice as templates, and those that are faulty.
fn bodies<'a>(files: &'a [File<'_>], cover: &Source, notice: &Source) -> (Templates, Vec<(&'a str, Finding)>) {
    let bodies = files.iter().filter_map(|file| {
        let (body, line) = clause::body(file.path, &file.source.text)?;
        Some((file.path, &file.source, body, line))
    });
    let mut templates = Templates::new();
    let faults = templates
        .add(&bodies.chain([(COVER, cover, &*cover.text, 1), (NOTICE, notice, &*notice.text, 1)]).collect::<Vec<_>>());
    (templates, faults)
}

/// What one file of `clauses/` holds.
enum Part {
    Clause(Box<Clause>),
    Country(Box<Country>),
}

impl Part {
    fn read(file: &File<'_>) -> (Option<Self>, Vec<Finding>) {
        let File { path, source, overlaid } = file;
        let mut findings = Vec::new();
        let part = if path.ends_with(".md") {
            let clause = Clause::read(path, source, *overlaid, &mut findings);
            clause.map(|clause| Self::Clause(Box::new(clause)))
        } else if path.ends_with("/country.yaml") {
            Country::read(source, &mut findings).map(|country| Self::Country(Box::new(country)))
        } else {
            None
        };
        (part, findings)
    }
}

/// Ids of an outline that no clause bears, unless the clause was found faulty already.
fn unknown(outline: &Outline, source: &Source, clauses: &BTreeMap<String, Clause>, findings: &mut Vec<Finding>) {
    let faulty = |id: &str, findings: &[Finding]| {
        let path = id.replace('.', "/");
        let files = [format!("clauses/{path}.md"), format!("clauses/{path}/section.md")];
        findings.iter().any(|finding| {
            let name = finding.place.as_ref().map(|place| place.source.name.replace('\\', "/"));
            name.is_some_and(|name| files.iter().any(|file| name.ends_with(file)))
        })
    };
    for id in outline.ids() {
        if clauses.contains_key(id) || faulty(id, findings) {
            continue;
        }
        let near = crate::deal::schema::nearest(id, clauses.keys().map(String::as_str));
        findings.push(
            Finding::error("LIB007", format!("the outline names the clause `{id}`, which is not in the library"))
                .at(Place::of(source, id))
                .help(near.map_or("remove the line, or add the clause's file".into(), |near| {
                    format!("did you mean `{near}`?")
                })),
        );
    }
}

pub use crate::source::sha256;

/// Bytes in lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
