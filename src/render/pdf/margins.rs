//! Running heads and feet.

use super::job::PdfJob;
use super::measure::Measured;
use super::page::{Artifact, DrawnItem, Fill, Owner, Page};
use super::setting::LineOfText;
use super::style::{self, Colour, Frame, TypeSize};
use crate::document::{Block, Document};
use crate::render::PrintError;

/// Least space between the left and the right words.
const BETWEEN: f32 = 14.0;

/// Puts head and foot on every page.
pub(super) fn dress(job: PdfJob<'_>, document: &Document, pages: &mut [Page]) -> Result<(), PrintError> {
    let of = pages.len();
    let frame = job.frame;
    let marks: Vec<&str> = document.marks.iter().map(|mark| mark.trim()).filter(|mark| !mark.is_empty()).collect();
    let marks = marks.join(" · ");
    let imprint = document.imprint();
    let head = Edge { job, y: style::HEAD_BASELINE, owner: Artifact::Head };
    let foot = Edge { job, y: frame.height - style::FOOT_BASELINE, owner: Artifact::Foot };
    let chapters: Vec<(usize, &str)> = chapters(document).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        let first = page.rows.iter().find_map(|row| row.block);
        let chapter = first.and_then(|first| chapters.iter().rfind(|(at, _)| *at <= first)).map(|(_, label)| *label);
        let title: Vec<&str> = std::iter::once(document.title.trim()).chain(chapter).collect();
        head.set(&title.join(" · "), &marks, (style::MARK, true), &mut page.items)?;
        let rule = |y: f32| Fill { x: frame.left, y, width: frame.measure(), height: 0.4, colour: style::HAIRLINE };
        page.items.push(DrawnItem::Fill(rule(style::HEAD_BASELINE + 6.0)));
        let number = format!("Page {} of {of}", index + 1);
        page.items.push(DrawnItem::Fill(rule(frame.height - style::FOOT_BASELINE - 12.0)));
        foot.set(&imprint, &number, (style::QUIET, false), &mut page.items)?;
    }
    Ok(())
}

/// The labels of parts and schedules, each with its block, so that a page taken out of the paper says where it belongs.
fn chapters(document: &Document) -> impl Iterator<Item = (usize, &str)> {
    document.blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Block::Heading(heading) if heading.kind.level() == 1 && !heading.label.trim().is_empty() => {
            Some((at, heading.label.trim()))
        }
        _ => None,
    })
}

/// A line above or below the text.
struct Edge<'a> {
    job: PdfJob<'a>,
    y: f32,
    owner: Artifact,
}

impl Edge<'_> {
    /// Sets words left and right. The right ones are shrunk and never cut; the left ones are cut if they do not fit.
    fn set(
        &self,
        left: &str,
        right: &str,
        (colour, bold): (Colour, bool),
        items: &mut Vec<DrawnItem>,
    ) -> Result<(), PrintError> {
        let Frame { left: x, right: edge, .. } = self.job.frame;
        let measure = self.job.frame.measure();
        let size = if bold { style::MARK_SIZE } else { style::FURNITURE_SIZE };
        let ty = TypeSize { size, leading: size, bold, colour };
        let mut ending = self.line(right, ty)?;
        if ending.width > measure {
            ending = self.line(right, TypeSize { size: ty.size * measure / ending.width * 0.999, ..ty })?;
        }
        let room = measure - ending.width - BETWEEN;
        self.put(ending.items, |width| edge - width, ending.width, items);
        let ty = TypeSize { size: style::FURNITURE_SIZE, bold: false, colour: style::QUIET, ..ty };
        let mut opening = self.line(left, ty)?;
        let mut letters: Vec<char> = left.chars().collect();
        while opening.width > room && !letters.is_empty() {
            let keep = (letters.len() as f32 * (room / opening.width).clamp(0.0, 0.98)) as usize;
            letters.truncate(keep);
            let cut: String = letters.iter().collect();
            opening = if keep == 0 { LineOfText::default() } else { self.line(&format!("{}…", cut.trim_end()), ty)? };
        }
        self.put(opening.items, |_| x, opening.width, items);
        Ok(())
    }

    fn line(&self, words: &str, ty: TypeSize) -> Result<LineOfText, PrintError> {
        let mut measured = Measured::words(self.job.fonts, words, ty)?;
        measured.own(Owner::Artifact(self.owner));
        measured.single(self.job.fonts)
    }

    fn put(&self, line: Vec<DrawnItem>, x: impl Fn(f32) -> f32, width: f32, items: &mut Vec<DrawnItem>) {
        for mut item in line {
            item.shift(x(width), 0.0);
            if let DrawnItem::Text(run) = &mut item {
                run.y = self.y;
            }
            items.push(item);
        }
    }
}
