//! From text to tree. The only user of the YAML parser.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};

use super::node::{MapEntry, Node, NodeKind};
use crate::budget::{DEAL_ENTRIES, DEAL_LEVELS, DEAL_TEXT, DEAL_VALUES};
use crate::characters;
use crate::deal::repair::Repaired;
use crate::deal::syntax::{self, Slip};
use crate::diagnostic::Finding;
use crate::source::{Place, Source};

/// Nodes that a file may hold, with aliases expanded: far more than any deal, far fewer than an alias bomb makes.
const MOST_NODES: usize = DEAL_VALUES;

/// Levels of nesting that a file may have.
const MOST_LEVELS: usize = DEAL_LEVELS;

/// Faults of YAML that one run mends to read on. A file with more is better mended from its beginning.
const MOST_REPAIRS: usize = 24;

/// The largest text that is read on behind a fault. A deal is far smaller, and each fault costs several readings.
const REPAIRED_BYTES: usize = 1 << 18;

/// Reads one YAML document. Faults that leave a tree are added to `findings`; `None` means a file without a tree.
///
/// Where the text is no YAML and it can be seen what was meant, the tree is that of what was meant, so that faults further down are
/// found in the same run; the findings then hold the fault as an error.
pub fn read(source: &Source, findings: &mut Vec<Finding>) -> Option<Node> {
    refuse_forbidden(source, findings);
    let mut repaired = Repaired::new(&source.text);
    let mut repairs = 0;
    loop {
        let mut found = Vec::new();
        match Builder::new(source, &repaired, &mut found).document() {
            Ok(tree) => {
                findings.append(&mut found);
                return tree;
            }
            Err(Stop::Finding(finding)) => {
                findings.append(&mut found);
                findings.push(*finding);
                return None;
            }
            Err(Stop::Syntax { at, info }) => {
                let small = source.text.len() <= REPAIRED_BYTES && repairs < MOST_REPAIRS;
                let (slip, next) = if small { explain(&repaired, at) } else { (None, None) };
                findings.push(syntax_fault(source, &repaired, at, &info, slip.as_ref()));
                match next {
                    Some(next) => repaired = next,
                    None => {
                        findings.append(&mut found);
                        return None;
                    }
                }
                repairs += 1;
            }
        }
    }
}

/// The slip that explains why the parser gave up, and the text without it. Without a text, it is a guess, or there is none.
fn explain(repaired: &Repaired, at: usize) -> (Option<Slip>, Option<Repaired>) {
    let text = repaired.text();
    // A repair counts if the parser then gets beyond the line in which it gave up.
    let line_end = |at: usize| text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end);
    for slip in syntax::slips(text, at) {
        let Some(next) = repaired.with(&slip.edits).filter(|_| !slip.edits.is_empty()) else { continue };
        let grown = next.text().len().saturating_sub(text.len());
        if gives_up(next.text()).is_none_or(|further| further > line_end(at.max(slip.span.end)) + grown) {
            return (Some(slip), Some(next));
        }
    }
    (None, None)
}

/// The byte at which the parser gives up, if it does.
fn gives_up(text: &str) -> Option<usize> {
    let mut events = Parser::new_from_str_with_options(text, options());
    while let Some(event) = events.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => return None,
            Ok(_) => {}
            Err(error) => return Some(error.marker().byte_offset().unwrap_or(text.len()).min(text.len())),
        }
    }
    None
}

fn syntax_fault(source: &Source, repaired: &Repaired, at: usize, info: &str, slip: Option<&Slip>) -> Finding {
    let Some(slip) = slip else {
        let at = repaired.range(&(at..at));
        return Finding::error("DEAL007", format!("this is not YAML: {info}"))
            .at(Place::new(source, at))
            .help("mend the YAML at or just before this place; indentation is by spaces");
    };
    let mut finding = Finding::error("DEAL007", slip.fact.clone())
        .at(Place::new(source, repaired.range(&slip.span)))
        .help(slip.remedy.clone());
    if slip.sure {
        finding.edits = repaired.of_file(&slip.edits);
    }
    finding
}

fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options
}

fn refuse(character: char, place: Place) -> Finding {
    let what =
        if character.is_control() { "control character" } else { "invisible, private or direction-changing character" };
    Finding::error("DEAL006", format!("{what} U+{:04X}", u32::from(character)))
        .at(place)
        .help("remove it: it would print as nothing, or change how the words around it read")
}

