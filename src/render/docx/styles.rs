//! The style sheet of the DOCX: ours, then the smaller sizes of a short paper, then a firm's, each laid over the one before.
//!
//! A style is identified by kind and name, never by id: Word translates the ids of its own styles (`berschrift1` is `heading 1` in a
//! German Word) and keeps the names.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Element, MAIN, XmlNode};

/// Elements that may follow the paragraph properties of a style, by the schema.
const AFTER_PARAGRAPH: [&str; 5] = ["w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr"];

/// The schema's order of the paragraph properties that are added here, and of those before them. An element that is not listed stands
/// between the tab stops and the outline level; nothing is ever inserted before the elements after that.
#[rustfmt::skip]
const PARAGRAPH: [&str; 11] = [
    "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr",
    "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs",
];

/// Elements that may follow the outline level in paragraph properties.
const AFTER_LEVEL: [&str; 5] = ["w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"];

/// Elements that may follow the language in run properties, by the schema.
const AFTER_LANGUAGE: [&str; 3] = ["w:eastAsianLayout", "w:specVanish", "w:oMath"];

/// Elements that may follow the direction in paragraph properties, by the schema.
#[rustfmt::skip]
const AFTER_BIDI: [&str; 17] = [
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
];

/// Elements that may follow the run properties of a style, and the direction in them, by the schema.
const AFTER_RUN: [&str; 4] = ["w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr"];
const AFTER_RTL: [&str; 6] = ["w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath"];

/// Styles, by the ids of ours, that a firm's header and footer use too: their direction is the firm's.
const FURNITURE: [&str; 3] = ["Normal", "Header", "Footer"];

/// Properties that are not taken from a firm's style: lists and change records that stay in its file, and the language of its own text.
const LEFT: [&str; 6] = ["w:numPr", "w:lang", "w:rsid", "w:pPrChange", "w:rPrChange", "w:tblPrChange"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StyleSheet {
    /// Fonts, sizes and spaces where no style says any.
    defaults: Option<Element>,
    /// How Word shows built-in styles that are not in the file.
    latent: Option<Element>,
    styles: Vec<Element>,
    /// The styles that a renderer can ask for, by lower-case name.
    known: BTreeMap<String, Known>,
}

/// The ids of one of our styles.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    /// Its id in the first sheet read, by which the numbering names it.
    first: String,
    /// Its id in this sheet.
    now: String,
}

impl StyleSheet {
    /// Reads a `styles.xml`.
    pub(super) fn read(xml: &[u8]) -> Result<Self, String> {
        let root = Element::read(xml)?;
        if root.name != "w:styles" || root.attribute("xmlns:w") != Some(MAIN) {
            return Err("it is no style sheet".to_owned());
        }
        let mut sheet = Self { defaults: None, latent: None, styles: Vec::new(), known: BTreeMap::new() };
        let mut ids = BTreeSet::new();
        for mut element in root.elements().cloned() {
            element.walk_mut(&mut |element| {
                element.attributes.retain(|(name, _)| name.starts_with("w:"));
                // The other elements are later additions of Word that need its namespace.
                element.retain(&mut |child| child.name.starts_with("w:"));
            });
            match element.name.as_str() {
                "w:docDefaults" => sheet.defaults = Some(element),
                "w:latentStyles" => sheet.latent = Some(element),
                "w:style" if ids.insert(id(&element).to_owned()) && !id(&element).is_empty() => {
                    let own = id(&element).to_owned();
                    let known = Known { first: own.clone(), now: own };
                    sheet.known.entry(name(&element)).or_insert(known);
                    sheet.styles.push(element);
                }
                _ => {}
            }
        }
        Ok(sheet)
    }

    /// Sets every right tab stop to the right edge of a text `width` twentieths of a point wide. Call it before a firm's styles are laid
    /// over: their tab stops stay.
    #[must_use]
    pub(super) fn measured(mut self, width: u32) -> Self {
        for style in &mut self.styles {
            style.walk_mut(&mut |element| {
                if element.name == "w:tab" && element.attribute("w:val") == Some("right") {
                    element.set("w:pos", &width.to_string());
                }
            });
        }
        self
    }

