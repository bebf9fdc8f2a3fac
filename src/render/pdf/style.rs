//! Every size, space and colour of the printed page, in one place. Lengths are points.

use crate::document::Paper;
use crate::document::revisions::RevisionStanding;

/// A colour, as red, green and blue.
pub type Colour = [u8; 3];

/// Colour of body text.
pub const INK: Colour = [0x1a, 0x1a, 0x1a];
/// Titles and the headings of parts and schedules.
pub const ACCENT: Colour = [0x1c, 0x2f, 0x4f];
/// Marks such as `DRAFT`, which must not be overlooked.
pub const MARK: Colour = [0x9c, 0x14, 0x14];
/// Heads, feet and leaders: paler than the text, with enough contrast for print.
pub const QUIET: Colour = [0x50, 0x54, 0x5a];
/// Light rules between table rows.
pub const HAIRLINE: Colour = [0xb4, 0xb8, 0xbe];
/// Shade of a table's header row.
pub const SHADE: Colour = [0xed, 0xf0, 0xf4];
/// Ground of a blank, so that it is easy to find.
pub const BLANK: Colour = [0xff, 0xf2, 0xa8];

/// Words that only the new one of two papers has; they are underlined too.
pub const CAME: Colour = [0x0b, 0x4a, 0x94];
/// Words that only the old one has; they are struck through too.
pub const GONE: Colour = [0xa3, 0x15, 0x15];
/// Distance of a change bar from the text, to its left.
pub const BAR_GAP: f32 = 14.0;
/// Width of a change bar.
pub const BAR: f32 = 1.4;

/// The colour of marked words.
#[must_use]
pub fn change(standing: RevisionStanding) -> Option<Colour> {
    match standing {
        RevisionStanding::Kept => None,
        RevisionStanding::Inserted => Some(CAME),
        RevisionStanding::Deleted => Some(GONE),
    }
}

/// Margin above the text, in points.
pub const MARGIN_TOP: f32 = 66.0;
/// Margin below the text, in points.
pub const MARGIN_BOTTOM: f32 = 60.0;
/// Baseline of the running head, from the top edge.
pub const HEAD_BASELINE: f32 = 43.0;
/// Baseline of the foot, from the bottom edge.
pub const FOOT_BASELINE: f32 = 33.0;
/// Size of heads and feet.
pub const FURNITURE_SIZE: f32 = 8.5;

/// Size of the marks in the head, which must not be overlooked.
pub const MARK_SIZE: f32 = 10.0;

/// One step of indentation, which is also the width of the column that a label hangs in.
pub const STEP: f32 = 31.0;
/// Deepest indentation that still leaves a readable measure.
pub const DEEPEST: u8 = 6;
/// Least space between a label and its text.
pub const LABEL_GAP: f32 = 6.0;

/// Size and leading of one kind of line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TypeSize {
    /// Font size in points.
    pub size: f32,
    /// Distance from baseline to baseline.
    pub leading: f32,
    /// Whether the whole line is bold.
    pub bold: bool,
    /// Red, green and blue.
    pub colour: Colour,
}

impl TypeSize {
    /// Distance from the top of the line to its baseline: the leading's spare half, then the letters' ascent.
    #[must_use]
    pub fn baseline(self) -> f32 {
        (self.leading - self.size) / 2.0 + self.size * 0.79
    }
}

/// The sizes and spaces of the text, which a short paper sets smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Density {
    /// Width of a full line, in points: one of the full form holds 80 to 90 characters beside its number.
    pub measure: f32,
    /// The type of paragraphs.
    pub body: TypeSize,
    /// Headings of clauses and sections.
    pub clause: TypeSize,
    /// The type of table cells.
    pub cell: TypeSize,
    /// Space above a paragraph, in points.
    pub paragraph_above: f32,
    /// Space above the heading of a part or schedule.
    pub part_above: f32,
    /// Space above the heading of a clause.
    pub clause_above: f32,
    /// Padding above and below a cell's text.
    pub cell_pad: f32,
    /// Share of a page that must be left for the first schedule to begin on it; 1 makes it begin a page.
    pub first_schedule_room: f32,
    /// The same for every other schedule.
    pub schedule_room: f32,
}

const fn ink(size: f32, leading: f32, bold: bool) -> TypeSize {
    TypeSize { size, leading, bold, colour: INK }
}

impl Density {
    /// Sizes of the full form.
    pub const NORMAL: Self = Self {
        measure: 411.0,
        body: ink(10.5, 13.2, false),
        clause: ink(11.2, 14.2, true),
        cell: ink(9.0, 11.0, false),
        paragraph_above: 4.6,
        part_above: 20.0,
        clause_above: 11.5,
        cell_pad: 2.1,
        first_schedule_room: 1.0,
        schedule_room: 0.22,
    };

