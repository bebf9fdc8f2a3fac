//! Writes a text as a template of the engine.

use std::fmt::Write as _;
use std::ops::Range;

use super::column::Column;
use super::condition::{Condition, Loop, is_name, there};
use super::nodes::{Branch, TextNode};
use super::tags::tag;
use super::{Declared, Template, TextFault};
use crate::template::mark;

/// Where words were written: from a byte of the file on, or all at one byte of it.
#[derive(Debug, Clone, Copy)]
pub(super) enum WrittenAt {
    From(usize),
    All(usize),
}

impl WrittenAt {
    pub(super) fn byte(self, offset: usize) -> usize {
        match self {
            Self::From(at) => at + offset,
            Self::All(at) => at,
        }
    }

    fn skip(self, bytes: usize) -> Self {
        match self {
            Self::From(at) => Self::From(at + bytes),
            Self::All(at) => Self::All(at),
        }
    }
}

pub(super) fn template(
    file: &str,
    nodes: &[TextNode],
    declared: &Declared<'_>,
    faults: &mut Vec<TextFault>,
) -> Template {
    let mut writer = TextWriter {
        file,
        declared: *declared,
        faults,
        out: Template::default(),
        loops: Vec::new(),
        columns: Vec::new(),
        open: Vec::new(),
        given: false,
        hidden: 0,
    };
    writer.nodes(nodes);
    writer.out
}

pub(super) struct TextWriter<'a> {
    file: &'a str,
    pub(super) declared: Declared<'a>,
    faults: &'a mut Vec<TextFault>,
    pub(super) out: Template,
    /// The loops that the writer is in: each name and its list.
    pub(super) loops: Vec<(String, String)>,
    /// The columns of the current table.
    pub(super) columns: Vec<Column>,
    /// The phrases that are being written.
    pub(super) open: Vec<&'a str>,
    /// Whether the current row prints `none` for a field that is absent.
    given: bool,
    /// Names that the template takes for itself.
    pub(super) hidden: usize,
}

