//! The names in a deal, and whether one is on a list.

use std::collections::HashSet;
use std::sync::OnceLock;

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
    /// The same as one text, with forms that are joined to a word cut off as well.
    joined: String,
    /// The same with look-alikes replaced before the case is: a Greek capital looks like one of ours, and its small letter does not; `I`
    /// looks like `l`.
    seen: Vec<String>,
}

/// Words for the form of a company, which may be left out.
const LEGAL_FORMS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bhd",
    "bv",
    "cjsc",
    "co",
    "company",
    "corp",
    "corporation",
    "dd",
    "dmcc",
    "doo",
    "ead",
    "ehf",
    "eirl",
    "eood",
    "eurl",
    "fzc",
    "fzco",
    "fze",
    "fzllc",
    "gmbh",
    "hf",
    "inc",
    "incorporated",
    "jsc",
    "kft",
    "kg",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "ltee",
    "mbh",
    "nv",
    "nyrt",
    "ohg",
    "ojsc",
    "ooo",
    "oy",
    "oyj",
    "oü",
    "pao",
    "pjsc",
    "plc",
    "private",
    "pt",
    "pte",
    "pty",
    "pvt",
    "sa",
    "sae",
    "sal",
    "sapi",
    "sarl",
    "sas",
    "sasu",
    "sca",
    "scs",
    "sdn",
    "sia",
    "sicav",
    "sl",
    "snc",
    "soo",
    "spa",
    "spzoo",
    "srl",
    "sro",
    "sti",
    "tbk",
    "tnhh",
    "uab",
    "ug",
    "ulc",
    "unlimited",
    "vof",
    "wll",
    "zao",
    "zrt",
    "αε",
    "εε",
    "επε",
    "ικε",
    "ад",
    "ао",
    "ат",
    "доо",
    "еад",
    "еоод",
    "зао",
    "ип",
    "оао",
    "одоо",
    "ооо",
    "пао",
    "пат",
    "прат",
    "тов",
    "тоо",
    "фоп",
    "чп",
    "բբը",
    "սպը",
    "փբը",
    "בעמ",
    "المحدودة",
    "ذمم",
    "سهامی",
    "شركة",
    "شركه",
    "شرکت",
    "شمك",
    "شمم",
    "محدودة",
    "مساهمة",
    "प्राइवेट",
    "लि",
    "लिमिटेड",
    "სს",
    "შპს",
];

/// The same in scripts that put no space before or after them; of two that end alike, the longer stands first.
const JOINED_FORMS: &[&str] = &[
    // Chinese, in both sets of characters.
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "集团有限公司",
    "集團有限公司",
    "有限公司",
    "股份公司",
    "集团",
    "集團",
    "公司",
    // Japanese.
    "特定目的会社",
    "合同会社",
    "合資会社",
    "合名会社",
    "株式会社",
    "有限会社",
    "株式會社",
    "(株)",
    "(有)",
    "(同)",
    "㍿",
    // Korean.
    "유한책임회사",
    "주식회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "(주)",
    "(유)",
    // Thai, Lao, Khmer, Burmese.
    "(มหาชน)",
    "จำกัด",
    "บริษัท",
    "ຈໍາກັດ",
    "ຈຳກັດ",
    "ບໍລິສັດ",
    "ក្រុមហ៊ុន",
    "ကုမ္ပဏီ",
    "လီမိတက်",
];

/// Letters of a word that has a form of company at its end without a space before it, as in `HarbourLtd`; one of fewer is a word of its own.
const LEAST_BEFORE_FORM: usize = 4;

/// Letters of a name in a script without spaces from which on it is found within a longer one: two letters of Chinese are in many names.
const LEAST_WITHIN: usize = 4;

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
        // A dotted form is one word: S.A., L.L.C.; so is a Hebrew one, with its mark of an abbreviation.
        let undotted = name.replace(['.', '"', '\u{5f4}'], "");
        let bare: Vec<String> = words(&unaccented(&undotted)).iter().map(|word| alike(word)).collect();
        let forms = legal_forms();
        let folded: Vec<String> = bare.iter().filter(|word| !forms.words.contains(*word)).cloned().collect();
        let joined = joined(name, if folded.is_empty() { &bare } else { &folded });
        let seen: Vec<String> = undotted.split(|c: char| !c.is_alphanumeric()).map(seen).collect();
        let seen = seen.into_iter().filter(|word| !word.is_empty());
        Self { plain, folded: if folded.is_empty() { bare } else { folded }, joined, seen: seen.collect() }
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
        let within = || {
            listed.joined.chars().count() >= LEAST_WITHIN
                && listed.joined.chars().all(has_no_spaces)
                && self.joined.contains(&listed.joined)
        };
        let joined = || !listed.joined.is_empty() && self.joined == listed.joined || within();
        (reordered || holds(&self.folded, &listed.folded) || holds(&self.seen, &listed.seen) || joined())
            .then_some(Match::Folded)
    }
}

/// Forms of companies as names are compared.
struct LegalForms {
    /// Those that are words.
    words: HashSet<String>,
    /// Those that may be joined to a word.
    joined: Vec<String>,
}

