//! What a paragraph style says of size and space: for laying the paper out roughly, not for drawing it.

use super::styles::StyleSheet;
use super::tree::Element;

/// Styles that are based on others are followed so far.
const DEEPEST: usize = 16;

/// Height of a single line, as a share of the type size, and width of letters, as a share of those of Times. Liberation and other
/// families made to the measure of these fonts are known by the same figures.
const FAMILIES: [(&str, f32, f32); 10] = [
    ("times", 1.15, 1.0),
    ("liberation serif", 1.15, 1.0),
    ("arial", 1.15, 1.12),
    ("helvetica", 1.15, 1.12),
    ("liberation sans", 1.15, 1.12),
    ("calibri", 1.22, 1.03),
    ("cambria", 1.17, 1.06),
    ("georgia", 1.14, 1.12),
    ("verdana", 1.22, 1.3),
    ("garamond", 1.13, 0.94),
];

/// A family that is not known: between Times and Arial.
const UNKNOWN: (f32, f32) = (1.17, 1.06);

/// Size and space of a paragraph, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Metrics {
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) before: f32,
    pub(super) after: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Distance from line to line.
    pub(super) leading: f32,
    /// Width of letters, as a share of those of Times.
    pub(super) wide: f32,
    pub(super) keep_next: bool,
    pub(super) page_before: bool,
}

/// What styles say until one says something else, in the units of the file.
#[derive(Debug, Clone, Default)]
struct Said {
    half_points: Option<f32>,
    bold: Option<bool>,
    before: Option<f32>,
    after: Option<f32>,
    left: Option<f32>,
    right: Option<f32>,
    line: Option<f32>,
    exact: Option<bool>,
    family: Option<String>,
    keep_next: Option<bool>,
    page_before: Option<bool>,
}

impl Said {
    /// Takes what an element says, where nothing is said yet.
    fn take(&mut self, element: &Element) {
        let on = |of: Option<&Element>, name: &str| {
            let property = of?.child(name)?;
            Some(!matches!(property.attribute("w:val"), Some("0" | "false" | "off" | "none")))
        };
        let number = |of: Option<&Element>, name: &str| of?.attribute(name)?.parse::<f32>().ok();
        let (runs, paragraph) = (element.child("w:rPr"), element.child("w:pPr"));
        let spacing = paragraph.and_then(|paragraph| paragraph.child("w:spacing"));
        let indent = paragraph.and_then(|paragraph| paragraph.child("w:ind"));
        let fonts = runs.and_then(|runs| runs.child("w:rFonts"));
        let size = runs.and_then(|runs| runs.child("w:sz"));
        self.half_points = self.half_points.or(number(size, "w:val"));
        self.bold = self.bold.or(on(runs, "w:b"));
        self.before = self.before.or(number(spacing, "w:before"));
        self.after = self.after.or(number(spacing, "w:after"));
        self.left = self.left.or(number(indent, "w:left")).or(number(indent, "w:start"));
        self.right = self.right.or(number(indent, "w:right")).or(number(indent, "w:end"));
        if self.line.is_none() {
            self.line = number(spacing, "w:line");
            let rule = spacing.and_then(|spacing| spacing.attribute("w:lineRule"));
            self.exact = self.line.map(|_| matches!(rule, Some("exact" | "atLeast")));
        }
        let family = fonts.and_then(|fonts| fonts.attribute("w:ascii"));
        self.family = self.family.take().or(family.map(str::to_lowercase));
        self.keep_next = self.keep_next.or(on(paragraph, "w:keepNext"));
        self.page_before = self.page_before.or(on(paragraph, "w:pageBreakBefore"));
    }
}

impl Metrics {
    /// The metrics of the paragraph style of a name, as it is in force.
    pub(super) fn of(styles: &StyleSheet, name: &str) -> Self {
        let mut said = Said::default();
        let mut next = Some(styles.id(name));
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|id| styles.style(id)) else { break };
            said.take(style);
            next = style.value("w:basedOn");
        }
        styles.defaults().for_each(|defaults| said.take(defaults));
        let points = |twentieths: Option<f32>| twentieths.unwrap_or(0.0) / 20.0;
        let size = said.half_points.unwrap_or(20.0) / 2.0;
        let family = said.family.unwrap_or_default();
        let known = FAMILIES.iter().find(|(name, ..)| family.starts_with(name));
        let (single, wide) = known.map_or(UNKNOWN, |(_, single, wide)| (*single, *wide));
        let leading = match (said.line, said.exact) {
            (Some(line), Some(true)) => line / 20.0,
            (Some(line), _) => size * single * line / 240.0,
            (None, _) => size * single,
        };
        Self {
            size,
            bold: said.bold.unwrap_or(false),
            before: points(said.before),
            after: points(said.after),
            left: points(said.left),
            right: points(said.right),
            leading,
            wide,
            keep_next: said.keep_next.unwrap_or(false),
            page_before: said.page_before.unwrap_or(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Metrics;
    use crate::render::docx::styles::StyleSheet;

    #[test]
    fn a_style_says_what_those_below_it_do_not() {
        let styles = StyleSheet::read(include_bytes!("../../../templates/docx/styles.xml")).unwrap();
        let text = Metrics::of(&styles, "Clause Level 2");
        assert_eq!((text.size, text.after, text.left, text.bold), (10.5, 5.5, 36.0, false));
        assert!((text.leading - 13.28).abs() < 0.02, "{}", text.leading);
        let heading = Metrics::of(&styles, "Schedule Heading");
        assert!(heading.bold && heading.page_before && heading.keep_next);
        assert_eq!(heading.before, 0.0);
        assert!(!Metrics::of(&styles, "Cover Heading").page_before);
    }
}
