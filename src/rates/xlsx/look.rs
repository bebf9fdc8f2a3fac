//! Whether whoever opens a workbook sees a text: fonts and grounds, and what they do to words.
//!
//! Sources: ECMA-376 part 1, 18.8.22 (fonts), 18.8.20 (fills), 18.8.27 (indexed colours), 18.8.3 and 20.1.6.2 (colours of a theme).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::number::{Number, ShownDigits};
use super::part::{Package, PartReader, Tag, XmlEvent};
use super::workbook::is_on;
use crate::diagnostic::Misread;

/// Points below which nobody reads a letter.
const TINY: &str = "3";

/// What a look does to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Sight {
    #[default]
    Plain,
    /// A line goes through it.
    Struck,
    /// It has the colour of its ground, or is too small.
    Unseen,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rgb(pub u8, pub u8, pub u8);

pub(super) const BLACK: Rgb = Rgb(0, 0, 0);
pub(super) const WHITE: Rgb = Rgb(255, 255, 255);

impl Rgb {
    /// Reads `RRGGBB`, with or without two digits of opacity, which spreadsheets ignore, or `#` before it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        let digits = if digits.len() == 8 { digits.get(2..)? } else { digits };
        if digits.len() != 6 || !digits.is_ascii() {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self(red, green, blue))
    }

    /// Whether a text of this colour is lost on a ground: neither its brightness nor its red or green differs much. The eye sees
    /// little of blue, so that yellow is lost on white.
    fn is_lost_on(self, ground: Self) -> bool {
        let apart = |one: u8, other: u8| u32::from(one.abs_diff(other));
        // Brightness in thousandths, ITU-R BT.601.
        let bright = |colour: Self| u32::from(colour.0) * 299 + u32::from(colour.1) * 587 + u32::from(colour.2) * 114;
        bright(self).abs_diff(bright(ground)) < 32_000 && apart(self.0, ground.0) < 64 && apart(self.1, ground.1) < 64
    }

    /// Lighter or darker by a tint from -100 to 100.
    fn tinted(self, tint: i32) -> Self {
        let one = |part: u8| {
            let part = i32::from(part);
            let end = if tint > 0 { 255 - part } else { part };
            u8::try_from(part + end * tint / 100).unwrap_or(u8::MAX)
        };
        Self(one(self.0), one(self.1), one(self.2))
    }
}

/// A colour as a workbook names it. What it leads to may stand later in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CellColour {
    Fixed(Rgb),
    /// A number of the table of colours, and a tint.
    Indexed(usize, i32),
    /// A number of the theme's colours, and a tint.
    Theme(usize, i32),
}

impl CellColour {
    /// The colour that an element names; `None` for the one that a computer uses by itself.
    pub(super) fn of(tag: &Tag<'_>) -> Result<Option<Self>, Misread> {
        let (mut colour, mut tint) = (None, 0);
        tag.attributes(|key, value| match key {
            "rgb" => colour = Rgb::read(&value).map(Self::Fixed),
            "indexed" => colour = value.trim().parse().ok().map(|number| Self::Indexed(number, 0)),
            "theme" => colour = value.trim().parse().ok().map(|number| Self::Theme(number, 0)),
            "tint" => tint = hundredths(&value),
            _ => {}
        })?;
        Ok(colour.map(|colour| match colour {
            Self::Fixed(colour) => Self::Fixed(colour.tinted(tint)),
            Self::Indexed(number, _) => Self::Indexed(number, tint),
            Self::Theme(number, _) => Self::Theme(number, tint),
        }))
    }
}

/// A number in hundredths, from -100 to 100: what stands behind the second digit counts for nothing here.
fn hundredths(text: &str) -> i32 {
    let Some(number) = Number::read(text) else { return 0 };
    let mut plain = String::new();
    number.write_digits(ShownDigits::GENERAL, &mut plain);
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    // One that is too long to be read is large.
    let size = format!("{whole}{part}").parse::<i32>().unwrap_or(100).min(100);
    if number.is_negative() { -size } else { size }
}

/// What a font says of a text; what it leaves open is that of the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Font {
    pub struck: bool,
    pub tiny: bool,
    pub colour: Option<CellColour>,
}

