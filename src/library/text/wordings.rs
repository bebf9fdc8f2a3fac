//! Every wording that a text can take and what decides it, for people: `peerpact clauses ID`.

use std::ops::Range;

use super::column::Column;
use super::condition::{Condition, Loop};
use super::nodes::{self, TextNode};
use super::tags::tag;
use super::words::Words;
use super::write::{alternative, key, pipes, said};
use super::{Phrases, Wording};

/// The text of the bytes `span` of a file: alternatives under their conditions and values as `{field}`, followed by the
/// wordings of each phrase and the words of each choice that the text asks for.
#[must_use]
pub fn of(file: &str, span: Range<usize>, phrases: &Phrases, words: &Words) -> String {
    let mut reader = Reader {
        file,
        phrases,
        words,
        out: String::new(),
        loops: Vec::new(),
        columns: 0,
        phrased: Vec::new(),
        chosen: Vec::new(),
    };
    let nodes = nodes::read(file, span, &mut Vec::new());
    reader.nodes(&nodes, 0);
    let mut out = tidy(&reader.out);
    // A phrase may ask for more phrases and choices.
    let mut at = 0;
    while let Some(name) = reader.phrased.get(at).cloned() {
        at += 1;
        out.push_str(&format!("\n{{{name}}}\n"));
        for wording in phrases.get(&name).into_iter().flatten() {
            let first = out.ends_with(&format!("{{{name}}}\n"));
            let wording = reader.wording(wording);
            out.push_str(&if first { wording } else { wording.replacen("  if ", "  or if ", 1) });
        }
    }
    for (path, key) in &reader.chosen {
        out.push_str(&format!("\n{{{path}}}\n"));
        for (value, said) in words.of(key).into_iter().flatten() {
            out.push_str(&format!("  {value}: “{said}”\n"));
        }
    }
    out
}

struct Reader<'a> {
    file: &'a str,
    phrases: &'a Phrases,
    words: &'a Words,
    out: String,
    loops: Vec<(String, String)>,
    /// How many of them are columns of the table at hand.
    columns: usize,
    /// The phrases that were asked for, in order.
    phrased: Vec<String>,
    /// The choices that were asked for: how the text shows them, and the key of their words.
    chosen: Vec<(String, String)>,
}

