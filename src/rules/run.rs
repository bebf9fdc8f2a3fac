//! The settings of a run, and the one loop over the rules.

use jiff::Timestamp;
use rayon::prelude::*;

use super::{Check, Report, Rule, all};
use crate::deal::paper::Form;
use crate::deal::read::DealFile;
use crate::deal::{Deal, Text};
use crate::diagnostic::Finding;
use crate::document::assemble::Draft;
use crate::few::{EACH, Few, Rest};
use crate::library::Library;
use crate::policy::Policy;
use crate::rates::compare::RateChange;

/// How a run judges. It has no default, so that nothing is judged without its policy.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    /// The day for checks that depend on the date.
    pub as_of: jiff::civil::Date,
    /// The policy of the house, with the changes from the command line.
    pub policy: Policy,
    /// Whether to judge and print the paper for signature: open points are refused, and draft marks are left out.
    pub final_version: bool,
    /// The form to print and judge, whatever the deal says; `None` is the deal's own.
    pub form: Option<Form>,
    /// The clauses, and the facts about law.
    pub library: &'a Library,
}

/// What a run judges.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A deal, without its paper.
    Deal,
    /// The paper made from a deal.
    Paper(&'a Draft),
    /// A deck without a deal.
    Rates,
    /// The changes from one deck to the next. The rates of the deal are those of the later deck.
    Change(&'a Comparison<'a>),
}

/// The changes from one deck to the next.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// The changes, code by code. Their later lines are elements of `deal.rates.lines` of the file that is judged.
    pub changes: &'a [RateChange<'a>],
    /// The deal under which notice is given; `None` if no deal is named.
    pub deal: Option<&'a Deal>,
    /// The latest time at which the later deck arrives.
    pub received: Timestamp,
}

/// Runs every rule that reads such a subject.
pub fn judge(file: &DealFile, subject: Subject<'_>, run: &Run<'_>, findings: &mut Vec<Finding>) {
    // Rules do not depend on each other, so they run in parallel; their findings keep the rules' order.
    let rules: Vec<&'static Rule> = all().collect();
    let found: Vec<Vec<Finding>> = rules
        .into_par_iter()
        .map(|rule| {
            let mut found = Vec::new();
            let mut report = Report {
                file,
                as_of: run.as_of,
                policy: &run.policy,
                rule,
                findings: &mut found,
                looked_at: 0,
                few: Few::new(EACH),
            };
            match (rule.check, subject) {
                (Check::Rates(check), Subject::Deal | Subject::Rates) => check(&file.deal.rates, &mut report),
                (Check::Deal(check), Subject::Deal) => check(&file.deal, &mut report),
                (Check::File(check), Subject::Deal) => check(file, &mut report),
                (Check::House(check), Subject::Deal) => check(&run.policy, &mut report),
                (Check::Law(check), Subject::Deal) => check(&file.deal, run.library, &mut report),
                (Check::Draft(check), Subject::Paper(draft)) => check(draft, run.library, &mut report),
                (Check::Change(check), Subject::Change(change)) => check(change, &mut report),
                _ => {}
            }
            report.close();
            for finding in &mut found {
                finding.names_party = !matches!(subject, Subject::Rates) && names_party(file, finding);
            }
            found
        })
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// Whether a finding is about a party, or its words contain a party's name or key.
fn names_party(file: &DealFile, finding: &Finding) -> bool {
    let named = |name: Option<&Text>| name.is_some_and(|name| finding.message.contains(name.as_str()));
    let keyed = |key: &str| finding.message.contains(&format!("`{key}`"));
    finding.path.as_ref().is_some_and(|path| path.section() == "parties")
        || file.deal.parties.iter().any(|(key, party)| keyed(key) || named(party.name.known()))
}

impl Report<'_> {
    /// Keeps the first findings in decks and counts the rest, for each level: a deck may have thousands of rows with one cause. Levels
    /// are counted separately, because the highest one decides the result of the run.
    pub(super) fn shorten(&mut self) {
        let decks = &self.file.decks;
        if !decks.is_empty() {
            let in_deck = |finding: &Finding| {
                decks.iter().any(|deck| {
                    finding.path.as_ref().is_some_and(|path| deck.gave(path))
                        || finding.place.as_ref().is_some_and(|place| place.source.name == deck.sheet.source.name)
                })
            };
            let new = self.findings.split_off(self.looked_at);
            // A field that the deck does not state has a finding of its own, so the value assumed for it gets none.
            let assumed = |finding: &Finding| {
                finding.path.as_ref().is_some_and(|path| decks.iter().any(|deck| deck.assumes(path)))
            };
            let kept = new.into_iter().filter(|finding| {
                !assumed(finding)
                    && (decks.iter().any(|deck| deck.every_fault)
                        || !in_deck(finding)
                        || self.few.tells(&finding.level, (finding.path.clone(), finding.place.clone())))
            });
            self.findings.extend(kept);
        }
        self.looked_at = self.findings.len();
    }

    /// Looks at the last findings, and says how many were counted and not told.
    fn close(mut self) {
        self.shorten();
        for Rest { cause: level, more, first: (path, place), .. } in self.few.rest() {
            let message = format!("and {more} more lines of the deck: {}", self.rule.summary);
            let finding = Finding::new(self.rule.code, level, message).help("see the first of them, above");
            let mut finding = finding.standing_for(more);
            (finding.path, finding.place) = (path, place);
            self.findings.push(finding);
        }
    }
}
