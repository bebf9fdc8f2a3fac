//! The only user of Tera: filters, escaping, and faults with their place in the template's file.
//!
//! A value of the deal reaches the text between [`VALUE_START`] and [`VALUE_END`], with each mark-up character written as a
//! character reference, so that Markdown always reads it as words. Templates cannot reach files, the network or a clock.

use std::io::Write;
use std::ops::{Range, RangeInclusive};

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
/// Stand for facts that are not known yet, one character for each field of a deal. Templates treat each like [`BLANK`].
pub const NUMBERED: RangeInclusive<char> = '\u{F0000}'..='\u{FFFFD}';

/// The words of each value of a field, by the field.
pub type ValueWords = std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>;

/// Templates, each under its name, ready to be rendered.
pub struct Templates {
    tera: Tera,
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

/// Why a template cannot be read or rendered.
#[derive(Debug, Clone)]
pub struct TemplateFault {
    /// What is wrong.
    pub message: String,
    /// Bytes of the template, if the engine knows them.
    pub span: Option<Range<usize>>,
}

impl Templates {
    /// No templates yet; the filter `said` prints from `words`.
    #[must_use]
    pub fn new(words: ValueWords) -> Self {
        let mut tera = Tera::new();
        // Comments are written <# … #>, so that {#anchor} remains text.
        let delimiters = Delimiters { comment_start: "<#".into(), comment_end: "#>".into(), ..Delimiters::default() };
        // Only empty or equal delimiters are refused.
        tera.set_delimiters(delimiters).ok();
        tera.autoescape_on([".md"]);
        tera.set_escape_fn(escape);
        tera.register_filter("list", |value: Value, _: Kwargs, _: &State| series(&value, "and"));
        tera.register_filter("or_list", |value: Value, _: Kwargs, _: &State| series(&value, "or"));
        tera.register_filter("grouped", |number: Value, _: Kwargs, _: &State| grouped(&number.to_string()));
        tera.register_filter("words", |text: &str, _: Kwargs, _: &State| text.replace('_', " "));
        tera.register_filter("title_words", |text: &str, _: Kwargs, _: &State| title_words(text));
        tera.register_filter("zone", |text: &str, _: Kwargs, _: &State| zone(text));
        tera.register_filter("said", move |value: Value, arguments: Kwargs, _: &State| {
            said(&value, &arguments, &words)
        });
        Self { tera }
    }

    /// Adds templates, each its name and its text; returns those that are faulty, by their place in the list, with the fault.
    pub fn add(&mut self, templates: &[(&str, &str)]) -> Vec<(usize, TemplateFault)> {
        if self.tera.add_raw_templates(templates.iter().copied()).is_ok() {
            return Vec::new();
        }
        // Tera adds all or none, and adding them together is much faster than one by one. Only a faulty library is added one by
        // one.
        let one = |(at, (name, text)): (usize, &(&str, &str))| {
            let error = self.tera.add_raw_template(name, text).err()?;
            Some((at, fault(&error)))
        };
        templates.iter().enumerate().filter_map(one).collect()
    }

    /// Renders a template.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, TemplateFault> {
        self.tera.render(name, &context.0).map_err(|error| fault(&error))
    }
}

impl TemplateFault {
    /// The fault at its place in the file that the template was made of: `written` gives the byte of the file from which a byte
    /// of the template comes.
    #[must_use]
    pub fn finding(&self, source: &Source, written: impl Fn(usize) -> usize) -> Finding {
        let place = match &self.span {
            Some(span) => {
                let start = written(span.start);
                let end = start.max(written(span.end.saturating_sub(1).max(span.start)) + 1).min(source.text.len());
                Place::new(source, start..end.max(start))
            }
            None => Place::new(source, source.line_span(1)),
        };
        let message = &self.message;
        let help = if message.contains("undefined") || message.contains("not found") {
            "ask for an optional field first (`:: if FIELD is given`, `{{ FIELD or \"WORDS\" }}`), or correct its name"
        } else {
            "mend the template at this place"
        };
        let message = format!("template fault: {}", message.trim().trim_end_matches('.').replace('\n', " "));
        Finding::error("LIB002", message).at(place).help(help)
    }
}

/// Marks in what a template prints that record where its words were written. [`mark::take`] removes them before the text is
/// read.
pub mod mark {
    /// How many values one digit of a mark can have.
    const DIGITS: u32 = 0x400;
    /// The first digit of a mark before a run that the file holds unchanged.
    const HIGH: u32 = 0xE400;
    /// The second digit.
    const LOW: u32 = 0xE800;
    /// The first digit of a mark before words that all come from one byte of the file.
    const ONE: u32 = 0xEC00;

    /// The mark of a run that was written at a byte of a file; `own` if the file holds the run unchanged. Bytes past one
    /// mebibyte are recorded as that last byte.
    pub fn written(byte: usize, own: bool) -> impl Iterator<Item = char> {
        let byte = u32::try_from(byte).ok().filter(|byte| *byte < DIGITS * DIGITS);
        let digits = byte.map(|byte| [if own { HIGH } else { ONE } + byte / DIGITS, LOW + byte % DIGITS]);
        digits.into_iter().flatten().filter_map(char::from_u32)
    }

