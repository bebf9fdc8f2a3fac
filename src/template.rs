//! The only user of Tera: filters, escaping, and faults that point into the template's file.
//!
//! A value of the deal reaches the text between [`VALUE_START`] and [`VALUE_END`], each mark-up character written as a
//! character reference: whatever it holds, Markdown reads it as words. No template can reach a file, a network or a clock.

use std::io::Write;
use std::ops::RangeInclusive;

use serde_json::Value as Json;
use tera::{Delimiters, ErrorKind, Kwargs, State, Tera, Value};

use crate::diagnostic::Finding;
use crate::source::{Place, Source};

/// Stands before a value of the deal.
pub const VALUE_START: char = '\u{E000}';
/// Stands after a value of the deal.
pub const VALUE_END: char = '\u{E001}';
/// Stands for a fact that is not known yet.
pub const BLANK: char = '\u{E002}';
/// Stand for facts that are not known yet, one character for each field of a deal: a template does with each what it does
/// with [`BLANK`].
pub const NUMBERED: RangeInclusive<char> = '\u{F0000}'..='\u{FFFFD}';

/// Templates, each under its path, ready to be rendered.
pub struct Templates {
    tera: Tera,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

impl Default for Templates {
    fn default() -> Self {
        Self::new()
    }
}

impl Templates {
    /// No templates yet.
    #[must_use]
    pub fn new() -> Self {
        let mut tera = Tera::new();
        // Comments are written <# … #>, so that {#anchor} is left to the text.
        let delimiters = Delimiters { comment_start: "<#".into(), comment_end: "#>".into(), ..Delimiters::default() };
        // It refuses only delimiters that are empty or alike.
        tera.set_delimiters(delimiters).ok();
        tera.autoescape_on([".md"]);
        tera.set_escape_fn(escape);
        tera.register_filter("list", |value: Value, _: Kwargs, _: &State| series(&value, "and"));
        tera.register_filter("or_list", |value: Value, _: Kwargs, _: &State| series(&value, "or"));
        tera.register_filter("grouped", |number: Value, _: Kwargs, _: &State| grouped(&number.to_string()));
        tera.register_filter("words", |text: &str, _: Kwargs, _: &State| text.replace('_', " "));
        tera.register_filter("title_words", |text: &str, _: Kwargs, _: &State| title_words(text));
        Self { tera }
    }

    /// Adds templates, each its path, its file, and the text that begins on a 1-based line of it; returns those that are
    /// faulty, with the fault.
    pub fn add<'a>(&mut self, templates: &[(&'a str, &Source, &str, usize)]) -> Vec<(&'a str, Finding)> {
        // Blank lines in place of the front matter keep Tera's line numbers those of the file.
        let padded = |body: &str, line: usize| "\n".repeat(line.saturating_sub(1)) + body;
        let all = templates.iter().map(|(path, _, body, line)| (*path, padded(body, *line)));
        if self.tera.add_raw_templates(all).is_ok() {
            return Vec::new();
        }
        // Tera takes all or none, and much sooner all at once than one by one: only a faulty library is told apart.
        let one = |(path, source, body, line): &(&'a str, &Source, &str, usize)| {
            let error = self.tera.add_raw_template(path, &padded(body, *line)).err()?;
            Some((*path, *fault(&error, source)))
        };
        templates.iter().filter_map(one).collect()
    }

    /// Renders a template.
    pub fn render(&self, path: &str, source: &Source, context: &Context) -> Result<String, Box<Finding>> {
        self.tera.render(path, &context.0).map_err(|error| fault(&error, source))
    }
}

/// What templates read. Made once a deal: turning a deal into template values costs more than rendering a clause.
#[derive(Clone)]
pub struct Context(tera::Context);

impl Context {
    /// The fields of a JSON object.
    #[must_use]
    pub fn of(object: &Json) -> Self {
        let mut context = tera::Context::new();
        for (key, value) in object.as_object().into_iter().flatten() {
            context.insert(key.clone(), value);
        }
        Self(context)
    }

    /// Sets one field.
    pub fn set(&mut self, key: &'static str, value: &impl serde::Serialize) {
        self.0.insert(key, value);
    }
}

fn fault(error: &tera::Error, source: &Source) -> Box<Finding> {
    let (message, line) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => (
            report.message().to_owned(),
            Some((report.span().start_line, report.span().start_col, report.span().range.len())),
        ),
        other => (other.to_string(), None),
    };
    let place = match line {
        Some((line, column, length)) => {
            let whole = source.line_span(line);
            let text = source.text.get(whole.clone()).unwrap_or_default();
            let offset = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
            let start = whole.start + offset;
            Place::new(source, start..(start + length).min(whole.end).max(start))
        }
        None => Place::new(source, source.line_span(1)),
    };
    let help = if message.contains("undefined") || message.contains("not found") {
        "guard an optional field with `{% if FIELD is defined %}`, or correct its name"
    } else {
        "mend the template at this place"
    };
    Box::new(
        Finding::error(
            "LIB002",
            format!("template fault: {}", message.trim().trim_end_matches('.').replace('\n', " ")),
        )
        .at(place)
        .help(help),
    )
}

/// Whether a character stands for a fact that is not known yet.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character == BLANK || NUMBERED.contains(&character)
}

/// Writes a value so that Markdown can only read it as words.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut characters = text.chars();
    if let (Some(blank), None) = (characters.next().filter(|one| is_blank(*one)), characters.next()) {
        return write!(out, "{blank}");
    }
    write!(out, "{VALUE_START}")?;
    for character in text.chars() {
        match character {
            blank if is_blank(blank) => write!(out, "{VALUE_END}{blank}{VALUE_START}")?,
            '\n' | '\r' | '\t' => write!(out, " ")?,
            character if character.is_ascii_punctuation() => write!(out, "&#{};", u32::from(character))?,
            character => write!(out, "{character}")?,
        }
    }
    write!(out, "{VALUE_END}")
}

/// `A, B and C`; a blank stays a blank.
fn series(value: &Value, last: &str) -> String {
    let Some(items) = value.as_array() else { return value.to_string() };
    let words: Vec<String> = items.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// A decimal with its thousands parted by commas: `80,000.00`.
#[must_use]
pub fn grouped(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    let length = whole.chars().count();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (length - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn title_words(text: &str) -> String {
    let text = text.replace('_', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