    /// Smaller sizes, for the short form.
    pub const COMPACT: Self = Self {
        measure: 479.0,
        body: ink(9.2, 11.3, false),
        clause: ink(10.0, 12.6, true),
        cell: ink(8.3, 10.0, false),
        paragraph_above: 3.8,
        part_above: 16.0,
        clause_above: 9.0,
        cell_pad: 1.8,
        first_schedule_room: 0.15,
        schedule_room: 0.15,
    };

    /// The density of a paper.
    #[must_use]
    pub fn of(compact: bool) -> Self {
        if compact { Self::COMPACT } else { Self::NORMAL }
    }
}

/// Headings of parts and schedules.
pub const LEVEL_1: TypeSize = TypeSize { size: 15.0, leading: 20.0, bold: true, colour: ACCENT };
/// The title on the cover.
pub const TITLE: TypeSize = TypeSize { size: 27.0, leading: 33.0, bold: true, colour: ACCENT };
/// Reference and version on the cover.
pub const SUBTITLE: TypeSize = TypeSize { size: 11.0, leading: 15.0, bold: false, colour: QUIET };
/// Party names on the cover.
pub const PARTY: TypeSize = TypeSize { size: 15.0, leading: 22.0, bold: false, colour: INK };
/// Marks such as `DRAFT` on the cover.
pub const COVER_MARK: TypeSize = TypeSize { size: 19.0, leading: 25.0, bold: true, colour: MARK };
/// Headings of the fixed words: key terms, contents.
pub const FURNITURE_HEADING: TypeSize = TypeSize { size: 15.0, leading: 20.0, bold: true, colour: ACCENT };
/// Contents entry of a part or schedule.
pub const ENTRY_1: TypeSize = TypeSize { size: 9.3, leading: 11.4, bold: true, colour: INK };
/// Contents entry of a clause or section.
pub const ENTRY_2: TypeSize = TypeSize { size: 9.0, leading: 10.5, bold: false, colour: INK };

/// A table lower than this share of a page stands on one page.
pub const WHOLE_TABLE: f32 = 0.9;
/// A last page with no more than this share of it is spared, if narrower spaces do it.
pub const FEW_LINES: f32 = 0.25;
/// The shares of the space between rows that are tried for it, in order.
pub const TIGHTER: [f32; 4] = [0.94, 0.88, 0.82, 0.75];
/// The same for the last page of the contents, which holds little but schedules.
pub const FEW_ENTRIES: f32 = 0.35;
/// The shares of the height of its lines that are tried for the contents.
pub const CLOSER: [f32; 4] = [0.98, 0.96, 0.94, 0.915];
/// A page is not left emptier than this for the sake of a whole table.
pub const MOST_BLANK: f32 = 0.4;

/// Space above a table, in points.
pub const TABLE_ABOVE: f32 = 7.5;
/// Least space below a table.
pub const TABLE_BELOW: f32 = 10.0;
/// Padding left and right of a cell's text.
pub const CELL_PAD_X: f32 = 5.0;
/// Space above a signature block.
pub const SIGNATURE_ABOVE: f32 = 26.0;
/// Height of a signature line: space for a signature.
pub const SIGNATURE_LINE: f32 = 26.0;
/// Width of the rule for a signature.
pub const SIGNATURE_RULE: f32 = 230.0;
/// Column kept for page numbers in the contents.
pub const PAGE_NUMBER: f32 = 30.0;

/// The sheet and the block of text on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Width of the sheet, in points.
    pub width: f32,
    /// Height of the sheet, in points.
    pub height: f32,
    /// Left edge of the text block.
    pub left: f32,
    /// Right edge of the text block.
    pub right: f32,
    /// Top edge of the text block.
    pub top: f32,
    /// Bottom edge of the text block.
    pub bottom: f32,
}

impl Frame {
    /// The frame of a sheet for lines of a width.
    #[must_use]
    pub fn of(paper: Paper, measure: f32) -> Self {
        let (width, height) = match paper {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        };
        let side = (width - measure) / 2.0;
        Self { width, height, left: side, right: width - side, top: MARGIN_TOP, bottom: height - MARGIN_BOTTOM }
    }

    /// Width of a full line.
    #[must_use]
    pub fn measure(self) -> f32 {
        self.right - self.left
    }

    /// Height of a full page of text.
    #[must_use]
    pub fn depth(self) -> f32 {
        self.bottom - self.top
    }
}