    /// The character that begins the mark of a point; the characters of its id follow, each as this one plus its code.
    const POINT: u32 = 0xF000;

    /// The mark of a point, which stands behind the words that make it.
    pub fn point(id: &str) -> impl Iterator<Item = char> {
        let letters = id.bytes().filter(u8::is_ascii).map(|letter| POINT + u32::from(letter));
        std::iter::once(POINT).chain(letters).filter_map(char::from_u32)
    }

    /// The point whose mark a text begins with, and the length of the mark in bytes.
    #[must_use]
    pub fn point_at(text: &str) -> Option<(String, usize)> {
        let mut letters = text.chars();
        letters.next().filter(|letter| u32::from(*letter) == POINT)?;
        let codes =
            letters.map_while(|letter| u32::from(letter).checked_sub(POINT).filter(|code| (1..0x80).contains(code)));
        let id: String = codes.filter_map(char::from_u32).collect();
        let length = (id.len() + 1) * '\u{F000}'.len_utf8();
        Some((id, length))
    }

    /// Whether a character belongs to a mark.
    #[must_use]
    pub fn is_mark(letter: char) -> bool {
        let code = u32::from(letter);
        (HIGH..ONE + DIGITS).contains(&code) || (POINT..POINT + 0x80).contains(&code)
    }

    /// The start of a run of words, and where it was written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Mark {
        /// The byte of the text without marks.
        pub at: usize,
        /// The byte of the file.
        pub written: usize,
        /// Whether the file holds the run unchanged.
        pub own: bool,
    }

    /// A text without its marks, and the marks in order.
    #[must_use]
    pub fn take(text: &str) -> (String, Vec<Mark>) {
        let (mut out, mut marks) = (String::with_capacity(text.len()), Vec::new());
        let mut rest = text;
        while let Some(at) = rest.find(is_mark) {
            let (before, here) = rest.split_at(at);
            out.push_str(before);
            let mut letters = here.chars();
            let high = letters.next().map_or(0, u32::from);
            let low = letters.clone().next().map_or(0, u32::from);
            if (LOW..LOW + DIGITS).contains(&low) && !(LOW..LOW + DIGITS).contains(&high) {
                letters.next();
                let own = high < LOW;
                let byte = (high - if own { HIGH } else { ONE }) * DIGITS + low - LOW;
                marks.extend(usize::try_from(byte).map(|written| Mark { at: out.len(), written, own }));
            }
            rest = letters.as_str();
        }
        out.push_str(rest);
        (out, marks)
    }
}

/// The values that templates read. Made once for each deal, because converting a deal costs more than rendering a clause.
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

    /// Sets one field, and replaces an existing one.
    pub fn set(&mut self, key: &'static str, value: &impl serde::Serialize) {
        self.0.insert(key, value);
    }
}

fn fault(error: &tera::Error) -> TemplateFault {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            TemplateFault { message: report.message().to_owned(), span: Some(report.span().range.clone()) }
        }
        other => TemplateFault { message: other.to_string(), span: None },
    }
}

/// The words of a choice, or of each choice in a list; a blank stays a blank.
fn said(value: &Value, arguments: &Kwargs, words: &ValueWords) -> tera::TeraResult<Value> {
    let field = arguments.must_get::<&str>("of")?;
    let one = |value: &Value| -> tera::TeraResult<String> {
        let text = value.to_string();
        if text.chars().all(is_blank) && !text.is_empty() {
            return Ok(text);
        }
        let found = words.get(field).and_then(|words| words.get(&text));
        found.cloned().ok_or_else(|| tera::Error::message(format!("`{text}` of `{field}` has no words in the table")))
    };
    let Some(items) = value.as_array() else { return Ok(Value::safe_string(&one(value)?)) };
    if items.is_empty() {
        return Ok(Value::safe_string(arguments.get::<&str>("none")?.unwrap_or_default()));
    }
    let items: Vec<String> = items.iter().map(one).collect::<Result<_, _>>()?;
    let joined = match arguments.get::<&str>("by")? {
        Some(by) => items.join(by),
        None => match items.as_slice() {
            [one] => one.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
            [] => String::new(),
        },
    };
    Ok(Value::safe_string(&joined))
}

/// Whether a character stands for a fact that is not known yet.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character == BLANK || NUMBERED.contains(&character)
}

/// A value as a template prints it, for words that a template does not hold.
#[must_use]
pub fn value(text: &str) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    escape(text, &mut out).ok();
    String::from_utf8_lossy(&out).into_owned()
}

/// Escapes a value so that Markdown reads it as words.
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

/// A decimal with commas between thousands: `80,000.00`.
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

/// A time zone of the IANA database in words: `the time of New York (America/New_York)`. A name without a place stays as it is.
fn zone(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((region, place)) if !region.starts_with("Etc") => {
            format!("the time of {} ({name})", place.replace('_', " "))
        }
        _ => name.to_owned(),
    }
}

fn title_words(text: &str) -> String {
    let text = text.replace('_', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
