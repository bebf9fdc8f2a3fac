//! Every check of a deal, of its paper, of rate decks and of changes between decks: one file for each rule, one page under `docs/rules/` for each
//! code.
//!
//! A rule names deal paths; they are resolved to places here. To add a rule, see CONTRIBUTING.

use crate::deal::Deal;
use crate::deal::rates::{RateLine, Rates};
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level, Remedy};
use crate::document::assemble::Draft;
use crate::few::Few;
use crate::library::Library;
use crate::misspelt::nearest;
use crate::path::Path;
use crate::policy::Policy;
use crate::source::Place;

mod added;
mod by_flow;
mod list;
mod partner;
mod references;
mod run;
mod stand_in;
mod unprintable;
mod waivers;

pub mod billing;
pub mod contacts;
pub mod credit;
pub mod data;
pub mod deal;
pub mod deck;
pub mod disputes;
pub mod document;
pub mod fraud;
pub mod governance;
pub mod legal;
pub mod library;
pub mod pages;
pub mod reads;
pub mod party;
pub mod rates;
pub mod regulation;
pub mod risk;
pub mod scope;
pub mod security;
pub mod sla;
pub mod tax;
pub mod technical;
pub mod term;
pub mod weights;

pub use added::Added;
pub use run::{Comparison, Run, Subject, judge};
pub use unprintable::unprintable;

/// A rule: one check with one code.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable code, which the page bears too.
    pub code: &'static str,
    /// The level of its findings, unless it sets another.
    pub level: Level,
    /// The fact that it finds, on one line.
    pub summary: &'static str,
    /// The function, by what it reads.
    pub check: Check,
}

