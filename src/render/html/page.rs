//! What belongs to the sheet: its size, and the marks and references on every page.
//!
//! Three programs print this file, each in its own way. Browsers fill the margin boxes of `@page`. LibreOffice makes a page
//! header of `<div title="header">`. Word reads a header from its conditional comment, which other programs ignore.

use super::text::{LinkTargets, escape, inline};
use crate::document::{Document, Inline, Inlines, Paper, plain_text};
use crate::render::words::printable;

/// The separator of two marks on one line: a space, because any other separator would add a word.
const GAP: &str = "\u{2003}";

/// The font of the margins; a margin box inherits nothing from the body.
const RUNNING: &str = "font: 8.5pt Cambria, Georgia, \"Liberation Serif\", serif; color: #4a4a4a;";

/// The style sheet, made safe for a `style` element, and the rules that depend on the document.
pub(super) fn style(css: &str, document: &Document) -> String {
    let size = match document.paper {
        Paper::A4 => "210mm 297mm",
        Paper::Letter => "8.5in 11in",
    };
    // The plain rule comes first, so that an importer that fails on margin boxes has already read it.
    format!(
        "<style>\n{}\n@page {{ size: {size}; margin: 25mm 24mm 22mm; }}\n\
         @page {{ @top-center {{ content: {}; {RUNNING} font-weight: bold; color: #9b1c1c; }} \
         @bottom-left {{ content: {}; {RUNNING} }} \
         @bottom-right {{ content: counter(page) \" / \" counter(pages); {RUNNING} }} }}\n</style>\n",
        css.trim_end().replace("</", "<\\/"),
        css_string(&document.marks.join(GAP)),
        css_string(&edition(document)),
    )
}

/// Word's settings: print view, and the section with its header and footer.
pub(super) fn word_style(document: &Document) -> String {
    let size = match document.paper {
        Paper::A4 => "21.0cm 29.7cm",
        Paper::Letter => "8.5in 11.0in",
    };
    format!(
        "<!--[if gte mso 9]><xml xmlns:w=\"urn:schemas-microsoft-com:office:word\"><w:WordDocument>\
         <w:View>Print</w:View><w:Zoom>100</w:Zoom></w:WordDocument></xml>\n\
         <style>@page WordSection1 {{ size: {size}; margin: 2.5cm 2.4cm 2.2cm 2.4cm; mso-header-margin: 1.2cm; \
         mso-footer-margin: 1.1cm; mso-header: _header; mso-footer: _footer; mso-paper-source: 0; }}\n\
         div.WordSection1 {{ page: WordSection1; }} table#_running {{ margin-left: 900in; }}</style><![endif]-->\n"
    )
}

/// Word's header and footer. Word moves them into the margins and hides the table.
pub(super) fn word_running(document: &Document) -> String {
    let field = |name: &str| format!("<span style='mso-field-code:\" {name} \"'></span>");
    format!(
        "<!--[if gte mso 9]><table id=\"_running\"><tr><td>\
         <div style='mso-element:header' id=\"_header\"><p class=\"marks\" align=\"center\">{}</p></div>\
         <div style='mso-element:footer' id=\"_footer\"><p class=\"edition\">{}{GAP}{} / {}</p></div>\
         </td></tr></table><![endif]-->\n",
        escape(&document.marks.join(GAP)),
        escape(&edition(document)),
        field("PAGE"),
        field("NUMPAGES"),
    )
}

/// The marks, at the top of the screen and of each page in LibreOffice. The empty title prevents a tooltip from the outer
/// element.
pub(super) fn marks(document: &Document) -> String {
    if document.marks.is_empty() {
        return String::new();
    }
    let none = LinkTargets::default();
    let marks: Vec<_> =
        document.marks_text().iter().map(|mark| format!("<strong>{}</strong>", inline(mark, &none))).collect();
    format!("<div class=\"marks\" title=\"header\"><p class=\"marks\" title=\"\">{}</p></div>\n", marks.join(GAP))
}

/// The reference and the version, on one line.
pub(super) fn edition(document: &Document) -> String {
    let parts = [document.reference.as_str(), document.version.as_str()];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(GAP)
}

/// The same with marks of change.
pub(super) fn edition_text(document: &Document) -> Inlines {
    let [mut reference, version] = document.edition_text();
    let is_empty = |text: &Inlines| plain_text(text).trim().is_empty();
    if !is_empty(&reference) && !is_empty(&version) {
        reference.push(Inline::Plain(GAP.into()));
    }
    reference.extend(version);
    reference
}

/// A CSS string. Characters that could end it, or the `style` element, are written as code points.
fn css_string(words: &str) -> String {
    let mut out = String::from("\"");
    for character in printable(words).chars() {
        if matches!(character, '"' | '\\' | '<' | '>' | '&' | '{' | '}') {
            out.push_str(&format!("\\{:x} ", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn a_reference_cannot_leave_its_string() {
        assert_eq!(css_string("a\"}</style>\\"), r#""a\22 \7d \3c /style\3e \5c ""#);
    }
}
