//! Holds configurations against what is agreed.

use std::net::IpAddr;

use serde::Serialize;

use super::agreed::{self, AgreedHop, AgreedSetting};
use super::{ConfigFile, ConfigGroup, ConfigHop, ConfigKind, ConfigSetting, SourceList};
use crate::export::model::Trunk;
use crate::path::Path;
use crate::trunk_sheet;

/// What departs from the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigDeparture {
    /// The file, or the files of a kind if something stands in none of them.
    pub file: String,
    /// Line of the file, counted from 1.
    pub line: Option<usize>,
    /// What it is about.
    pub matter: String,
    /// What is agreed; `None` if the form has nothing there.
    pub agreed: Option<String>,
    /// What the file says; `None` if it says nothing.
    pub configured: Option<String>,
    /// Whether the file leaves it out, so that `configured` is the program's own default.
    pub is_default: bool,
    /// The field of the deal.
    pub path: Path,
    /// Where the agreement says it, such as `Schedule 3, paragraph 2`.
    pub clause: String,
}

/// What was not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// The file.
    pub file: String,
    /// Line of the file, counted from 1.
    pub line: Option<usize>,
    /// What it is, and why.
    pub what: String,
}

/// Configurations and the form, compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ConfigComparison {
    /// What departs, in the order of the files.
    pub departures: Vec<ConfigDeparture>,
    /// How many facts of the files agree with the form.
    pub agreeing: usize,
    /// What was not compared.
    pub not_compared: Vec<NotCompared>,
}

/// Compares files with the trunk as `trunk.own` configures it. `only` names the gateways, endpoints or sets of the other side; without it
/// those count that bear its name or share an address with the form, or the only one there is.
#[must_use]
pub fn compare(files: &[ConfigFile], trunk: &Trunk, only: &[String]) -> ConfigComparison {
    let mut out = Comparing { trunk, done: ConfigComparison::default() };
    for kind in ConfigKind::ALL {
        let files: Vec<&ConfigFile> = files.iter().filter(|file| file.kind == kind).collect();
        if files.is_empty() {
            continue;
        }
        if kind == ConfigKind::SbcCsv {
            files.iter().for_each(|file| out.sheet(file));
        } else {
            out.kind(kind, &files, only);
        }
    }
    out.done
}

struct Comparing<'a> {
    trunk: &'a Trunk,
    done: ConfigComparison,
}

/// A value of a file with the file.
type InFile<'a, T> = (&'a str, &'a T);

