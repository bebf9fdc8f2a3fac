//! The names in a deal, and whether one is on a list.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

use crate::deal::{Deal, Field, Text};
use crate::path::Path;

/// Every person and company that the deal names.
pub(crate) fn names(deal: &Deal) -> Vec<(Path, &Text)> {
    let mut out: Vec<(Path, &Field<Text>)> = Vec::new();
    for (id, party) in &deal.parties {
        out.push((Path::from("parties").key(id).key("name"), &party.name));
        if let Some(signatory) = party.signatory.known() {
            out.push((Path::from("parties").key(id).join("signatory.name"), &signatory.name));
        }
        if let Some(signing) = party.signing.known() {
            out.push((Path::from("parties").key(id).join("signing.agent"), &signing.agent));
        }
        for (at, affiliate) in party.affiliates.iter().enumerate() {
            out.push((Path::from("parties").key(id).key("affiliates").index(at).key("name"), &affiliate.name));
        }
    }
    for (at, contact) in deal.contacts.iter().enumerate() {
        out.push((Path::from("contacts").index(at).key("name"), &contact.name));
    }
    out.push(("billing.escrow_agent".into(), &deal.billing.escrow_agent));
    out.into_iter().filter_map(|(path, name)| Some((path, name.known()?))).collect()
}

/// A name as words, each reduced to its letters and digits.
pub(crate) struct ListedName {
    plain: Vec<String>,
    /// The same without accents, with look-alike letters replaced (UTS 39), and without the legal form.
    folded: Vec<String>,
    /// The same with look-alikes replaced before the case is: a Greek capital looks like one of ours, and its small letter does not; `I`
    /// looks like `l`.
    seen: Vec<String>,
}

/// Words for the form of a company, which may be left out.
const LEGAL_FORMS: [&str; 44] = [
    "ab",
    "ag",
    "as",
    "asa",
    "bhd",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "doo",
    "dmcc",
    "fze",
    "fzco",
    "fzllc",
    "gmbh",
    "inc",
    "incorporated",
    "jsc",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "nv",
    "ooo",
    "oy",
    "pjsc",
    "plc",
    "private",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sal",
    "sarl",
    "sas",
    "sdn",
    "spa",
    "srl",
    "wll",
];

/// How a name matches a listed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// By its letters and digits.
    Plain,
    /// Only after accents, width, look-alike letters, legal forms and the order of words are ignored.
    Folded,
}

impl ListedName {
    pub(crate) fn of(name: &str) -> Self {
        let plain = words(name);
        // A dotted form is one word: S.A., L.L.C.
        let undotted = name.replace('.', "");
        let bare: Vec<String> = words(&undotted.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>())
            .iter()
            .map(|word| alike(word))
            .collect();
        let forms: Vec<String> = LEGAL_FORMS.iter().map(|form| alike(form)).collect();
        let folded: Vec<String> = bare.iter().filter(|word| !forms.contains(word)).cloned().collect();
        let seen: Vec<String> = undotted.split(|c: char| !c.is_alphanumeric()).map(seen).collect();
        let seen = seen.into_iter().filter(|word| !word.is_empty());
        Self { plain, folded: if folded.is_empty() { bare } else { folded }, seen: seen.collect() }
    }

    /// Whether and how it equals a listed name or, if that has two words or more, contains it as whole words.
    pub(crate) fn on(&self, listed: &Self) -> Option<Match> {
        if holds(&self.plain, &listed.plain) {
            return Some(Match::Plain);
        }
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort();
            words
        };
        let reordered = listed.folded.len() > 1 && sorted(&self.folded) == sorted(&listed.folded);
        (reordered || holds(&self.folded, &listed.folded) || holds(&self.seen, &listed.seen)).then_some(Match::Folded)
    }
}

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A word with look-alike letters replaced by one letter each.
fn alike(word: &str) -> String {
    skeleton(word).collect::<String>().to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A word as it looks in any case: `I`, `l` and `1` alike, `O` and `0` alike.
fn seen(word: &str) -> String {
    let word: String = word.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let looks = |c: char| match c {
        'i' | '1' => 'l',
        '0' => 'o',
        other => other,
    };
    alike(&alike(&word)).chars().map(looks).collect()
}

fn holds(words: &[String], wanted: &[String]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_written() {
        let on = |name: &str, listed: &str| ListedName::of(name).on(&ListedName::of(listed));
        let listed = "Harbour Telecom Ltd";
        assert_eq!(on("H.A.R. Bour-Telecom Ltd", listed), Some(Match::Plain));
        for name in [
            "H\u{430}rbour Telecom Ltd",
            "\u{ff28}arbour Telecom Ltd",
            "H\u{e1}rbour T\u{e9}l\u{e9}com Ltd",
            "Harbour Telecom Limited",
            "HARBOUR TELECOM GmbH",
            "Harbour Telecom S.A.",
            "Telecom Harbour",
            "The Harbour Telecom Group",
            "\u{397}arbour Telecom Ltd",
            "\u{13bb}arbour Telecom Ltd",
            "Harbour TeIecom Ltd",
            "HARB0UR TELEC0M LTD",
        ] {
            assert!(on(name, listed).is_some(), "{name}");
        }
        assert_eq!(on("Harbour Telecom Limited", listed), Some(Match::Folded));
        for name in ["Harbour", "Telecom Ltd", "New Harbours Telecom", "Quay Telecom Ltd", "Limited"] {
            assert_eq!(on(name, listed), None, "{name}");
        }
        // A listed name that is reduced to one word matches only that word alone.
        assert_eq!(on("Quay Harbour Pte", "Harbour Ltd"), None);
        assert_eq!(on("Harbour Pte", "Harbour Ltd"), Some(Match::Folded));
    }
}
