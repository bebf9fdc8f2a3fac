//! The lists in front of the review copy: departures, open points, points for counsel, and what is not in the paper.

use std::collections::BTreeMap;

use super::bearing::{Bearing, asks, read};
use super::{heading, notes, or_dash, reference, remedy, section, value, words};
use crate::deal::governance::Position;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::document::assemble::Draft;
use crate::document::{Block, Inlines};
use crate::library::clause::{Authority, Clause};
use crate::library::law::Provision;
use crate::library::{Library, catalogue};
use crate::sums;

/// The heading of points that belong to no country.
const ANY_LAW: &str = "Any";

/// What stands before the paper, except the sums.
pub(super) fn before(draft: &Draft, file: &DealFile, library: &Library, findings: &[Finding]) -> Vec<Block> {
    let mut blocks = Vec::new();
    departures(&mut blocks, draft, file, library);
    open(&mut blocks, findings);
    counsel(&mut blocks, draft, file, library);
    blocks
}

/// Clauses whose position is not the standard one, what the other positions say, and who approves.
fn departures(blocks: &mut Vec<Block>, draft: &Draft, file: &DealFile, library: &Library) {
    blocks.push(heading("review-departures", "Review: departures from the standard"));
    blocks.push(words(
        "This copy is for our own side. It is a draft for lawyers and not legal advice: counsel has to review it before \
         anybody signs it.",
    ));
    if let Some(counsel) = file.deal.legal.reviewed_by.known() {
        let on = file.deal.legal.reviewed_on.known().map_or_else(String::new, |day| format!(", {day}"));
        blocks.push(words(&format!("Counsel who reviews the draft: {counsel}{on}. The remarks are the program's.")));
    }
    let departs = draft.printed.iter().filter(|printed| printed.standing.position != Position::Standard);
    let rows = departs.map(|printed| {
        let clause = library.clauses.get(&printed.id);
        let positions = clause.map(|clause| &clause.front.positions);
        let says = |position| {
            or_dash(positions.map_or_else(String::new, |of| catalogue::position(of.of(position)).join("; ")))
        };
        vec![
            reference(printed),
            value(&notes::position(printed, clause, file)),
            value(&says(Position::Fallback)),
            value(&says(Position::WalkAway)),
        ]
    });
    let header = ["Clause", "Where the deal stands, and who approves", "Fallback", "Walk-away"];
    section(blocks, "The deal departs from no standard.", &header, rows.collect());
}

/// What the deal leaves open, and whom to ask.
fn open(blocks: &mut Vec<Block>, findings: &[Finding]) {
    blocks.push(heading("review-open-points", "Review: open points"));
    let open = findings.iter().filter(|finding| finding.level == Level::OpenPoint);
    let rows = open.map(|finding| vec![value(&finding.path_text()), value(&finding.message), value(&remedy(finding))]);
    section(blocks, "No open points.", &["Field", "What is open", "Whom to ask, and what"], rows.collect());
}

/// A question that counsel has to answer, and where it arises.
struct Point {
    place: Inlines,
    question: String,
    source: String,
}

/// What counsel has to confirm, by country, each with a box to tick.
fn counsel(blocks: &mut Vec<Block>, draft: &Draft, file: &DealFile, library: &Library) {
    blocks.push(heading("review-counsel", "Review: points for counsel"));
    let mut points: BTreeMap<String, Vec<Point>> = BTreeMap::new();
    let bearing = Bearing::of(file, library);
    for printed in &draft.printed {
        let Some(clause) = library.clauses.get(&printed.id) else { continue };
        for source in bearing.sources(clause) {
            let Some(question) = &source.confirm else { continue };
            let place = reference(printed);
            let country = source.country.as_deref().map_or_else(|| ANY_LAW.to_owned(), |code| name(library, code));
            points.entry(country).or_default().push(Point { place, question: question.clone(), source: cited(source) });
        }
        if let Some(note) = clause.front.note.as_ref().filter(|note| asks(note)) {
            let country = section_of(clause, library).unwrap_or_else(|| ANY_LAW.to_owned());
            let place = reference(printed);
            points.entry(country).or_default().push(Point { place, question: note.clone(), source: "–".to_owned() });
        }
    }
    for (_, country) in library.countries.iter().filter(|(code, _)| bearing.touches(code)) {
        let laws =
            country.provisions().filter_map(|(_, provision)| Some((provision.confirm.clone()?, provided(provision))));
        let tax = country
            .tax
            .iter()
            .filter_map(|tax| Some((tax.note.clone()?, format!("{} (notes of the country)", tax.name))));
        let notes = country.note.iter().filter(|note| asks(note)).map(|note| (note.clone(), "–".to_owned()));
        for (question, source) in laws.chain(tax).chain(notes) {
            let place = value(&country.name);
            points.entry(country.name.clone()).or_default().push(Point { place, question, source });
        }
    }
    let rows = points.into_iter().flat_map(|(country, points)| {
        points.into_iter().map(move |point| {
            vec![value("[ ]"), value(&country), point.place, value(&point.question), value(&point.source)]
        })
    });
    let header = ["Done", "Law", "Where", "To confirm", "Rests on"];
    section(blocks, "Nothing to confirm.", &header, rows.collect());
}

fn section_of(clause: &Clause, library: &Library) -> Option<String> {
    let code = clause.id.strip_prefix("reg.").filter(|_| clause.is_section())?;
    Some(name(library, &code.to_uppercase()))
}

fn name(library: &Library, code: &str) -> String {
    library.countries.get(code).map_or_else(|| code.to_owned(), |country| country.name.clone())
}

/// Law and article of a source, and whether its text was read.
fn cited(source: &Authority) -> String {
    let what: Vec<&str> = [&source.law, &source.article].into_iter().flatten().map(String::as_str).collect();
    format!("{} ({})", what.join(", "), read(source.document.as_deref(), source.verified_on))
}

fn provided(provision: &Provision) -> String {
    format!("{} ({})", provision.cite(), read(provision.document.as_deref(), provision.verified_on))
}

/// The table of sums. A sum that needs a figure which the deal leaves open has no row.
pub(super) fn sums(blocks: &mut Vec<Block>, file: &DealFile) {
    blocks.push(heading("review-sums", "Review: worked sums"));
    let rows = sums::of(&file.deal).into_iter().map(|sum| vec![value(&sum.what), value(&sum.sum), value(&sum.how)]);
    section(blocks, "No sums.", &["What", "Sum", "How it is worked out"], rows.collect());
}

/// Clauses of the form that the paper does not hold, and the reason.
pub(super) fn omitted(blocks: &mut Vec<Block>, draft: &Draft, file: &DealFile, library: &Library) {
    blocks.push(heading("review-omitted", "Review: not in this paper"));
    let outline = library.outline(file.deal.legal.form);
    let absent = outline.ids().filter(|id| !draft.printed.iter().any(|printed| printed.id == **id));
    let clauses = absent.filter_map(|id| library.clauses.get(id)).filter(|clause| !clause.is_section());
    let rows = clauses.map(|clause| {
        let when = clause.front.when.as_ref().map_or_else(|| "always".to_owned(), catalogue::condition);
        vec![
            value(&clause.front.title),
            value(&clause.id),
            value(&format!("prints where {when}; this deal is otherwise")),
        ]
    });
    section(blocks, "Every clause of the form prints.", &["Clause", "Id", "Why"], rows.collect());
}
