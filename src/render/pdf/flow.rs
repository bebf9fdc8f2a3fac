//! Distributes rows over pages. Nothing else decides where a page ends.

use super::page::{Artifact, Bookmark, DrawnItem, Owner, Page, Placed, RowKind};
use super::style::{self, Frame};

/// How strongly a row keeps with the row below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keep {
    /// A page may end after the row.
    Free,
    /// A page ends after the row if it would otherwise be left rather empty, or if what is kept together is taller than a page.
    Whole,
    /// A page ends after the row only if what is kept together is taller than a page.
    Wish,
    /// A page ends after the row only if even the firmly kept rows are taller than a page.
    Firm,
}

/// A horizontal slice of the text block.
#[derive(Debug)]
pub(super) struct Row {
    /// Height in points.
    pub height: f32,
    /// Space above it, dropped at the top of a page.
    pub above: f32,
    /// How strongly it keeps with the next row.
    pub keep: Keep,
    /// Share of the page that must be left below; otherwise the row begins a page. 0 for a row that may stand anywhere.
    pub room: f32,
    /// What is drawn; heights count from the row's top.
    pub items: Vec<DrawnItem>,
    pub kind: RowKind,
    /// Index of its block in the document.
    pub block: Option<usize>,
    pub anchors: Vec<String>,
    /// Outline entry: level and words.
    pub bookmark: Option<(u8, String)>,
    /// The table that it is a body row of: index into [`FlowedRows::headers`].
    pub table: Option<usize>,
}

impl Row {
    /// A row that does not keep with the next.
    pub(super) fn new(kind: RowKind, block: Option<usize>, height: f32, items: Vec<DrawnItem>) -> Self {
        Self {
            height,
            above: 0.0,
            keep: Keep::Free,
            room: 0.0,
            items,
            kind,
            block,
            anchors: Vec::new(),
            bookmark: None,
            table: None,
        }
    }
}

/// Rows in reading order, and the header that each table repeats.
#[derive(Debug, Default)]
pub(super) struct FlowedRows {
    pub rows: Vec<Row>,
    pub headers: Vec<Header>,
    /// Whether its lines may move together to spare a page: those of the contents.
    pub squeezes: bool,
}

/// What is drawn again at the top of each further page of a table.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub height: f32,
    pub items: Vec<DrawnItem>,
}

/// The pages, and the position of everything that can be linked to.
#[derive(Debug, Default)]
pub(super) struct Placement {
    pub pages: Vec<Page>,
    pub anchors: Vec<(String, usize, f32)>,
    pub bookmarks: Vec<Bookmark>,
}

impl FlowedRows {
    /// The rows of both, one after the other.
    pub(super) fn followed_by(mut self, other: Self) -> Self {
        let headers = self.headers.len();
        self.rows.extend(other.rows.into_iter().map(|mut row| {
            row.table = row.table.map(|table| table + headers);
            row
        }));
        self.headers.extend(other.headers);
        self
    }

    /// Places every row. A row taller than a page overflows at the bottom; callers must not make one.
    pub(super) fn paginate(self, frame: Frame) -> Placement {
        let Plan { starts, fit: Fit { spaces, lines }, .. } = self.best(frame);
        let Self { mut rows, headers, .. } = self;
        rows.iter_mut().for_each(|row| row.height *= lines);
        let mut out = Placement::default();
        let ends = starts.iter().skip(1).copied().chain(std::iter::once(rows.len()));
        for (start, end) in starts.iter().copied().zip(ends) {
            let mut page = Page::default();
            let mut y = frame.top;
            for row in rows.get_mut(start..end).unwrap_or_default() {
                if page.rows.is_empty() {
                    if let Some(header) = row.table.and_then(|table| headers.get(table)) {
                        header.place(&mut page, &mut y, row.block);
                    }
                } else {
                    y += row.above * spaces;
                }
                row.place(&mut page, y, out.pages.len(), &mut out.anchors, &mut out.bookmarks);
                y += row.height;
            }
            if !page.rows.is_empty() {
                out.pages.push(page);
            }
        }
        out
    }

    /// The plan whose last page holds more than a few lines, if narrower spaces give one.
    fn best(&self, frame: Frame) -> Plan {
        let plan = self.plan(frame, Fit { spaces: 1.0, lines: 1.0 });
        let few = if self.squeezes { style::FEW_ENTRIES } else { style::FEW_LINES };
        if plan.starts.len() < 2 || plan.end - frame.top > frame.depth() * few {
            return plan;
        }
        let spaces = style::TIGHTER.iter().map(|spaces| Fit { spaces: *spaces, lines: 1.0 });
        let lines = style::CLOSER.iter().filter(|_| self.squeezes).map(|lines| Fit { spaces: 0.75, lines: *lines });
        let fewer = |fit: Fit| Some(self.plan(frame, fit)).filter(|other| other.starts.len() < plan.starts.len());
        spaces.chain(lines).find_map(fewer).unwrap_or(plan)
    }

