//! Lengths of a firm's template that are no whole numbers.
//!
//! The schema wants whole twentieths of a point (ECMA-376 part 1, `ST_SignedTwipsMeasure`, `ST_MeasurementOrPercent`), and Word writes no
//! others. Google Docs writes `w:w="115.0"`, which makes every file that takes it over invalid.

use crate::render::docx::tree::Element;

/// Attributes that hold lengths.
const LENGTHS: [&str; 20] = [
    "w:w",
    "w:h",
    "w:left",
    "w:right",
    "w:top",
    "w:bottom",
    "w:start",
    "w:end",
    "w:before",
    "w:after",
    "w:line",
    "w:hanging",
    "w:firstLine",
    "w:space",
    "w:pos",
    "w:x",
    "w:y",
    "w:header",
    "w:footer",
    "w:gutter",
];

/// Rounds the lengths in an element and below it; tells how many were no whole numbers.
pub(super) fn rounded(root: &mut Element) -> usize {
    let mut count = 0;
    root.walk_mut(&mut |element| {
        for (name, value) in &mut element.attributes {
            if LENGTHS.contains(&name.as_str())
                && let Some(whole) = whole(value)
            {
                *value = whole;
                count += 1;
            }
        }
    });
    count
}

/// A decimal fraction as the whole number next to it; `None` for anything else, and for what is whole.
fn whole(value: &str) -> Option<String> {
    let (number, fraction) = value.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (sign, units) = number.strip_prefix('-').map_or(("", number), |units| ("-", units));
    if !digits(units) || !digits(fraction) {
        return None;
    }
    let up = i64::from(fraction.as_bytes().first().is_some_and(|digit| *digit >= b'5'));
    let rounded = units.parse::<i64>().ok()?.checked_add(up)?;
    Some(if rounded == 0 { "0".into() } else { format!("{sign}{rounded}") })
}

#[cfg(test)]
mod tests {
    use super::{rounded, whole};
    use crate::render::docx::tree::Element;

    #[test]
    fn a_length_is_rounded_and_a_name_is_not() {
        for (said, meant) in [("115.0", "115"), ("-7.5", "-8"), ("0.4", "0"), ("-0.2", "0"), ("99.49", "99")] {
            assert_eq!(whole(said).as_deref(), Some(meant), "{said}");
        }
        for said in ["115", "1.2.3", "5cm", "", ".5", "5.", "1e3.0"] {
            assert_eq!(whole(said), None, "{said}");
        }
        let xml = r#"<w:a xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:w="1.6"><w:name w:val="2.0"/></w:a>"#;
        let mut root = Element::read(xml.as_bytes()).unwrap();
        assert_eq!(rounded(&mut root), 1);
        assert_eq!((root.attribute("w:w"), root.value("w:name")), (Some("2"), Some("2.0")));
    }
}
