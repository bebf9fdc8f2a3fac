//! The interconnection as one side sees it: typed facts, and no text but for comments.

use std::net::IpAddr;

use rust_decimal::Decimal;

use super::safe;
use crate::deal::measure::Duration;
use crate::deal::place::Address;
use crate::deal::technical::{Codec, Method, Technical, Transport};
use crate::deal::technical_form::TechnicalForm;
use crate::deal::technical_form::choices::{AddressRole, ReliableResponses, TrunkDirection};
use crate::deal::technical_form::names::PortRange;
use crate::deal::technical_form::side::{FormSide, SignallingAddress};
use crate::deal::{Deal, Field, PartyId};
use crate::diagnostic::Misread;
use crate::document::assemble::Draft;
use crate::document::{Block, HeadingKind};
use crate::path::{Path, Step};
use crate::trunk::rows::{self, Entries};

/// An interconnection, from the side whose equipment is configured.
#[derive(Debug, Clone)]
pub struct Trunk {
    /// The deal, by which some kinds read more.
    pub deal: Deal,
    /// Lines of a comment: what the file is, for which agreement, where the agreement says it, and from which text it was made.
    pub head: Vec<String>,
    /// The schedule that holds the settings, such as `Schedule 4`.
    pub schedule: String,
    /// Where the agreement prints each field.
    pub clauses: TrunkClauses,
    /// The key of the party whose equipment is configured.
    pub party: PartyId,
    /// The key of the other party.
    pub peer_party: PartyId,
    /// The side whose equipment is configured.
    pub own: TrunkEnd,
    /// The other side.
    pub peer: TrunkEnd,
    /// Calls at a time, in one direction; each direction has its own count.
    pub sessions: Option<u32>,
    /// New calls a second, in one direction.
    pub cps: Option<u32>,
    /// Codecs in order of preference.
    pub codecs: Vec<Codec>,
    /// Milliseconds of audio in a packet.
    pub packet_time: u32,
    /// Seconds of the session timer, and the least interval if it is agreed.
    pub session_timer: u32,
    /// Seconds of Min-SE.
    pub least_timer: Option<u32>,
    /// Seconds between two OPTIONS.
    pub options_interval: u32,
    /// OPTIONS without an answer after which an address is out of service: what the schedule says, unless the form says otherwise.
    pub out_after: u32,
    /// Answers after which it is back in service.
    pub back_after: u32,
    /// Answers to OPTIONS that count as in service.
    pub answers: Vec<u32>,
    /// Responses that lead to the next address.
    pub next_address_on: Vec<u32>,
    /// Milliseconds without a response after which the next address is tried.
    pub failover_wait: Option<u32>,
    /// Response where the network itself is full, and seconds of Retry-After.
    pub full: (u32, Option<u32>),
    /// Response to a method that is refused.
    pub refusal: u32,
    /// Payload type of telephone-event.
    pub event_payload: Option<u32>,
    /// Max-Forwards at the border.
    pub max_forwards: Option<u32>,
    /// Reliable provisional responses: as the form says, or as the methods do.
    pub reliable: ReliableResponses,
}

/// OPTIONS without an answer after which the schedule takes an address out of service.
const OUT_AFTER: u32 = 3;
/// The response of the schedule to calls beyond the agreed ones.
const FULL: u32 = 503;

/// One side of the interconnection.
#[derive(Debug, Clone)]
pub struct TrunkEnd {
    /// An identifier from the party's key.
    pub name: String,
    /// The party's name, for comments.
    pub company: String,
    /// Addresses that signal, those of the form before those that only `technical.sites` lists.
    pub signalling: Vec<Signal>,
    /// Networks of media.
    pub media: Vec<Media>,
    /// Every address and network from which the side signals.
    pub sources: Vec<Address>,
    /// Names in the certificate.
    pub certificate_names: Vec<String>,
}

/// The sections of the technical schedule, each as people cite it: `Schedule 3, paragraph 2`.
#[derive(Debug, Clone, Default)]
pub struct TrunkClauses {
    /// Network, addresses and limits.
    parameters: String,
    /// Signalling and media.
    signalling: String,
    /// What each side brings.
    sides: String,
    /// What both sides keep.
    settings: String,
}