    /// This sheet with a firm's laid over it. If both have a style, the firm's is taken, except for numbers and what depends on them.
    ///
    /// Ids are the firm's, because its headers and footers use them. Numbers are ours, because they are part of the agreement and not of
    /// its look. The firm's defaults and latent styles are taken if it has any.
    #[must_use]
    pub(super) fn over(self, mut firm: Self) -> Self {
        firm.leave();
        firm.stay_in_margins(&self);
        let mut taken: BTreeSet<String> = firm.styles.iter().map(|style| id(style).to_owned()).collect();
        let mut ids = BTreeMap::new();
        let places: Vec<Option<usize>> = self.styles.iter().map(|style| firm.place(style)).collect();
        for (style, place) in self.styles.iter().zip(&places) {
            let new = match place.and_then(|place| firm.styles.get(place)) {
                Some(theirs) => id(theirs).to_owned(),
                None => free(id(style), &taken),
            };
            taken.insert(new.clone());
            ids.insert(id(style).to_owned(), new);
        }
        for (mut style, place) in self.styles.into_iter().zip(places) {
            if let Some(theirs) = place.and_then(|place| firm.styles.get_mut(place)) {
                adopt(theirs, &style);
                continue;
            }
            if firm.default_of(kind(&style)).is_some() {
                style.attributes.retain(|(name, _)| name != "w:default");
            }
            rename(&mut style, &ids);
            firm.styles.push(style);
        }
        if firm.turns() {
            let ours: BTreeSet<&str> = ids
                .iter()
                .filter(|(first, _)| !FURNITURE.contains(&first.as_str()))
                .map(|(_, now)| now.as_str())
                .collect();
            firm.styles.iter_mut().filter(|style| ours.contains(id(style))).for_each(run_left_to_right);
        }
        let now = |id: String| ids.get(&id).cloned().unwrap_or(id);
        let known = self.known.into_iter().map(|(name, known)| (name, Known { now: now(known.now), ..known }));
        Self {
            defaults: firm.defaults.or(self.defaults),
            latent: firm.latent.or(self.latent),
            styles: firm.styles,
            known: known.collect(),
        }
    }

    /// The current id of one of our styles by its name; the firm's style may have taken its place. An unknown name gives the style of
    /// paragraphs that name none.
    #[must_use]
    pub(super) fn id(&self, name: &str) -> &str {
        let known = self.known.get(&name.to_lowercase()).map(|known| known.now.as_str());
        known.or_else(|| self.default_of("paragraph").and_then(|at| self.styles.get(at)).map(id)).unwrap_or("Normal")
    }

    /// The style of an id.
    pub(super) fn style(&self, wanted: &str) -> Option<&Element> {
        self.styles.iter().find(|style| id(style) == wanted)
    }

    /// Changes the defaults and every style; gives the sum of what the change tells.
    pub(super) fn change_all(&mut self, change: &mut impl FnMut(&mut Element) -> usize) -> usize {
        self.defaults.iter_mut().chain(&mut self.styles).map(change).sum()
    }

    /// What holds where no style says anything: the elements that hold `w:rPr` and `w:pPr`.
    pub(super) fn defaults(&self) -> impl Iterator<Item = &Element> {
        self.defaults.iter().flat_map(Element::elements)
    }

    /// Reads a `numbering.xml` that names styles by their first ids, and replaces them by this sheet's.
    pub(super) fn numbering(&self, xml: &[u8]) -> Result<Element, String> {
        let mut root = Element::read(xml)?;
        if root.name != "w:numbering" || root.attribute("xmlns:w") != Some(MAIN) {
            return Err("it holds no numbering".to_owned());
        }
        let ids: BTreeMap<&str, &str> =
            self.known.values().map(|known| (known.first.as_str(), known.now.as_str())).collect();
        root.walk_mut(&mut |element| {
            let new = element.attribute("w:val").and_then(|first| ids.get(first));
            if let (true, Some(new)) = (element.name == "w:pStyle", new) {
                element.set("w:val", new);
            }
        });
        Ok(root)
    }

    /// Writes the `styles.xml` for a text in `language`, a BCP 47 tag.
    #[must_use]
    pub(super) fn write(&self, language: &str) -> Vec<u8> {
        let mut root = Element::new("w:styles", &[("xmlns:w", MAIN)]);
        let mut defaults = self.defaults.clone().unwrap_or_else(|| Element::new("w:docDefaults", &[]));
        speak(&mut defaults, language);
        let parts = std::iter::once(&defaults).chain(&self.latent).chain(&self.styles);
        root.children = parts.cloned().map(XmlNode::Element).collect();
        root.part()
    }