/// What a rule reads, which decides when it runs.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The rates alone, of a deal or of a deck without a deal.
    Rates(fn(&Rates, &mut Report<'_>)),
    /// The deal, as typed values.
    Deal(fn(&Deal, &mut Report<'_>)),
    /// The deal as written: every value of its tree.
    File(fn(&DealFile, &mut Report<'_>)),
    /// The policy of the house.
    House(fn(&Policy, &mut Report<'_>)),
    /// The deal, with the library's facts about law.
    Law(fn(&Deal, &Library, &mut Report<'_>)),
    /// The assembled paper, with the library that it came from.
    Draft(fn(&Draft, &Library, &mut Report<'_>)),
    /// The changes from one deck to the next.
    Change(fn(&Comparison<'_>, &mut Report<'_>)),
}

/// Every group of rules; each lists its own, in the order of the code.
pub const GROUPS: &[&[&Rule]] = &[
    billing::RULES,
    contacts::RULES,
    credit::RULES,
    data::RULES,
    deal::RULES,
    deck::RULES,
    disputes::RULES,
    document::RULES,
    fraud::RULES,
    governance::RULES,
    legal::RULES,
    library::RULES,
    party::RULES,
    rates::RULES,
    regulation::RULES,
    risk::RULES,
    scope::RULES,
    security::RULES,
    sla::RULES,
    tax::RULES,
    technical::RULES,
    term::RULES,
];

/// Every rule, in the order of the groups.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.iter().copied())
}

/// A code that the steps before the rules raise: reading the deal, the library and the templates, assembling, printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCode {
    /// Stable code, which the page bears too.
    pub code: &'static str,
    /// Its usual level.
    pub level: Level,
    /// The fact, on one line.
    pub summary: &'static str,
}

const fn error(code: &'static str, summary: &'static str) -> StepCode {
    StepCode { code, level: Level::Error, summary }
}

/// Every code that no rule of [`GROUPS`] raises, in the order of the codes.
pub const READING: &[StepCode] = &[
    error("DEAL001", "a required section is missing or empty"),
    error("DEAL002", "an unknown key"),
    error("DEAL003", "a key is given twice"),
    error("DEAL004", "a value of the wrong kind"),
    error("DEAL005", "a number or a list is out of range"),
    error("DEAL006", "a character that cannot be seen"),
    error("DEAL007", "the file is not plain YAML"),
    error("DEAL008", "the file is nested too deep or too large"),
    error("DEAL009", "a required field is missing"),
    StepCode { code: "DEAL010", level: Level::OpenPoint, summary: "a field is blank" },
    StepCode { code: "DEAL011", level: Level::Warning, summary: "a waiver is expired or sets nothing aside" },
    error("DEAL030", "a value reads otherwise than it looks"),
    error("DEAL032", "the other side's paper cannot be read, or is another file"),
    error("DEAL035", "the master agreement of an order cannot be had"),
    error("DECK001", "a rate deck cannot be read"),
    error("DECK002", "a rate deck holds no rates"),
    error("DECK003", "a rate deck leaves open what its columns say"),
    error("DECK004", "a cell of a rate deck cannot be read"),
    StepCode { code: "DECK005", level: Level::Warning, summary: "cells of a rate deck are worked out by formulas" },
    StepCode { code: "DECK006", level: Level::Warning, summary: "cells of a rate deck are merged" },
    StepCode {
        code: "DECK007",
        level: Level::Warning,
        summary: "a rate deck has hidden sheets, rows, columns, values or digits, or words that look otherwise",
    },
    StepCode { code: "DECK008", level: Level::Note, summary: "a column of a rate deck is not read" },
    error("DECK009", "a price of a rate deck is in another currency"),
    StepCode { code: "DECK010", level: Level::Note, summary: "rows of a rate deck print no rate" },
    StepCode { code: "DECK013", level: Level::Warning, summary: "text beside the rates of a deck is not read" },
    StepCode { code: "DECK014", level: Level::Warning, summary: "a later rate deck leaves out many rates" },
    error("DECK015", "a layout cannot hold a rate deck"),
    StepCode { code: "DECK016", level: Level::Warning, summary: "a rate deck prices calls beside their minutes" },
    error("DOC001", "a character is in no font"),
    error("DOC002", "a font cannot be used"),
    error("DOC003", "the PDF could not be written"),
    error("DOC020", "the Word document could not be written"),
    error("LIB001", "the front matter of a clause is faulty"),
    error("LIB002", "a template is faulty"),
    error("LIB003", "a reference leads nowhere"),
    error("LIB004", "a term is used without a definition"),
    error("LIB005", "a term is defined twice"),
    error("LIB007", "the outline is faulty"),
    error("LIB008", "a clause holds what cannot be printed, or prints nothing"),
    error("LIB012", "the library is of another format"),
    error("LIB013", "the text of a clause is faulty"),
    error("LIB014", "the texts of a clause make different points"),
];

/// Every code, in order; each has a page of its own.
#[must_use]
pub fn catalogue() -> Vec<StepCode> {
    let rules = all().map(|rule| StepCode { code: rule.code, level: rule.level, summary: rule.summary });
    let mut codes: Vec<StepCode> = rules.chain(READING.iter().copied()).collect();
    codes.sort_by_key(|code| code.code);
    codes
}

/// Collects the findings of one rule.
pub struct Report<'a> {
    /// The deal and its file.
    pub file: &'a DealFile,
    /// The day for checks that depend on the date.
    pub as_of: jiff::civil::Date,
    /// The policy of the house.
    pub policy: &'a Policy,
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
    /// How many of the findings were looked at by `shorten`, and what it counted.
    looked_at: usize,
    few: Few<Level, (Option<Path>, Option<Place>)>,
}

/// Findings after which those in decks are counted, so that a deck in which every row is odd takes no more memory than a sound one.
const HELD: usize = 1_000;

impl Report<'_> {
    /// Adds a finding at a deal path. Its level, related places and edits can be set on the result.
    pub fn add(&mut self, path: impl Into<Path>, message: impl Into<String>, remedy: impl Into<Remedy>) -> Added<'_> {
        let path = path.into();
        let place = self.file.place(&path);
        let added = self.at(place, message, remedy);
        added.finding.path = Some(path);
        added
    }

    /// Adds a finding at a field of a line that changes between decks: at its cell in the later deck, or at the start of that deck if the line is
    /// missing there.
    pub fn changed(
        &mut self,
        line: &RateLine,
        field: &str,
        message: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) -> Added<'_> {
        let sheet = self.file.decks.first().map(|deck| &deck.sheet.source);
        match (self.file.deal.rates.lines.element_offset(line), sheet) {
            (Some(at), _) => self.add(Path::from("rates.lines").index(at).key(field), message, remedy),
            (None, Some(source)) => self.at(Place::new(source, source.line_span(1)), message, remedy),
            (None, None) => self.add("rates", message, remedy),
        }
    }

    /// Adds a finding at a place in a file of the library.
    pub fn at(&mut self, place: Place, message: impl Into<String>, remedy: impl Into<Remedy>) -> Added<'_> {
        if self.findings.len() >= self.looked_at + HELD {
            self.shorten();
        }
        let finding = Finding::new(self.rule.code, self.rule.level, message).at(place).help(remedy);
        Added { file: self.file, finding: self.findings.push_mut(finding) }
    }
}

/// Says that a code does not exist, and names the nearest one.
#[must_use]
pub fn unknown_code(code: &str) -> String {
    let codes = catalogue();
    let near = nearest(code, codes.iter().map(|known| known.code));
    let hint = near.map_or("`peerpact rules` lists them".into(), |near| format!("did you mean `{near}`?"));
    format!("there is no rule `{code}`; {hint}")
}