/// Fields of `technical` that stand under the heading of the network.
const PARAMETERS: [&str; 8] = ["network", "ip_versions", "sessions", "cps", "sip_mode", "dscp", "sites", "points"];

impl TrunkClauses {
    fn of_paper(draft: &Draft) -> Self {
        let schedule = schedule(draft);
        let section = |anchor: &str| {
            let found = draft.document.blocks.iter().find_map(|block| match block {
                Block::Heading(heading) if heading.anchor == anchor && !heading.label.is_empty() => Some(heading),
                _ => None,
            });
            found.map_or_else(|| schedule.clone(), |heading| format!("{schedule}, paragraph {}", heading.label))
        };
        Self {
            parameters: section("schedule.technical.parameters"),
            signalling: section("schedule.technical.signalling"),
            sides: section("schedule.technical.form"),
            settings: section("schedule.technical.settings"),
        }
    }

    /// Where the agreement prints a field.
    #[must_use]
    pub fn of(&self, path: &Path) -> &str {
        let key = path.steps().get(1).and_then(Step::as_key).unwrap_or_default();
        match key {
            "form" if path.starts_with("technical.form.sides") => &self.sides,
            "form" => &self.settings,
            key if PARAMETERS.contains(&key) => &self.parameters,
            _ => &self.signalling,
        }
    }
}

/// An address that signals.
#[derive(Debug, Clone)]
pub struct Signal {
    /// The entry of the form, or of `technical.sites`.
    pub path: Path,
    /// Address or network.
    pub address: Address,
    /// Its port, if the deal says it.
    pub port: Option<u16>,
    /// Its transport, if the deal says it.
    pub transport: Option<Transport>,
    /// Its host name.
    pub host: Option<String>,
    /// What it is for.
    pub role: AddressRole,
    /// Whether it sends calls.
    pub sends: bool,
    /// Whether it receives calls.
    pub receives: bool,
    /// Calls at a time that it takes.
    pub sessions: Option<u32>,
    /// Its share of the calls, in whole per cent.
    pub share: Option<u32>,
}

/// A place to which calls are sent: an address, not a network, with a port and a transport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextHop {
    /// Address.
    pub ip: IpAddr,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: Transport,
    /// Host name, for TLS.
    pub host: Option<String>,
    /// What it is for.
    pub role: AddressRole,
    /// Calls at a time that it takes.
    pub sessions: Option<u32>,
    /// Its share of the calls, in whole per cent.
    pub share: Option<u32>,
}

/// A network of media.
#[derive(Debug, Clone)]
pub struct Media {
    /// Address or network.
    pub network: Address,
    /// UDP ports, if the deal says them.
    pub ports: Option<PortRange>,
}

impl Trunk {
    /// The interconnection of a deal as `party` configures it. `made_of` names the program's version and the deal's hash.
    ///
    /// # Errors
    ///
    /// The deal has not two parties.
    pub fn of(deal: &Deal, draft: &Draft, party: &str, made_of: &str) -> Result<Self, Misread> {
        let others: Vec<&String> = deal.parties.keys().filter(|other| *other != party).collect();
        let [peer] = others[..] else {
            return Err(Misread::new(format!("the deal has {} other parties", others.len()), "name two parties"));
        };
        let technical = &deal.technical;
        let none = TechnicalForm::default();
        let form = technical.form.as_ref().unwrap_or(&none);
        let schedule = schedule(draft);
        let head = [
            format!("Agreement {}", deal.reference.known().map(ToString::to_string).unwrap_or_default()),
            format!("Technical settings: {schedule}"),
            format!("Made by peerpact, {made_of}. Do not edit: change the deal and export again"),
        ];
        let out_after = form.options.as_ref().and_then(|options| options.out_after.known().copied());
        let overload = form.overload.as_ref();
        Ok(Self {
            head: head.iter().map(|line| safe::comment(line)).collect(),
            schedule: safe::comment(&schedule),
            clauses: TrunkClauses::of_paper(draft),
            party: party.to_owned(),
            peer_party: peer.clone(),
            own: TrunkEnd::of(deal, party),
            peer: TrunkEnd::of(deal, peer),
            sessions: technical.sessions.known().copied(),
            cps: technical.cps.known().copied(),
            codecs: technical.codecs.known().cloned().unwrap_or_default(),
            packet_time: milliseconds(&technical.packet_time),
            session_timer: seconds(&technical.session_timer),
            least_timer: form.session.as_ref().and_then(|session| session.least.known()).map(seconds),
            options_interval: seconds(&technical.options_interval),
            out_after: out_after.unwrap_or(OUT_AFTER),
            back_after: form.options.as_ref().and_then(|options| options.back_after.known().copied()).unwrap_or(1),
            answers: list(form.options.as_ref().map(|options| &options.answers)),
            next_address_on: list(form.failover.as_ref().map(|failover| &failover.next_address_on)),
            failover_wait: form.failover.as_ref().and_then(|failover| failover.wait.known()).map(milliseconds),
            full: (
                overload.and_then(|overload| overload.own.known().copied()).unwrap_or(FULL),
                overload.and_then(|overload| overload.retry_after.known()).map(seconds),
            ),
            refusal: form.offers.as_ref().and_then(|offers| offers.refusal.known().copied()).unwrap_or(405),
            event_payload: form.events.as_ref().and_then(|events| events.payload_types.known()?.first().copied()),
            max_forwards: form.loops.as_ref().and_then(|loops| loops.max_forwards.known().copied()),
            reliable: form.early.as_ref().and_then(|early| early.reliable.known().copied()).unwrap_or(
                if technical.methods.contains(&Method::Prack) {
                    ReliableResponses::Supported
                } else {
                    ReliableResponses::Off
                },
            ),
            deal: deal.clone(),
        })
    }

