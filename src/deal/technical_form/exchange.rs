//! What both parties keep alike in media, capacity, faults and tests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::{CauseOrigin, FamilyAlternatives, FaxOpener, FaxRedundancy, OverloadScheme};
use crate::deal::date::Date;
use crate::deal::field::Field;
use crate::deal::measure::Duration;
use crate::deal::scalar::Text;
use crate::deal::technical_choices::{Codec, IpVersion};

/// Parameters of one codec.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodecParameters {
    /// Codec.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which codec are the parameters for?",
        "x-why" = "each codec has its own"
    ))]
    pub codec: Field<Codec>,
    /// Audio in one packet (ptime).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How much audio does a packet of the codec[ {codec}] hold?",
        "x-why" = "bandwidth and delay follow from it",
        "examples" = ["20 ms"]
    ))]
    pub packet_time: Field<Duration>,
    /// Most audio in one packet (maxptime).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How much audio may a packet of the codec[ {codec}] hold?",
        "x-why" = "a larger packet is lost whole",
        "examples" = ["40 ms"]
    ))]
    pub longest_packet: Field<Duration>,
    /// RTP payload type.
    #[serde(default)]
    #[schemars(range(min = 0, max = 127))]
    #[schemars(extend(
        "x-ask" = "Which payload type does the codec[ {codec}] have?",
        "x-why" = "96 to 127 are free to choose",
        "x-unit" = "payload type",
        "examples" = [8]
    ))]
    pub payload_type: Field<u32>,
    /// Voice activity detection of G.729 (annexb).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is annex B used with the codec[ {codec}]?",
        "x-why" = "the two ends must not differ"
    ))]
    pub annexb: Field<bool>,
    /// AMR modes (mode-set).
    #[serde(default)]
    #[schemars(inner(range(min = 0, max = 8)))]
    #[schemars(extend(
        "x-ask" = "Which modes does the codec[ {codec}] use?",
        "x-why" = "both ends need one in common",
        "x-unit" = "mode",
        "examples" = [[0, 1, 2]]
    ))]
    pub modes: Field<Vec<u32>>,
    /// Octet-aligned AMR.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is the codec[ {codec}] octet-aligned?",
        "x-why" = "the two forms do not understand each other"
    ))]
    pub octet_aligned: Field<bool>,
    /// Frames between changes of mode.
    #[serde(default)]
    #[schemars(range(min = 1, max = 2))]
    #[schemars(extend(
        "x-ask" = "How many frames lie between two changes of mode of the codec[ {codec}]?",
        "x-why" = "mobile networks change every second frame",
        "x-unit" = "frames",
        "examples" = [2]
    ))]
    pub mode_change: Field<u32>,
}

/// Telephone events and comfort noise.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ToneEvents {
    /// Clock rates of telephone-event.
    #[serde(default)]
    #[schemars(inner(range(min = 8000, max = 48000)))]
    #[schemars(extend(
        "x-ask" = "Which clock rates does telephone-event have?",
        "x-why" = "a wideband call needs 16000",
        "x-unit" = "Hz",
        "examples" = [[8000, 16000]]
    ))]
    pub rates: Field<Vec<u32>>,
    /// Payload types of telephone-event, one for each rate.
    #[serde(default)]
    #[schemars(inner(range(min = 96, max = 127)))]
    #[schemars(extend(
        "x-ask" = "Which payload types does telephone-event have?",
        "x-why" = "96 to 127 are free to choose",
        "x-unit" = "payload type",
        "examples" = [[101, 102]]
    ))]
    pub payload_types: Field<Vec<u32>>,
    /// Last event.
    #[serde(default)]
    #[schemars(range(min = 11, max = 255))]
    #[schemars(extend(
        "x-ask" = "Which is the last event, 15 or 16?",
        "x-why" = "16 is a flash of the hook",
        "x-unit" = "event",
        "examples" = [15]
    ))]
    pub last: Field<u32>,
    /// Comfort noise for G.711 (RFC 3389).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is comfort noise sent with G.711?",
        "x-why" = "silence sounds like a broken line"
    ))]
    pub comfort_noise: Field<bool>,
}

