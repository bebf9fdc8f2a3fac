//! What was appended to a PDF that we printed: signatures, or something else.
//!
//! Signing appends an incremental update (ISO 32000-1, 7.5.6) and leaves every byte before it alone. An update may also replace objects,
//! so that other words show: what it defines is looked at. Whether a signature is genuine, a PDF reader says.

use std::collections::BTreeSet;

/// What follows the bytes that we printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// So many signatures, the last of them over the whole file, and nothing else that shows.
    Signatures(usize),
    /// Something else, said after `and`.
    Else(String),
}

/// Annotations that draw on a page.
const DRAWING: [&str; 12] = [
    "FreeText",
    "Stamp",
    "Square",
    "Circle",
    "Ink",
    "Line",
    "Polygon",
    "PolyLine",
    "Redact",
    "Highlight",
    "StrikeOut",
    "Watermark",
];

/// Looks at what stands in `whole` after `printed`, with which it begins.
#[must_use]
pub fn appended(printed: &[u8], whole: &[u8]) -> Appended {
    let rest = String::from_utf8_lossy(whole.get(printed.len()..).unwrap_or_default()).into_owned();
    let before = String::from_utf8_lossy(printed).into_owned();
    let ranges: Vec<[usize; 4]> =
        rest.match_indices("/ByteRange").filter_map(|(at, key)| range(rest.get(at + key.len()..)?)).collect();
    if ranges.is_empty() {
        return Appended::Else(format!("{} bytes follow that are not a signature", rest.len()));
    }
    if ranges.iter().any(|[start, first, ..]| *start != 0 || *first < printed.len()) {
        return Appended::Else("a signature behind it does not cover what was printed".into());
    }
    let end = ranges.iter().map(|[_, _, from, count]| from.saturating_add(*count)).max().unwrap_or(0);
    if end != whole.len() {
        return Appended::Else("something follows the last signature, which does not cover it".into());
    }
    if rest.contains("/ObjStm") {
        return Appended::Else("what follows packs objects, so that they cannot be looked at".into());
    }
    if let Some(kind) = DRAWING.iter().find(|kind| {
        [format!("/Subtype /{kind}"), format!("/Subtype/{kind}")].iter().any(|name| rest.contains(name.as_str()))
    }) {
        return Appended::Else(format!("an annotation of the kind {kind} is laid over a page"));
    }
    let size = before.rmatch_indices("/Size").find_map(|(at, key)| number(before.get(at + key.len()..)?)).unwrap_or(0);
    let mut defined = BTreeSet::new();
    for (at, key) in rest.match_indices(" obj") {
        // `12 0 obj`: number and generation stand before.
        let head = rest.get(..at).unwrap_or_default();
        let mut words = head.rsplit(char::is_whitespace);
        let (Some(_), Some(Ok(object))) = (words.next(), words.next().map(str::parse::<usize>)) else { continue };
        let body = rest.get(at + key.len()..).unwrap_or_default();
        let body = body.split("endobj").next().unwrap_or_default();
        defined.insert(object);
        let known = ["/Catalog", "/Page", "/Metadata", "/AcroForm", "/SigFlags", "/XRef"]
            .iter()
            .any(|kind| body.contains(kind));
        if object < size && !known && !is_about(&before, object) && !is_field(&before, object, body) {
            return Appended::Else(format!("it replaces object {object} of what was printed"));
        }
        let contents = body.match_indices("/Contents").filter_map(|(at, key)| body.get(at + key.len()..));
        for shown in contents.filter(|shown| !shown.trim_start().starts_with('<')) {
            let stands = number(shown.trim_start().trim_start_matches('['))
                .is_some_and(|content| content < size && before.contains(&format!("/Contents {content} 0 R")));
            if !stands {
                return Appended::Else("a page shows other content".into());
            }
        }
    }
    Appended::Signatures(ranges.len())
}

/// Whether an object says what the file is about, and draws nothing.
fn is_about(printed: &str, object: usize) -> bool {
    printed.rsplit_once("/Info ").and_then(|(_, rest)| number(rest)) == Some(object)
}

/// Whether what replaces an object is a field to sign in that was printed, at the place where it was printed.
fn is_field(printed: &str, object: usize, body: &str) -> bool {
    let head = format!("\n{object} 0 obj\n");
    let ours = printed.rsplit_once(head.as_str()).and_then(|(_, rest)| rest.split("endobj").next()).unwrap_or_default();
    let place = |text: &str| -> Option<Vec<String>> {
        let (_, rest) = text.split_once("/Rect")?;
        let (_, rest) = rest.split_once('[')?;
        Some(rest.split_once(']')?.0.split_whitespace().map(str::to_owned).collect())
    };
    ours.contains("/Subtype/Widget/FT/Sig")
        && body.contains("/Sig")
        && place(ours).is_some()
        && place(ours) == place(body)
}

/// The four numbers of a byte range.
fn range(text: &str) -> Option<[usize; 4]> {
    let inside = text.trim_start().strip_prefix('[')?.split(']').next()?;
    let numbers: Vec<usize> = inside.split_whitespace().map_while(|word| word.parse().ok()).collect();
    <[usize; 4]>::try_from(numbers).ok()
}

/// The number with which a text begins.
fn number(text: &str) -> Option<usize> {
    let text = text.trim_start();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}