    /// The settings of the deal that the program reads.
    #[must_use]
    pub fn technical(&self) -> &Technical {
        &self.deal.technical
    }

    /// One of the two sides by its party's key.
    #[must_use]
    pub fn end(&self, party: &str) -> &TrunkEnd {
        if party == self.party { &self.own } else { &self.peer }
    }

    /// The technical form; an empty one if the deal has none.
    #[must_use]
    pub fn form(&self) -> TechnicalForm {
        self.deal.technical.form.clone().unwrap_or_default()
    }

    /// What the form says of the side whose equipment is configured.
    #[must_use]
    pub fn own_side(&self) -> FormSide {
        self.form().sides.swap_remove(&self.party).unwrap_or_default()
    }

    /// The head as a comment whose lines begin with a mark.
    #[must_use]
    pub fn commented(&self, mark: &str) -> String {
        self.head.iter().map(|line| format!("{mark} {line}\n")).collect()
    }

    /// The rows of the form, for kinds that hold one fact a row: label, our side's value, the other's.
    #[must_use]
    pub fn rows(&self) -> (Vec<rows::FactRow>, Vec<rows::FactRow>) {
        (rows::sides(&self.deal, Entries::Given), rows::agreed(&self.deal, Entries::Given))
    }
}

impl TrunkEnd {
    fn of(deal: &Deal, party: &str) -> Self {
        let none = FormSide::default();
        let side = deal.technical.form.as_ref().and_then(|form| form.sides.get(party)).unwrap_or(&none);
        let root = Path::from("technical.form.sides").key(party).key("signalling");
        let entries = side.signalling.iter().enumerate();
        let mut signalling: Vec<Signal> = entries.filter_map(|(at, one)| signal(one, root.index(at))).collect();
        let sites: &[Address] = deal.technical.sites.get(party).and_then(Field::known).map_or(&[], Vec::as_slice);
        let media: Vec<Media> = side
            .media
            .iter()
            .filter_map(|one| Some(Media { network: *one.network.known()?, ports: one.ports.known().copied() }))
            .collect();
        for (at, site) in sites.iter().enumerate() {
            let is_known =
                signalling.iter().any(|one| one.address == *site) || media.iter().any(|one| one.network == *site);
            if !is_known {
                signalling.push(Signal {
                    path: Path::from("technical.sites").key(party).index(at),
                    address: *site,
                    port: None,
                    transport: None,
                    host: None,
                    role: AddressRole::Primary,
                    sends: true,
                    receives: true,
                    sessions: None,
                    share: None,
                });
            }
        }
        let mut sources: Vec<Address> = Vec::new();
        for one in signalling.iter().filter(|one| one.sends) {
            if !sources.contains(&one.address) {
                sources.push(one.address);
            }
        }
        let names = side.tls.as_ref().and_then(|tls| tls.names.known());
        let name = deal.parties.get(party).and_then(|party| party.name.known()).map(ToString::to_string);
        Self {
            name: safe::identifier(party),
            company: safe::comment(&name.unwrap_or_default()),
            signalling,
            media,
            sources,
            certificate_names: names.map(|names| names.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        }
    }

    /// The places to which calls for this side are sent, primary ones first, and what keeps others from being one.
    #[must_use]
    pub fn next_hops(&self, lacks: &mut Vec<String>) -> Vec<NextHop> {
        let mut out = Vec::new();
        for one in self.signalling.iter().filter(|one| one.receives) {
            let address = one.address;
            if !is_host(&address) {
                lacks.push(format!("an address of {} to send calls to: {address} is a network", self.company));
                continue;
            }
            let (Some(port), Some(transport)) = (one.port, one.transport) else {
                let what = if one.port.is_none() { "port" } else { "transport" };
                lacks.push(format!("the {what} of {address} of {}", self.company));
                continue;
            };
            out.push(NextHop {
                ip: address.ip,
                port,
                transport,
                host: one.host.clone(),
                role: one.role,
                sessions: one.sessions,
                share: one.share,
            });
        }
        out.sort_by_key(|hop| hop.role == AddressRole::Backup);
        out
    }
}

impl NextHop {
    /// The address with its port; IPv6 in brackets.
    #[must_use]
    pub fn socket(&self) -> String {
        std::net::SocketAddr::new(self.ip, self.port).to_string()
    }

