//! The house keeps its own side of every trunk in one place; what a deal says otherwise is a slip in one of the two.

use super::with::house::differ;

use crate::deal::Deal;
use crate::deal::place::Address;
use crate::deal::technical_form::side::FormSide;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH037",
    level: Level::Warning,
    summary: "our side of the form departs from the house's network",
    check: Check::Deal(check),
};

const HELP: &str = "correct the deal, or `[network]` in the house's peerpact.toml";

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(network) = report.policy.network.clone() else { return };
    let addresses = network.addresses();
    if !addresses.is_empty() {
        let sites = deal.technical.sites.get(&deal.we).and_then(|sites| sites.known());
        for (at, site) in sites.into_iter().flatten().enumerate().filter(|(_, site)| !lies_in(site, &addresses)) {
            report.add(
                Path::from("technical.sites").key(&deal.we).index(at),
                format!("{site} is none of the addresses of our network"),
                HELP,
            );
        }
    }
    let Some(side) = deal.technical.form.as_ref().and_then(|form| form.sides.get(&deal.we)) else { return };
    let root = Path::from("technical.form.sides").key(&deal.we);
    signalling(side, &network, &root, report);
    media(side, &network, &root, report);
    if let (Some(said), Some(kept)) = (&side.tls, &network.tls) {
        let path = root.key("tls");
        for (key, what, differs) in [
            ("names", "names in our certificate", differ(&said.names, &kept.names)),
            ("issuer", "authority of our certificate", differ(&said.issuer, &kept.issuer)),
            ("fingerprint", "fingerprint of our certificate", differ(&said.fingerprint, &kept.fingerprint)),
        ] {
            if differs {
                report.add(path.key(key), format!("our network has another value: {what}"), HELP);
            }
        }
    }
}

fn signalling(side: &FormSide, network: &FormSide, root: &Path, report: &mut Report<'_>) {
    if network.signalling.is_empty() {
        return;
    }
    for (at, one) in side.signalling.iter().enumerate() {
        let Some(address) = one.address.known() else { continue };
        let path = root.key("signalling").index(at);
        let Some(kept) = network.signalling.iter().find(|kept| kept.address.known() == Some(address)) else {
            report.add(path.key("address"), format!("{address} is none of the addresses of our network"), HELP);
            continue;
        };
        for (key, differs) in [
            ("port", differ(&one.port, &kept.port)),
            ("transport", differ(&one.transport, &kept.transport)),
            ("host", differ(&one.host, &kept.host)),
        ] {
            if differs {
                report.add(path.key(key), format!("our network has another {key} at {address}"), HELP);
            }
        }
    }
}

fn media(side: &FormSide, network: &FormSide, root: &Path, report: &mut Report<'_>) {
    if network.media.is_empty() {
        return;
    }
    for (at, one) in side.media.iter().enumerate() {
        let Some(address) = one.network.known() else { continue };
        let path = root.key("media").index(at);
        match network.media.iter().find(|kept| kept.network.known() == Some(address)) {
            None => {
                report.add(path.key("network"), format!("{address} is none of the networks of our media"), HELP);
            }
            Some(kept) if differ(&one.ports, &kept.ports) => {
                report.add(path.key("ports"), format!("our network has other ports at {address}"), HELP);
            }
            Some(_) => {}
        }
    }
}

/// Whether an address or network lies in one of several.
fn lies_in(one: &Address, all: &[Address]) -> bool {
    all.iter()
        .any(|known| one.prefix.is_none_or(|bits| known.prefix.is_some_and(|most| bits >= most)) && holds(known, one))
}

/// Whether a network, or a single address, holds the first address of another.
fn holds(network: &Address, one: &Address) -> bool {
    let bits = |address: &Address| match address.ip {
        std::net::IpAddr::V4(ip) => (32, u128::from(u32::from(ip))),
        std::net::IpAddr::V6(ip) => (128, u128::from(ip)),
    };
    let ((width, known), (other, looked)) = (bits(network), bits(one));
    let length = network.prefix.map_or(width, u32::from);
    let front = |value: u128| value.checked_shr(width.saturating_sub(length)).unwrap_or(0);
    width == other && front(known) == front(looked)
}
