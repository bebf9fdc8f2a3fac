//! The clause library: every clause, and their order.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::assets::{self, Assets};
use crate::characters;
use crate::diagnostic::Finding;
use crate::source::{Place, Source};
use crate::template::{Context, Templates};

pub mod catalogue;
pub mod changes;
pub mod clause;
pub mod country;
pub mod due;
pub mod forms;
pub mod front;
pub mod law;
pub mod leaf;
pub mod outline;
pub mod positions;
pub mod record;
pub mod select;
pub mod text;

pub use clause::Clause;
pub use country::CountryFacts;
pub use outline::Outline;

use self::text::words::{WORDS, Words};
use crate::deal::house::{HouseLimits, HousePosition, HousePositions};
use crate::deal::paper::Form;
pub use leaf::Leaf;

/// Path of the outline of the full form.
pub const AGREEMENT: &str = "templates/agreement.md";
/// Path of the outline of the short form.
pub const SHORT: &str = "templates/short.md";
/// Path of the library's version.
pub const VERSION: &str = "templates/version.txt";
/// The format of the library's files that this program reads.
pub const FORMAT: u32 = 2;
/// Path of the cover's key terms.
pub const COVER: &str = "templates/cover.md";
/// Path of the letter that goes with a Rate Notice.
pub const NOTICE: &str = "templates/rate-notice.md";
/// Path of the letter that answers a Rate Notice.
pub const ANSWER: &str = "templates/rate-answer.md";
/// The text of the other notices, whose kind decides what prints.
pub const LETTERS: &str = "templates/letters.md";
/// The brief of a deal.
pub const BRIEF: &str = "templates/brief.md";
/// Path of the agreement that changes a signed one.
pub const AMENDMENT: &str = "templates/amendment.md";
/// Path of an order under a master agreement.
pub const ORDER: &str = "templates/order.md";
/// Path of the proper names.
const NAMES: &str = "templates/names.txt";

/// The clauses, their order, and the tables that they depend on.
#[derive(Debug)]
pub struct Library {
    /// Every clause by its id.
    pub clauses: BTreeMap<String, Clause>,
    /// Their order in the full form.
    pub outline: Outline,
    /// Their order in the short form.
    pub short: Outline,
    /// The facts of each country by its code.
    pub countries: BTreeMap<String, CountryFacts>,
    /// Its version, which a deal may pin.
    pub version: String,
    /// The words for the choices of a deal.
    pub words: Words,
    /// The text of the cover's key terms.
    pub cover: Leaf,
    /// The letter that goes with a Rate Notice.
    pub notice: Leaf,
    /// The letter that answers one.
    pub answer: Leaf,
    /// The other notices that an agreement asks for.
    pub letters: Leaf,
    /// The whole deal for a manager.
    pub brief: Leaf,
    /// The agreement that changes a signed one.
    pub amendment: Leaf,
    /// An order under a master agreement.
    pub order: Leaf,
    /// Proper names, which are capitalised without being defined.
    pub names: Vec<String>,
    /// The templates of the short form and of the full form, by the paths of their files.
    templates: [Templates; 2],
    /// The files it was read from.
    pub assets: Assets,
    /// Faults in the library's own files.
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
        findings.extend(other_format(&assets));
        let words = assets.text(WORDS).map_or_else(Words::default, |source| Words::read(&source, &mut findings));
        let cover = Leaf::read(&assets, COVER, &words, &mut findings);
        let notice = Leaf::read(&assets, NOTICE, &words, &mut findings);
        let answer = Leaf::read(&assets, ANSWER, &words, &mut findings);
        let letters = Leaf::read(&assets, LETTERS, &words, &mut findings);
        let brief = Leaf::read(&assets, BRIEF, &words, &mut findings);
        let amendment = Leaf::read(&assets, AMENDMENT, &words, &mut findings);
        let order = Leaf::read(&assets, ORDER, &words, &mut findings);
        let file = |(path, asset)| File { path, source: assets::source(asset), overlaid: asset.overlaid };
        let files: Vec<File<'_>> = assets.below("clauses/").map(file).collect();
        // Each file is read by itself; the results are joined in the order of the paths.
        let (read, (digest, hidden)) = rayon::join(
            || -> Vec<(Option<Part>, Vec<Finding>)> { files.par_iter().map(|file| Part::read(file, &words)).collect() },
            || (digest(&assets), hidden(&assets)),
        );
        findings.extend(hidden);
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
        let place = |finding: &Finding| {
            let place = finding.place.as_ref()?;
            Some((place.source.name.clone(), place.span.clone()))
        };
        let form = |form| add(form, &words, &clauses, [&cover, &notice, &answer, &letters, &brief, &amendment, &order]);
        let ((of_short, short_faults), (of_full, full_faults)) = rayon::join(|| form(Form::Short), || form(Form::Full));
        let templates = [of_short, of_full];
        for (id, finding) in full_faults.into_iter().chain(short_faults) {
            // Leaves, and texts for both forms, are read twice; their faults are reported once.
            let told = |one: &Finding| one.message == finding.message && place(one) == place(&finding);
            if !findings.iter().any(told) {
                findings.push(finding);
            }
            clauses.retain(|one, _| id.as_ref() != Some(one));
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
        let laws = clauses.values().flat_map(|clause| &clause.front.sources).filter_map(|source| source.law.as_deref());
        names.extend(laws.filter_map(law_name).map(str::to_owned));
        if let Some(source) = assets.text(WORDS) {
            words.judge(&source, &mut findings);
        }
        let version = version(&assets);
        Self {
            clauses,
            outline,
            short,
            countries,
            version,
            words,
            cover,
            notice,
            answer,
            letters,
            brief,
            amendment,
            order,
            names,
            templates,
            assets,
            findings,
            digest,
        }
    }

