//! Flows without a tax line.

use crate::deal::Deal;
use crate::deal::place::Country;
use crate::deal::tax::Taxes;
use crate::rules::references::unnamed;

/// Each such flow, with the countries of its customer and its supplier.
pub(crate) fn flows(deal: &Deal) -> impl Iterator<Item = (&str, Country, Country)> {
    let country = |party: &str| deal.parties.get(party).map(|party| party.country);
    let expected = matches!(deal.tax, Taxes::Lines(_));
    let flows = unnamed(deal, deal.tax.iter().map(|line| line.flow.as_str())).into_iter();
    flows.filter(move |_| expected).filter_map(move |id| {
        let flow = deal.scope.flows.get(id)?;
        Some((id, country(&flow.customer)?, country(&flow.supplier)?))
    })
}
