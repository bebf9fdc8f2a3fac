use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH018",
    level: Level::Warning,
    summary: "a standard is cited that another one replaced",
    check: Check::Deal(check),
};

/// Number of an RFC, the numbers of those that replaced it, and its subject.
const REPLACED: &[(&str, &[&str], &str)] = &[
    ("1305", &["5905"], "time of networks, NTP"),
    ("1889", &["3550"], "RTP"),
    ("1890", &["3551"], "payloads of RTP"),
    ("2030", &["5905"], "time of networks, SNTP"),
    ("2246", &["5246", "8446"], "TLS 1.0"),
    ("2327", &["8866"], "SDP"),
    ("2401", &["4301"], "IPsec"),
    ("2406", &["4303"], "encryption by IPsec"),
    ("2409", &["7296"], "key exchange of IPsec"),
    ("2459", &["5280"], "certificates"),
    ("2543", &["3261"], "SIP"),
    ("2560", &["6960"], "status of certificates"),
    ("2598", &["3246"], "expedited forwarding"),
    ("2617", &["7616"], "digest authentication"),
    ("2806", &["3966"], "tel addresses"),
    ("2833", &["4733"], "DTMF digits in RTP"),
    ("2916", &["6116"], "ENUM"),
    ("2976", &["6086"], "SIP INFO"),
    ("3265", &["6665"], "SIP events"),
    ("3267", &["4867"], "AMR in RTP"),
    ("3280", &["5280"], "certificates"),
    ("3455", &["7315"], "private header fields of SIP"),
    ("3489", &["8489"], "STUN"),
    ("3761", &["6116"], "ENUM"),
    ("4244", &["7044"], "History-Info"),
    ("4306", &["7296"], "key exchange of IPsec"),
    ("4346", &["5246", "8446"], "TLS 1.1"),
    ("4347", &["6347", "9147"], "DTLS 1.0"),
    ("4474", &["8224"], "signed caller identity"),
    ("4566", &["8866"], "SDP"),
    ("5245", &["8445"], "ICE"),
    ("5389", &["8489"], "STUN"),
    ("5996", &["7296"], "key exchange of IPsec"),
    ("7525", &["9325"], "use of TLS"),
];

fn check(deal: &Deal, report: &mut Report<'_>) {
    let standards = deal.technical.standards.iter().enumerate();
    let standards =
        standards.map(|(at, one)| (Path::from("technical.standards").index(at).key("document"), &one.document));
    let terms = deal.special_terms.iter().enumerate();
    let terms = terms.map(|(at, term)| (Path::from("special_terms").index(at).key("text"), &term.text));
    for (path, text) in standards.chain(terms) {
        let cited = rfcs(text.as_str());
        for (old, new, subject) in REPLACED {
            // A text that also names the later RFC names the earlier one for its history.
            if cited.contains(old) && !new.iter().any(|number| cited.contains(number)) {
                let new = new.join(" or RFC ");
                report.add(
                    &path,
                    format!("RFC {old} ({subject}) is cited, and RFC {new} has replaced it"),
                    "cite the later one with its edition, or name both if the earlier one is history",
                );
            }
        }
    }
}

/// The numbers of the RFCs that a text names.
fn rfcs(text: &str) -> Vec<&str> {
    let mut parts = text.split("RFC").peekable();
    let mut numbers = Vec::new();
    while let (Some(before), Some(after)) = (parts.next(), parts.peek()) {
        let number = after.trim_start_matches([' ', '-', '\u{a0}']);
        let end = number.find(|end: char| !end.is_ascii_digit()).unwrap_or(number.len());
        if !before.ends_with(char::is_alphanumeric) && end > 0 {
            numbers.extend(number.get(..end));
        }
    }
    numbers
}
