//! Protection of the interconnection.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::measure::{Duration, Unit};

/// Security controls.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    /// Mutual certificates on TLS.
    #[schemars(extend(
        "x-ask" = "How does each side know that signalling comes from the other?",
        "x-why" = "whoever passes for the other side sends calls at its cost"
    ))]
    pub mutual_tls: bool,
    /// SIP digest (RFC 8760).
    pub digest: Digest,
    /// Time to tell the other party of a compromise of the interconnection.
    pub notify: Duration,
    /// Time to repair a critical weakness.
    pub patch: Duration,
    /// Time for which access logs are kept.
    pub logs: Duration,
    /// Longest time for which a secret is used.
    pub rotation: Duration,
}

impl Default for Security {
    fn default() -> Self {
        Self {
            mutual_tls: true,
            digest: Digest::None,
            notify: Duration::of(15, Unit::Minute),
            patch: Duration::of(30, Unit::Day),
            logs: Duration::of(12, Unit::Month),
            rotation: Duration::of(12, Unit::Month),
        }
    }
}

/// SIP digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Digest {
    /// Not used.
    #[serde(rename = "none")]
    None,
    /// SHA-256.
    #[serde(rename = "SHA-256")]
    Sha256,
}
