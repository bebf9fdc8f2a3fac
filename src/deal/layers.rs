//! An order laid over the deal of its master agreement: what the order's file leaves out is as the master's says.
//!
//! Mappings are joined key by key, and any other value of the order stands in place of the master's. What comes from the master bears
//! the place at which the order names it, and so is known apart.

use std::ops::Range;
use std::path::{self, Component};

use super::documents::DocumentKind;
use super::tree::{self, MapEntry, Node, NodeKind};
use crate::diagnostic::{Finding, Level};
use crate::input;
use crate::path::Path;
use crate::source::{Place, Source};

/// The code of the findings here.
pub const CODE: &str = "DEAL035";

/// What an order does not take from its master: what says how each of the two papers came about.
const OWN: [&str; 10] = [
    "reference",
    "draft",
    "state",
    "history",
    "paper",
    "documents.kind",
    "documents.parent",
    "documents.signed",
    "legal.reviewed_by",
    "legal.reviewed_on",
];

/// The lists whose entries of the order come in front of those of the master. Any other list of the order stands in place of the master's.
const JOINED: [&str; 3] = ["approvals", "waivers", "special_terms"];

/// The master of an order.
#[derive(Debug, Clone)]
pub struct Master {
    /// The text of its deal.
    pub source: Source,
    /// Its own tree, in which each node knows its bytes there.
    pub tree: Node,
    /// The bytes of the order at which it is named.
    pub named_at: Range<usize>,
}

impl Master {
    /// The place in the master's file of what an order takes from it; `None` where the order's own entries come first.
    #[must_use]
    pub fn place(&self, path: &Path) -> Option<Place> {
        let joined = JOINED.iter().any(|list| path.starts_with(Path::from(*list)));
        let span = self.tree.locate(path).filter(|_| !joined)?;
        Some(Place::new(&self.source, span))
    }
}

/// The whole tree of a deal, with its master if it is an order. `None` if the master cannot be had; `findings` then say why.
pub(super) fn laid(source: &Source, own: Node, findings: &mut Vec<Finding>) -> Option<(Node, Option<Master>)> {
    let is_order = kind(&own).as_deref() == Some(DocumentKind::Order.name());
    let parent = Path::from("documents.parent");
    let fail = |fact: String, help: &str| {
        let at = own.locate(&parent).unwrap_or_else(|| source.line_span(1));
        Finding::error(CODE, fact).on(&parent).at(Place::new(source, at)).help(help.to_owned())
    };
    let node = own.find(&parent);
    let (name, named_at) = match node.map(|node| (&node.kind, node.span.clone())) {
        Some((NodeKind::Scalar(name), span)) if is_order => (name.clone(), span),
        _ if is_order => {
            let help = "name the master's deal file, which lies in the folder of this one: `documents: {kind: order, parent: master.yaml}`";
            findings.push(fail("the order names no master agreement".into(), help));
            return None;
        }
        _ => return Some((own, None)),
    };
    let mut steps = path::Path::new(&name).components();
    if !matches!((steps.next(), steps.next()), (Some(Component::Normal(_)), None)) {
        let fact = format!("`{name}` is not in the folder of the order");
        findings.push(fail(fact, "put master and order into one folder, and name the master's file alone"));
        return None;
    }
    let folder = path::Path::new(&*source.name).parent().unwrap_or(path::Path::new(""));
    let above = match master(folder, &name) {
        Ok(above) => above,
        Err(fact) => {
            findings.push(fail(fact, "name the file of the master's deal, which lies in the folder of this one"));
            return None;
        }
    };
    let mut found = Vec::new();
    let tree = tree::read(&above, &mut found);
    if tree.as_ref().and_then(kind).as_deref() != Some(DocumentKind::Master.name()) {
        let fact = format!("`{name}` is not the deal of a master agreement");
        findings.push(fail(fact, "write `documents: {kind: master}` there, or name another file"));
        return None;
    }
    // What its values lack is reported with the order's own, at the place that names it.
    let sound = found.iter().all(|finding| finding.level != Level::Error);
    let (Some(tree), true) = (tree, sound) else {
        let fact = format!("the master `{name}` cannot be read");
        findings.push(fail(fact, &format!("run `peerpact check {name}`, and mend what it finds")));
        return None;
    };
    let whole = joined(own, &tree, &Path::root(), &named_at);
    Some((whole, Some(Master { source: above, tree, named_at })))
}

