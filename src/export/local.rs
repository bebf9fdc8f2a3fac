//! What no deal holds and a configuration needs: keys, certificates, and where calls go inside our own network. It comes from a
//! file that stays at home (`--secrets`), and where it is not given a placeholder stands that no program loads.

use std::collections::BTreeMap;

use crate::diagnostic::Misread;

/// A value that a configuration needs from our own side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalValue {
    /// Its key in the file.
    pub key: &'static str,
    /// What it is.
    pub about: &'static str,
}

/// Every value.
pub const VALUES: &[LocalValue] = &[
    LocalValue { key: "tls_certificate", about: "path of our certificate with its chain (PEM)" },
    LocalValue { key: "tls_private_key", about: "path of the key of our certificate (PEM)" },
    LocalValue { key: "tls_authorities", about: "path of the certificates of the authorities that we trust (PEM)" },
    LocalValue { key: "core_address", about: "IP address inside our network to which calls of the other side go" },
    LocalValue { key: "core_port", about: "its port" },
    LocalValue { key: "modules", about: "folder of Kamailio's modules" },
    LocalValue { key: "run", about: "folder in which Kamailio keeps its control socket" },
];

/// The values of our own side.
#[derive(Debug, Clone, Default)]
pub struct Local(BTreeMap<String, String>);

impl Local {
    /// Reads a file of values: TOML, each key a text.
    ///
    /// # Errors
    ///
    /// It is no TOML, holds an unknown key, or a value with a character that a configuration could take for its own.
    pub fn read(text: &str) -> Result<Self, Misread> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            Misread::new(
                format!("is not TOML: {}", error.message()),
                "write lines such as `tls_private_key = \"/etc/sip/key.pem\"`",
            )
        })?;
        let mut out = BTreeMap::new();
        for (key, value) in table {
            if !VALUES.iter().any(|known| known.key == key) {
                let known: Vec<&str> = VALUES.iter().map(|known| known.key).collect();
                return Err(Misread::new(
                    format!("holds `{}`, which no export reads", crate::characters::visible(&key)),
                    format!("its keys are {}", known.join(", ")),
                ));
            }
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                _ => {
                    return Err(Misread::new(
                        format!("holds a `{key}` that is no text"),
                        "write it in quotation marks",
                    ));
                }
            };
            let fits = |c: char| c.is_ascii_alphanumeric() || "_./+:@=-".contains(c);
            if text.is_empty() || !text.chars().all(fits) {
                // The value may be a secret, so it is not repeated.
                return Err(Misread::new(
                    format!("holds a `{key}` that a configuration could misread"),
                    "use letters, digits and the characters `_ . / + : @ = -`",
                ));
            }
            out.insert(key, text);
        }
        Ok(Self(out))
    }

    /// A value, if the file gives it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// A value, or a placeholder that names it, and what is lacking then.
    pub fn or_placeholder(&self, key: &'static str, lacks: &mut Vec<String>) -> String {
        self.get(key).map_or_else(
            || {
                let about = VALUES.iter().find(|known| known.key == key).map_or("", |known| known.about);
                lacks.push(format!("`{key}` of --secrets FILE: {about}"));
                format!("@{}@", key.to_uppercase())
            },
            str::to_owned,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_could_be_misread_is_refused_and_not_repeated() {
        assert_eq!(Local::read("core_port = 5070").unwrap().get("core_port"), Some("5070"));
        for text in [
            "tls_private_key = \"a;b\"",
            "tls_private_key = \"a\\nb\"",
            "tls_private_key = \"${x}\"",
            "tls_private_key = \"\"",
            "tls_private_key = []",
        ] {
            let fault = Local::read(text).unwrap_err();
            assert!(!fault.fact.contains("${x}") && !fault.fact.contains("a;b"), "{}", fault.fact);
        }
        assert!(Local::read("password = \"x\"").unwrap_err().fact.contains("which no export reads"));
        let mut lacks = Vec::new();
        assert_eq!(Local::default().or_placeholder("tls_private_key", &mut lacks), "@TLS_PRIVATE_KEY@");
        assert_eq!(lacks.len(), 1);
    }
}
