//! Letters of two scripts can look alike: Cyrillic `а` is not Latin `a`.

use crate::deal::read::DealFile;
use crate::deal::tree::NodeKind;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DEAL021",
    level: Level::Warning,
    summary: "a word mixes letters of two scripts",
    check: Check::File(check),
};

fn check(file: &DealFile, report: &mut Report<'_>) {
    let mut found: Vec<(Path, String)> = Vec::new();
    file.tree.walk(&mut |path, node| {
        let NodeKind::Scalar(text) = &node.kind else { return };
        if text.is_ascii() {
            return;
        }
        let words = text.split(|c: char| !c.is_alphabetic());
        found.extend(words.filter_map(mixed).map(|fact| (path.clone(), fact)));
    });
    for (path, fact) in found {
        report.add(path, fact, "type the word anew, in one script: a search would not find it as it is");
    }
}

/// The problem with a word that mixes two scripts with similar letters.
fn mixed(word: &str) -> Option<String> {
    let first = word.chars().find_map(script)?;
    let (stranger, other) =
        word.chars().find_map(|letter| Some((letter, script(letter)?)).filter(|(_, other)| *other != first))?;
    Some(format!(
        "in “{word}” the letter {stranger} (U+{:04X}) is {other}, and the first is {first}",
        u32::from(stranger)
    ))
}

/// The script of a letter, if other scripts have similar letters. Units of measure may stand in any word.
fn script(letter: char) -> Option<&'static str> {
    match letter {
        'μ' | 'Ω' => None,
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some("Latin"),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some("Greek"),
        '\u{400}'..='\u{52F}' => Some("Cyrillic"),
        '\u{531}'..='\u{58A}' => Some("Armenian"),
        _ => None,
    }
}
