//! The names in a deal, and whether one is on a list.

use std::collections::{HashMap, HashSet};
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
    /// The ways in which its letters may be read: as they are, and with umlauts written out, if it has any.
    readings: Vec<NameReading>,
}

/// A name without accents, with look-alike letters replaced (UTS 39), and without the legal form.
struct NameReading {
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
    "aktiebolag",
    "aktiengesellschaft",
    "aktieselskab",
    "aps",
    "as",
    "asa",
    "berhad",
    "bhd",
    "bv",
    "cjsc",
    "cv",
    "co",
    "company",
    "corp",
    "corporation",
    "dd",
    "dmcc",
    "doo",
    "ead",
    "ehf",
    "ek",
    "eirl",
    "eood",
    "eurl",
    "fz",
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
    "osakeyhtio",
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
    "rl",
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

/// Forms of several words.
const FORMS_OF_WORDS: &[&str] = &[
    "a s",
    "anonim sirketi",
    "besloten vennootschap",
    "de cv",
    "gesellschaft mit beschrankter haftung",
    "joint stock company",
    "k s",
    "kabushiki kaisha",
    "limited sirketi",
    "naamloze vennootschap",
    "private joint stock company",
    "public joint stock company",
    "s a",
    "sociedad anonima",
    "sociedad de responsabilidad limitada",
    "sociedad limitada",
    "sociedade anonima",
    "societa a responsabilita limitata",
    "societa per azioni",
    "societe a responsabilite limitee",
    "societe anonyme",
    "societe par actions simplifiee",
    "sp k",
    "sp z oo",
    "spolka akcyjna",
    "spolka z ograniczona odpowiedzialnoscia",
    "акционерное общество",
    "закрытое акционерное общество",
    "общество с ограниченной ответственностью",
    "открытое акционерное общество",
    "публичное акционерное общество",
    "товариство з обмеженою відповідальністю",
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
        let mut readings = vec![NameReading::of(name)];
        let spelt = umlauts_written_out(name);
        if spelt != name {
            readings.push(NameReading::of(&spelt));
        }
        Self { plain: words(name), readings }
    }

    /// Whether and how it equals a listed name or, if that has two words or more, contains it as whole words.
    pub(crate) fn on(&self, listed: &Self) -> Option<Match> {
        if holds(&self.plain, &listed.plain) {
            return Some(Match::Plain);
        }
        let any = self.readings.iter().any(|one| listed.readings.iter().any(|other| one.is_like(other)));
        any.then_some(Match::Folded)
    }
}

impl NameReading {
    fn of(name: &str) -> Self {
        // A dotted form is one word: S.A., L.L.C.; so is a Hebrew one, with its mark of an abbreviation.
        let undotted = name.replace(['.', '"', '\u{5f4}'], "");
        let bare: Vec<String> = words(&unaccented(&undotted)).iter().map(|word| alike(word)).collect();
        let forms = legal_forms();
        let folded = without_legal_forms(&bare, &forms.words, &forms.of_words);
        let joined = joined(name, &folded);
        let seen: Vec<String> = undotted.split(|c: char| !c.is_alphanumeric()).map(seen).collect();
        let seen: Vec<String> = seen.into_iter().filter(|word| !word.is_empty()).collect();
        let seen = without_legal_forms(&seen, &forms.seen, &forms.seen_of_words);
        Self { folded, joined, seen }
    }

    fn is_like(&self, listed: &Self) -> bool {
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort();
            words
        };
        let reordered = |words: &[String], listed: &[String]| listed.len() > 1 && sorted(words) == sorted(listed);
        let within = || {
            listed.joined.chars().count() >= LEAST_WITHIN
                && listed.joined.chars().all(has_no_spaces)
                && self.joined.contains(&listed.joined)
        };
        let joined = || !listed.joined.is_empty() && self.joined == listed.joined || within();
        reordered(&self.folded, &listed.folded)
            || reordered(&self.seen, &listed.seen)
            || holds(&self.folded, &listed.folded)
            || holds(&self.seen, &listed.seen)
            || joined()
    }
}

/// The words of a name without those of its legal form; all of them if nothing else is left.
fn without_legal_forms(words: &[String], forms: &HashSet<String>, of_words: &[Vec<String>]) -> Vec<String> {
    let mut left = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        match of_words.iter().find(|form| rest.starts_with(form)) {
            Some(form) => at += form.len(),
            None => {
                if !forms.contains(word) {
                    left.push(word.clone());
                }
                at += 1;
            }
        }
    }
    if left.is_empty() { words.to_vec() } else { left }
}

