//! Credit and money.

pub mod new_entrant;
pub mod one_currency;
pub mod secured;