impl Comparing<'_> {
    fn departs(&mut self, place: (&str, Option<usize>), matter: String, path: &Path, values: [Option<String>; 2]) {
        let [agreed, configured] = values;
        self.done.departures.push(ConfigDeparture {
            file: place.0.to_owned(),
            line: place.1,
            matter,
            agreed,
            configured,
            is_default: false,
            path: path.clone(),
            clause: self.trunk.clauses.of(path).to_owned(),
        });
    }

    fn kind(&mut self, kind: ConfigKind, files: &[&ConfigFile], only: &[String]) {
        let names = files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
        for file in files {
            let unread = file.facts.unread.iter();
            self.done.not_compared.extend(unread.map(|(line, what)| NotCompared {
                file: file.name.clone(),
                line: Some(*line),
                what: what.clone(),
            }));
        }
        let groups = self.groups(files, only);
        let settings = agreed::settings(self.trunk, kind);
        for (file, setting) in
            groups.iter().flat_map(|(file, group)| group.settings.iter().map(move |one| (*file, one)))
        {
            self.setting(file, setting, &settings);
        }
        for (file, setting) in
            files.iter().flat_map(|file| file.facts.settings.iter().map(|one| (file.name.as_str(), one)))
        {
            self.setting(file, setting, &settings);
        }
        let hops: Vec<InFile<'_, ConfigHop>> =
            groups.iter().flat_map(|(file, group)| group.hops.iter().map(move |hop| (*file, hop))).collect();
        // A file of addresses alone has no destinations, and the other way round.
        if !hops.is_empty() {
            self.hops(&names, &hops, &agreed::hops(self.trunk, &self.trunk.peer_party), "address to call", true);
        }
        let listens: Vec<InFile<'_, ConfigHop>> = files
            .iter()
            .flat_map(|file| file.facts.listens.iter().flatten().map(|hop| (file.name.as_str(), hop)))
            .collect();
        if !listens.is_empty() {
            self.hops(&names, &listens, &agreed::hops(self.trunk, &self.trunk.party), "own address", false);
        }
        let mut whats: Vec<&str> = Vec::new();
        let lists: Vec<InFile<'_, SourceList>> =
            groups.iter().flat_map(|(file, group)| group.sources.iter().map(move |list| (*file, list))).collect();
        for (_, list) in &lists {
            if !whats.contains(&list.what) {
                whats.push(list.what);
            }
        }
        for what in whats {
            let lists: Vec<InFile<'_, SourceList>> =
                lists.iter().filter(|(_, list)| list.what == what).copied().collect();
            self.sources(&names, what, &lists);
        }
    }

    /// The groups of the other side.
    fn groups<'f>(&mut self, files: &[&'f ConfigFile], only: &[String]) -> Vec<(&'f str, &'f ConfigGroup)> {
        let all: Vec<(&str, &ConfigGroup)> =
            files.iter().flat_map(|file| file.facts.groups.iter().map(|group| (file.name.as_str(), group))).collect();
        let peer = self.trunk.peer_party.clone();
        let hops = agreed::hops(self.trunk, &peer);
        let sources = agreed::sources(self.trunk, &peer);
        let is_peers = |group: &ConfigGroup| {
            let name = self.trunk.peer.name.as_str();
            group.name.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
                || group.hops.iter().any(|hop| hops.iter().any(|one| is_host_of(hop, one)))
                || group
                    .sources
                    .iter()
                    .flat_map(|list| &list.entries)
                    .any(|(one, _)| sources.iter().any(|(known, _)| known.ip == one.ip))
        };
        let chosen: Vec<bool> = all
            .iter()
            .map(|(_, group)| if only.is_empty() { is_peers(group) } else { only.contains(&group.name) })
            .collect();
        let takes_all = only.is_empty() && !chosen.contains(&true) && all.len() == 1;
        let mut out = Vec::new();
        for ((file, group), is_chosen) in all.into_iter().zip(chosen) {
            if is_chosen || takes_all {
                out.push((file, group));
            } else {
                self.done.not_compared.push(NotCompared {
                    file: file.to_owned(),
                    line: None,
                    what: format!("`{}`: it neither bears the name nor holds an address of the other side", group.name),
                });
            }
        }
        out
    }

    fn setting(&mut self, file: &str, setting: &ConfigSetting, settings: &[AgreedSetting]) {
        let Some(agreed) = settings.iter().find(|one| one.key == setting.key) else {
            if !setting.is_default {
                self.done.not_compared.push(NotCompared {
                    file: file.to_owned(),
                    line: Some(setting.line),
                    what: format!("`{}`: the deal says nothing of it", setting.value),
                });
            }
            return;
        };
        if agreed.value == setting.value {
            self.done.agreeing += 1;
            return;
        }
        let values = [Some(agreed.value.clone()), Some(setting.value.clone())];
        self.departs((file, Some(setting.line)), agreed.matter.to_owned(), &agreed.path, values);
        if let Some(last) = self.done.departures.last_mut() {
            last.is_default = setting.is_default;
        }
    }

    /// Each agreed place stands in the files; with `alone`, nothing else does.
    fn hops(&mut self, names: &str, there: &[InFile<'_, ConfigHop>], agreed: &[AgreedHop], matter: &str, alone: bool) {
        let mut left: Vec<InFile<'_, ConfigHop>> = there.to_vec();
        let mut missing = Vec::new();
        // Two addresses of one host are dialled alike. What stands at its own place is taken first, so that the other one is missed.
        let mut agreed: Vec<(usize, &AgreedHop)> = agreed.iter().enumerate().collect();
        agreed.sort_by_key(|(at, one)| !there.get(*at).is_some_and(|(_, hop)| is_hop(hop, one)));
        for (_, one) in agreed {
            let at = left.iter().position(|(_, hop)| is_hop(hop, one));
            let found = at.and_then(|at| left.get(at).copied());
            // Equipment may listen on every address at once, and so serves several of the form.
            if let (Some(at), true) = (at, alone) {
                left.remove(at);
            }
            match found {
                Some((file, hop)) => self.attributes(file, hop, one),
                None => missing.push(one),
            }
        }
        let mut lost = Vec::new();
        for one in missing {
            if one.port.is_none() || one.transport.is_none() {
                self.done.not_compared.push(NotCompared {
                    file: names.to_owned(),
                    line: None,
                    what: format!(
                        "{}: the form does not say whether calls go there, with which port and transport",
                        one.ip
                    ),
                });
                continue;
            }
            match left.iter().position(|(_, hop)| is_host_of(hop, one)) {
                Some(at) => {
                    let (file, hop) = left.remove(at);
                    self.other(file, hop, one, matter);
                }
                None => lost.push(one),
            }
        }
        // One place that is missing and one too many are the same place, written otherwise.
        if let ([one], [(file, hop)], true) = (&lost[..], &left[..], alone) {
            let field = one.field(if hop.host.parse::<IpAddr>().is_ok() { "address" } else { "host" });
            self.departs(
                (file, Some(hop.line)),
                matter.to_owned(),
                &field,
                [Some(one.to_string()), Some(hop.to_string())],
            );
            return;
        }
        for one in lost {
            self.departs((names, None), matter.to_owned(), &one.field("address"), [Some(one.to_string()), None]);
        }
        for (file, hop) in left.into_iter().filter(|_| alone) {
            let path = Path::from("technical.form.sides").key(&self.trunk.peer_party).key("signalling");
            self.departs((file, Some(hop.line)), matter.to_owned(), &path, [None, Some(hop.to_string())]);
        }
    }

    /// The same host with another port or transport.
    fn other(&mut self, file: &str, hop: &ConfigHop, one: &AgreedHop, matter: &str) {
        let field = if hop.port == one.port { "transport" } else { "port" };
        let values = [Some(one.to_string()), Some(hop.to_string())];
        self.departs((file, Some(hop.line)), matter.to_owned(), &one.field(field), values);
    }

    fn attributes(&mut self, file: &str, hop: &ConfigHop, one: &AgreedHop) {
        self.done.agreeing += 1;
        let place = (file, Some(hop.line));
        if let Some(is_backup) = hop.is_backup.filter(|is| *is != one.is_backup) {
            let word = |is: bool| Some(format!("{one}: {}", if is { "backup" } else { "first" }));
            let values = [word(one.is_backup), word(is_backup)];
            self.departs(place, "order of addresses".to_owned(), &one.field("role"), values);
        }
        if let (Some(share), Some(agreed)) = (hop.share, one.share)
            && share != agreed
        {
            let values = [Some(format!("{one}: {agreed} %")), Some(format!("{one}: {share} %"))];
            self.departs(place, "share of the calls".to_owned(), &one.field("share"), values);
        }
        if hop.is_off {
            let values = [Some(format!("{one}: in use")), Some(format!("{one}: switched off"))];
            self.departs(place, "state of an address".to_owned(), &one.field("address"), values);
        }
    }

    /// The addresses of a list are those of the form.
    fn sources(&mut self, names: &str, what: &str, lists: &[InFile<'_, SourceList>]) {
        let matter = format!("address that is let in ({what})");
        let agreed = agreed::sources(self.trunk, &self.trunk.peer_party);
        let mut lost = Vec::new();
        let all = || lists.iter().flat_map(|(file, list)| list.entries.iter().map(move |one| (*file, one)));
        for (address, path) in &agreed {
            if all().any(|(_, (one, _))| is_same(one, address)) {
                self.done.agreeing += 1;
            } else {
                lost.push((address, path));
            }
        }
        let more: Vec<_> = all().filter(|(_, (one, _))| !agreed.iter().any(|(known, _)| is_same(one, known))).collect();
        if let ([(address, path)], [(file, (one, line))]) = (&lost[..], &more[..]) {
            self.departs((file, Some(*line)), matter, path, [Some(address.to_string()), Some(one.to_string())]);
            return;
        }
        for (address, path) in lost {
            self.departs((names, None), matter.clone(), path, [Some(address.to_string()), None]);
        }
        let side = Path::from("technical.form.sides").key(&self.trunk.peer_party).key("signalling");
        for (file, (one, line)) in more {
            self.departs((file, Some(*line)), matter.clone(), &side, [None, Some(one.to_string())]);
        }
    }

    /// Each row of a table has the deal's value, and each value of the deal has its row.
    fn sheet(&mut self, file: &ConfigFile) {
        let agreed = agreed::rows(self.trunk);
        let mut known = Vec::new();
        for (field, value, line) in &file.rows {
            let place = (file.name.as_str(), Some(*line));
            let said = Some(value.clone()).filter(|value| !value.is_empty());
            match agreed.iter().find(|(path, ..)| path.to_string() == *field) {
                Some((path, label, agreed)) => {
                    known.push(path.clone());
                    if trunk_sheet::same(path, agreed, value) {
                        self.done.agreeing += 1;
                    } else {
                        let agreed = Some(agreed.clone()).filter(|agreed| !agreed.is_empty());
                        self.departs(place, label.clone(), path, [agreed, said]);
                    }
                }
                None if said.is_none() => {}
                None => match field.parse::<Path>() {
                    Ok(path) if path.starts_with("technical") => {
                        self.departs(place, field.clone(), &path, [None, said]);
                    }
                    _ => self.done.not_compared.push(NotCompared {
                        file: file.name.clone(),
                        line: Some(*line),
                        what: format!("`{field}` is no field of the technical form"),
                    }),
                },
            }
        }
        for (path, label, value) in agreed.iter().filter(|(path, _, value)| !value.is_empty() && !known.contains(path))
        {
            self.departs((&file.name, None), label.clone(), path, [Some(value.clone()), None]);
        }
    }
}

/// Whether a place of a file has the address or the name of one of the form; an address of zeros stands for all of its family.
fn is_host_of(hop: &ConfigHop, one: &AgreedHop) -> bool {
    match hop.host.parse::<IpAddr>() {
        Ok(ip) => ip == one.ip || ip.is_unspecified() && ip.is_ipv4() == one.ip.is_ipv4(),
        Err(_) => one.host.as_ref() == Some(&hop.host),
    }
}

fn is_hop(hop: &ConfigHop, one: &AgreedHop) -> bool {
    is_host_of(hop, one)
        && (one.port.is_none() || hop.port.is_none() || hop.port == one.port)
        && one.transport.is_none_or(|transport| transport == hop.transport)
}

/// Whether two addresses or networks are the same, however a single address is written.
fn is_same(one: &crate::deal::place::Address, other: &crate::deal::place::Address) -> bool {
    let bits = |address: &crate::deal::place::Address| {
        address.prefix.unwrap_or_else(|| crate::export::model::most_bits(address.ip))
    };
    one.ip == other.ip && bits(one) == bits(other)
}
