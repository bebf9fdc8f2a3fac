//! The words of elements of a Word file, and the words at the ends of a text.

use crate::render::docx::tree::{Element, XmlNode};

/// The words below an element, whatever they are marked as, without what fields show.
pub(super) fn plain(element: &Element) -> String {
    let (mut out, mut shows) = (String::new(), false);
    element.walk(&mut |inner| match inner.name.as_str() {
        "w:fldChar" => shows = inner.attribute("w:fldCharType") == Some("separate"),
        "w:t" if !shows => text_of(inner, &mut out),
        "w:tab" | "w:br" => out.push(' '),
        _ => {}
    });
    out
}

pub(super) fn text_of(element: &Element, out: &mut String) {
    for node in &element.children {
        if let XmlNode::Text(text) = node {
            out.push_str(text);
        }
    }
}

/// Every word below an element, those of equations, drawings and attributes that print too.
pub(super) fn all_words(element: &Element) -> String {
    let mut out: Vec<String> = Vec::new();
    element.walk(&mut |inner| {
        let mut words = String::new();
        if inner.name != "w:instrText" {
            text_of(inner, &mut words);
        }
        if inner.name == "v:textpath" {
            words.push_str(inner.attribute("string").unwrap_or_default());
        }
        out.push(words);
    });
    out.iter().flat_map(|words| words.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// The last few words of a text. They are asked for at each change, so that only its end is looked at.
pub(super) fn last_words(text: &str) -> String {
    let start = text.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    let text = text.get(start..).unwrap_or_default();
    let mut words: Vec<&str> = text.rsplit(char::is_whitespace).filter(|word| !word.is_empty()).take(4).collect();
    words.reverse();
    words.join(" ")
}

/// The word, or the rest of one, with which a text begins.
pub(super) fn leading_word(text: &str) -> &str {
    let inside = |(at, letter): (usize, char)| {
        let next = text.get(at + letter.len_utf8()..).and_then(|rest| rest.chars().next());
        let joins = matches!(letter, '.' | ',' | '-' | '’' | '\'') && next.is_some_and(char::is_alphanumeric);
        letter.is_alphanumeric() || (joins && (letter != ',' || next.is_some_and(char::is_numeric)))
    };
    let end = text.char_indices().find(|at| !inside(*at)).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

/// The word, or the beginning of one, with which a text ends.
pub(super) fn trailing_word(text: &str) -> &str {
    let inner = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | ',' | '-' | '’' | '\'');
    if !text.ends_with(char::is_alphanumeric) {
        return "";
    }
    let start =
        text.char_indices().rev().take_while(|(_, letter)| inner(*letter)).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}
