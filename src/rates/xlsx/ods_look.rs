//! The looks of an OpenDocument spreadsheet: what a style does to the words of a cell.
//!
//! Sources: OpenDocument 1.3, part 3, 16.2 (styles and their parents), 16.3 (conditional styles), 20.192 (colour), 20.373 (lines through
//! text), 20.185 (ground).

use std::collections::HashMap;

use super::look::{BLACK, Rgb, Sight, WHITE, sight};
use super::number::{Number, ShownDigits};
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
    /// Whether a column or a row is so narrow that nothing of it shows.
    nothing: Option<bool>,
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

/// Whether a length, such as `0.1mm`, is below so many hundredths of a point; a share, such as `10%`, below so many tenths of a per cent.
fn is_below(length: &str, least: u64) -> bool {
    // Hundredths of a point of each unit, in thousandths.
    const UNITS: [(&str, u64); 7] = [
        ("pt", 100_000),
        ("mm", 283_465),
        ("cm", 2_834_646),
        ("in", 7_200_000),
        ("pc", 1_200_000),
        ("px", 75_000),
        ("%", 10_000),
    ];
    let length = length.trim();
    let unit = UNITS.iter().find_map(|(unit, size)| Some((length.strip_suffix(unit)?, *size)));
    let Some((number, size)) = unit.and_then(|(number, size)| Some((Number::read(number)?, size))) else {
        return false;
    };
    let mut plain = String::new();
    number.write_digits(ShownDigits::GENERAL, &mut plain);
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    // Thousandths of the unit; one too long to be read is long.
    number.is_negative()
        || format!("{whole}{part}").parse::<u64>().is_ok_and(|number| number.saturating_mul(size) / 1_000_000 < least)
}

fn key(family: &str, name: &str) -> String {
    format!("{family}/{name}")
}

/// The family of the styles of cells.
const CELL: &str = "table-cell";
/// The family under which number formats are kept, which have none.
const DATA: &str = "data";
/// Hundredths of a point below which nobody reads a letter, and below which nothing of a column or a row shows; of a percentage they are
/// tenths of a per cent.
const SMALLEST: u64 = 300;
const NARROWEST: u64 = 300;
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
        // The depth, and that of the style which is open.
        let (mut depth, mut open_at) = (0_usize, 0_usize);
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    depth += 1;
                    match tag.name() {
                        // The sheets stand behind the styles.
                        "body" => return Ok(()),
                        "style" | "default-style" | "number-style" | "currency-style" | "percentage-style"
                        | "date-style" | "time-style" | "text-style" => {
                            let is_data = !matches!(tag.name(), "style" | "default-style");
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
                                return Err(Misread::new(
                                    format!("it has more than {MOST_STYLES} styles"),
                                    super::SAVE,
                                ));
                            }
                            // A default style has no name, and a number format no family.
                            let key = key(if is_data { DATA } else { &family }, &name);
                            open_at = depth;
                            self.styles.insert(key.clone(), own);
                            open = Some(key);
                        }
                        "text-properties"
                        | "table-cell-properties"
                        | "table-column-properties"
                        | "table-row-properties"
                        | "map" => {
                            let is_text = tag.name() == "text-properties";
                            let Some(own) = open.as_ref().and_then(|key| self.styles.get_mut(key)) else { continue };
                            tag.attributes(|key, value| match key {
                                "color" if is_text => own.colour = Rgb::read(&value),
                                // Either of them draws a line.
                                "text-line-through-style" | "text-line-through-type" => {
                                    own.struck = Some(own.struck == Some(true) || &*value != "none");
                                }
                                "font-size" => own.tiny = Some(is_below(&value, SMALLEST)),
                                "text-scale" => own.tiny = Some(own.tiny == Some(true) || is_below(&value, SMALLEST)),
                                "column-width" | "row-height" => own.nothing = Some(is_below(&value, NARROWEST)),
                                "display" if is_text => own.hidden = Some(&*value == "none"),
                                "background-color" if !is_text => own.ground = Some(Rgb::read(&value)),
                                "cell-protect" => own.hidden = Some(value.contains("hidden-and-protected")),
                                "apply-style-name" => own.conditional.push(value.into_owned()),
                                _ => {}
                            })?;
                        }
                        _ => {}
                    }
                }
                XmlEvent::Close => {
                    // What stands behind a style is none of its.
                    if depth == open_at {
                        open = None;
                    }
                    depth = depth.saturating_sub(1);
                }
                XmlEvent::End => return Ok(()),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }

    /// Whether a column or a row of a style is so narrow that nothing of it shows.
    pub(super) fn is_nothing(&self, family: &str, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.whole(family, style).nothing == Some(true))
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
            whole.nothing = whole.nothing.or(own.nothing);
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
        let mut look = self.whole(CELL, name);
        // A colour of the number format takes the place of the cell's.
        let data = look.data.as_ref().and_then(|data| self.styles.get(&key(DATA, data)));
        look.colour = data.and_then(|data| data.colour).or(look.colour);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_known_in_every_unit() {
        for (length, below) in [
            ("2.9pt", true),
            ("3pt", false),
            ("0.1mm", true),
            ("1.06mm", false),
            ("0cm", true),
            ("0.1cm", true),
            ("2.258cm", false),
            ("0.01in", true),
            ("1E0pt", true),
            ("1%", true),
            ("58%", false),
            ("11", false),
        ] {
            assert_eq!(is_below(length, SMALLEST), below, "{length}");
        }
    }
}
