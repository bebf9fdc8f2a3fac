use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::with::phrases::{FoundPhrase, PhraseFinder};
use super::with::place;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Passage;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "DOC010", level: Level::Note, summary: "a phrase is archaic or wordy", check: Check::Draft(check) };

/// Each phrase, with its plain replacement; an empty one means that the phrase can be left out.
#[rustfmt::skip]
const PLAIN: &[(&str, &str)] = &[
    ("aforementioned", "this"), ("aforesaid", "this"), ("forthwith", "at once"),
    ("herefrom", "from this"), ("herein", "in this clause"), ("hereinabove", "above"),
    ("hereinafter", ""), ("hereinbefore", "above"), ("hereinbelow", "below"), ("hereof", "of this Agreement"),
    ("hereto", "to this Agreement"), ("heretofore", "until now"), ("hereunder", "under this Agreement"),
    ("herewith", "with this"), ("inasmuch as", "because"), ("in witness whereof", ""), ("know all men by these presents", ""),
    ("now therefore", ""), ("notwithstanding anything to the contrary", "even if another clause says otherwise"),
    ("party of the first part", "the party's name"), ("said agreement", "this Agreement"), ("the said", "the"),
    ("the same shall", "it shall"), ("thenceforth", "from then on"), ("thereby", "by that"),
    ("therefor", "for it"), ("therefrom", "from it"), ("therein", "in it"), ("thereof", "of it"), ("thereon", "on it"),
    ("thereto", "to it"), ("theretofore", "until then"), ("thereunder", "under it"), ("therewith", "with it"),
    ("to wit", "namely"), ("whatsoever", ""), ("whensoever", "whenever"), ("whereas", "because, or a sentence of its own"),
    ("wherefore", "so"), ("wherein", "in which"), ("whereof", "of which"), ("whereupon", "then"),
    ("whomsoever", "anybody"), ("witnesseth", ""),
    ("cease and desist", "stop"), ("each and every", "each"), ("all and sundry", "all"), ("any and all", "all"),
    ("covenants and agrees", "shall"), ("force and effect", "effect"), ("full and complete", "full"),
    ("null and void", "void"), ("sole and exclusive", "only"),     ("true and correct", "true"), ("unless and until", "until"), ("when and as", "when"), ("by and between", "between"),
    ("at such time as", "when"), ("at the present time", "now"), ("at this point in time", "now"),
    ("by virtue of", "by"), ("due to the fact that", "because"), ("during such time as", "while"),
    ("for the avoidance of doubt", ""), ("for the duration of", "during"), ("for the reason that", "because"),
    ("from and after", "from"), ("in accordance with the provisions of", "under"), ("in addition to the foregoing", "also"),
    ("in excess of", "more than"), ("in lieu of", "instead of"),     ("in the absence of", "without"), ("in the event of", "if there is"), ("in the event that", "if"),
    ("is required to", "shall"), ("is obligated to", "shall"), ("it is agreed that", ""), ("it is understood that", ""),
    ("mutually agree", "agree"), ("on the grounds that", "because"), ("prior to", "before"),
    ("provided always that", "but"), ("provided however that", "but"), ("pursuant to", "under"), ("save and except", "except"),
    ("subsequent to", "after"), ("until such time as", "until"),
    ("with a view to", "to"), ];

/// Further places that one finding names.
const MOST: usize = 9;

static PHRASES: LazyLock<PhraseFinder> = LazyLock::new(|| PhraseFinder::of(PLAIN.iter().copied()));

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    // One finding for each phrase, because its places are usually mended together.
    let mut places: BTreeMap<&str, Vec<(&Passage, FoundPhrase)>> = BTreeMap::new();
    for passage in draft.passages() {
        for found in PHRASES.found(passage) {
            let phrase = passage.small.get(passage.span(found.first, found.last)).unwrap_or_default();
            places.entry(phrase).or_default().push((passage, found));
        }
    }
    for found in places.values() {
        let Some(((passage, first), others)) = found.split_first() else { continue };
        let span = passage.span(first.first, first.last);
        let others: Vec<_> = others
            .iter()
            .take(MOST)
            .map(|(passage, found)| place::of(report.file, library, passage, passage.span(found.first, found.last)))
            .collect();
        let message = format!("“{}” has a plain equivalent", passage.at(span.clone()));
        let help = match first.says {
            "" => "leave it out".to_owned(),
            plain => format!("write: {plain}"),
        };
        let mut added = place::add(report, library, passage, span, message, help);
        added.related.extend(others.into_iter().map(|place| (place, "here as well".to_owned())));
    }
}
