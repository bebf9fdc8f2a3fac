use std::collections::HashSet;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;

use super::with::place;
use crate::deal::disputes::ArbitrationRules;
use crate::diagnostic::Level;
use crate::document::assemble::Draft;
use crate::document::prose::Passage;
use crate::library::Library;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "DOC016",
    level: Level::Warning,
    summary: "an abbreviation is not explained",
    check: Check::Draft(check),
};

/// Abbreviations that everybody in the trade knows, and names of laws, bodies and forms of company.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    // Signalling, media and networks.
    "ACK", "ACL", "ALG", "AMR", "API", "BGP", "BRI", "BYE", "CANCEL", "CLI", "CLIP", "CLIR", "CNAM", "CPS", "CRLF", "CSV",
    "DDOS", "DID", "DDI", "DNS", "DNO", "DNSSEC", "DOS", "DSCP", "DTLS", "DTMF", "ENUM", "EVS", "FTP", "FQDN", "GRE", "GSM",
    "HD", "HTTP", "HTTPS", "IAM", "ICMP", "IETF", "IMS", "INFO", "INVITE", "IP", "IPSEC", "IPV", "IPX", "ISDN", "ISP",
    "ISUP", "IVR", "IX", "JSON", "LAN", "LCR", "LRN", "LTE", "MAC", "MD", "MGCP", "MNP", "MPLS", "MSISDN", "MTU", "NAT",
    "NNI", "NTP", "OPTIONS", "OPUS", "OTT", "PASSPORT", "PBX", "PCM", "PDF", "PIN", "PKI", "PLMN", "POI", "POP", "PRACK",
    "PRI", "PSTN", "QOS", "REFER", "REGISTER", "RFC", "RTCP", "RTP", "SBC", "SCTP", "SDP", "SFTP", "SIM", "SIP", "SIPS",
    "SMS", "SMPP", "SRTP", "SS", "SSH", "STIR", "SHAKEN", "SUBSCRIBE", "TCP", "TDM", "TGW", "TLS", "UDP", "UPDATE", "URI",
    "URL", "USSD", "UTC", "UTF", "VAD", "VLAN", "VM", "VOIP", "VOLTE", "VPN", "WAN", "WEBRTC", "XLS", "XLSX", "XML", "ZIP",
    // Quality, traffic and money.
    "ABR", "ACD", "ALOC", "ASR", "BHCA", "CDR", "FAS", "FX", "GST", "HST", "IGST", "IRSF", "KPI", "MOS", "MTTR", "NER", "NOC",
    "NPS", "NTS", "PDD", "PST", "QST", "RTT", "SLA", "SWIFT", "IBAN", "BIC", "TVA", "VAT", "MWST", "LC", "KYC",
    // Parts of numbering plans.
    "CC", "LERG", "NANP", "NDC", "NPA", "NXX", "OCN", "LATA", "MCC", "MNC",
    // Laws, bodies and registers.
    "ACMA", "ADGM", "ADR", "AML", "ANSI", "ARCEP", "ATIS", "BEREC", "CFCA", "CFR", "CISG", "CRTC", "DIAC", "DIFC", "DPA", "EC",
    "ECB", "EEA", "EEC", "EECC", "ETSI", "EU", "FCC", "FTC", "GCHQ", "GDPR", "GSMA", "IBA", "ICANN", "ICASA", "ICC",
    "ICO", "IDTA", "IEEE", "IMDA", "INCOTERMS", "ISO", "ITU", "MEF", "NCC", "NIST", "OFAC", "OJ", "PCI", "POPIA", "RIO",
    "RMD", "SCC", "SEC", "TCPA", "TDRA", "TDSAT", "TRAI", "UKCA", "UN", "USAC", "USC", "USF", "DSS", "SOC",
    // Companies, countries and currencies.
    "AB", "AG", "AS", "BV", "DAC", "FZ", "FZE", "GMBH", "INC", "KG", "LLC", "LLP", "LTD", "NV", "OY", "PLC", "PTE", "PTY",
    "SA", "SARL", "SAS", "SE", "SRL", "SL", "UG", "UAE", "UK", "US", "USA", "DC", "NY", "ID", "OK", "PO", "PM", "AM",
    "CEO", "CFO", "COO", "CTO", "VP", "HQ", "HR", "IT", "PR", "NDA", "MSA", "PSAP",
    // Ordinary words that people write in capitals.
    "ALL", "AND", "ANY", "AS", "AT", "BE", "BUT", "BY", "FOR", "FROM", "IF", "IN", "IS", "MAY", "MUST", "NO", "NOT", "OF", "ON",
    "ONLY", "OR", "SHALL", "THE", "TO", "WILL", "WITH", "DRAFT", "NULL", "NONE", "YES",
];

fn check(draft: &Draft, library: &Library, report: &mut Report<'_>) {
    let mut told = HashSet::new();
    let open: Vec<(&Passage, usize, &str)> = draft
        .passages()
        .iter()
        .flat_map(|passage| (0..passage.words.len()).map(move |at| (passage, at)))
        .filter_map(|(passage, at)| Some((passage, at, abbreviation(passage, at)?)))
        .filter(|(_, _, short)| !is_known(short, library))
        .collect();
    for (passage, at, short) in &open {
        let explained = || {
            draft.terms.iter().any(|term| term.name.split([' ', '-']).any(|word| word == *short))
                || open.iter().any(|(other, there, same)| same == short && is_explained(other, *there))
        };
        if told.insert(*short) && !explained() {
            let message = format!("this draft does not explain {short}");
            let help = format!("write the words out at the first use, with ({short}) after them");
            place::add(report, library, passage, passage.span(*at, *at), message, help);
        }
    }
}

/// A word of two to eight capitals, without the plural's `s`. Next to another such word it is skipped, because whole
/// sentences may be in capitals.
fn abbreviation(passage: &Passage, at: usize) -> Option<&str> {
    let word = passage.word(at);
    let short = word.strip_suffix('s').unwrap_or(word);
    let capitals = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if !(2..=8).contains(&short.len()) || !capitals(short) || passage.small(at).is_empty() || is_roman(short) {
        return None;
    }
    let joined = |gap: &str| gap.starts_with(['/', '_', '+', '@', '$', '£', '€']) || gap.ends_with(['/', '_', '@']);
    let shouts = (at > 0 && capitals(passage.word(at - 1))) || capitals(passage.word(at + 1));
    (!shouts && !joined(passage.before(at)) && !joined(passage.before(at + 1))).then_some(short)
}

/// Whether a word names an institution whose arbitration rules a deal may choose.
fn is_institution(word: &str) -> bool {
    let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    ArbitrationRules::deserialize(word).is_ok()
}

fn is_roman(word: &str) -> bool {
    word.bytes().all(|byte| b"IVX".contains(&byte))
}

fn is_known(short: &str, library: &Library) -> bool {
    KNOWN.contains(&short)
        || short.parse::<crate::deal::money::Currency>().is_ok()
        || is_institution(short)
        || library.countries.contains_key(short)
        || library.names.iter().any(|name| name.split([' ', '-', '(', ')']).any(|word| word == short))
}

/// Whether its full words stand directly before or after it, with one of the two in brackets.
fn is_explained(passage: &Passage, at: usize) -> bool {
    let before = passage.before(at).trim_end_matches(['“', '"']);
    before.ends_with('(') || before.ends_with("(the ") || passage.before(at + 1).starts_with(" (")
}
