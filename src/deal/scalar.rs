//! Values of one YAML scalar: each is read from its source text and prints as contract text.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::diagnostic::Misread;

/// Makes a type a scalar of the deal: read by `FromStr`, printed by `Display`, described to editors.
macro_rules! scalar {
    ($type:ty, $name:literal, $types:expr, $pattern:expr, $example:literal) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = schemars::json_schema!({ "type": $types, "format": $name, "examples": [$example] });
                if let Some(pattern) = $pattern {
                    let pattern: &str = pattern;
                    schema.insert("pattern".into(), pattern.into());
                }
                schema
            }
        }

        impl $crate::deal::scalar::Scalar for $type {
            const NAME: &'static str = $name;
        }
    };
}
pub(crate) use scalar;

/// A type made by `scalar!`.
pub trait Scalar: FromStr<Err = Misread> {
    /// The name of its `format` in the schema.
    const NAME: &'static str;
}

/// A SHA-256 in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256(String);

scalar!(
    Sha256,
    "sha256",
    "string",
    Some("^[0-9a-f]{64}$"),
    "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9"
);

impl Sha256 {
    /// Its 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Sha256 {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(digit) {
            return Ok(Self(text.to_owned()));
        }
        Err(Misread::new(format!("`{text}` is not a SHA-256"), "write its 64 hexadecimal digits, in small letters"))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A line of words, printed unchanged. Line breaks count as spaces. A copy shares the words, because the lines of a deck repeat theirs
/// a hundred thousand times.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

scalar!(Text, "text", "string", Some(r"\S"), "Straits Voice Pte. Ltd.");

impl Text {
    /// The words, on one line.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Text {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let is_plain = text.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace));
        if is_plain {
            return Ok(Self(text.into()));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if words.is_empty() {
            return Err(Misread::new("is empty", "write `~` for what is not known yet"));
        }
        Ok(Self(words.join(" ").into()))
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An e-mail address (RFC 5321, as HTML's form fields read it).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

scalar!(Email, "email", "string", None::<&str>, "noc@straits.example");

impl FromStr for Email {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if validator::ValidateEmail::validate_email(&text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Misread::new(format!("`{text}` is not an e-mail address"), "write it as noc@straits.example"))
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