fn legal_forms() -> &'static LegalForms {
    static FORMS: OnceLock<LegalForms> = OnceLock::new();
    FORMS.get_or_init(|| {
        let mut words: HashSet<String> = LEGAL_FORMS.iter().map(|form| alike(&unaccented(form))).collect();
        let mut joined: Vec<String> = words.iter().filter(|form| form.chars().count() > 2).cloned().collect();
        // A form in brackets is joined with its brackets, which are gone from words: it is cut from the name before.
        let without_brackets = JOINED_FORMS.iter().filter(|form| !form.starts_with('('));
        let unspaced: Vec<String> = without_brackets.map(|form| alike(&unaccented(form))).collect();
        words.extend(unspaced.iter().cloned());
        joined.extend(unspaced);
        // Of two that end alike the longer is cut.
        joined.sort_by_key(|form| std::cmp::Reverse(form.chars().count()));
        LegalForms { words, joined }
    })
}

/// A name as one text, without the forms that are joined to its words.
fn joined(name: &str, words: &[String]) -> String {
    let compatible: String = name.nfkc().collect();
    let bracketed = || JOINED_FORMS.iter().filter(|form| form.starts_with('('));
    let words: Vec<String> = if bracketed().any(|form| compatible.contains(form)) {
        let cut = bracketed().fold(compatible, |name, form| name.replace(form, " "));
        self::words(&unaccented(&cut)).iter().map(|word| alike(word)).collect()
    } else {
        words.to_vec()
    };
    let forms = legal_forms();
    let is_form = |word: &String| forms.words.contains(word);
    let kept: Vec<String> = words.iter().filter(|word| !is_form(word)).map(|word| without_forms(word, forms)).collect();
    if kept.is_empty() { words.concat() } else { kept.concat() }
}

/// A word without the forms that begin or end it, as long as something is left.
fn without_forms(word: &str, forms: &LegalForms) -> String {
    let mut rest = word;
    while let Some(shorter) = forms.joined.iter().find_map(|form| {
        let unspaced = form.chars().all(has_no_spaces);
        let least = if unspaced { 1 } else { LEAST_BEFORE_FORM };
        let before = rest.strip_suffix(form.as_str());
        // Only scripts without spaces join a form to the beginning of a name.
        let after = unspaced.then(|| rest.strip_prefix(form.as_str())).flatten();
        before.or(after).filter(|left| left.chars().count() >= least)
    }) {
        rest = shorter;
    }
    rest.to_owned()
}

/// Whether a letter belongs to a script that is written without spaces, or joins a form to a name all the same: Thai, Lao, Burmese,
/// Khmer, the letters of Korean (apart and in syllables), kana and Chinese characters.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn unaccented(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect()
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
    let word = unaccented(word);
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
    #[test]
    fn a_form_of_company_joined_to_a_name_hides_it_in_no_script() {
        let on = |name: &str, listed: &str| ListedName::of(name).on(&ListedName::of(listed));
        for (name, listed) in [
            ("港口电信有限公司", "港口电信"),
            ("港口电信股份有限公司", "港口电信有限公司"),
            ("港口电信集团有限公司", "港口电信有限责任公司"),
            ("深圳市港口电信有限公司", "港口电信"),
            ("株式会社ハーバー通信", "ハーバー通信"),
            ("ハーバー通信株式会社", "株式会社ハーバー通信"),
            ("ハーバー通信(株)", "ハーバー通信"),
            ("㈱ハーバー通信", "ハーバー通信有限会社"),
            ("ﾊｰﾊﾞｰ通信㍿", "ハーバー通信"),
            ("하버텔레콤주식회사", "하버텔레콤"),
            ("주식회사 하버텔레콤", "하버텔레콤"),
            ("(주)하버텔레콤", "하버텔레콤 유한회사"),
            ("บริษัทท่าเรือโทรคมนาคมจำกัด", "ท่าเรือโทรคมนาคม"),
            ("บริษัท ท่าเรือโทรคมนาคม จำกัด (มหาชน)", "ท่าเรือโทรคมนาคม"),
            ("ООО «Гавань Телеком»", "Гавань Телеком"),
            ("ГаваньТелекомООО", "ПАО Гавань Телеком"),
            ("شركة ميناء الاتصالات المحدودة", "ميناء الاتصالات"),
            ("Harbour TelecomLtd", "Harbour Telecom"),
            ("HarbourTelecomGmbH", "Harbour Telecom Ltd"),
            ("נמל תקשורת בע\"מ", "נמל תקשורת"),
            ("Λιμάνι Τηλεπικοινωνίες Α.Ε.", "Λιμάνι Τηλεπικοινωνίες"),
        ] {
            assert!(on(name, listed).is_some(), "{name} is {listed}");
        }
        for (name, listed) in [
            // Two letters stand in many names, and a form alone is no name.
            ("中国港口有限公司", "中国"),
            ("港口电信有限公司", "有限公司"),
            ("海港电力有限公司", "港口电信有限公司"),
            ("Alltd Telecom", "Al Telecom"),
            ("주식회사", "하버텔레콤 주식회사"),
        ] {
            assert_eq!(on(name, listed), None, "{name} is not {listed}");
        }
    }
}
