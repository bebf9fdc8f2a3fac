//! Under which group the facts of the technical form stand, and in which order.

/// The facts below one key of the form.
#[derive(Debug, Clone, Copy)]
pub struct FactGroup {
    /// The key, below a side or below the form.
    pub key: &'static str,
    /// The heading under which engineers look for it.
    pub heading: &'static str,
    /// What one entry of a list is called; empty for anything but a list.
    pub entry: &'static str,
}

const fn group(key: &'static str, heading: &'static str, entry: &'static str) -> FactGroup {
    FactGroup { key, heading, entry }
}

/// What each party brings.
pub const SIDES: &[FactGroup] = &[
    group("points", "Addresses", "Point"),
    group("signalling", "Addresses", "Signalling address"),
    group("media", "Addresses", "Media network"),
    group("names", "Addresses", "Host name"),
    group("routing", "Addresses", ""),
    group("ipsec", "Security", ""),
    group("tls", "Security", ""),
    group("rtp", "Media", ""),
    group("abilities", "Capabilities", ""),
    group("trunks", "Capacity", "Trunk group"),
    group("test_numbers", "Tests", "Test number"),
    group("engineers", "Tests", "Engineer"),
    group("escalation", "Faults", "Escalation"),
    group("record_delivery", "Call records", ""),
    group("clock", "Clock", ""),
];

/// What both parties keep alike.
pub const AGREED: &[FactGroup] = &[
    group("families", "Addresses", ""),
    group("links", "Addresses", "Link"),
    group("timers", "Signalling", ""),
    group("session", "Signalling", ""),
    group("options", "Signalling", ""),
    group("failover", "Signalling", ""),
    group("early", "Signalling", ""),
    group("offers", "Signalling", ""),
    group("loops", "Signalling", ""),
    group("caller", "Caller", ""),
    group("signed", "Caller", ""),
    group("numbers", "Caller", ""),
    group("codecs", "Media", "Codec"),
    group("events", "Media", ""),
    group("fax", "Media", ""),
    group("overload", "Capacity", ""),
    group("causes", "Faults", "Cause"),
    group("freezes", "Faults", "Freeze"),
    group("records", "Call records", ""),
    group("barred", "Barred numbers", ""),
];

/// The settings of `technical` outside its form that both sides keep, in the order of the form. Each is a path below `technical`.
pub const SETTINGS: [&str; 25] = [
    "network",
    "transports",
    "ip_versions",
    "sessions",
    "cps",
    "methods",
    "uri_schemes",
    "session_timer",
    "options_interval",
    "number_format",
    "codecs",
    "packet_time",
    "srtp",
    "dtmf",
    "fax",
    "dscp.signalling",
    "dscp.media",
    "sip_mode",
    "reinvite",
    "no_cli",
    "hops",
    "portability_query",
    "verify_signatures",
    "least_attestation",
    "unsigned",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::deal::schema;
    use crate::path::Path;

    #[test]
    fn every_part_of_the_form_stands_under_a_heading() {
        for (at, groups, apart) in [("technical.form.sides.x", SIDES, None), ("technical.form", AGREED, Some("sides"))]
        {
            let schema = schema::at(&Path::from(at)).unwrap();
            let keys: BTreeSet<&str> = schema::find(schema, "properties")
                .and_then(|fields| fields.as_object())
                .unwrap()
                .keys()
                .map(String::as_str)
                .filter(|key| Some(*key) != apart)
                .collect();
            let listed: BTreeSet<&str> = groups.iter().map(|group| group.key).collect();
            assert_eq!(listed, keys);
            for group in groups {
                let part = schema::at(&Path::from(at).key(group.key)).unwrap();
                assert_eq!(!group.entry.is_empty(), schema::find(part, "items").is_some(), "{}", group.key);
            }
        }
    }
}