impl Reader<'_> {
    fn nodes(&mut self, nodes: &[TextNode], depth: usize) {
        for node in nodes {
            match node {
                TextNode::Text(span) => {
                    self.loops.truncate(self.loops.len() - std::mem::take(&mut self.columns));
                    self.lines(span, depth, "");
                }
                TextNode::Header(header, rule) => {
                    self.loops.truncate(self.loops.len() - std::mem::take(&mut self.columns));
                    let loops = columns(self.file.get(header.clone()).unwrap_or_default());
                    self.columns = loops.len();
                    self.loops.extend(loops);
                    self.lines(header, depth, "");
                    self.lines(rule, depth, "");
                }
                TextNode::Row { cells, each, when, .. } => {
                    self.open(each.as_ref());
                    let said = repeats(each.as_ref(), when.as_ref());
                    let said = if said.is_empty() { said } else { format!("  ({said})") };
                    self.lines(cells, depth, &said);
                    self.close(each.as_ref());
                }
                TextNode::Choice { branches, otherwise } => {
                    for (at, branch) in branches.iter().enumerate() {
                        let word = if at == 0 { "if" } else { "or if" };
                        self.line(depth, &format!("{word} {}:", branch.when));
                        self.nodes(&branch.inside, depth + 1);
                    }
                    if !otherwise.is_empty() {
                        self.line(depth, "otherwise:");
                        self.nodes(otherwise, depth + 1);
                    }
                }
                TextNode::Each { each, when, inside, .. } => {
                    self.line(depth, &format!("{}:", repeats(Some(each), when.as_ref())));
                    self.open(Some(each));
                    self.nodes(inside, depth + 1);
                    self.loops.truncate(self.loops.len() - std::mem::take(&mut self.columns));
                    self.close(Some(each));
                }
            }
        }
    }

    fn open(&mut self, each: Option<&Loop>) {
        self.loops.extend(each.map(|each| (each.name.clone(), each.list.clone())));
    }

    fn close(&mut self, each: Option<&Loop>) {
        if each.is_some() {
            self.loops.pop();
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        if !text.is_empty() {
            self.out.push_str(&"  ".repeat(depth));
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    fn lines(&mut self, span: &Range<usize>, depth: usize, after: &str) {
        let text = self.file.get(span.clone()).unwrap_or_default();
        let shown = self.shown(text);
        for line in shown.lines() {
            self.line(depth, &format!("{}{after}", line.trim_end()));
        }
    }

    /// Words with each value as `{field}`.
    fn shown(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("{{").into_iter().chain(rest.find("<#")).min() {
            let (before, here) = rest.split_at(at);
            out.push_str(before);
            let length = tag(here).unwrap_or(here.len());
            let (whole, after) = here.split_at(length);
            if let Some(inner) = whole.strip_prefix("{{").and_then(|inner| inner.strip_suffix("}}")) {
                out.push_str(&self.value(inner.trim_matches('-').trim()));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn value(&mut self, inner: &str) -> String {
        if self.phrases.contains_key(inner) {
            if !self.phrased.iter().any(|known| known == inner) {
                self.phrased.push(inner.to_owned());
            }
            return format!("{{{inner}}}");
        }
        let (value, otherwise) = match alternative(inner) {
            Some((value, otherwise)) => (value.trim(), Some(otherwise)),
            None => (inner, None),
        };
        let parts = pipes(value);
        let path = parts.first().copied().unwrap_or_default();
        for filter in parts.iter().skip(1) {
            if let Some((variant, _)) = said(filter) {
                let key = key(path, variant, &self.loops);
                let known = self.chosen.iter().any(|(_, known)| *known == key);
                if !known && self.words.knows(&key) {
                    self.chosen.push((path.to_owned(), key));
                }
            }
        }
        match otherwise {
            Some(otherwise) => format!("{{{path}, or “{}”}}", self.shown(otherwise)),
            None => format!("{{{path}}}"),
        }
    }

    /// One wording of a phrase, on a line.
    fn wording(&mut self, wording: &Wording) -> String {
        if let Some(otherwise) = &wording.otherwise {
            return format!("  otherwise: “{}”\n", self.shown(otherwise));
        }
        if let Some(field) = &wording.by {
            let lines =
                wording.words.iter().map(|(value, words)| format!("  {field} = {value}: “{}”\n", self.shown(words)));
            return lines.collect();
        }
        if let Some(words) = &wording.maybe {
            return format!("  if all that it prints is there: “{}”\n", self.shown(words));
        }
        let each = wording.each.as_deref().or(wording.first.as_deref()).and_then(|each| Loop::read(each).ok());
        self.open(each.as_ref());
        let says = self.shown(wording.says.as_deref().unwrap_or_default());
        self.close(each.as_ref());
        let when = wording.when.as_deref().and_then(|when| Condition::read(when).ok());
        let mut decides = match (&each, &when) {
            (None, Some(when)) => format!("if {when}"),
            _ => repeats(each.as_ref(), when.as_ref()),
        };
        if wording.first.is_some() {
            decides = decides.replacen("for each", "for the first", 1);
        }
        format!("  {decides}: “{says}”\n")
    }
}

/// The loops of the columns of a table that are repeated.
fn columns(header: &str) -> Vec<(String, String)> {
    let loops = header.split('|').filter_map(|cell| Column::read(cell).ok()?.0.each);
    loops.map(|each| (each.name, each.list)).collect()
}

fn repeats(each: Option<&Loop>, when: Option<&Condition>) -> String {
    match (each, when) {
        (Some(Loop { name, list }), None) => format!("for each {name} in {list}"),
        (Some(Loop { name, list }), Some(when)) => format!("for each {name} in {list} with {when}"),
        (None, Some(when)) => format!("if {when}"),
        (None, None) => String::new(),
    }
}

/// Removes empty lines at either end, and all but one between two lines.
fn tidy(text: &str) -> String {
    let mut out = String::new();
    let mut empty = true;
    for line in text.lines() {
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::diagnostic::Finding;
    use crate::library::text::Phrases;
    use crate::library::text::words::Words;
    use crate::source::Source;

    #[test]
    fn every_wording_stands_under_what_decides_it() {
        let table = "en:\n  credit.mode: {prepaid: prepayment, deposit: a deposit}\n";
        let words = Words::read(&Source::new("words.yaml", table), &mut Vec::<Finding>::new());
        let phrases: Phrases = serde_json::from_value(serde_json::json!({
            "place": [{"if": "a.b is not given", "says": " in {{ c.d }}"}, {"otherwise": ""}],
        }))
        .expect("phrases");
        let text = "Pay{{ place }} by {{ due or \"the end\" }}.\n:: if term.renewal = rolling\nOn.\n:: otherwise\nOff. {=off}\n:: end\n\n\
                    | A | B |\n|---|---|\n| {{ flow.id }} | {{ flow.credit.mode | said }} |: each flow if fax\n";
        let shown = of(text, 0..text.len(), &phrases, &words);
        let expected = "Pay{place} by {due, or “the end”}.\nif term.renewal is rolling:\n  On.\notherwise:\n  Off. {=off}\n\n\
                        | A | B |\n|---|---|\n| {flow.id} | {flow.credit.mode} |  (for each flow in flows with fax)\n\n\
                        {place}\n  if a.b is not given: “ in {c.d}”\n  otherwise: “”\n\n\
                        {flow.credit.mode}\n  deposit: “a deposit”\n  prepaid: “prepayment”\n";
        assert_eq!(shown, expected);
    }
}
