//! The fonts that a PDF may use for characters which the built-in ones lack: those that the user names, then those of the system.
//!
//! They are found by what they are and never by the name of a file: a face draws a character if its outline is not empty, its weight and
//! slope are those of the font's own tables, and among the faces of a collection that draw the same character (Chinese,
//! Japanese and Korean forms) the one of the party's country is taken.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fontdb::{Database, FaceInfo, ID, Stretch, Style};

use crate::diagnostic::Failure;
use crate::input;
use crate::render::FontFile;

/// Where faces are looked for.
#[derive(Debug, Default)]
pub struct Faces {
    given: Database,
    /// The system's, read when a character is in no other font; `None` if they are not asked.
    system: Option<OnceLock<Database>>,
}

impl Clone for Faces {
    fn clone(&self) -> Self {
        Self { given: self.given.clone(), system: self.system.as_ref().map(|_| OnceLock::new()) }
    }
}

impl Faces {
    /// The fonts in these files and folders, and then the system's: those that fontconfig names, or the folders of the system.
    pub fn of(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut given = Database::new();
        for path in paths {
            let fail = |reason: &str| Failure(format!("cannot use --font {}: {reason}", path.display()));
            let before = given.len();
            for file in files(path).map_err(|error| fail(&error.reason()))? {
                // A folder may hold other files, or one that cannot be read; what is named itself has to be a font.
                match given.load_font_file(&file) {
                    Err(error) if !path.is_dir() => return Err(fail(&error.to_string())),
                    _ => {}
                }
            }
            if given.len() == before {
                return Err(fail(
                    "it holds no TrueType or OpenType font; give a .ttf, .otf, .ttc or .otc file or a folder of them",
                ));
            }
            if !path.is_dir() && given.faces().skip(before).all(|face| has_colours(&given, face.id)) {
                return Err(fail(
                    "it draws letters in colours or as pictures, which a PDF for keeping cannot hold; give a font of outlines",
                ));
            }
        }
        Ok(Self { given, system: Some(OnceLock::new()) })
    }

    /// The faces that draw a character in roman, bold and italic: at most one of each, all of one family. `country` is that of
    /// the party whose words they draw, as an ISO 3166 code of two letters. Empty if no font has the character.
    #[must_use]
    pub fn with(&self, character: char, country: Option<&str>) -> Vec<FontFile> {
        let found = family(&self.given, character, country);
        if !found.is_empty() {
            return found;
        }
        let Some(system) = &self.system else { return Vec::new() };
        let system = system.get_or_init(|| {
            let mut fonts = Database::new();
            fonts.load_system_fonts();
            fonts
        });
        family(system, character, country)
    }
}

/// The file itself, or the fonts in a folder and below it. To open a pipe would wait for a writer, so only regular files are opened.
fn files(path: &Path) -> Result<Vec<PathBuf>, input::ReadError> {
    if !path.is_dir() {
        return input::is_regular(path).map(|()| vec![path.to_owned()]);
    }
    let mut out = Vec::new();
    for (entry, is_folder) in input::entries(path)? {
        let ending = entry.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if is_folder {
            out.extend(files(&entry)?);
        } else if matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc") && input::is_regular(&entry).is_ok() {
            out.push(entry);
        }
    }
    Ok(out)
}

/// The faces of a database that draw a character.
fn family(fonts: &Database, character: char, country: Option<&str>) -> Vec<FontFile> {
    let forms = forms(character, country);
    let mut able: Vec<(&FaceInfo, &str)> = fonts
        .faces()
        .filter(|face| draws(fonts, face.id, character))
        .map(|face| (face, face.families.first().map_or("", |(family, _)| family.as_str())))
        .collect();
    able.sort_by_key(|(face, family)| rank(face, family, forms));
    let Some((_, family)) = able.first().copied() else { return Vec::new() };
    let mut out: Vec<FontFile> = Vec::new();
    for (bold, italic) in [(false, false), (true, false), (false, true), (true, true)] {
        let fits =
            |face: &FaceInfo| is_bold(face) == bold && is_italic(face) == italic && face.stretch == Stretch::Normal;
        let same = able.iter().filter(|(_, other)| *other == family).map(|(face, _)| *face);
        // Nearest to the weight of the built-in face.
        let wanted = if bold { 700 } else { 400 };
        let found = same.filter(|face| fits(face)).min_by_key(|face| face.weight.0.abs_diff(wanted));
        let found = found.or_else(|| able.first().map(|(face, _)| *face).filter(|_| !bold && !italic));
        out.extend(found.and_then(|face| taken(fonts, face)));
    }
    out
}

fn is_bold(face: &FaceInfo) -> bool {
    face.weight.0 >= 600
}

fn is_italic(face: &FaceInfo) -> bool {
    face.style != Style::Normal
}

