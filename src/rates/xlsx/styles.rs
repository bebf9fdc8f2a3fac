//! What the styles of cells say: the format of numbers, and the look of words.

use std::collections::BTreeMap;

use super::SAVE;
use super::format::CellFormat;
use super::look::{CellColour, Font, Ground, Palette, Runs, Sight};
use super::part::{Package, PartReader, Tag, XmlEvent};
use crate::diagnostic::Misread;

/// Most formats, and most cell styles. Spreadsheets allow a quarter of this.
const MOST_STYLES: usize = 1 << 18;

/// Bytes of the longest format. Spreadsheets allow 255 characters.
const LONGEST: usize = 4_096;

/// The styles of cells, by their number.
#[derive(Debug)]
pub(super) struct Styles {
    formats: Vec<CellFormat>,
    /// For each style its format, and its look.
    styles: Vec<(usize, CellLook)>,
    conditional: Vec<ConditionalLook>,
    /// The looks of styles of tables, by the names of these.
    of_tables: BTreeMap<String, Vec<usize>>,
    palette: Palette,
}

/// How the words of a cell look.
#[derive(Debug, Clone, Copy)]
struct CellLook {
    font: Font,
    ground: Ground,
    sight: Sight,
}

/// What a conditional format lays over a cell.
#[derive(Debug, Default)]
pub(super) struct ConditionalLook {
    /// Whether it has a number format of its own.
    pub number: bool,
    font: Option<Font>,
    ground: Option<Ground>,
}

/// A font and a ground that are laid over those of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct LaidLook {
    pub font: Option<Font>,
    pub ground: Option<Ground>,
}

impl ConditionalLook {
    /// What is laid over a cell.
    pub(super) fn laid(&self) -> LaidLook {
        LaidLook { font: self.font, ground: self.ground }
    }

    /// Reads the format that is open to its end.
    pub(super) fn read(part: &mut PartReader<'_>) -> Result<Self, Misread> {
        let mut look = Self::default();
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    "font" => look.font = Some(Font::read(part)?),
                    "fill" => look.ground = Some(Ground::read(part, true)?),
                    name => {
                        look.number |= name == "numFmt";
                        part.skip()?;
                    }
                },
                XmlEvent::Close | XmlEvent::End => return Ok(look),
                XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
    }
}

/// The numbers of a style's format, font and fill.
struct StyleIds {
    format: u32,
    font: usize,
    fill: usize,
}

impl Styles {
    /// Reads the part with the styles, and that with the theme's colours. A workbook without them has neither formats nor looks.
    pub(super) fn read(package: &mut Package<'_>, part: Option<&str>, theme: Option<&str>) -> Result<Self, Misread> {
        let mut palette = Palette::read(package, theme)?;
        let mut codes = BTreeMap::new();
        let mut of_tables = BTreeMap::new();
        // What styles use may stand after them.
        let (mut ids, mut fonts, mut fills, mut conditional) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if let Some(mut part) = part.map_or(Ok(None), |part| package.part(part))? {
            if part.root()? != "styleSheet" {
                return Err(Misread::new("its styles are none of a workbook", SAVE));
            }
            loop {
                match part.next()? {
                    XmlEvent::Open(tag) => match tag.name() {
                        "numFmts" => read_codes(&mut part, &mut codes)?,
                        "cellXfs" => read_styles(&mut part, &mut ids)?,
                        "fonts" => fonts.extend(read_each(&mut part, Font::read)?),
                        "fills" => fills.extend(read_each(&mut part, |part| Ground::read(part, false))?),
                        "dxfs" => conditional.extend(read_each(&mut part, ConditionalLook::read)?),
                        "tableStyles" => read_table_styles(&mut part, &mut of_tables)?,
                        "colors" => palette.read_indexed(&mut part)?,
                        _ => part.skip()?,
                    },
                    XmlEvent::End => break,
                    XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
                }
            }
        }
        let mut formats = vec![CellFormat::general()];
        let mut known: BTreeMap<u32, usize> = BTreeMap::new();
        let styles = ids.into_iter().map(|style: StyleIds| {
            let format = *known.entry(style.format).or_insert_with(|| {
                formats.push(codes.remove(&style.format).unwrap_or_else(|| CellFormat::built_in(style.format)));
                formats.len() - 1
            });
            let font = fonts.get(style.font).copied().unwrap_or_default();
            let ground = fills.get(style.fill).copied().unwrap_or(Ground::Sheet);
            (format, CellLook { font, ground, sight: palette.sight(font, ground) })
        });
        let styles = styles.collect();
        Ok(Self { formats, styles, conditional, of_tables, palette })
    }

    /// The format of a style; the first, General, for an unknown style.
    pub(super) fn format(&self, style: Option<usize>) -> Option<&CellFormat> {
        let at = style.and_then(|style| self.styles.get(style)).map_or(0, |(format, _)| *format);
        self.formats.get(at)
    }

    /// What a style does to the words of a cell.
    pub(super) fn sight(&self, style: Option<usize>) -> Sight {
        style.and_then(|style| self.styles.get(style)).map_or(Sight::Plain, |(_, look)| look.sight)
    }

    /// The same, in a colour of the table of colours that the number format has.
    pub(super) fn sight_in(&self, style: Option<usize>, colour: usize) -> Sight {
        let look = style.and_then(|style| self.styles.get(style)).map(|(_, look)| look);
        let (font, ground) = look.map_or((Font::default(), Ground::Sheet), |look| (look.font, look.ground));
        self.palette.sight(Font { colour: Some(CellColour::Indexed(colour, 0)), ..font }, ground)
    }