/// Parameters of T.38.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaxRelay {
    /// T.38 version.
    #[serde(default)]
    #[schemars(range(min = 0, max = 4))]
    #[schemars(extend(
        "x-ask" = "Which version of T.38 do both sides use?",
        "x-why" = "the lower one holds",
        "x-unit" = "version",
        "examples" = [0]
    ))]
    pub version: Field<u32>,
    /// Error correction.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which error correction does T.38 use?",
        "x-why" = "lost packets spoil a page"
    ))]
    pub redundancy: Field<FaxRedundancy>,
    /// Largest datagram.
    #[serde(default)]
    #[schemars(range(min = 72, max = 1500))]
    #[schemars(extend(
        "x-ask" = "How large may a T.38 datagram be?",
        "x-why" = "larger ones are dropped",
        "x-unit" = "bytes",
        "examples" = [400]
    ))]
    pub datagram: Field<u32>,
    /// G.711 where T.38 is refused.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does a fax go on as G.711 where T.38 is refused?",
        "x-why" = "else the call ends"
    ))]
    pub fallback: Field<bool>,
    /// Who changes the call to T.38.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which side changes the call to T.38?",
        "x-why" = "two re-INVITEs collide"
    ))]
    pub opens: Field<FaxOpener>,
}

/// IPv4 and IPv6 in offers.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IpFamilies {
    /// Family offered first.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which IP version is offered first?",
        "x-why" = "the other is the way back"
    ))]
    pub first: Field<IpVersion>,
    /// Alternatives in SDP.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How does an offer name both IP versions?",
        "x-why" = "equipment that does not know it sees one"
    ))]
    pub alternatives: Field<FamilyAlternatives>,
}

/// A link between the networks.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormLink {
    /// Point.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which point is the link?",
        "x-why" = "it ends there",
        "examples" = ["North"]
    ))]
    pub point: Field<Text>,
    /// Bandwidth, each way.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "Which bandwidth does the link[ at {point}] have, each way?",
        "x-why" = "it has to carry the agreed calls",
        "x-unit" = "Mbit/s",
        "examples" = [1000]
    ))]
    pub bandwidth: Field<u32>,
    /// Interface.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which interface does the link[ at {point}] have?",
        "x-why" = "both ends need the same optics",
        "examples" = ["1000BASE-LX, single mode, LC"]
    ))]
    pub interface: Field<Text>,
    /// VLAN.
    #[serde(default)]
    #[schemars(range(min = 1, max = 4094))]
    #[schemars(extend(
        "x-ask" = "Which VLAN does the link[ at {point}] use?",
        "x-why" = "both ends need the same",
        "x-unit" = "VLAN number",
        "examples" = [210]
    ))]
    pub vlan: Field<u32>,
    /// MTU.
    #[serde(default)]
    #[schemars(range(min = 1280, max = 9216))]
    #[schemars(extend(
        "x-ask" = "Which MTU does the link[ at {point}] have?",
        "x-why" = "larger packets are cut or lost",
        "x-unit" = "bytes",
        "examples" = [1500]
    ))]
    pub mtu: Field<u32>,
    /// Letter of authorisation.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which letter of authorisation is for the link[ at {point}]?",
        "x-why" = "the building asks for it",
        "examples" = ["LOA 2027-014 of 12 January 2027"]
    ))]
    pub authorisation: Field<Text>,
}