/// Reports every forbidden character in the file, up to a number that one would fix one by one.
fn refuse_forbidden(source: &Source, findings: &mut Vec<Finding>) {
    const MOST: usize = 20;
    let found = characters::refused(&source.text).take(MOST);
    findings.extend(found.map(|(at, character)| refuse(character, Place::new(source, at..at + character.len_utf8()))));
}

/// Why no tree could be made.
enum Stop {
    /// The text, repairs included, is no YAML at a byte, for a reason in the parser's words.
    Syntax {
        at: usize,
        info: String,
    },
    Finding(Box<Finding>),
}

impl From<Box<Finding>> for Stop {
    fn from(finding: Box<Finding>) -> Self {
        Self::Finding(finding)
    }
}

type Faulty<T> = Result<T, Stop>;

struct Builder<'a, 'b> {
    source: &'a Source,
    text: &'a Repaired,
    events: Parser<'a, granit_parser::StrInput<'a>>,
    anchors: HashMap<usize, (Node, usize)>,
    /// Anchors of plain words that no alias has named yet, by the bytes of the words.
    unused: BTreeMap<usize, Range<usize>>,
    nodes: usize,
    findings: &'b mut Vec<Finding>,
}

impl<'a, 'b> Builder<'a, 'b> {
    fn new(source: &'a Source, text: &'a Repaired, findings: &'b mut Vec<Finding>) -> Self {
        let events = Parser::new_from_str_with_options(text.text(), options());
        Self { source, text, events, anchors: HashMap::new(), unused: BTreeMap::new(), nodes: 0, findings }
    }

    fn next(&mut self) -> Faulty<(Event<'a>, Range<usize>)> {
        match self.events.next_event() {
            Some(Ok((event, span))) => Ok((event, self.bytes(&span))),
            Some(Err(error)) => {
                let end = self.text.text().len();
                let at = error.marker().byte_offset().unwrap_or(end).min(end);
                Err(Stop::Syntax { at, info: error.info().to_owned() })
            }
            None => Err(Box::new(Finding::error("DEAL007", "the file ends too soon")).into()),
        }
    }

    /// The bytes of the file that the parser calls a span.
    fn bytes(&self, span: &Span) -> Range<usize> {
        let end = self.text.text().len();
        let range = span.byte_range().map_or(end..end, |range| range.start.min(end)..range.end.min(end));
        self.text.range(&range)
    }