    /// Removes from a firm's styles what is not taken from them.
    fn leave(&mut self) {
        for style in &mut self.styles {
            style.walk_mut(&mut |element| element.retain(&mut |child| !LEFT.contains(&child.name.as_str())));
        }
        // A list style is useless without its list.
        self.styles.retain(|style| kind(style) != "numbering" || is_default(style));
    }

    /// Whether any style or default of this sheet is written right to left.
    fn turns(&self) -> bool {
        let mut turns = false;
        for element in self.defaults.iter().chain(&self.styles) {
            element.walk(&mut |element| {
                turns |= matches!(element.name.as_str(), "w:bidi" | "w:rtl")
                    && !matches!(element.attribute("w:val"), Some("0" | "false" | "off"));
            });
        }
        turns
    }

    /// Moves to the margin what of the defaults, and of the styles that `ours` has too, would stand outside it. A firm may set
    /// its text apart; text that leaves the margins is cut off at the edge of the sheet.
    fn stay_in_margins(&mut self, ours: &Self) {
        let known: BTreeSet<String> = ours.styles.iter().map(name).collect();
        let styles = self.styles.iter_mut().filter(|style| known.contains(&name(style)));
        for element in self.defaults.iter_mut().chain(styles) {
            element.walk_mut(&mut |element| {
                if element.name != "w:ind" {
                    return;
                }
                for (side, indent) in &mut element.attributes {
                    let is_side = ["w:left", "w:right", "w:start", "w:end"].contains(&side.as_str());
                    if is_side && indent.starts_with('-') {
                        "0".clone_into(indent);
                    }
                }
            });
        }
    }

    /// The ids of the styles with one of these names, which are in lower case.
    pub(super) fn named(&self, names: &[&str]) -> Vec<String> {
        let styles = self.styles.iter().filter(|style| names.contains(&name(style).as_str()));
        styles.map(|style| id(style).to_owned()).collect()
    }

    /// The index of this sheet's counterpart of a style: the one of the same kind and name, or the default of its kind.
    fn place(&self, style: &Element) -> Option<usize> {
        let same = |other: &Element| kind(other) == kind(style) && name(other) == name(style);
        self.styles.iter().position(same).or_else(|| is_default(style).then(|| self.default_of(kind(style))).flatten())
    }

    fn default_of(&self, of: &str) -> Option<usize> {
        self.styles.iter().position(|style| kind(style) == of && is_default(style))
    }
}

fn id(style: &Element) -> &str {
    style.attribute("w:styleId").unwrap_or_default()
}

fn kind(style: &Element) -> &str {
    style.attribute("w:type").unwrap_or("paragraph")
}

/// A style's name in lower case: Word treats `Heading 1` and `heading 1` as one.
fn name(style: &Element) -> String {
    style.value("w:name").unwrap_or(id(style)).trim().to_lowercase()
}

fn is_default(style: &Element) -> bool {
    matches!(style.attribute("w:default"), Some("1" | "true" | "on"))
}

/// An id like this one that is not taken; ids are unique across all kinds of styles.
fn free(id: &str, taken: &BTreeSet<String>) -> String {
    let mut new = id.to_owned();
    let mut count = 1;
    while taken.contains(&new) {
        count += 1;
        new = format!("{id}{count}");
    }
    new
}

/// Gives a firm's style what the agreement needs from ours: its number and the tab stops that set labels and titles. If the firm does not
/// say, also that it keeps with the next paragraph, begins a page, and has an outline level.
fn adopt(theirs: &mut Element, ours: &Element) {
    let Some(from) = ours.child("w:pPr") else { return };
    for property in from.elements() {
        let name = property.name.as_str();
        let is_needed = match name {
            "w:numPr" | "w:tabs" => true,
            "w:keepNext" | "w:pageBreakBefore" | "w:outlineLvl" => {
                theirs.child("w:pPr").is_none_or(|own| own.child(name).is_none())
            }
            _ => false,
        };
        if is_needed {
            theirs.change("w:pPr", &AFTER_PARAGRAPH, |to| match name {
                "w:outlineLvl" => to.change(name, &AFTER_LEVEL, |level| level.clone_from(property)),
                _ => to.put(property.clone(), &PARAGRAPH),
            });
        }
    }
}

