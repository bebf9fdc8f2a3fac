//! How one party's equipment treats media, TLS, tunnels and routes, and what it can do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::{RtcpUse, SrtpKeying, TlsOpener, TlsVersion};
use super::names::{Fingerprint, HostName, Token};
use crate::deal::field::Field;
use crate::deal::measure::Duration;
use crate::deal::place::Address;
use crate::deal::scalar::Text;
use crate::deal::technical_choices::{Codec, Dtmf, IpVersion, Transport};

/// How border equipment treats media.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RtpHabits {
    /// Symmetric RTP (RFC 4961).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does {whose} equipment send speech from the port on which it listens?",
        "x-why" = "firewalls rely on it"
    ))]
    pub symmetric: Field<bool>,
    /// RTCP.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does {whose} equipment send RTCP or RTCP XR?",
        "x-why" = "quality is measured from it"
    ))]
    pub rtcp: Field<RtcpUse>,
    /// Time without packets after which a call ends.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time without packets does {whose} equipment end a call?",
        "x-why" = "a call on hold must not be cut off",
        "examples" = ["300 s"]
    ))]
    pub inactivity: Field<Duration>,
    /// Answers to where packets come from (latching).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does {whose} equipment answer to where packets come from?",
        "x-why" = "addresses in the offer may then be others"
    ))]
    pub latching: Field<bool>,
}

/// By what TLS connections are known.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TlsIdentity {
    /// Names in the certificate.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which names stand in {whose} certificate?",
        "x-why" = "the other side compares them",
        "examples" = [["sbc1.straits.example"]]
    ))]
    pub names: Field<Vec<HostName>>,
    /// Certificate authority.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which authority issues {whose} certificate?",
        "x-why" = "the other side has to trust it",
        "examples" = ["Example Root CA R1"]
    ))]
    pub issuer: Field<Text>,
    /// SHA-256 fingerprint of the certificate.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the SHA-256 fingerprint of {whose} certificate?",
        "x-why" = "it can be pinned",
        "examples" = ["00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"]
    ))]
    pub fingerprint: Field<Fingerprint>,
    /// TLS versions.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which TLS versions does {whose} equipment speak?",
        "x-why" = "both sides need one in common"
    ))]
    pub versions: Field<Vec<TlsVersion>>,
    /// Cipher suites.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which cipher suites does {whose} equipment accept?",
        "x-why" = "both sides need one in common",
        "examples" = [["TLS_AES_256_GCM_SHA384"]]
    ))]
    pub suites: Field<Vec<Token>>,
    /// Who opens connections.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Do {who} open TLS connections, or wait for the other side?",
        "x-why" = "a firewall lets in one of the two"
    ))]
    pub opens: Field<TlsOpener>,
    /// Connection reuse (RFC 5923).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does {whose} equipment send requests back over a connection?",
        "x-why" = "else it opens a second one"
    ))]
    pub reuse: Field<bool>,
    /// Session resumption.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does {whose} equipment resume TLS sessions?",
        "x-why" = "it shortens a reconnection"
    ))]
    pub resumption: Field<bool>,
}

/// An end of an IPsec tunnel.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IpsecEnd {
    /// Gateway.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the address of {whose} IPsec gateway?",
        "x-why" = "the tunnel ends there",
        "examples" = ["192.0.2.1"]
    ))]
    pub gateway: Field<Address>,
    /// Algorithms (IKEv2).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which algorithms does {whose} gateway propose?",
        "x-why" = "both ends need the same",
        "examples" = ["aes256gcm16-prfsha384-ecp384"]
    ))]
    pub proposal: Field<Text>,
    /// Networks behind it.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which networks lie behind {whose} gateway?",
        "x-why" = "the tunnel carries these alone",
        "examples" = [["192.0.2.0/25"]]
    ))]
    pub subnets: Field<Vec<Address>>,
}

/// An end of the routing between networks.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingEnd {
    /// Autonomous system.
    #[serde(default)]
    #[schemars(range(min = 1, max = u32::MAX))]
    #[schemars(extend(
        "x-ask" = "What is {whose} AS number?",
        "x-why" = "BGP is set up by it",
        "x-unit" = "AS number",
        "examples" = [64500]
    ))]
    pub as_number: Field<u32>,
    /// BGP neighbour or next hop.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the address of {whose} router on the link?",
        "x-why" = "the other side routes to it",
        "examples" = ["192.0.2.129"]
    ))]
    pub neighbour: Field<Address>,
    /// Networks announced.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which networks do {who} announce or route there?",
        "x-why" = "the other side accepts these alone",
        "examples" = [["192.0.2.0/24"]]
    ))]
    pub subnets: Field<Vec<Address>>,
}

/// What equipment can do.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Abilities {
    /// SIP transports.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which SIP transports can {whose} equipment use?",
        "x-why" = "both sides need one in common"
    ))]
    pub transports: Field<Vec<Transport>>,
    /// Codecs.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which codecs can {whose} equipment use?",
        "x-why" = "both sides need one in common"
    ))]
    pub codecs: Field<Vec<Codec>>,
    /// IP versions.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which IP versions can {whose} equipment use?",
        "x-why" = "both sides need one in common"
    ))]
    pub ip_versions: Field<Vec<IpVersion>>,
    /// DTMF digits.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How can {whose} equipment send DTMF digits?",
        "x-why" = "both sides need a way in common"
    ))]
    pub dtmf: Field<Vec<Dtmf>>,
    /// Keys of SRTP.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How can {whose} equipment agree on keys of SRTP?",
        "x-why" = "both sides need a way in common"
    ))]
    pub keying: Field<Vec<SrtpKeying>>,
}
