//! A finding that was just added, and what can be said of it besides.

use std::ops::{Deref, DerefMut, Range};

use crate::deal::read::DealFile;
use crate::deal::tree::Kind;
use crate::diagnostic::{Edit, Finding, Level};

/// A finding that was just added.
pub struct Added<'a> {
    pub(super) file: &'a DealFile,
    pub(super) finding: &'a mut Finding,
}

impl Added<'_> {
    /// Names another deal path that belongs to it, and what it shows.
    pub fn also(self, path: impl AsRef<str>, what: impl Into<String>) -> Self {
        self.finding.related.push((self.file.place(path.as_ref()), what.into()));
        self
    }

    /// Gives it another weight than the rule's usual one.
    pub fn level(self, level: Level) -> Self {
        self.finding.level = level;
        self
    }

    /// Suggests another value for a field that the deal gives; does nothing where it is left to its default.
    pub fn replace(self, path: &str, value: impl Into<String>) -> Self {
        if let Some(node) = self.file.tree.find(path)
            && matches!(node.kind, Kind::Scalar(_))
        {
            self.finding.edits.push(Edit { span: node.span.clone(), text: value.into() });
        }
        self
    }

    /// Suggests further items at the end of a list that the deal gives and that is not empty.
    pub fn extend(self, path: &str, items: &[&str]) -> Self {
        let Some(node) = self.file.tree.find(path) else { return self };
        let Kind::List(present) = &node.kind else { return self };
        let Some(last) = present.last() else { return self };
        let text = &self.file.source.text;
        let flow = text.get(node.span.start..).is_some_and(|rest| rest.starts_with('['));
        let lead = if flow {
            ", ".to_owned()
        } else {
            let line = self.file.source.line_span(self.file.source.line_column(last.span.start).0);
            let before = text.get(line.start..last.span.start).unwrap_or_default();
            format!("\n{before}")
        };
        let added: String = items.iter().map(|item| format!("{lead}{item}")).collect();
        self.finding.edits.push(Edit { span: last.span.end..last.span.end, text: added });
        self
    }

    /// Suggests that an item of a list goes: with its comma, or with its lines. The first item stays, so that the list does not end
    /// up empty; so does one that shares its lines with a comment or with anything else.
    pub fn remove_item(self, list_path: &str, at: usize) -> Self {
        let source = &self.file.source;
        let Some(Kind::List(items)) = self.file.tree.find(list_path).map(|node| &node.kind) else { return self };
        let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)) else { return self };
        let Some(item) = items.get(at) else { return self };
        let text = |span: Range<usize>| source.text.get(span).unwrap_or_default();
        let line = |offset| source.line_span(source.line_column(offset).0);
        let (first, last) = (line(item.span.start), line(item.span.end.saturating_sub(1).max(item.span.start)));
        let between = text(before.span.end..item.span.start).trim();
        let span = if between == "," {
            before.span.end..item.span.end
        } else if text(first.start..item.span.start).trim() == "-" && text(item.span.end..last.end).trim().is_empty() {
            // The break before the lines goes with them, for the last line of a file may have none behind it.
            line(first.start.saturating_sub(1)).end..last.end
        } else {
            return self;
        };
        self.finding.edits.push(Edit { span, text: String::new() });
        self
    }
}

impl Deref for Added<'_> {
    type Target = Finding;

    fn deref(&self) -> &Finding {
        self.finding
    }
}

impl DerefMut for Added<'_> {
    fn deref_mut(&mut self) -> &mut Finding {
        self.finding
    }
}