/// A name with its umlauts and its sharp s written in two letters, as a passport or a telex writes them.
fn umlauts_written_out(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.nfc() {
        match letter {
            'ä' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'å' => out.push_str("aa"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            'Ä' | 'Æ' => out.push_str("AE"),
            'Ö' | 'Ø' => out.push_str("OE"),
            'Ü' => out.push_str("UE"),
            'Å' => out.push_str("AA"),
            'ẞ' => out.push_str("SS"),
            other => out.push(other),
        }
    }
    out
}

/// Forms of companies as names are compared.
struct LegalForms {
    /// Those that are words.
    words: HashSet<String>,
    /// Those of several words, the longest first.
    of_words: Vec<Vec<String>>,
    /// Both as [`seen`] writes them.
    seen: HashSet<String>,
    seen_of_words: Vec<Vec<String>>,
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
        let seen_words = LEGAL_FORMS.iter().map(|form| seen(form)).collect();
        let of_words = |fold: fn(&str) -> String| {
            let each = FORMS_OF_WORDS.iter().map(|form| form.split(' ').map(fold).collect());
            let mut forms: Vec<Vec<String>> = each.collect();
            forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
            forms
        };
        LegalForms {
            words,
            of_words: of_words(|word| alike(&unaccented(word))),
            seen: seen_words,
            seen_of_words: of_words(seen),
            joined,
        }
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

/// A word with look-alike letters replaced by one letter each, in one set of Chinese characters and of kana.
fn alike(word: &str) -> String {
    let word: String = word.chars().map(|letter| one_kana(simplified(letter))).collect();
    skeleton(&word).collect::<String>().to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The simplified character for a traditional one; others stay.
fn simplified(letter: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let pair = |line: &str| {
            let (traditional, simplified) = line.split_once(',')?;
            Some((traditional.parse().ok()?, simplified.parse().ok()?))
        };
        include_str!("simplified.csv").lines().skip(1).filter_map(pair).collect()
    });
    if letter < '\u{3400}' { letter } else { table.get(&letter).copied().unwrap_or(letter) }
}

/// Katakana for hiragana, and a full kana for a small one. Accents are gone by then, so that `\u{30f4}` is `\u{30a6}`.
fn one_kana(letter: char) -> char {
    let letter = match letter {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
        other => other,
    };
    match letter {
        'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' => {
            char::from_u32(u32::from(letter) + 1).unwrap_or(letter)
        }
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        other => other,
    }
}

/// A word as it looks in any case: `I`, `l` and `1` alike, `O` and `0` alike.
fn seen(word: &str) -> String {
    // Letters turned over, as names in capitals on a logo have them. They go first, because UTS 39 takes them for others.
    let turned = |c: char| match c {
        'и' | 'И' | 'п' | 'П' => 'n',
        'я' | 'Я' => 'r',
        other => other,
    };
    let word: String = unaccented(word).chars().map(turned).collect();
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
    fn look_alikes_forms_and_the_order_of_words_hide_a_name_together_too() {
        let on = |name: &str, listed: &str| ListedName::of(name).on(&ListedName::of(listed));
        for name in ["EXAМPLE TRADING Ltd", "ExampIe Trading Ltd", "TRADING EXAМPLE", "Example Trading S.à r.l."] {
            assert!(on(name, "Example Trading Company").is_some(), "{name}");
        }
        for form in [
            "S.à r.l.",
            "Joint Stock Company",
            "Aktiengesellschaft",
            "FZ LLC",
            "L.L.C.-FZ",
            "e.K.",
            "C.V.",
            "Sp. z o.o.",
            "S.A. de C.V.",
            "Berhad",
            "A/S",
            "S/A",
            "K/S",
            "Société Anonyme",
            "Общество с ограниченной ответственностью",
        ] {
            assert!(on(&format!("Rosneft {form}"), "Rosneft").is_some(), "{form}");
        }
        for (name, listed) in [
            ("Dansk Firma ApS", "Dansk Firma A/S"),
            ("Lux Holding S.A.", "Lux Holding S.à r.l."),
            ("華為技術有限公司", "华为技术有限公司"),
            ("东方电信", "東方電信"),
            ("サクラ通信", "さくら通信"),
            ("フオーン通信", "フォーン通信"),
            ("Mueller Strasse Telekom", "Müller Straße Telekom"),
            ("ROSИEFT", "Rosneft"),
        ] {
            assert!(on(name, listed).is_some(), "{name}");
            assert!(on(listed, name).is_some(), "{listed}");
        }
        for (name, listed) in [("Blue Telecom", "Red Telecom"), ("Joint Stock Company", "Rosneft")] {
            assert_eq!(on(name, listed), None, "{name}");
        }
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
