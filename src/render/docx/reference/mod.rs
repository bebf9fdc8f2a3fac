//! A firm's template: what a DOCX takes from it.
//!
//! Taken are styles, theme and font table, margins, and the headers and footers of the last section with their pictures. Its text
//! is not taken, nor anything that runs, fetches or belongs to its text. The sheet stays the deal's: a firm's file says A4
//! because it was made in Europe, while a deal says it because both sides agreed on it. The firm's margins apply to that sheet
//! unscaled.

pub(super) mod container;
mod fields;
mod headers;
mod images;
mod lengths;
mod sections;

use std::collections::BTreeMap;

use super::margins::Margins;
use super::package::{PackagePart, Relations};
use super::styles::StyleSheet;
use super::tree::{Element, MAIN};
use crate::diagnostic::Failure;
use crate::library::sha256;
use container::{Container, Relationship};
use sections::{Sections, on};

/// What is taken from a firm's template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// SHA-256 of the whole file, in lower-case hexadecimal.
    pub sha256: String,
    /// Its styles, to be laid over ours; `None` if it has none.
    pub(super) styles: Option<StyleSheet>,
    /// Its theme, which fonts and colours of the styles may name.
    theme: Option<Copied>,
    /// Its font table: substitutes for missing fonts, without embedded fonts.
    fonts: Option<Copied>,
    pub(super) margins: Option<Margins>,
    /// Whether its first page has a header and footer of its own.
    first_differs: bool,
    /// Whether its even pages have a header and footer of their own.
    pub(super) even_differs: bool,
    /// The pictures of all its parts, each once.
    pictures: Vec<Picture>,
    headers: BTreeMap<(PageEdge, Pages), Copied>,
    /// How many of its lengths were no whole numbers and were rounded, by the part that holds them.
    pub rounded: BTreeMap<String, usize>,
}

/// The top or bottom of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageEdge {
    /// The header.
    Top,
    Bottom,
}

impl PageEdge {
    /// What the part is called, and its content type and relation too.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Top => "header",
            Self::Bottom => "footer",
        }
    }

    /// The root element of the part.
    pub(super) fn root(self) -> &'static str {
        match self {
            Self::Top => "w:hdr",
            Self::Bottom => "w:ftr",
        }
    }

    /// The element that refers to the part in a section.
    pub(super) fn reference(self) -> &'static str {
        match self {
            Self::Top => "w:headerReference",
            Self::Bottom => "w:footerReference",
        }
    }
}

/// The pages that a header or footer stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pages {
    /// All pages without another one.
    Default,
    /// The first of a section.
    First,
    /// Pages with an even number.
    Even,
}

impl Pages {
    const ALL: [Self; 3] = [Self::Default, Self::First, Self::Even];

    /// The type of its reference in `w:sectPr`.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::First => "first",
            Self::Even => "even",
        }
    }
}

/// A part copied from the template.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Copied {
    root: Element,
    /// The pictures that it shows: id of the relation, and index into the reference's.
    pictures: Vec<(String, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    /// Its file name in `word/media/`, chosen by us because a name in the firm's file can be anything.
    name: String,
    media_type: &'static str,
    bytes: Vec<u8>,
}

/// Content type of a theme.
const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

/// Pictures that Word shows, by the end of their name.
const PICTURES: [(&str, &str); 10] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("bmp", "image/bmp"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("emf", "image/x-emf"),
    ("wmf", "image/x-wmf"),
    ("svg", "image/svg+xml"),
];

