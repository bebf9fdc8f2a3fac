//! Fields to sign in: a link that the painter drew over the line of a signature becomes a signature field (ISO 32000-1, 12.7.4.5), as an
//! incremental update behind what krilla wrote, which has no fields of forms. Pages and tags stay as they are: the annotation keeps its
//! place, and its tag is a Form in place of a Link, as PDF/UA-1 (7.18.4) asks.

use crate::render::PrintError;

/// What the link over signature line `number` leads to, by which it is found again.
pub(super) fn target(number: usize) -> String {
    format!("peerpact:signature:{number}")
}

/// A PDF with `count` signature fields in place of the links that lead to [`target`].
pub(super) fn with_signature_fields(pdf: Vec<u8>, count: usize) -> Result<Vec<u8>, PrintError> {
    if count == 0 {
        return Ok(pdf);
    }
    let update =
        Update::of(&pdf, count).ok_or_else(|| PrintError::Pdf("a signature line is not where it was drawn".into()))?;
    let mut out = pdf;
    out.extend_from_slice(&update.0);
    Ok(out)
}

/// What is appended to a file.
struct Update(Vec<u8>);

impl Update {
    fn of(pdf: &[u8], count: usize) -> Option<Self> {
        let trailer_at = rfind(pdf, b"trailer\n")?;
        let trailer = text(pdf.get(trailer_at..)?)?;
        let size: usize = number(trailer, "/Size ")?;
        let root: usize = number(trailer, "/Root ")?;
        let mut objects: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut fields = String::new();
        for at in 0..count {
            let (id, link) = object_with(pdf, "<</Type/Annot/Subtype/Link", &format!("/URI({})", target(at + 1)))?;
            let (tag, element) = object_with(pdf, "<</Type/StructElem/S/Link", &format!("/Obj {id} 0 R"))?;
            let element_words = text(element)?;
            let page: usize = number(element_words.rsplit_once("/Pg ").map(|(_, rest)| rest)?, "")?;
            let words = text(link)?;
            let rectangle = words.split_once("/Rect[")?.1.split_once(']')?.0;
            let parent: usize = number(words, "/StructParent ")?;
            // The name of the field stands last in the annotation, as bytes of any kind.
            let name = link.get(find(link, b"/Contents")? + "/Contents".len()..)?.strip_suffix(b">>")?;
            let look = size + at;
            let mut widget = format!(
                "<</Type/Annot/Subtype/Widget/FT/Sig/T(signature-{})/F 4/Rect[{rectangle}]/P {page} 0 R/StructParent \
                 {parent}/AP<</N {look} 0 R>>/TU",
                at + 1
            )
            .into_bytes();
            widget.extend_from_slice(name);
            widget.extend_from_slice(b">>");
            objects.push((id, widget));
            objects.push((tag, element_words.replacen("/S/Link", "/S/Form", 1).into_bytes()));
            objects.push((look, appearance(rectangle)?.into_bytes()));
            fields.push_str(&format!("{}{id} 0 R", if at > 0 { " " } else { "" }));
        }
        let catalog = text(object(pdf, root)?)?.strip_suffix(">>")?;
        objects.push((root, format!("{catalog}/AcroForm<</Fields[{fields}]>>>>").into_bytes()));
        objects.sort_by_key(|(id, _)| *id);
        let before: usize = number(trailer.split_once("startxref\n")?.1, "")?;
        let dictionary = trailer.split_once("<<")?.1.split_once(">>\nstartxref")?.0;
        let dictionary = dictionary.replacen(&format!("/Size {size}"), &format!("/Size {}", size + count), 1);

        let mut out = b"\n".to_vec();
        let mut table = String::new();
        for (id, words) in &objects {
            table.push_str(&format!("{id} 1\n{:010} 00000 n\r\n", pdf.len() + out.len()));
            out.extend_from_slice(format!("{id} 0 obj\n").as_bytes());
            out.extend_from_slice(words);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = pdf.len() + out.len();
        out.extend_from_slice(
            format!("xref\n{table}trailer\n<<{dictionary}/Prev {before}>>\nstartxref\n{start}\n%%EOF").as_bytes(),
        );
        Some(Self(out))
    }
}

/// A field that nobody signed looks like nothing; PDF/A (ISO 19005-2, 6.3.3) wants its look said.
fn appearance(rectangle: &str) -> Option<String> {
    let sides: Vec<&str> = rectangle.split(' ').collect();
    let [left, bottom, right, top] = sides.as_slice() else { return None };
    // The box may begin anywhere, since nothing is drawn: the field's own will do.
    Some(format!(
        "<</Type/XObject/Subtype/Form/BBox[{left} {bottom} {right} {top}]/Resources<<>>/Length 0>>\nstream\n\nendstream"
    ))
}

/// The first object of a kind in which some words stand, by its number, without what frames it. Words of the deal, which stand in objects
/// too, come behind all that is looked for here.
fn object_with<'a>(pdf: &'a [u8], kind: &str, words: &str) -> Option<(usize, &'a [u8])> {
    let mut from = 0;
    loop {
        let at = from + find(pdf.get(from..)?, words.as_bytes())?;
        from = at + words.len();
        let start = rfind(pdf.get(..at)?, b" 0 obj\n")?;
        let body = pdf.get(start + " 0 obj\n".len()..)?;
        let name = find(body, b"/Contents(").map_or(usize::MAX, |name| start + name);
        if body.starts_with(kind.as_bytes()) && at < name {
            let line = rfind(pdf.get(..start)?, b"\n")? + 1;
            let id = text(pdf.get(line..start)?)?.parse().ok()?;
            return Some((id, body.get(..find(body, b"\nendobj")?)?));
        }
    }
}

fn object(pdf: &[u8], id: usize) -> Option<&[u8]> {
    let head = format!("\n{id} 0 obj\n");
    let body = pdf.get(rfind(pdf, head.as_bytes())? + head.len()..)?;
    body.get(..find(body, b"\nendobj")?)
}

/// The number behind a word.
fn number(text: &str, word: &str) -> Option<usize> {
    let (_, rest) = if word.is_empty() { ("", text) } else { text.split_once(word)? };
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// The part of some bytes that is text; of an annotation, up to a name that is not.
fn text(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(fault) => std::str::from_utf8(bytes.get(..fault.valid_up_to())?).ok(),
    }
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words)
}

fn rfind(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).rposition(|window| window == words)
}