    fn document(&mut self) -> Faulty<Option<Node>> {
        let mut tree = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => {
                    self.unused_anchors();
                    return Ok(tree);
                }
                Event::DocumentStart(..) if tree.is_some() => {
                    return Err(self.fault("DEAL007", span, "a second document begins here", "write one deal a file"));
                }
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                event => tree = Some(self.node(event, span, 0)?),
            }
        }
    }

    /// Reports anchors that no alias names: `name: &Co Ltd` gives the name `Ltd`.
    fn unused_anchors(&mut self) {
        for words in std::mem::take(&mut self.unused).into_values() {
            let before = self.source.text.get(..words.start).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let Some(sign) = before.get(line..).and_then(|before| before.rfind('&')) else { continue };
            let whole = line + sign..words.end.max(line + sign);
            let written = self.source.text.get(whole.clone()).unwrap_or_default().trim_end();
            let name = written.split_whitespace().next().unwrap_or_default();
            let mut finding = Finding::error(
                "DEAL030",
                format!("`{name}` gives the value a name that no alias uses, and is not printed"),
            )
            .at(Place::new(self.source, whole.clone()))
            .help(format!("put the value in quotation marks: {}", syntax::quoted(written)));
            finding.edits = syntax::quote(written, whole.start);
            self.findings.push(finding);
        }
    }

    fn fault(&self, code: &'static str, span: Range<usize>, message: impl Into<String>, help: &str) -> Stop {
        Box::new(Finding::error(code, message).at(Place::new(self.source, span)).help(help)).into()
    }

    fn node(&mut self, event: Event<'a>, span: Range<usize>, level: usize) -> Faulty<Node> {
        if level > MOST_LEVELS {
            return Err(self.fault(
                "DEAL008",
                span,
                format!("nested deeper than {MOST_LEVELS} levels"),
                "no deal nests so deep",
            ));
        }
        let before = self.nodes;
        self.count(1, &span)?;
        if event.tag().is_some() {
            let place = Place::new(self.source, span.clone());
            let tag = Finding::error("DEAL007", "a YAML tag").at(place);
            self.findings.push(tag.help("remove the tag: the schema knows each field's type"));
        }
        let (node, anchor) = match event {
            Event::Scalar(text, ..) if text.len() > DEAL_TEXT => {
                return Err(self.fault(
                    "DEAL008",
                    span.start..span.start,
                    format!("a text of more than {} MiB", DEAL_TEXT >> 20),
                    "shorten it, or put it into a document of its own",
                ));
            }
            Event::Scalar(text, style, anchor, _) => (self.scalar(&text, style, span), anchor),
            Event::SequenceStart(_, anchor, _) => (self.list(span.start, level)?, anchor),
            Event::MappingStart(_, anchor, _) => (self.map(span.start, level)?, anchor),
            Event::Alias(anchor) => {
                self.unused.remove(&anchor);
                let Some((node, size)) = self.anchors.get(&anchor) else {
                    return Err(self.fault("DEAL007", span, "an alias inside its own anchor", "write the value out"));
                };
                let (mut node, size) = (node.clone(), *size);
                self.count(size, &span)?;
                node.span = span;
                (node, 0)
            }
            _ => return Err(self.fault("DEAL007", span, "this is not a value", "write a value, a list or a mapping")),
        };
        if anchor != 0 {
            if matches!(node.kind, NodeKind::Scalar(_) | NodeKind::Blank) {
                self.unused.insert(anchor, node.span.clone());
            }
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        Ok(node)
    }

    fn count(&mut self, nodes: usize, span: &Range<usize>) -> Faulty<()> {
        self.nodes += nodes;
        if self.nodes > MOST_NODES {
            return Err(self.fault(
                "DEAL008",
                span.clone(),
                format!("more than {MOST_NODES} values, aliases written out"),
                "write fewer lines, or fewer aliases",
            ));
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Range<usize>) -> Node {
        // An escape in a quoted scalar can make a character that the file itself does not contain.
        let written = self.source.text.get(span.clone()).unwrap_or_default();
        if let Some((_, character)) = characters::refused(text).find(|(_, character)| !written.contains(*character)) {
            self.findings.push(refuse(character, Place::new(self.source, span.clone())));
        }
        let blank = matches!(style, ScalarStyle::Plain) && matches!(text, "" | "~" | "null" | "Null" | "NULL");
        Node { span, kind: if blank { NodeKind::Blank } else { NodeKind::Scalar(text.to_owned()) } }
    }

    fn list(&mut self, start: usize, level: usize) -> Faulty<Node> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Node { span: start..span.end.max(start), kind: NodeKind::List(items) });
            }
            items.push(self.node(event, span, level + 1)?);
        }
    }

    fn map(&mut self, start: usize, level: usize) -> Faulty<Node> {
        let mut entries: Vec<MapEntry> = Vec::new();
        let mut first: HashMap<String, Range<usize>> = HashMap::new();
        loop {
            let (event, key_span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Node { span: start..key_span.end.max(start), kind: NodeKind::Map(entries) });
            }
            let key = self.node(event, key_span.clone(), level + 1)?;
            let NodeKind::Scalar(key) = key.kind else {
                return Err(self.fault("DEAL007", key_span, "this key is no word", "write a plain word as key"));
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, level + 1)?;
            if key == "<<" {
                let fault =
                    Finding::error("DEAL007", "`<<` merges another mapping into this one, which a deal does not do");
                let help = "write the keys out; an alias such as `*name` may stand for a whole value";
                self.findings.push(fault.at(Place::new(self.source, key_span)).help(help));
                continue;
            }
            if let Some(earlier) = first.get(&key) {
                self.findings.push(
                    Finding::error("DEAL003", format!("`{key}` is given twice"))
                        .at(Place::new(self.source, key_span))
                        .see(Place::new(self.source, earlier.clone()), "first given here")
                        .help("keep one of the two"),
                );
                continue;
            }
            if entries.len() >= DEAL_ENTRIES {
                return Err(self.fault(
                    "DEAL008",
                    key_span,
                    format!("more than {DEAL_ENTRIES} keys in one mapping"),
                    "a deal has two parties and a few flows; put what is not of this deal into another",
                ));
            }
            first.insert(key.clone(), key_span.clone());
            entries.push(MapEntry { key, key_span, value });
        }
    }
}
