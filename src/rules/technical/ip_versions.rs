use crate::deal::Deal;
use crate::deal::place::Address;
use crate::deal::technical::IpVersion;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH021",
    level: Level::Warning,
    summary: "an address is of an IP version that is not in use",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let versions = &deal.technical.ip_versions;
    let mut complete: Vec<(&str, &Vec<Address>)> = Vec::new();
    for (party, sites) in &deal.technical.sites {
        let Some(addresses) = sites.known().filter(|addresses| !addresses.is_empty()) else { continue };
        let foreign = addresses.iter().enumerate().filter(|(_, address)| !versions.contains(&version(address)));
        let before = complete.len();
        complete.push((party, addresses));
        for (at, address) in foreign {
            complete.truncate(before);
            let name = name(version(address));
            let help = format!("add `{name}` to `technical.ip_versions`, or write an address of a version in use");
            report
                .add(
                    Path::from("technical.sites").key(party).index(at),
                    format!("{address} is an {name} address, and {name} is not in use"),
                    help,
                )
                .also("technical.ip_versions", "the versions in use; by default IPv4 alone");
        }
    }
    for (at, agreed) in versions.iter().enumerate() {
        let lacks = |(_, addresses): &&(&str, &Vec<Address>)| !addresses.iter().any(|one| version(one) == *agreed);
        let lacking: Vec<&str> = complete.iter().filter(lacks).map(|(party, _)| *party).collect();
        if lacking.is_empty() {
            continue;
        }
        let name = name(*agreed);
        let parties: Vec<String> = lacking.iter().map(|party| format!("`{party}`")).collect();
        let mut added = report.add(
            Path::from("technical.ip_versions").index(at),
            format!("{name} is in use, and none of the addresses of {} is {name}", parties.join(" and ")),
            format!("add the {name} addresses, or remove {name}"),
        );
        for party in lacking {
            added = added.also(Path::from("technical.sites").key(party), format!("no {name} address"));
        }
    }
}

fn version(address: &Address) -> IpVersion {
    if address.ip.is_ipv4() { IpVersion::V4 } else { IpVersion::V6 }
}

fn name(version: IpVersion) -> &'static str {
    match version {
        IpVersion::V4 => "IPv4",
        IpVersion::V6 => "IPv6",
    }
}
