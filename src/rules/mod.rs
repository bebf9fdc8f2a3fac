//! Every check of a deal and of the paper made from it: one file a rule, one page under `docs/rules/` a code.
//!
//! A rule speaks in deal paths; the place is looked up once, here. To add one, see CONTRIBUTING.

use crate::deal::Deal;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::document::assemble::Draft;
use crate::library::Library;
use crate::source::Place;

mod by_flow;
mod references;

pub mod billing;
pub mod contacts;
pub mod credit;
pub mod data;
pub mod deal;
pub mod disputes;
pub mod governance;
pub mod legal;
pub mod library;
pub mod pages;
pub mod party;
pub mod rates;
pub mod regulation;
pub mod scope;
pub mod sla;
pub mod tax;
pub mod technical;
pub mod term;

/// A check.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable code; the file and the page bear it.
    pub code: &'static str,
    /// Its usual weight.
    pub level: Level,
    /// The fact that it finds, in a line.
    pub summary: &'static str,
    /// What it reads.
    pub check: Check,
}

/// What a rule reads, and so when it runs.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The deal alone.
    Deal(fn(&Deal, &mut Report<'_>)),
    /// The deal, with what the library knows of the law.
    Law(fn(&Deal, &Library, &mut Report<'_>)),
    /// The assembled paper, with the library that it came from.
    Draft(fn(&Draft, &Library, &mut Report<'_>)),
}

/// Every rule, in the order of the code.
pub const ALL: &[&Rule] = &[
    &billing::payment_time::RULE,
    &billing::interest::RULE,
    &billing::records::RULE,
    &billing::escrow::RULE,
    &contacts::every_role::RULE,
    &credit::new_entrant::RULE,
    &credit::secured::RULE,
    &credit::one_currency::RULE,
    &data::roles::RULE,
    &data::retention::RULE,
    &data::transfers::RULE,
    &data::breach_notice::RULE,
    &deal::references::RULE,
    &deal::clauses::RULE,
    &deal::unprinted::RULE,
    &deal::positions::RULE,
    &disputes::appointing_authority::RULE,
    &disputes::emirate::RULE,
    &disputes::arbitration_law::RULE,
    &disputes::neutrality::RULE,
    &governance::walk_away::RULE,
    &governance::fallback::RULE,
    &legal::reviewer::RULE,
    &legal::posting_place::RULE,
    &library::provided::RULE,
    &library::pinned::RULE,
    &party::two::RULE,
    &party::we::RULE,
    &party::same_company::RULE,
    &party::home_licence::RULE,
    &party::mitigation_database::RULE,
    &party::signing_agent::RULE,
    &rates::known_flow::RULE,
    &rates::every_flow::RULE,
    &rates::one_price::RULE,
    &rates::likely_price::RULE,
    &rates::known_band::RULE,
    &regulation::nigerian_filing::RULE,
    &regulation::regulated_price::RULE,
    &regulation::review_date::RULE,
    &scope::known_parties::RULE,
    &scope::two_ends::RULE,
    &scope::messages::RULE,
    &scope::consent::RULE,
    &sla::availability::RULE,
    &sla::credit_cap::RULE,
    &sla::clocks::RULE,
    &sla::single_site::RULE,
    &sla::effectiveness::RULE,
    &tax::every_flow::RULE,
    &technical::in_band_digits::RULE,
    &technical::methods::RULE,
    &technical::mutual_tls::RULE,
    &technical::plain_signalling::RULE,
    &technical::left_out::RULE,
    &technical::session_timer::RULE,
    &technical::reachable_sites::RULE,
    &technical::own_sites::RULE,
    &term::notice::RULE,
    &term::trial::RULE,
    &term::service_date::RULE,
    &term::renewal::RULE,
];

/// A code that a step before the rules raises: reading the deal, the library and the templates, assembling, printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code; the page bears it.
    pub code: &'static str,
    /// Its weight.
    pub level: Level,
    /// The fact, in a line.
    pub summary: &'static str,
}

const fn error(code: &'static str, summary: &'static str) -> Code {
    Code { code, level: Level::Error, summary }
}

/// Every code that no rule of [`ALL`] raises, in the order of the code.
pub const READING: &[Code] = &[
    error("DEAL001", "a required section is missing or empty"),
    error("DEAL002", "an unknown key"),
    error("DEAL003", "a key is given twice"),
    error("DEAL004", "a value of the wrong kind"),
    error("DEAL005", "a number or a list is out of range"),
    error("DEAL006", "a character that cannot be seen"),
    error("DEAL007", "the file is not plain YAML"),
    error("DEAL008", "the file is nested too deep or too large"),
    error("DEAL009", "a required field is missing"),
    Code { code: "DEAL010", level: Level::OpenPoint, summary: "a field is blank" },
    Code { code: "DEAL011", level: Level::Warning, summary: "a waiver is expired or sets nothing aside" },
    error("DOC001", "no font has a character"),
    error("DOC002", "a font cannot be read"),
    error("DOC003", "the PDF could not be written"),
    error("LIB001", "the front matter of a clause is faulty"),
    error("LIB002", "a template is faulty"),
    error("LIB003", "a reference leads nowhere"),
    error("LIB004", "a term is used without a definition"),
    error("LIB005", "a term is defined twice"),
    error("LIB007", "the outline is faulty"),
    error("LIB008", "a clause holds what cannot be printed, or prints nothing"),
];

/// Every code there is, in order: each has a page of its own.
#[must_use]
pub fn catalogue() -> Vec<Code> {
    let rules = ALL.iter().map(|rule| Code { code: rule.code, level: rule.level, summary: rule.summary });
    let mut codes: Vec<Code> = rules.chain(READING.iter().copied()).collect();
    codes.sort_by_key(|code| code.code);
    codes
}

/// Takes what one rule finds.
pub struct Report<'a> {
    /// The deal and its file.
    pub file: &'a DealFile,
    /// The day on which what depends on the day is judged.
    pub as_of: jiff::civil::Date,
    /// Whether the paper is to be signed.
    pub final_version: bool,
    rule: &'static Rule,
    findings: &'a mut Vec<Finding>,
}

impl Report<'_> {
    /// Adds a finding at a deal path; its level and related places can then be set.
    pub fn add(
        &mut self,
        path: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Finding {
        let path = path.into();
        let place = self.file.place(&path);
        let finding = self.at(place, message, help);
        finding.path = path;
        finding
    }

    /// Adds a finding at a place in a file of the library.
    pub fn at(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) -> &mut Finding {
        self.findings.push_mut(Finding::new(self.rule.code, self.rule.level, message).at(place).help(help))
    }
}

/// Runs the rules that read the deal, or those that read the draft if there is one.
pub fn run(
    file: &DealFile,
    library: &Library,
    draft: Option<&Draft>,
    as_of: jiff::civil::Date,
    final_version: bool,
    findings: &mut Vec<Finding>,
) {
    for rule in ALL {
        let mut report = Report { file, as_of, final_version, rule, findings };
        match (rule.check, draft) {
            (Check::Deal(check), None) => check(&file.deal, &mut report),
            (Check::Law(check), None) => check(&file.deal, library, &mut report),
            (Check::Draft(check), Some(draft)) => check(draft, library, &mut report),
            _ => {}
        }
    }
}
