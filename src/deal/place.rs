//! Countries, and addresses on the network.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::scalar::scalar;
use crate::diagnostic::Misread;

/// An ISO 3166-1 alpha-2 country code, or XK for Kosovo; prints as the country's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

scalar!(Country, "country", "string", Some("^[A-Z]{2}$"), "SG");

/// Country names for which a contract uses another form than the standard.
const NAMES: &[(&str, &str)] = &[
    ("GB", "United Kingdom"),
    ("US", "United States of America"),
    ("KR", "South Korea"),
    ("RU", "Russia"),
    ("TW", "Taiwan"),
    ("VN", "Vietnam"),
    ("TZ", "Tanzania"),
    ("BO", "Bolivia"),
    ("VE", "Venezuela"),
    ("IR", "Iran"),
    ("XK", "Kosovo"),
];

/// Members of the European Union.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
];

impl Country {
    /// The two letters, in capitals.
    #[must_use]
    pub fn code(&self) -> &str {
        // The bytes are ASCII letters, because only `from_str` makes a country.
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// The country of a name such as `Hong Kong`, or of a code in small letters or of three.
    #[must_use]
    pub fn called(text: &str) -> Option<Self> {
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        let ours = NAMES.iter().find(|(_, name)| is(name)).map(|(code, _)| *code);
        let listed = || {
            let mut all = isocountry::CountryCode::iter();
            all.find(|country| is(country.name()) || is(country.alpha2()) || is(country.alpha3()))
                .map(|country| country.alpha2())
        };
        ours.or_else(listed)?.parse().ok()
    }

    /// Whether it is a member of the European Union.
    #[must_use]
    pub fn in_eu(&self) -> bool {
        EU.contains(&self.code())
    }
}

impl FromStr for Country {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        match text.as_bytes() {
            &[first, second] if text == "XK" || isocountry::CountryCode::for_alpha2(text).is_ok() => {
                Ok(Self([first, second]))
            }
            _ => Err(Misread::new(
                format!("`{text}` is not a country"),
                "write its ISO 3166 code of two capital letters, such as SG",
            )),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.code()) {
            return f.write_str(name);
        }
        match isocountry::CountryCode::for_alpha2(self.code()) {
            Ok(country) => f.write_str(country.name()),
            Err(_) => f.write_str(self.code()),
        }
    }
}

/// An IP address of a signalling or media site, alone or with a prefix length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address {
    /// IPv4 or IPv6 address, the first of the network if there is a prefix.
    pub ip: IpAddr,
    /// Prefix length in bits, if a whole network is meant.
    pub prefix: Option<u8>,
}

scalar!(Address, "ip-address", "string", Some(r"^[0-9A-Fa-f:.]+(/\d{1,3})?$"), "203.0.113.10");

impl FromStr for Address {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let shape = || {
            Misread::new(
                format!("`{text}` is not an IP address"),
                "write it such as 203.0.113.10, 203.0.113.0/28 or 2001:db8::10",
            )
        };
        let (ip, prefix) = text.split_once('/').map_or((text, None), |(ip, prefix)| (ip, Some(prefix)));
        let ip: IpAddr = ip.parse().map_err(|_| shape())?;
        let most = if ip.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => None,
            Some(bits) => Some(bits.parse().ok().filter(|bits| *bits <= most).ok_or_else(shape)?),
        };
        Ok(Self { ip, prefix })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ip.fmt(f)?;
        self.prefix.map_or(Ok(()), |prefix| write!(f, "/{prefix}"))
    }
}
