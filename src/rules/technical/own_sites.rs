use std::net::IpAddr;

use crate::deal::Deal;
use crate::deal::place::Address;
use crate::diagnostic::Level;
use crate::rules::technical::with::addresses;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH008",
    level: Level::Error,
    summary: "both parties name the same address",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let sites = addresses::all(deal);
    let ours = report.policy.network.as_ref().map(|network| network.addresses()).unwrap_or_default();
    for (party, path, address) in sites.iter().filter(|(party, ..)| *party != deal.we) {
        if let Some(known) = ours.iter().find(|known| overlap(address, known)) {
            report.add(
                path.clone(),
                format!("{address} of `{party}` and {known} of our own network overlap"),
                "ask the other side for its own addresses, or correct `[network]` in the house's file",
            );
        }
    }
    for (index, (party, path, address)) in sites.iter().enumerate() {
        let earlier = sites.iter().take(index).find(|(other, _, known)| other != party && overlap(address, known));
        if let Some((other, first, known)) = earlier {
            report
                .add(
                    path.clone(),
                    format!("{address} of `{party}` and {known} of `{other}` overlap"),
                    "ask both parties for their own addresses",
                )
                .also(first.clone(), format!("the address of `{other}`"));
        }
    }
}

/// Whether two addresses or networks share an address.
fn overlap(one: &Address, other: &Address) -> bool {
    let bits = |address: &Address| match address.ip {
        IpAddr::V4(ip) => (32, u128::from(u32::from(ip))),
        IpAddr::V6(ip) => (128, u128::from(ip)),
    };
    let ((width, one_bits), (other_width, other_bits)) = (bits(one), bits(other));
    let length = |address: &Address| address.prefix.map_or(width, u32::from);
    let common = length(one).min(length(other)).min(width);
    let network = |bits: u128| bits.checked_shr(width - common).unwrap_or(0);
    width == other_width && network(one_bits) == network(other_bits)
}
