//! The nodes of a tree, and ways through it.

use std::ops::Range;

use crate::path::{Path, Step};

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// The node's content.
    pub kind: NodeKind,
}

/// The content of a node.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// `~`, `null`, or nothing after a key.
    Blank,
    /// One word or line. The schema decides its type.
    Scalar(String),
    /// A list, in the order of the file.
    List(Vec<Node>),
    /// A mapping, in order, without duplicate keys.
    Map(Vec<MapEntry>),
}

/// A key and its value.
#[derive(Debug, Clone)]
pub struct MapEntry {
    /// The key, as text.
    pub key: String,
    /// The bytes of the key in the file.
    pub key_span: Range<usize>,
    /// The value under the key.
    pub value: Node,
}

impl Node {
    /// The value under a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&MapEntry> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The node one step down.
    #[must_use]
    pub fn step(&self, step: &Step) -> Option<&Self> {
        match (&self.kind, step) {
            (NodeKind::Map(_), Step::Key(key)) => self.get(key).map(|entry| &entry.value),
            (NodeKind::List(items), Step::Index(at)) => items.get(*at),
            _ => None,
        }
    }

    /// The node at a path such as `rates.lines[0].rate`.
    #[must_use]
    pub fn find(&self, path: &Path) -> Option<&Self> {
        path.steps().iter().try_fold(self, Self::step)
    }

    /// Whether there is a node at a path, even a blank.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.find(path).is_some()
    }

    /// The bytes of a path such as `rates.lines[0].rate`, or of its nearest present ancestor: the value of a scalar, the key
    /// of anything larger. `None` if even the section is missing.
    #[must_use]
    pub fn locate(&self, path: &Path) -> Option<Range<usize>> {
        let mut here = self;
        let mut span = None;
        for step in path.steps() {
            let bytes = match (&here.kind, step) {
                (NodeKind::Map(_), Step::Key(key)) => here.get(key).map(|entry| match entry.value.kind {
                    NodeKind::Scalar(_) => entry.value.span.clone(),
                    _ => entry.key_span.clone(),
                }),
                (NodeKind::List(items), Step::Index(at)) => items.get(*at).map(|item| match &item.kind {
                    NodeKind::Map(entries) => {
                        entries.first().map_or(item.span.clone(), |entry| entry.key_span.start..entry.value.span.end)
                    }
                    _ => item.span.clone(),
                }),
                _ => None,
            };
            let (Some(bytes), Some(next)) = (bytes, here.step(step)) else { break };
            here = next;
            span = Some(bytes);
        }
        span
    }

    /// The bytes of the first key of a mapping.
    #[must_use]
    pub fn first_key(&self) -> Option<Range<usize>> {
        match &self.kind {
            NodeKind::Map(entries) => entries.first().map(|entry| entry.key_span.clone()),
            _ => None,
        }
    }

    /// Calls `visit` with the path and node of this node and of every node below it, in file order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&Path, &'a Node)) {
        self.walk_from(&mut Path::root(), visit);
    }

    fn walk_from<'a>(&'a self, path: &mut Path, visit: &mut impl FnMut(&Path, &'a Node)) {
        visit(path, self);
        match &self.kind {
            NodeKind::Map(entries) => {
                for entry in entries {
                    path.push(Step::Key(entry.key.clone()));
                    entry.value.walk_from(path, visit);
                    path.pop();
                }
            }
            NodeKind::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    path.push(Step::Index(at));
                    item.walk_from(path, visit);
                    path.pop();
                }
            }
            NodeKind::Scalar(_) | NodeKind::Blank => {}
        }
    }
}
