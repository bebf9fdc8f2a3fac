//! Forms: tables that go out to the other side as XLSX or CSV, are filled in there, and come back.
//!
//! A form is [written](xlsx()) with one cell for each answer and [read](read()) from whatever the other side's program made of it. What
//! a row means is known to whoever made the form; here a row has a key and texts. Line breaks and other control characters become
//! spaces when a form is written, as they do when one is read, so that a cell that nobody changed reads back as it was.

mod csv_file;
mod read;
mod xlsx_file;

pub use csv_file::{csv, table};
pub use read::read;
pub use xlsx_file::xlsx;

/// A form to be filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplyForm {
    /// What it is, in words; also the name of the sheet, cut to 31 characters.
    pub title: String,
    /// What stands above the table as name and value, such as the reference and the day by which it is due. They come back with the
    /// answers. No name equals one of the [headings](HEADINGS).
    pub facts: Vec<(String, String)>,
    /// Sentences above the table that tell how to fill it in.
    pub notes: Vec<String>,
    /// The table.
    pub rows: Vec<FormRow>,
}

/// A row of a form: one matter, our value and the cell for theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormRow {
    /// By what the row is known when it comes back: a deal path, or another word without blanks, once in a form.
    pub key: String,
    /// The group of rows that it stands in.
    pub group: String,
    /// What the row is about, in words.
    pub label: String,
    /// The value that we give or propose; empty if there is none.
    pub ours: String,
    /// What stands in their cell already; empty if nothing is known.
    pub theirs: String,
    /// Unit of both values; empty if they have none.
    pub unit: String,
    /// The values that may be given; empty if any may.
    pub allowed: Vec<String>,
    /// Whether a cell may hold several of the allowed values, with commas between them; then the cell offers no list to choose from.
    pub several: bool,
    /// More for whoever fills it in, such as an example.
    pub note: String,
}

/// The headings of the table, in the order in which it is written. A form is read by them, wherever its columns stand.
pub const HEADINGS: [&str; 8] =
    ["Item", "Group", "Matter", "Our value", "Your value", "Unit", "Allowed values", "Note"];

impl FormRow {
    /// The cells in the order of [`HEADINGS`], as a file holds them.
    fn cells(&self) -> [String; 8] {
        let allowed = self.allowed.join(", ");
        [&self.key, &self.group, &self.label, &self.ours, &self.theirs, &self.unit, &allowed, &self.note]
            .map(|text| cell(text))
    }
}

/// A form that came back.
#[derive(Debug, Clone, Default)]
pub struct FilledForm {
    /// Names and values above the table.
    pub facts: Vec<(String, String)>,
    /// Its rows, in their order, without those that hold neither key nor values.
    pub rows: Vec<FilledRow>,
    /// What was read otherwise than it may look, or not at all: formulas, merged cells, hidden rows, other sheets.
    pub remarks: Vec<crate::diagnostic::Finding>,
}

impl FilledForm {
    /// The value of a fact above the table.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A row of a form that came back. No text has blanks around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilledRow {
    /// The key of the row; empty if somebody added a row of their own.
    pub key: String,
    /// What the row is about.
    pub label: String,
    /// Our value, as it stands in the file that came back.
    pub ours: String,
    /// Their value; empty if they gave none.
    pub theirs: String,
    /// The note, in which people write what has no cell.
    pub note: String,
    /// The cell of their value, for people: `cell E7`, or `line 7, column 5`.
    pub place: String,
}

/// A text as a cell holds it: on one line.
fn cell(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
