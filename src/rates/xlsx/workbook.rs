//! What a workbook says about itself: its sheets, the day from which it counts, and where its parts are.

use std::collections::BTreeMap;

use super::SAVE;
use super::moment::Epoch;
use super::part::{Package, PartReader, Tag, XmlEvent};
use crate::characters;
use crate::diagnostic::Misread;
use crate::packed::relation_kind;

/// Most sheets, and most links between parts.
const MOST_LISTED: usize = crate::budget::DECK_SHEETS;

/// A sheet that is not read yet.
#[derive(Debug, Clone)]
pub(super) struct ListedSheet {
    /// The name on its tab.
    pub name: String,
    /// Name of the part that holds it.
    pub part: String,
    /// Whether it is hidden, by its owner or by a program.
    pub hidden: bool,
}

#[derive(Debug)]
pub(super) struct Workbook {
    /// Its sheets with cells, in the order of their tabs.
    pub sheets: Vec<ListedSheet>,
    /// The day from which it counts dates.
    pub epoch: Epoch,
    /// Whether the workbook asks to be recalculated when it is opened: stored results of formulas may then be missing.
    pub uncalculated: bool,
    /// Name of the part with the shared texts.
    pub strings: Option<String>,
    /// Name of the part with the cell formats.
    pub styles: Option<String>,
    /// Name of the part with the colours of the theme.
    pub theme: Option<String>,
}

/// The parts that a sheet leads to, each with what it is.
pub(super) fn beside(package: &mut Package<'_>, sheet: &str) -> Result<Vec<(String, String)>, Misread> {
    Ok(links(package, sheet)?.into_values().map(|link| (link.kind, link.target)).collect())
}

/// A link from a part: what the standard calls its type, nothing for another's, and the full name of the target part.
#[derive(Debug)]
struct Link {
    kind: String,
    target: String,
}

impl Workbook {
    /// Reads the parts that say where all others are.
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, Misread> {
        let main = target(&links(package, "")?, "officeDocument")?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if main.to_ascii_lowercase().ends_with(".bin") || package.has("xl/workbook.bin") {
            return Err(Misread::new("it is a binary workbook (.xlsb)", "save it as .xlsx"));
        }
        let links = links(package, &main)?;
        let mut sheets = Vec::new();
        let mut epoch = Epoch::default();
        let mut uncalculated = false;
        let no_workbook = || {
            Misread::new(
                "it is a zip file, but holds no workbook",
                "give a workbook as .xlsx, or a deck in text with the ending .csv",
            )
        };
        let mut part = package.part(&main)?.ok_or_else(no_workbook)?;
        if part.root()? != "workbook" {
            return Err(no_workbook());
        }
        loop {
            match part.next()? {
                XmlEvent::Open(tag) => match tag.name() {
                    "workbookPr" => {
                        if tag.attribute("date1904")?.is_some_and(|value| is_on(&value)) {
                            epoch = Epoch::Year1904;
                        }
                        part.skip()?;
                    }
                    "calcPr" => {
                        uncalculated = tag.attribute("fullCalcOnLoad")?.is_some_and(|value| is_on(&value));
                        part.skip()?;
                    }
                    "sheets" => read_sheets(&mut part, &links, &mut sheets)?,
                    _ => part.skip()?,
                },
                XmlEvent::End => break,
                XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
            }
        }
        if sheets.is_empty() {
            return Err(Misread::new("it has no sheet with cells", "give a workbook that has the rates in a sheet"));
        }
        Ok(Self {
            sheets,
            epoch,
            uncalculated,
            strings: target(&links, "sharedStrings")?,
            styles: target(&links, "styles")?,
            theme: target(&links, "theme")?,
        })
    }
}

/// Whether the text of a switch means on.
pub(super) fn is_on(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

fn read_sheets(
    part: &mut PartReader<'_>,
    links: &BTreeMap<String, Link>,
    sheets: &mut Vec<ListedSheet>,
) -> Result<(), Misread> {
    loop {
        match part.next()? {
            XmlEvent::Open(tag) => {
                if tag.name() == "sheet" {
                    sheets.extend(listed(&tag, links)?);
                }
                part.skip()?;
            }
            XmlEvent::Close | XmlEvent::End => return Ok(()),
            XmlEvent::Text(_) | XmlEvent::Other => {}
        }
        if let Some((_, character)) = sheets.last().and_then(|sheet| characters::refused(&sheet.name).next()) {
            return Err(Misread::new(
                format!("the name of a sheet holds the character U+{:04X}, which cannot be seen", u32::from(character)),
                "name the sheet anew",
            ));
        }
        if sheets.len() > MOST_LISTED {
            return Err(too_many());
        }
    }
}

/// A sheet, unless it is a chart or a dialogue, which have no cells.
fn listed(tag: &Tag<'_>, links: &BTreeMap<String, Link>) -> Result<Option<ListedSheet>, Misread> {
    let (mut name, mut id, mut hidden) = (String::new(), String::new(), false);
    tag.attributes(|key, value| match key {
        "name" => name = value.into_owned(),
        "r:id" => id = value.into_owned(),
        "state" => hidden = value == "hidden" || value == "veryHidden",
        _ => {}
    })?;
    let link = links.get(&id).filter(|link| link.kind == "worksheet");
    Ok(link.map(|link| ListedSheet { name, part: link.target.clone(), hidden }))
}

/// The links of a part to others in the file, by their ids; those of the file itself for an empty name.
fn links(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Link>, Misread> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut all = BTreeMap::new();
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(mut part) = package.part(name.trim_start_matches('/'))? else { return Ok(all) };
    loop {
        match part.next()? {
            XmlEvent::Open(tag) if tag.name() == "Relationship" => {
                let (mut id, mut kind, mut target, mut external) = (String::new(), String::new(), String::new(), false);
                tag.attributes(|key, value| match key {
                    "Id" => id = value.into_owned(),
                    "Type" => relation_kind(&value).clone_into(&mut kind),
                    "Target" => target = absolute(folder, &value),
                    "TargetMode" => external = value.eq_ignore_ascii_case("external"),
                    _ => {}
                })?;
                if !external && all.insert(id, Link { kind, target }).is_some() {
                    return Err(Misread::new("two links of it between parts have one name", SAVE));
                }
            }
            XmlEvent::End => return Ok(all),
            XmlEvent::Open(_) | XmlEvent::Close | XmlEvent::Text(_) | XmlEvent::Other => {}
        }
        if all.len() > MOST_LISTED {
            return Err(too_many());
        }
    }
}

/// The part that the one link of a kind leads to.
fn target(links: &BTreeMap<String, Link>, kind: &str) -> Result<Option<String>, Misread> {
    let mut found = links.values().filter(|link| link.kind == kind);
    let first = found.next();
    if found.next().is_some() {
        let fact = format!("it has two links to its {kind}, of which each program follows another");
        return Err(Misread::new(fact, SAVE));
    }
    Ok(first.map(|link| link.target.clone()))
}

fn too_many() -> Misread {
    Misread::new(format!("it has more than {MOST_LISTED} sheets or parts"), "copy the rates into a new workbook")
}

/// The full name of a part, from a target relative to the folder of the part that names it.
fn absolute(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let path = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
