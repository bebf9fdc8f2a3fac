//! The painter: writes pages and tag tree as PDF. The only user of krilla.

use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::Arc;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Quadrilateral, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page as PdfPage, PageSettings};
use krilla::paint::{Fill as Paint, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact as Dressing, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag,
    TagGroup, TagId, TagKind, TagTree,
};
use krilla::text::{Font, Glyph as Drawn, GlyphId};
use krilla::{Data, SerializeSettings};

use super::fields;
use super::fonts::{FontBytes, Fonts};
use super::page::{Area, Artifact, Bookmark, DrawnItem, Fill, Glyph, GlyphRun, Layout, Owner, Page};
use super::style::Colour;
use super::tags::{Child, NodeId, TagRole, Tags};
use crate::render::PrintError;

/// Writes a layout as PDF/A-2a and PDF/UA-1.
pub fn paint(layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PrintError::Pdf(format!("{error:?}")))?;
    let mut pdf = krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let faces = faces(fonts)?;
    let mut leaves: Vec<(usize, Identifier)> = Vec::new();
    let frame = layout.frame;
    for page in &layout.pages {
        let settings =
            PageSettings::from_wh(frame.width, frame.height).ok_or_else(|| PrintError::Pdf("no sheet".into()))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        draw(page, &faces, &mut surface, &mut leaves);
        surface.finish();
        annotate(page, layout, &mut sheet, &mut leaves);
        sheet.finish();
    }
    // The sort is stable, so the runs of one leaf keep their drawing order.
    leaves.sort_by_key(|(leaf, _)| *leaf);
    let mut tree = TagTree::new();
    if let Some((_, children)) = layout.tags.get(Tags::ROOT) {
        for child in children {
            if let Child::Node(node) = child {
                tree.children.extend(group(&layout.tags, *node, &leaves).map(Into::into));
            }
        }
    }
    pdf.set_tag_tree(tree);
    pdf.set_outline(outline(&layout.bookmarks));
    let about = &layout.about;
    let mut metadata = Metadata::new()
        .title(about.title.clone())
        .language(about.language.clone())
        .creator(format!("peerpact {}", env!("CARGO_PKG_VERSION")))
        // PDF/A requires a date, and the same deal must give the same bytes on any day. So this is a fixed date, as in
        // reproducible archives.
        .creation_date(
            DateTime::new(1980).month(1).day(1).hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0),
        );
    if !about.provenance.is_empty() {
        metadata = metadata.keywords(vec![format!("peerpact-provenance:{}", about.provenance)]);
    }
    pdf.set_metadata(metadata);
    let written = pdf.finish().map_err(|error| failure(error, &faces, fonts))?;
    fields::with_signature_fields(written, layout.links.iter().filter(|link| link.signs).count())
}

/// The failure to report. It is the user's if a font of theirs may not or cannot be embedded.
fn failure(error: KrillaError, faces: &[Font], fonts: &Fonts) -> PrintError {
    let user = |font: &Font| faces.iter().position(|face| face == font)?.checked_sub(fonts.built_in());
    match error {
        KrillaError::Font(font, reason) => match user(&font) {
            Some(index) => PrintError::Font { index, reason },
            None => PrintError::Pdf(reason),
        },
        KrillaError::Validation(faults)
            if faults.iter().all(|(fault, _)| matches!(fault, ValidationError::TooLongString)) =>
        {
            PrintError::LongName
        }
        KrillaError::Validation(faults) => {
            let restricted = faults.iter().find_map(|(fault, _)| match fault {
                ValidationError::RestrictedLicense(font) => user(font),
                _ => None,
            });
            match restricted {
                Some(index) => PrintError::Font { index, reason: "its licence does not let it be embedded".into() },
                None => PrintError::Pdf(format!("it would break a standard: {faults:?}")),
            }
        }
        other => PrintError::Pdf(other.to_string()),
    }
}