    /// Decides which row begins each page.
    fn plan(&self, frame: Frame, fit: Fit) -> Plan {
        let Self { rows, headers, .. } = self;
        let mut starts = vec![0];
        let mut y = frame.top;
        let mut fresh = true;
        let mut at = 0;
        while at < rows.len() {
            let top = rows.get(at).and_then(|row| row.table).and_then(|table| headers.get(table));
            let repeat = top.map_or(0.0, |header| header.height);
            let fits_a_page = |count: &usize| height(rows, at, *count, true, fit) + repeat <= frame.depth();
            let fits = |count: usize| y + height(rows, at, count, fresh, fit) <= frame.bottom + 0.01;
            let kept = |keeps: &[Keep]| {
                let groups = keeps.iter().map(|keep| group(rows, at, *keep, frame.depth()));
                groups.chain(std::iter::once(1)).find(fits_a_page).unwrap_or(1)
            };
            let whole = kept(&[Keep::Whole, Keep::Wish, Keep::Firm]);
            // Where a whole table would leave a page rather empty it is split, and once it is, its other rows follow.
            let begun =
                at.checked_sub(1).and_then(|before| rows.get(before)).is_some_and(|row| row.keep == Keep::Whole);
            let splits = !fresh && !fits(whole) && (begun || frame.bottom - y > frame.depth() * style::MOST_BLANK);
            let count = if splits { kept(&[Keep::Wish, Keep::Firm]) } else { whole };
            let forced = rows.get(at).is_some_and(|row| frame.bottom - y < row.room * frame.depth()) && !fresh;
            // Rows that keep together by wish may be separated here if they fit on no page.
            if !fresh && (forced || !fits(count)) {
                starts.push(at);
                y = frame.top;
                fresh = true;
                continue;
            }
            for row in rows.get(at..at + count).unwrap_or_default() {
                y += if fresh {
                    row.table.and_then(|table| headers.get(table)).map_or(0.0, |header| header.height)
                } else {
                    row.above * fit.spaces
                };
                y += row.height * fit.lines;
                fresh = false;
            }
            at += count;
        }
        Plan { starts, fit, end: y }
    }
}

/// How much of the space between rows, and of the height of rows, is left.
#[derive(Debug, Clone, Copy)]
struct Fit {
    spaces: f32,
    lines: f32,
}

/// Where pages begin.
struct Plan {
    /// The first row of each page.
    starts: Vec<usize>,
    fit: Fit,
    /// Where the last page ends, in points.
    end: f32,
}

/// Number of rows from `at` that keep together at least as strongly as `keep`; counting stops at a page.
fn group(rows: &[Row], at: usize, keep: Keep, depth: f32) -> usize {
    let mut count = 0;
    let mut tall = 0.0;
    for row in rows.iter().skip(at) {
        if row.room > 0.0 && count > 0 {
            break;
        }
        count += 1;
        tall += row.height;
        if row.keep < keep || tall > depth {
            break;
        }
    }
    count
}

/// Height of rows that follow each other, with or without the space above the first.
fn height(rows: &[Row], at: usize, count: usize, bare: bool, fit: Fit) -> f32 {
    let all: f32 = rows.iter().skip(at).take(count).map(|row| row.above * fit.spaces + row.height * fit.lines).sum();
    all - rows.get(at).filter(|_| bare).map_or(0.0, |row| row.above * fit.spaces)
}

impl Row {
    fn place(
        &mut self,
        page: &mut Page,
        y: f32,
        index: usize,
        anchors: &mut Vec<(String, usize, f32)>,
        bookmarks: &mut Vec<Bookmark>,
    ) {
        for mut item in self.items.drain(..) {
            item.shift(0.0, y);
            page.items.push(item);
        }
        page.rows.push(Placed { top: y, bottom: y + self.height, kind: self.kind, block: self.block });
        anchors.extend(self.anchors.drain(..).map(|anchor| (anchor, index, y)));
        bookmarks.extend(self.bookmark.take().map(|(level, text)| Bookmark { level, text, page: index, y }));
    }
}

impl Header {
    fn place(&self, page: &mut Page, y: &mut f32, block: Option<usize>) {
        for item in &self.items {
            let mut item = item.clone();
            item.shift(0.0, *y);
            match &mut item {
                // The header is tagged once where the table starts; repeated headers are artifacts.
                DrawnItem::Text(run) => run.owner = Owner::Artifact(Artifact::Layout),
                DrawnItem::Fill(_) => {}
                DrawnItem::Link(_) => continue,
            }
            page.items.push(item);
        }
        let bottom = *y + self.height;
        page.rows.push(Placed { top: *y, bottom, kind: RowKind::RepeatedHeader, block });
        *y = bottom;
    }
}