/// Writes a style of the agreement left to right, as its text runs, whatever the styles below it say.
fn run_left_to_right(style: &mut Element) {
    let off = |element: &mut Element| element.set("w:val", "0");
    if kind(style) == "paragraph" {
        style.change("w:pPr", &AFTER_PARAGRAPH, |paragraph| paragraph.change("w:bidi", &AFTER_BIDI, off));
        style.change("w:rPr", &AFTER_RUN, |run| run.change("w:rtl", &AFTER_RTL, off));
    }
}

/// Replaces the ids in one of our styles: its own, and those that it names.
fn rename(style: &mut Element, ids: &BTreeMap<String, String>) {
    if let Some(new) = ids.get(id(style)) {
        style.set("w:styleId", new);
    }
    for element in
        style.elements_mut().filter(|element| ["w:basedOn", "w:next", "w:link"].contains(&element.name.as_str()))
    {
        if let Some(new) = element.attribute("w:val").and_then(|old| ids.get(old)) {
            element.set("w:val", new);
        }
    }
}

/// Sets the language of the text in the defaults, which every paragraph inherits.
fn speak(defaults: &mut Element, language: &str) {
    defaults.change("w:rPrDefault", &["w:pPrDefault"], |runs| {
        runs.change("w:rPr", &[], |runs| runs.change("w:lang", &AFTER_LANGUAGE, |lang| lang.set("w:val", language)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &[u8] = include_bytes!("../../../templates/docx/styles.xml");
    const COMPACT: &[u8] = include_bytes!("../../../templates/docx/compact.xml");
    const NUMBERING: &[u8] = include_bytes!("../../../templates/docx/numbering.xml");

    fn firm(styles: &str) -> StyleSheet {
        StyleSheet::read(format!(r#"<w:styles xmlns:w="{MAIN}" xmlns:w14="urn:x">{styles}</w:styles>"#).as_bytes())
            .unwrap()
    }

    fn written(sheet: &StyleSheet) -> Element {
        Element::read(&sheet.write("en-GB")).unwrap()
    }

    fn style<'a>(root: &'a Element, id: &str) -> &'a Element {
        root.elements()
            .find(|style| style.attribute("w:styleId") == Some(id))
            .unwrap_or_else(|| panic!("no style {id}"))
    }

    fn xml(element: &Element) -> String {
        let mut out = String::new();
        element.write(&mut out);
        out
    }

    #[test]
    fn every_style_names_styles_that_there_are() {
        let ours = StyleSheet::read(STYLES).unwrap();
        let both = ours.clone().over(StyleSheet::read(COMPACT).unwrap());
        for sheet in [&ours, &both] {
            let root = written(sheet);
            let ids: BTreeSet<&str> = root.elements().filter_map(|style| style.attribute("w:styleId")).collect();
            for style in root.elements() {
                for which in ["w:basedOn", "w:next", "w:link"] {
                    if let Some(named) = style.value(which) {
                        assert!(ids.contains(named), "{} names {named}", xml(style));
                    }
                }
            }
            let numbering = sheet.numbering(NUMBERING).unwrap();
            let mut levels = 0;
            numbering.walk(&mut |level| {
                levels += usize::from(level.name == "w:lvl");
                if let Some(named) = level.value("w:pStyle") {
                    let number = style(&root, named).child("w:pPr").and_then(|own| own.child("w:numPr")).unwrap();
                    assert_eq!(number.value("w:ilvl").unwrap_or("0"), level.attribute("w:ilvl").unwrap(), "{named}");
                }
            });
            assert_eq!(levels, 36);
        }
        assert_eq!(both.styles.len(), ours.styles.len());
    }

    #[test]
    fn a_numbered_style_hangs_as_its_level_does() {
        let root = written(&StyleSheet::read(STYLES).unwrap());
        Element::read(NUMBERING).unwrap().walk(&mut |level| {
            if let Some(named) = level.value("w:pStyle") {
                let indent = |of: &Element| of.child("w:pPr").and_then(|own| own.child("w:ind")).cloned();
                assert_eq!(indent(level), indent(style(&root, named)), "{named}");
            }
        });
    }

    #[test]
    fn a_firms_style_is_known_by_its_name_and_keeps_its_id() {
        let sheet = StyleSheet::read(STYLES).unwrap().over(firm(
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
               <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="Heading 2"/><w:pPr>
                 <w:numPr><w:numId w:val="9"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr>
                 <w:rPr><w:color w:val="FF0000"/><w:lang w:val="de-DE"/><w14:ligatures w14:val="all"/></w:rPr></w:style>
               <w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
               <w:style w:type="paragraph" w:styleId="Klausel"><w:name w:val="clause level 3"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr>
                 <w:shd w:val="clear" w:fill="EEEEEE"/><w:ind w:left="10"/></w:pPr></w:style>
               <w:style w:type="character" w:styleId="Party"><w:name w:val="Partei"/></w:style>"#,
        ));
        assert_eq!(sheet.id("heading 2"), "berschrift2");
        assert_eq!(sheet.id("Party"), "Party2");
        assert_eq!(sheet.id("no such style"), "Standard");
        let root = written(&sheet);
        let theirs = xml(style(&root, "berschrift2"));
        assert!(theirs.contains("FF0000"), "{theirs}");
        for gone in ["numPr", "de-DE", "ligatures"] {
            assert!(!theirs.contains(gone), "{theirs}");
        }
        assert_eq!(style(&root, "ClauseHeading").value("w:basedOn"), Some("berschrift2"));
        assert_eq!(style(&root, "BodyText").value("w:basedOn"), Some("Standard"));
        assert!(xml(style(&root, "Verzeichnis1")).contains(r#"<w:tab w:val="left" w:pos="1400""#));
        let level = xml(style(&root, "Klausel").child("w:pPr").unwrap());
        let expected = r#"<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="2"/></w:numPr><w:shd w:val="clear" w:fill="EEEEEE"/><w:ind w:left="10"/></w:pPr>"#;
        assert_eq!(level, expected);
        let numbering = xml(&sheet.numbering(NUMBERING).unwrap());
        assert!(numbering.contains(r#"<w:pStyle w:val="Klausel"/>"#) && !numbering.contains("ClauseLevel3"));
        let defaults = root.elements().filter(|style| is_default(style)).map(kind);
        assert_eq!(defaults.collect::<BTreeSet<_>>().len(), 4);
        assert_eq!(root.elements().filter(|style| is_default(style)).count(), 4);
    }

    #[test]
    fn the_default_of_a_kind_is_known_whatever_it_is_called() {
        let sheet = StyleSheet::read(STYLES).unwrap().over(firm(
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Grundtext"/></w:style>"#,
        ));
        assert_eq!(sheet.id("Normal"), "a");
        assert_eq!(style(&written(&sheet), "BodyText").value("w:basedOn"), Some("a"));
    }

    #[test]
    fn the_short_form_keeps_the_numbers_and_a_firm_is_laid_over_both() {
        let sheet = StyleSheet::read(STYLES).unwrap().over(StyleSheet::read(COMPACT).unwrap());
        let schedule = xml(style(&written(&sheet), "ScheduleHeading"));
        assert!(
            schedule.contains(r#"<w:numId w:val="3"/>"#) && !schedule.contains("<w:pageBreakBefore/>"),
            "{schedule}"
        );
        let sheet = sheet.over(firm(
            r#"<w:style w:type="paragraph" w:styleId="Anlage"><w:name w:val="Schedule Heading"/></w:style>"#,
        ));
        assert_eq!(sheet.id("schedule heading"), "Anlage");
        assert!(xml(style(&written(&sheet), "Anlage")).contains(r#"<w:numId w:val="3"/>"#));
        assert!(xml(&sheet.numbering(NUMBERING).unwrap()).contains(r#"<w:pStyle w:val="Anlage"/>"#));
    }

    #[test]
    fn the_language_and_the_width_are_the_texts() {
        let sheet = StyleSheet::read(STYLES).unwrap().measured(9518);
        let text = String::from_utf8(sheet.write("de-AT")).unwrap();
        assert!(text.contains(r#"<w:lang w:val="de-AT"/></w:rPr></w:rPrDefault>"#) && !text.contains("en-GB"));
        assert!(text.contains(r#"w:pos="9518""#) && !text.contains("9184"));
        let bare = firm(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"20\"/><w:oMath/></w:rPr></w:rPrDefault></w:docDefaults>",
        );
        let text = String::from_utf8(bare.write("en-GB")).unwrap();
        assert!(text.contains(r#"<w:sz w:val="20"/><w:lang w:val="en-GB"/><w:oMath/>"#), "{text}");
    }

    #[test]
    fn what_is_no_style_sheet_is_refused() {
        assert!(StyleSheet::read(b"<w:document/>").is_err());
        assert!(StyleSheet::read(b"<styles/>").unwrap_err().contains("style sheet"));
        assert!(StyleSheet::read(STYLES.get(..5000).unwrap()).unwrap_err().contains("XML"));
    }
}
