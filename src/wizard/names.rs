//! The keys of the two parties: nobody is asked for them. They stand under provisional keys until their names are given, and then under
//! keys that are made from the names.

use unicode_normalization::UnicodeNormalization as _;

use super::answers::{Answer, AnswerKey, Answers};
use crate::path::{Path, Step};
use crate::policy::Company;

/// The keys until the names are known: ours, theirs.
const PROVISIONAL: [&str; 2] = ["our_side", "other_side"];

/// Words of a company's name that tell it from no other.
const COMMON: [&str; 42] = [
    "the",
    "a",
    "of",
    "and",
    "for",
    "de",
    "la",
    "le",
    "ab",
    "ag",
    "as",
    "aps",
    "bv",
    "nv",
    "co",
    "company",
    "corp",
    "corporation",
    "fze",
    "fzco",
    "fzllc",
    "gmbh",
    "group",
    "holding",
    "holdings",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "oy",
    "plc",
    "private",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sarl",
    "srl",
];

/// Longest key that is made; a deal takes forty characters.
const LONGEST: usize = 24;

/// Gives parties without keys provisional ones. Our own is known if the house's file names it.
pub fn begin(answers: &mut Answers, company: Option<&Company>) {
    if answers.parties().len() > 1 {
        return;
    }
    let ours = company.and_then(|company| company.id.clone()).unwrap_or_else(|| PROVISIONAL[0].to_owned());
    answers.put("parties", Answer::List(vec![ours, PROVISIONAL[1].to_owned()]));
    if let Some(company) = company {
        company.answer(answers);
    }
}

/// The terms of another deal under provisional keys, but for a party whose name they hold.
#[must_use]
pub fn anew(answers: &Answers) -> Answers {
    let (Some(we), Some(they)) = (answers.we(), answers.they()) else { return answers.clone() };
    let named = |id: &str| answers.holds(Path::from("parties").key(id).key("name"));
    let new = |id: &str, provisional: &str| if named(id) { id.to_owned() } else { provisional.to_owned() };
    let to = [new(&we, PROVISIONAL[0]), new(&they, PROVISIONAL[1])];
    answers.renamed(&[we, they], &to)
}

/// The answers under a key that is made from the name that was just given; `None` if its key is nothing provisional.
#[must_use]
pub fn settled(answers: &Answers, subject: &AnswerKey) -> Option<Answers> {
    let [Step::Key(parties), Step::Key(id), Step::Key(name)] = subject.field()?.steps() else { return None };
    if parties != "parties" || name != "name" || !PROVISIONAL.contains(&id.as_str()) {
        return None;
    }
    let taken: Vec<String> = answers.parties().into_iter().filter(|other| other != id).collect();
    let key = key_of(answers.text(subject)?, &taken, id == PROVISIONAL[0]);
    Some(answers.renamed(std::slice::from_ref(id), &[key]))
}

/// A key for a company: the first word of its name that tells it from others, and another one if that is taken.
fn key_of(name: &str, taken: &[String], ours: bool) -> String {
    let words: Vec<String> = name
        .split(|one: char| one.is_whitespace() || "-/,&".contains(one))
        .map(|word| word.nfkd().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<&String> = words.iter().filter(|word| !COMMON.contains(&word.as_str())).collect();
    let first = telling.first().copied().or(words.first());
    // A name in another script has no such letters.
    let first = first.cloned().unwrap_or_else(|| if ours { "ours" } else { "theirs" }.to_owned());
    let longer = telling.get(1).map(|second| format!("{first}-{second}"));
    let numbered = (2..).map(|number| format!("{first}{number}"));
    let short = |key: String| key.chars().take(LONGEST).collect::<String>();
    let mut all = std::iter::once(first.clone()).chain(longer).chain(numbered).map(short);
    let free = |key: &String| !taken.contains(key) && !PROVISIONAL.contains(&key.as_str());
    all.find(free).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_word_that_tells_a_company_from_others() {
        for (name, key) in [
            ("Tulip Carrier B.V.", "tulip"),
            ("Pearl Hub Ltd", "pearl"),
            ("The Straits Voice Company Pte. Ltd.", "straits"),
            ("Österreichische Telefon AG", "osterreichische"),
            ("3 Hong Kong", "3"),
            ("香港電訊有限公司", "theirs"),
            ("A & B Telecom", "b"),
            ("Limited", "limited"),
        ] {
            assert_eq!(key_of(name, &[], false), key, "{name}");
        }
        let taken = ["tulip".to_owned()];
        assert_eq!(key_of("Tulip Mobile N.V.", &taken, false), "tulip-mobile");
        assert_eq!(key_of("Tulip", &taken, false), "tulip2");
    }

    #[test]
    fn names_replace_provisional_keys_everywhere() {
        let mut answers = Answers::default();
        begin(&mut answers, None);
        let subject = AnswerKey::from("parties.our_side.name");
        answers.set(&subject, "Tulip Carrier B.V.".into());
        let settled = settled(&answers, &subject).unwrap();
        assert_eq!(settled.parties(), ["tulip", "other_side"]);
        assert_eq!(settled.text("parties.tulip.name"), Some("Tulip Carrier B.V."));
        assert_eq!(settled.we().as_deref(), Some("tulip"));
    }
}
