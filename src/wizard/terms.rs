//! The terms of one deal for another peer: other names for the parties, and nothing that is only that deal's.

use super::answers::{Answer, Answers};
use crate::deal::{about, tree};
use crate::source::Source;

/// What belongs to one deal and to no other: a new peer may be at home in another country, with other taxes and filings.
const DATED: [&str; 11] = [
    "tax",
    "reference",
    "library",
    "draft",
    "approvals",
    "waivers",
    "special_terms",
    "rates.effective",
    "term.start",
    "legal.reviewed_by",
    "legal.reviewed_on",
];

impl Answers {
    /// The same with other ids for the parties, in paths and values.
    #[must_use]
    pub fn renamed(&self, from: &[String], to: &[String]) -> Self {
        let new = |id: &str| from.iter().zip(to).find(|(old, _)| *old == id).map(|(_, new)| new.clone());
        let value = |path: &str, text: &str| {
            let names = about::of(path).and_then(|about| about.names());
            new(text).filter(|_| names == Some("party")).unwrap_or_else(|| text.to_owned())
        };
        let answers = self.iter().map(|(path, answer)| {
            let renamed = ["parties.", "technical.sites."].iter().find_map(|head| {
                let rest = path.strip_prefix(head)?;
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                Some(format!("{head}{}{}", new(rest.get(..end)?)?, rest.get(end..)?))
            });
            let answer = match answer {
                Answer::Text(text) => Answer::Text(value(path, text)),
                Answer::List(ids) if path == "parties" => {
                    Answer::List(ids.iter().map(|id| new(id).unwrap_or_else(|| id.clone())).collect())
                }
                other => other.clone(),
            };
            (renamed.unwrap_or_else(|| path.to_owned()), answer)
        });
        answers.collect()
    }

    /// The terms of a deal for another peer: without what is only that deal's, and without the data of those it names; with
    /// `ours`, our own stay.
    #[must_use]
    pub fn terms(&self, ours: bool) -> Self {
        let we = self.we().unwrap_or_default();
        let heads = ["parties.", "technical.sites."];
        let named = |path: &str| {
            let rest = heads.iter().find_map(|head| path.strip_prefix(head))?;
            rest.split(['.', '[']).next().map(str::to_owned)
        };
        let entry = |path: &str| path.split_once(']').map(|(entry, _)| format!("{entry}]"));
        let kept = self.iter().filter(|(path, _)| {
            let section = path.split(['.', '[']).next().unwrap_or_default();
            if let Some(party) = named(path) {
                return ours && party == we;
            }
            if matches!(section, "contacts" | "regulatory") {
                let party = entry(path).and_then(|entry| self.text(&format!("{entry}.party")).map(str::to_owned));
                return ours && party.is_none_or(|party| party == we);
            }
            !DATED.contains(&section) && !DATED.contains(path)
        });
        let kept = kept.map(|(path, answer)| (path.to_owned(), answer.clone())).collect::<Self>();
        // Entries that went leave no gaps.
        let whole = tree::read(&Source::new("terms", super::write::sections(&kept.nested(), &kept)), &mut Vec::new());
        let mut terms = whole.map_or(kept, |tree| Self::of(&tree));
        // The flows still name the two, so their keys stay until others take their place.
        let mut ids = self.parties();
        ids.sort_by_key(|id| *id != we);
        if !ids.is_empty() {
            terms.put("parties", Answer::List(ids));
        }
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_renamed_in_paths_and_values() {
        let mut answers = Answers::default();
        answers.set("parties.a.name", "a".into());
        answers.set("scope.flows.x.customer", "a".into());
        let renamed = answers.renamed(&["a".to_owned()], &["z".to_owned()]);
        assert_eq!(renamed.text("parties.z.name"), Some("a"));
        assert_eq!(renamed.text("scope.flows.x.customer"), Some("z"));
    }
}
