//! Pictures of a firm's template. Their bytes must match their file extension, an SVG may only draw, and metadata, such as
//! who took a photograph, where, or on which path a drawing was saved, is left behind.

use img_parts::png::Png;

use crate::render::docx::tree::Element;

/// Elements of an SVG that draw. Elements that script, animate, link, embed or hold a style sheet are missing from the
/// list.
const DRAWING: [&str; 24] = [
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
];

/// Elements of an SVG that say something about it, or about how a program shows it to whoever draws. They are left out.
const TOLD: [&str; 4] = ["metadata", "title", "desc", "namedview"];

/// A picture without its metadata, or why its bytes are not a picture of the type in its file extension; the reason reads
/// after `shows media/logo.png, `.
pub(super) fn cleaned(end: &str, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let wrong = || format!("whose bytes are no {}", end.to_uppercase());
    let begins = |start: &[u8]| bytes.starts_with(start);
    match end {
        "svg" => drawing(&bytes),
        "png" => png(bytes).ok_or_else(wrong),
        "jpg" | "jpeg" => jpeg(&bytes).ok_or_else(wrong),
        "gif" => gif(&bytes).ok_or_else(wrong),
        "bmp" if begins(b"BM") => Ok(bytes),
        "emf" => emf(bytes).ok_or_else(wrong),
        // Placeable, or a header in memory or on disk (MS-WMF 2.3.2).
        "wmf" if begins(&[0xd7, 0xcd, 0xc6, 0x9a]) || begins(&[1, 0, 9, 0]) || begins(&[2, 0, 9, 0]) => Ok(bytes),
        "tif" | "tiff" => Err("which may hold more than can be seen".to_owned()),
        _ => Err(wrong()),
    }
}

/// A PNG with only the chunks that decide how it looks (W3C PNG, 11).
fn png(bytes: Vec<u8>) -> Option<Vec<u8>> {
    const LOOKS: [&[u8; 4]; 16] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut picture = Png::from_bytes(bytes.into()).ok()?;
    picture.chunks_mut().retain(|chunk| LOOKS.contains(&&chunk.kind()));
    Some(picture.encoder().bytes().to_vec())
}

/// A JPEG without comments, without application segments other than JFIF, colour profile and Adobe's colour transform, and
/// without what follows its end (ITU-T T.81, B).
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|start| *start == [0xff, 0xd8])?.to_vec();
    let mut at = 2;
    loop {
        // The data of a scan: a marker is two bytes that no data have.
        let from = at;
        while *bytes.get(at)? != 0xff || matches!(*bytes.get(at + 1)?, 0 | 0xd0..=0xd7) {
            at += if *bytes.get(at)? == 0xff { 2 } else { 1 };
        }
        out.extend_from_slice(bytes.get(from..at)?);
        let marker = *bytes.get(at + 1)?;
        if marker == 0xff {
            at += 1;
            continue;
        }
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return Some(out);
        }
        let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
        let segment = bytes.get(at..at + 2 + usize::from(length))?;
        let words = segment.get(4..)?;
        let keep = match marker {
            0xe0 => words.starts_with(b"JFIF\0"),
            0xe2 => words.starts_with(b"ICC_PROFILE\0"),
            0xee => words.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if keep {
            out.extend_from_slice(segment);
        }
        at += segment.len();
    }
}

/// A GIF without comments, and without blocks of applications other than the one that repeats an animation (GIF 89a, 24 and 26).
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3_usize << ((flags & 7) + 1) };
    let start = bytes.get(..6).filter(|start| [b"GIF87a", b"GIF89a"].iter().any(|known| start == known))?;
    let mut at = start.len() + 7 + colours(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let from = at;
        let keep = match bytes.get(at)? {
            // An image, its colours, and the size of its codes.
            0x2c => {
                at += 10 + colours(*bytes.get(at + 9)?) + 1;
                true
            }
            0x21 => {
                let looks = match bytes.get(at + 1)? {
                    0xff => bytes.get(at + 3..at + 14)? == b"NETSCAPE2.0",
                    kind => *kind != 0xfe,
                };
                at += 2;
                looks
            }
            0x3b => {
                out.push(0x3b);
                return Some(out);
            }
            _ => return None,
        };
        while let Some(length) = bytes.get(at).map(|length| usize::from(*length)) {
            at += length + 1;
            if length == 0 {
                break;
            }
        }
        let block = bytes.get(from..at)?;
        if keep {
            out.extend_from_slice(block);
        }
    }
}

/// An EMF without its description, which names a program and a title. The signature of its header stands at byte 40, the
/// length of the description at 60 and its place at 64 (MS-EMF 2.3.4.2).
fn emf(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let is_one = number(0)? == 1 && bytes.get(40..44)? == b" EMF";
    let (characters, place) = (number(60)?, number(64)?);
    if !is_one {
        return None;
    }
    if characters > 0 {
        let end = characters.checked_mul(2).and_then(|length| place.checked_add(length))?;
        // Only what lies between the fixed part of the header and its end is a description.
        (place >= 88 && end <= number(4)?).then_some(())?;
        bytes.get_mut(place..end)?.fill(0);
    }
    Some(bytes)
}