impl Reference {
    /// Reads a firm's `.docx` or `.dotx`.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let mut package = Container::open(bytes)?;
        let main = package.relationships("")?.into_iter().find(|link| link.kind == "officeDocument" && !link.external);
        let main = main.map_or_else(|| "word/document.xml".to_owned(), |link| link.target);
        let Some(mut document) = package.tree(&main)? else {
            return Err(Failure(format!("it is no Word document (no {main}); give a .docx or .dotx")));
        };
        if document.name != "w:document" || document.attribute("xmlns:w") != Some(MAIN) {
            return Err(Failure(format!(
                "it is no Word document ({main} is a `{}`); give a .docx or .dotx",
                document.name
            )));
        }
        let links = package.relationships(&main)?;
        let mut reference = Self {
            sha256: sha256(bytes),
            styles: None,
            theme: None,
            fonts: None,
            margins: None,
            first_differs: false,
            even_differs: false,
            pictures: Vec::new(),
            headers: BTreeMap::new(),
            rounded: BTreeMap::new(),
        };
        let mut known = BTreeMap::new();
        if let Some(name) = linked(&links, "styles")
            && let Some(styles) = package.xml(name)?
        {
            let mut sheet = StyleSheet::read(&styles)
                .map_err(|reason| Failure(format!("its styles ({name}) cannot be read: {reason}")))?;
            reference.count(name, sheet.change_all(&mut lengths::rounded));
            reference.styles = Some(sheet);
        }
        if let Some(name) = linked(&links, "theme")
            && let Some(theme) = package.tree(name)?
        {
            reference.theme = Some(reference.take(&mut package, name, theme, "theme", &mut known)?);
        }
        if let Some(name) = linked(&links, "fontTable")
            && let Some(mut root) = package.tree(name)?
        {
            // Fonts in the file are licensed to the firm, not to those who receive the agreement.
            root.walk_mut(&mut |font| font.retain(&mut |child| !child.name.starts_with("w:embed")));
            reference.fonts = Some(Copied { root, pictures: Vec::new() });
        }
        if let Some(name) = linked(&links, "settings")
            && let Some(settings) = package.tree(name)?
        {
            reference.even_differs = on(&settings, "w:evenAndOddHeaders");
        }
        let sections = Sections::of(&mut document);
        reference.first_differs = sections.first_differs;
        reference.margins = sections.margins()?;
        for ((edge, pages), id) in sections.headers {
            let Some(link) = links.iter().find(|link| link.id == id && !link.external) else {
                return Err(Failure(format!(
                    "a section names `{id}`, which is not there; open it in Word and save it again"
                )));
            };
            let Some(mut root) = package.tree(&link.target)? else { continue };
            // A draft of this program as a template: its own running lines are those of another agreement.
            headers::without(&mut root, &reference.running());
            if root.name != edge.root() {
                return Err(Failure(format!(
                    "its {} {} is a `{}`; open it in Word and save it again",
                    edge.word(),
                    link.target,
                    root.name
                )));
            }
            let part = reference.take(&mut package, &link.target, root, edge.word(), &mut known)?;
            reference.headers.insert((edge, pages), part);
        }
        reference.settle();
        Ok(reference)
    }

    /// The ids of the styles that this program gives its running lines, in the firm's file.
    fn running(&self) -> Vec<String> {
        let styles = self.styles.iter();
        styles.flat_map(|sheet| sheet.named(&["running head", "running foot"])).collect()
    }

    /// The kinds of pages that need a header and footer of their own.
    pub(super) fn pages(&self) -> Vec<Pages> {
        let needed = |pages: &Pages| match pages {
            Pages::Default => true,
            Pages::First => self.first_differs,
            Pages::Even => self.even_differs,
        };
        Pages::ALL.into_iter().filter(needed).collect()
    }

    /// The firm's header or footer for some pages and its relations, with our paragraphs above the content of a header or below
    /// that of a footer. `None` if the firm has none on any page; ours is then used. If the firm leaves only these pages empty,
    /// our paragraphs stand alone, because marks and page number are part of the agreement.
    ///
    /// `ours` is XML of whole paragraphs, in which `w` is the only prefix.
    pub(super) fn headers(&self, edge: PageEdge, pages: Pages, ours: &str) -> Option<(Vec<u8>, Relations)> {
        if !self.headers.keys().any(|(known, _)| *known == edge) {
            return None;
        }
        let (before, after) = if edge == PageEdge::Top { (ours, "") } else { ("", ours) };
        Some(match self.headers.get(&(edge, pages)) {
            Some(copied) => (copied.root.part_around(before, after), self.relations(copied, "media/")),
            None => (Element::new(edge.root(), &[("xmlns:w", MAIN)]).part_around(before, after), Relations::default()),
        })
    }

    /// The relations of a copied part to its pictures, which lie in `folder` as seen from the part.
    fn relations(&self, copied: &Copied, folder: &str) -> Relations {
        let mut relations = Relations::default();
        for (id, index) in &copied.pictures {
            if let Some(picture) = self.pictures.get(*index) {
                relations.name(id, "image", &format!("{folder}{}", picture.name));
            }
        }
        relations
    }

    /// Every part that stands beside the text: theme, table of fonts, pictures. Those that the main part names are added to
    /// its `relations`.
    pub(super) fn parts(&self, relations: &mut Relations) -> Vec<PackagePart> {
        let mut parts = Vec::new();
        if let Some(theme) = &self.theme {
            relations.add("theme", "theme/theme1.xml");
            parts.push(PackagePart::new("word/theme/theme1.xml", THEME, theme.root.part()));
            parts.extend(self.relations(theme, "../media/").part("theme/theme1"));
        }
        if let Some(fonts) = &self.fonts {
            relations.add("fontTable", "fontTable.xml");
            parts.push(PackagePart::word("fontTable", "fontTable", fonts.root.part()));
        }
        let pictures = self.pictures.iter();
        parts.extend(
            pictures.map(|it| PackagePart::new(&format!("word/media/{}", it.name), it.media_type, it.bytes.clone())),
        );
        parts
    }

    /// Takes a part and the pictures that it shows.
    fn take(
        &mut self,
        package: &mut Container<'_>,
        name: &str,
        root: Element,
        what: &str,
        known: &mut BTreeMap<String, usize>,
    ) -> Result<Copied, Failure> {
        let whose = format!("its {what} {name}");
        let mut root = headers::cleaned(root, &whose)?;
        self.count(name, lengths::rounded(&mut root));
        let links = package.relationships(name)?;
        let mut pictures = Vec::new();
        for link in headers::pictures(&root, &whose, &links)? {
            let index = match known.get(&link.target) {
                Some(&index) => index,
                None => {
                    let picture = picture(package, link, &whose, self.pictures.len() + 1)?;
                    self.pictures.push(picture);
                    known.insert(link.target.clone(), self.pictures.len() - 1);
                    self.pictures.len() - 1
                }
            };
            pictures.push((link.id.clone(), index));
        }
        Ok(Copied { root, pictures })
    }

    fn count(&mut self, part: &str, rounded: usize) {
        if rounded > 0 {
            *self.rounded.entry(part.to_owned()).or_default() += rounded;
        }
    }

    /// Removes headers and footers that no page shows, and all of an edge that is empty on every page.
    fn settle(&mut self) {
        let pages = self.pages();
        self.headers.retain(|(_, of), _| pages.contains(of));
        for edge in [PageEdge::Top, PageEdge::Bottom] {
            if !self.headers.iter().any(|((of, _), part)| *of == edge && headers::shows(&part.root)) {
                self.headers.retain(|(of, _), _| *of != edge);
            }
        }
        if self.headers.is_empty() {
            (self.first_differs, self.even_differs) = (false, false);
        }
    }
}

fn linked<'a>(links: &'a [Relationship], kind: &str) -> Option<&'a str> {
    links.iter().find(|link| link.kind == kind && !link.external).map(|link| link.target.as_str())
}

fn picture(package: &mut Container<'_>, link: &Relationship, whose: &str, number: usize) -> Result<Picture, Failure> {
    let end = link.target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let Some((end, media_type)) = PICTURES.into_iter().find(|(known, _)| *known == end) else {
        return Err(Failure(format!("{whose} shows {}, which is no picture; put a PNG in its place", link.target)));
    };
    match package.part(&link.target)? {
        Some(bytes) => {
            let bytes = images::cleaned(end, bytes).map_err(|reason| {
                Failure(format!("{whose} shows {}, {reason}; put a PNG in its place", link.target))
            })?;
            Ok(Picture { name: format!("reference{number}.{end}"), media_type, bytes })
        }
        None => Err(Failure(format!(
            "{whose} shows {}, which is not there; open it in Word and save it again",
            link.target
        ))),
    }
}
