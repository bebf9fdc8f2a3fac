//! The choices of the technical form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an address or a point is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum AddressRole {
    /// Calls go there first.
    #[serde(rename = "primary")]
    Primary,
    /// Calls go there when the primary ones are out of service.
    #[serde(rename = "backup")]
    Backup,
    /// Calls are spread over all that share load.
    #[serde(rename = "load shared")]
    Shared,
}

/// Which way calls go, seen from the party that writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TrunkDirection {
    /// It sends and receives calls.
    #[serde(rename = "both")]
    Both,
    /// It sends calls alone.
    #[serde(rename = "sends")]
    Sends,
    /// It receives calls alone.
    #[serde(rename = "receives")]
    Receives,
}

/// A kind of record of the domain name system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum RecordKind {
    /// Transports in order (RFC 3403).
    #[serde(rename = "NAPTR")]
    Naptr,
    /// Hosts and ports in order (RFC 2782).
    #[serde(rename = "SRV")]
    Srv,
    /// Addresses alone.
    #[serde(rename = "A or AAAA")]
    Address,
}

/// Reports on media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum RtcpUse {
    /// Reports of RFC 3550.
    #[serde(rename = "RTCP")]
    Rtcp,
    /// Extended reports of RFC 3611.
    #[serde(rename = "RTCP XR")]
    Extended,
    /// No reports.
    #[serde(rename = "off")]
    Off,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TlsVersion {
    /// RFC 5246.
    #[serde(rename = "TLS 1.2")]
    V12,
    /// RFC 8446.
    #[serde(rename = "TLS 1.3")]
    V13,
}

/// Who opens a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TlsOpener {
    /// The party opens connections.
    #[serde(rename = "opens")]
    Opens,
    /// The party waits for the other side.
    #[serde(rename = "waits")]
    Waits,
    /// Whoever has something to send.
    #[serde(rename = "either")]
    Either,
}

/// How keys of SRTP are agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum SrtpKeying {
    /// In the SDP (RFC 4568), over TLS.
    #[serde(rename = "SDES")]
    Sdes,
    /// In the media (RFC 5764).
    #[serde(rename = "DTLS-SRTP")]
    Dtls,
}

/// What answers a test call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum TestAnswer {
    /// It rings and is not answered.
    #[serde(rename = "rings")]
    Rings,
    /// A tone of one milliwatt.
    #[serde(rename = "1004 Hz tone")]
    Tone,
    /// What is said comes back.
    #[serde(rename = "echo")]
    Echo,
    /// A recorded text.
    #[serde(rename = "announcement")]
    Announcement,
    /// It is busy.
    #[serde(rename = "busy")]
    Busy,
}

/// How clocks are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum ClockProtocol {
    /// RFC 5905.
    #[serde(rename = "NTP")]
    Ntp,
    /// IEEE 1588.
    #[serde(rename = "PTP")]
    Ptp,
}

/// Who refreshes a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Refresher {
    /// The side that called.
    #[serde(rename = "uac")]
    Caller,
    /// The side that was called.
    #[serde(rename = "uas")]
    Called,
    /// As they agree in each call.
    #[serde(rename = "either")]
    Either,
}

/// How a session is refreshed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum RefreshMethod {
    /// RFC 3311.
    #[serde(rename = "UPDATE")]
    Update,
    /// RFC 3261.
    #[serde(rename = "re-INVITE")]
    Reinvite,
    /// As the side supports.
    #[serde(rename = "either")]
    Either,
}

/// The request URI of OPTIONS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum OptionsTarget {
    /// A URI without a user part.
    #[serde(rename = "host alone")]
    Host,
    /// A URI with the user part `ping`.
    #[serde(rename = "user ping")]
    User,
}

/// Reliable provisional responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum ReliableResponses {
    /// Where both sides offer it.
    #[serde(rename = "supported")]
    Supported,
    /// In every call.
    #[serde(rename = "required")]
    Required,
    /// Never.
    #[serde(rename = "off")]
    Off,
}

/// When media are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum OfferTime {
    /// Early offer.
    #[serde(rename = "in the INVITE")]
    Early,
    /// Delayed offer.
    #[serde(rename = "in the answer")]
    Late,
    /// As the INVITE does.
    #[serde(rename = "either")]
    Either,
}

/// What becomes of a 3xx response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum RedirectUse {
    /// It ends the call.
    #[serde(rename = "refused")]
    Refused,
    /// The call goes to the address that it names, at the agreed price.
    #[serde(rename = "followed")]
    Followed,
}

/// The host part of a URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum UriHost {
    /// The address to which the request is sent.
    #[serde(rename = "IP address")]
    Address,
    /// The host name of that address.
    #[serde(rename = "host name")]
    Name,
    /// The domain of the side that receives.
    #[serde(rename = "domain")]
    Domain,
}

/// From of a withheld number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum AnonymousFrom {
    /// As RFC 3323 says.
    #[serde(rename = "anonymous@anonymous.invalid")]
    Invalid,
    /// The host part stays that of the sender.
    #[serde(rename = "anonymous with the sender's host")]
    Host,
}

/// A header that names a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum CallerHeader {
    /// RFC 3325.
    #[serde(rename = "P-Asserted-Identity")]
    Asserted,
    /// RFC 3261.
    #[serde(rename = "From")]
    From,
    /// RFC 5806.
    #[serde(rename = "Diversion")]
    Diversion,
    /// RFC 7044.
    #[serde(rename = "History-Info")]
    HistoryInfo,
    /// An older draft.
    #[serde(rename = "Remote-Party-ID")]
    Remote,
}

/// A header of diverted calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum DivertedHeader {
    /// RFC 5806.
    #[serde(rename = "Diversion")]
    Diversion,
    /// RFC 7044.
    #[serde(rename = "History-Info")]
    HistoryInfo,
    /// Each is written from the other (RFC 7544).
    #[serde(rename = "both")]
    Both,
}

/// Error correction of T.38.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum FaxRedundancy {
    /// No repetition.
    #[serde(rename = "none")]
    None,
    /// Earlier packets are repeated.
    #[serde(rename = "redundancy")]
    Redundancy,
    /// Forward error correction.
    #[serde(rename = "FEC")]
    Fec,
}

/// Who changes a call to T.38.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum FaxOpener {
    /// The side that hears the fax tone.
    #[serde(rename = "called side")]
    Called,
    /// The side that called.
    #[serde(rename = "calling side")]
    Calling,
    /// Whichever notices first.
    #[serde(rename = "either")]
    Either,
}

/// How an offer names both IP versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum FamilyAlternatives {
    /// One offer names one version.
    #[serde(rename = "none")]
    None,
    /// RFC 6947.
    #[serde(rename = "ALTC")]
    Altc,
    /// RFC 4091.
    #[serde(rename = "ANAT")]
    Anat,
    /// RFC 8445.
    #[serde(rename = "ICE")]
    Ice,
}

/// Where a cause arises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum CauseOrigin {
    /// In the network that sends the response.
    #[serde(rename = "own network")]
    Own,
    /// In a network beyond it.
    #[serde(rename = "beyond")]
    Beyond,
    /// In both.
    #[serde(rename = "either")]
    Either,
}

/// How overload is controlled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum OverloadScheme {
    /// By Retry-After alone.
    #[serde(rename = "none")]
    None,
    /// A share of calls is held back (RFC 7339).
    #[serde(rename = "loss")]
    Loss,
    /// Calls are limited to a rate (RFC 7415).
    #[serde(rename = "rate")]
    Rate,
}