/// What a family of East Asian forms is called at its end, best first.
fn forms(character: char, country: Option<&str>) -> &'static [&'static str] {
    match (u32::from(character), country) {
        (0x3040..=0x30FF, _) | (_, Some("JP")) => &["JP", "J"],
        (0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF, _) | (_, Some("KR" | "KP")) => &["KR", "K"],
        (_, Some("TW")) => &["TC", "TW", "HK"],
        (_, Some("HK" | "MO")) => &["HK", "TC"],
        _ => &["SC", "CN"],
    }
}

/// The order in which faces are tried; the lowest is best. Names come last, so that the order is the same on every machine.
fn rank<'a>(face: &'a FaceInfo, family: &'a str, forms: &[&str]) -> impl Ord + use<'a> {
    let last = family.rsplit(' ').next().unwrap_or_default();
    let form = forms.iter().position(|form| *form == last).unwrap_or(forms.len());
    let is_book = ["Serif", "Naskh", "Mincho", "Ming", "Song", "Batang"].iter().any(|word| family.contains(word));
    // Letters drawn for a screen, a sign or calligraphy are for want of others.
    let is_odd =
        ["Display", "UI", "Nastaliq", "Kufi", "Rashi", "Looped", "Mono"].iter().any(|word| family.contains(word));
    let plain = (is_italic(face), face.stretch != Stretch::Normal, face.weight.0.abs_diff(400));
    (form, is_odd || face.monospaced, !is_book, plain, family, face.post_script_name.as_str(), face.index)
}

/// Whether a face draws a character: it has a glyph for it, with an outline.
fn draws(fonts: &Database, id: ID, character: char) -> bool {
    let draws = fonts.with_face_data(id, |data, index| {
        let Ok(face) = ttf_parser::Face::parse(data, index) else { return false };
        !of_colours(&face) && outlined(&face, character)
    });
    draws.unwrap_or(false)
}

fn outlined(face: &ttf_parser::Face<'_>, character: char) -> bool {
    face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0 && face.glyph_bounding_box(glyph).is_some())
}

fn has_colours(fonts: &Database, id: ID) -> bool {
    fonts
        .with_face_data(id, |data, index| ttf_parser::Face::parse(data, index).is_ok_and(|face| of_colours(&face)))
        .unwrap_or(false)
}

fn of_colours(face: &ttf_parser::Face<'_>) -> bool {
    [b"COLR", b"CBDT", b"sbix", b"SVG "]
        .iter()
        .any(|tag| face.raw_face().table(ttf_parser::Tag::from_bytes(tag)).is_some())
}

fn taken(fonts: &Database, face: &FaceInfo) -> Option<FontFile> {
    fonts.with_face_data(face.id, |data, index| FontFile {
        name: face.post_script_name.clone(),
        bytes: Arc::new(data.to_vec()),
        face: index,
        bold: is_bold(face),
        italic: is_italic(face),
    })
}

/// Where to get a font for a character: the package of Debian and Ubuntu, and the family that its maker gives away.
#[must_use]
pub fn source_of(character: char) -> (&'static str, &'static str) {
    match u32::from(character) {
        0x1100..=0x11FF | 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF => {
            ("fonts-noto-cjk", "Noto Serif CJK")
        }
        0x2190..=0x2BFF | 0x1F000..=0x1FAFF => ("fonts-symbola", "Symbola"),
        _ => ("fonts-noto-core", "Noto Serif or Noto Sans of its script"),
    }
}

#[cfg(test)]
mod tests {
    use super::Faces;

    /// The monospaced faces have Arabic; the files are named so that nothing can be read from their names.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (at, bytes) in typst_assets::fonts().enumerate().collect::<Vec<_>>().into_iter().rev() {
            std::fs::write(folder.path().join(format!("Bold Italic {}.ttf", 100 - at)), bytes).expect("a file");
        }
        folder
    }

    #[test]
    fn faces_are_found_by_what_they_are() {
        let folder = folder();
        let faces = Faces::of(&[folder.path().to_owned()]).expect("fonts");
        let found = faces.with('ش', Some("AE"));
        let styles: Vec<_> = found.iter().map(|face| (face.bold, face.italic)).collect();
        assert_eq!(
            styles,
            [(false, false), (true, false)],
            "{:?}",
            found.iter().map(|face| &face.name).collect::<Vec<_>>()
        );
        assert!(found.iter().all(|face| face.name.starts_with("DejaVuSansMono")), "{}", found[0].name);
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.ttf");
        std::fs::write(&file, "no font").expect("a file");
        for path in [file, folder.path().to_owned(), folder.path().join("gone.ttf")] {
            assert!(Faces::of(&[path]).unwrap_err().0.starts_with("cannot use --font "));
        }
    }

    #[test]
    fn chinese_japanese_and_korean_names_have_forms_of_their_own() {
        let first = |character, country| super::forms(character, country)[0];
        assert_eq!(first('直', Some("CN")), "SC");
        assert_eq!(first('直', Some("HK")), "HK");
        assert_eq!(first('直', Some("JP")), "JP");
        assert_eq!(first('한', Some("CN")), "KR");
        assert_eq!(first('か', None), "JP");
    }
}
