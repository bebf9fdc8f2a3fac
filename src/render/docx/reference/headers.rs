//! A firm's header or footer: which parts of it are taken, left out, or refused.
//!
//! The agreement goes to the other side. So nothing in it may fetch, run or link out of the file: only text, shapes and pictures
//! in the file are taken.

use super::container::Relationship;
use super::{Failure, fields};
use crate::render::docx::tree::{Element, XmlNode};

/// Elements that are left out: marks that belong to another part of the firm's file, and records of changes.
const DROPPED: [&str; 30] = [
    "w:numPr",
    "w:lang",
    "w:proofErr",
    "w:lastRenderedPageBreak",
    "w:bookmarkStart",
    "w:bookmarkEnd",
    "w:permStart",
    "w:permEnd",
    "w:commentRangeStart",
    "w:commentRangeEnd",
    "w:commentReference",
    "w:del",
    "w:moveFrom",
    "w:moveFromRangeStart",
    "w:moveFromRangeEnd",
    "w:moveToRangeStart",
    "w:moveToRangeEnd",
    "w:pPrChange",
    "w:rPrChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:tblGridChange",
    "w:trPrChange",
    "w:tcPrChange",
    "w:cellIns",
    "w:cellDel",
    "w:placeholder",
    "w:showingPlcHdr",
    "a:hlinkClick",
    "a:hlinkHover",
];

/// Elements that are left out while their text stays. Links lead out of the paper, or to places that are not taken.
const UNWRAPPED: [&str; 5] = ["w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:customXml"];

/// Elements that can run, or hold another file.
const REFUSED: [&str; 6] = ["w:object", "w:control", "w:altChunk", "w:subDoc", "o:OLEObject", "w:movie"];

/// Elements that show something, beside text.
const SHOWN: [&str; 7] =
    ["w:drawing", "w:pict", "w:instrText", "w:fldSimple", "w:sym", "w:pgNum", "mc:AlternateContent"];

/// Cleans a part that `whose` names (`its header word/header1.xml`).
pub(super) fn cleaned(mut root: Element, whose: &str) -> Result<Element, Failure> {
    let mut fault = None;
    clean(&mut root);
    root.walk_mut(&mut |element| {
        if REFUSED.contains(&element.name.as_str()) {
            fault.get_or_insert_with(|| {
                format!("{whose} holds an embedded object (`{}`); put a picture in its place", element.name)
            });
        }
        if element.name.starts_with("v:") {
            // Addresses from which an old picture was fetched, or to which it links.
            element.attributes.retain(|(name, _)| !["src", "href", "o:href", "o:althref"].contains(&name.as_str()));
        }
    });
    if let Some(error) = shown_error(&root) {
        fault.get_or_insert_with(|| {
            format!("{whose} shows “{error}”, which would stand on every page; correct it in Word and save it again")
        });
    }
    if let Some(field) = fields::refused(&root) {
        fault.get_or_insert_with(|| {
            format!(
                "{whose} has the field {field}, which may fetch, run, lead somewhere or print what is not of this agreement (taken are {}); put in its place what it shows",
                fields::ALLOWED.join(", ")
            )
        });
    }
    match fault {
        Some(fault) => Err(Failure(fault)),
        None => Ok(root),
    }
}

/// Takes out the paragraphs in styles of these ids.
pub(super) fn without(root: &mut Element, styles: &[String]) {
    let is_in = |paragraph: &Element| {
        let style = paragraph.child("w:pPr").and_then(|properties| properties.value("w:pStyle"));
        paragraph.name == "w:p" && style.is_some_and(|style| styles.iter().any(|known| known == style))
    };
    root.retain(&mut |child| !is_in(child));
}

/// The error that a field of the part last came to, as Word prints it.
fn shown_error(root: &Element) -> Option<String> {
    let mut shown = String::new();
    root.walk(&mut |element| match element.name.as_str() {
        "w:p" => shown.push('\n'),
        "w:t" => element.children.iter().for_each(|node| {
            if let XmlNode::Text(text) = node {
                shown.push_str(text);
            }
        }),
        _ => {}
    });
    let error = shown.lines().find_map(|line| {
        ["Error! ", "Fehler! "].iter().find_map(|word| line.find(word).and_then(|at| line.get(at..)))
    })?;
    Some(error.trim().chars().take(60).collect())
}

fn clean(element: &mut Element) {
    let children = std::mem::take(&mut element.children);
    for node in children {
        let XmlNode::Element(mut child) = node else {
            element.children.push(node);
            continue;
        };
        let dropped = DROPPED.contains(&child.name.as_str())
            // The text of a bound content control comes from data that are not taken.
            || ["dataBinding", "smartTagPr", "customXmlPr"].iter().any(|name| child.is_local(name));
        if dropped {
            continue;
        }
        clean(&mut child);
        if UNWRAPPED.contains(&child.name.as_str()) {
            element.children.append(&mut child.children);
        } else {
            element.children.push(XmlNode::Element(child));
        }
    }
}

/// Whether a part shows anything. Word writes empty headers too.
pub(super) fn shows(root: &Element) -> bool {
    let mut shows = false;
    root.walk(&mut |element| {
        let text = |node: &XmlNode| matches!(node, XmlNode::Text(text) if !text.trim().is_empty());
        shows |= SHOWN.contains(&element.name.as_str()) || (element.name == "w:t" && element.children.iter().any(text));
    });
    shows
}

/// The pictures that a part shows, each with its relation id in the part. A relation to anything else is refused.
pub(super) fn pictures<'a>(
    root: &Element,
    whose: &str,
    relationships: &'a [Relationship],
) -> Result<Vec<&'a Relationship>, Failure> {
    let mut found: Vec<&Relationship> = Vec::new();
    let mut fault = None;
    root.walk(&mut |element| {
        for (name, id) in &element.attributes {
            if !(name.starts_with("r:") || name == "o:relid")
                || id.is_empty()
                || found.iter().any(|known| known.id == *id)
            {
                continue;
            }
            match relationships.iter().find(|relationship| relationship.id == *id) {
                Some(picture) if picture.kind == "image" && !picture.external => found.push(picture),
                Some(other) if other.external => {
                    fault.get_or_insert_with(|| {
                        format!(
                            "{whose} fetches {} from elsewhere; insert it in Word as a picture, not as a link",
                            other.target
                        )
                    });
                }
                Some(other) => {
                    fault.get_or_insert_with(|| {
                        format!(
                            "{whose} holds {} ({}), which is no picture; put a picture in its place",
                            other.target, other.kind
                        )
                    });
                }
                None => {
                    fault.get_or_insert_with(|| {
                        format!("{whose} names `{id}`, which is not there; open it in Word and save it again")
                    });
                }
            }
        }
    });
    match fault {
        Some(fault) => Err(Failure(fault)),
        None => Ok(found),
    }
}
