//! A text as lines: alternatives, repeats, tables, and the Markdown between them.

use std::ops::Range;

use super::TextFault;
use super::condition::{Condition, Loop};
use super::tags::bars;

/// A part of a text. Spans are bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextNode {
    /// Lines of Markdown with values.
    Text(Range<usize>),
    /// The header of a table and the line below it.
    Header(Range<usize>, Range<usize>),
    /// A row of a table.
    Row {
        /// Its cells, up to and with the last bar.
        cells: Range<usize>,
        /// The list for each element of which it prints.
        each: Option<Loop>,
        when: Option<Condition>,
        /// Whether a field that is absent prints as `none`: the row prints where one column has it.
        given: bool,
    },
    /// Alternatives: the first whose condition holds prints.
    Choice {
        branches: Vec<Branch>,
        /// What prints if none holds.
        otherwise: Vec<TextNode>,
    },
    /// What prints for each element of a list.
    Each { each: Loop, when: Option<Condition>, inside: Vec<TextNode>, at: Range<usize> },
}

/// An alternative with its condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Branch {
    pub when: Condition,
    /// The line that says so.
    pub at: Range<usize>,
    pub inside: Vec<TextNode>,
}

const REMEDY: &str =
    "write `:: if CONDITION`, `:: or if CONDITION`, `:: otherwise`, `:: each NAME in LIST` or `:: end`";

/// Reads the bytes `span` of a file.
pub(super) fn read(file: &str, span: Range<usize>, faults: &mut Vec<TextFault>) -> Vec<TextNode> {
    let mut lines = Vec::new();
    let mut at = span.start;
    for line in file.get(span).unwrap_or_default().split_inclusive('\n') {
        lines.push(at..at + line.len());
        at += line.len();
    }
    let mut reader = Reader { file, lines, at: 0, faults };
    let mut out = Vec::new();
    loop {
        out.extend(reader.block());
        let Some(line) = reader.next() else { break };
        let word = reader.command(&line).unwrap_or_default().to_owned();
        reader.fault(line, format!("`:: {word}` has no `:: if` or `:: each` before it"), REMEDY.into());
    }
    out
}

struct Reader<'a> {
    file: &'a str,
    lines: Vec<Range<usize>>,
    at: usize,
    faults: &'a mut Vec<TextFault>,
}