    /// The address as the host part of a URI.
    #[must_use]
    pub fn host(&self) -> String {
        bracketed(self.ip)
    }
}

/// An address as the host part of a URI: IPv6 in brackets.
#[must_use]
pub fn bracketed(ip: IpAddr) -> String {
    if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() }
}

/// The word for a transport in a URI.
#[must_use]
pub fn transport(transport: Transport) -> &'static str {
    match transport {
        Transport::Tls => "tls",
        Transport::Tcp => "tcp",
        Transport::Udp => "udp",
    }
}

/// Whether an address is one address, and not a network.
#[must_use]
pub fn is_host(address: &Address) -> bool {
    address.prefix.is_none_or(|bits| bits == most_bits(address.ip))
}

/// Bits of an address of a family.
#[must_use]
pub fn most_bits(ip: IpAddr) -> u8 {
    if ip.is_ipv4() { 32 } else { 128 }
}

fn signal(one: &SignallingAddress, path: Path) -> Option<Signal> {
    let direction = one.direction.known().copied().unwrap_or(TrunkDirection::Both);
    let share = one.share.known().and_then(|share| u32::try_from(share.0.round()).ok());
    Some(Signal {
        path,
        address: *one.address.known()?,
        port: one.port.known().and_then(|port| u16::try_from(*port).ok()),
        transport: one.transport.known().copied(),
        host: one.host.known().map(ToString::to_string),
        role: one.role.known().copied().unwrap_or(AddressRole::Primary),
        sends: direction != TrunkDirection::Receives,
        receives: direction != TrunkDirection::Sends,
        sessions: one.sessions.known().copied(),
        share,
    })
}

fn list(field: Option<&Field<Vec<u32>>>) -> Vec<u32> {
    field.and_then(Field::known).cloned().unwrap_or_default()
}

/// A time in whole seconds, up to the next.
#[must_use]
pub fn seconds(time: &Duration) -> u32 {
    u32::try_from(time.about_seconds().ceil()).unwrap_or(u32::MAX)
}

/// A time in whole milliseconds.
#[must_use]
pub fn milliseconds(time: &Duration) -> u32 {
    u32::try_from((time.about_seconds() * Decimal::from(1000)).ceil()).unwrap_or(u32::MAX)
}

/// The label of the technical schedule, such as `Schedule 4`; in a form without one, that of the section.
fn schedule(draft: &Draft) -> String {
    let found = draft.document.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) if heading.anchor == "schedule.technical" => Some(heading),
        _ => None,
    });
    match found {
        Some(heading) if heading.kind == HeadingKind::Schedule && !heading.label.starts_with("Schedule") => {
            format!("Schedule {}", heading.label)
        }
        Some(heading) => heading.label.clone(),
        None => "not printed".to_owned(),
    }
}
