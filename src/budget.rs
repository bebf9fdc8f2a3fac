//! How much input the program accepts: one table, which `SECURITY.md` prints.
//!
//! A limit holds for the whole of an input, not for a part of it. Refusing an input costs no more than accepting the largest one.

/// Bytes of a deal, or of a file of answers.
pub const DEAL_BYTES: u64 = 8 << 20;
/// Values of a deal, aliases written out.
pub const DEAL_VALUES: usize = 250_000;
/// Levels that a deal may nest.
pub const DEAL_LEVELS: usize = 40;
/// Bytes of one text of a deal.
pub const DEAL_TEXT: usize = 1 << 20;
/// Entries of a mapping of a deal, such as its parties and its flows.
pub const DEAL_ENTRIES: usize = 1_000;
/// Faults of a deal that are told one by one.
pub const DEAL_FAULTS: usize = 500;
/// Bytes of an earlier report that serves as a baseline.
pub const BASELINE_BYTES: u64 = 64 << 20;
/// Bytes of a form that comes back, or of a configuration that is compared.
pub const FORM_BYTES: u64 = 16 << 20;
/// Bytes of a house policy: a sanctions list of a hundred thousand names fits.
pub const POLICY_BYTES: u64 = 16 << 20;
/// Bytes of a deck, packed if it is a workbook.
pub const DECK_BYTES: u64 = 64 << 20;
/// Rows of a deck, with its headings.
pub const DECK_ROWS: usize = 500_000;
/// Rows of all decks of a deal or of a comparison, which are held together.
pub const DECKS_ROWS: usize = 500_000;
/// Rates that a paper prints; more stand in a file of their own, because a printed row takes more than twice what a read one does.
pub const PAPER_RATES: usize = 150_000;
/// Columns of a deck; XFD is the last.
pub const DECK_COLUMNS: usize = 16_384;
/// Cells of a deck, gaps among them.
pub const DECK_CELLS: usize = 8_000_000;
/// Bytes of a cell of a CSV deck; a longer one is a quotation mark that nobody closed.
pub const DECK_CELL: usize = 32_767;
/// Bytes of a cell of a workbook.
pub const DECK_WORKBOOK_CELL: usize = 1 << 20;
/// Dial codes of a deck, its ranges written out.
pub const DECK_CODES: usize = 1_000_000;
/// Dial codes of one cell.
pub const DECK_CELL_CODES: usize = 10_000;
/// Bytes that the parts of a workbook unpack to.
pub const DECK_UNPACKED: u64 = 512 << 20;
/// Elements of XML of a workbook: as many cells as a deck may have, each with its value and its text.
pub const DECK_ELEMENTS: u64 = 48_000_000;
/// Text of a workbook's cells, in bytes.
pub const DECK_SHEET_TEXT: usize = 64 << 20;
/// Sheets of a workbook, or parts.
pub const DECK_SHEETS: usize = 16_384;
/// Bytes of a firm's template: a letterhead with photographs fits many times.
pub const TEMPLATE_BYTES: u64 = 32 << 20;
/// Bytes that the parts of a firm's template unpack to.
pub const TEMPLATE_UNPACKED: u64 = 64 << 20;
/// Bytes that one part of a firm's template unpacks to.
pub const TEMPLATE_PART: u64 = 16 << 20;
/// Bytes of XML of a firm's template, whose tree takes many times that: a theme or a set of styles has a tenth.
pub const TEMPLATE_XML: u64 = 4 << 20;
/// Parts of a firm's template.
pub const TEMPLATE_PARTS: usize = 4_096;
/// Levels that the XML of a firm's template may nest.
pub const TEMPLATE_LEVELS: usize = 200;
/// Bytes of a draft that came back: the container is that of a firm's template.
pub const RETURNED_BYTES: u64 = TEMPLATE_BYTES;
/// Bytes of XML of a draft that came back: LibreOffice writes three times what we do.
pub const RETURNED_XML: u64 = 16 << 20;
/// Bytes of a manifest, or of an earlier draft that is compared with its manifest.
pub const DRAFT_BYTES: u64 = 256 << 20;
/// Bytes of all files of a revision that is written out of git.
pub const REVISION_BYTES: u64 = 1 << 30;
/// Files of a revision that is written out of git.
pub const REVISION_FILES: usize = 100_000;
/// Bytes of a file of a library: a font with every script fits.
pub const LIBRARY_BYTES: u64 = 32 << 20;
/// Bytes of all files of a library.
pub const LIBRARY_TOTAL: u64 = 64 << 20;
/// Files and folders of a library.
pub const LIBRARY_FILES: usize = 5_000;
/// Threads of a run, whatever the machine, `--jobs` and the environment say.
pub const THREADS: usize = 256;
/// Levels that the text of a clause may nest.
pub const CLAUSE_LEVELS: usize = 24;

