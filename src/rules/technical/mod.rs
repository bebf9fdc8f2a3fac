//! How the networks join.

pub mod in_band_digits;
pub mod left_out;
pub mod methods;
pub mod mutual_tls;
pub mod own_sites;
pub mod plain_signalling;
pub mod reachable_sites;
pub mod session_timer;
