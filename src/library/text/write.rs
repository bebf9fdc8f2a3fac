//! A text as a template of the engine below.

use std::fmt::Write as _;
use std::ops::Range;

use super::condition::{Condition, Loop, is_name, there};
use super::nodes::{Branch, Node, bars};
use super::{Declared, Fault, Template, Wording};
use crate::template::mark;

/// Where words were written: from a byte of the file on, or all at one byte of it.
#[derive(Debug, Clone, Copy)]
enum At {
    From(usize),
    All(usize),
}

impl At {
    fn byte(self, offset: usize) -> usize {
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

pub(super) fn template(file: &str, nodes: &[Node], declared: &Declared<'_>, faults: &mut Vec<Fault>) -> Template {
    let mut writer = Writer {
        file,
        declared: *declared,
        faults,
        out: Template::default(),
        loops: Vec::new(),
        columns: Vec::new(),
        open: Vec::new(),
        hidden: 0,
    };
    writer.nodes(nodes);
    writer.out
}

struct Writer<'a> {
    file: &'a str,
    declared: Declared<'a>,
    faults: &'a mut Vec<Fault>,
    out: Template,
    /// The loops that the writer is in: each name and its list.
    loops: Vec<(String, String)>,
    /// The columns of the table at hand that are repeated.
    columns: Vec<Option<Loop>>,
    /// The phrases that are being written.
    open: Vec<&'a str>,
    /// Names that the template takes for itself.
    hidden: usize,
}

impl<'a> Writer<'a> {
    fn text(&self, span: &Range<usize>) -> &'a str {
        self.file.get(span.clone()).unwrap_or_default()
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(span) => {
                    self.columns.clear();
                    self.markdown(self.text(span), At::From(span.start));
                }
                Node::Header(header, rule) => self.header(header, rule),
                Node::Row { cells, each, when } => self.row(cells, each.as_ref(), when.as_ref()),
                Node::Choice { branches, otherwise } => self.choice(branches, otherwise),
                Node::Each { each, when, inside, at } => {
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

    fn choice(&mut self, branches: &[Branch], otherwise: &[Node]) {
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
    fn begin(&mut self, each: Option<&Loop>, when: Option<&Condition>) -> (String, String) {
        let (mut begin, mut end) = (String::new(), String::new());
        if let Some(Loop { name, list }) = each {
            let _ = write!(begin, "{{% for {name} in {list} %}}");
            end.push_str("{% endfor %}");
        }
        if let Some(when) = when {
            let condition = when.template(&mut begin, &mut self.hidden);
            let _ = write!(begin, "{{% if {condition} %}}");
            end.insert_str(0, "{% endif %}");
        }
        (begin, end)
    }

    fn row(&mut self, cells: &Range<usize>, each: Option<&Loop>, when: Option<&Condition>) {
        let (begin, end) = self.begin(each, when);
        self.tag(&begin, cells.start);
        self.loops.extend(each.map(|each| (each.name.clone(), each.list.clone())));
        let text = self.text(cells);
        if self.columns.iter().any(Option::is_some) {
            self.cells(text, cells.start, |_, cell| cell);
        } else {
            self.markdown(text, At::From(cells.start));
        }
        if each.is_some() {
            self.loops.pop();
        }
        if !text.ends_with('\n') {
            self.out.text.push('\n');
        }
        self.tag(&end, cells.start);
    }

    /// A row whose columns repeat as those of its table do. `words` gives what a cell prints.
    fn cells(&mut self, row: &'a str, from: usize, words: impl Fn(&Option<Loop>, &'a str) -> &'a str) {
        let bars = bars(row);
        let columns = std::mem::take(&mut self.columns);
        self.markdown(row.get(..=bars.first().copied().unwrap_or_default()).unwrap_or_default(), At::From(from));
        for (at, pair) in bars.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let cell = row.get(left + 1..*right).unwrap_or_default();
            let each = columns.get(at).cloned().flatten();
            let said = words(&each, cell);
            let start = from + left + 1 + (cell.len() - said.len());
            match &each {
                Some(Loop { name, list }) => {
                    self.tag(&format!("{{% for {name} in {list} %}}"), start);
                    self.loops.push((name.clone(), list.clone()));
                    self.out.text.push(' ');
                    self.markdown(said.trim(), At::From(start + (said.len() - said.trim_start().len())));
                    self.out.text.push_str(" |");
                    self.loops.pop();
                    self.tag("{% endfor %}", start);
                }
                None => {
                    self.markdown(said, At::From(start));
                    self.out.text.push('|');
                }
            }
        }
        self.columns = columns;
        let rest = bars.last().map_or(row, |last| row.get(last + 1..).unwrap_or_default());
        self.markdown(rest, At::From(from + row.len() - rest.len()));
    }

