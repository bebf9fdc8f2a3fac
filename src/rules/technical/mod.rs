//! How the networks join.

use crate::rules::Rule;

mod network;

pub mod attestation;
pub mod empty_list;
pub mod fax_reinvite;
pub mod fax_srtp;
pub mod g711;
pub mod hops;
pub mod in_band_digits;
pub mod info_digits;
pub mod ip_versions;
pub mod left_out;
pub mod marking;
pub mod methods;
pub mod mutual_tls;
pub mod national_numbers;
pub mod open_media;
pub mod own_sites;
pub mod packet_time;
pub mod plain_signalling;
pub mod points;
pub mod reachable_sites;
pub mod session_timer;
pub mod sessions;
pub mod sips_hops;
pub mod srtp_keys;
pub mod superseded;
pub mod unencrypted_first;
pub mod useful_methods;
pub mod withheld_numbers;

/// The rules, in the order of the code.
pub(in crate::rules) const RULES: &[&Rule] = &[
    &in_band_digits::RULE,
    &methods::RULE,
    &mutual_tls::RULE,
    &plain_signalling::RULE,
    &left_out::RULE,
    &session_timer::RULE,
    &reachable_sites::RULE,
    &own_sites::RULE,
    &empty_list::RULE,
    &g711::RULE,
    &fax_srtp::RULE,
    &fax_reinvite::RULE,
    &useful_methods::RULE,
    &sips_hops::RULE,
    &open_media::RULE,
    &sessions::RULE,
    &marking::RULE,
    &superseded::RULE,
    &points::RULE,
    &srtp_keys::RULE,
    &ip_versions::RULE,
    &packet_time::RULE,
    &national_numbers::RULE,
    &attestation::RULE,
    &hops::RULE,
    &withheld_numbers::RULE,
    &info_digits::RULE,
    &unencrypted_first::RULE,
];