impl<'a> TextWriter<'a> {
    pub(super) fn text(&self, span: &Range<usize>) -> &'a str {
        self.file.get(span.clone()).unwrap_or_default()
    }

    fn nodes(&mut self, nodes: &[TextNode]) {
        for node in nodes {
            match node {
                TextNode::Text(span) => {
                    self.columns.clear();
                    self.markdown(self.text(span), WrittenAt::From(span.start));
                }
                TextNode::Header(header, rule) => self.header(header, rule),
                TextNode::Row { cells, each, when, given } => {
                    self.given = *given;
                    self.row(cells, each.as_ref(), when.as_ref());
                    self.given = false;
                }
                TextNode::Choice { branches, otherwise } => self.choice(branches, otherwise),
                TextNode::Each { each, when, inside, at } => {
                    let (begin, end) = self.begin(Some(each), when.as_ref());
                    self.tag(&begin, at.start);
                    self.loops.push((each.name.clone(), each.list.clone()));
                    self.nodes(inside);
                    self.loops.pop();
                    self.tag(&end, at.start);
                }
            }
        }
    }

    fn choice(&mut self, branches: &[Branch], otherwise: &[TextNode]) {
        let Some(first) = branches.first() else { return };
        let mut before = String::new();
        let conditions: Vec<String> =
            branches.iter().map(|branch| branch.when.template(&mut before, &mut self.hidden)).collect();
        self.tag(&before, first.at.start);
        for (at, (branch, condition)) in branches.iter().zip(&conditions).enumerate() {
            let word = if at == 0 { "if" } else { "elif" };
            self.tag(&format!("{{% {word} {condition} %}}"), branch.at.start);
            self.nodes(&branch.inside);
        }
        if !otherwise.is_empty() {
            self.tag("{% else %}", first.at.start);
            self.nodes(otherwise);
        }
        self.tag("{% endif %}", first.at.start);
    }

    /// The tags around what repeats or depends on a condition.
    pub(super) fn begin(&mut self, each: Option<&Loop>, when: Option<&Condition>) -> (String, String) {
        let (mut begin, mut end) = (String::new(), String::new());
        if let Some(Loop { name, list }) = each {
            // A list of a section that the deal leaves out has no elements.
            if list.contains('.') {
                write!(begin, "{{% if {} %}}", there(list)).ok();
                end.push_str("{% endif %}");
            }
            write!(begin, "{{% for {name} in {list} %}}").ok();
            end.insert_str(0, "{% endfor %}");
        }
        if let Some(when) = when {
            let condition = when.template(&mut begin, &mut self.hidden);
            write!(begin, "{{% if {condition} %}}").ok();
            end.insert_str(0, "{% endif %}");
        }
        (begin, end)
    }

    /// Adds a tag of the engine. For findings it stands for the line at a byte of the file.
    pub(super) fn tag(&mut self, tag: &str, at: usize) {
        if !tag.is_empty() {
            self.out.map.push((self.out.text.len(), at, false));
            self.out.text.push_str(tag);
        }
    }

    pub(super) fn fault(&mut self, at: WrittenAt, offset: usize, length: usize, fact: String, remedy: &str) {
        let start = at.byte(offset);
        let end = match at {
            WrittenAt::From(_) => start + length,
            WrittenAt::All(_) => start,
        };
        self.faults.push(TextFault { span: start..end, fact, remedy: remedy.into() });
    }

    pub(super) fn fault_at(&mut self, span: Range<usize>, fact: String, remedy: &str) {
        self.faults.push(TextFault { span, fact, remedy: remedy.into() });
    }

    pub(super) fn markdown(&mut self, text: &'a str, at: WrittenAt) {
        let mut done = 0;
        while let Some(rest) = text.get(done..).filter(|rest| !rest.is_empty()) {
            let opens = |pair: &[u8]| matches!(pair, b"{{" | b"{%" | b"<#");
            let next = rest.as_bytes().windows(2).position(opens).unwrap_or(rest.len());
            let (plain, rest) = rest.split_at(next);
            self.words_of(plain, at.skip(done));
            done += next;
            if rest.is_empty() {
                break;
            }
            let Some(length) = tag(rest) else {
                self.fault(at, done, 2, "this tag does not end".into(), "close it");
                break;
            };
            let (whole, here) = (rest.get(..length).unwrap_or_default(), at.skip(done));
            if whole.starts_with("{{") {
                self.value(whole, here);
            } else {
                self.raw(whole, here);
            }
            done += length;
        }
    }

    /// Words of the library. Marks record where each run was written, and where it makes a point.
    fn words_of(&mut self, text: &'a str, at: WrittenAt) {
        let Some((before, id, after)) = point(text) else {
            self.run(text, at);
            return;
        };
        self.run(before.trim_end(), at);
        self.out.points.entry(id.to_owned()).or_insert_with(|| at.byte(before.len()));
        self.out.text.extend(mark::point(id));
        self.words_of(after, at.skip(text.len() - after.len()));
    }

    fn run(&mut self, text: &str, at: WrittenAt) {
        let blank = text.len() - text.trim_start().len();
        let (white, words) = text.split_at(blank);
        self.out.map.push((self.out.text.len(), at.byte(0), matches!(at, WrittenAt::From(_))));
        self.out.text.push_str(white);
        if words.is_empty() {
            return;
        }
        self.out.text.extend(mark::written(at.byte(blank), matches!(at, WrittenAt::From(_))));
        self.out.map.push((self.out.text.len(), at.byte(blank), matches!(at, WrittenAt::From(_))));
        self.out.text.push_str(words);
    }

    /// A tag of the engine, or a comment.
    fn raw(&mut self, whole: &str, at: WrittenAt) {
        let inner = whole.trim_start_matches("{%").trim_end_matches("%}").trim_matches('-');
        let mut words = inner.split_whitespace();
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("for"), Some(name), Some("in"), Some(list)) => self.loops.push((name.to_owned(), list.to_owned())),
            (Some("endfor"), ..) => drop(self.loops.pop()),
            _ => {}
        }
        self.out.map.push((self.out.text.len(), at.byte(0), matches!(at, WrittenAt::From(_))));
        self.out.text.push_str(whole);
    }

    /// `{{ … }}`: a phrase, a value, or words for it.
    fn value(&mut self, whole: &'a str, at: WrittenAt) {
        let inner = whole.get(2..whole.len() - 2).unwrap_or_default();
        let trims = (if inner.starts_with('-') { "-" } else { "" }, if inner.ends_with('-') { "-" } else { "" });
        let inner = inner.trim_start_matches('-').trim_end_matches('-').trim();
        if is_name(inner)
            && let Some((name, wordings)) = self.declared.phrases.get_key_value(inner)
        {
            self.phrase(name, wordings, at);
            return;
        }
        let (value, otherwise) = match alternative(inner) {
            Some((value, otherwise)) => (value.trim(), Some(otherwise)),
            None => (inner, None),
        };
        let otherwise = otherwise.or((self.given && inner.contains('.')).then_some("none"));
        let mut parts = pipes(value).into_iter();
        let path = parts.next().unwrap_or_default();
        let mut out = format!("{{{{{} {path}", trims.0);
        for filter in parts {
            match said(filter) {
                Some((variant, rest)) => {
                    let of = key(path, variant, &self.loops);
                    if !self.declared.words.knows(&of) {
                        let fact = format!("`templates/words.yaml` has no words for `{of}`");
                        self.fault(at, 0, whole.len(), fact, "add them there, one for each value");
                    }
                    write!(out, " | said(of=\"{of}\"{rest})").ok();
                }
                None => {
                    write!(out, " | {filter}").ok();
                }
            }
        }
        write!(out, " {}}}}}", trims.1).ok();
        if value.contains("said") {
            // The words of a choice are placed where the text asks for them.
            out.insert_str(0, &mark::written(at.byte(0), false).collect::<String>());
        }
        match otherwise {
            Some(otherwise) => {
                self.tag(&format!("{{% if {} %}}{out}{{% else %}}", there(path)), at.byte(0));
                let offset = whole.find(otherwise).unwrap_or_default();
                self.markdown(otherwise, at.skip(offset));
                self.tag("{% endif %}", at.byte(0));
            }
            None => {
                self.tag(&out, at.byte(0));
            }
        }
    }
}

