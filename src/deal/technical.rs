//! Technical terms of the interconnection.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PartyId;
use super::field::Field;
use super::measure::{Duration, Percent, Unit};
use super::place::Address;
use super::scalar::Text;
pub use super::technical_choices::{Codec, Dtmf, IpVersion, Transport, UriScheme};
use super::technical_form::TechnicalForm;
use super::technical_form::names::HostName;

/// The interconnection's parameters.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Technical {
    /// SIP transports, in order of preference.
    #[schemars(extend(
        "x-ask" = "Which SIP transports, in order of preference?",
        "x-why" = "both sides' equipment has to speak them"
    ))]
    pub transports: Field<Vec<Transport>>,
    /// Codecs, in order of preference.
    #[schemars(extend(
        "x-ask" = "Which codecs, in order of preference?",
        "x-why" = "both sides' equipment has to speak them"
    ))]
    pub codecs: Field<Vec<Codec>>,
    /// Most concurrent calls in one direction.
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many calls at a time, in one direction at most?",
        "x-why" = "it sizes the trunks",
        "x-unit" = "calls at a time",
        "examples" = [500]
    ))]
    pub sessions: Field<u32>,
    /// Most new calls a second in one direction.
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many new calls a second, in one direction at most?",
        "x-why" = "it sizes the signalling, and calls beyond it may be refused",
        "x-unit" = "calls a second",
        "examples" = [5]
    ))]
    pub cps: Field<u32>,
    /// Each party's signalling and media addresses: party, then a list.
    #[schemars(extend("propertyNames" = { "pattern": super::field::NAME }))]
    #[schemars(extend(
        "x-ask" = "From and to which IP addresses do {who} send signalling and media?",
        "x-why" = "the other side lets in these alone; `~` if they are not known yet",
        "examples" = [{"straits": ["192.0.2.10", "198.51.100.0/24"]}]
    ))]
    pub sites: IndexMap<PartyId, Field<Vec<Address>>>,
    /// Names of each party's signalling addresses, which are looked up (RFC 3263): party, then a list.
    #[schemars(extend("propertyNames" = { "pattern": super::field::NAME }, "examples" = [{"straits": ["sip.straits.example"]}]))]
    pub hosts: IndexMap<PartyId, Vec<HostName>>,
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
    /// Share of the customer's calls in a month that carry a caller number in service.
    #[schemars(extend(
        "x-ask" = "Which share of the calls of a month has to carry a caller number in service?",
        "x-why" = "calls missing from it are charged at the highest rate of their destination",
        "x-unit" = "per cent of the calls of a month",
        "examples" = ["90 %"]
    ))]
    pub valid_cli: Field<Percent>,
    /// Who finds the serving network of a ported number.
    pub portability_query: QueryBy,
    /// Whether the supplier may choose routes by cost.
    pub least_cost_routing: bool,
    /// Most carriers between the customer and the called network on a CLI route.
    #[schemars(range(min = 0, max = 9))]
    #[schemars(extend("x-unit" = "carriers"))]
    pub hops: u32,
    /// Time in which the supplier shows by whom it may deliver to a range of numbers.
    #[schemars(extend(
        "x-ask" = "Within what time of a request does the supplier show its title to a range of numbers?",
        "x-why" = "a route without the holder's leave can be cut off at any time",
        "examples" = ["2 business days"]
    ))]
    pub range_proof: Field<Duration>,
    /// Whether calls that come back to the customer's network are free of charge.
    pub loops_free: bool,
    /// Notice of a change of addresses or certificates.
    pub change_notice: Duration,
    /// How far ahead the customer forecasts its traffic.
    pub forecast: Duration,
    /// How far traffic may depart from its forecast before it counts as unforecast.
    pub forecast_tolerance: Percent,
    /// Standards beyond those that the library names, each with its edition.
    pub standards: Vec<Standard>,
    /// Places where the networks join.
    pub points: Vec<InterconnectionPoint>,
    /// URI schemes in use.
    #[schemars(length(min = 1))]
    pub uri_schemes: Vec<UriScheme>,
    /// Whether the media of a call may be changed by re-INVITE.
    pub reinvite: bool,
    /// How the border equipment handles a call.
    pub sip_mode: SipMode,
    /// Marks of packets on private links.
    pub dscp: Dscp,
    /// Form of numbers.
    pub number_format: NumberFormat,
    /// Whether the party that delivers a signed call verifies its signature.
    pub verify_signatures: bool,
    /// Lowest attestation level that is accepted.
    #[schemars(extend(
        "x-ask" = "Which attestation level (A, B or C) is accepted at least?",
        "x-why" = "calls signed at a lower level may be refused"
    ))]
    pub least_attestation: Field<Attestation>,
    /// Calls that arrive without a signature where one is due.
    pub unsigned: Unsigned,
    /// The technical form: what the engineers of both sides need to bring the interconnection up.
    #[schemars(with = "TechnicalForm")]
    pub form: Option<TechnicalForm>,
}