impl Font {
    /// Reads the element that is open, a font or the properties of a run, to its end.
    pub(super) fn read(part: &mut PartReader<'_>) -> Result<Self, Misread> {
        let mut font = Self::default();
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    let value = tag.attribute("val")?;
                    match tag.name() {
                        "strike" => font.struck = value.is_none_or(|value| is_on(&value)),
                        "sz" => font.tiny = value.is_some_and(|value| is_tiny(&value)),
                        "color" => font.colour = CellColour::of(&tag)?,
                        _ => {}
                    }
                    part.skip()?;
                }
                XmlEvent::Close | XmlEvent::End => return Ok(font),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }
}

/// Whether a size in points is too small.
pub(super) fn is_tiny(points: &str) -> bool {
    is_below(points, TINY)
}

/// Whether a size is below a whole number.
pub(super) fn is_below(size: &str, least: &str) -> bool {
    let order = |size: Number| Number::read(least).map(|least| size.compare(&least));
    Number::read(size).and_then(order) == Some(Ordering::Less)
}

/// What a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// The sheet itself, which is white.
    Sheet,
    Plain(Option<CellColour>),
    /// Hatched in two colours, the first as the pattern says: whether the second covers nearly all.
    Hatched {
        first: Option<CellColour>,
        second: Option<CellColour>,
        light: bool,
    },
    /// Running from one colour to another, past at most so many.
    Running([Option<CellColour>; STOPS]),
    /// Running past more colours than anybody needs.
    Many,
}

/// Most colours of a ground that runs from one to another.
const STOPS: usize = 4;

impl Ground {
    /// Reads the fill that is open to its end. In a conditional format a fill without a pattern is plain, of its second colour.
    pub(super) fn read(part: &mut PartReader<'_>, conditional: bool) -> Result<Self, Misread> {
        let mut depth = 1_usize;
        let (mut first, mut second) = (None, None);
        let (mut solid, mut hatched) = (false, None);
        let mut stops = Vec::new();
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    depth += 1;
                    match tag.name() {
                        "patternFill" => match tag.attribute("patternType")?.as_deref() {
                            Some("none") => {}
                            None if !conditional => {}
                            None | Some("solid") => solid = true,
                            Some(pattern) => hatched = Some(matches!(pattern, "gray125" | "gray0625")),
                        },
                        "fgColor" => first = CellColour::of(&tag)?,
                        "bgColor" => second = CellColour::of(&tag)?,
                        "color" if stops.len() <= STOPS => stops.push(CellColour::of(&tag)?),
                        _ => {}
                    }
                }
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(match (solid, hatched, conditional) {
            _ if stops.len() > STOPS => Self::Many,
            _ if !stops.is_empty() => {
                let mut all = [stops.first().copied().flatten(); STOPS];
                all.iter_mut().zip(stops).for_each(|(place, stop)| *place = stop);
                Self::Running(all)
            }
            (false, Some(light), _) => Self::Hatched { first, second, light },
            (false, None, _) => Self::Sheet,
            (true, _, false) => Self::Plain(first),
            (true, _, true) => Self::Plain(second.or(first)),
        })
    }
}

/// The colours that numbers stand for.
#[derive(Debug)]
pub(super) struct Palette {
    indexed: Vec<Rgb>,
    theme: Vec<Option<Rgb>>,
}

