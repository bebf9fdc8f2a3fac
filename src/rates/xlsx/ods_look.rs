//! The looks of an OpenDocument spreadsheet: what a style does to the words of a cell.
//!
//! Sources: OpenDocument 1.3, part 3, 16.2 (styles and their parents), 16.3 (conditional styles), 20.192 (colour), 20.373 (lines through
//! text), 20.185 (ground).

use std::collections::HashMap;

use super::look::{BLACK, Rgb, Sight, WHITE, is_tiny, sight};
use super::part::{Package, PartReader, XmlEvent};
use crate::diagnostic::Misread;

/// The part with all sheets, and the styles of their cells before them.
pub(super) const CONTENT: &str = "content.xml";
/// The most styles above one: a longer line of parents is a circle.
const MOST_PARENTS: usize = 32;
/// The most styles of a file.
const MOST_STYLES: usize = 1 << 18;

/// What one style says; what it leaves open is its parent's.
#[derive(Debug, Default, Clone)]
struct OwnLook {
    parent: Option<String>,
    /// The number format.
    data: Option<String>,
    colour: Option<Rgb>,
    /// `None` inside says that there is no ground but the sheet.
    ground: Option<Option<Rgb>>,
    struck: Option<bool>,
    tiny: Option<bool>,
    hidden: Option<bool>,
    /// The styles that conditions lay over it.
    conditional: Vec<String>,
}

/// The styles of a file, by family and name.
#[derive(Debug, Default)]
pub(super) struct OpenLooks {
    styles: HashMap<String, OwnLook>,
    /// For each style of cells what it does to words, and whether a condition can change them.
    cells: HashMap<String, (Sight, bool)>,
}

fn key(family: &str, name: &str) -> String {
    format!("{family}/{name}")
}

/// The family of the styles of cells.
const CELL: &str = "table-cell";
/// The family of the styles of words within cells.
const TEXT: &str = "text";

impl OpenLooks {
    /// Reads the styles that a file shares between its sheets, and those of its cells.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, Misread> {
        let mut looks = Self::default();
        for name in ["styles.xml", CONTENT] {
            if let Some(mut part) = package.part(name)? {
                looks.read_part(&mut part)?;
            }
        }
        let names = looks.styles.keys().filter_map(|key| key.strip_prefix(CELL)?.strip_prefix('/'));
        looks.cells = names.map(|name| (name.to_owned(), looks.worked_out(name))).collect();
        Ok(looks)
    }

    fn read_part(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let mut open: Option<String> = None;
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    // The sheets stand behind the styles.
                    "body" => return Ok(()),
                    "style" | "default-style" => {
                        let (mut name, mut family) = (String::new(), String::new());
                        let mut own = OwnLook::default();
                        tag.attributes(|key, value| match key {
                            "name" => name = value.into_owned(),
                            "family" => family = value.into_owned(),
                            "parent-style-name" => own.parent = Some(value.into_owned()),
                            "data-style-name" => own.data = Some(value.into_owned()),
                            _ => {}
                        })?;
                        if self.styles.len() >= MOST_STYLES {
                            return Err(Misread::new(format!("it has more than {MOST_STYLES} styles"), super::SAVE));
                        }
                        // A default style has no name.
                        let key = key(&family, &name);
                        self.styles.insert(key.clone(), own);
                        open = Some(key);
                    }
                    "text-properties" | "table-cell-properties" | "map" => {
                        let is_text = tag.name() == "text-properties";
                        let Some(own) = open.as_ref().and_then(|key| self.styles.get_mut(key)) else { continue };
                        tag.attributes(|key, value| match key {
                            "color" if is_text => own.colour = Rgb::read(&value),
                            "text-line-through-style" | "text-line-through-type" => {
                                own.struck = Some(&*value != "none")
                            }
                            "font-size" => own.tiny = Some(value.strip_suffix("pt").is_some_and(is_tiny)),
                            "display" if is_text => own.hidden = Some(&*value == "none"),
                            "background-color" if !is_text => own.ground = Some(Rgb::read(&value)),
                            "cell-protect" => own.hidden = Some(value.contains("hidden-and-protected")),
                            "apply-style-name" => own.conditional.push(value.into_owned()),
                            _ => {}
                        })?;
                    }
                    _ => {}
                },
                XmlEvent::End => return Ok(()),
                XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    /// What a style says with all its parents.
    fn whole(&self, family: &str, name: &str) -> OwnLook {
        let mut whole = OwnLook::default();
        let mut next = Some(key(family, name));
        for _ in 0..MOST_PARENTS {
            let Some(own) = next.as_ref().and_then(|key| self.styles.get(key)) else { break };
            whole.data = whole.data.or_else(|| own.data.clone());
            whole.colour = whole.colour.or(own.colour);
            whole.ground = whole.ground.or(own.ground);
            whole.struck = whole.struck.or(own.struck);
            whole.tiny = whole.tiny.or(own.tiny);
            whole.hidden = whole.hidden.or(own.hidden);
            whole.conditional.extend(own.conditional.iter().cloned());
            next = own.parent.as_ref().map(|parent| key(family, parent));
        }
        whole
    }

    /// What a style of cells, and those of runs in it, do to words, and whether a condition can change them.
    pub(super) fn of(&self, cell: Option<&str>, runs: &[String]) -> (Sight, bool) {
        // A cell without a style has that which LibreOffice calls Default, or the nameless one.
        let name = cell.unwrap_or("Default");
        let (sight, conditional) = self.cells.get(name).or_else(|| self.cells.get("")).copied().unwrap_or_default();
        if runs.is_empty() {
            return (sight, conditional);
        }
        let look = self.whole(CELL, name);
        let of_run = |run: &String| look.sight_of(&self.whole(TEXT, run));
        (runs.iter().map(of_run).fold(sight, Sight::max), conditional)
    }

    fn worked_out(&self, name: &str) -> (Sight, bool) {
        let look = self.whole(CELL, name);
        let conditional = look.conditional.iter().any(|laid| self.changes_words(laid, look.data.as_deref()));
        (look.sight_of(&look), conditional)
    }

    /// Whether a style that a condition lays over cells changes their words; `data` is the number format that they have.
    pub(super) fn changes_words(&self, name: &str, data: Option<&str>) -> bool {
        let laid = self.whole(CELL, name);
        (laid.data.is_some() && laid.data.as_deref() != data) || laid.sight_of(&laid) != Sight::Plain
    }
}

impl OwnLook {
    /// What a style does to words in a cell of this look.
    fn sight_of(&self, words: &Self) -> Sight {
        let unseen = words.hidden == Some(true) || words.tiny == Some(true);
        let ground = self.ground.flatten().unwrap_or(WHITE);
        let colour = words.colour.or(self.colour).unwrap_or(BLACK);
        sight(words.struck == Some(true), unseen, Some(colour), Some(ground))
    }
}
