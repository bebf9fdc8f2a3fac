//! Where a deal stands between two parties, and what was sent and signed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::read::DealFile;
use super::scalar::{Sha256, Text};
use super::tree::{Node, NodeKind};
use crate::source::sha256;

/// Where a deal stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DealState {
    /// Nobody else has seen it.
    #[default]
    Draft,
    /// A draft is with the other side.
    Sent,
    /// Terms go to and fro.
    Negotiating,
    /// The terms are agreed and not yet signed.
    Agreed,
    /// Both sides signed.
    Signed,
    /// The agreement has ended.
    Ended,
}

impl DealState {
    /// Every state, in order.
    pub const ALL: [Self; 6] = [Self::Draft, Self::Sent, Self::Negotiating, Self::Agreed, Self::Signed, Self::Ended];

    /// The word for it in a deal.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Negotiating => "negotiating",
            Self::Agreed => "agreed",
            Self::Signed => "signed",
            Self::Ended => "ended",
        }
    }

    /// Whether it is the state of a deal that binds the parties or did.
    #[must_use]
    pub fn is_signed(self) -> bool {
        matches!(self, Self::Signed | Self::Ended)
    }
}

/// A step of a deal from one state to the next; `peerpact state` writes it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// State that it reached.
    pub state: DealState,
    /// Day on which it did; of `signed`, the day of the last signature.
    #[schemars(extend("examples" = ["2026-11-20"]))]
    pub on: Date,
    /// Number of the draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u32", range(min = 1), extend("x-unit" = "number of the draft", "examples" = [3]))]
    pub draft: Option<u32>,
    /// SHA-256 of the terms as they were: see `peerpact state`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Sha256")]
    pub terms: Option<Sha256>,
    /// Name of the file that was sent or signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["straits-harbour.signed.pdf"]))]
    pub file: Option<Text>,
    /// SHA-256 of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Sha256")]
    pub sha256: Option<Sha256>,
}

/// Sections that record what people did with a deal, and are none of its terms.
const BOOKKEEPING: [&str; 5] = ["approvals", "draft", "history", "state", "waivers"];

/// SHA-256 of the terms of a deal, in lower-case hexadecimal: of every value as the deal writes it, whatever the order of the keys,
/// and of its rate decks. Comments, layout, approvals, waivers, draft number and state are left out, and so is every default, so
/// that a later version of the program works out the same.
#[must_use]
pub fn terms(file: &DealFile) -> String {
    let mut out = String::new();
    canonical(&file.tree, true, &mut out);
    for deck in &file.decks {
        out.push_str(&format!("\n{} {}", deck.path, deck.sha256));
    }
    sha256(out.as_bytes())
}

/// A node in the one spelling that is hashed. Lengths stand before texts, so that no two trees are written alike.
fn canonical(node: &Node, top: bool, out: &mut String) {
    let text = |text: &str, out: &mut String| out.push_str(&format!("{}:{text}", text.len()));
    match &node.kind {
        NodeKind::Blank => out.push('~'),
        NodeKind::Scalar(scalar) => text(scalar, out),
        NodeKind::List(items) => {
            out.push_str(&format!("[{}", items.len()));
            items.iter().for_each(|item| canonical(item, false, out));
        }
        NodeKind::Map(entries) => {
            let mut entries: Vec<_> =
                entries.iter().filter(|entry| !top || !BOOKKEEPING.contains(&entry.key.as_str())).collect();
            entries.sort_by(|one, other| one.key.cmp(&other.key));
            out.push_str(&format!("{{{}", entries.len()));
            for entry in entries {
                text(&entry.key, out);
                canonical(&entry.value, false, out);
            }
        }
    }
}

/// The last step to a state.
#[must_use]
pub fn reached(history: &[Milestone], state: DealState) -> Option<&Milestone> {
    history.iter().rfind(|step| step.state == state)
}

#[cfg(test)]
mod tests {
    use super::terms;
    use crate::deal::read::read;
    use crate::source::Source;

    #[test]
    fn the_terms_are_what_is_agreed_and_not_how_it_is_written() {
        let text = include_str!("../../examples/smallest.yaml");
        let hash = |text: &str| terms(&read(&Source::new("deal.yaml", text), &mut Vec::new()).expect("a deal"));
        let before = hash(text);
        assert_eq!(hash(&format!("# a remark\n{text}\nstate: draft\ndraft: 4\napprovals: []\n")), before);
        assert_eq!(hash(&text.replace("availability: 99.9 %", "availability:   99.9 %   # as agreed")), before);
        assert_ne!(hash(&text.replace("availability: 99.9 %", "availability: 99.8 %")), before);
        assert_ne!(hash(&format!("{text}\npricing: {{call_decimals: 6}}\n")), before);
    }
}