    fn header(&mut self, header: &Range<usize>, rule: &Range<usize>) {
        let text = self.text(header);
        let bars = bars(text);
        let mut columns = Vec::new();
        for pair in bars.windows(2) {
            let [left, right] = pair else { continue };
            let cell = text.get(left + 1..*right).unwrap_or_default().trim_start();
            columns.push(match repeated(cell) {
                Some((each, _)) => match Loop::read(each) {
                    Ok(each) => Some(each),
                    Err(fact) => {
                        let remedy =
                            "write `each flow: WORDS`, `each party: WORDS` or `each NAME in LIST: WORDS`".into();
                        self.faults.push(Fault { span: header.start + left + 1..header.start + right, fact, remedy });
                        None
                    }
                },
                None => None,
            });
        }
        self.columns = columns;
        if !self.columns.iter().any(Option::is_some) {
            self.markdown(text, At::From(header.start));
            self.out.text.push_str(self.text(rule));
            return;
        }
        self.cells(text, header.start, |each, cell| match (each, repeated(cell.trim_start())) {
            (Some(_), Some((_, words))) => words,
            _ => cell,
        });
        let columns = self.columns.clone();
        self.out.text.push('|');
        for (column, cell) in columns.iter().zip(self.text(rule).trim().trim_matches('|').split('|')) {
            match column {
                Some(Loop { name, list }) => {
                    let _ = write!(self.out.text, "{{% for {name} in {list} %}}{cell}|{{% endfor %}}");
                }
                None => {
                    let _ = write!(self.out.text, "{cell}|");
                }
            }
        }
        self.out.text.push('\n');
    }

    /// Adds a tag of the engine below, which stands for the line at a byte of the file.
    fn tag(&mut self, tag: &str, at: usize) {
        if !tag.is_empty() {
            self.out.map.push((self.out.text.len(), at, false));
            self.out.text.push_str(tag);
        }
    }

    fn fault(&mut self, at: At, offset: usize, length: usize, fact: String, remedy: &str) {
        let start = at.byte(offset);
        let end = match at {
            At::From(_) => start + length,
            At::All(_) => start,
        };
        self.faults.push(Fault { span: start..end, fact, remedy: remedy.into() });
    }

    /// Markdown with values.
    fn markdown(&mut self, text: &'a str, at: At) {
        let mut done = 0;
        while let Some(rest) = text.get(done..).filter(|rest| !rest.is_empty()) {
            let next = ["{{", "{%", "<#"].iter().filter_map(|open| rest.find(open)).min().unwrap_or(rest.len());
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

    /// Words of the library. Each run says where it was written, and where it marks a point.
    fn words_of(&mut self, text: &'a str, at: At) {
        let Some((before, id, after)) = point(text) else {
            self.run(text, at);
            return;
        };
        self.run(before.trim_end(), at);
        self.out.points.entry(id.to_owned()).or_insert_with(|| at.byte(before.len()));
        self.words_of(after, at.skip(text.len() - after.len()));
    }

    fn run(&mut self, text: &str, at: At) {
        let blank = text.len() - text.trim_start().len();
        let (white, words) = text.split_at(blank);
        self.out.map.push((self.out.text.len(), at.byte(0), matches!(at, At::From(_))));
        self.out.text.push_str(white);
        if words.is_empty() {
            return;
        }
        self.out.text.extend(mark::written(at.byte(blank), matches!(at, At::From(_))));
        self.out.map.push((self.out.text.len(), at.byte(blank), matches!(at, At::From(_))));
        self.out.text.push_str(words);
    }

    /// A tag of the engine below, or a comment.
    fn raw(&mut self, whole: &str, at: At) {
        let inner = whole.trim_start_matches("{%").trim_end_matches("%}").trim_matches('-');
        let mut words = inner.split_whitespace();
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("for"), Some(name), Some("in"), Some(list)) => self.loops.push((name.to_owned(), list.to_owned())),
            (Some("endfor"), ..) => drop(self.loops.pop()),
            _ => {}
        }
        self.out.map.push((self.out.text.len(), at.byte(0), matches!(at, At::From(_))));
        self.out.text.push_str(whole);
    }

