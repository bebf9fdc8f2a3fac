//! A finding that was just added, with methods to complete it.

use std::ops::{Deref, DerefMut, Range};

use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::{Edit, Finding, Level};
use crate::path::Path;

/// A finding that was just added.
pub struct Added<'a> {
    pub(super) file: &'a DealFile,
    pub(super) finding: &'a mut Finding,
}

impl Added<'_> {
    /// Adds another deal path that belongs to it, with what it shows.
    pub fn also(self, path: impl Into<Path>, what: impl Into<String>) -> Self {
        self.finding.related.push((self.file.place(&path.into()), what.into()));
        self
    }

    /// Replaces the rule's usual level.
    pub fn level(self, level: Level) -> Self {
        self.finding.level = level;
        self
    }

    /// Suggests another value for a field that the deal gives; does nothing if the field has its default.
    pub fn replace(self, path: impl Into<Path>, value: impl Into<String>) -> Self {
        if let Some(node) = self.file.own(&path.into())
            && matches!(node.kind, NodeKind::Scalar(_))
        {
            self.finding.edits.push(Edit { span: node.span.clone(), text: value.into() });
        }
        self
    }

    /// Suggests further items at the end of a list that the deal gives and that is not empty.
    pub fn extend(self, path: impl Into<Path>, items: &[&str]) -> Self {
        let Some(node) = self.file.own(&path.into()) else { return self };
        let NodeKind::List(present) = &node.kind else { return self };
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

    /// Suggests removing an item of a list, with its comma or with its lines. Does nothing for the first item, so that no list
    /// becomes empty, nor if a comment or anything else would be removed too.
    pub fn remove_item(self, list: impl Into<Path>, at: usize) -> Self {
        let source = &self.file.source;
        let Some(NodeKind::List(items)) = self.file.own(&list.into()).map(|node| &node.kind) else { return self };
        let Some(before) = at.checked_sub(1).and_then(|before| items.get(before)) else { return self };
        let Some(item) = items.get(at) else { return self };
        let text = |span: Range<usize>| source.text.get(span).unwrap_or_default();
        let line = |offset| source.line_span(source.line_column(offset).0);
        let (first, last) = (line(item.span.start), line(item.span.end.saturating_sub(1).max(item.span.start)));
        let alone = text(first.start..item.span.start).trim() == "-" && text(item.span.end..last.end).trim().is_empty();
        let span = if text(before.span.end..item.span.start).trim() == "," {
            before.span.end..item.span.end
        } else if alone && !text(item.span.clone()).contains('#') {
            // The line break before the lines is removed with them, because the last line of a file may have none after it.
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

#[cfg(test)]
mod tests {
    use super::Added;
    use crate::deal::read;
    use crate::diagnostic::{Finding, Level};
    use crate::source::Source;

    const SMALLEST: &str = include_str!("../../examples/smallest.yaml");

    /// The deal's text without an item of a list; `None` if no edit is suggested.
    fn without(text: &str, list: &'static str, at: usize) -> Option<String> {
        let file = read::read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a deal");
        let mut finding = Finding::new("DEAL018", Level::Warning, "");
        Added { file: &file, finding: &mut finding }.remove_item(list, at);
        let edit = finding.edits.pop()?;
        let mut text = text.to_owned();
        text.replace_range(edit.span, &edit.text);
        Some(text)
    }

    #[test]
    fn an_item_goes_with_its_comma_or_its_line() {
        for (old, new) in [
            ("[tls, \"tcp\", udp]", Some("[tls, udp]")),
            ("[tls, tcp]", Some("[tls]")),
            ("[tls,\n    tcp]", Some("[tls]")),
            ("\n    - tls\n    - \"tcp\"\n    - udp", Some("\n    - tls\n    - udp")),
            ("\r\n    - tls\r\n    - tcp", Some("\r\n    - tls")),
            ("\n    - tls  # first\n    - tcp\n    - udp", Some("\n    - tls  # first\n    - udp")),
            ("\n    - tls\n    - tcp  # why", None),
            ("[tls,  # why\n    tcp]", None),
        ] {
            let deal = |list: &str| SMALLEST.replace("transports: [tls]", &format!("transports: {list}"));
            assert_eq!(without(&deal(old), "technical.transports", 1), new.map(deal), "{old}");
            assert_eq!(without(&deal(old), "technical.transports", 0), None, "{old}");
            assert_eq!(without(&deal(old), "technical.transports", 3), None, "{old}");
        }
    }

    #[test]
    fn an_entry_of_several_lines_goes_with_all_of_them() {
        let entry =
            "\n  - flow: hk\n    country: HK\n    tax: none\n    accounts: harbour\n    mechanism: outside_scope";
        let flow = "\n  - {flow: hk, country: HK, tax: none, accounts: harbour,\n     mechanism: outside_scope}";
        let deal = |second: &str| SMALLEST.replace("\nlegal:", &format!("{second}\nlegal:"));
        assert_eq!(without(&deal(flow), "tax", 1), Some(SMALLEST.to_owned()));
        assert_eq!(without(&deal(entry), "tax", 1), Some(SMALLEST.to_owned()));
        assert_eq!(without(&deal(&format!("{entry}\n  # a word on the rest")), "tax", 1), None);
    }
}