impl Default for Technical {
    fn default() -> Self {
        Self {
            transports: Field::Absent,
            codecs: Field::Absent,
            sessions: Field::Absent,
            cps: Field::Absent,
            sites: IndexMap::new(),
            hosts: IndexMap::new(),
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
            valid_cli: Field::Absent,
            portability_query: QueryBy::Customer,
            least_cost_routing: true,
            hops: 2,
            range_proof: Field::Absent,
            loops_free: false,
            change_notice: Duration::of(10, Unit::BusinessDay),
            forecast: Duration::of(3, Unit::Month),
            forecast_tolerance: Percent(20.into()),
            standards: Vec::new(),
            points: Vec::new(),
            uri_schemes: vec![UriScheme::Sip, UriScheme::Tel],
            reinvite: true,
            sip_mode: SipMode::BackToBack,
            dscp: Dscp::default(),
            number_format: NumberFormat::E164,
            verify_signatures: true,
            least_attestation: Field::Absent,
            unsigned: Unsigned::Accept,
            form: None,
        }
    }
}

/// A standard, by its edition: a later one binds only when both parties agree.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Number and title.
    #[schemars(extend("examples" = ["ITU-T Q.3401"]))]
    pub document: Text,
    /// Edition, release or date.
    #[schemars(extend("examples" = ["03/2007"]))]
    pub edition: Text,
    /// Whether it binds; otherwise it informs.
    #[serde(default = "yes")]
    pub binding: bool,
}

fn yes() -> bool {
    true
}

/// A place where the networks join.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterconnectionPoint {
    /// The parties' name for it.
    #[schemars(extend("examples" = ["North"]))]
    pub name: Text,
    /// Building or exchange.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which building or exchange is the point of interconnection[ {name}]?",
        "x-why" = "each side brings its line there",
        "examples" = ["Data centre at 1 Pier Road, Hong Kong"]
    ))]
    pub place: Field<Text>,
    /// How the networks join there.
    pub kind: PointKind,
    /// Bandwidth of the connection, in each direction.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "Which bandwidth does the connection[ at {name}] have, in each direction?",
        "x-why" = "it has to carry the agreed calls",
        "x-unit" = "Mbit/s",
        "examples" = [1000]
    ))]
    pub bandwidth: Field<u32>,
    /// Party that pays for the connection; if left out, the parties share its cost equally.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who pays for the connection[ at {name}]?",
        "x-why" = "left out, the parties share its cost equally",
        "examples" = ["harbour"],
        "x-names" = "party"
    ))]
    pub pays: Option<PartyId>,
}

/// How networks join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// A cable between two rooms of one building.
    CrossConnect,
    /// A VLAN of an internet exchange.
    Exchange,
    /// A leased line.
    PrivateLine,
    /// An IPX provider's port.
    Ipx,
    /// The public internet.
    Internet,
}

/// How border equipment handles a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SipMode {
    /// As a back-to-back user agent.
    BackToBack,
    /// As a proxy.
    Proxy,
    /// By 3xx responses that name the next address.
    Redirect,
}

/// Differentiated-services code points (RFC 2474), from 0 to 63.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dscp {
    /// Speech packets; 46 is EF.
    #[schemars(range(min = 0, max = 63))]
    #[schemars(extend("x-unit" = "code point, 0 to 63"))]
    pub media: u32,
    /// Signalling packets; 40 is CS5.
    #[schemars(range(min = 0, max = 63))]
    #[schemars(extend("x-unit" = "code point, 0 to 63"))]
    pub signalling: u32,
}

impl Default for Dscp {
    fn default() -> Self {
        Self { media: 46, signalling: 40 }
    }
}

/// Form of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// International, with plus sign (ITU-T E.164).
    E164,
    /// National, for traffic that stays in one country.
    National,
}

/// Attestation level of a signed call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Attestation {
    /// Full.
    A,
    /// Partial.
    B,
    /// Gateway.
    C,
}

/// Calls without a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unsigned {
    /// Accepted, if the path that they took cannot carry signatures.
    Accept,
    /// Refused.
    Refuse,
}

/// What carries the packets.
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
    /// Accepted at the schedule's rates.
    Accept,
    /// Refused.
    Block,
}

/// Who queries the database of ported numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QueryBy {
    /// The customer.
    Customer,
    /// The supplier.
    Supplier,
}
