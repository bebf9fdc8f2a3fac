//! What both parties keep alike in signalling.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::{
    AnonymousFrom, CallerHeader, DivertedHeader, OfferTime, OptionsTarget, RedirectUse, RefreshMethod, Refresher,
    ReliableResponses, UriHost,
};
use super::names::{HostName, Token};
use crate::deal::field::Field;
use crate::deal::measure::Duration;
use crate::deal::scalar::Text;
use crate::deal::technical_choices::UriScheme;

/// Timers and transport of SIP.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SipTimers {
    /// T1, the estimate of the round trip (RFC 3261).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which value does timer T1 have?",
        "x-why" = "repetitions are timed by it",
        "examples" = ["500 ms"]
    ))]
    pub t1: Field<Duration>,
    /// T2, the longest interval of repetition.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which value does timer T2 have?",
        "x-why" = "repetitions are timed by it",
        "examples" = ["4 s"]
    ))]
    pub t2: Field<Duration>,
    /// Timers B and F, after which a transaction ends.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time does a transaction without an answer end?",
        "x-why" = "failover waits for it",
        "examples" = ["32 s"]
    ))]
    pub transaction: Field<Duration>,
    /// Keep-alive on connections (RFC 5626).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which interval are connections kept alive?",
        "x-why" = "firewalls forget a silent connection",
        "examples" = ["30 s"]
    ))]
    pub keep_alive: Field<Duration>,
    /// Time after which an idle connection is closed.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time is an idle connection closed?",
        "x-why" = "the other side opens a new one",
        "examples" = ["10 min"]
    ))]
    pub idle: Field<Duration>,
    /// Largest SIP message.
    #[serde(default)]
    #[schemars(range(min = 1300, max = 65535))]
    #[schemars(extend(
        "x-ask" = "How large may a SIP message be?",
        "x-why" = "larger ones are refused with 513",
        "x-unit" = "bytes",
        "examples" = [8192]
    ))]
    pub message_size: Field<u32>,
    /// Compact header names.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "May header names be written in their compact form?",
        "x-why" = "some equipment does not read them"
    ))]
    pub compact: Field<bool>,
}

/// How sessions are refreshed (RFC 4028).
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRefresh {
    /// Least interval (Min-SE).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which Min-SE do both sides use?",
        "x-why" = "a shorter timer is refused with 422",
        "examples" = ["90 s"]
    ))]
    pub least: Field<Duration>,
    /// Who refreshes.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who refreshes a session?",
        "x-why" = "two refreshers collide"
    ))]
    pub refresher: Field<Refresher>,
    /// Refreshed by.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is a session refreshed by UPDATE or by re-INVITE?",
        "x-why" = "both sides need the same"
    ))]
    pub by: Field<RefreshMethod>,
}

/// How OPTIONS tell whether an address is in service.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionsPing {
    /// Request URI.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "To which URI are OPTIONS sent?",
        "x-why" = "some equipment answers only one of them"
    ))]
    pub target: Field<OptionsTarget>,
    /// Answers that count as in service.
    #[serde(default)]
    #[schemars(inner(range(min = 100, max = 699)))]
    #[schemars(extend(
        "x-ask" = "Which answers to OPTIONS count as in service?",
        "x-why" = "404 does on some equipment",
        "x-unit" = "SIP status code",
        "examples" = [[200, 404]]
    ))]
    pub answers: Field<Vec<u32>>,
    /// Out of service after.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend(
        "x-ask" = "After how many OPTIONS without an answer is an address out of service?",
        "x-why" = "calls go elsewhere then",
        "x-unit" = "OPTIONS without an answer",
        "examples" = [3]
    ))]
    pub out_after: Field<u32>,
    /// Back in service after.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend(
        "x-ask" = "After how many answers is an address back in service?",
        "x-why" = "a flapping address loses calls",
        "x-unit" = "answers",
        "examples" = [2]
    ))]
    pub back_after: Field<u32>,
}