    /// What a clause prints, as Markdown with marks.
    ///
    /// # Errors
    /// The finding, at its place in the clause's file, if the template asks for what the context does not have.
    pub fn render(&self, clause: &Clause, form: Form, context: &Context) -> Result<String, Box<Finding>> {
        let template = clause.template(form);
        let [short, full] = &self.templates;
        let rendered = match form {
            Form::Short => short.render(&clause.path, context),
            Form::Full => full.render(&clause.path, context),
        };
        rendered.map_err(|fault| Box::new(fault.finding(&clause.source, |at| template.written(at))))
    }

    /// What the cover or a letter prints, as Markdown with marks.
    ///
    /// # Errors
    /// The finding, at its place in the file, if the template asks for what the context does not have.
    pub fn render_leaf(&self, leaf: &Leaf, context: &Context) -> Result<String, Box<Finding>> {
        let [_, full] = &self.templates;
        let rendered = full.render(leaf.path, context);
        rendered.map_err(|fault| Box::new(fault.finding(&leaf.source, |at| leaf.template.written(at))))
    }

    /// The name of a country's tax on the charges; capitals of the code do not matter.
    #[must_use]
    pub fn tax_name(&self, country: &str) -> Option<&str> {
        Some(self.countries.get(&country.to_ascii_uppercase())?.tax.as_ref()?.name.as_str())
    }

    /// The order of one form.
    #[must_use]
    pub fn outline(&self, form: Form) -> &Outline {
        match form {
            Form::Full => &self.outline,
            Form::Short => &self.short,
        }
    }

    /// The positions of each clause that has some, as a house's policy writes them.
    #[must_use]
    pub fn positions(&self) -> HousePositions {
        let limits = |one: &clause::ClausePosition| HouseLimits {
            limits: one.limits.clone(),
            we_sell: one.we_sell.clone(),
            we_buy: one.we_buy.clone(),
            approver: one.approver.clone(),
        };
        let of = |clause: &Clause| {
            let own = &clause.front.positions;
            HousePosition {
                approval: None,
                adds: false,
                standard: limits(&own.standard),
                fallback: limits(&own.fallback),
                walk_away: limits(&own.walk_away),
            }
        };
        let all = self.clauses.iter().map(|(id, clause)| (id.clone(), of(clause)));
        all.filter(|(_, position)| *position != HousePosition::default()).collect()
    }

    /// Whether a pin such as `1.0` or `1.0+3f2a9c` means this library: its version, and the beginning of its hash if there is one.
    #[must_use]
    pub fn is_pinned_by(&self, pin: &str) -> bool {
        match pin.split_once('+') {
            Some((version, hash)) => version == self.version && !hash.is_empty() && self.digest.starts_with(hash),
            None => pin == self.version,
        }
    }