/// An SVG with only what draws: no comments, no words about the drawing, no attributes of the program that made it.
fn drawing(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut root = Element::read(bytes).map_err(|reason| format!("which cannot be read: {reason}"))?;
    let mut fault = (!root.is_local("svg")).then(|| "whose bytes are no SVG".to_owned());
    let mut refuse = |what: String| {
        fault.get_or_insert_with(|| format!("which holds {what}"));
    };
    root.walk_mut(&mut |element| {
        element.retain(&mut |child| !TOLD.contains(&child.name.rsplit(':').next().unwrap_or_default()));
    });
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
            // A backslash may write any letter of `url` in a style.
            let calls = ["url(", "script:", "image(", "image-set(", "src(", "@import", "\\"];
            if attribute.starts_with("on") || outside || calls.iter().any(|call| fetches.contains(call)) {
                refuse(format!("`{name}`, which runs or fetches something"));
            }
        }
    });
    root.walk_mut(&mut |element| {
        let draws = |name: &str| match name.split_once(':') {
            Some((prefix, _)) => ["xmlns", "xml", "xlink"].contains(&prefix),
            None => !name.starts_with("data-"),
        };
        element.attributes.retain(|(name, _)| draws(name));
    });
    match fault {
        Some(fault) => Err(fault),
        None => Ok(root.part()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\
        \0\0\0\nIDATx\xdac`\0\0\0\x02\0\x01\xe5'\xde\xfc\0\0\0\0IEND\xaeB`\x82";

    fn svg(inside: &str) -> Result<String, String> {
        let open =
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:i="urn:i">"#;
        cleaned("svg", format!("<!-- /home/mei -->{open}{inside}</svg>").into_bytes())
            .map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_picture_is_what_its_name_says() {
        assert_eq!(cleaned("png", PNG.to_vec()).as_deref(), Ok(PNG));
        for (end, bytes) in [
            ("png", &b"<svg/>"[..]),
            ("jpg", b"MZ"),
            ("gif", b""),
            ("emf", b"\x01\0\0\0"),
            ("exe", b"MZ"),
            ("tif", b"II*\0"),
        ] {
            assert!(cleaned(end, bytes.to_vec()).is_err(), "{end}");
        }
    }

    #[test]
    fn a_picture_leaves_what_it_tells_behind() {
        let png = [&PNG[..33], b"\0\0\0\x0etEXtAuthor\0Mei Tan\x87z\xedP", &PNG[33..], b"Mei Tan"].concat();
        let segment =
            |marker: u8, words: &[u8]| [&[0xff, marker, 0, u8::try_from(words.len() + 2).unwrap()], words].concat();
        let jpeg = [
            b"\xff\xd8".to_vec(),
            segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xe1, b"Exif\0\0Mei Tan"),
            segment(0xed, b"Photoshop Mei Tan"),
            segment(0xfe, b"by Mei Tan"),
            segment(0xda, b"\x01\x01\0\0\x3f\0"),
            b"\x12\x34\xff\xd9".to_vec(),
            b"Mei Tan".to_vec(),
        ]
        .concat();
        let gif = [
            &b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff"[..],
            b"\x21\xfe\x07Mei Tan\0",
            b"\x21\xff\x0bXMP DataXMP\x07Mei Tan\0",
            b"\x21\xf9\x04\x01\0\0\0\0",
            b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b",
            b"Mei Tan",
        ]
        .concat();
        let mut emf = vec![0; 100];
        emf.extend("Mei Tan\0\0".encode_utf16().flat_map(u16::to_le_bytes));
        for (at, number) in [(0, 1_u32), (4, 118), (40, 0x464d_4520), (60, 9), (64, 100)] {
            emf.splice(at..at + 4, number.to_le_bytes());
        }
        for (end, bytes) in [("png", png), ("jpg", jpeg), ("gif", gif), ("emf", emf)] {
            let clean = cleaned(end, bytes.clone()).unwrap_or_else(|why| panic!("{end} {why}"));
            let told = |bytes: &[u8]| {
                let words = String::from_utf8_lossy(bytes).replace('\0', "");
                words.contains("Mei Tan") || words.contains("Photoshop")
            };
            assert!(told(&bytes) && !told(&clean), "{end}");
            assert_eq!(cleaned(end, clean.clone()).as_ref(), Ok(&clean), "{end} once more");
            for cut in 0..bytes.len() {
                let _answered_without_a_panic = cleaned(end, bytes[..cut].to_vec()).is_ok();
            }
        }
        let clean = svg(
            "<metadata><who/></metadata><title>Mei</title><rect i:path=\"/home/mei\" data-x=\"Mei\" fill=\"red\"/>",
        )
        .unwrap();
        assert!(clean.contains("fill=\"red\"") && !clean.to_lowercase().contains("mei"), "{clean}");
    }

    #[test]
    fn an_svg_draws_and_does_nothing_else() {
        assert!(svg(r##"<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use xlink:href="#a"/>"##).is_ok());
        for inside in [
            "<script>alert(1)</script>",
            r#"<rect onload="x()"/>"#,
            r#"<image href="https://evil/x.png"/>"#,
            r#"<use xlink:href="https://evil/x.svg#a"/>"#,
            r#"<rect fill="url(https://evil/x)"/>"#,
            r#"<rect style="fill:\75 rl(https://evil/x)"/>"#,
            r#"<rect style="background:image-set('https://evil/x' 1x)"/>"#,
            r#"<a href="javascript:x"><rect/></a>"#,
            "<foreignObject/>",
            "<style>@import 'https://evil'</style>",
        ] {
            assert!(svg(inside).is_err(), "{inside}");
        }
    }
}