/// How a call moves to another address.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failover {
    /// Time to the next address, without any response.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time without a response does a call try the next address?",
        "x-why" = "callers wait for it",
        "examples" = ["4 s"]
    ))]
    pub wait: Field<Duration>,
    /// Responses that lead to the next address.
    #[serde(default)]
    #[schemars(inner(range(min = 300, max = 699)))]
    #[schemars(extend(
        "x-ask" = "Which responses lead to the next address?",
        "x-why" = "any other response ends the call there",
        "x-unit" = "SIP status code",
        "examples" = [[408, 500, 503]]
    ))]
    pub next_address_on: Field<Vec<u32>>,
    /// Responses after which the Customer may use another route.
    #[serde(default)]
    #[schemars(inner(range(min = 300, max = 699)))]
    #[schemars(extend(
        "x-ask" = "After which responses may the customer use another route?",
        "x-why" = "a busy person is not called twice",
        "x-unit" = "SIP status code",
        "examples" = [[480, 500, 503]]
    ))]
    pub reroute_on: Field<Vec<u32>>,
}

/// What happens before an answer.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyPhase {
    /// Reliable provisional responses (RFC 3262).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Are reliable provisional responses supported, required or off?",
        "x-why" = "early media relies on them"
    ))]
    pub reliable: Field<ReliableResponses>,
    /// P-Early-Media (RFC 5009).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is P-Early-Media obeyed?",
        "x-why" = "it says who may be heard before an answer"
    ))]
    pub gate: Field<bool>,
    /// Early dialogs of one call, at most.
    #[serde(default)]
    #[schemars(range(min = 1, max = 20))]
    #[schemars(extend(
        "x-ask" = "How many early dialogs may a call have?",
        "x-why" = "forked calls have several",
        "x-unit" = "dialogs",
        "examples" = [1]
    ))]
    pub dialogs: Field<u32>,
    /// Provisional responses sent.
    #[serde(default)]
    #[schemars(inner(range(min = 100, max = 199)))]
    #[schemars(extend(
        "x-ask" = "Which provisional responses are sent?",
        "x-why" = "ringing is measured from them",
        "x-unit" = "SIP status code",
        "examples" = [[180, 183]]
    ))]
    pub responses: Field<Vec<u32>>,
}

/// Who offers media, and what is refused.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferModel {
    /// SDP offer.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does the INVITE carry the offer, the answer to it, or either?",
        "x-why" = "an INVITE without an offer fails on some equipment"
    ))]
    pub offer: Field<OfferTime>,
    /// 3xx responses.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Are 3xx responses refused or followed?",
        "x-why" = "a redirect may lead to another price"
    ))]
    pub redirects: Field<RedirectUse>,
    /// Methods refused.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which methods are refused?",
        "x-why" = "transfers can be used for fraud",
        "examples" = [["REFER"]]
    ))]
    pub refused: Field<Vec<Token>>,
    /// Response to a method that is refused.
    #[serde(default)]
    #[schemars(range(min = 400, max = 699))]
    #[schemars(extend(
        "x-ask" = "Which response refuses a method?",
        "x-why" = "monitoring tells it from a fault",
        "x-unit" = "SIP status code",
        "examples" = [405]
    ))]
    pub refusal: Field<u32>,
}