/// The first point that a text marks: what stands before it, its id, and what follows.
fn point(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find("{=")?;
    let rest = text.get(start + 2..)?;
    let end = rest.find('}')?;
    Some((text.get(..start)?, rest.get(..end)?, rest.get(end + 1..)?))
}

/// `VALUE or "WORDS"`.
pub(super) fn alternative(inner: &str) -> Option<(&str, &str)> {
    let start = inner.find(" or \"").or_else(|| inner.find("\nor \""))?;
    let words = inner.get(start + 5..)?.strip_suffix('"')?;
    Some((inner.get(..start)?, words))
}

/// The parts of a value between bars.
pub(super) fn pipes(value: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut from, mut quote) = (0, None);
    for (at, letter) in value.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if letter == open => quote = None,
            (None, '|') => {
                out.push(value.get(from..at).unwrap_or_default().trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(value.get(from..).unwrap_or_default().trim());
    out
}

/// The key of a value's words: its path in the deal, and the variant.
pub(super) fn key(path: &str, variant: Option<&str>, loops: &[(String, String)]) -> String {
    let mut path = path.split('[').next().unwrap_or_default().to_owned();
    // A loop's list may begin with the name of another loop.
    for (name, list) in loops.iter().rev() {
        let (first, rest) = path.split_once('.').map_or((path.as_str(), None), |(first, rest)| (first, Some(rest)));
        if first == name {
            path = rest.map_or_else(|| list.clone(), |rest| format!("{list}.{rest}"));
        }
    }
    let path = path.strip_prefix("flows.").map_or(path.clone(), str::to_owned);
    let path = path.strip_prefix("party_list.").map_or(path.clone(), |rest| format!("parties.{rest}"));
    variant.map_or(path.clone(), |variant| format!("{path} ({variant})"))
}

/// `said`, `said("short")`, `said(by="; ", none="none")`: the variant, and the arguments that are left.
pub(super) fn said(filter: &str) -> Option<(Option<&str>, String)> {
    let rest = filter.strip_prefix("said")?.trim();
    if rest.is_empty() {
        return Some((None, String::new()));
    }
    let inner = rest.strip_prefix('(')?.strip_suffix(')')?.trim();
    if let Some(variant) = inner.strip_prefix('"') {
        let (variant, rest) = variant.split_once('"')?;
        return Some((Some(variant), rest.to_owned()));
    }
    Some((None, format!(", {inner}")))
}
