//! How words of a Word file look: whether a page shows them at all.
//!
//! What a run says itself goes before its style, that before the style of the paragraph, and that before the defaults of the file
//! (ECMA-376 part 1, section 17.7.2). Where words stand on the page is not worked out.

use std::collections::BTreeMap;

use super::tree::Element;

/// Styles that are based on others are followed so far.
const DEEPEST: usize = 16;
/// The smallest type that is read without a glass, in half points.
const SMALLEST: u32 = 8;
/// The lowest line or row of exact height that shows words, in twentieths of a point.
const LOWEST: u32 = 100;
/// The narrowest letters that are read, in per cent.
const NARROWEST: u32 = 20;
/// The darkest of the colours that cannot be told from paper, for each of red, green and blue.
const PALE: u8 = 0xd8;

/// What decides whether words show; `None` where it is not said.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    hidden: Option<bool>,
    struck: Option<bool>,
    pale: Option<bool>,
    black: Option<bool>,
    covered: Option<bool>,
    small: Option<bool>,
    narrow: Option<bool>,
}

impl Look {
    /// What run properties say.
    fn of(properties: &Element) -> Self {
        let on = |name: &str| {
            properties.child(name).map(|it| !matches!(it.attribute("w:val"), Some("0" | "false" | "off" | "none")))
        };
        let below =
            |name: &str, least: u32| properties.value(name).and_then(|it| it.parse::<u32>().ok()).map(|it| it < least);
        let colour = properties.child("w:color");
        let theme = colour.and_then(|colour| colour.attribute("w:themeColor"));
        let value = colour.and_then(|colour| colour.attribute("w:val"));
        let fill = properties.child("w:shd").and_then(|shade| shade.attribute("w:fill"));
        Self {
            hidden: on("w:vanish"),
            struck: match (on("w:strike"), on("w:dstrike")) {
                (None, double) => double,
                (single, double) => Some(single == Some(true) || double == Some(true)),
            },
            pale: match theme {
                Some(theme) => Some(matches!(theme, "background1" | "light1" | "background2" | "light2")),
                None => value.map(|value| channels(value).is_some_and(|all| all.iter().all(|one| *one >= PALE))),
            },
            black: value.map(|value| channels(value).is_some_and(|all| all.iter().all(|one| *one < 0x30))),
            covered: match properties.value("w:highlight") {
                Some(highlight) => Some(highlight == "black"),
                None => fill.map(|fill| channels(fill).is_some_and(|all| all.iter().all(|one| *one < 0x30))),
            },
            small: below("w:sz", SMALLEST),
            narrow: below("w:w", NARROWEST),
        }
    }

    /// What this says, and where it says nothing, the other.
    fn or(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            pale: self.pale.or(other.pale),
            black: self.black.or(other.black),
            covered: self.covered.or(other.covered),
            small: self.small.or(other.small),
            narrow: self.narrow.or(other.narrow),
        }
    }

    fn unseen(self) -> Option<&'static str> {
        let is = |what: Option<bool>| what == Some(true);
        if is(self.hidden) {
            Some("hidden")
        } else if is(self.covered) && (is(self.black) || !is(self.pale)) {
            Some("black on black")
        } else if is(self.pale) && !is(self.covered) {
            Some("white")
        } else if is(self.small) || is(self.narrow) {
            Some("too small to read")
        } else if is(self.struck) {
            Some("struck through by hand")
        } else {
            None
        }
    }
}

fn channels(colour: &str) -> Option<[u8; 3]> {
    let of = |at: usize| colour.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    (colour.len() == 6).then_some([of(0)?, of(2)?, of(4)?])
}

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    look: Look,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Looks {
    styles: BTreeMap<String, Style>,
    /// The style of a paragraph that names none.
    of_none: String,
    defaults: Look,
}

impl Looks {
    /// Reads a part of styles.
    pub(super) fn read(&mut self, root: &Element) {
        let of = |element: &Element| element.child("w:rPr").map(Look::of).unwrap_or_default();
        self.defaults =
            root.child("w:docDefaults").and_then(|all| all.child("w:rPrDefault")).map(of).unwrap_or_default();
        for element in root.elements().filter(|element| element.name == "w:style") {
            let Some(id) = element.attribute("w:styleId") else { continue };
            let style = Style {
                name: element.value("w:name").unwrap_or_default().to_lowercase(),
                based_on: element.value("w:basedOn").map(str::to_owned),
                look: of(element),
            };
            if element.attribute("w:type") == Some("paragraph")
                && matches!(element.attribute("w:default"), Some("1" | "true" | "on"))
            {
                id.clone_into(&mut self.of_none);
            }
            self.styles.insert(id.to_owned(), style);
        }
    }

    /// The name of a style in lower case; its id if it has none.
    pub(super) fn name(&self, id: &str) -> String {
        self.styles.get(id).map_or_else(|| id.to_lowercase(), |style| style.name.clone())
    }

    fn look(&self, id: &str) -> Look {
        let (mut look, mut next) = (Look::default(), Some(id));
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            look = look.or(style.look);
            next = style.based_on.as_deref();
        }
        look
    }

    /// Why a run in a paragraph of a style does not show, or not as words that hold.
    pub(super) fn unseen(&self, run: Option<&Element>, paragraph: &str) -> Option<&'static str> {
        let own = run.map(Look::of).unwrap_or_default();
        let style = run.and_then(|run| run.value("w:rStyle")).map(|id| self.look(id)).unwrap_or_default();
        let paragraph = if paragraph.is_empty() { &self.of_none } else { paragraph };
        own.or(style).or(self.look(paragraph)).or(self.defaults).unseen()
    }
}

/// Why a row does not show.
pub(super) fn unseen_row(row: &Element) -> Option<&'static str> {
    let properties = row.child("w:trPr")?;
    let hidden =
        properties.child("w:hidden").is_some_and(|it| !matches!(it.attribute("w:val"), Some("0" | "false" | "off")));
    let low = properties.child("w:trHeight").is_some_and(|it| is_low(it, "w:val", "w:hRule"));
    (hidden || low).then_some("in a hidden row")
}

/// Why the lines of a paragraph do not show.
pub(super) fn unseen_lines(properties: &Element) -> Option<&'static str> {
    properties
        .child("w:spacing")
        .is_some_and(|it| is_low(it, "w:line", "w:lineRule"))
        .then_some("in lines without height")
}

fn is_low(element: &Element, height: &str, rule: &str) -> bool {
    element.attribute(rule) == Some("exact")
        && element.attribute(height).and_then(|height| height.parse::<u32>().ok()).is_some_and(|height| height < LOWEST)
}