/// The table as `SECURITY.md` prints it: what is limited, and to how much.
pub const TABLE: &[(&str, &str, u64)] = &[
    ("Deal, answers", "bytes", DEAL_BYTES),
    ("Deal, answers", "values, aliases written out", DEAL_VALUES as u64),
    ("Deal, answers", "levels", DEAL_LEVELS as u64),
    ("Deal, answers", "bytes of one text", DEAL_TEXT as u64),
    ("Deal, answers", "keys of one mapping, such as parties and flows", DEAL_ENTRIES as u64),
    ("Deal, answers", "faults told", DEAL_FAULTS as u64),
    ("Baseline", "bytes", BASELINE_BYTES),
    ("Form, configuration", "bytes", FORM_BYTES),
    ("Policy", "bytes", POLICY_BYTES),
    ("Deck", "bytes", DECK_BYTES),
    ("Deck", "rows", DECK_ROWS as u64),
    ("Decks of a deal or a comparison", "rows together", DECKS_ROWS as u64),
    ("Deal", "rates that its paper prints", PAPER_RATES as u64),
    ("Deck", "columns", DECK_COLUMNS as u64),
    ("Deck", "cells", DECK_CELLS as u64),
    ("Deck", "bytes of a cell of CSV", DECK_CELL as u64),
    ("Deck", "bytes of a cell of a workbook", DECK_WORKBOOK_CELL as u64),
    ("Deck", "dial codes, ranges written out", DECK_CODES as u64),
    ("Deck", "dial codes of a cell", DECK_CELL_CODES as u64),
    ("Deck", "bytes that a workbook unpacks to", DECK_UNPACKED),
    ("Deck", "elements of XML of a workbook", DECK_ELEMENTS),
    ("Deck", "bytes of a workbook's texts", DECK_SHEET_TEXT as u64),
    ("Deck", "sheets or parts of a workbook", DECK_SHEETS as u64),
    ("Firm's template", "bytes", TEMPLATE_BYTES),
    ("Firm's template", "bytes that it unpacks to", TEMPLATE_UNPACKED),
    ("Firm's template", "bytes that a part unpacks to", TEMPLATE_PART),
    ("Firm's template", "bytes of XML", TEMPLATE_XML),
    ("Firm's template", "parts", TEMPLATE_PARTS as u64),
    ("Firm's template", "levels of XML", TEMPLATE_LEVELS as u64),
    ("Draft that came back", "bytes", RETURNED_BYTES),
    ("Draft that came back", "bytes of XML", RETURNED_XML),
    ("Output folder", "bytes of a manifest or an earlier draft", DRAFT_BYTES),
    ("Revision of git", "bytes of all files", REVISION_BYTES),
    ("Revision of git", "files", REVISION_FILES as u64),
    ("Library", "bytes of a file", LIBRARY_BYTES),
    ("Library", "bytes of all files", LIBRARY_TOTAL),
    ("Library", "files and folders", LIBRARY_FILES as u64),
    ("Library", "levels of a clause", CLAUSE_LEVELS as u64),
    ("A run", "threads", THREADS as u64),
];
