//! Values as YAML that any reader takes for what they are.

use serde_json::Value;

use crate::deal::schema;
use crate::path::Path;

/// The value of a field on a line after its key, where more words are safe without quotation marks than inside brackets.
#[must_use]
pub fn on_a_line(value: &Value, path: &Path) -> String {
    let Value::String(text) = value else { return inside(value, path) };
    let mild = |one: char| if matches!(one, ',' | ':' | ';') { ' ' } else { one };
    let plain = !text.contains(": ") && !text.ends_with([':', ',', ';']) && text.starts_with(char::is_alphanumeric);
    let bare: String = text.chars().map(mild).collect();
    if plain && bare != *text && word(&bare) == bare { text.clone() } else { inside(value, path) }
}

/// The value of a field inside brackets. Numbers and booleans are plain for fields of that type, and quoted for fields of
/// words, so that every YAML reader agrees on the type.
#[must_use]
pub fn inside(value: &Value, path: &Path) -> String {
    match value {
        Value::Null => "~".into(),
        Value::String(text) => {
            let field = schema::at(path);
            let takes = |kind: &str| field.is_some_and(|field| schema::allows(field, kind));
            let digits = !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
            if digits && takes("integer") || matches!(text.as_str(), "true" | "false") && takes("boolean") {
                return text.clone();
            }
            let plain = word(text);
            let number = plain.chars().all(|one| one.is_ascii_digit() || one == '.');
            let words =
                field.is_some_and(|field| !schema::allows(field, "number") && schema::choices(field).is_empty());
            let address = plain.parse::<std::net::IpAddr>().is_ok();
            if number && words && !takes("integer") && !address { format!("\"{plain}\"") } else { plain }
        }
        Value::Array(items) => {
            let below = path.index(0);
            format!("[{}]", items.iter().map(|item| inside(item, &below)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{}: {}", word(key), inside(value, &path.key(key))));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A YAML scalar that reads back as the same text anywhere: plain if that is safe, otherwise quoted.
#[must_use]
pub fn word(text: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || " _-./%+@()&*'".contains(one);
    let edges = |one: char| one.is_alphanumeric() || ".)%+'_".contains(one);
    let safe = text.starts_with(char::is_alphanumeric)
        && text.ends_with(edges)
        && text.chars().all(plain)
        && !text.contains(" #")
        && !matches!(text.to_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n");
    // Digits alone are quoted: a reader that takes them for a number would lose a leading zero or an exponent.
    let number = text.chars().all(|one| one.is_ascii_digit() || "._eE+-xo".contains(one))
        && text.contains(|one: char| one.is_ascii_digit());
    let short = text.len() < 6 && text.bytes().all(|one| one.is_ascii_digit()) && !text.starts_with('0') || text == "0";
    let decimal = text.split_once('.').is_some_and(|(whole, part)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
        digits(whole) && digits(part)
    });
    let address = text.parse::<std::net::IpAddr>().is_ok();
    if safe && (!number || short || decimal || address || is_day(text)) {
        return text.to_owned();
    }
    // Plain times with colons are safe only outside flow mappings; quoted ones are safe everywhere.
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            one if one.is_control() || matches!(one, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{85}') => {
                out.push_str(&format!("\\U{:08X}", u32::from(one)));
            }
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::characters::is_hidden;
    use crate::deal::tree;
    use crate::source::Source;

    #[test]
    fn words_are_plain_where_that_is_safe() {
        for plain in ["30 days", "G.711A", "Straits Voice Pte. Ltd.", "0.0180", "1/1", "99.9 %", "2027-01-01", "500"] {
            assert_eq!(word(plain), plain);
        }
        for quoted in ["", "~", "yes", "0123", "a: b", "- a", "a #b", "1234567", "1e5", "x,y", "[a]", " a", "{{ 7 }}"] {
            assert!(word(quoted).starts_with('"'), "{quoted}");
        }
    }

    proptest! {
        #[test]
        fn every_word_is_read_back(text in "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]{0,24}") {
            let hidden = |c: &char| is_hidden(*c) && !matches!(c, '\t' | '\n' | '\r');
            let text: String = text.chars().filter(|c| !hidden(c)).collect();
            let yaml = format!("a: [{}, {{b: {}}}]\nc: {}\n", word(&text), word(&text), word(&text));
            let mut findings = Vec::new();
            let tree = tree::read(&Source::new("d", yaml.as_str()), &mut findings);
            prop_assert!(findings.is_empty(), "{yaml}: {findings:?}");
            let tree = tree.unwrap();
            for path in ["a[0]", "a[1].b", "c"] {
                let found = &tree.find(&path.into()).unwrap().kind;
                prop_assert!(matches!(found, tree::NodeKind::Scalar(read) if *read == text), "{yaml}: {found:?}");
            }
        }
    }
}