fn faces(fonts: &Fonts) -> Result<Vec<Font>, PrintError> {
    let mut faces = Vec::new();
    for (index, (source, face, built_in)) in fonts.sources().enumerate() {
        let data = match source {
            FontBytes::Static(data) => Data::from(*data),
            FontBytes::Owned(data) => Data::from(Arc::clone(data)),
        };
        let reason = "the PDF writer cannot read it";
        faces.push(Font::new(data, face).ok_or_else(|| match built_in {
            true => PrintError::Pdf(reason.into()),
            false => PrintError::Font { index: index - fonts.built_in(), reason: reason.into() },
        })?);
    }
    Ok(faces)
}

/// Draws a page; neighbours of one owner share one piece of marked content.
fn draw(page: &Page, faces: &[Font], surface: &mut Surface<'_>, leaves: &mut Vec<(usize, Identifier)>) {
    let mut open: Option<Owner> = None;
    for item in &page.items {
        let owner = match item {
            DrawnItem::Text(run) if !run.glyphs.is_empty() => run.owner,
            DrawnItem::Fill(_) => Owner::Artifact(Artifact::Layout),
            DrawnItem::Text(_) | DrawnItem::Link(_) => continue,
        };
        if open != Some(owner) {
            if open.is_some() {
                surface.end_tagged();
            }
            start(owner, surface, leaves);
            open = Some(owner);
        }
        match item {
            DrawnItem::Text(run) => text(run, faces, surface),
            DrawnItem::Fill(fill) => rectangle(fill, surface),
            DrawnItem::Link(_) => {}
        }
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

fn start(owner: Owner, surface: &mut Surface<'_>, leaves: &mut Vec<(usize, Identifier)>) {
    match owner {
        Owner::Leaf(leaf) => {
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            leaves.push((leaf.index(), identifier));
        }
        Owner::Artifact(artifact) => {
            let kind = match artifact {
                Artifact::Head => ArtifactType::Header,
                Artifact::Foot => ArtifactType::Footer,
                Artifact::Layout => ArtifactType::Layout,
            };
            surface.start_tagged(ContentTag::Artifact(Dressing::with_kind(kind)));
        }
    }
}

fn ink(colour: Colour) -> Option<Paint> {
    let [red, green, blue] = colour;
    let paint = rgb::Color::new(red, green, blue).into();
    Some(Paint { paint, opacity: NormalizedF32::ONE, rule: FillRule::default() })
}

fn text(run: &GlyphRun, faces: &[Font], surface: &mut Surface<'_>) {
    let Some(face) = faces.get(run.face) else { return };
    surface.set_fill(ink(run.colour));
    let glyphs: Vec<Stroke> = run.glyphs.iter().map(|glyph| Stroke(*glyph)).collect();
    surface.draw_glyphs(Point::from_xy(run.x, run.y), &glyphs, face.clone(), &run.text, run.size, false);
}

fn rectangle(fill: &Fill, surface: &mut Surface<'_>) {
    let Some(rect) = Rect::from_xywh(fill.x, fill.y, fill.width, fill.height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.set_fill(ink(fill.colour));
        surface.draw_path(&path);
    }
}

/// Adds the page's link annotations: one for each link, whatever the number of its lines.
fn annotate(page: &Page, layout: &Layout, sheet: &mut PdfPage<'_>, leaves: &mut Vec<(usize, Identifier)>) {
    let mut areas: Vec<&Area> = page
        .items
        .iter()
        .filter_map(|item| match item {
            DrawnItem::Link(area) => Some(area),
            DrawnItem::Text(_) | DrawnItem::Fill(_) => None,
        })
        .collect();
    areas.sort_by_key(|area| area.link);
    for same in areas.chunk_by(|one, other| one.link == other.link) {
        let Some(link) = same.first().and_then(|area| layout.links.get(area.link)) else { continue };
        if link.signs {
            let before = layout.links.iter().take_while(|other| !std::ptr::eq(*other, link));
            let target = fields::target(before.filter(|other| other.signs).count() + 1);
            let area = same.first().and_then(|area| Rect::from_xywh(area.x, area.y, area.width, area.height));
            if let Some(area) = area {
                let annotation = LinkAnnotation::new(area, Target::Action(LinkAction::new(target).into()));
                let identifier = sheet.add_tagged_annotation(Annotation::new_link(annotation, Some(link.alt.clone())));
                leaves.push((link.leaf.index(), identifier));
            }
            continue;
        }
        let Some((index, y)) = link.to.filter(|(index, _)| *index < layout.pages.len()) else { continue };
        let quads: Vec<Quadrilateral> = same
            .iter()
            .filter_map(|area| Rect::from_xywh(area.x, area.y, area.width, area.height).map(Quadrilateral::from))
            .collect();
        if quads.is_empty() {
            continue;
        }
        let target = Target::Destination(XyzDestination::new(index, above(y)).into());
        let annotation = LinkAnnotation::new_with_quad_points(quads, target);
        let identifier = sheet.add_tagged_annotation(Annotation::new_link(annotation, Some(link.alt.clone())));
        leaves.push((link.leaf.index(), identifier));
    }
}

/// A point slightly above a place, so that the target does not touch the edge of the window.
fn above(y: f32) -> Point {
    Point::from_xy(0.0, (y - 12.0).max(0.0))
}

/// The group of a node; `None` if nothing in it was drawn.
fn group(tags: &Tags, node: NodeId, leaves: &[(usize, Identifier)]) -> Option<TagGroup> {
    let (role, children) = tags.get(node)?;
    let mut kind = kind(role);
    kind.set_id(tags.name(node).map(|name| TagId::from(name.bytes())));
    let mut group = TagGroup::new(kind);
    for child in children {
        match child {
            Child::Node(inner) => group.children.extend(self::group(tags, *inner, leaves).map(Into::into)),
            Child::Leaf(leaf) => {
                let first = leaves.partition_point(|(index, _)| *index < leaf.index());
                let same = leaves.iter().skip(first).take_while(|(index, _)| *index == leaf.index());
                group.children.extend(same.map(|(_, identifier)| (*identifier).into()));
            }
        }
    }
    (!group.children.is_empty()).then_some(group)
}

fn kind(role: &TagRole) -> TagKind {
    match role {
        TagRole::Division => Tag::Div.into(),
        TagRole::Part => Tag::Part.into(),
        TagRole::Section => Tag::Section.into(),
        TagRole::Title => Tag::Title.into(),
        TagRole::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        TagRole::Paragraph => Tag::P.into(),
        TagRole::List(depth) => Tag::L(match depth {
            0 | 1 => ListNumbering::Decimal,
            2 => ListNumbering::LowerAlpha,
            3 => ListNumbering::LowerRoman,
            _ => ListNumbering::UpperAlpha,
        })
        .into(),
        TagRole::Item => Tag::LI.into(),
        TagRole::Label => Tag::Lbl.into(),
        TagRole::Body => Tag::LBody.into(),
        TagRole::Contents => Tag::TOC.into(),
        TagRole::Entry => Tag::TOCI.into(),
        TagRole::Reference => Tag::Reference.into(),
        TagRole::Link => Tag::Link.into(),
        TagRole::Table => Tag::Table.into(),
        TagRole::TableHead => Tag::THead.into(),
        TagRole::TableBody => Tag::TBody.into(),
        TagRole::Row => Tag::TR.into(),
        TagRole::ColumnHeading => Tag::TH(TableHeaderScope::Column).into(),
        TagRole::RowHeading => Tag::TH(TableHeaderScope::Row).into(),
        TagRole::Cell => Tag::TD.into(),
    }
}

/// Nests level 2 in the level 1 before it.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for bookmark in bookmarks {
        let node = OutlineNode::new(bookmark.text.clone(), XyzDestination::new(bookmark.page, above(bookmark.y)));
        match &mut open {
            Some(parent) if bookmark.level > 1 => parent.push_child(node),
            _ => {
                if let Some(done) = open.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}

/// A glyph in the form that krilla needs.
struct Stroke(Glyph);

impl Drawn for Stroke {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.0.id)
    }
    fn text_range(&self) -> Range<usize> {
        self.0.start as usize..self.0.end as usize
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.0.advance * size
    }
    fn x_offset(&self, size: f32) -> f32 {
        self.0.dx * size
    }
    fn y_offset(&self, size: f32) -> f32 {
        self.0.dy * size
    }
    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}
