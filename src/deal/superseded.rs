//! Values that a field does not accept and that people often write: the replacement, and the reason.

use super::field::without_flow;
use crate::path::{Path, Pattern};

/// Fields by their paths, `*` for what the deal chooses; values as [`fold`] returns them, a final `…` for any
/// continuation; the remedy.
type Known = (&'static [&'static str], &'static [&'static str], &'static str);

const COUNTRIES: &[&str] = &[
    "parties.*.country",
    "parties.*.licences.*.country",
    "parties.*.affiliates.*.country",
    "tax.*.country",
    "regulatory.filings.*.country",
    "regulatory.laws.*.country",
];

/// Fields whose value is a promised minimum.
const LEAST: &[&str] =
    &["quality.ner", "quality.asr", "quality.asr_exit", "quality.acd", "quality.mos", "sla.availability", "sla.media"];

/// Fields whose value is a promised maximum.
const MOST: &[&str] = &["quality.pdd", "quality.loss", "quality.jitter", "quality.delay"];

/// Beginnings of a comparison.
const ABOVE: &[&str] = &[">…", "≥…"];
const BELOW: &[&str] = &["<…", "≤…"];

/// The first match counts.
const KNOWN: &[Known] = &[
    (
        &["technical.transports.*"],
        &["tls10", "tls11", "tlsv1", "tlsv10", "tlsv11", "ssl…"],
        "write `tls`: RFC 8996 put an end to TLS 1.0 and 1.1, as RFC 7568 did to SSL, and the paper asks for 1.2 or later",
    ),
    (&["technical.transports.*"], &["tls1…", "tlsv1…"], "write `tls`: the paper asks for version 1.2 or later of it"),
    (
        &["technical.transports.*"],
        &["sctp"],
        "write `tls`, `tcp` or `udp`: hardly any equipment at a border between carriers speaks SIP over SCTP (RFC 4168)",
    ),
    (
        &["technical.transports.*"],
        &["ws", "wss", "websocket…"],
        "write `tls`: WebSocket (RFC 7118) is how browsers reach a network, not how networks join",
    ),
    (
        &["technical.transports.*"],
        &["sips"],
        "write `tls`: `sips` is a URI scheme, and stands in `technical.uri_schemes`",
    ),
    (
        &["technical.codecs.*"],
        &["g711"],
        "write `G.711A` (A-law), `G.711U` (mu-law) or both: the two do not understand each other",
    ),
    (&["technical.codecs.*"], &["pcma", "g711alaw"], "write `G.711A`"),
    (&["technical.codecs.*"], &["pcmu", "g711ulaw", "g711mulaw"], "write `G.711U`"),
    (
        &["technical.codecs.*"],
        &["g729…"],
        "write `G.729`: it means the coder of Annex A, without the silence suppression of Annex B",
    ),
    (
        &["technical.codecs.*"],
        &["g723…"],
        "write `G.729`: carriers no longer offer G.723.1, whose frames of 30 ms and low rate served slow access lines",
    ),
    (&["technical.codecs.*"], &["gsm…"], "write `AMR`: it took the place of the GSM codecs in mobile networks"),
    (&["technical.codecs.*"], &["amrnb"], "write `AMR`: it means the narrowband one"),
    (&["technical.codecs.*"], &["speex…"], "write `Opus`: its authors made it to replace Speex"),
    (
        &["technical.dtmf"],
        &["rfc2833", "2833"],
        "write `RFC 4733`: it replaced RFC 2833 in 2006, and equipment that speaks the one understands the other",
    ),
    (&["technical.dtmf"], &["telephoneevent…"], "write `RFC 4733`, which defines telephone events"),
    (
        &["technical.dtmf"],
        &["info", "rfc2976", "rfc6086"],
        "write `SIP INFO` if both sides share a private convention for it, else `RFC 4733`",
    ),
    (&["technical.fax"], &["g711…", "passthrough"], "write `G.711 pass-through`"),
    (
        &["technical.srtp"],
        &["sdes…", "dtls…", "zrtp"],
        "write `required`, `optional` or `off`: how keys are agreed is for the engineers' record",
    ),
    (&["technical.network"], &["internet"], "write `public_internet`"),
    (&["technical.network"], &["mpls", "leasedline", "crossconnect"], "write `private`"),
    (
        &["technical.network"],
        &["vpn"],
        "write `ipsec` for a tunnel through the internet, `private` for a line of a carrier",
    ),
    (&["technical.network"], &["grx"], "write `ipx`: a GRX carries the data of roaming, an IPX also speech"),
    (
        &["technical.methods.*"],
        &["register"],
        "leave it out: networks do not register with each other, as each knows the other's addresses",
    ),
    (&["technical.methods.*"], &["reinvite"], "leave it out: a re-INVITE is an INVITE; `technical.reinvite` allows it"),
    (
        &["technical.methods.*"],
        &["message"],
        "leave it out: calls need none; `scope.sms` says whether messages may be sent",
    ),
    (&["technical.sip_mode"], &["b2bua"], "write `back_to_back`"),
    (&["technical.least_attestation"], &["full"], "write `A`, which is full attestation"),
    (&["technical.least_attestation"], &["partial"], "write `B`, which is partial attestation"),
    (&["technical.least_attestation"], &["gateway"], "write `C`, which is attestation by a gateway"),
    (&["technical.dscp.*"], &["ef"], "write `46`, the code point of EF"),
    (&["technical.dscp.*"], &["cs5"], "write `40`, the code point of CS5"),
    (&["technical.dscp.*"], &["af31"], "write `26`, the code point of AF31"),
    (&["technical.dscp.*"], &["af41"], "write `34`, the code point of AF41"),
    (&["security.digest"], &["md5"], "write `SHA-256`: RFC 8760 made MD5 obsolete for SIP"),
    (&["security.digest"], &["sha1"], "write `SHA-256`: SIP digest never had SHA-1, and RFC 8760 brought SHA-256"),
    (
        &["security.digest"],
        &["sha512…"],
        "write `SHA-256`: of the two that RFC 8760 brought, the paper offers it alone",
    ),
    (
        &["quality.ner"],
        BELOW,
        "NER is a least value, the share of calls that the network delivers: where at most 5 % may fail, write `95 %`",
    ),
    (
        LEAST,
        BELOW,
        "write the least value alone, without a sign, such as it is agreed: here a higher figure is the better one",
    ),
    (LEAST, ABOVE, "write the figure alone, without a sign: it is a least value already"),
    (MOST, BELOW, "write the figure alone, without a sign: it is a most value already"),
    (MOST, ABOVE, "write the most that is agreed, alone and without a sign: here a lower figure is the better one"),
    (
        &["disputes.rules"],
        &["difc…"],
        "write `DIAC`: Dubai closed the DIFC-LCIA centre by Decree 34 of 2021, and DIAC took its place",
    ),
    (
        &["disputes.rules"],
        &["icc2…", "lcia2…", "siac2…", "hkiac2…", "diac2…", "dis2…", "uncitral2…"],
        "write the name alone: the version counts that is in force when arbitration is requested",
    ),
    (
        &["disputes.arbitrators"],
        &["2", "4"],
        "write `1` or `3`: an even number can be divided, and then nobody decides",
    ),
    (COUNTRIES, &["uk"], "write `GB`, the code of the United Kingdom in ISO 3166"),
    (COUNTRIES, &["el"], "write `GR`: EL stands for Greece in tax numbers alone"),
    (COUNTRIES, &["eu"], "write the code of the member state: the Union has no code in ISO 3166"),
];

