//! The rows of a deck that errors stand in, to send back to whoever wrote it.

use std::collections::BTreeMap;
use std::io;

use super::decks::Opened;
use crate::diagnostic::Finding;
use crate::rates::write;

/// The faults of a deck, by the rows that they stand in.
#[derive(Debug, Default)]
pub struct BadRows<'f> {
    /// The findings in each row, by the index of the row in the sheet.
    pub rows: BTreeMap<usize, Vec<&'f Finding>>,
    /// Findings that are of no single row: of the headings, or of the whole deck.
    pub whole: Vec<&'f Finding>,
}

impl<'f> BadRows<'f> {
    /// Sorts those findings that stop the run.
    pub fn of(opened: &Opened, findings: &'f [Finding], stops: impl Fn(&Finding) -> bool) -> Self {
        let mut out = Self::default();
        let Some(deck) = opened.file.decks.first() else { return out };
        let grid = &deck.sheet.grid;
        for finding in findings.iter().filter(|finding| stops(finding)) {
            let line = finding
                .place
                .as_ref()
                .and_then(|place| (place.source.name == deck.sheet.source.name).then(|| place.line_column().0));
            let row = line.and_then(|line| {
                let (mut from, mut to) = (0, grid.len());
                while from < to {
                    let middle = from.midpoint(to);
                    if grid.line(middle) < line { from = middle + 1 } else { to = middle }
                }
                (grid.line(from) == line).then_some(from)
            });
            match row.filter(|row| opened.header.is_none_or(|header| *row > header)) {
                Some(row) => out.rows.entry(row).or_default().push(finding),
                None => out.whole.push(finding),
            }
        }
        out
    }

    /// The rows as they stand in the deck, each with its line, the codes of its faults and the reasons.
    ///
    /// # Errors
    ///
    /// Only what the CSV writer reports; it writes to memory.
    pub fn csv(&self, opened: &Opened) -> io::Result<Vec<u8>> {
        let Some(deck) = opened.file.decks.first() else { return Ok(Vec::new()) };
        let rows: Vec<(usize, [String; 3])> = self
            .rows
            .iter()
            .map(|(row, findings)| {
                let line = deck.sheet.grid.line(*row).to_string();
                (*row, [line, codes(findings), reasons(findings)])
            })
            .collect();
        write::beside(&deck.sheet, opened.header, ["line", "fault", "reason"], &rows)
    }
}

/// The codes of findings, each once.
pub(super) fn codes(findings: &[&Finding]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes.join(" ")
}

/// Facts and remedies, in one cell.
pub(super) fn reasons(findings: &[&Finding]) -> String {
    findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ")
}
