//! The names of a deal, and whether one is on a list.

use crate::deal::{Deal, Field, Text};

/// Everybody whom the deal names.
pub(crate) fn names(deal: &Deal) -> Vec<(String, &Text)> {
    let mut out: Vec<(String, &Field<Text>)> = Vec::new();
    for (id, party) in &deal.parties {
        out.push((format!("parties.{id}.name"), &party.name));
        if let Some(signatory) = party.signatory.known() {
            out.push((format!("parties.{id}.signatory.name"), &signatory.name));
        }
        if let Some(signing) = party.signing.known() {
            out.push((format!("parties.{id}.signing.agent"), &signing.agent));
        }
        for (at, affiliate) in party.affiliates.iter().enumerate() {
            out.push((format!("parties.{id}.affiliates[{at}].name"), &affiliate.name));
        }
    }
    for (at, contact) in deal.contacts.iter().enumerate() {
        out.push((format!("contacts[{at}].name"), &contact.name));
    }
    out.push(("billing.escrow_agent".to_owned(), &deal.billing.escrow_agent));
    out.into_iter().filter_map(|(path, name)| Some((path, name.known()?))).collect()
}

/// A name by its words, each by its letters and digits alone and in small letters.
pub(crate) struct Name(Vec<String>);

impl Name {
    /// Takes a name apart.
    pub(crate) fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self(words.map(str::to_owned).collect())
    }

    /// Whether it is a listed one or, if that has two words or more, holds it; a listed name begins and ends where words do.
    pub(crate) fn is(&self, listed: &Self) -> bool {
        let (words, wanted) = (&self.0, &listed.0);
        let whole = wanted.concat();
        if whole.is_empty() {
            return false;
        }
        words.concat() == whole
            || wanted.len() > 1
                && (0..words.len()).any(|from| {
                    let mut run = String::new();
                    words.iter().skip(from).any(|word| {
                        run.push_str(word);
                        run == whole
                    })
                })
    }
}
