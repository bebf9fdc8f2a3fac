//! What one party brings to the interconnection: places, addresses, names, trunks, keys and people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::{AddressRole, RecordKind, TrunkDirection};
use super::ends::{Abilities, IpsecEnd, RoutingEnd, RtpHabits, TlsIdentity};
use super::names::{DialPrefix, HostName, PortRange, Token};
use super::people::{ClockSource, EscalationStep, FormEngineer, RecordDelivery, TestNumber};
use crate::deal::field::Field;
use crate::deal::measure::{Duration, Percent};
use crate::deal::place::Address;
use crate::deal::rates::Route;
use crate::deal::scalar::Text;
use crate::deal::technical_choices::Transport;

/// What one party brings. Each group is begun by its first entry; a group that is not begun is not asked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormSide {
    /// Places where its equipment stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<FormPoint>,
    /// Addresses from and to which it signals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signalling: Vec<SignallingAddress>,
    /// Networks from and to which it sends speech.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaAddress>,
    /// Host names under which its addresses are found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<ServiceName>,
    /// Its trunk groups, as call records name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trunks: Vec<TrunkGroup>,
    /// How its border equipment treats media.
    #[serde(default)]
    #[schemars(with = "RtpHabits")]
    pub rtp: Option<RtpHabits>,
    /// By what its TLS connections are known.
    #[serde(default)]
    #[schemars(with = "TlsIdentity")]
    pub tls: Option<TlsIdentity>,
    /// Its end of an IPsec tunnel.
    #[serde(default)]
    #[schemars(with = "IpsecEnd")]
    pub ipsec: Option<IpsecEnd>,
    /// Its end of the routing between the networks.
    #[serde(default)]
    #[schemars(with = "RoutingEnd")]
    pub routing: Option<RoutingEnd>,
    /// What its equipment can do, of which the agreed settings are a choice.
    #[serde(default)]
    #[schemars(with = "Abilities")]
    pub abilities: Option<Abilities>,
    /// Numbers that answer test calls.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub test_numbers: Vec<TestNumber>,
    /// People who bring the interconnection up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engineers: Vec<FormEngineer>,
    /// Whom to call next when a fault stays, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<EscalationStep>,
    /// Where it takes the other side's call records.
    #[serde(default)]
    #[schemars(with = "RecordDelivery")]
    pub record_delivery: Option<RecordDelivery>,
    /// By what its clocks are set.
    #[serde(default)]
    #[schemars(with = "ClockSource")]
    pub clock: Option<ClockSource>,
}

impl FormSide {
    /// Takes over from another side each group that is not begun here.
    pub fn complete(&mut self, other: &Self) {
        fn list<T: Clone>(here: &mut Vec<T>, there: &[T]) {
            if here.is_empty() {
                here.extend_from_slice(there);
            }
        }
        fn group<T: Clone>(here: &mut Option<T>, there: &Option<T>) {
            if here.is_none() {
                here.clone_from(there);
            }
        }
        let Self { points, signalling, media, names, trunks, rtp, tls, ipsec, routing, abilities, .. } = self;
        list(points, &other.points);
        list(signalling, &other.signalling);
        list(media, &other.media);
        list(names, &other.names);
        list(trunks, &other.trunks);
        group(rtp, &other.rtp);
        group(tls, &other.tls);
        group(ipsec, &other.ipsec);
        group(routing, &other.routing);
        group(abilities, &other.abilities);
        let Self { test_numbers, engineers, escalation, record_delivery, clock, .. } = self;
        list(test_numbers, &other.test_numbers);
        list(engineers, &other.engineers);
        list(escalation, &other.escalation);
        group(record_delivery, &other.record_delivery);
        group(clock, &other.clock);
    }

    /// Every address and network of the side that signals or carries speech, without one twice.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let signalling = self.signalling.iter().filter_map(|one| one.address.known());
        let mut out: Vec<Address> = Vec::new();
        for address in signalling.chain(self.media.iter().filter_map(|one| one.network.known())) {
            if !out.contains(address) {
                out.push(*address);
            }
        }
        out
    }
}

/// A place where equipment stands.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormPoint {
    /// Name of the point.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the name of {whose} point?",
        "x-why" = "addresses refer to it",
        "examples" = ["SIN1"]
    ))]
    pub name: Field<Text>,
    /// City.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which city is the point[ {name}]?",
        "x-why" = "it tells the length of the way",
        "examples" = ["Singapore"]
    ))]
    pub city: Field<Text>,
    /// Building and room.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which building and room is the point[ {name}]?",
        "x-why" = "a cross-connect is ordered to it",
        "examples" = ["Pier Data Centre, suite 4"]
    ))]
    pub building: Field<Text>,
    /// Operator of the building.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who runs the building[ of {name}]?",
        "x-why" = "it takes the order for the cable",
        "examples" = ["Pier Data Centres Ltd"]
    ))]
    pub operator: Field<Text>,
    /// Role of the point.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is the point[ {name}] primary, backup, or sharing load?",
        "x-why" = "calls move between points by it"
    ))]
    pub role: Field<AddressRole>,
}

