//! Tracked changes of a DOCX, accepted or rejected as a reader's program would; nothing of the writer is used.

use super::docx::{Docx, Node, read_as};
use super::{Block, squeeze};

/// What stands for the result of a field: each program works it out anew.
const RESULT: &str = "№";

/// What becomes of the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Reject,
}

impl Answer {
    /// The mark whose content goes.
    fn goes(self) -> &'static str {
        if self == Self::Accept { "w:del" } else { "w:ins" }
    }
}

/// A paper as it is compared: its blocks with live numbers, and for each reference the words of the place that it leads to.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub blocks: Vec<Block>,
    pub references: Vec<String>,
    pub head: String,
    pub foot: String,
}

/// Reads a file after all its changes are answered.
pub fn seen(bytes: &[u8], answer: Answer) -> Seen {
    let docx: Docx = read_as(bytes, &|mut node| {
        answered(&mut node, answer);
        without_results(&mut node);
        node
    });
    let place = |to: &String| docx.paper.places.get(to).cloned().unwrap_or_else(|| format!("nowhere: {to}"));
    let references = docx.paper.links.iter().map(|link| format!("{} → {}", link.words, place(&link.to))).collect();
    Seen { blocks: docx.paper.blocks, references, head: docx.head, foot: docx.foot }
}

/// Answers every change below a node.
fn answered(node: &mut Node, answer: Answer) {
    let goes = answer.goes();
    let stays = if goes == "w:del" { "w:ins" } else { "w:del" };
    // Rows.
    node.children.retain(|child| {
        let row = child.child("w:trPr").filter(|_| child.name == "w:tr");
        row.is_none_or(|row| row.child(goes).is_none())
    });
    // Runs: what goes goes with its mark, what stays loses it.
    let mut children = Vec::new();
    for mut child in std::mem::take(&mut node.children) {
        let is_property = matches!(node.name.as_str(), "w:rPr" | "w:trPr");
        if child.name == goes && !is_property {
            continue;
        }
        answered(&mut child, answer);
        if child.name == stays && !is_property {
            children.extend(child.children);
        } else {
            match child.name.as_str() {
                "w:delText" => child.name = "w:t".into(),
                "w:delInstrText" => child.name = "w:instrText".into(),
                _ => {}
            }
            children.push(child);
        }
    }
    // Paragraphs whose end goes run on into the next.
    let mut joined: Vec<Node> = Vec::new();
    let mut carried: Vec<Node> = Vec::new();
    for mut child in children {
        let ends = |child: &Node, name: &str| {
            let run = child.child("w:pPr").and_then(|properties| properties.child("w:rPr"));
            run.is_some_and(|run| run.child(name).is_some())
        };
        if child.name != "w:p" {
            // What cannot run on, because a table follows, stays only if it holds words.
            if !carried.is_empty() && child.name == "w:tbl" {
                panic!("words of a paragraph that goes would run into a table");
            }
            joined.push(child);
            continue;
        }
        let is_gone = ends(&child, goes);
        if let Some(properties) = child.children.iter_mut().find(|child| child.name == "w:pPr") {
            properties.children.retain(|property| property.name != "w:rPr");
        }
        if is_gone {
            let rest = child.children.into_iter().filter(|child| child.name != "w:pPr");
            let rest: Vec<Node> = rest.filter(|child| !child.name.starts_with("w:bookmark")).collect();
            carried.extend(rest);
        } else {
            let at = usize::from(child.children.first().is_some_and(|child| child.name == "w:pPr"));
            child.children.splice(at..at, carried.drain(..));
            joined.push(child);
        }
    }
    assert!(carried.iter().all(|child| child.words().is_empty()), "words run out of their story");
    // A table without rows is gone; the paragraph after it is marked by itself.
    joined.retain(|child| child.name != "w:tbl" || child.children.iter().any(|row| row.name == "w:tr"));
    node.children = joined;
}

/// Leaves the contents out, which are never marked, and the results of fields.
fn without_results(node: &mut Node) {
    fn walk(node: &mut Node, inside: &mut bool) {
        match node.name.as_str() {
            "w:fldChar" => match node.attribute("w:fldCharType") {
                "separate" => *inside = true,
                "end" => *inside = false,
                _ => {}
            },
            "w:t" if *inside => node.text = RESULT.to_owned(),
            _ => {}
        }
        node.children.iter_mut().for_each(|child| walk(child, inside));
    }
    if let Some(body) = node.children.iter_mut().find(|child| child.name == "w:body") {
        body.children.retain(|child| child.name != "w:sdt");
        // Clauses bear a bookmark of the new paper alone.
        body.children.retain(|child| !child.name.starts_with("w:bookmark"));
    }
    walk(node, &mut false);
}

/// The marks of a file: elements `w:ins` and `w:del` of every part, and the words in them.
pub fn marks(bytes: &[u8]) -> (usize, usize) {
    let (mut elements, mut words) = (0, 0);
    for part in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
        let node = Node::parse(&super::docx::parts(bytes)[part]);
        node.walk(&mut |node| {
            if matches!(node.name.as_str(), "w:ins" | "w:del") {
                elements += 1;
                let mut text = String::new();
                node.walk(&mut |inner| {
                    if matches!(inner.name.as_str(), "w:t" | "w:delText") {
                        text.push_str(&inner.text);
                    }
                });
                words += squeeze(&text).split(' ').filter(|word| !word.is_empty()).count();
            }
        });
    }
    (elements, words)
}
