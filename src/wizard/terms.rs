//! The terms of one deal for another peer: with other party ids, and without what belongs to that deal alone.

use super::answers::{Answer, AnswerKey, Answers};
use crate::deal::{about, tree};
use crate::path::{Path, Step};
use crate::source::Source;

/// Fields that belong to one deal alone. A new peer may be in another country, with other taxes and filings.
const DATED: [&str; 13] = [
    "tax",
    "documents",
    "reference",
    "library",
    "draft",
    "approvals",
    "waivers",
    "special_terms",
    "paper",
    "rates.effective",
    "term.start",
    "legal.reviewed_by",
    "legal.reviewed_on",
];

/// Mappings whose keys are party ids.
const HEADS: [&str; 4] = ["parties", "technical.sites", "technical.hosts", "by_party"];

impl Answers {
    /// The same with other party ids, in paths and values.
    #[must_use]
    pub fn renamed(&self, from: &[String], to: &[String]) -> Self {
        let new = |id: &str| from.iter().zip(to).find(|(old, _)| *old == id).map(|(_, new)| new.clone());
        let value = |path: &Path, text: &str| {
            let names = about::of(path).and_then(|about| about.names());
            new(text).filter(|_| names == Some("party")).unwrap_or_else(|| text.to_owned())
        };
        let answers = self.iter().map(|(subject, answer)| {
            let Some(path) = subject.field() else { return (subject.clone(), answer.clone()) };
            let renamed = HEADS.iter().find_map(|head| {
                let head = Path::from(*head);
                let (Step::Key(id), rest) = path.below(&head)?.split_first()? else { return None };
                Some(rest.iter().cloned().fold(head.key(new(id)?), |path, step| path.then(step)))
            });
            let answer = match answer {
                Answer::Text(text) => Answer::Text(value(path, text)),
                Answer::List(ids) if *path == "parties" => {
                    Answer::List(ids.iter().map(|id| new(id).unwrap_or_else(|| id.clone())).collect())
                }
                other => other.clone(),
            };
            (AnswerKey::Field(renamed.unwrap_or_else(|| path.clone())), answer)
        });
        answers.collect()
    }

    /// The terms of a deal for another peer: without what belongs to that deal alone and without its parties' data; with
    /// `ours`, our own data stay.
    #[must_use]
    pub fn terms(&self, ours: bool) -> Self {
        let we = self.we().unwrap_or_default();
        let named = |path: &Path| {
            HEADS.iter().find_map(|head| path.below(&Path::from(*head))?.first()?.as_key().map(str::to_owned))
        };
        let kept = self.iter().filter(|(subject, _)| {
            let Some(path) = subject.field() else { return true };
            let section = path.section();
            if let Some(party) = named(path) {
                return ours && party == we;
            }
            if matches!(section, "contacts" | "regulatory") {
                let party = path.entry().and_then(|entry| self.text(entry.key("party")));
                return ours && party.is_none_or(|party| party == we);
            }
            !DATED.iter().any(|dated| *dated == section || path == *dated)
        });
        let kept = kept.map(|(subject, answer)| (subject.clone(), answer.clone())).collect::<Self>();
        // Indices are renumbered, so that removed entries leave no gaps.
        let whole = tree::read(&Source::new("terms", super::write::sections(&kept.nested(), &kept)), &mut Vec::new());
        let mut terms = whole.map_or(kept, |tree| Self::of(&tree));
        // The flows still name the two parties, so their keys stay until they are replaced.
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
