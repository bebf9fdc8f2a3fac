//! How the networks join.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PartyId;
use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::place::Address;
use super::scalar::Text;

/// The interconnection's parameters.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Technical {
    /// SIP transports, in order of preference.
    pub transports: Field<Vec<Transport>>,
    /// Codecs, in order of preference.
    pub codecs: Field<Vec<Codec>>,
    /// Most concurrent calls in one direction.
    #[schemars(range(min = 1))]
    pub sessions: Field<u32>,
    /// Most new calls a second in one direction.
    #[schemars(range(min = 1))]
    pub cps: Field<u32>,
    /// Each party's signalling and media addresses: party, then a list.
    #[schemars(extend("propertyNames" = { "pattern": super::schema::NAME }))]
    pub sites: IndexMap<PartyId, Field<Vec<Address>>>,
    /// What carries the interconnection.
    pub network: Network,
    /// Encryption of media (RFC 3711).
    pub srtp: Srtp,
    /// IP versions in use.
    #[schemars(length(min = 1))]
    pub ip_versions: Vec<IpVersion>,
    /// SIP methods that each party supports.
    #[schemars(length(min = 1))]
    pub methods: Vec<Method>,
    /// How DTMF digits are sent.
    pub dtmf: Dtmf,
    /// How fax calls are carried, where they are in scope.
    pub fax: FaxMode,
    /// Length of the audio in one packet.
    pub packet_time: Duration,
    /// Session timer (RFC 4028); at least 90 s.
    pub session_timer: Duration,
    /// Interval of OPTIONS keep-alives.
    pub options_interval: Duration,
    /// Calls whose number the caller withholds or that carry none.
    pub no_cli: NoCli,
    /// Who finds the serving network of a ported number.
    pub portability_query: QueryBy,
    /// Whether the supplier may choose routes by cost.
    pub least_cost_routing: bool,
    /// Most carriers between the customer and the called network on a CLI route.
    #[schemars(range(min = 0, max = 9))]
    pub hops: u32,
    /// Notice of a change of addresses or certificates.
    pub change_notice: Duration,
    /// How far ahead the customer forecasts its traffic.
    pub forecast: Duration,
    /// How far traffic may depart from its forecast before it counts as unforecast.
    pub forecast_tolerance: Percent,
    /// Standards that bind, each with its edition, beyond those that the library names.
    pub standards: Vec<Text>,
}

impl Default for Technical {
    fn default() -> Self {
        Self {
            transports: Field::Absent,
            codecs: Field::Absent,
            sessions: Field::Absent,
            cps: Field::Absent,
            sites: IndexMap::new(),
            network: Network::PublicInternet,
            srtp: Srtp::Optional,
            ip_versions: vec![IpVersion::V4],
            methods: vec![
                Method::Invite,
                Method::Ack,
                Method::Bye,
                Method::Cancel,
                Method::Options,
                Method::Prack,
                Method::Update,
            ],
            dtmf: Dtmf::Rfc4733,
            fax: FaxMode::T38,
            packet_time: Duration::of(20, Unit::Millisecond),
            session_timer: Duration::of(1800, Unit::Second),
            options_interval: Duration::of(60, Unit::Second),
            no_cli: NoCli::Accept,
            portability_query: QueryBy::Customer,
            least_cost_routing: true,
            hops: 2,
            change_notice: Duration::of(10, Unit::BusinessDay),
            forecast: Duration::of(3, Unit::Month),
            forecast_tolerance: Percent(20.into()),
            standards: Vec::new(),
        }
    }
}

/// SIP over what.
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

/// What the packets travel on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// The public internet.
    PublicInternet,
    /// IPsec over the public internet.
    Ipsec,
    /// A private line or cross-connect.
    Private,
    /// An IPX.
    Ipx,
    /// An internet exchange.
    Ixp,
}

/// Encryption of media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Srtp {
    /// Every call.
    Required,
    /// Where both sides offer it.
    Optional,
    /// Not used.
    #[serde(rename = "off")]
    Off,
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

/// A SIP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// RFC 3261.
    Invite,
    /// RFC 3261.
    Ack,
    /// RFC 3261.
    Bye,
    /// RFC 3261.
    Cancel,
    /// RFC 3261.
    Options,
    /// RFC 3262.
    Prack,
    /// RFC 3311.
    Update,
    /// RFC 6086.
    Info,
    /// RFC 3515.
    Refer,
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

/// How fax is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum FaxMode {
    /// ITU-T T.38.
    #[serde(rename = "T.38")]
    T38,
    /// As G.711 audio.
    #[serde(rename = "G.711 pass-through")]
    PassThrough,
}

/// Calls without a caller number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoCli {
    /// Taken at the schedule's rates.
    Accept,
    /// Refused.
    Block,
}

/// Who queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueryBy {
    /// The customer.
    Customer,
    /// The supplier.
    Supplier,
}