    /// Hash of a clause's file.
    #[must_use]
    pub fn hash(clause: &Clause) -> String {
        clause.source.digest()
    }
}

/// The name of a law that a clause names as its source, without its year; `None` if it holds an abbreviation, which DOC016 still wants
/// explained.
fn law_name(law: &str) -> Option<&str> {
    let name = law.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let name = name.strip_suffix(" of").unwrap_or(name).trim_end_matches(',');
    let is_short = |word: &str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
    (!name.is_empty() && !name.split([' ', '-', '(', ')']).any(is_short)).then_some(name)
}

fn version(assets: &Assets) -> String {
    assets
        .text(VERSION)
        .map_or_else(String::new, |source| source.text.lines().next().unwrap_or_default().trim().to_owned())
}

/// Says that a library is of another format than this program reads.
fn other_format(assets: &Assets) -> Option<Finding> {
    let source = assets.text(VERSION)?;
    let format = text::migrate::format(&source.text);
    let (message, help) = match format.cmp(&FORMAT) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Less => (
            format!("this library is of format {format}, and this program reads format {FORMAT}"),
            "run `peerpact clauses --migrate DIR` on its folder",
        ),
        std::cmp::Ordering::Greater => (
            format!("this library is of format {format}, and this program reads no format above {FORMAT}"),
            "use the version of peerpact that it was written for",
        ),
    };
    Some(Finding::error("LIB012", message).at(Place::new(&source, source.line_span(1))).help(help))
}

/// Characters that no reader takes, of each file of text the first.
fn hidden(assets: &Assets) -> Vec<Finding> {
    let texts = assets.below("").filter(|(path, _)| [".md", ".yaml", ".txt"].iter().any(|end| path.ends_with(end)));
    let first = texts.filter_map(|(_, asset)| {
        let source = assets::source(asset);
        let text = source.text.trim_start_matches('\u{feff}');
        let (at, character) = characters::refused(text).next()?;
        let at = source.text.len() - text.len() + at;
        let message = format!("the character U+{:04X} cannot be seen", u32::from(character));
        let place = Place::new(&source, at..at + character.len_utf8());
        Some(Finding::error("LIB008", message).at(place).help("remove it"))
    });
    first.collect()
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

struct File<'a> {
    path: &'a str,
    source: Source,
    overlaid: bool,
}

/// Adds the templates of every clause and leaf in one form; reports faults, with the clause's id if it is one.
fn add(
    form: Form,
    words: &Words,
    clauses: &BTreeMap<String, Clause>,
    leaves: [&Leaf; 7],
) -> (Templates, Vec<(Option<String>, Finding)>) {
    let of_leaves = leaves.iter().map(|leaf| (None, &leaf.source, leaf.path, &leaf.template));
    let of_clauses =
        clauses.iter().map(|(id, clause)| (Some(id), &clause.source, clause.path.as_str(), clause.template(form)));
    let all: Vec<_> = of_leaves.chain(of_clauses).collect();
    let texts: Vec<(&str, &str)> = all.iter().map(|(_, _, path, template)| (*path, template.text.as_str())).collect();
    let mut templates = Templates::new(words.table.clone());
    let faults = templates.add(&texts).into_iter().filter_map(|(at, fault)| {
        let (id, source, _, template) = all.get(at)?;
        Some((id.cloned(), fault.finding(source, |byte| template.written(byte))))
    });
    let faults = faults.collect();
    (templates, faults)
}

/// What one file of `clauses/` holds.
enum Part {
    Clause(Box<Clause>),
    Country(Box<CountryFacts>),
}

impl Part {
    fn read(file: &File<'_>, words: &Words) -> (Option<Self>, Vec<Finding>) {
        let File { path, source, overlaid } = file;
        let mut findings = Vec::new();
        let part = if path.ends_with(".md") {
            let clause = Clause::read(path, source, *overlaid, words, &mut findings);
            clause.map(|clause| Self::Clause(Box::new(clause)))
        } else if path.ends_with("/country.yaml") {
            CountryFacts::read(source, &mut findings).map(|country| Self::Country(Box::new(country)))
        } else {
            None
        };
        (part, findings)
    }
}

/// Ids in an outline that no clause bears, except clauses that were already found faulty.
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
        let near = crate::misspelt::nearest(id, clauses.keys().map(String::as_str));
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