/// The replacement for a value that a field does not accept, if people are known to write it there.
pub(super) fn remedy(path: &Path, text: &str) -> Option<&'static str> {
    let (path, _) = without_flow(path);
    let text = fold(text);
    let means = |given: &&str| given.strip_suffix('…').map_or(text == **given, |start| text.starts_with(start));
    let fits = |(fields, given, _): &&Known| {
        given.iter().any(means) && fields.iter().any(|field| Pattern::new(field).matches(&path))
    };
    KNOWN.iter().find(fits).map(|(.., remedy)| *remedy)
}

/// A value prepared for comparison: lower case, without the marks between its letters and digits.
fn fold(text: &str) -> String {
    text.chars().filter(|sign| !" .-_/".contains(*sign)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{KNOWN, fold, remedy};
    use crate::deal::schema;
    use crate::path::{Path, Pattern};

    #[test]
    fn what_replaced_a_value_is_told_at_its_field_alone() {
        for (path, text, word) in [
            ("technical.dtmf", "RFC-2833", "RFC 4733"),
            ("technical.transports[1]", "TLS 1.0", "RFC 8996"),
            ("technical.transports[1]", "TLSv1.2", "1.2 or later"),
            ("technical.codecs[0]", "G.723.1", "G.729"),
            ("quality.by_flow.hk.ner", "<= 5 %", "95 %"),
            ("quality.asr", "≥ 60 %", "least value already"),
            ("disputes.rules", "DIFC-LCIA", "DIAC"),
            ("parties.a.country", "UK", "GB"),
        ] {
            assert!(remedy(&path.into(), text).is_some_and(|remedy| remedy.contains(word)), "{path}: {text}");
        }
        assert_eq!(remedy(&"technical.fax".into(), "RFC 2833"), None);
        assert_eq!(remedy(&"quality.ner".into(), "95"), None);
    }

    #[test]
    fn every_value_can_be_met_at_a_field_that_exists() {
        let mut paths = Vec::new();
        walk(schema::deal(), &Path::root(), &mut paths);
        for (fields, given, _) in KNOWN {
            for field in *fields {
                assert!(paths.iter().any(|path| Pattern::new(field).matches(path)), "{field} is no field");
            }
            for value in *given {
                assert_eq!(fold(value), *value, "{value} can never be met");
            }
        }
    }

    fn walk(schema: &Value, path: &Path, paths: &mut Vec<Path>) {
        paths.push(path.clone());
        if let Some(Value::Object(fields)) = schema::find(schema, "properties") {
            for (key, field) in fields.iter().filter(|(key, _)| *key != "by_flow") {
                walk(field, &path.key(key), paths);
            }
        }
        for key in ["additionalProperties", "items"] {
            if let Some(inner) = schema::find(schema, key).filter(|inner| inner.is_object()) {
                walk(inner, &path.key("*"), paths);
            }
        }
    }
}
