//! The technical form as configuration of the programs that carry the calls.
//!
//! Every kind reads one typed [model](model::Trunk) of the interconnection, in which nothing is free text but comments. What a target
//! needs and the deal does not say is listed, and stands in the files as a comment or as a placeholder that does not load: an
//! exporter invents no port, no address, no key. Equal deals give equal bytes.

pub mod asterisk;
pub mod freeswitch;
pub mod ical;
pub mod kamailio;
pub mod local;
pub mod model;
pub mod nftables;
pub mod opensips;
pub mod prometheus;
pub mod safe;
pub mod sbc_csv;
pub mod sipp;
pub mod wireshark;

use local::Local;
use model::Trunk;

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name, below the folder of the export.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The files of an export, and what they lack.
#[derive(Debug, Clone, Default)]
pub struct Exported {
    /// In the order in which they are read.
    pub files: Vec<ExportFile>,
    /// What the target could be told and the deal does not say, in words.
    pub lacks: Vec<String>,
}

impl Exported {
    fn file(&mut self, name: &str, text: String) {
        self.files.push(ExportFile { name: name.to_owned(), text });
    }
}

/// A target.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The word for it on the command line, and the folder of its files.
    pub name: &'static str,
    /// What it is, and for which version its files are written.
    pub about: &'static str,
    /// The files, or what the target cannot do without.
    pub export: fn(&Trunk, &Local) -> Result<Exported, Vec<String>>,
}

/// Every target, in the order of the manual.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "kamailio",
        about: "Kamailio 5.6: whole configuration, dispatcher and address lists",
        export: kamailio::export,
    },
    Kind {
        name: "asterisk",
        about: "Asterisk 20 and later: pjsip.conf, acl.conf, extensions.conf",
        export: asterisk::export,
    },
    Kind { name: "freeswitch", about: "FreeSWITCH 1.10: gateways, access list, dialplan", export: freeswitch::export },
    Kind {
        name: "opensips",
        about: "OpenSIPS 3.4: rows of dispatcher, address and load_balancer as SQL",
        export: opensips::export,
    },
    Kind { name: "sipp", about: "SIPp 3.6: a scenario for each test, numbers, a runner", export: sipp::export },
    Kind { name: "prometheus", about: "Prometheus 2.42: recording and alerting rules", export: prometheus::export },
    Kind {
        name: "nftables",
        about: "nftables 1.0: a table that lets in signalling and media",
        export: nftables::export,
    },
    Kind {
        name: "wireshark",
        about: "Wireshark and tshark 4.0: capture and display filters",
        export: wireshark::export,
    },
    Kind { name: "sbc-csv", about: "A table for any border controller: one fact a row", export: sbc_csv::export },
    Kind { name: "ical", about: "iCalendar (RFC 5545): the days on which something falls due", export: ical::export },
];

/// The target of a name.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Says which prefixes the other side expects before called numbers. The form does not say how a prefix and a plus sign stand together, so
/// no kind writes one.
fn prefixes(trunk: &model::Trunk, lacks: &mut Vec<String>) {
    let form = trunk.form();
    let Some(side) = form.sides.get(&trunk.peer_party) else { return };
    let named = side.trunks.iter().enumerate().filter_map(|(at, one)| Some((at, one.prefix.known()?)));
    lacks.extend(named.map(|(at, prefix)| {
        format!(
            "the prefix {prefix} that {} expects on its trunk group {}: numbers are sent as they come",
            trunk.peer.company,
            at + 1
        )
    }));
}