/// An address that signals.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignallingAddress {
    /// IP address.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "From and to which address do {who} signal?",
        "x-why" = "the other side lets in this alone",
        "examples" = ["192.0.2.10"]
    ))]
    pub address: Field<Address>,
    /// Port.
    #[serde(default)]
    #[schemars(range(min = 1, max = 65535))]
    #[schemars(extend(
        "x-ask" = "Which port does {whose} address[ {address}] listen on?",
        "x-why" = "no port is taken for granted",
        "x-unit" = "port number",
        "examples" = [5061]
    ))]
    pub port: Field<u32>,
    /// Transport.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which transport does {whose} address[ {address}] use?",
        "x-why" = "a port belongs to one transport"
    ))]
    pub transport: Field<Transport>,
    /// Host name.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Under which host name is the address[ {address}] known?",
        "x-why" = "TLS compares it with the certificate",
        "examples" = ["sbc1.straits.example"]
    ))]
    pub host: Field<HostName>,
    /// Point.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which point does the address[ {address}] stand?",
        "x-why" = "faults are placed by it",
        "examples" = ["SIN1"]
    ))]
    pub point: Field<Text>,
    /// Direction of calls.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does the address[ {address}] send calls, receive them, or both?",
        "x-why" = "the other side sends only to what receives"
    ))]
    pub direction: Field<TrunkDirection>,
    /// Role.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is the address[ {address}] primary, backup, or sharing load?",
        "x-why" = "calls move between addresses by it"
    ))]
    pub role: Field<AddressRole>,
    /// Share of the calls.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which share of the calls does the address[ {address}] take?",
        "x-why" = "load is shared by it",
        "examples" = ["50 %"]
    ))]
    pub share: Field<Percent>,
    /// Trunk group.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "To which trunk group does the address[ {address}] belong?",
        "x-why" = "limits hold for a trunk group",
        "examples" = ["straits-in"]
    ))]
    pub trunk: Field<Token>,
    /// Calls at a time.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many calls at a time does the address[ {address}] take?",
        "x-why" = "more are refused",
        "x-unit" = "calls at a time",
        "examples" = [250]
    ))]
    pub sessions: Field<u32>,
    /// New calls a second.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many new calls a second does the address[ {address}] take?",
        "x-why" = "more are refused",
        "x-unit" = "calls a second",
        "examples" = [10]
    ))]
    pub cps: Field<u32>,
}

/// A network that sends and receives speech.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MediaAddress {
    /// Address or network.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "From and to which network do {who} send speech?",
        "x-why" = "the other side lets in these alone",
        "examples" = ["192.0.2.64/28"]
    ))]
    pub network: Field<Address>,
    /// UDP ports.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which UDP ports does the network[ {network}] use?",
        "x-why" = "firewalls open these alone",
        "examples" = ["16384-32767"]
    ))]
    pub ports: Field<PortRange>,
    /// Point.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which point does the network[ {network}] stand?",
        "x-why" = "faults are placed by it",
        "examples" = ["SIN1"]
    ))]
    pub point: Field<Text>,
}

/// A host name in the domain name system.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceName {
    /// Host name.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which host name leads to {whose} addresses?",
        "x-why" = "it is looked up for each call",
        "examples" = ["sip.straits.example"]
    ))]
    pub name: Field<HostName>,
    /// Kinds of records (RFC 3263).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which records does the name[ {name}] have?",
        "x-why" = "they decide what is looked up"
    ))]
    pub records: Field<Vec<RecordKind>>,
    /// Time to live.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How long may an answer for the name[ {name}] be kept?",
        "x-why" = "a move takes that long",
        "examples" = ["5 min"]
    ))]
    pub ttl: Field<Duration>,
}

/// A trunk group.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrunkGroup {
    /// Name in call records.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the trunk group called in {whose} call records?",
        "x-why" = "invoices are compared by it",
        "examples" = ["straits-in"]
    ))]
    pub name: Field<Token>,
    /// Direction of calls.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does the trunk group[ {name}] send calls, receive them, or both?",
        "x-why" = "limits hold in one direction"
    ))]
    pub direction: Field<TrunkDirection>,
    /// Route class.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which route class does the trunk group[ {name}] carry?",
        "x-why" = "its calls are priced by it"
    ))]
    pub route: Field<Route>,
    /// Technical prefix.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which prefix stands before the called number on the trunk group[ {name}]?",
        "x-why" = "it chooses the route class",
        "examples" = ["9901"]
    ))]
    pub prefix: Field<DialPrefix>,
    /// Address of its own.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which address is for the trunk group[ {name}] alone?",
        "x-why" = "it chooses the route class",
        "examples" = ["192.0.2.11"]
    ))]
    pub address: Field<Address>,
    /// Calls at a time.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many calls at a time does the trunk group[ {name}] take?",
        "x-why" = "more are refused",
        "x-unit" = "calls at a time",
        "examples" = [500]
    ))]
    pub sessions: Field<u32>,
    /// New calls a second.
    #[serde(default)]
    #[schemars(range(min = 1))]
    #[schemars(extend(
        "x-ask" = "How many new calls a second does the trunk group[ {name}] take?",
        "x-why" = "more are refused",
        "x-unit" = "calls a second",
        "examples" = [20]
    ))]
    pub cps: Field<u32>,
}
