//! A form as a workbook: one sheet, every cell a text.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{FormRow, HEADINGS, ReplyForm, cell};

/// Widths of the columns, in characters, in the order of [`HEADINGS`].
const WIDTHS: [f64; 8] = [30.0, 18.0, 44.0, 32.0, 32.0, 16.0, 30.0, 44.0];
/// The column of their value.
const THEIRS: u16 = 4;
/// Characters that a list to choose from may have in all.
const LIST: usize = 255;

/// Writes a form as a workbook. Equal forms give equal bytes: nothing in the file depends on the day, the machine or the user.
///
/// # Errors
///
/// A text of more than 32,767 characters, or more than a million rows.
pub fn xlsx(form: &ReplyForm) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new().set_title(cell(&form.title)).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let styles = Styles::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&form.title))?;
    for (column, width) in (0_u16..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
        // A cell without content is a text too, so that a spreadsheet keeps what is typed there as it is typed.
        sheet.set_column_format(column, &styles.text)?;
    }
    let mut row = 0;
    sheet.write_string_with_format(row, 0, cell(&form.title), &styles.title)?;
    for (name, value) in &form.facts {
        row += 1;
        sheet.write_string_with_format(row, 0, cell(name), &styles.name)?;
        sheet.write_string_with_format(row, 1, cell(value), &styles.line)?;
    }
    for note in &form.notes {
        row += 1;
        sheet.write_string_with_format(row, 0, cell(note), &styles.line)?;
    }
    row += 2;
    for (column, heading) in (0_u16..).zip(HEADINGS) {
        sheet.write_string_with_format(row, column, heading, &styles.heading)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    sheet.set_repeat_rows(row, row)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    for one in &form.rows {
        row += 1;
        write_row(sheet, row, one, &styles)?;
    }
    book.save_to_buffer()
}

struct Styles {
    title: Format,
    name: Format,
    line: Format,
    heading: Format,
    text: Format,
    answer: Format,
}

impl Styles {
    fn new() -> Self {
        // `@` marks text.
        let plain = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        let line = Color::RGB(0x00C0_C0C0);
        let text = plain.clone().set_text_wrap();
        Self {
            title: plain.clone().set_bold().set_font_size(14),
            name: plain.clone().set_bold(),
            heading: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_E8E8))
                .set_border(FormatBorder::Thin),
            answer: text
                .clone()
                .set_background_color(Color::RGB(0x00FF_F8DC))
                .set_border(FormatBorder::Thin)
                .set_border_color(line),
            line: plain,
            text,
        }
    }
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &FormRow, styles: &Styles) -> Result<(), XlsxError> {
    for (column, text) in (0_u16..).zip(row.cells()) {
        let style = if column == THEIRS { &styles.answer } else { &styles.text };
        if text.is_empty() {
            sheet.write_blank(at, column, style)?;
        } else {
            sheet.write_string_with_format(at, column, text, style)?;
        }
    }
    // The list of a cell is one text with commas: a value with a comma of its own, or a longer list, is only told.
    let listed = row.allowed.iter().map(|one| one.chars().count() + 1).sum::<usize>() <= LIST;
    if !row.several && !row.allowed.is_empty() && listed && !row.allowed.iter().any(|one| one.contains([',', '"'])) {
        // A value beside the list is told to whoever types it; the reader judges it.
        let list = DataValidation::new()
            .allow_list_strings(&row.allowed)?
            .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning);
        sheet.add_data_validation(at, THEIRS, at, THEIRS, &list)?;
    }
    Ok(())
}

/// A name that a sheet may have: at most 31 characters, none of `[]:*?/\`, no apostrophe at either end.
fn sheet_name(title: &str) -> String {
    let fit = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c };
    let name: String = title.chars().map(fit).take(31).collect();
    let name = name.trim();
    // A spreadsheet keeps the name History for itself.
    if name.is_empty() || name.eq_ignore_ascii_case("history") { "Form".to_owned() } else { name.to_owned() }
}