/// The text of a deal in a folder.
fn master(folder: &path::Path, name: &str) -> Result<Source, String> {
    let bytes = input::bytes_below(folder, path::Path::new(name), input::LIMIT);
    let bytes = bytes.map_err(|error| format!("{error}: {}", error.reason()))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{name} is not text in UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(Source::new(folder.join(name).display().to_string(), text))
}

/// What a deal says that it is.
fn kind(tree: &Node) -> Option<String> {
    match &tree.find(&Path::from("documents.kind"))?.kind {
        NodeKind::Scalar(kind) => Some(kind.clone()),
        _ => None,
    }
}

/// A node of the order with what the master adds below it.
fn joined(own: Node, above: &Node, path: &Path, named_at: &Range<usize>) -> Node {
    let kind = match (own.kind, &above.kind) {
        (NodeKind::Map(entries), NodeKind::Map(inherited)) => {
            let mut all: Vec<MapEntry> = Vec::with_capacity(entries.len() + inherited.len());
            for entry in entries {
                let value = match inherited.iter().find(|one| one.key == entry.key) {
                    Some(one) => joined(entry.value, &one.value, &path.key(&entry.key), named_at),
                    None => entry.value,
                };
                all.push(MapEntry { value, ..entry });
            }
            for one in inherited {
                let below = path.key(&one.key);
                if all.iter().all(|entry| entry.key != one.key) && !is_own(&below) {
                    let value = inherit(&one.value, &below, named_at);
                    all.push(MapEntry { key: one.key.clone(), key_span: named_at.clone(), value });
                }
            }
            NodeKind::Map(all)
        }
        (NodeKind::List(mut items), NodeKind::List(inherited)) if JOINED.contains(&path.to_string().as_str()) => {
            items.extend(inherited.iter().map(|item| inherit(item, path, named_at)));
            NodeKind::List(items)
        }
        (kind, _) => kind,
    };
    Node { span: own.span, kind }
}

/// A node of the master, at the place where the order names it.
fn inherit(node: &Node, path: &Path, named_at: &Range<usize>) -> Node {
    let kind = match &node.kind {
        NodeKind::Map(entries) => {
            let kept = entries.iter().filter(|entry| !is_own(&path.key(&entry.key)));
            let entry = |entry: &MapEntry| MapEntry {
                key: entry.key.clone(),
                key_span: named_at.clone(),
                value: inherit(&entry.value, &path.key(&entry.key), named_at),
            };
            NodeKind::Map(kept.map(entry).collect())
        }
        NodeKind::List(items) => NodeKind::List(items.iter().map(|item| inherit(item, path, named_at)).collect()),
        kind => kind.clone(),
    };
    Node { span: named_at.clone(), kind }
}

fn is_own(path: &Path) -> bool {
    OWN.contains(&path.to_string().as_str())
}

#[cfg(test)]
mod tests {
    use super::{joined, kind};
    use crate::deal::tree;
    use crate::path::Path;
    use crate::source::Source;

    #[test]
    fn an_order_keeps_what_it_says_and_takes_the_rest_from_its_master() {
        let tree = |text: &str| tree::read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a tree");
        let order = "reference: O1\ndocuments: {kind: order, parent: m.yaml}\nbilling: {pay: 7 days}\nwaivers: [{rule: A}]\ntax: [{flow: b}]\n";
        let master = "reference: M\ndraft: 4\ndocuments: {kind: master, rank: master}\nbilling: {pay: 30 days, cycle: weekly}\nwaivers: [{rule: B}]\ntax: [{flow: a}, {flow: c}]\n";
        let named_at = 0..1;
        let whole = joined(tree(order), &tree(master), &Path::root(), &named_at);
        assert_eq!(kind(&whole).as_deref(), Some("order"));
        for (path, there) in [
            ("draft", false),
            ("billing.cycle", true),
            ("documents.rank", true),
            ("waivers[1].rule", true),
            ("tax[0].flow", true),
            ("tax[1]", false),
        ] {
            let path: Path = path.parse().expect("a path");
            assert_eq!(whole.has(&path), there, "{path}");
        }
        let span = |path: &'static str| whole.find(&path.into()).map(|node| node.span.clone());
        assert_eq!(span("billing.cycle"), Some(named_at.clone()));
        assert_ne!(span("billing.pay"), Some(named_at));
    }
}