/// How the called and calling numbers are written, and which decides.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerFields {
    /// Host part of the Request-URI.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which host stands in the Request-URI?",
        "x-why" = "calls to another host are refused"
    ))]
    pub request_uri: Field<UriHost>,
    /// Parameter user=phone.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Does the Request-URI carry user=phone?",
        "x-why" = "some equipment demands it"
    ))]
    pub user_phone: Field<bool>,
    /// From of a withheld number.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How does From read where the number is withheld?",
        "x-why" = "a caller who withholds stays unknown"
    ))]
    pub anonymous: Field<AnonymousFrom>,
    /// P-Asserted-Identity headers, at most.
    #[serde(default)]
    #[schemars(range(min = 1, max = 2))]
    #[schemars(extend(
        "x-ask" = "How many P-Asserted-Identity headers may a call have?",
        "x-why" = "RFC 3325 allows a sip and a tel URI",
        "x-unit" = "headers",
        "examples" = [1]
    ))]
    pub identities: Field<u32>,
    /// Schemes of P-Asserted-Identity.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which URI schemes does P-Asserted-Identity use?",
        "x-why" = "equipment reads one of them"
    ))]
    pub schemes: Field<Vec<UriScheme>>,
    /// Which header decides the caller, the first that is there.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which header decides the caller number, in order?",
        "x-why" = "it decides price and display"
    ))]
    pub order: Field<Vec<CallerHeader>>,
    /// Privacy values kept (RFC 3323).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which Privacy values are kept?",
        "x-why" = "others are passed on unread",
        "examples" = [["id", "header"]]
    ))]
    pub privacy: Field<Vec<Token>>,
    /// Both networks are one trust domain (RFC 3324).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Are both networks one trust domain?",
        "x-why" = "else asserted identities are removed"
    ))]
    pub trusted: Field<bool>,
    /// Header of diverted calls.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which header tells that a call was diverted?",
        "x-why" = "the origin of a diverted call is read from it"
    ))]
    pub diverted: Field<DivertedHeader>,
    /// Diversions, at most.
    #[serde(default)]
    #[schemars(range(min = 0, max = 20))]
    #[schemars(extend(
        "x-ask" = "How many diversions may a call have?",
        "x-why" = "more are taken for a loop",
        "x-unit" = "diversions",
        "examples" = [5]
    ))]
    pub diversions: Field<u32>,
}

/// PASSporTs of signed calls (RFC 8225).
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedCalls {
    /// Types of PASSporT.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which types of PASSporT are sent?",
        "x-why" = "the other side verifies these",
        "examples" = [["shaken", "div"]]
    ))]
    pub types: Field<Vec<Token>>,
    /// Host of the certificates (x5u).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "On which host do the certificates lie?",
        "x-why" = "verification fetches them there",
        "examples" = ["certs.straits.example"]
    ))]
    pub certificates: Field<HostName>,
    /// Authorities that are trusted.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which authorities issue the certificates?",
        "x-why" = "others do not verify",
        "examples" = [["Example STI-CA"]]
    ))]
    pub authorities: Field<Vec<Text>>,
    /// Date header kept.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Is the Date header passed on unchanged?",
        "x-why" = "the signature covers it"
    ))]
    pub date: Field<bool>,
}

/// Length and form of numbers.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberRules {
    /// Fewest digits.
    #[serde(default)]
    #[schemars(range(min = 1, max = 15))]
    #[schemars(extend(
        "x-ask" = "How few digits may a number have?",
        "x-why" = "shorter ones are refused with 484",
        "x-unit" = "digits",
        "examples" = [7]
    ))]
    pub least: Field<u32>,
    /// Most digits.
    #[serde(default)]
    #[schemars(range(min = 1, max = 15))]
    #[schemars(extend(
        "x-ask" = "How many digits may a number have?",
        "x-why" = "longer ones are refused with 484",
        "x-unit" = "digits",
        "examples" = [15]
    ))]
    pub most: Field<u32>,
    /// Short codes.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Are short codes carried?",
        "x-why" = "they have no country code"
    ))]
    pub short_codes: Field<bool>,
    /// National numbers.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Are numbers in national form carried?",
        "x-why" = "they mean another number abroad"
    ))]
    pub national: Field<bool>,
    /// Parameters rn and npdi (RFC 4694).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Do calls carry rn and npdi?",
        "x-why" = "a ported number is not looked up twice"
    ))]
    pub routing_number: Field<bool>,
    /// ENUM domain (RFC 6116).
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which ENUM domain is asked?",
        "x-why" = "addresses are found by number",
        "examples" = ["e164enum.example"]
    ))]
    pub enum_domain: Field<HostName>,
}
