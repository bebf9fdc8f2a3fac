//! The choices that the technical section and the technical form share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A URI scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UriScheme {
    /// RFC 3261.
    Sip,
    /// RFC 3966.
    Tel,
    /// RFC 5630: TLS on every hop.
    Sips,
}

/// What carries SIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// TLS 1.2 or later.
    Tls,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// A speech codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Codec {
    /// ITU-T G.711, A-law.
    #[serde(rename = "G.711A")]
    G711A,
    /// ITU-T G.711, mu-law.
    #[serde(rename = "G.711U")]
    G711U,
    /// ITU-T G.729 Annex A.
    #[serde(rename = "G.729")]
    G729,
    /// ITU-T G.722.
    #[serde(rename = "G.722")]
    G722,
    /// Adaptive multi-rate, narrowband.
    #[serde(rename = "AMR")]
    Amr,
    /// Adaptive multi-rate, wideband.
    #[serde(rename = "AMR-WB")]
    AmrWb,
    /// Enhanced voice services.
    #[serde(rename = "EVS")]
    Evs,
    /// RFC 6716.
    #[serde(rename = "Opus")]
    Opus,
}

/// An IP version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum IpVersion {
    /// IPv4.
    #[serde(rename = "IPv4")]
    V4,
    /// IPv6.
    #[serde(rename = "IPv6")]
    V6,
}

/// How digits are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Dtmf {
    /// Telephone events in RTP.
    #[serde(rename = "RFC 4733")]
    Rfc4733,
    /// SIP INFO, by private convention.
    #[serde(rename = "SIP INFO")]
    SipInfo,
    /// As audible tones.
    #[serde(rename = "in-band")]
    InBand,
}
