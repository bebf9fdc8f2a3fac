//! Text of two directions of writing: the Unicode Bidirectional Algorithm (UAX #9), for every format alike.
//!
//! A paper is written left to right. A value of the deal that holds right-to-left text is isolated: its words are put in order among
//! themselves, whatever stands around it, and it leaves the order of what stands around it alone.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

/// Opens an isolate whose direction is that of its first letter.
const OPEN: char = '\u{2068}';
/// Closes an isolate.
const CLOSE: char = '\u{2069}';
/// Draws nothing and has no direction; as long in UTF-8 as an isolate's mark, so that it can replace one.
const NOTHING: char = '\u{200b}';

/// Whether a character is written right to left, or makes others so.
pub(super) fn turns(character: char) -> bool {
    matches!(
        u32::from(character),
        0x0590..=0x08FF | 0x200E..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF
            | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF
    )
}

/// A value as it stands in text: between the marks of an isolate if any of it turns the direction.
pub(super) fn isolated(words: &str) -> Cow<'_, str> {
    if words.chars().any(turns) { Cow::Owned(isolate(words)) } else { Cow::Borrowed(words) }
}

/// Puts words into an isolate that ends where they end: what they open and do not close is closed, and what they close and did not
/// open is taken out.
fn isolate(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 6);
    out.push(OPEN);
    let mut open = 0_usize;
    for character in words.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            CLOSE if open == 0 => {
                out.push(NOTHING);
                continue;
            }
            CLOSE => open -= 1,
            _ => {}
        }
        out.push(character);
    }
    out.extend(std::iter::repeat_n(CLOSE, open + 1));
    out
}

/// The embedding level of each byte of a text written left to right: odd where it runs right to left. `values` are the
/// bytes of its values, in order.
pub(super) fn levels(text: &str, values: &[Range<usize>]) -> Vec<Level> {
    let mut marked = String::with_capacity(text.len() + 8);
    // From where to where the text's bytes stand in the marked text.
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for value in values {
        let (before, words) = (text.get(from..value.start), text.get(value.clone()));
        let before = before.unwrap_or_default();
        kept.push(marked.len()..marked.len() + before.len());
        marked.push_str(before);
        let words = words.unwrap_or_default();
        let start = marked.len() + OPEN.len_utf8();
        kept.push(start..start + words.len());
        marked.push_str(&isolate(words));
        from = value.end;
    }
    let rest = text.get(from..).unwrap_or_default();
    kept.push(marked.len()..marked.len() + rest.len());
    marked.push_str(rest);
    let info = BidiInfo::new(&marked, Some(Level::ltr()));
    kept.into_iter().filter_map(|span| info.levels.get(span)).flatten().copied().collect()
}

/// The order, left to right, in which stretches of these levels stand on a line (rule L2): indices in reading order.
pub(super) fn order(levels: &[Level]) -> Vec<usize> {
    BidiInfo::reorder_visual(levels)
}

/// A value cut where its direction changes: each stretch, and whether it runs right to left.
pub(super) fn stretches(words: &str) -> Vec<(&str, bool)> {
    let whole = 0..words.len();
    let levels = levels(words, std::slice::from_ref(&whole));
    let mut out: Vec<(&str, bool)> = Vec::new();
    let mut start = 0;
    for same in levels.chunk_by(|one, other| one.is_rtl() == other.is_rtl()) {
        let end = start + same.len();
        let words = words.get(start..end).unwrap_or_default();
        out.push((words, same.first().is_some_and(Level::is_rtl)));
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{isolated, levels, order, stretches};

    const NAME: &str = "חברת התקשורת בע״מ";

    /// The words of a text, left to right.
    fn seen<'a>(text: &'a str, values: &[&str]) -> Vec<&'a str> {
        let spans: Vec<_> = values
            .iter()
            .map(|value| text.find(value).map(|at| at..at + value.len()).expect("the value is there"))
            .collect();
        let levels = levels(text, &spans);
        let starts: Vec<usize> = text
            .split(' ')
            .scan(0, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some(start)
            })
            .collect();
        let of_words: Vec<_> = starts.iter().map(|at| levels[*at]).collect();
        let words: Vec<&str> = text.split(' ').collect();
        order(&of_words).into_iter().map(|at| words[at]).collect()
    }

    #[test]
    fn the_words_of_a_right_to_left_name_stand_right_to_left() {
        assert_eq!(seen(&format!("Between {NAME} and"), &[NAME]), ["Between", "בע״מ", "התקשורת", "חברת", "and"]);
    }

    #[test]
    fn what_follows_a_value_stays_after_it() {
        // Without an isolate, the number would stand left of the name (rule W2 and N1 of UAX #9).
        let text = format!("{NAME} 15 February");
        assert_eq!(seen(&text, &[NAME]), ["בע״מ", "התקשורת", "חברת", "15", "February"]);
        assert_eq!(seen(&text, &[]), ["15", "בע״מ", "התקשורת", "חברת", "February"]);
    }

    #[test]
    fn an_isolate_ends_with_its_value() {
        assert_eq!(isolated("Harbour Telecom"), "Harbour Telecom");
        assert_eq!(isolated("ש"), "\u{2068}ש\u{2069}");
        assert_eq!(isolated("\u{2067}ש"), "\u{2068}\u{2067}ש\u{2069}\u{2069}");
        assert_eq!(isolated("ש\u{2069}x"), "\u{2068}ש\u{200b}x\u{2069}");
        let text = "a \u{2069}ש\u{2067} 1";
        let value = 2..10;
        assert_eq!(levels(text, std::slice::from_ref(&value)).len(), text.len());
    }

    #[test]
    fn a_value_is_cut_where_its_direction_changes() {
        let name = "Gulf (شركة الخليج) L.L.C.";
        assert_eq!(stretches(name), [("Gulf (", false), ("شركة الخليج", true), (") L.L.C.", false)]);
    }
}
