//! The desks that must answer faults and fraud at any hour.

use crate::deal::Deal;
use crate::deal::contacts::{Contact, Role};

/// A desk of one party: its name, and its contacts, each with its index. It has at least one.
pub(crate) struct Desk<'a> {
    pub party: &'a str,
    pub name: &'static str,
    pub contacts: Vec<(usize, &'a Contact)>,
}

/// The network and fraud desks of each party, as far as the deal names them.
pub(crate) fn day_and_night(deal: &Deal) -> impl Iterator<Item = Desk<'_>> {
    let desks = [(Role::Noc, "network desk"), (Role::Fraud, "fraud desk")];
    deal.parties.keys().flat_map(move |party| {
        desks.into_iter().filter_map(move |(role, name)| {
            let contacts = deal.contacts.iter().enumerate();
            let contacts: Vec<_> =
                contacts.filter(|(_, contact)| contact.party == *party && contact.role == role).collect();
            (!contacts.is_empty()).then_some(Desk { party, name, contacts })
        })
    })
}
