//! How much of an input the program takes: one table, which `SECURITY.md` prints.
//!
//! A limit is for the whole of an input and not for a part of it. What is refused costs no more than the largest input that is taken.

/// Bytes of a deal, or of a file of answers.
pub const DEAL_BYTES: u64 = 8 << 20;
/// Values of a deal, aliases written out.
pub const DEAL_VALUES: usize = 250_000;
/// Levels that a deal may nest.
pub const DEAL_LEVELS: usize = 40;
/// Bytes of a text or a key of a deal; the longest that PDF/A allows in one string.
pub const DEAL_TEXT: usize = 32_767;
/// Parties of a deal.
pub const DEAL_PARTIES: usize = 2;
/// Flows of a deal.
pub const DEAL_FLOWS: usize = 200;
/// Bytes of an earlier report that serves as a baseline.
pub const BASELINE_BYTES: u64 = 64 << 20;
/// Bytes of a house policy.
pub const POLICY_BYTES: u64 = 1 << 20;
/// Bytes of a deck.
pub const DECK_BYTES: u64 = 64 << 20;
/// Rows of a deck.
pub const DECK_ROWS: usize = 1_048_576;
/// Columns of a deck.
pub const DECK_COLUMNS: usize = 16_384;
/// Cells of a deck, gaps among them.
pub const DECK_CELLS: usize = 8_000_000;
/// Characters of a cell of a deck.
pub const DECK_CELL: usize = 32_767;
/// Dial codes of a deck, its ranges written out.
pub const DECK_CODES: usize = 1_000_000;
/// Dial codes of one cell.
pub const DECK_CELL_CODES: usize = 10_000;
/// Bytes that the parts of a workbook unpack to.
pub const DECK_UNPACKED: u64 = 512 << 20;
