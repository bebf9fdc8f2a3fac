//! Names, ports and prefixes of the technical form. Each has a shape that no configuration file can take for anything else.

use std::fmt;
use std::str::FromStr;

use crate::deal::scalar::scalar;
use crate::diagnostic::Misread;

/// A host name of at least two labels (RFC 1123), in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HostName(String);

scalar!(
    HostName,
    "host-name",
    "string",
    Some(r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$"),
    "sbc1.straits.example"
);

impl HostName {
    /// The name, in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HostName {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let labels: Vec<&str> = text.split('.').collect();
        // The last label of a name is never digits alone, which tells a name from an address.
        let is_address = labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        if text.len() <= 253 && labels.len() > 1 && !is_address && labels.iter().all(|one| label(one)) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(Misread::new(format!("`{text}` is not a host name"), "write it whole, such as sbc1.straits.example"))
        }
    }
}

/// A word of letters, digits and `_ . + -`, such as the name of a trunk group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

scalar!(Token, "token", "string", Some(r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,62}$"), "straits-in");

impl Token {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte);
        if (1..=63).contains(&text.len())
            && text.bytes().all(inside)
            && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        {
            Ok(Self(text.to_owned()))
        } else {
            Err(Misread::new(
                format!("`{text}` is not a name that call records and equipment take"),
                "write at most 63 letters, digits and the characters `_ . + -`, such as straits-in",
            ))
        }
    }
}

/// A range of ports, both ends included: `16384-32767`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PortRange {
    /// The first port; at least 1.
    pub first: u16,
    /// The last port; at least the first.
    pub last: u16,
}

scalar!(PortRange, "port-range", "string", Some(r"^\d{1,5}-\d{1,5}$"), "16384-32767");

impl FromStr for PortRange {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let digits =
            |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok()).flatten();
        text.split_once('-')
            .and_then(|(first, last)| Some(Self { first: digits(first)?, last: digits(last)? }))
            .filter(|range| range.first > 0 && range.first <= range.last)
            .ok_or_else(|| {
                Misread::new(
                    format!("`{text}` is not a range of ports"),
                    "write the first and the last port, from 1 to 65535, such as 16384-32767",
                )
            })
    }
}

/// Digits that stand before a called number and are no part of it; `*` and `#` may be among them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DialPrefix(String);

scalar!(DialPrefix, "dial-prefix", ["string", "integer"], Some(r"^[0-9*#]{1,15}$"), "9901");

impl DialPrefix {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DialPrefix {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        if (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || b"*#".contains(&byte)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Misread::new(
                format!("`{text}` is not a prefix"),
                "write at most 15 digits, `*` or `#`, in quotation marks, such as \"9901\"",
            ))
        }
    }
}

/// A SHA-256 fingerprint: 32 bytes in hexadecimal with colons between them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

scalar!(
    Fingerprint,
    "fingerprint",
    "string",
    Some("^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}$"),
    "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"
);

impl FromStr for Fingerprint {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let bytes: Vec<&str> = text.split(':').collect();
        let is_byte = |byte: &&str| byte.len() == 2 && byte.bytes().all(|digit| digit.is_ascii_hexdigit());
        if bytes.len() == 32 && bytes.iter().all(is_byte) {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(Misread::new(
                format!("`{text}` is not a SHA-256 fingerprint"),
                "write its 32 bytes in hexadecimal with colons between them, as `openssl x509 -fingerprint -sha256` prints them",
            ))
        }
    }
}

macro_rules! shown {
    ($($type:ident),*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
shown!(HostName, Token, DialPrefix, Fingerprint);

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_shape() {
        for (text, good) in [
            ("sbc1.straits.example", true),
            ("SBC1.Straits.example", true),
            ("localhost", false),
            ("192.0.2.10", false),
            ("a..b", false),
            ("-a.example", false),
            ("a.example;transport=tcp", false),
            ("a.example\n[evil]", false),
        ] {
            assert_eq!(text.parse::<HostName>().is_ok(), good, "{text}");
        }
        for (text, good) in [("straits-in", true), ("a b", false), ("${x}", false), ("-a", false), ("", false)] {
            assert_eq!(text.parse::<Token>().is_ok(), good, "{text}");
        }
        for (text, good) in [
            ("1-65535", true),
            ("5060-5060", true),
            ("0-5", false),
            ("6-5", false),
            ("1-65536", false),
            ("+1-5", false),
        ] {
            assert_eq!(text.parse::<PortRange>().is_ok(), good, "{text}");
        }
    }
}
