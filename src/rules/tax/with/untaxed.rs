//! Flows without a tax line.

use crate::deal::Deal;
use crate::deal::place::Country;
use crate::rules::references::unnamed;

/// Each such flow, with the countries of its customer and its supplier.
pub(crate) fn flows(deal: &Deal) -> impl Iterator<Item = (&str, Country, Country)> {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    unnamed(deal, deal.tax.iter().map(|line| line.flow.as_str())).into_iter().filter_map(move |id| {
        let flow = deal.scope.flows.get(id)?;
        Some((id, country(&flow.customer)?, country(&flow.supplier)?))
    })
}
