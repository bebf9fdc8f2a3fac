//! Pictures of a firm's template. Their bytes must match their file extension, and an SVG may only draw.

use crate::render::docx::tree::{Element, XmlNode};

/// Elements of an SVG that draw. Elements that script, animate, link, embed or hold a style sheet are missing from the
/// list.
const DRAWING: [&str; 27] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "filter",
    "feGaussianBlur",
    "feOffset",
    "metadata",
];

/// Why bytes are not a picture of the type in their file extension; reads after `shows media/logo.png, `.
pub(super) fn checked(end: &str, bytes: &[u8]) -> Result<(), String> {
    if end == "svg" {
        return drawing(bytes);
    }
    let begins = |start: &[u8]| bytes.starts_with(start);
    let is_one = match end {
        "png" => begins(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => begins(b"\xff\xd8\xff"),
        "gif" => begins(b"GIF87a") || begins(b"GIF89a"),
        "bmp" => begins(b"BM"),
        "tif" | "tiff" => begins(b"II*\0") || begins(b"MM\0*"),
        // A header record, whose signature stands at byte 40 (MS-EMF 2.3.4.2).
        "emf" => begins(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF".as_slice()),
        // Placeable, or a header in memory or on disk (MS-WMF 2.3.2).
        "wmf" => begins(&[0xd7, 0xcd, 0xc6, 0x9a]) || begins(&[1, 0, 9, 0]) || begins(&[2, 0, 9, 0]),
        _ => false,
    };
    if is_one { Ok(()) } else { Err(format!("whose bytes are no {}", end.to_uppercase())) }
}

fn drawing(bytes: &[u8]) -> Result<(), String> {
    let root = Element::read(bytes).map_err(|reason| format!("which cannot be read: {reason}"))?;
    let mut fault = (!root.is_local("svg")).then(|| "whose bytes are no SVG".to_owned());
    let mut refuse = |what: String| {
        fault.get_or_insert_with(|| format!("which holds {what}"));
    };
    root.walk(&mut |element| {
        let local = element.name.rsplit(':').next().unwrap_or_default();
        if !DRAWING.contains(&local) {
            refuse(format!("`{}`", element.name));
        }
        for (name, value) in &element.attributes {
            let attribute = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            if name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let outside = attribute == "href" && !value.trim_start().starts_with('#');
            let fetches = value.to_ascii_lowercase().replace("url(#", "").replace("url('#", "").replace("url(\"#", "");
            if attribute.starts_with("on") || outside || fetches.contains("url(") || fetches.contains("script:") {
                refuse(format!("`{name}`, which runs or fetches something"));
            }
        }
        if local == "metadata" && element.children.iter().any(|node| matches!(node, XmlNode::Element(_))) {
            refuse("`metadata`".to_owned());
        }
    });
    fault.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_name_says() {
        assert_eq!(checked("png", b"\x89PNG\r\n\x1a\n..."), Ok(()));
        assert_eq!(checked("jpeg", b"\xff\xd8\xff\xe0"), Ok(()));
        for (end, bytes) in
            [("png", &b"<svg/>"[..]), ("jpg", b"MZ"), ("gif", b""), ("emf", b"\x01\0\0\0"), ("exe", b"MZ")]
        {
            assert!(checked(end, bytes).is_err(), "{end}");
        }
    }

    #[test]
    fn an_svg_draws_and_does_nothing_else() {
        let svg = |inside: &str| {
            let text = format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>"#
            );
            checked("svg", text.as_bytes())
        };
        assert_eq!(
            svg(r##"<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use xlink:href="#a"/>"##),
            Ok(())
        );
        for inside in [
            "<script>alert(1)</script>",
            r#"<rect onload="x()"/>"#,
            r#"<image href="https://evil/x.png"/>"#,
            r#"<use xlink:href="https://evil/x.svg#a"/>"#,
            r#"<rect fill="url(https://evil/x)"/>"#,
            r#"<a href="javascript:x"><rect/></a>"#,
            "<foreignObject/>",
            "<style>@import 'https://evil'</style>",
            "<metadata><who/></metadata>",
        ] {
            assert!(svg(inside).is_err(), "{inside}");
        }
    }
}