/// What one release cause becomes (RFC 3398).
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CauseRow {
    /// Cause (Q.850).
    #[serde(default)]
    #[schemars(range(min = 1, max = 127))]
    #[schemars(extend(
        "x-ask" = "Which Q.850 cause is meant?",
        "x-why" = "each cause has one response",
        "x-unit" = "Q.850 cause",
        "examples" = [34]
    ))]
    pub cause: Field<u32>,
    /// SIP response.
    #[serde(default)]
    #[schemars(range(min = 400, max = 699))]
    #[schemars(extend(
        "x-ask" = "Which SIP response does the cause[ {cause}] become?",
        "x-why" = "rerouting depends on it",
        "x-unit" = "SIP status code",
        "examples" = [503]
    ))]
    pub response: Field<u32>,
    /// Where it arises.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does the cause[ {cause}] arise in the network that sends it, or beyond?",
        "x-why" = "own congestion is told from that of others"
    ))]
    pub arises: Field<CauseOrigin>,
}

/// What is said under load.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverloadControl {
    /// Response to own congestion.
    #[serde(default)]
    #[schemars(range(min = 400, max = 699))]
    #[schemars(extend(
        "x-ask" = "Which response tells that the network itself is full?",
        "x-why" = "the other side waits",
        "x-unit" = "SIP status code",
        "examples" = [503]
    ))]
    pub own: Field<u32>,
    /// Retry-After.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time may a call be tried again?",
        "x-why" = "the other side waits that long",
        "examples" = ["5 s"]
    ))]
    pub retry_after: Field<Duration>,
    /// Response to congestion beyond.
    #[serde(default)]
    #[schemars(range(min = 400, max = 699))]
    #[schemars(extend(
        "x-ask" = "Which response tells that a network beyond is full?",
        "x-why" = "the other side uses another route, and does not wait",
        "x-unit" = "SIP status code",
        "examples" = [480]
    ))]
    pub beyond: Field<u32>,
    /// Overload control.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is overload control used?",
        "x-why" = "it tells how much less to send"
    ))]
    pub control: Field<OverloadScheme>,
}

/// What ends a loop.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoopLimits {
    /// Max-Forwards at the border.
    #[serde(default)]
    #[schemars(range(min = 1, max = 255))]
    #[schemars(extend(
        "x-ask" = "Which Max-Forwards does a call have at the border?",
        "x-why" = "a loop ends when it is used up",
        "x-unit" = "hops",
        "examples" = [70]
    ))]
    pub max_forwards: Field<u32>,
    /// Response to a loop.
    #[serde(default)]
    #[schemars(range(min = 400, max = 699))]
    #[schemars(extend(
        "x-ask" = "Which response tells of a loop?",
        "x-why" = "it is no fault of the called side",
        "x-unit" = "SIP status code",
        "examples" = [482]
    ))]
    pub response: Field<u32>,
}

/// A time without changes.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreezePeriod {
    /// First day.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "On which day does the freeze begin?",
        "x-why" = "no change is made from then",
        "examples" = ["2027-12-15"]
    ))]
    pub from: Field<Date>,
    /// Last day.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "On which day does the freeze end?",
        "x-why" = "changes are made again after it",
        "examples" = ["2028-01-05"]
    ))]
    pub until: Field<Date>,
    /// Except.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which changes are made all the same?",
        "x-why" = "faults do not wait",
        "examples" = ["repair of a fault of severity 1"]
    ))]
    pub except: Field<Text>,
}

/// Fields and format of call records.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormRecordFormat {
    /// Format.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which format do call records have?",
        "x-why" = "both sides read it",
        "examples" = ["CSV, UTF-8, RFC 4180"]
    ))]
    pub format: Field<Text>,
    /// Fields beyond those of the billing schedule.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which further fields do call records have?",
        "x-why" = "disputes are settled by them",
        "examples" = [["ingress address"]]
    ))]
    pub fields: Field<Vec<Text>>,
}

/// Ranges of numbers that are barred.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarredRanges {
    /// Source of the list.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Where does the list of barred ranges come from?",
        "x-why" = "both sides bar the same",
        "examples" = ["list of the Supplier, by e-mail"]
    ))]
    pub source: Field<Text>,
    /// Renewed every.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which interval is the list renewed?",
        "x-why" = "ranges move",
        "examples" = ["1 week"]
    ))]
    pub every: Field<Duration>,
}