impl Palette {
    /// The standard table, and the colours of the workbook's theme.
    pub(super) fn read(package: &mut Package<'_>, theme: Option<&str>) -> Result<Self, Misread> {
        let standard = STANDARD.iter().map(|&number| {
            let [_, red, green, blue] = u32::to_be_bytes(number);
            Rgb(red, green, blue)
        });
        let mut palette = Self { indexed: standard.collect(), theme: vec![Some(WHITE), Some(BLACK)] };
        let Some(mut part) = theme.map_or(Ok(None), |theme| package.part(theme))? else { return Ok(palette) };
        let mut colours: Vec<Option<Rgb>> = vec![None; THEME.len()];
        let (mut depth, mut found) = (0_usize, false);
        // The children of the scheme are its twelve colours, each in an element of its own, which may change the colour within it.
        let (mut inside, mut at) = (None, None);
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    depth += 1;
                    let below = inside.map_or(0, |scheme| depth - scheme);
                    match (below, tag.name()) {
                        (0, "clrScheme") => (inside, found) = (Some(depth), true),
                        (1, name) => at = THEME.iter().position(|known| *known == name),
                        (2, name) => {
                            let value = tag.attribute("val")?.unwrap_or_default();
                            let colour = named_colour(name, &value);
                            if let Some(place) = at.and_then(|at| colours.get_mut(at)) {
                                *place = colour;
                            }
                        }
                        (3.., _) => {
                            // A change that is not worked out here.
                            if let Some(place) = at.and_then(|at| colours.get_mut(at)) {
                                *place = None;
                            }
                        }
                        _ => {}
                    }
                }
                XmlEvent::Close => {
                    if inside == Some(depth) {
                        break;
                    }
                    depth = depth.saturating_sub(1);
                }
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        if found {
            palette.theme = colours;
        }
        Ok(palette)
    }

    /// Reads a table of colours that takes the place of the standard one, to its end.
    pub(super) fn read_indexed(&mut self, part: &mut PartReader<'_>) -> Result<(), Misread> {
        let (mut depth, mut at) = (1_usize, 0);
        while depth > 0 {
            match part.next()? {
                XmlEvent::Open(tag) => {
                    depth += 1;
                    if tag.name() == "rgbColor" {
                        let colour = tag.attribute("rgb")?.and_then(|value| Rgb::read(&value));
                        if let (Some(place), Some(colour)) = (self.indexed.get_mut(at), colour) {
                            *place = colour;
                        }
                        at += 1;
                    }
                }
                XmlEvent::Close => depth -= 1,
                XmlEvent::End => break,
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        Ok(())
    }

    /// What a colour is; `None` if nobody can know.
    fn of(&self, colour: CellColour) -> Option<Rgb> {
        match colour {
            CellColour::Fixed(colour) => Some(colour),
            CellColour::Indexed(64, _) => Some(BLACK),
            CellColour::Indexed(65, _) => Some(WHITE),
            CellColour::Indexed(number, tint) => self.indexed.get(number).map(|colour| colour.tinted(tint)),
            CellColour::Theme(number, tint) => {
                self.theme.get(number).copied().flatten().map(|colour| colour.tinted(tint))
            }
        }
    }

    /// Whether a colour is the theme's, and the theme says it in a way that is not worked out here.
    fn is_unknown(&self, colour: CellColour) -> bool {
        matches!(colour, CellColour::Theme(number, _) if self.theme.get(number) == Some(&None))
    }

    /// What a font on a ground does to a text.
    pub(super) fn sight(&self, font: Font, ground: Ground) -> Sight {
        let worked_out = |colour: Option<CellColour>, usual: Rgb| colour.map_or(Some(usual), |colour| self.of(colour));
        let unknown = |colour: Option<CellColour>| colour.is_some_and(|colour| self.is_unknown(colour));
        let colour = worked_out(font.colour, BLACK);
        let on = |ground: Option<Rgb>| sight(font.struck, font.tiny || unknown(font.colour), colour, ground);
        match ground {
            Ground::Sheet => on(Some(WHITE)),
            Ground::Plain(ground) if unknown(ground) => Sight::Unseen,
            // A plain fill that names no colour is that of text (ECMA-376 part 1, 18.8.19).
            Ground::Plain(ground) => on(worked_out(ground, BLACK)),
            Ground::Hatched { first, second, light } => {
                let (first, second) = (on(worked_out(first, BLACK)), on(worked_out(second, WHITE)));
                if light { second } else { first.min(second) }
            }
            // A part of the words may stand on each of them.
            Ground::Running(stops) => stops.iter().map(|stop| on(worked_out(*stop, BLACK))).max().unwrap_or_default(),
            Ground::Many => Sight::Unseen,
        }
    }
}

/// The colours of a theme in the order in which cells count them.
const THEME: [&str; 12] =
    ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"];

/// A colour as a drawing names it; `None` if it is not known here. A colour of the system is known by its name: what a file keeps of
/// it beside the name is what it was on another computer.
fn named_colour(kind: &str, value: &str) -> Option<Rgb> {
    match (kind, value) {
        ("srgbClr", value) => Rgb::read(value),
        ("sysClr", "windowText" | "btnText" | "captionText" | "infoText" | "menuText" | "windowFrame") => Some(BLACK),
        ("sysClr", "window" | "highlightText") => Some(WHITE),
        ("sysClr", "btnFace" | "menu" | "3dLight") => Some(Rgb(240, 240, 240)),
        ("sysClr", "highlight" | "hotLight") => Some(Rgb(0, 102, 204)),
        ("sysClr", "grayText") => Some(Rgb(109, 109, 109)),
        ("prstClr", "black") => Some(BLACK),
        ("prstClr", "white") => Some(WHITE),
        _ => None,
    }
}

/// What a look does to a text, whatever format says so.
pub(super) fn sight(struck: bool, tiny: bool, colour: Option<Rgb>, ground: Option<Rgb>) -> Sight {
    let lost = colour.zip(ground).is_some_and(|(colour, ground)| colour.is_lost_on(ground));
    match (lost || tiny, struck) {
        (true, _) => Sight::Unseen,
        (false, true) => Sight::Struck,
        (false, false) => Sight::Plain,
    }
}

/// The fonts of the runs of a text.
pub(super) type Runs = BTreeSet<Font>;

/// The first 64 colours; the first eight stand twice.
const STANDARD: [u32; 64] = [
    0x0000_0000,
    0x00FF_FFFF,
    0x00FF_0000,
    0x0000_FF00,
    0x0000_00FF,
    0x00FF_FF00,
    0x00FF_00FF,
    0x0000_FFFF,
    0x0000_0000,
    0x00FF_FFFF,
    0x00FF_0000,
    0x0000_FF00,
    0x0000_00FF,
    0x00FF_FF00,
    0x00FF_00FF,
    0x0000_FFFF,
    0x0080_0000,
    0x0000_8000,
    0x0000_0080,
    0x0080_8000,
    0x0080_0080,
    0x0000_8080,
    0x00C0_C0C0,
    0x0080_8080,
    0x0099_99FF,
    0x0099_3366,
    0x00FF_FFCC,
    0x00CC_FFFF,
    0x0066_0066,
    0x00FF_8080,
    0x0000_66CC,
    0x00CC_CCFF,
    0x0000_0080,
    0x00FF_00FF,
    0x00FF_FF00,
    0x0000_FFFF,
    0x0080_0080,
    0x0080_0000,
    0x0000_8080,
    0x0000_00FF,
    0x0000_CCFF,
    0x00CC_FFFF,
    0x00CC_FFCC,
    0x00FF_FF99,
    0x0099_CCFF,
    0x00FF_99CC,
    0x00CC_99FF,
    0x00FF_CC99,
    0x0033_66FF,
    0x0033_CCCC,
    0x0099_CC00,
    0x00FF_CC00,
    0x00FF_9900,
    0x00FF_6600,
    0x0066_6699,
    0x0096_9696,
    0x0000_3366,
    0x0033_9966,
    0x0000_3300,
    0x0033_3300,
    0x0099_3300,
    0x0099_3366,
    0x0033_3399,
    0x0033_3333,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_lost_where_the_eye_sees_no_difference() {
        for (text, ground, lost) in [
            ("FFFFFF", "FFFFFF", true),
            ("FEFEFE", "#ffffff", true),
            ("FFFFFF00", "FFFFFF", true),
            ("000000", "111111", true),
            ("000000", "FFFFFF", false),
            ("9C0006", "FFC7CE", false),
            ("FF0000", "008000", false),
            ("BFBFBF", "FFFFFF", false),
            ("808080", "FFFFFF", false),
        ] {
            assert_eq!(Rgb::read(text).unwrap().is_lost_on(Rgb::read(ground).unwrap()), lost, "{text} {ground}");
        }
        assert_eq!((Rgb::read("FF0"), Rgb::read("é0000")), (None, None));
    }

    #[test]
    fn a_tint_makes_lighter_or_darker() {
        let tinted = |tint: &str| Rgb(100, 0, 200).tinted(hundredths(tint));
        assert_eq!(tinted("0"), Rgb(100, 0, 200));
        assert_eq!((tinted("1"), tinted("-1"), tinted("7")), (WHITE, BLACK, WHITE));
        assert_eq!((tinted("0.5"), tinted("-0.499984740745262")), (Rgb(177, 127, 227), Rgb(51, 0, 102)));
        assert_eq!((hundredths("-5E-2"), hundredths("1E0"), hundredths("-4E-9"), hundredths("x")), (-5, 100, 0, 0));
        assert_eq!(
            [is_tiny("1"), is_tiny("2.5"), is_tiny("1E0"), is_tiny("3"), is_tiny("11"), is_tiny("1.1E1"), is_tiny("-")],
            [true, true, true, false, false, false, false]
        );
    }
}
