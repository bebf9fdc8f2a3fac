//! The margins of a page.

/// Margins, in twentieths of a point, by Word's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Margins {
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
    pub(super) left: i32,
    /// From the top of the sheet to the header.
    pub(super) header: i32,
    /// From the bottom of the sheet to the footer.
    pub(super) footer: i32,
    pub(super) gutter: i32,
}

/// Our margins: 25 mm above, 22 mm below, 24 mm on either side.
pub(super) const OURS: Margins =
    Margins { top: 1417, right: 1361, bottom: 1247, left: 1361, header: 680, footer: 624, gutter: 0 };