    /// What the fonts of runs do to their words in a cell of a style.
    pub(super) fn sight_of_runs(&self, style: Option<usize>, runs: &Runs) -> Sight {
        let cell = style.and_then(|style| self.styles.get(style)).map(|(_, look)| look);
        let (own, ground) = cell.map_or((None, Ground::Sheet), |look| (look.font.colour, look.ground));
        let sight = |font: &Font| self.palette.sight(Font { colour: font.colour.or(own), ..*font }, ground);
        runs.iter().map(sight).max().unwrap_or_default()
    }

    /// Whether the words of a cell are worse to see under a look than without it.
    pub(super) fn is_worse_under(&self, style: Option<usize>, laid: &LaidLook) -> bool {
        let own = style.and_then(|style| self.styles.get(style)).map(|(_, look)| *look);
        let own = own.unwrap_or(CellLook { font: Font::default(), ground: Ground::Sheet, sight: Sight::Plain });
        let over = laid.font.unwrap_or_default();
        let font = Font {
            struck: own.font.struck || over.struck,
            tiny: own.font.tiny || over.tiny,
            colour: over.colour.or(own.font.colour),
        };
        self.palette.sight(font, laid.ground.unwrap_or(own.ground)) > own.sight
    }

    /// The looks of a style of tables that the workbook brings along.
    pub(super) fn of_table(&self, style: &str) -> &[usize] {
        self.of_tables.get(style).map(Vec::as_slice).unwrap_or_default()
    }

    /// A conditional format by its number.
    pub(super) fn conditional(&self, number: usize) -> Option<&ConditionalLook> {
        self.conditional.get(number)
    }

    /// What a conditional format does to words. One that names neither font nor ground does nothing.
    pub(super) fn conditional_sight(&self, look: &ConditionalLook) -> Sight {
        if look.font.is_none() && look.ground.is_none() {
            return Sight::Plain;
        }
        self.palette.sight(look.font.unwrap_or_default(), look.ground.unwrap_or(Ground::Sheet))
    }
}

/// Hands each child of the element that is open to `each`, and leaves out what stands in it.
fn children(part: &mut PartReader<'_>, mut each: impl FnMut(&Tag<'_>) -> Result<(), Misread>) -> Result<(), Misread> {
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => {
                each(&tag)?;
                part.skip()?;
            }
            XmlEvent::Close | XmlEvent::End => return Ok(()),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
}

fn too_many() -> Misread {
    Misread::new(
        format!("it has more than {MOST_STYLES} formats"),
        "copy the rates into a new workbook, or save the sheet as CSV",
    )
}

fn read_codes(part: &mut PartReader<'_>, codes: &mut BTreeMap<u32, CellFormat>) -> Result<(), Misread> {
    children(part, |tag| {
        if let (Some(id), Some(code)) = (format_id(tag.attribute("numFmtId")?)?, tag.attribute("formatCode")?) {
            if code.len() > LONGEST {
                return Err(Misread::new(format!("one of its number formats has more than {LONGEST} bytes"), SAVE));
            }
            codes.insert(id, CellFormat::read(&code));
        }
        if codes.len() > MOST_STYLES { Err(too_many()) } else { Ok(()) }
    })
}

/// The number by which a workbook knows a number format.
fn format_id(attribute: Option<String>) -> Result<Option<u32>, Misread> {
    let read = |id: String| {
        id.parse().map_err(|_| Misread::new(format!("it calls a number format `{id}`, which is not a number"), SAVE))
    };
    attribute.map(read).transpose()
}

fn read_styles(part: &mut PartReader<'_>, styles: &mut Vec<StyleIds>) -> Result<(), Misread> {
    children(part, |tag| {
        let number = |name: &str| -> Result<usize, Misread> {
            Ok(tag.attribute(name)?.and_then(|id| id.parse().ok()).unwrap_or(0))
        };
        // Without a number the format is the general one, number 0 (ECMA-376 part 1, 18.8.30).
        let format = format_id(tag.attribute("numFmtId")?)?.unwrap_or(0);
        styles.push(StyleIds { format, font: number("fontId")?, fill: number("fillId")? });
        if styles.len() > MOST_STYLES { Err(too_many()) } else { Ok(()) }
    })
}

/// Reads each child of the element that is open by `one`, which reads to the child's end.
fn read_each<T>(
    part: &mut PartReader<'_>,
    one: impl Fn(&mut PartReader<'_>) -> Result<T, Misread>,
) -> Result<Vec<T>, Misread> {
    let mut all = Vec::new();
    loop {
        match part.next()? {
            XmlEvent::Open(_) => all.push(one(part)?),
            XmlEvent::Close | XmlEvent::End => return Ok(all),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
        if all.len() > MOST_STYLES {
            return Err(too_many());
        }
    }
}

/// Reads the styles of tables to their end.
fn read_table_styles(part: &mut PartReader<'_>, all: &mut BTreeMap<String, Vec<usize>>) -> Result<(), Misread> {
    let (mut depth, mut count) = (1_usize, 0_usize);
    let mut style = String::new();
    while depth > 0 {
        match part.next()? {
            XmlEvent::Open(tag) => {
                depth += 1;
                match tag.name() {
                    "tableStyle" => style = tag.attribute("name")?.unwrap_or_default(),
                    "tableStyleElement" => {
                        if let Some(look) = tag.attribute("dxfId")?.and_then(|id| id.parse().ok()) {
                            all.entry(style.clone()).or_default().push(look);
                        }
                        count += 1;
                        if count > MOST_STYLES {
                            return Err(too_many());
                        }
                    }
                    _ => {}
                }
            }
            XmlEvent::Close => depth -= 1,
            XmlEvent::End => break,
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
    }
    Ok(())
}