    /// `{{ … }}`: a phrase, a value, or words for it.
    fn value(&mut self, whole: &'a str, at: At) {
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
                    let _ = write!(out, " | said(of=\"{of}\"{rest})");
                }
                None => {
                    let _ = write!(out, " | {filter}");
                }
            }
        }
        let _ = write!(out, " {}}}}}", trims.1);
        if value.contains("said") {
            // The words of a choice stand where the text asks for them.
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

    fn phrase(&mut self, name: &'a str, wordings: &'a [Wording], at: At) {
        let here = At::All(at.byte(0));
        self.out.phrases.insert(name.to_owned());
        if self.open.contains(&name) {
            let remedy = "let no phrase hold itself";
            return self.fault(here, 0, 0, format!("the phrase `{name}` holds itself"), remedy);
        }
        // Where the front matter has the words of a wording.
        let places = self.declared.places;
        let place = |index: usize, field: &str| match places.get(name, index, field) {
            Some((byte, true)) => At::From(byte),
            Some((byte, false)) => At::All(byte),
            None => here,
        };
        self.open.push(name);
        let (cases, last): (Vec<_>, Vec<_>) =
            wordings.iter().enumerate().partition(|(_, wording)| wording.otherwise.is_none());
        let otherwise =
            last.first().and_then(|(index, wording)| Some((wording.otherwise.as_deref()?, place(*index, "otherwise"))));
        let repeats = |wording: &Wording| wording.each.is_some() || wording.first.is_some();
        if last.len() > 1 || cases.iter().any(|(_, case)| case.says.is_none()) || cases.is_empty() {
            let fact = format!("the phrase `{name}` has a wording without words");
            self.fault(place(0, "says"), 0, 0, fact, PHRASES);
        } else if let [(index, one)] = cases.as_slice()
            && repeats(one)
        {
            let [says, between, when] = ["says", "between", "if"].map(|field| place(*index, field));
            self.repeated(one, otherwise, [here, says, between, when]);
        } else if cases.iter().any(|(_, case)| repeats(case) || case.when.is_none()) {
            let fact = format!("the phrase `{name}` has a wording without a condition");
            self.fault(place(0, "says"), 0, 0, fact, PHRASES);
        } else {
            let mut before = String::new();
            let mut conditions = Vec::new();
            for (index, case) in &cases {
                let condition = case.when.as_deref().and_then(|when| self.condition(when, place(*index, "if")));
                conditions.push(condition.map_or("true".into(), |one| one.template(&mut before, &mut self.hidden)));
            }
            self.tag(&before, here.byte(0));
            for (at, ((index, case), condition)) in cases.iter().zip(&conditions).enumerate() {
                self.tag(&format!("{{% {} {condition} %}}", if at == 0 { "if" } else { "elif" }), here.byte(0));
                self.markdown(case.says.as_deref().unwrap_or_default(), place(*index, "says"));
            }
            if let Some((otherwise, place)) = otherwise {
                self.tag("{% else %}", here.byte(0));
                self.markdown(otherwise, place);
            }
            self.tag("{% endif %}", here.byte(0));
        }
        self.open.pop();
    }

    /// A phrase that prints for each element of a list. The places are those of the text that asks for it, of its words, of
    /// what stands between two of them, and of its condition.
    fn repeated(&mut self, one: &'a Wording, otherwise: Option<(&'a str, At)>, [at, says, between, asks]: [At; 4]) {
        let each = one.each.as_deref().or(one.first.as_deref()).unwrap_or_default();
        let Loop { name, list } = match Loop::read(each) {
            Ok(each) => each,
            Err(error) => return self.fault(says, 0, 0, error, PHRASES),
        };
        self.hidden += 1;
        let any = format!("any_{}", self.hidden);
        self.tag(&format!("{{% set_global {any} = false %}}{{% for {name} in {list} %}}"), at.byte(0));
        self.loops.push((name, list));
        let when = one.when.as_deref().and_then(|when| self.condition(when, asks));
        let (begin, end) = self.begin(None, when.as_ref());
        self.tag(&begin, at.byte(0));
        if let Some(words) = one.between.as_deref() {
            self.tag(&format!("{{% if {any} %}}"), at.byte(0));
            self.markdown(words, between);
            self.tag("{% endif %}", at.byte(0));
        }
        self.markdown(one.says.as_deref().unwrap_or_default(), says);
        let stop = if one.first.is_some() { "{% break %}" } else { "" };
        self.tag(&format!("{{% set_global {any} = true %}}{stop}{end}{{% endfor %}}"), at.byte(0));
        self.loops.pop();
        if let Some((otherwise, place)) = otherwise {
            self.tag(&format!("{{% if not {any} %}}"), at.byte(0));
            self.markdown(otherwise, place);
            self.tag("{% endif %}", at.byte(0));
        }
    }

    fn condition(&mut self, text: &str, at: At) -> Option<Condition> {
        match Condition::read(text) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.fault(at, 0, 0, format!("the condition `{text}` cannot be read: {error}"), PHRASES);
                None
            }
        }
    }
}

const PHRASES: &str = "write a phrase as a list of `{if: CONDITION, says: WORDS}`, the last one `{otherwise: WORDS}`, or as one \
                       `{each: NAME in LIST, says: WORDS}` (or `first`)";

/// What a repeated column's header says: the loop, and the words.
pub(super) fn repeated(cell: &str) -> Option<(&str, &str)> {
    cell.strip_prefix("each ")?.split_once(": ")
}

/// The first point that a text marks: what stands before it, its id, and what follows.
fn point(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find("{=")?;
    let rest = text.get(start + 2..)?;
    let end = rest.find('}')?;
    Some((text.get(..start)?, rest.get(..end)?, rest.get(end + 1..)?))
}

/// The length of the tag or comment that a text begins with. What stands in quotation marks ends no tag.
pub(super) fn tag(text: &str) -> Option<usize> {
    let close = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        _ => return Some(text.find("#>")? + 2),
    };
    let mut quote = None;
    for (at, letter) in text.char_indices().skip(2) {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if letter == open => quote = None,
            (None, _) if text.get(at..)?.starts_with(close) => return Some(at + 2),
            _ => {}
        }
    }
    None
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