impl<'a> Reader<'a> {
    fn text(&self, span: &Range<usize>) -> &'a str {
        self.file.get(span.clone()).unwrap_or_default()
    }

    fn peek(&self) -> Option<Range<usize>> {
        self.lines.get(self.at).cloned()
    }

    fn next(&mut self) -> Option<Range<usize>> {
        self.at += 1;
        self.lines.get(self.at - 1).cloned()
    }

    /// The command of a line, after `::`.
    fn command(&self, line: &Range<usize>) -> Option<&'a str> {
        let rest = self.text(line).trim().strip_prefix("::")?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
    }

    fn fault(&mut self, line: Range<usize>, fact: String, remedy: String) {
        let end = line.start + self.text(&line).trim_end().len();
        self.faults.push(TextFault { span: line.start..end, fact, remedy });
    }

    /// Nodes up to a line that ends them or begins another alternative.
    fn block(&mut self) -> Vec<TextNode> {
        let mut out: Vec<TextNode> = Vec::new();
        while let Some(line) = self.peek() {
            let Some(command) = self.command(&line) else {
                self.at += 1;
                let node = self.plain(line);
                match (out.last_mut(), node) {
                    (Some(TextNode::Text(before)), TextNode::Text(span)) => before.end = span.end,
                    (_, node) => out.push(node),
                }
                continue;
            };
            if command == "end" || command == "otherwise" || command.starts_with("or if ") {
                break;
            }
            self.at += 1;
            if let Some(condition) = command.strip_prefix("if ") {
                out.push(self.choice(line, condition));
            } else if let Some(each) = command.strip_prefix("each ") {
                let (each, when) = self.each(&line, each);
                let inside = self.block();
                self.end(&line);
                if let Some(each) = each {
                    out.push(TextNode::Each { each, when, inside, at: line });
                }
            } else {
                self.fault(line, format!("`:: {command}` is not a line of the library's format"), REMEDY.into());
            }
        }
        out
    }

    fn choice(&mut self, line: Range<usize>, condition: &str) -> TextNode {
        let (mut branches, mut otherwise) = (Vec::new(), Vec::new());
        let (first, mut here) = (line.clone(), (line, condition));
        loop {
            let when = self.condition(&here.0, here.1);
            let inside = self.block();
            branches.extend(when.map(|when| Branch { when, at: here.0, inside }));
            let Some(next) = self.peek() else { break };
            let Some(condition) = self.command(&next).and_then(|command| command.strip_prefix("or if ")) else { break };
            self.at += 1;
            here = (next, condition);
        }
        if self.peek().is_some_and(|next| self.command(&next) == Some("otherwise")) {
            self.at += 1;
            otherwise = self.block();
        }
        self.end(&first);
        TextNode::Choice { branches, otherwise }
    }

    fn end(&mut self, begin: &Range<usize>) {
        if self.peek().is_some_and(|next| self.command(&next) == Some("end")) {
            self.at += 1;
        } else {
            self.fault(begin.clone(), "this has no `:: end`".into(), "close it by a line `:: end`".into());
        }
    }

    fn condition(&mut self, line: &Range<usize>, text: &str) -> Option<Condition> {
        match Condition::read(text) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.fault(line.clone(), format!("the condition `{text}` cannot be read: {error}"), CONDITIONS.into());
                None
            }
        }
    }

    fn each(&mut self, line: &Range<usize>, text: &str) -> (Option<Loop>, Option<Condition>) {
        let (each, when) = match text.split_once(" if ") {
            Some((each, when)) => (each, self.condition(line, when)),
            None => (text, None),
        };
        match Loop::read(each) {
            Ok(each) => (Some(each), when),
            Err(error) => {
                self.fault(line.clone(), error, "write `each flow`, `each party` or `each NAME in LIST`".into());
                (None, when)
            }
        }
    }

    fn plain(&mut self, line: Range<usize>) -> TextNode {
        if !self.text(&line).starts_with('|') {
            return TextNode::Text(line);
        }
        if let Some(next) = self.peek()
            && is_rule(self.text(&next))
        {
            self.at += 1;
            return TextNode::Header(line, next);
        }
        let text = self.text(&line);
        let Some(at) = suffix(text) else { return TextNode::Row { cells: line, each: None, when: None, given: false } };
        let said = text.get(at + 2..).unwrap_or_default().trim();
        let cells = line.start..line.start + at + 1;
        let (each, when) = if let Some(condition) = said.strip_prefix("if ") {
            (None, self.condition(&line, condition))
        } else if let Some(each) = said.strip_prefix("each ") {
            self.each(&line, each)
        } else if let "given" | "written" = said {
            (None, self.values_are(said, &line, text.get(..at).unwrap_or_default()))
        } else {
            let remedy = "write `|: given`, `|: written`, `|: if CONDITION`, `|: each NAME in LIST` or `|: each NAME in LIST if CONDITION`";
            self.fault(line, format!("`|: {said}` says nothing of the row"), remedy.into());
            (None, None)
        };
        TextNode::Row { cells, each, when, given: said == "given" }
    }

    /// The condition of a row that prints where the deal gives, or itself writes, the first field that its cells print.
    fn values_are(&mut self, said: &str, line: &Range<usize>, cells: &str) -> Option<Condition> {
        let values = cells.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
        let path = values.filter_map(field).next();
        let Some(path) = path else {
            let remedy = "write `|: if CONDITION`, or print a field in it";
            self.fault(line.clone(), format!("`|: {said}` stands after a row without a field"), remedy.into());
            return None;
        };
        let of_flow = path.strip_prefix("flow.");
        Some(match (said, path.split('.').next()) {
            ("written", _) => Condition::Written(of_flow.unwrap_or(path).to_owned()),
            (_, Some(name @ ("flow" | "party"))) => {
                let list = if name == "flow" { "flows" } else { "party_list" };
                let each = Loop { name: name.to_owned(), list: list.to_owned() };
                Condition::Some(each, Box::new(Condition::Given(path.to_owned())))
            }
            _ => Condition::Given(path.to_owned()),
        })
    }
}

/// The field that a value prints: `technical.fax` of `technical.fax | said or "none"`; a phrase is no field.
fn field(value: &str) -> Option<&str> {
    let path = value.trim_matches('-').split([' ', '|']).find(|word| !word.is_empty())?.trim();
    path.contains('.').then_some(path)
}

const CONDITIONS: &str = "write it as `FIELD = VALUE`, `FIELD is given`, `LIST holds VALUE` or `clause ID prints`, joined by `and`, \
                          `or` and `not`; CONTRIBUTING lists them";

/// Whether a line is the rule below a table's header.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with("|-") || line.starts_with("|:-")
}

/// The byte of the bar after which a row states its condition.
fn suffix(row: &str) -> Option<usize> {
    let at = row.rfind("|: ")?;
    (bars(row).last() == Some(&at)).then_some(at)
}
