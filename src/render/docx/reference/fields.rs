//! The fields of a firm's header or footer, parsed as Word does. Only fields that compute or repeat something of the paper itself
//! are taken.

use crate::render::docx::tree::{Element, XmlNode};

/// Fields that are taken. None of them can name a file, an address or a command; nor a style, which the agreement may not have (Word then
/// prints an error), nor today's date, which would be another one at each opening.
pub(super) const ALLOWED: [&str; 8] =
    ["PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TITLE", "DOCPROPERTY", "IF", "="];

/// Values of DOCPROPERTY that our files hold; any other could be a person's name or a path inside the firm.
const PROPERTIES: [&str; 2] = ["title", "pages"];

/// The first field that is not taken, as it is written; `None` if all are.
///
/// A field's code is all `w:instrText` between its `begin` and its `separate` or `end`, across runs and paragraphs, without the
/// code of nested fields; or the attribute of a `w:fldSimple` (ECMA-376 part 1, 17.16).
pub(super) fn refused(root: &Element) -> Option<String> {
    let mut codes = Vec::new();
    let mut open: Vec<OpenField> = Vec::new();
    // Code that no field opens would be one as soon as somebody puts the rest around it.
    let mut loose = String::new();
    root.walk(&mut |element| match element.name.as_str() {
        "w:fldSimple" => codes.push(element.attribute("w:instr").unwrap_or_default().to_owned()),
        "w:fldChar" => match element.attribute("w:fldCharType") {
            Some("begin") => open.push(OpenField::default()),
            Some("separate") => {
                if let Some(field) = open.last_mut() {
                    field.shows = true;
                }
            }
            Some("end") => codes.extend(open.pop().map(|field| field.code)),
            _ => {}
        },
        "w:instrText" | "w:delInstrText" => {
            let code = match open.last_mut() {
                Some(field) if !field.shows => &mut field.code,
                _ => &mut loose,
            };
            for node in &element.children {
                if let XmlNode::Text(text) = node {
                    code.push_str(text);
                }
            }
        }
        _ => {}
    });
    codes.extend(open.into_iter().map(|field| field.code));
    if !loose.trim().is_empty() {
        codes.push(loose);
    }
    codes.into_iter().find(|code| !is_allowed(code)).map(|code| name(&code).to_owned())
}

/// A field that is being read.
#[derive(Default)]
struct OpenField {
    code: String,
    /// Whether the result of the field has begun.
    shows: bool,
}

/// The name of a field: letters up to a space, a quotation mark or a switch; the name may be quoted.
fn name(code: &str) -> &str {
    let code = code.trim_start();
    let bare = code.trim_start_matches(QUOTES);
    if bare.starts_with('=') {
        return "=";
    }
    let end = bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len());
    // Code without a name is shown by its beginning.
    if end == 0 { code.split_whitespace().next().unwrap_or("(empty)") } else { bare.get(..end).unwrap_or_default() }
}

const QUOTES: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

fn is_allowed(code: &str) -> bool {
    let upper = name(code).to_ascii_uppercase();
    let known = ALLOWED.contains(&upper.as_str());
    if upper == "DOCPROPERTY" {
        let rest = code.to_lowercase();
        let rest = rest.split_once("docproperty").map_or("", |(_, rest)| rest);
        let property: String = rest
            .trim_start_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c))
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        return PROPERTIES.contains(&property.as_str());
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Option<String> {
        let xml = format!(
            r#"<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>{body}</w:p></w:hdr>"#
        );
        refused(&Element::read(xml.as_bytes()).unwrap())
    }

    fn mark(kind: &str) -> String {
        format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#)
    }

    fn code(text: &str) -> String {
        format!("<w:r><w:instrText>{}</w:instrText></w:r>", text.replace('"', "&quot;"))
    }

    fn field(inside: &str) -> String {
        format!("{}{inside}{}<w:r><w:t>1</w:t></w:r>{}", mark("begin"), mark("separate"), mark("end"))
    }

    #[test]
    fn what_the_paper_says_of_itself_is_taken() {
        for text in [" PAGE ", "page", "NUMPAGES \\* Arabic", "\"PAGE\"", "PAGE\\* MERGEFORMAT", "= 1+2"] {
            assert_eq!(of(&field(&code(text))), None, "{text}");
        }
        // Across runs, and nested.
        assert_eq!(of(&field(&(code("NUM") + &code("PAGES ")))), None);
        assert_eq!(of(&field(&(code("IF ") + &field(&code("PAGE")) + &code(" = 1 \"a\" \"b\"")))), None);
    }

    #[test]
    fn everything_else_is_refused_however_it_is_written() {
        for text in [
            "INCLUDEPICTURE\"http://evil/x.png\"",
            "\"INCLUDEPICTURE\" \"http://evil/x.png\"",
            "\u{201c}INCLUDEPICTURE\u{201d} x",
            "INCLUDEPICTURE\\d x",
            "includetext\"x\"",
            "HYPERLINK \"http://evil\"",
            "AUTOTEXT x",
            "DDEAUTO x",
            "FILENAME \\p",
            "AUTHOR",
            "DOCPROPERTY Company",
            "STYLEREF \"Heading 1\"",
            "DATE \\@ \"d MMMM yyyy\"",
            "TIME",
            "PAGEX",
            "",
            "\\d PAGE",
        ] {
            assert!(of(&field(&code(text))).is_some(), "{text}");
            let simple = format!(r#"<w:fldSimple w:instr="{}"/>"#, text.replace('"', "&quot;"));
            assert!(of(&simple).is_some(), "{text}");
        }
        let include = code("INCLUDE") + &code("PICTURE x");
        assert_eq!(of(&field(&include)).as_deref(), Some("INCLUDEPICTURE"));
        // Inside an allowed field, after its result has begun, without an end, and without a beginning.
        assert!(of(&field(&(code("IF ") + &field(&include)))).is_some());
        assert!(of(&(mark("begin") + &code("PAGE") + &mark("separate") + &include + &mark("end"))).is_some());
        assert!(of(&(mark("begin") + &include)).is_some());
        assert!(of(&include).is_some());
    }
}
