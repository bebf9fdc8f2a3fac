//! Reads the decks that a deal names and joins them to the lines that the deal lists itself.

use std::error::Error;
use std::path::{self, Component};

use super::{LIMIT, Setting, read};
use crate::budget::{DECKS_ROWS, PAPER_RATES};
use crate::deal::deck::Deck;
use crate::deal::deck_profile::DeckProfile;
use crate::deal::rates::{Annex, RateLine, Route};
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Misread};
use crate::input;
use crate::path::Path;
use crate::source::sha256;

/// Reads the decks of a deal, which lie beside its file, into `rates.lines`. Returns whether the deal can be judged: a deck that
/// cannot be read leaves flows without rates, and they must not be blamed for it.
pub fn join(file: &mut DealFile, findings: &mut Vec<Finding>) -> bool {
    let rates = &file.deal.rates;
    let one = rates.deck.known().map(|path| (Path::from("rates.deck"), None, path.as_str().to_owned()));
    let each = rates
        .decks
        .iter()
        .map(|(flow, path)| (Path::from("rates.decks").key(flow), Some(flow.clone()), path.as_str().to_owned()));
    let named: Vec<_> = one.into_iter().chain(each).collect();
    let mut sound = true;
    for (field, flow, path) in named {
        sound &= deck(file, &field, flow.as_deref(), &path, findings);
    }
    sound
}

/// What a deal says about one of its decks, `profile` among it. Without a flow of its own, a deck prices the only flow of the deal.
#[must_use]
pub fn setting<'a>(file: &'a DealFile, profile: &'a DeckProfile, flow: Option<&'a str>) -> Setting<'a> {
    let rates = &file.deal.rates;
    let flows = &file.deal.scope.flows;
    let only = flows.keys().next().filter(|_| flows.len() == 1).map(String::as_str);
    let told = Setting::of(profile);
    Setting {
        flow: flow.or(told.flow).or(only),
        route: told.route.or(shared_route(&rates.lines)),
        one_deck: rates.decks.len() + usize::from(rates.deck.known().is_some()) <= 1,
        ..told
    }
}

/// The route class of the rates that the deal lists itself, if all of them have the same one.
fn shared_route(lines: &[RateLine]) -> Option<Route> {
    let (first, others) = lines.split_first()?;
    others.iter().all(|line| line.route == first.route).then_some(first.route)
}

/// What is wrong with so many rates in one deal, which stand in its paper or in a file of their own.
fn beyond(rates: usize, annex: Annex) -> Option<Misread> {
    let (most, remedy) = match annex {
        Annex::Inline => {
            (PAPER_RATES, "write `annex: separate` under `rates`, so that the rates go into a file of their own")
        }
        Annex::Separate => (DECKS_ROWS, "make a deal of each flow, or leave out codes that no call goes to"),
    };
    let stand = if annex == Annex::Inline { "prints" } else { "has" };
    (rates > most)
        .then(|| Misread::new(format!("a deal {stand} at most {most} rates, and its decks have more"), remedy))
}

fn deck(file: &mut DealFile, field: &Path, flow: Option<&str>, path: &str, findings: &mut Vec<Finding>) -> bool {
    // A deal may come from the other side. It must not fetch other files from our disk.
    if path::Path::new(path).components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        findings.push(
            Finding::error("DECK001", format!("`{path}` is not in the folder of the deal"))
                .at(file.place(field))
                .on(field)
                .help("put the deck into the folder of the deal or one below it, and name it from there"),
        );
        return false;
    }
    let folder = path::Path::new(&*file.source.name).parent().unwrap_or(path::Path::new(""));
    let from = folder.join(path);
    let bytes = match input::bytes_below(folder, path::Path::new(path), LIMIT) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = error.source().map_or_else(String::new, |why| format!(": {why}"));
            findings.push(
                Finding::error("DECK001", format!("{error}{why}"))
                    .at(file.place(field))
                    .on(field)
                    .help("name the deck by its path from the folder of the deal"),
            );
            return false;
        }
    };
    let before = findings.len();
    let profile = DeckProfile::of(&file.deal.rates);
    let found = read(&bytes, &from.display().to_string(), &setting(file, &profile, flow), findings);
    for finding in findings.get_mut(before..).unwrap_or_default() {
        finding.path = Some(field.clone());
    }
    let Some(found) = found else { return false };
    if let Some(fault) = beyond(file.deal.rates.lines.len() + found.lines.len(), file.deal.rates.annex) {
        findings.push(Finding::error("DECK001", fault.fact).at(file.place(field)).on(field).help(fault.remedy));
        return false;
    }
    // Rows that cannot be read hide nothing of the others, and a deck without any leaves flows without rates.
    if found.lines.is_empty() && !found.whole {
        return false;
    }
    let start = file.deal.rates.lines.len();
    file.deal.rates.partly_read |= !found.whole;
    file.deal.rates.lines.extend(found.lines);
    file.deal.rates.stated = file.deal.rates.stated.take().or(found.stated);
    file.decks.push(Deck {
        path: path.to_owned(),
        sha256: sha256(&bytes),
        sheet: found.sheet,
        lines: start..file.deal.rates.lines.len(),
        rows: found.rows,
        columns: found.columns,
        assumed: found.assumed,
        every_fault: false,
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_prints_so_many_rates_and_a_file_of_its_own_holds_more() {
        let is_beyond = |rates, annex| beyond(rates, annex).is_some();
        assert!(!is_beyond(PAPER_RATES, Annex::Inline) && is_beyond(PAPER_RATES + 1, Annex::Inline));
        assert!(!is_beyond(DECKS_ROWS, Annex::Separate) && is_beyond(DECKS_ROWS + 1, Annex::Separate));
    }
}
