//! A running configuration held against the technical form: what departs, item by item, with the place in both.
//!
//! Readers turn a file into [groups](ConfigGroup) of facts in the words of the deal; what the deal agrees is in [`agreed`], and
//! [`compare`] holds one against the other. A fact that a file leaves out has the program's documented default; what a reader
//! does not understand is listed, so that silence never means agreement.

use std::fmt;

use crate::deal::place::Address;
use crate::deal::technical::Transport;
use crate::diagnostic::Misread;

pub mod agreed;
pub mod compare;
mod asterisk;
mod freeswitch;
mod kamailio;
mod sheet;
mod sections;
pub mod told;
mod uri;

/// What a file is. Its name is the word for it on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfigKind {
    /// Gateways, access lists and limits of FreeSWITCH, in XML.
    FreeSwitch,
    /// Endpoints, access lists and ports of Asterisk: `pjsip.conf`, `acl.conf`, `rtp.conf`.
    Asterisk,
    /// Kamailio's lists of destinations and addresses, or what `kamcmd` prints of them.
    Kamailio,
    /// The table of `export --as sbc-csv`.
    SbcCsv,
}

impl ConfigKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::FreeSwitch, Self::Asterisk, Self::Kamailio, Self::SbcCsv];

    /// Its name, which is that of the export.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FreeSwitch => "freeswitch",
            Self::Asterisk => "asterisk",
            Self::Kamailio => "kamailio",
            Self::SbcCsv => "sbc-csv",
        }
    }

    /// What a text is, by the marks that only one kind has.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        if text.trim_start().starts_with('<') {
            return Some(Self::FreeSwitch);
        }
        if sheet::has_headings(text) {
            return Some(Self::SbcCsv);
        }
        if kamailio::is_list(text) || lines().next() == Some("{") {
            return Some(Self::Kamailio);
        }
        lines().any(|line| line.starts_with('[') && line.contains(']')).then_some(Self::Asterisk)
    }
}

/// A place to which calls are sent, or on which calls are taken, as a file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigHop {
    /// Address, without brackets, or host name, in lower case.
    pub host: String,
    /// Port; `None` if DNS is asked for it.
    pub port: Option<u16>,
    /// Transport.
    pub transport: Transport,
    /// Whether others are taken before it; `None` if the file has no order.
    pub is_backup: Option<bool>,
    /// Its share of the calls, in whole per cent.
    pub share: Option<u32>,
    /// Whether it is switched off.
    pub is_off: bool,
    /// Line, counted from 1.
    pub line: usize,
}

impl fmt::Display for ConfigHop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = self.port.map_or_else(|| "a port from DNS".to_owned(), |port| port.to_string());
        write!(f, "{host}:{port} {}", crate::export::model::transport(self.transport))
    }
}

/// A list of addresses that are let in.
#[derive(Debug, Clone, Default)]
pub struct SourceList {
    /// What the program calls it.
    pub what: &'static str,
    /// Its addresses and networks, each with its line.
    pub entries: Vec<(Address, usize)>,
}

/// A value that a file sets, in the words of the deal.
#[derive(Debug, Clone)]
pub struct ConfigSetting {
    /// What it sets: a key of [`agreed::settings`].
    pub key: &'static str,
    /// Its value.
    pub value: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Whether the file leaves it out, so that the program's own default holds.
    pub is_default: bool,
}

/// What belongs together: a gateway, an endpoint with what it names, a set of destinations.
#[derive(Debug, Clone, Default)]
pub struct ConfigGroup {
    /// Its name in the file.
    pub name: String,
    /// Places to which calls are sent.
    pub hops: Vec<ConfigHop>,
    /// Addresses that are let in.
    pub sources: Vec<SourceList>,
    /// What is set.
    pub settings: Vec<ConfigSetting>,
}

/// A file that was read.
#[derive(Debug, Clone, Default)]
pub struct ConfigFacts {
    /// What belongs to one peer each.
    pub groups: Vec<ConfigGroup>,
    /// Places on which calls are taken, whoever calls; `None` if such a file does not say it.
    pub listens: Option<Vec<ConfigHop>>,
    /// What holds for all peers.
    pub settings: Vec<ConfigSetting>,
    /// What was not understood: line and words.
    pub unread: Vec<(usize, String)>,
}

/// A file to compare.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Its name, for people.
    pub name: String,
    /// What it is.
    pub kind: ConfigKind,
    /// What it says; for a table, its rows.
    pub facts: ConfigFacts,
    /// Rows of a table: path of the field, value, line.
    pub rows: Vec<(String, String, usize)>,
}

/// Reads a file.
///
/// # Errors
///
/// Nobody said what it is and it has no mark of any kind, or it is broken.
pub fn read(name: &str, text: &str, kind: Option<ConfigKind>) -> Result<ConfigFile, Misread> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(kind) = kind.or_else(|| ConfigKind::of(text)) else {
        let known: Vec<&str> = ConfigKind::ALL.iter().map(|kind| kind.name()).collect();
        return Err(Misread::new(
            "is no configuration that can be told by its text",
            format!("say what it is with --as, one of {}", known.join(", ")),
        ));
    };
    let mut file = ConfigFile { name: name.to_owned(), kind, facts: ConfigFacts::default(), rows: Vec::new() };
    match kind {
        ConfigKind::FreeSwitch => file.facts = freeswitch::read(text)?,
        ConfigKind::Asterisk => file.facts = asterisk::read(text),
        ConfigKind::Kamailio => file.facts = kamailio::read(text),
        ConfigKind::SbcCsv => file.rows = sheet::read(text)?,
    }
    let is_empty = file.rows.is_empty()
        && file.facts.groups.is_empty()
        && file.facts.settings.is_empty()
        && file.facts.listens.as_ref().is_none_or(Vec::is_empty);
    if is_empty {
        return Err(Misread::new(
            format!("says nothing that a configuration of {} says of a trunk", kind.name()),
            "give the file itself, and with --as what it is",
        ));
    }
    Ok(file)
}
