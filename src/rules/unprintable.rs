//! Findings for a paper that cannot be printed in a format.

use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Finding;
use crate::faces::source_of;
use crate::library::Library;
use crate::path::Path;
use crate::render::{FontFile, PrintError};
use crate::source::Place;

/// The finding for a failed print. A character without a font is reported at the field or clause that contains it.
#[must_use]
pub fn unprintable(failure: &PrintError, file: &DealFile, library: &Library, fonts: &[FontFile]) -> Finding {
    match failure {
        PrintError::MissingGlyph { character, word } => {
            let mut at = None;
            file.tree.walk(&mut |path, node| {
                if at.is_none() && matches!(&node.kind, NodeKind::Scalar(text) if text.contains(*character)) {
                    at = Some(path.clone());
                }
            });
            let (package, family) = source_of(*character);
            let fact = format!("no font has `{character}` (U+{:04X}) in `{word}`, so there is no PDF", u32::from(*character));
            let finding = Finding::error("DOC001", fact).help(format!(
                "install a font that has it ({family}; on Debian and Ubuntu the package {package}), or name its file with --font FILE"
            ));
            match at {
                Some(path) => finding.at(file.place(&path)).on(path),
                None => match library.clauses.values().find(|clause| clause.source.text.contains(*character)) {
                    Some(clause) => finding.at(Place::of(&clause.source, &character.to_string())),
                    None => finding,
                },
            }
        }
        PrintError::Font { index, reason } => {
            let name = fonts.get(*index).map_or("", |font| font.name.as_str());
            Finding::error("DOC002", format!("the font {name} cannot be used: {reason}"))
                .help("give a TrueType or OpenType font")
        }
        PrintError::Docx(reason) => Finding::error("DOC020", format!("the Word document could not be written: {reason}"))
            .help("correct the file of `templates/docx/` that it names; if the library has none of its own, please report this"),
        PrintError::LongName => {
            let finding = Finding::error("DOC003", "the PDF cannot hold a name or a title of more than 32,767 bytes")
                .help("shorten it; the other formats can still be drafted: `-t md,html,docx`");
            match longest(file) {
                Some(path) => finding.at(file.place(&path)).on(path),
                None => finding,
            }
        }
        PrintError::Pdf(reason) => Finding::error("DOC003", format!("the PDF could not be written: {reason}"))
            .help("this is a fault of peerpact: please report it"),
    }
}

/// The longest value of a deal that may stand in a title: special terms never do.
fn longest(file: &DealFile) -> Option<Path> {
    let mut found: Option<(usize, Path)> = None;
    file.tree.walk(&mut |path, node| {
        if let NodeKind::Scalar(text) = &node.kind
            && path.section() != "special_terms"
            && found.as_ref().is_none_or(|(most, _)| *most < text.len())
        {
            found = Some((text.len(), path.clone()));
        }
    });
    found.map(|(_, path)| path)
}
