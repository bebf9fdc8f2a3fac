//! The desks that a fault or a fraud calls at any hour.

use crate::deal::Deal;
use crate::deal::contacts::{Contact, Role};

/// A desk of one party: what it is called, and the contacts that make it up, each with its index. It has at least one.
pub(crate) struct Desk<'a> {
    /// The party.
    pub party: &'a str,
    /// In words.
    pub name: &'static str,
    /// Its contacts.
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
